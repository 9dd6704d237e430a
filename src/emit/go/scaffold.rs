//! The author's files: one per operation and one test for each. Part of the emitter.

use minijinja::context;

use super::TEMPLATES;
use super::names::{Names, OperationNames};
use crate::model::{Operation, Value};
use crate::render::go::{comment, string};
use crate::render::template::{code, name, render};

/// The text of an operation's file.
pub(in crate::emit) fn operation(
    operation: &Operation,
    own: &OperationNames,
    names: &Names,
) -> String {
    let kind = operation.kind.singular();
    let about = sentence(&operation.description, &operation.title);
    let about = format!("{} is the {kind} {}: {about}", own.ty, operation.name);
    let values = context! {
        module => name(&names.module),
        about => code(comment(&own.ty, &about, 0)),
        type => name(&own.ty),
        input => name(&own.input),
        state => name(&own.state),
        output => name(&own.output),
    };
    render(&TEMPLATES, &format!("{kind}.go"), values)
}

/// The text of an operation's test, given its sample message.
pub(in crate::emit) fn test(
    operation: &Operation,
    own: &OperationNames,
    names: &Names,
    sample: &Value,
) -> String {
    let input = &sample["body"]["input"];
    let filled: Vec<Value> = operation
        .input
        .iter()
        .filter(|field| field.required && input[&field.name] == "")
        .filter(|field| field.ty.is_text() && field.allowed.is_empty())
        .map(|field| Value::from(string(&field.name)))
        .collect();
    let filled: Vec<_> = filled
        .iter()
        .filter_map(|text| text.as_str().map(code))
        .collect();
    let values = context! {
        module => name(&names.module),
        package => name(operation.kind.plural()),
        type => name(&own.ty),
        kind => name(operation.kind.singular()),
        name => code(string(&operation.name)),
        filled => filled,
    };
    render(&TEMPLATES, "operation_test.go", values)
}

/// A text as a sentence, or else another.
pub(in crate::emit) fn sentence(text: &str, other: &str) -> String {
    let text = if text.trim().is_empty() { other } else { text }.trim();
    let end = if text.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    format!("{text}{end}")
}
