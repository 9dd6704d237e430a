//! `stale-help-table`: tables in `help.md` that differ from the spec.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::help_table::HelpTable;
use super::written::{Part, WrittenField};
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::yaml::{Node, NodeKind, Resolved};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "stale-help-table",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a row of a table in `help.md` is not what the spec says",
        why: "Users set actions up by the tables of the help. `specc emit --target insightconnect` writes them anew from the spec, \
and keeps what its author adds.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        required: true
        example: example.com
# file: help.md
### Actions

#### Lookup

##### Input

|Name|Type|Default|Required|Description|Enum|Example|Placeholder|Tooltip|
| :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
|host|string|None|False|Name of the host|None|example.com|None|None|
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        required: true
        example: example.com
# file: help.md
### Actions

#### Lookup

##### Input

|Name|Type|Default|Required|Description|Enum|Example|Placeholder|Tooltip|
| :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- | :--- |
|host|string|None|True|Name of the host|None|example.com|None|None|
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(help)) = (subject.written(), subject.help()) else {
        return;
    };
    let mut rows: Vec<Option<(usize, Rows)>> = Vec::new();
    for operation in &written.operations {
        let section = operation
            .title()
            .and_then(|title| help.operation(operation.kind, title));
        rows.push(section.map(|(at, text)| (at, Rows::of(text))));
    }
    for field in &written.fields {
        let Some((at, (begin, rows))) = field
            .operation
            .and_then(|at| Some((at, rows.get(at)?.as_ref()?)))
        else {
            continue;
        };
        let Some(cells) = expected(field) else {
            continue;
        };
        // Most rows are there letter by letter; only for the others is it worth to compare what they mean.
        if rows.have_exactly(field.name(), &cells) {
            continue;
        }
        let row = row(field.name(), &cells);
        if rows.have(&row) || matches!(unabbreviated(&row), Cow::Owned(other) if rows.have(&other))
        {
            continue;
        }
        let operation = &written.operations[at];
        let title = operation.title().unwrap_or_default();

        let what = part(field.part);
        let name = field.name();
        let (offset, differs) = rows.difference(field, &cells);
        // Without a row, the heading of the operation, which has a line end before it.
        let shown = begin + offset.unwrap_or(1);
        let (place, line) = (help.line_span(shown), help.line(shown));
        let message = match differs {
            Difference::NoRow => {
                format!("help.md:{line}: the {what} table of `{title}` has no row for `{name}`")
            }
            Difference::Columns(columns) => format!(
                "help.md:{line}: the {what} table of `{title}` has no column `{}`, so the row of `{name}` is not whole",
                columns.join("` and no `")
            ),
            Difference::Cell { column, written } => format!(
                "help.md:{line}: of the {what} `{name}` the table of `{title}` says another `{column}` than the spec: `{}`",
                short(&written)
            ),
            Difference::Form => format!(
                "help.md:{line}: the row of the {what} `{name}` in the table of `{title}` is not what the spec says"
            ),
        };
        let found = Diagnostic::new(RULE.info, field.name.span, message)
            .at("not so in the help")
            .label(place, "in the help");
        sink.push(found.help(format!(
            "the row would be `{}`; `specc emit --target help` writes it",
            row.replace('\n', "\\n")
        )));
    }
}

/// What the table has in a column.
type Cell<'a> = (&'static str, Cow<'a, str>);

fn part(part: Part) -> &'static str {
    if part == Part::Input {
        "input"
    } else {
        "output"
    }
}

/// The beginning of a long cell.
fn short(cell: &str) -> String {
    const MOST: usize = 40;
    if cell.chars().count() <= MOST {
        return cell.to_owned();
    }
    let start: String = cell.chars().take(MOST - 1).collect();
    format!("{start}…")
}

