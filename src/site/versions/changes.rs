//! Two versions of a plugin → what changed of its operations and its connection.
//!
//! A change breaks where a message that was right before is refused or means less now, or where an answer no longer
//! holds what it promised. What changed inside a custom type counts once, under the type's name.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::site::{Card, OperationCard};

/// What changed between two versions.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Changes<'a> {
    /// The version before.
    pub since: &'a str,
    /// Whether any of them breaks.
    pub breaking: bool,
    /// Changes of connection settings.
    pub connection: Vec<FieldChange<'a>>,
    /// Changes of operations.
    pub operations: Vec<Change<'a>>,
    /// Changes of custom types that both versions have.
    pub types: Vec<TypeChange<'a>>,
}

/// What became of a custom type.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct TypeChange<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether users must change something.
    pub breaking: bool,
    /// Changes of its fields.
    pub fields: Vec<FieldChange<'a>>,
}

/// What became of an operation.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Change<'a> {
    /// `action`, `trigger` or `task`.
    pub kind: &'a str,
    /// Its name; the one before where it was removed.
    pub name: &'a str,
    /// `added`, `removed`, `renamed` or `changed`.
    pub change: &'static str,
    /// Its name before, where it seems to have been renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<&'a str>,
    /// Whether users must change something.
    pub breaking: bool,
    /// Its id on the page, where it is there.
    #[serde(skip)]
    pub anchor: Option<&'a str>,
    /// Changes of input fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<FieldChange<'a>>,
    /// Changes of output fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub output: Vec<FieldChange<'a>>,
}

/// What became of a field.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct FieldChange<'a> {
    /// Its name.
    pub name: &'a str,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// Whether users must change something.
    pub breaking: bool,
    /// Before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Shape<'a>>,
    /// Now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Shape<'a>>,
}

/// What users rely on of a field.
#[derive(Debug, Serialize, PartialEq, Eq, Clone, Copy)]
pub struct Shape<'a> {
    /// Its type, as a spec writes it.
    #[serde(rename = "type")]
    pub ty: &'a str,
    /// Whether it must be there.
    pub required: bool,
}

/// Which way a field's values go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// From the user: more must not be asked.
    Given,
    /// To the user: less must not be told.
    Taken,
}

impl<'a> Changes<'a> {
    /// What changed from one version to a later one.
    pub fn between(before: &'a Card, now: &'a Card) -> Self {
        let connection = fields(&before.connection, &now.connection, Side::Given);
        let mut operations = operations(&before.operations, &now.operations);
        operations.extend(self::operations(&before.processes, &now.processes));
        let types = types(before, now);
        let breaking = connection.iter().any(|change| change.breaking)
            || operations.iter().any(|change| change.breaking)
            || types.iter().any(|change| change.breaking);
        Self {
            since: &before.version,
            breaking,
            connection,
            operations,
            types,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.connection.is_empty() && self.operations.is_empty() && self.types.is_empty()
    }
}

fn same(one: &OperationCard, other: &OperationCard) -> bool {
    (&one.kind, &one.name) == (&other.kind, &other.name)
}

/// Whether an operation looks like another under a new name: what goes in and comes out is the same and more than
/// nothing, or the titles are.
fn alike(one: &OperationCard, other: &OperationCard) -> bool {
    let fields = (&one.input, &one.output) == (&other.input, &other.output);
    one.kind == other.kind
        && ((fields && !(one.input.is_empty() && one.output.is_empty()))
            || one.title == other.title)
}

fn operations<'a>(before: &'a [OperationCard], now: &'a [OperationCard]) -> Vec<Change<'a>> {
    let mut gone: Vec<&OperationCard> = before
        .iter()
        .filter(|old| !now.iter().any(|new| same(old, new)))
        .collect();
    let mut changes = Vec::new();
    for new in now {
        let (old, change, was) = match before.iter().find(|old| same(old, new)) {
            Some(old) => (old, "changed", None),
            None => match gone.iter().position(|old| alike(old, new)) {
                Some(at) => {
                    let old = gone.remove(at);
                    (old, "renamed", Some(old.name.as_str()))
                }
                None => {
                    changes.push(whole(new, "added", Some(&new.anchor)));
                    continue;
                }
            },
        };
        let input = fields(&old.input, &new.input, Side::Given);
        let output = fields(&old.output, &new.output, Side::Taken);
        if was.is_none() && input.is_empty() && output.is_empty() {
            continue;
        }
        let breaks = |changes: &[FieldChange<'_>]| changes.iter().any(|it| it.breaking);
        changes.push(Change {
            breaking: was.is_some() || breaks(&input) || breaks(&output),
            was,
            input,
            output,
            ..whole(new, change, Some(&new.anchor))
        });
    }
    let gone = gone.into_iter().map(|old| whole(old, "removed", None));
    changes.extend(gone);
    changes
}

fn whole<'a>(
    operation: &'a OperationCard,
    change: &'static str,
    anchor: Option<&'a str>,
) -> Change<'a> {
    Change {
        kind: &operation.kind,
        name: &operation.name,
        change,
        was: None,
        breaking: change == "removed",
        anchor,
        input: Vec::new(),
        output: Vec::new(),
    }
}

