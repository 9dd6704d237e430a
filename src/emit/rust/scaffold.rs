//! The author's files: one per operation and one test for each. Part of the emitter.

use minijinja::context;

use super::TEMPLATES;
use super::names::{OperationNames, attributes};
use super::values::zero;
use crate::emit::numbers::Unlimited;
use crate::model::{Field, Operation, OperationKind, Type, Value};
use crate::render::rust::{WIDTH, call, code_span, documentation, remark, string, struct_body};
use crate::render::template::{code, name, render};

/// More fields than this are not written out: the author's file is to stay short.
const MOST_FIELDS: usize = 8;

/// The text of an operation's file.
pub(super) fn operation(
    operation: &Operation,
    names: &OperationNames,
    unlimited: &Unlimited,
) -> String {
    let (template, indent) = match operation.kind {
        OperationKind::Action => ("action.rs", 8),
        OperationKind::Trigger => ("trigger.rs", 12),
        OperationKind::Task => ("task.rs", 8),
    };
    let values = context! {
        title => code(sentence("//!", &operation.title, operation)),
        about => code(sentence("///", &operation.description, operation)),
        module => name(&names.module),
        class => name(&names.class),
        output => code(output(&operation.output, unlimited, indent)),
    };
    render(&TEMPLATES, template, values)
}

/// The text of an operation's test, given its sample message.
pub(super) fn test(
    operation: &Operation,
    names: &OperationNames,
    library: &str,
    sample: &Value,
) -> String {
    let input = &sample["body"]["input"];
    let filled: Vec<String> = operation
        .input
        .iter()
        .filter(|field| field.required && input[&field.name] == "")
        .filter(|field| field.allowed.is_empty())
        .filter_map(|field| Some((field, text_of(&field.ty)?)))
        .map(|(field, text)| {
            let place = format!("    message[\"body\"][\"input\"][{}]", string(&field.name));
            let line = format!("{place} = \"{text}\".into();\n");
            if line.len() <= WIDTH + 1 {
                line
            } else {
                format!("{place} =\n        \"{text}\".into();\n")
            }
        })
        .collect();
    let kind = operation.kind.singular();
    let arguments = ["&PLUGIN".to_owned(), string(kind), string(&operation.name)];
    let about = format!(
        "Runs the sample of the {kind} {} through the protocol.",
        code_span(&operation.name)
    );
    let values = context! {
        about => code(remark("//!", &about, 0)),
        library => name(library),
        module => name(&names.module),
        kind => name(kind),
        sample => code(call("sample(", &arguments, 4, 1)),
        is_filled => !filled.is_empty(),
        filled => code(filled.concat()),
    };
    render(&TEMPLATES, "test.rs", values)
}

/// A text that a required field of a type takes.
fn text_of(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::String | Type::Password | Type::Python => Some("text"),
        Type::Bytes => Some("dGV4dA=="),
        _ => None,
    }
}

/// A text as a sentence. Where there is none, what the operation is called on the wire.
fn sentence(mark: &str, text: &str, operation: &Operation) -> String {
    let text = text.trim();
    if text.is_empty() {
        let name = code_span(&operation.name);
        let about = format!("The {} {name}.", operation.kind.singular());
        return remark(mark, &about, 0);
    }
    let end = if text.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    documentation(mark, &format!("{text}{end}"), 0)
}

/// `Output { … }` with a plain value for each field; its `Default` where that would be long.
fn output(fields: &[Field], unlimited: &Unlimited, indent: usize) -> String {
    if fields.len() > MOST_FIELDS || fields.iter().any(|field| field.default.is_some()) {
        return "Output::default()".to_owned();
    }
    let values: Option<Vec<String>> = fields
        .iter()
        .zip(attributes(fields))
        .map(|(field, attribute)| {
            Some(format!(
                "{attribute}: {}",
                zero(field, unlimited.contains(field)).short()?
            ))
        })
        .collect();
    match values {
        Some(values) => format!("Output {}", struct_body(&values, indent)),
        None => "Output::default()".to_owned(),
    }
}
