//! Walks a mapping by its key table: finds misspelt, unknown, missing, deprecated and null keys and values of the
//! wrong kind, and gives the rest to the lowering. One defect gives one finding.

mod values;

use std::fmt::{self, Display};

use serde_json::Value;

use super::findings::{MISSING_KEY, MISSPELT_KEY, UNKNOWN_KEY, WRONG_KIND};
use super::keys::{Form, Key, KeyTable, Kind};
use super::value::to_value;
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, Severity};
use crate::text::{Source, Span, Spanned};
use crate::yaml::{Document, Entry, Mapping, Node, NodeKind, Resolved, ScalarStyle};

/// What happens to a misspelt key once it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Misspelt {
    /// Read as what was meant, so that one slip gives one finding.
    #[default]
    ReadAsMeant,
    /// Left out, as every other tool does: for output from a spec with errors.
    LeftOut,
}

/// Reads one document.
pub struct Reader<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was found so far.
    pub diagnostics: Diagnostics,
    /// The form of the file.
    pub form: Form,
    misspelt: Misspelt,
    damaged: bool,
    /// Whether a key that the table lacks is an error: where the tables are specc's own, nothing else reads it.
    pub closed: bool,
    /// Whether a mapping was expected and something else stood there, so that what its author meant to say is lost.
    pub lost_section: bool,
}

/// A name of the author's own, for messages: in backticks, made printable when it is shown.
pub struct Quoted<'a>(pub &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", printable(self.0))
    }
}

/// The entries of a mapping, by their place in its key table.
pub struct Keys<'n> {
    table: &'static KeyTable,
    entries: Vec<Option<&'n Entry<'n>>>,
}

impl<'n> Keys<'n> {
    /// The entry of a key of the table, if it is there, not null, and of the right kind.
    pub fn entry(&self, name: &str) -> Option<&'n Entry<'n>> {
        let position = self.table.position(name);
        debug_assert!(
            position.is_some(),
            "`{name}` is not a key of {}",
            self.table.title
        );
        self.entries.get(position?).copied().flatten()
    }

    /// The value of a key.
    pub fn node(&self, name: &str) -> Option<&'n Node<'n>> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<Spanned<String>> {
        self.node(name).and_then(text_of)
    }

    /// A list of texts, or one text as a list of one.
    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        match self.node(name) {
            Some(node) => match node.as_sequence() {
                Some(items) => items
                    .iter()
                    .flat_map(|item| item.as_sequence().unwrap_or(std::slice::from_ref(item)))
                    .filter_map(text_of)
                    .collect(),
                None => text_of(node).into_iter().collect(),
            },
            None => Vec::new(),
        }
    }

    /// A boolean.
    pub fn boolean(&self, name: &str) -> Option<Spanned<bool>> {
        let node = self.node(name)?;
        match node.as_scalar()?.resolved {
            Resolved::Bool(value) => Some(Spanned::new(value, node.span)),
            _ => None,
        }
    }

    /// A whole number; one that does not fit is left out.
    pub fn integer(&self, name: &str) -> Option<Spanned<i64>> {
        let node = self.node(name)?;
        let scalar = node.as_scalar()?;
        match scalar.resolved {
            Resolved::Integer => Some(Spanned::new(scalar.digits()?.parse().ok()?, node.span)),
            _ => None,
        }
    }

    /// Any value.
    pub fn value(&self, name: &str) -> Option<Spanned<Value>> {
        let node = self.node(name)?;
        Some(Spanned::new(to_value(node), node.span))
    }
}

impl<'a> Reader<'a> {
    /// A reader of one document.
    pub fn new(source: &'a Source, document: &Document, form: Form, misspelt: Misspelt) -> Self {
        Self {
            source,
            diagnostics: Diagnostics::new(),
            form,
            misspelt,
            damaged: document.damaged,
            closed: false,
            lost_section: false,
        }
    }

