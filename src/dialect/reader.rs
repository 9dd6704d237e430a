//! Walks a mapping by its key table: finds misspelt, unknown, missing, deprecated and null keys and values of the
//! wrong kind, and gives the rest to the lowering. One defect gives one finding.

use serde_json::Value;

use super::findings::{
    DEPRECATED_KEY, MISSING_KEY, MISSPELT_KEY, NULL_SECTION, REQUIRED_NOT_BOOLEAN, UNKNOWN_KEY,
    WRONG_KIND,
};
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
}

/// The entries of a mapping, by their place in its key table.
pub struct Keys<'n> {
    table: &'static KeyTable,
    entries: Vec<Option<&'n Entry>>,
}

impl<'n> Keys<'n> {
    /// The entry of a key of the table, if it is there, not null, and of the right kind.
    pub fn entry(&self, name: &str) -> Option<&'n Entry> {
        let position = self.table.position(name);
        debug_assert!(
            position.is_some(),
            "`{name}` is not a key of {}",
            self.table.title
        );
        self.entries.get(position?).copied().flatten()
    }

    /// The value of a key.
    pub fn node(&self, name: &str) -> Option<&'n Node> {
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
        match &node.as_scalar()?.resolved {
            Resolved::Integer(digits) => Some(Spanned::new(digits.parse().ok()?, node.span)),
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
        }
    }

    /// Sorts the entries of a mapping by its table. `at` is the place to name when a required key is missing, `name`
    /// what the mapping is called there.
    pub fn keys<'n>(
        &mut self,
        node: &'n Node,
        table: &'static KeyTable,
        at: Span,
        name: &str,
    ) -> Option<Keys<'n>> {
        let mapping = self.mapping(node, Kind::Table(table), at, name)?;
        let mut entries: Vec<Option<&'n Entry>> = vec![None; table.keys.len()];
        let mut slips = Vec::new();
        for entry in &mapping.entries {
            match entry.key.as_text().and_then(|key| table.position(key)) {
                Some(position) => entries[position] = Some(entry),
                None => slips.push(entry),
            }
        }
        let mut excused = vec![false; table.keys.len()];
        for entry in slips {
            if let Some(position) = self.unknown(entry, table, &entries) {
                excused[position] = true;
                let reads = self.misspelt == Misspelt::ReadAsMeant;
                if reads && entries[position].is_none() {
                    entries[position] = Some(entry);
                }
            }
        }
        for (position, key) in table.keys.iter().enumerate() {
            match entries[position] {
                None if key.required && !excused[position] && !self.damaged => {
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
        node: &'n Node,
        kind: Kind,
        at: Span,
        name: &str,
    ) -> Option<&'n Mapping> {
        if let Some(mapping) = node.as_mapping() {
            return Some(mapping);
        }
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
                let mut names: Vec<String> = table
                    .keys
                    .iter()
                    .filter(|key| key.deprecated.is_none())
                    .map(|key| format!("`{}`", key.name))
                    .collect();
                names.truncate(4);
                format!("{} has keys such as {}", table.what, names.join(", "))
            }
        }
    }

    fn missing(&mut self, key: &Key, at: Span, name: &str) {
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
        let mut names: Vec<String> = table
            .keys
            .iter()
            .filter(|key| key.deprecated.is_none())
            .map(|key| format!("`{}`", key.name))
            .collect();
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
        .at("nothing reads this")
        .help(format!(
            "remove it, or move it to where it belongs; known here: {list}"
        ));
        self.diagnostics.push(diagnostic);
        None
    }

    /// Whether an entry's value is there and of its key's kind; reports what is not.
    fn holds(&mut self, entry: &Entry, key: &Key) -> bool {
        self.deprecated(entry, key);
        let value = &entry.value;
        if value.is_null() {
            return self.null(entry, key);
        }
        let fits = match key.kind {
            Kind::Text | Kind::Markdown | Kind::Type => value.as_text().is_some(),
            Kind::Choice(words) => value.as_text().is_some_and(|text| words.contains(&text)),
            Kind::Boolean => is_scalar(value, |resolved| matches!(resolved, Resolved::Bool(_))),
            Kind::Integer => is_scalar(value, |resolved| matches!(resolved, Resolved::Integer(_))),
            Kind::Value => true,
            Kind::Values => value.as_sequence().is_some(),
            Kind::Texts => value
                .as_sequence()
                .is_some_and(|items| self.texts(items, key)),
            Kind::TextOrTexts => {
                value.as_text().is_some()
                    || value
                        .as_sequence()
                        .is_some_and(|items| self.texts(items, key))
            }
            // Reported by whoever walks into it.
            Kind::Table(_) | Kind::Named(_) | Kind::NamedTwice(_) => true,
        };
        if !fits {
            self.wrong_kind(entry, key);
        }
        fits
    }

    /// Items that are no text are reported one by one; the list itself stays.
    fn texts(&mut self, items: &[Node], key: &Key) -> bool {
        for item in items {
            if let Some(inner) = item.as_sequence()
                && inner.iter().all(|text| text.as_text().is_some())
            {
                let diagnostic = Diagnostic::new(
                    &WRONG_KIND,
                    item.span,
                    format!("an item of `{}` is a list of its own", key.name),
                )
                .severity(Severity::Warning)
                .at("read as if its items stood in the outer list")
                .help("remove the inner brackets or the second `- `");
                self.diagnostics.push(diagnostic);
            } else if item.as_text().is_none() {
                let mut diagnostic = Diagnostic::new(
                    &WRONG_KIND,
                    item.span,
                    format!(
                        "an item of `{}` is {}, where text is expected",
                        key.name,
                        item.kind_name()
                    ),
                )
                .at("not text");
                diagnostic = diagnostic.help(if item.as_mapping().is_some() {
                    "an item with `: ` in it is read as a mapping: put the whole item in quotes"
                } else {
                    "write one text per item, in quotes if it holds special characters"
                });
                self.diagnostics.push(diagnostic);
            }
        }
        true
    }

    fn wrong_kind(&mut self, entry: &Entry, key: &Key) {
        let value = &entry.value;
        let shown = value.as_text().map_or_else(
            || value.kind_name().to_owned(),
            |text| format!("`{}`", printable(text)),
        );
        let expected = key.kind.expected();
        let is_required = key.name == "required" && matches!(key.kind, Kind::Boolean);
        let rule = if is_required {
            &REQUIRED_NOT_BOOLEAN
        } else {
            &WRONG_KIND
        };
        let mut diagnostic = Diagnostic::new(
            rule,
            value.span,
            format!("`{}` is {shown}, where {expected} is expected", key.name),
        )
        .at(format!("expected {expected}"));
        let text = value.as_text().map(str::to_lowercase);
        if let (Kind::Boolean, Some(text)) = (key.kind, text.as_deref()) {
            let meant = match text {
                "true" | "yes" | "on" | "y" | "1" | "t" => Some("true"),
                "false" | "no" | "off" | "n" | "0" | "f" => Some("false"),
                _ => crate::text::nearest(text, ["true", "false"]),
            };
            if let Some(meant) = meant {
                diagnostic = diagnostic.fix(
                    Applicability::Safe,
                    format!("write `{meant}`"),
                    value.span,
                    meant,
                );
            }
            diagnostic = diagnostic.help("write `true` or `false`, without quotes");
        } else if let (Kind::Choice(words), Some(text)) = (key.kind, text.as_deref()) {
            let meant = crate::text::nearest(text, words.iter().copied());
            diagnostic = diagnostic.help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write {expected}"),
            });
        } else if matches!(key.kind, Kind::Texts | Kind::Values) && value.as_text().is_some() {
            diagnostic = diagnostic
                .help("put it into a list: an item per line, each behind `- `, or `[a, b]`");
        } else {
            diagnostic = diagnostic.help(format!("write {expected}: {}", first_sentence(key.doc)));
        }
        self.diagnostics.push(diagnostic);
    }

    fn null(&mut self, entry: &Entry, key: &Key) -> bool {
        if key.name == "required" && matches!(key.kind, Kind::Boolean) {
            self.wrong_kind(entry, key);
        } else if key.required {
            let diagnostic = Diagnostic::new(
                &MISSING_KEY,
                entry.key.span,
                format!("`{}` has no value", key.name),
            )
            .at("nothing stands after the colon")
            .help(format!(
                "give it {}: {}",
                key.kind.expected(),
                first_sentence(key.doc)
            ));
            self.diagnostics.push(diagnostic);
        } else if !matches!(key.kind, Kind::Value | Kind::Text | Kind::Markdown) {
            let empty = match key.kind {
                Kind::Table(_) | Kind::Named(_) | Kind::NamedTwice(_) => "{}",
                _ => "[]",
            };
            let mut diagnostic = Diagnostic::new(
                &NULL_SECTION,
                entry.key.span,
                format!("`{}` holds nothing", key.name),
            )
            .at("read as empty");
            if matches!(key.kind, Kind::Boolean | Kind::Integer | Kind::Choice(_)) {
                diagnostic = diagnostic.help(format!(
                    "give it {}, or remove the key",
                    key.kind.expected()
                ));
            } else {
                diagnostic =
                    diagnostic.help(format!("remove the key, or write `{}: {empty}`", key.name));
                if entry.value.span.start == entry.value.span.end {
                    diagnostic = diagnostic.fix(
                        Applicability::Safe,
                        format!("write `{empty}`"),
                        entry.value.span,
                        format!(" {empty}"),
                    );
                }
            }
            self.diagnostics.push(diagnostic);
        }
        false
    }

    fn deprecated(&mut self, entry: &Entry, key: &Key) {
        let Some(deprecation) = key.deprecated.filter(|it| self.form >= it.since) else {
            return;
        };
        let mut diagnostic = Diagnostic::new(
            &DEPRECATED_KEY,
            entry.key.span,
            format!("`{}` belongs to an older form of the file", key.name),
        )
        .at("deprecated")
        .help(deprecation.advice);
        if let Some(instead) = deprecation.instead {
            diagnostic = diagnostic.fix(
                Applicability::Unsafe,
                format!("rename to `{instead}`"),
                entry.key.span,
                instead,
            );
        }
        self.diagnostics.push(diagnostic);
    }
}

fn is_scalar(node: &Node, test: impl Fn(&Resolved) -> bool) -> bool {
    node.as_scalar()
        .is_some_and(|scalar| test(&scalar.resolved))
}

/// The text of a non-null scalar.
pub fn text_of(node: &Node) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Scalar(scalar)
            if scalar.resolved != Resolved::Null || scalar.style != ScalarStyle::Plain =>
        {
            Some(Spanned::new(scalar.text.to_string(), node.span))
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