/// The cells of a field's row, with the names of their columns, as the marketplace's own tool writes them; `None` where
/// that asks for no row, or for an example first.
fn expected<'a>(field: &WrittenField<'a>) -> Option<Vec<Cell<'a>>> {
    let keys: &[(&str, &str, &str)] = match field.part {
        Part::Input => &[
            ("type", "Type", "None"),
            ("default", "Default", "None"),
            ("required", "Required", "None"),
            ("description", "Description", "None"),
            ("enum", "Enum", "None"),
            ("example", "Example", ""),
            ("placeholder", "Placeholder", "None"),
            ("tooltip", "Tooltip", "None"),
        ],
        Part::Output => &[
            ("type", "Type", "None"),
            ("required", "Required", "False"),
            ("description", "Description", "None"),
            ("example", "Example", "None"),
        ],
        Part::Connection | Part::State | Part::Type => return None,
    };
    let lacks_example = field.example.is_none_or(|example| example.is_null());
    if field.part == Part::Input && lacks_example {
        return None;
    }
    let mut cells: Vec<Cell<'a>> = keys
        .iter()
        .map(|(_, column, instead)| (*column, Cow::Borrowed(*instead)))
        .collect();
    let mut written = [false; 8];
    for entry in &field.body.entries {
        let key = entry.key.as_text();
        let at = keys.iter().position(|(known, ..)| key == Some(known));
        // The first counts where a key is written twice.
        if let Some(at) = at.filter(|at| !std::mem::replace(&mut written[*at], true)) {
            cells[at].1 = shown(&entry.value, false)?;
        }
    }
    Some(cells)
}

fn row(name: &str, cells: &[Cell<'_>]) -> String {
    let length: usize = cells.iter().map(|(_, cell)| cell.len() + 1).sum();
    let mut row = String::with_capacity(name.len() + 2 + length);
    row.push('|');
    row.push_str(name);
    row.push('|');
    for (_, cell) in cells {
        row.push_str(cell);
        row.push('|');
    }
    row
}

/// The row with the full name of its type; as it was where that is there.
fn unabbreviated(row: &str) -> Cow<'_, str> {
    let mut row = Cow::Borrowed(row);
    for (short, full) in [
        ("|bool|", "|boolean|"),
        ("|int|", "|integer|"),
        ("|array|", "|[]any|"),
    ] {
        if row.contains(short) {
            row = Cow::Owned(row.replacen(short, full, 1));
        }
    }
    row
}

/// A value as the tables have it: that of Python. `None` for what they write in several ways.
fn shown<'a>(node: &'a Node<'_>, inner: bool) -> Option<Cow<'a, str>> {
    Some(match &node.kind {
        NodeKind::Scalar(scalar) => match scalar.resolved {
            Resolved::Null => "None".into(),
            Resolved::Bool(true) => "True".into(),
            Resolved::Bool(false) => "False".into(),
            Resolved::Integer => scalar.digits()?.into(),
            Resolved::Float | Resolved::Timestamp => return None,
            Resolved::String if inner => format!("\"{}\"", scalar.text()).into(),
            Resolved::String => scalar.text().into(),
        },
        NodeKind::Sequence(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| shown(item, true)).collect();
            format!("[{}]", items?.join(", ")).into()
        }
        NodeKind::Mapping(mapping) => {
            let parts = mapping.entries.iter().map(|entry| {
                let (key, value) = (shown(&entry.key, true)?, shown(&entry.value, true)?);
                Some(format!("{key}: {value}"))
            });
            let parts: Option<Vec<_>> = parts.collect();
            format!("{{{}}}", parts?.join(", ")).into()
        }
    })
}

/// The rows of all tables of a part of the help.
struct Rows<'t> {
    text: &'t str,
    /// By their names: a field is looked for among the few rows of its own.
    rows: Vec<Row<'t>>,
    tables: OnceCell<Vec<HelpTable<'t>>>,
}

/// A row as it was written.
struct Row<'t> {
    /// [`key`] of its name.
    key: u64,
    /// The normal form of its first cell.
    name: Cow<'t, str>,
    text: Cow<'t, str>,
}

/// The first letters of a name as a number, in the order of names: comparing numbers is cheaper.
fn key(name: &str) -> u64 {
    let mut letters = [0; 8];
    for (to, from) in letters.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(letters)
}

impl<'t> Rows<'t> {
    fn of(text: &'t str) -> Self {
        let mut rows: Vec<Row<'t>> = table_rows(text)
            .into_iter()
            .map(|text| {
                let name = match &text {
                    Cow::Borrowed(text) => name(text),
                    Cow::Owned(text) => Cow::Owned(name(text).into_owned()),
                };
                let key = key(&name);
                Row { key, name, text }
            })
            .collect();
        rows.sort_by_key(|row| row.key);
        Self {
            text,
            rows,
            tables: OnceCell::new(),
        }
    }

