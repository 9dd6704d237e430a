//! `stale-help-table`: tables in `help.md` that differ from the spec.

mod expected;
mod rows;

use std::borrow::Cow;

use expected::Expected;
use rows::{Difference, Rows, unabbreviated};

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

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
    let mut expected = Expected::default();
    for field in &written.fields {
        let Some((at, (begin, rows))) = field
            .operation
            .and_then(|at| Some((at, rows.get(at)?.as_ref()?)))
        else {
            continue;
        };
        if !expected.write(field) {
            continue;
        }
        // Most rows are there letter by letter; only for the others is it worth to compare what they mean.
        if rows.have_exactly(&expected) {
            continue;
        }
        let row = expected.row();
        if rows.have(row) || matches!(unabbreviated(row), Cow::Owned(other) if rows.have(&other)) {
            continue;
        }
        let operation = &written.operations[at];
        let title = operation.title().unwrap_or_default();

        let what = part(field.part);
        let name = field.name();
        let (offset, differs) = rows.difference(field, &expected);
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
