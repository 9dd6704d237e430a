//! `foreign-field-key`: keys that the marketplace does not take, though specs have them.

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::OperationKind;
use crate::yaml::Mapping;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "foreign-field-key",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a key of an operation or field is not one that the marketplace takes there",
        why: "Other tools read these keys, and the language knows them; the checks of the marketplace refuse them in this place.",
        bad: "tasks:
  watch:
    title: Watch
    description: Watch for hosts
    state:
      last:
        title: Last
        description: Last host
        type: string
        required: false
",
        good: "tasks:
  watch:
    title: Watch
    description: Watch for hosts
    state:
      last:
        title: Last
        description: Last host
        type: string
",
    },
    group: Group::InsightConnect,
    check,
};

/// Keys of an action or trigger.
const OPERATION: [&str; 5] = ["input", "output", "title", "description", "action_type"];

/// Keys of a task.
const TASK: [&str; 6] = [
    "input",
    "output",
    "title",
    "description",
    "schedule",
    "state",
];

/// Keys of a field.
const FIELD: [&str; 11] = [
    "title",
    "type",
    "description",
    "required",
    "default",
    "enum",
    "order",
    "example",
    "excludeProduct",
    "placeholder",
    "tooltip",
];

/// Keys of an output of a task.
const TASK_OUTPUT: [&str; 10] = [
    "title",
    "type",
    "description",
    "required",
    "default",
    "enum",
    "order",
    "example",
    "persist_state",
    "excludeProduct",
];

/// Keys of a field of a task's state.
const STATE: [&str; 3] = ["title", "description", "type"];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for operation in &written.operations {
        let is_task = operation.kind == OperationKind::Task;
        let legal: &[&str] = if is_task { &TASK } else { &OPERATION };
        keys(operation.body, legal, operation.kind.singular(), sink);
    }
    for field in &written.fields {
        let in_task = written
            .operation_of(field)
            .is_some_and(|operation| operation.kind == OperationKind::Task);
        let (legal, what): (&[&str], _) = match field.part {
            // The inputs of a task are not looked at, nor are the fields of types.
            Part::Type => continue,
            Part::Input if in_task => continue,
            Part::Output if in_task => (&TASK_OUTPUT, "task's output"),
            Part::State => (&STATE, "task's state"),
            Part::Connection | Part::Input | Part::Output => (&FIELD, "field"),
        };
        keys(field.body, legal, what, sink);
    }
}

fn keys(body: &Mapping<'_>, legal: &[&str], what: &str, sink: &mut Sink) {
    for entry in &body.entries {
        let key = entry.key.as_text().unwrap_or_default();
        if !legal.contains(&key) {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    entry.key.span,
                    format!("the marketplace takes no key `{key}` in a {what}"),
                )
                .at("not here")
                .help(format!("a {what} may have {}", legal.join(", "))),
            );
        }
    }
}
