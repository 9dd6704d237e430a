//! One plugin in the index: see [`super`] for the form.

use std::borrow::Cow;

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
    Cow<'a, str>,
    String,
    String,
    String,
);

impl<'a> Row<'a> {
    /// A plugin with all that it is found by.
    pub fn whole(card: &'a Card) -> Self {
        let all: Vec<usize> = (0..card.operations.len()).collect();
        Self::of(card, &all)
    }

    /// A plugin with some of its operations, by ascending index.
    pub fn of(card: &'a Card, operations: &[usize]) -> Self {
        let [mut actions, mut triggers, mut tasks] = [const { String::new() }; 3];
        for operation in operations.iter().map(|index| &card.operations[*index]) {
            let lines = match operation.kind.as_str() {
                "action" => &mut actions,
                "trigger" => &mut triggers,
                _ => &mut tasks,
            };
            if !lines.is_empty() {
                lines.push('\n');
            }
            push_operation(lines, operation);
        }
        let title = if titled(&card.name) == card.title {
            ""
        } else {
            &card.title
        };
        let icon = &card.icon;
        let words = Cow::Owned(more_words(card));
        Self(
            title,
            &card.vendor,
            &card.name,
            icon,
            words,
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

fn push_operation(out: &mut String, operation: &OperationCard) {
    for (index, part) in operation.title.split(['\n', '\t']).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
    if let Some(anchor) = odd_anchor(operation) {
        out.push('\t');
        out.push_str(anchor);
    }
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