/// Reads the lines of a card: name and shape.
fn shapes(lines: &str) -> impl Iterator<Item = (&str, Shape<'_>)> {
    lines.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        let (name, ty) = (parts.next()?, parts.next()?);
        let required = parts.next() == Some("!");
        Some((name, Shape { ty, required }))
    })
}

fn types<'a>(before: &'a Card, now: &'a Card) -> Vec<TypeChange<'a>> {
    let old = before.types.as_deref().unwrap_or_default();
    let new = now.types.as_deref().unwrap_or_default();
    let operations = &now.operations;
    let inputs = operations.iter().map(|it| it.input.as_str());
    let given = reached(inputs.chain([now.connection.as_str()]), new);
    let taken = reached(operations.iter().map(|it| it.output.as_str()), new);
    let mut changes = Vec::new();
    for (name, lines) in new {
        let Some((_, before)) = old.iter().find(|(old, _)| old == name) else {
            continue;
        };
        let mut fields_changed = fields(before, lines, Side::Given);
        for (change, of_answers) in
            fields_changed
                .iter_mut()
                .zip(fields(before, lines, Side::Taken))
        {
            change.breaking = change.breaking && given.contains(name.as_str())
                || of_answers.breaking && taken.contains(name.as_str());
        }
        if !fields_changed.is_empty() {
            changes.push(TypeChange {
                name,
                breaking: fields_changed.iter().any(|change| change.breaking),
                fields: fields_changed,
            });
        }
    }
    changes
}

/// The custom types that fields are made of, directly or by way of others.
fn reached<'a>(
    lines: impl Iterator<Item = &'a str>,
    types: &'a [(String, String)],
) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let mut open: Vec<&str> = lines.collect();
    while let Some(lines) = open.pop() {
        for (_, shape) in shapes(lines) {
            let name = shape.ty.trim_start_matches("[]");
            if let Some((name, fields)) = types.iter().find(|(custom, _)| custom == name)
                && names.insert(name.as_str())
            {
                open.push(fields);
            }
        }
    }
    names
}

fn fields<'a>(before: &'a str, now: &'a str, side: Side) -> Vec<FieldChange<'a>> {
    if before == now {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for (name, shape) in shapes(now) {
        let old = shapes(before).find(|(old, _)| *old == name);
        let change = match old {
            None => FieldChange {
                name,
                change: "added",
                breaking: side == Side::Given && shape.required,
                before: None,
                now: Some(shape),
            },
            Some((_, old)) if old != shape => FieldChange {
                name,
                change: "changed",
                breaking: old.ty != shape.ty
                    || match side {
                        Side::Given => shape.required,
                        Side::Taken => old.required,
                    },
                before: Some(old),
                now: Some(shape),
            },
            Some(_) => continue,
        };
        changes.push(change);
    }
    for (name, old) in shapes(before) {
        if !shapes(now).any(|(new, _)| new == name) {
            changes.push(FieldChange {
                name,
                change: "removed",
                breaking: true,
                before: Some(old),
                now: None,
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(name: &str, input: &str, output: &str) -> OperationCard {
        OperationCard {
            kind: "action".to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            anchor: format!("action-{name}"),
            input: input.to_owned(),
            output: output.to_owned(),
        }
    }

    fn told(change: &FieldChange<'_>) -> (String, bool) {
        (
            format!("{} {}", change.change, change.name),
            change.breaking,
        )
    }

    #[test]
    fn a_change_breaks_where_users_have_to_follow() {
        let cases = [
            ("", "a\tstring\t\n", "added a", false, false),
            ("", "a\tstring\t!\n", "added a", true, false),
            ("a\tstring\t\n", "", "removed a", true, true),
            ("a\tstring\t\n", "a\tinteger\t\n", "changed a", true, true),
            ("a\tstring\t\n", "a\tstring\t!\n", "changed a", true, false),
            ("a\tstring\t!\n", "a\tstring\t\n", "changed a", false, true),
        ];
        for (before, now, what, given, taken) in cases {
            for (side, breaking) in [(Side::Given, given), (Side::Taken, taken)] {
                let changes = fields(before, now, side);
                let changes: Vec<_> = changes.iter().map(told).collect();
                assert_eq!(changes, [(what.to_owned(), breaking)], "{before} {now}");
            }
        }
        let moved = fields(
            "a\tstring\t\nb\tstring\t\n",
            "b\tstring\t\na\tstring\t\n",
            Side::Given,
        );
        assert!(moved.is_empty(), "{moved:?}");
    }

    #[test]
    fn an_operation_with_the_same_fields_was_renamed() {
        let before = [
            operation("get", "id\tstring\t!\n", ""),
            operation("kept", "", ""),
            operation("gone", "x\tstring\t\n", ""),
        ];
        let now = [
            operation("fetch", "id\tstring\t!\n", ""),
            operation("kept", "", ""),
            operation("new", "", ""),
        ];
        let changes: Vec<_> = operations(&before, &now)
            .into_iter()
            .map(|it| (it.change, it.name.to_owned(), it.was, it.breaking))
            .collect();
        let wanted = [
            ("renamed", "fetch".to_owned(), Some("get"), true),
            ("added", "new".to_owned(), None, false),
            ("removed", "gone".to_owned(), None, true),
        ];
        assert_eq!(changes, wanted);
    }
}
