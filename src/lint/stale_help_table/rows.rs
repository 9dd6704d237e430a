//! The rows of the tables of an operation in `help.md`, and how one differs from what it should be. No rule of its own.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::expected::Expected;
use crate::lint::help_table::HelpTable;
use crate::lint::written::WrittenField;

/// The rows of all tables of a part of the help.
pub(super) struct Rows<'t> {
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
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
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

    /// Whether a row is there letter by letter.
    pub fn have_exactly(&self, expected: &Expected) -> bool {
        let name = normal(first(expected.name()));
        self.named(&name).any(|row| row == expected.row())
    }

    /// Whether a row is there that means the same.
    pub fn have(&self, row: &str) -> bool {
        self.named(&name(row)).any(|it| alike(it, row))
    }

    /// Where the row of a field begins, if there is one, and how it differs from what it should be.
    pub fn difference(
        &self,
        field: &WrittenField<'_>,
        expected: &Expected,
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
        for (column, cell) in expected.cells() {
            match row.cell(column) {
                Some(written) if same(written, cell) => {}
                Some(_) if !row.is_even() => return (at, Difference::Form),
                Some(written) => {
                    let written = written.to_owned();
                    return (at, Difference::Cell { column, written });
                }
                None => absent.push(column),
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
    if written == cell {
        return true;
    }
    let (written, cell) = (normal(written), normal(cell));
    written == cell || unabbreviated(&format!("|{written}|")) == unabbreviated(&format!("|{cell}|"))
}

/// How a row differs from the one that the spec makes.
pub(super) enum Difference {
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
    let bar = memchr::memmem::Finder::new("\n|");
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let is_row = rest.starts_with('|');
        let open = rows.last_mut().filter(|row| !row.ends_with('|'));
        if !is_row && open.is_none() {
            // Most of a help is no table.
            let Some(next) = bar.find(rest.as_bytes()) else {
                break;
            };
            at += next + 1;
            continue;
        }
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        at += line.len() + 1;
        match open {
            _ if is_row => rows.push(Cow::Borrowed(line)),
            Some(row) if !line.is_empty() => row.to_mut().push_str(line),
            _ => {}
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

/// Whether two rows have one normal form.
fn alike(one: &str, other: &str) -> bool {
    // Nothing but single characters to leave out, and nothing to make for it; most differ soon.
    let is_simple = |row: &str| {
        row.is_ascii()
            && memchr::memchr2(b'\\', b'<', row.as_bytes()).is_none()
            && !row.contains(MIDNIGHT)
    };
    if is_simple(one) && is_simple(other) {
        return kept(one).eq(kept(other));
    }
    normal(one) == normal(other)
}

/// What a date has behind it that was read as an instant.
const MIDNIGHT: &str = "T00:00:00";

/// The bytes of an ASCII row that count.
fn kept(row: &str) -> impl Iterator<Item = u8> {
    row.bytes().filter(|byte| !is_noise(char::from(*byte)))
}

fn is_noise(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\\' | '"' | '\'' | '`')
}

/// A row without what its writers do in several ways: blanks, quotes, escapes, line ends.
fn normal(row: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if row.bytes().all(is_plain) {
        return Cow::Borrowed(row);
    }
    let mut row = Cow::Borrowed(row);
    for gone in [MIDNIGHT, "\\n", "<br>"] {
        if row.contains(gone) {
            row = Cow::Owned(row.replace(gone, ""));
        }
    }
    if row.contains(is_noise) {
        let mut kept = String::with_capacity(row.len());
        kept.extend(row.split(is_noise));
        row = Cow::Owned(kept);
    }
    row
}

/// The row with the full name of its type; as it was where that is there.
pub(super) fn unabbreviated(row: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::{alike, normal, table_rows};

    #[test]
    fn a_row_goes_on_until_a_line_ends_it() {
        let text = "no\n|a|\n|b\n\nc|\nno\n\n |d|\n|e|";
        assert_eq!(table_rows(text), ["|a|", "|bc|", "|e|"]);
        assert_eq!(table_rows("|a\nb"), ["|ab"]);
        assert!(table_rows("no\nrow").is_empty());
    }

    #[test]
    fn rows_are_alike_if_their_normal_forms_are() {
        let rows = [
            "|a|b c|",
            "|a|bc|",
            "|a|`b`\u{b}c|",
            "|a|b\u{a0}c|",
            "|a|b<br>c|",
            "|a|b\\nc|",
            "|a|bT00:00:00c|",
            "|a|bd|",
            "|a|bc|d|",
            "|a|é|",
        ];
        for one in rows {
            for other in rows {
                assert_eq!(
                    alike(one, other),
                    normal(one) == normal(other),
                    "{one} {other}"
                );
            }
        }
        assert!(rows[1..7].iter().all(|row| alike(rows[0], row)));
        assert!(rows[7..].iter().all(|row| !alike(rows[0], row)));
    }
}
