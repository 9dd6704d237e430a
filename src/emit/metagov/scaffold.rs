//! The author's files: one per action, trigger, task and process. Part of the emitter.

use minijinja::context;

use super::names::{OperationNames, ProcessNames};
use super::{TEMPLATES, hears_webhooks};
use crate::emit::python::scaffold::{plain, sentence, sentence_about};
use crate::model::{Field, Operation, OperationKind, Plugin, Process};
use crate::render::layout::Expression;
use crate::render::python::WIDTH;
use crate::render::template::{code, name, render};

/// The text of the file of an action, a trigger or a task.
pub(super) fn operation(plugin: &Plugin, operation: &Operation, names: &OperationNames) -> String {
    let (output, uses_zero) = sample("Output", &operation.output);
    let (template, keyword, result) = match operation.kind {
        OperationKind::Action => ("action.py", "return ", output),
        OperationKind::Trigger if hears_webhooks(plugin, &operation.name) => {
            ("webhook.py", "yield ", output)
        }
        OperationKind::Trigger => ("poll.py", "yield ", output),
        OperationKind::Task => {
            let parts = vec![output.prefixed("output="), Expression::atom("state=state")];
            let result = Expression::bracket("TaskResult(", parts, ")");
            ("task.py", "return ", result)
        }
    };
    let values = context! {
        title => sentence(&operation.title, operation),
        about => sentence(&operation.description, operation),
        module => name(&names.module),
        uses_zero => uses_zero,
        result => code(after(keyword, &result)),
    };
    render(&TEMPLATES, template, values)
}

/// The text of the file of a process. Until its author has written it, it ends with a sample as soon as it is closed,
/// or else when it is next heard of, or else at once.
pub(super) fn process(process: &Process, names: &ProcessNames) -> String {
    let (outcome, uses_zero) = sample("Outcome", &process.outcome);
    let outcome = after("return ", &outcome);
    let or_none = |ends: bool| code(if ends { outcome.as_str() } else { "None" });
    let goes_on = process.update || process.webhook || process.close;
    let values = context! {
        title => sentence_about(&process.title, "process", &process.name),
        about => sentence_about(&process.description, "process", &process.name),
        module => name(&names.module),
        uses_zero => uses_zero,
        update => process.update,
        webhook => process.webhook,
        close => process.close,
        of_start => or_none(!goes_on),
        of_update => or_none(!process.close),
        of_webhook => or_none(!process.close),
        of_close => or_none(true),
    };
    render(&TEMPLATES, "process.py", values)
}

/// A sample of what is made, and whether it is written with `zero`.
fn sample(class: &str, fields: &[Field]) -> (Expression, bool) {
    let zero = || (Expression::atom(format!("zero({class})")), true);
    plain(class, fields).map_or_else(zero, |sample| (sample, false))
}

/// An expression behind a keyword, without the keyword.
fn after(keyword: &str, expression: &Expression) -> String {
    let text = expression.clone().prefixed(keyword).lay_out(4, WIDTH, 0);
    text[keyword.len()..].to_owned()
}