    /// Sorts the entries of a mapping by its table. `at` is the place to name when a required key is missing, `name`
    /// what the mapping is called there.
    pub fn keys<'n>(
        &mut self,
        node: &'n Node<'n>,
        table: &'static KeyTable,
        at: Span,
        name: &dyn Display,
    ) -> Option<Keys<'n>> {
        let mapping = self.mapping(node, Kind::Table(table), at, name)?;
        let mut entries: Vec<Option<&'n Entry<'n>>> = vec![None; table.keys.len()];
        let mut slips = Vec::new();
        for entry in &mapping.entries {
            match entry.key.as_text().and_then(|key| table.position(key)) {
                Some(position) => entries[position] = Some(entry),
                None => slips.push(entry),
            }
        }
        let mut excused = Vec::new();
        for entry in slips {
            if let Some(position) = self.unknown(entry, table, &entries) {
                excused.push(position);
                let reads = self.misspelt == Misspelt::ReadAsMeant;
                if reads && entries[position].is_none() {
                    entries[position] = Some(entry);
                }
            }
        }
        for (position, key) in table.keys.iter().enumerate() {
            match entries[position] {
                None if key.required && !excused.contains(&position) && !self.damaged => {
                    self.missing(key, at, name);
                }
                Some(entry) if !self.holds(entry, key) => entries[position] = None,
                _ => {}
            }
        }
        Some(Keys { table, entries })
    }

    /// The mapping of a node, or a finding.
    pub fn mapping<'n>(
        &mut self,
        node: &'n Node<'n>,
        kind: Kind,
        at: Span,
        name: &dyn Display,
    ) -> Option<&'n Mapping<'n>> {
        if let Some(mapping) = node.as_mapping() {
            return Some(mapping);
        }
        self.lost_section = true;
        let mut diagnostic = Diagnostic::new(
            &WRONG_KIND,
            if node.is_null() { at } else { node.span },
            format!(
                "{name} holds {}, where {} is expected",
                node.kind_name(),
                kind.expected()
            ),
        )
        .at("not a mapping");
        if let Kind::Table(table) = kind {
            diagnostic = diagnostic.help(self.mapping_help(node, table));
        } else if node.as_sequence().is_some() {
            diagnostic = diagnostic
                .help("write `name:` lines in place of the `- ` lines: names are keys here, not items of a list");
        }
        self.diagnostics.push(diagnostic);
        None
    }

    /// The name that an author gave to an entry of a section; a finding where it cannot be one.
    pub fn name(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let text = entry.key.as_text();
        let problem = match text {
            None => "a name is a list or a mapping, where a word is expected".to_owned(),
            Some(text) if text.trim().is_empty() => "a name is empty".to_owned(),
            Some(text) => {
                return Some(Spanned::new(text.to_owned(), entry.key.span));
            }
        };
        let diagnostic = Diagnostic::new(&WRONG_KIND, entry.key.span, problem)
            .at("not a name")
            .help("give it a name before the colon");
        self.diagnostics.push(diagnostic);
        None
    }

    /// Reports a file with nothing in it.
    pub fn empty_file(&mut self, at: Span) {
        if self.damaged {
            return;
        }
        let diagnostic = Diagnostic::new(&MISSING_KEY, at, "the file is empty")
            .at("nothing to read")
            .help("a spec begins with `plugin_spec_version: v2`");
        self.diagnostics.push(diagnostic);
    }

    fn mapping_help(&self, node: &Node, table: &KeyTable) -> String {
        let takes_type = table.position("type").is_some();
        match (node.as_text(), node.as_sequence()) {
            (Some(text), _) if takes_type && !node.is_null() => {
                format!("write the type on a line of its own below the name: `type: {text}`")
            }
            (_, Some(_)) => format!(
                "remove the `- `: {} is a mapping with keys such as `{}`",
                table.what, table.keys[0].name
            ),
            _ => {
                let mut names = table.shown_names();
                names.truncate(4);
                format!("{} has keys such as {}", table.what, names.join(", "))
            }
        }
    }

    fn missing(&mut self, key: &Key, at: Span, name: &dyn Display) {
        let diagnostic = Diagnostic::new(&MISSING_KEY, at, format!("{name} has no `{}`", key.name))
            .at(format!("`{}` is missing here", key.name))
            .help(format!("add `{}:`: {}", key.name, first_sentence(key.doc)));
        self.diagnostics.push(diagnostic);
    }

    /// Reports a key that the table has not; gives the place of the key that was meant.
    fn unknown(
        &mut self,
        entry: &Entry,
        table: &'static KeyTable,
        entries: &[Option<&Entry>],
    ) -> Option<usize> {
        let Some(found) = entry.key.as_text() else {
            let diagnostic = Diagnostic::new(
                &WRONG_KIND,
                entry.key.span,
                format!(
                    "a key is {}, where a word is expected",
                    entry.key.kind_name()
                ),
            )
            .at("not a word")
            .help("quote it if it is meant as text");
            self.diagnostics.push(diagnostic);
            return None;
        };
        if let Some(position) = table.meant(found) {
            let meant = table.keys[position].name;
            let mut diagnostic = Diagnostic::new(
                &MISSPELT_KEY,
                entry.key.span,
                format!("unknown key `{found}`: {} has `{meant}`", table.what),
            )
            .at(format!("did you mean `{meant}`?"));
            if let Some(first) = entries[position] {
                diagnostic = diagnostic
                    .label(first.key.span, format!("`{meant}` stands here already"))
                    .help(format!("remove `{found}`, or merge it into `{meant}`"));
            } else {
                diagnostic = diagnostic
                    .help(format!(
                        "rename it to `{meant}`; as it stands nothing reads it"
                    ))
                    .fix(
                        Applicability::Safe,
                        format!("rename to `{meant}`"),
                        entry.key.span,
                        meant,
                    );
            }
            self.diagnostics.push(diagnostic);
            return Some(position);
        }
        let mut names = table.shown_names();
        let more = names.len() > 12;
        names.truncate(12);
        let list = names.join(", ") + if more { ", …" } else { "" };
        let diagnostic = Diagnostic::new(
            &UNKNOWN_KEY,
            entry.key.span,
            format!(
                "unknown key `{}`: {} has no such key",
                printable(found),
                table.what
            ),
        )
        .severity(if self.closed {
            Severity::Error
        } else {
            UNKNOWN_KEY.severity
        })
        .at("nothing reads this")
        .help(format!(
            "remove it, or move it to where it belongs; known here: {list}"
        ));
        self.diagnostics.push(diagnostic);
        None
    }
}

/// The text of a non-null scalar.
pub fn text_of(node: &Node) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Scalar(scalar)
            if scalar.resolved != Resolved::Null || scalar.style != ScalarStyle::Plain =>
        {
            Some(Spanned::new(scalar.text().to_owned(), node.span))
        }
        _ => None,
    }
}

/// A text with control characters made visible and cut to a length that fits a message.
pub fn printable(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .flat_map(|character| {
            let escaped = character.is_control();
            character
                .escape_default()
                .filter(move |_| escaped)
                .chain(std::iter::once(character).filter(move |_| !escaped))
        })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The first sentence of a key's documentation, as the end of a help line.
fn first_sentence(doc: &str) -> &str {
    let end = doc.find(". ").unwrap_or(doc.len());
    doc[..end].trim_end_matches('.')
}