    /// The rows of a name in its normal form.
    fn named(&self, name: &str) -> impl Iterator<Item = &str> {
        let key = key(name);
        let first = self.rows.partition_point(|it| it.key < key);
        let alike = self.rows[first..]
            .iter()
            .take_while(move |it| it.key == key);
        let named = alike.filter(move |it| it.name == name);
        named.map(|it| &*it.text)
    }

    /// Whether a row of these cells is there letter by letter.
    fn have_exactly(&self, name: &str, cells: &[Cell<'_>]) -> bool {
        let is_row = |row: &str| {
            let cells = cells.iter().map(|(_, cell)| &**cell);
            let mut rest = row.strip_prefix('|');
            for cell in std::iter::once(name).chain(cells) {
                rest = rest
                    .and_then(|rest| rest.strip_prefix(cell))
                    .and_then(|rest| rest.strip_prefix('|'));
            }
            rest == Some("")
        };
        self.named(&normal(first(name))).any(is_row)
    }

    /// Whether a row is there that means the same.
    fn have(&self, row: &str) -> bool {
        let meant = normal(row);
        self.named(&name(row)).any(|it| normal(it) == meant)
    }

    /// Where the row of a field begins, if there is one, and how it differs from what it should be.
    fn difference(
        &self,
        field: &WrittenField<'_>,
        cells: &[Cell<'_>],
    ) -> (Option<usize>, Difference) {
        let tables = self.tables.get_or_init(|| HelpTable::all(self.text));
        let row = tables
            .iter()
            .filter(|table| table.part == Some(field.part))
            .find_map(|table| table.row(field.name()));
        let Some(row) = row else {
            return (None, Difference::NoRow);
        };
        let at = Some(row.offset);
        let mut absent = Vec::new();
        for (column, cell) in cells {
            match row.cell(column) {
                Some(written) if same(written, cell) => {}
                Some(_) if !row.is_even() => return (at, Difference::Form),
                Some(written) => {
                    let written = written.to_owned();
                    return (at, Difference::Cell { column, written });
                }
                None => absent.push(*column),
            }
        }
        let differs = if absent.is_empty() {
            Difference::Form
        } else {
            Difference::Columns(absent)
        };
        (at, differs)
    }
}

/// Whether a cell says the same, however it writes that.
fn same(written: &str, cell: &str) -> bool {
    let (written, cell) = (normal(written), normal(cell));
    written == cell || unabbreviated(&format!("|{written}|")) == unabbreviated(&format!("|{cell}|"))
}

/// How a row differs from the one that the spec makes.
enum Difference {
    /// There is none.
    NoRow,
    /// What it says is right, but its table lacks these columns, in which it would say nothing.
    Columns(Vec<&'static str>),
    /// The first column that says something else, and what.
    Cell {
        column: &'static str,
        written: String,
    },
    /// In a way that no single cell shows.
    Form,
}

/// The rows of all tables of a text. A row whose cell has line ends goes on until a line ends it.
fn table_rows(text: &str) -> Vec<Cow<'_, str>> {
    let mut rows: Vec<Cow<'_, str>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        at += line.len() + 1;
        if line.is_empty() {
            continue;
        }
        if line.starts_with('|') {
            rows.push(Cow::Borrowed(line));
        } else if let Some(row) = rows.last_mut().filter(|row| !row.ends_with('|')) {
            row.to_mut().push_str(line);
        }
    }
    rows
}

/// The normal form of a row's first cell.
fn name(row: &str) -> Cow<'_, str> {
    normal(first(row.strip_prefix('|').unwrap_or(row)))
}

/// What stands before the first `|`.
fn first(text: &str) -> &str {
    &text[..memchr::memchr(b'|', text.as_bytes()).unwrap_or(text.len())]
}

/// A row without what its writers do in several ways: blanks, quotes, escapes, line ends.
fn normal(row: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if row.bytes().all(is_plain) {
        return Cow::Borrowed(row);
    }
    let mut row = Cow::Borrowed(row);
    for gone in ["T00:00:00", "\\n", "<br>"] {
        if row.contains(gone) {
            row = Cow::Owned(row.replace(gone, ""));
        }
    }
    let is_noise =
        |letter: char| letter.is_whitespace() || matches!(letter, '\\' | '"' | '\'' | '`');
    if row.contains(is_noise) {
        let mut kept = String::with_capacity(row.len());
        kept.extend(row.split(is_noise));
        row = Cow::Owned(kept);
    }
    row
}
