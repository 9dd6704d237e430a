//! Part of `site`: tables and their cells.

use pulldown_cmark::Alignment;

use super::{DEEPEST, Writer};

/// The table that is being written, if one is.
#[derive(Debug, Default)]
pub struct Table {
    count: usize,
    alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    pub has_body: bool,
    pub is_written: bool,
    /// Where the cell starts, and how much was shown before it.
    pub cell: (usize, usize),
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>, depth: usize) {
        self.table.is_written = depth + 4 <= DEEPEST;
        self.table.has_body = false;
        self.table.alignments = alignments;
        if !self.table.is_written {
            self.open.push("");
            return;
        }
        self.table.count += 1;
        let label = if self.options.label.is_empty() {
            format!("Table {}", self.table.count)
        } else {
            format!("{}, table {}", self.options.label, self.table.count)
        };
        self.out.push_str("<div");
        self.attribute("class", "table-wrap");
        self.attribute("tabindex", "0");
        self.attribute("role", "group");
        self.attribute("aria-label", &label);
        self.element("><table>\n", "</table></div>\n");
    }

    pub(super) fn start_cell(&mut self) {
        self.table.cell = (self.out.len(), self.shown);
        let alignment = self.table.alignments.get(self.table.column).copied();
        self.table.column += 1;
        let (start, end) = if self.table.in_head {
            ("<th", "</th>")
        } else {
            ("<td", "</td>")
        };
        self.out.push_str(start);
        if self.table.in_head {
            self.attribute("scope", "col");
        }
        match alignment {
            Some(Alignment::Right) => self.attribute("class", "align-right"),
            Some(Alignment::Center) => self.attribute("class", "align-center"),
            _ => {}
        }
        self.element(">", end);
    }
}
