//! The row that a field should have in the tables of `help.md`. No rule of its own.

use crate::lint::written::{Part, WrittenField};
use crate::yaml::{Node, NodeKind, Resolved};

/// A column: the key of a field that it shows, its heading, and what it says of a field without that key.
type Column = (&'static str, &'static str, &'static str);

const INPUT: [Column; 8] = [
    ("type", "Type", "None"),
    ("default", "Default", "None"),
    ("required", "Required", "None"),
    ("description", "Description", "None"),
    ("enum", "Enum", "None"),
    ("example", "Example", ""),
    ("placeholder", "Placeholder", "None"),
    ("tooltip", "Tooltip", "None"),
];

const OUTPUT: [Column; 4] = [
    ("type", "Type", "None"),
    ("required", "Required", "False"),
    ("description", "Description", "None"),
    ("example", "Example", "None"),
];

/// The row of a field, as the marketplace's own tool writes it. One is written over and over: there are many fields.
#[derive(Default)]
pub(super) struct Expected {
    row: String,
    columns: &'static [Column],
    /// Where each cell ends in the row, that of the name first.
    ends: Vec<usize>,
}

impl Expected {
    /// Writes the row of a field; whether there is one: some ask for no row, or for an example first.
    pub fn write(&mut self, field: &WrittenField<'_>) -> bool {
        self.columns = match field.part {
            Part::Input => &INPUT,
            Part::Output => &OUTPUT,
            Part::Connection | Part::State | Part::Type => return false,
        };
        let lacks_example = field.example.is_none_or(|example| example.is_null());
        if field.part == Part::Input && lacks_example {
            return false;
        }
        let mut values: [Option<&Node<'_>>; INPUT.len()] = [None; _];
        for entry in &field.body.entries {
            let key = entry.key.as_text();
            let at = self
                .columns
                .iter()
                .position(|(known, ..)| key == Some(known));
            // The first counts where a key is written twice.
            if let Some(at) = at.filter(|at| values[*at].is_none()) {
                values[at] = Some(&entry.value);
            }
        }
        self.row.clear();
        self.ends.clear();
        self.row.push('|');
        self.row.push_str(field.name());
        self.end_cell();
        for (value, (.., instead)) in values.into_iter().zip(self.columns) {
            match value {
                None => self.row.push_str(instead),
                Some(value) if show(value, false, &mut self.row) => {}
                Some(_) => return false,
            }
            self.end_cell();
        }
        true
    }

    fn end_cell(&mut self) {
        self.ends.push(self.row.len());
        self.row.push('|');
    }

    /// The whole row.
    pub fn row(&self) -> &str {
        &self.row
    }

    /// The name of the field, as the row has it.
    pub fn name(&self) -> &str {
        &self.row[1..self.ends.first().copied().unwrap_or(1)]
    }

    /// What each column behind the name says, with its heading.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let cells = self.ends.windows(2);
        let cells = cells.map(|ends| &self.row[ends[0] + 1..ends[1]]);
        self.columns
            .iter()
            .zip(cells)
            .map(|((_, heading, _), cell)| (*heading, cell))
    }
}

/// Writes a value as the tables have it: that of Python. `false` for what they write in several ways.
fn show(node: &Node<'_>, inner: bool, row: &mut String) -> bool {
    match &node.kind {
        NodeKind::Scalar(scalar) => match scalar.resolved {
            Resolved::Null => row.push_str("None"),
            Resolved::Bool(true) => row.push_str("True"),
            Resolved::Bool(false) => row.push_str("False"),
            Resolved::Integer => match scalar.digits() {
                Some(digits) => row.push_str(digits),
                None => return false,
            },
            Resolved::Float | Resolved::Timestamp => return false,
            Resolved::String => {
                let quote = if inner { "\"" } else { "" };
                row.push_str(quote);
                row.push_str(scalar.text());
                row.push_str(quote);
            }
        },
        NodeKind::Sequence(items) => {
            row.push('[');
            for (at, item) in items.iter().enumerate() {
                row.push_str(if at > 0 { ", " } else { "" });
                if !show(item, true, row) {
                    return false;
                }
            }
            row.push(']');
        }
        NodeKind::Mapping(mapping) => {
            row.push('{');
            for (at, entry) in mapping.entries.iter().enumerate() {
                row.push_str(if at > 0 { ", " } else { "" });
                if !show(&entry.key, true, row) {
                    return false;
                }
                row.push_str(": ");
                if !show(&entry.value, true, row) {
                    return false;
                }
            }
            row.push('}');
        }
    }
    true
}
