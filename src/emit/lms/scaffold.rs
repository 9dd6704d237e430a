//! The author's files: one per operation. Part of the emitter.

use minijinja::context;

use super::TEMPLATES;
use super::names::OperationNames;
use crate::emit::python::scaffold::{output, sentence};
use crate::model::{Operation, OperationKind};
use crate::render::layout::Expression;
use crate::render::python::WIDTH;
use crate::render::template::{code, name, render};

/// The text of an operation's file.
pub(super) fn operation(operation: &Operation, names: &OperationNames) -> String {
    let output = output(&operation.output);
    let uses_zero = output.is_none();
    let output = output.unwrap_or_else(|| Expression::atom("zero(Output)"));
    // The indentation of the statement, and how long it is before the expression.
    let (template, indent, before, result) = match operation.kind {
        OperationKind::Action => ("action.py", 4, "return ", output),
        OperationKind::Trigger => {
            let call = Expression::bracket("context.send(", vec![output], ")");
            ("trigger.py", 8, "", call)
        }
        OperationKind::Task => {
            let parts = vec![output.prefixed("output="), Expression::atom("state=state")];
            let result = Expression::bracket("TaskResult(", parts, ")");
            ("task.py", 4, "return ", result)
        }
    };
    let values = context! {
        title => sentence(&operation.title, operation),
        about => sentence(&operation.description, operation),
        module => name(&names.module),
        uses_zero => uses_zero,
        result => code(result.lay_out(indent, WIDTH - before.len(), 0)),
    };
    render(&TEMPLATES, template, values)
}
