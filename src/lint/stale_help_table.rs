//! `stale-help-table`: tables in `help.md` that differ from the spec.

use std::cell::OnceCell;
use std::collections::BTreeSet;

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
        rows.push(section.map(|(at, text)| (help.line(at), Rows::of(text))));
    }
    for field in &written.fields {
        let Some(Some((line, rows))) = field.operation.and_then(|at| rows.get(at)) else {
            continue;
        };
        let Some(row) = expected(field) else {
            continue;
        };
        if rows.have(&row) || rows.have(&unabbreviated(&row)) {
            continue;
        }
        let what = if field.part == Part::Input {
            "input"
        } else {
            "output"
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                field.name.span,
                format!(
                    "help.md:{line}: the tables below have no row that says of the {what} `{}` what the spec does",
                    field.name()
                ),
            )
            .at("not so in the help")
            .help(format!("the row in help.md would be `{}`", row.replace('\n', "\\n"))),
        );
    }
}

/// A field's row, as the marketplace's own tool writes it; `None` where that asks for no row, or for an example first.
fn expected(field: &WrittenField<'_>) -> Option<String> {
    let absent = |key: &str, instead: &str| match field.body.get(key) {
        Some(entry) => shown(&entry.value, false),
        None => Some(instead.to_owned()),
    };
    let keys: &[(&str, &str)] = match field.part {
        Part::Input => &[
            ("type", "None"),
            ("default", "None"),
            ("required", "None"),
            ("description", "None"),
            ("enum", "None"),
            ("example", ""),
            ("placeholder", "None"),
            ("tooltip", "None"),
        ],
        Part::Output => &[
            ("type", "None"),
            ("required", "False"),
            ("description", "None"),
            ("example", "None"),
        ],
        Part::Connection | Part::State | Part::Type => return None,
    };
    let lacks_example = field.example.is_none_or(|example| example.is_null());
    if field.part == Part::Input && lacks_example {
        return None;
    }
    let mut row = format!("|{}|", field.name());
    for (key, instead) in keys {
        row.push_str(&absent(key, instead)?);
        row.push('|');
    }
    Some(row)
}

/// The row with the full name of its type.
fn unabbreviated(row: &str) -> String {
    row.replacen("|bool|", "|boolean|", 1)
        .replacen("|int|", "|integer|", 1)
        .replacen("|array|", "|[]any|", 1)
}

/// A value as the tables have it: that of Python. `None` for what they write in several ways.
fn shown(node: &Node<'_>, inner: bool) -> Option<String> {
    Some(match &node.kind {
        NodeKind::Scalar(scalar) => match scalar.resolved {
            Resolved::Null => "None".to_owned(),
            Resolved::Bool(true) => "True".to_owned(),
            Resolved::Bool(false) => "False".to_owned(),
            Resolved::Integer => scalar.digits()?.to_owned(),
            Resolved::Float | Resolved::Timestamp => return None,
            Resolved::String if inner => format!("\"{}\"", scalar.text()),
            Resolved::String => scalar.text().to_owned(),
        },
        NodeKind::Sequence(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| shown(item, true)).collect();
            format!("[{}]", items?.join(", "))
        }
        NodeKind::Mapping(mapping) => {
            let parts = mapping.entries.iter().map(|entry| {
                let (key, value) = (shown(&entry.key, true)?, shown(&entry.value, true)?);
                Some(format!("{key}: {value}"))
            });
            let parts: Option<Vec<_>> = parts.collect();
            format!("{{{}}}", parts?.join(", "))
        }
    })
}

/// The rows of all tables of a part of the help.
struct Rows<'t> {
    text: &'t str,
    lines: BTreeSet<&'t str>,
    normal: OnceCell<BTreeSet<String>>,
}

impl<'t> Rows<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            lines: text.lines().filter(|line| line.starts_with('|')).collect(),
            normal: OnceCell::new(),
        }
    }

    /// Whether a row is there. Most are, letter by letter; only for the others is it worth to compare what they mean.
    fn have(&self, row: &str) -> bool {
        self.lines.contains(row)
            || self
                .normal
                .get_or_init(|| table_rows(self.text))
                .contains(&normal(row))
    }
}

/// The rows of all tables of a text. A row whose cell has line ends goes on until a line ends it.
fn table_rows(text: &str) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    let mut open: Option<String> = None;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if line.starts_with('|') {
            rows.extend(open.take().map(|row| normal(&row)));
            open = Some(line.to_owned());
        } else if let Some(row) = open.as_mut().filter(|row| !row.ends_with('|')) {
            row.push_str(line);
        }
    }
    rows.extend(open.map(|row| normal(&row)));
    rows
}

/// A row without what its writers do in several ways: blanks, quotes, escapes, line ends.
fn normal(row: &str) -> String {
    row.replace("T00:00:00", "")
        .replace("\\n", "")
        .replace("<br>", "")
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '\\' | '"' | '\'' | '`'))
        .collect()
}
