//! Walks the tables of a `specc.toml` by the tables of keys. What does not fit becomes a finding and is left out, so
//! that who asks for a value gets one of the right kind or none.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::colour::{Colour, LEAST_CONTRAST, LIGHT};
use super::findings::{
    CONFIG_COLOUR, CONFIG_CONTRAST, CONFIG_KEY, CONFIG_KIND, CONFIG_MISSING_KEY, CONFIG_SYNTAX,
    CONFIG_VALUE,
};
use super::form::{Fault, Form};
use super::keys::{Kind, ROOT, Table};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::text::{FileId, Source, Span, Spanned, nearest};

/// A table of the file, and where it stands.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    table: DeTable<'a>,
    span: Span,
}

/// The values of a table by their keys, each of the kind that its key holds.
#[derive(Debug, Default)]
pub struct Values<'a> {
    texts: BTreeMap<&'static str, Spanned<String>>,
    lists: BTreeMap<&'static str, Vec<Spanned<String>>>,
    tables: BTreeMap<&'static str, Vec<Entry<'a>>>,
}

impl<'a> Values<'a> {
    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.texts.get(key).cloned()
    }

    /// The list of texts of a key.
    pub fn list(&self, key: &str) -> &[Spanned<String>] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }

    /// The table of a key.
    pub fn table(&self, key: &str) -> Option<&Entry<'a>> {
        self.tables(key).first()
    }

    /// The tables of a key, where it is there; a list may be empty.
    pub fn said(&self, key: &str) -> Option<&[Entry<'a>]> {
        self.tables.get(key).map(Vec::as_slice)
    }

    /// The tables of a key.
    pub fn tables(&self, key: &str) -> &[Entry<'a>] {
        self.tables.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Reads one file.
#[derive(Debug)]
pub struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// What was found so far.
    pub findings: Diagnostics,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self {
            file: source.id,
            text: source.text(),
            findings: Diagnostics::new(),
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// Parses the text and reads its outermost table.
    pub fn document(&mut self) -> Values<'a> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        // One slip makes a parser stumble more than once; what comes first is the slip.
        if let Some(error) = errors.first() {
            let place = error.span().unwrap_or_default();
            let mut span = self.span(place);
            if span.start == span.end && (span.end as usize) < self.text.len() {
                let next = self.text[span.start as usize..].chars().next();
                span.end += u32::try_from(next.map_or(0, char::len_utf8)).unwrap_or(0);
            }
            let slice = self.text.get(span.range()).unwrap_or_default();
            let (message, label, help) = if error.message().contains("duplicate key") {
                (
                    format!("this is not TOML: `{slice}` stands twice"),
                    "the second time",
                    "keep one of them",
                )
            } else {
                (
                    format!("this is not TOML: {}", error.message().replace('\n', ", ")),
                    "not expected here",
                    "texts stand in quotes: `title = \"Plugins of Acme\"`; https://toml.io shows the whole language",
                )
            };
            self.findings.push(
                Diagnostic::new(&CONFIG_SYNTAX, span, message)
                    .at(label)
                    .help(help),
            );
            return Values::default();
        }
        let entry = Entry {
            table: document.into_inner(),
            span: Span::new(self.file, 0, 0),
        };
        self.table(&ROOT, &entry)
    }

    /// Reads a table.
    pub fn table(&mut self, info: &'static Table, entry: &Entry<'a>) -> Values<'a> {
        let mut values = Values::default();
        for (name, value) in &entry.table {
            let name_span = self.span(name.span());
            let span = self.span(value.span());
            let Some(key) = info.keys.iter().find(|key| key.name == name.get_ref()) else {
                self.unknown(info, name.get_ref(), name_span);
                continue;
            };
            match (key.kind, value.get_ref()) {
                (Kind::Text(form), DeValue::String(text)) => {
                    let text = Spanned::new(text.clone().into_owned(), span);
                    if self.fits(&text, form) {
                        values.texts.insert(key.name, text);
                    }
                }
                (Kind::Texts(form), DeValue::Array(list)) => {
                    let mut texts = Vec::new();
                    for item in list.iter() {
                        let span = self.span(item.span());
                        let text = self.as_text(key.name, form, item.get_ref(), span);
                        texts.extend(text.filter(|text| self.fits(text, form)));
                    }
                    values.lists.insert(key.name, texts);
                }
                (Kind::Table(_) | Kind::Levels(_) | Kind::Targets, DeValue::Table(table)) => {
                    let table = table.clone();
                    let entry = Entry { table, span };
                    values.tables.insert(key.name, vec![entry]);
                }
                (Kind::Tables(of), DeValue::Array(list)) => {
                    let mut tables = Vec::new();
                    for item in list.iter() {
                        let span = self.span(item.span());
                        match item.get_ref() {
                            DeValue::Table(table) => {
                                let table = table.clone();
                                tables.push(Entry { table, span });
                            }
                            other => self.wrong_kind(key.name, Kind::Tables(of), other, span),
                        }
                    }
                    values.tables.insert(key.name, tables);
                }
                (kind, value) => self.wrong_kind(key.name, kind, value, span),
            }
        }
        for key in info.keys.iter().filter(|key| key.required) {
            let named = |name: &toml::Spanned<_>| -> bool {
                let name: &std::borrow::Cow<'_, str> = name.get_ref();
                name == key.name
            };
            if !entry.table.keys().any(named) {
                let message = format!("`{}` has no `{}`", info.heading, key.name);
                self.findings.push(
                    Diagnostic::new(&CONFIG_MISSING_KEY, entry.span, message)
                        .at(format!("`{}` is missing", key.name))
                        .help(format!(
                            "add `{} = {}`: {}",
                            key.name,
                            sample(key.kind),
                            key.about
                        )),
                );
            }
        }
        values
    }

    /// The entries of a table whose keys are names of something else, and whose values are texts. Their form is for words on
    /// what is no text; who asks judges the texts.
    pub fn named_texts(
        &mut self,
        entry: &Entry<'a>,
        form: Form,
    ) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut entries = Vec::new();
        for (name, value) in &entry.table {
            let span = self.span(value.span());
            if let Some(text) = self.as_text(name.get_ref(), form, value.get_ref(), span) {
                let name = Spanned::new(name.get_ref().to_string(), self.span(name.span()));
                entries.push((name, text));
            }
        }
        entries
    }

    /// The same, where the values are tables.
    pub fn named_tables(&mut self, entry: &Entry<'a>) -> Vec<(Spanned<String>, Entry<'a>)> {
        let mut entries = Vec::new();
        for (name, value) in &entry.table {
            let span = self.span(value.span());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let name = Spanned::new(name.get_ref().to_string(), self.span(name.span()));
                    let table = table.clone();
                    entries.push((name, Entry { table, span }));
                }
                other => self.wrong_kind(name.get_ref(), Kind::Targets, other, span),
            }
        }
        entries
    }

    fn as_text(
        &mut self,
        key: &str,
        form: Form,
        value: &DeValue<'_>,
        span: Span,
    ) -> Option<Spanned<String>> {
        if let DeValue::String(text) = value {
            return Some(Spanned::new(text.clone().into_owned(), span));
        }
        self.wrong_kind(key, Kind::Text(form), value, span);
        None
    }

    /// Reports a name of nothing that is known.
    pub fn unknown_name<'n>(
        &mut self,
        name: &Spanned<String>,
        message: String,
        known: impl IntoIterator<Item = &'n str>,
        help: &str,
    ) {
        let finding = Diagnostic::new(&CONFIG_KEY, name.span, message).at("nothing reads this");
        self.findings.push(match nearest(&name.value, known) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                Applicability::Safe,
                format!("rename to `{near}`"),
                name.span,
                near,
            ),
            None => finding.help(help),
        });
    }

    fn unknown(&mut self, info: &Table, name: &str, span: Span) {
        let names: Vec<&str> = info.keys.iter().map(|key| key.name).collect();
        let message = format!("{} has no key `{name}`", place(info));
        let finding = Diagnostic::new(&CONFIG_KEY, span, message).at("nothing reads this");
        let spelling = if name.starts_with("color") {
            name.replacen("color", "colour", 1)
        } else {
            name.to_owned()
        };
        let finding = match nearest(&spelling, names.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                Applicability::Safe,
                format!("rename to `{near}`"),
                span,
                near,
            ),
            None => finding.help(format!("it may hold: {}", names.join(", "))),
        };
        self.findings.push(finding);
    }

    fn wrong_kind(&mut self, key: &str, kind: Kind, value: &DeValue<'_>, span: Span) {
        let found = match value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let (wanted, help) = match kind {
            Kind::Text(Form::Choice(words)) => ("a text", choices(key, words)),
            Kind::Text(Form::Any | Form::Words) if is_word(value) => {
                let written = self.text.get(span.range()).unwrap_or_default();
                (
                    "a text",
                    format!("put it in quotes: `{key} = \"{written}\"`"),
                )
            }
            Kind::Text(_) => ("a text", format!("write `{key} = \"…\"`")),
            Kind::Texts(_) => ("a list of texts", format!("write `{key} = [\"…\"]`")),
            Kind::Table(table) => ("a table", format!("put its keys below `{}`", table.heading)),
            Kind::Tables(table) => (
                "a list of tables",
                format!("put the keys of each below `{}`", table.heading),
            ),
            Kind::Levels(_) => ("a table", format!("write `{key} = {}`", sample(kind))),
            Kind::Targets => (
                "a table",
                "put the options of each target below `[targets.go]`, and so on".to_owned(),
            ),
        };
        let message = format!("`{key}` holds {wanted}, and here stands {found}");
        let mut finding = Diagnostic::new(&CONFIG_KIND, span, message)
            .at(format!("{found}, not {wanted}"))
            .help(help);
        if matches!(kind, Kind::Text(Form::Any | Form::Words)) && is_word(value) {
            let written = self.text.get(span.range()).unwrap_or_default();
            let quoted = format!("\"{written}\"");
            finding = finding.fix(Applicability::Safe, "put it in quotes", span, quoted);
        }
        self.findings.push(finding);
    }

    /// Whether a text is of a form. Reports it where it is not.
    fn fits(&mut self, text: &Spanned<String>, form: Form) -> bool {
        match form.judge(&text.value) {
            Ok(()) => true,
            Err(fault) => {
                self.unfit(text, form, &fault);
                false
            }
        }
    }

    /// Reports a value that its key cannot have.
    pub fn unfit(&mut self, text: &Spanned<String>, form: Form, fault: &Fault) {
        let (rule, message) = match form {
            Form::Colour => (&CONFIG_COLOUR, format!("`{}` is no colour", text.value)),
            _ if text.value.trim().is_empty() => {
                (&CONFIG_VALUE, "a blank text is no good here".to_owned())
            }
            _ => (
                &CONFIG_VALUE,
                format!("`{}` is no good here: {}", text.value, fault.what),
            ),
        };
        let mut finding = Diagnostic::new(rule, text.span, message)
            .at(&fault.what)
            .help(&fault.help);
        if let Some(meant) = fault.meant {
            let title = format!("change to `{meant}`");
            let quoted = format!("\"{meant}\"");
            finding = finding.fix(Applicability::Safe, title, text.span, quoted);
        }
        self.findings.push(finding);
    }

    /// Reads a colour that will stand on a background.
    pub fn colour(
        &mut self,
        text: &Spanned<String>,
        background: Colour,
    ) -> Option<Spanned<Colour>> {
        // That it is one has been looked at by its form.
        let colour = Colour::parse(&text.value)?;
        let ratio = colour.contrast(background);
        if ratio < LEAST_CONTRAST {
            let scheme = if background == LIGHT { "light" } else { "dark" };
            // Cut, not rounded: 4.499 is not enough and must not read as 4.5.
            let shown = (ratio * 100.0).floor() / 100.0;
            let proposed = colour.readable_on(background);
            self.findings.push(
                Diagnostic::new(
                    &CONFIG_CONTRAST,
                    text.span,
                    format!(
                        "`{}` is hard to read on the {scheme} background: the contrast is {shown:.2}, and {LEAST_CONTRAST} is needed",
                        text.value
                    ),
                )
                .at(format!("{shown:.2} to 1 on {background}"))
                .help(format!("`{proposed}` is near to it and can be read")),
            );
        }
        Some(Spanned::new(colour, text.span))
    }
}

/// Whether a value is a number, a boolean or a date: what may be meant as a text.
fn is_word(value: &DeValue<'_>) -> bool {
    !matches!(
        value,
        DeValue::String(_) | DeValue::Array(_) | DeValue::Table(_)
    )
}

fn choices(key: &str, words: &[&str]) -> String {
    let others = words.get(1..).unwrap_or_default().join("`, `");
    let first = words.first().unwrap_or(&"…");
    format!("write `{key} = \"{first}\"`; the other words are `{others}`")
}

/// How a value of a kind is written.
fn sample(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) => "\"…\"",
        Kind::Texts(_) => "[\"…\"]",
        Kind::Tables(_) => "[{ … }]",
        Kind::Levels(_) => "{ … = \"warning\" }",
        Kind::Table(_) | Kind::Targets => "{ … }",
    }
}

fn place(info: &Table) -> String {
    if info.heading.starts_with('[') {
        format!("`{}`", info.heading)
    } else {
        info.heading.to_owned()
    }
}
