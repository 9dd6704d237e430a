//! One plugin in the index: see [`super`] for the form.

use std::sync::OnceLock;

use serde::Serialize;

use super::words::titled;
use crate::site::card::OperationCard;
use crate::site::{Card, anchor};
use crate::text::hashing::FastSet;

/// `[title, vendor, name, icon, words, actions, triggers, tasks]`
#[derive(Debug, Serialize)]
pub struct Row<'a>(
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    String,
    String,
    String,
);

/// A plugin in the index. It has a row in many files; what these share is made once, and not before one is.
#[derive(Debug)]
pub struct Entry<'a> {
    card: &'a Card,
    shared: OnceLock<Shared<'a>>,
}

#[derive(Debug)]
struct Shared<'a> {
    title: &'a str,
    words: String,
    /// A line for each operation.
    operations: Vec<String>,
}

impl<'a> Entry<'a> {
    /// The entry of a plugin.
    pub fn new(card: &'a Card) -> Self {
        Self {
            card,
            shared: OnceLock::new(),
        }
    }

    /// Its row with all its operations.
    pub fn whole(&self) -> Row<'_> {
        let all: Vec<usize> = (0..self.card.operations.len()).collect();
        self.row(&all)
    }

    /// Its row with some of its operations, by ascending index.
    pub fn row(&self, operations: &[usize]) -> Row<'_> {
        let card = self.card;
        let shared = self.shared.get_or_init(|| {
            let is_plain = titled(&card.name) == card.title;
            Shared {
                title: if is_plain { "" } else { &card.title },
                words: more_words(card),
                operations: card.operations.iter().map(line).collect(),
            }
        });
        let [mut actions, mut triggers, mut tasks] = [const { String::new() }; 3];
        for index in operations {
            let lines = match card.operations[*index].kind.as_str() {
                "action" => &mut actions,
                "trigger" => &mut triggers,
                _ => &mut tasks,
            };
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&shared.operations[*index]);
        }
        Row(
            shared.title,
            &card.vendor,
            &card.name,
            &card.icon,
            &shared.words,
            actions,
            triggers,
            tasks,
        )
    }
}

/// What a plugin is found by beside its names and operations.
pub fn more_words(card: &Card) -> String {
    let texts = card
        .keywords
        .iter()
        .chain(&card.use_cases)
        .chain(&card.product_vendor)
        .chain(card.processes.iter().map(|process| &process.title));
    let mut more = String::new();
    for text in texts {
        if !more.is_empty() {
            more.push(' ');
        }
        more.push_str(text);
    }
    more
}

/// The anchor of an operation without its kind, where it does not follow from the title.
pub fn odd_anchor(operation: &OperationCard) -> Option<&str> {
    let rest = operation.anchor.strip_prefix(operation.kind.as_str())?;
    let rest = rest.strip_prefix('-')?;
    (!anchor::same(rest, &operation.title)).then_some(rest)
}

/// An operation as a line of its row.
fn line(operation: &OperationCard) -> String {
    let mut line = operation.title.replace(['\n', '\t'], " ");
    if let Some(anchor) = odd_anchor(operation) {
        line.push('\t');
        line.push_str(anchor);
    }
    line
}

/// Where a field stands in its plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the connection.
    Connection,
    /// In the input of an operation.
    Input(usize),
    /// In the output of an operation.
    Output(usize),
}

/// The fields of a plugin, each name where it is first met.
pub fn fields(card: &Card) -> Vec<(Place, &str)> {
    let mut seen = FastSet::default();
    let mut fields = Vec::new();
    let mut places = vec![(Place::Connection, card.connection.as_str())];
    for (index, operation) in card.operations.iter().enumerate() {
        places.push((Place::Input(index), &operation.input));
        places.push((Place::Output(index), &operation.output));
    }
    for (place, lines) in places {
        for line in lines.lines() {
            let name = line.split('\t').next().unwrap_or_default();
            if !name.is_empty() && seen.insert(name) {
                fields.push((place, name));
            }
        }
    }
    fields
}

/// The fields of a plugin whose row has all its operations.
pub fn all_fields(card: &Card) -> String {
    lines(&fields(card), |index| index)
}

/// Fields as lines. `number` tells the number of an operation in its row.
pub fn lines(fields: &[(Place, &str)], number: impl Fn(usize) -> usize) -> String {
    let mut out = String::with_capacity(fields.len() * 16);
    let mut last = None;
    for (place, name) in fields {
        if last == Some(*place) {
            out.push(' ');
        } else {
            if last.is_some() {
                out.push('\n');
            }
            match place {
                Place::Connection => out.push_str("c:"),
                Place::Input(index) => out.push_str(&format!("{}i:", number(*index))),
                Place::Output(index) => out.push_str(&format!("{}o:", number(*index))),
            }
            last = Some(*place);
        }
        for (index, part) in name.split(char::is_whitespace).enumerate() {
            if index > 0 {
                out.push('_');
            }
            out.push_str(part);
        }
    }
    out
}
