//! The tables of an operation in `help.md`: what their cells say, by the names of their columns. No rule of its own.

use std::borrow::Cow;

use super::written::Part;

/// A table.
pub(super) struct HelpTable<'t> {
    /// Of inputs or of outputs, by the heading above; `None` under any other.
    pub part: Option<Part>,
    columns: Vec<Cow<'t, str>>,
    /// Where each begins in the text, and what stands between its first and its last `|`: few rows are asked for their
    /// cells.
    rows: Vec<(usize, &'t str)>,
}

/// A row.
pub(super) struct HelpRow<'t> {
    table: &'t HelpTable<'t>,
    cells: Vec<Cow<'t, str>>,
    /// Where its line begins in the text.
    pub offset: usize,
}

impl<'t> HelpTable<'t> {
    /// Every table of a text.
    pub fn all(text: &'t str) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        let mut part = None;
        let mut at = 0;
        let mut open = false;
        loop {
            if !open {
                // Most of a help is no table.
                let rest = text.get(at..).unwrap_or_default();
                let Some(next) = memchr::memchr2(b'|', b'#', rest.as_bytes()) else {
                    break;
                };
                at += rest[..next].rfind('\n').map_or(0, |end| end + 1);
            }
            let Some(line) = line_at(text, at) else {
                break;
            };
            let offset = at;
            at += line.len() + 1;
            if let Some(heading) = line.strip_prefix("##### ") {
                part = match heading.trim() {
                    "Input" => Some(Part::Input),
                    "Output" => Some(Part::Output),
                    _ => None,
                };
            }
            let Some(row) = inner(line) else {
                open = open && line.trim().is_empty();
                continue;
            };
            if let Some(next) = line_at(text, at).filter(|next| is_delimiter(next)) {
                at += next.len() + 1;
                tables.push(Self {
                    part,
                    columns: Cells(Some(row)).collect(),
                    rows: Vec::new(),
                });
                open = true;
            } else if let Some(table) = tables.last_mut().filter(|_| open) {
                table.rows.push((offset, row));
            }
        }
        tables
    }

    /// The row whose first cell is this name.
    pub fn row(&self, name: &str) -> Option<HelpRow<'_>> {
        let is_named = |row: &str| Cells(Some(row)).next().is_some_and(|cell| cell == name);
        let (offset, row) = self.rows.iter().copied().find(|(_, row)| is_named(row))?;
        Some(HelpRow {
            table: self,
            cells: Cells(Some(row)).collect(),
            offset,
        })
    }
}

impl HelpRow<'_> {
    /// What stands in a column, if the table has it.
    pub fn cell(&self, column: &str) -> Option<&str> {
        let at = self
            .table
            .columns
            .iter()
            .position(|name| name.eq_ignore_ascii_case(column))?;
        Some(self.cells.get(at).map_or("", Cow::as_ref))
    }

    /// Whether the row has as many cells as the table has columns: `|` in a text ends a cell.
    pub fn is_even(&self) -> bool {
        self.cells.len() == self.table.columns.len()
    }
}

/// The line that begins at an offset, without its end.
fn line_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let end = memchr::memchr(b'\n', rest.as_bytes());
    Some(&rest[..end.unwrap_or(rest.len())])
}

/// What stands between the first and the last `|` of a line, if it is a row.
fn inner(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('|')?;
    Some(inner.strip_suffix('|').unwrap_or(inner))
}

/// The cells of a row, of which this is what is left.
struct Cells<'t>(Option<&'t str>);

impl<'t> Iterator for Cells<'t> {
    type Item = Cow<'t, str>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.take()?;
        let bytes = rest.as_bytes();
        let is_end = |at: &usize| *at == 0 || bytes[at - 1] != b'\\';
        let end = memchr::memchr_iter(b'|', bytes).find(is_end);
        self.0 = end.map(|end| &rest[end + 1..]);
        let cell = rest[..end.unwrap_or(rest.len())].trim();
        Some(if cell.contains('|') {
            Cow::Owned(cell.replace("\\|", "|"))
        } else {
            Cow::Borrowed(cell)
        })
    }
}

/// Whether a line parts the head of a table from its rows.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|')
        && line.contains('-')
        && line
            .chars()
            .all(|letter| matches!(letter, '|' | '-' | ':' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_column() {
        let text = "##### Input\n\n|Name|Type|Required|\n|----|:---|---|\n|host|a \\| b|True|\n\n##### Output\n\n|Name|Type|\n|-|-|\n|host|x|\n";
        let tables = HelpTable::all(text);
        assert_eq!(tables.len(), 2);
        assert!(tables[0].part == Some(Part::Input) && tables[1].part == Some(Part::Output));
        let row = tables[0].row("host").unwrap();
        assert_eq!(row.cell("type"), Some("a | b"));
        assert_eq!(row.cell("Example"), None);
        assert!(row.is_even());
        assert!(tables[0].row("Name").is_none());
    }

    #[test]
    fn a_table_ends_where_other_text_begins() {
        let text = "x | y\n# z\n  |A|\n|-|\n|a|\n\n|b|\nx\n|c|\n##### Output\n|d|\n|B|\n|-|";
        let tables = HelpTable::all(text);
        assert_eq!(tables.len(), 2);
        let rows = |at: usize| {
            tables[at]
                .rows
                .iter()
                .map(|(_, row)| *row)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(0), ["a", "b"]);
        assert_eq!(
            tables[0].row("b").unwrap().offset,
            text.find("|b|").unwrap()
        );
        assert!(tables[0].part.is_none() && tables[1].part == Some(Part::Output));
        assert!(rows(1).is_empty());
    }
}
