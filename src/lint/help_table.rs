//! The tables of an operation in `help.md`: what their cells say, by the names of their columns. No rule of its own.

use super::written::Part;

/// A table.
pub(super) struct HelpTable {
    /// Of inputs or of outputs, by the heading above; `None` under any other.
    pub part: Option<Part>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A row.
pub(super) struct HelpRow<'t> {
    table: &'t HelpTable,
    cells: &'t [String],
}

impl HelpTable {
    /// Every table of a text.
    pub fn all(text: &str) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        let mut part = None;
        let mut lines = text.lines().peekable();
        let mut open = false;
        while let Some(line) = lines.next() {
            if let Some(heading) = line.strip_prefix("##### ") {
                part = match heading.trim() {
                    "Input" => Some(Part::Input),
                    "Output" => Some(Part::Output),
                    _ => None,
                };
            }
            let Some(cells) = cells(line) else {
                open &= line.trim().is_empty();
                continue;
            };
            if lines.peek().is_some_and(|next| is_delimiter(next)) {
                lines.next();
                tables.push(Self {
                    part,
                    columns: cells,
                    rows: Vec::new(),
                });
                open = true;
            } else if let Some(table) = tables.last_mut().filter(|_| open) {
                table.rows.push(cells);
            }
        }
        tables
    }

    /// The row whose first cell is this name.
    pub fn row(&self, name: &str) -> Option<HelpRow<'_>> {
        let cells = self
            .rows
            .iter()
            .find(|row| row.first().is_some_and(|cell| cell == name))?;
        Some(HelpRow { table: self, cells })
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
        Some(self.cells.get(at).map_or("", String::as_str))
    }

    /// Whether the row has as many cells as the table has columns: `|` in a text ends a cell.
    pub fn is_even(&self) -> bool {
        self.cells.len() == self.table.columns.len()
    }
}

/// The cells of a line, if it is a row.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => {
                letters.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            letter => push(&mut cells, letter),
        }
    }
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn push(cells: &mut [String], letter: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(letter);
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
}
