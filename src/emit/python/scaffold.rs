//! The author's files: one per operation and one test for each. Part of the emitter.

use minijinja::context;

use super::TEMPLATES;
use super::names::{OperationNames, attributes};
use super::schema::is_choice;
use crate::model::{Field, Operation, OperationKind, Type, Value};
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, string, value};
use crate::render::template::{code, name, render};

/// More fields than this are not written out: the author's file is to stay short.
const MOST_FIELDS: usize = 8;

/// The text of an operation's file.
pub(in crate::emit) fn operation(operation: &Operation, names: &OperationNames) -> String {
    let output = output(&operation.output);
    let uses_zero = output.is_none();
    let output = output.unwrap_or_else(|| Expression::atom("zero(Output)"));
    let (template, indent, result) = match operation.kind {
        OperationKind::Action => ("action.py", 8, output.prefixed("return ")),
        OperationKind::Trigger => (
            "trigger.py",
            12,
            Expression::bracket("self.send(", vec![output], ")"),
        ),
        OperationKind::Task => {
            let parts = vec![output.prefixed("output="), Expression::atom("state=state")];
            let result = Expression::bracket("return TaskResult(", parts, ")");
            ("task.py", 8, result)
        }
    };
    let values = context! {
        title => sentence(&operation.title, operation),
        about => sentence(&operation.description, operation),
        module => name(&names.module),
        class => name(&names.class),
        uses_zero => uses_zero,
        result => code(result.lay_out(indent, WIDTH, 0)),
    };
    render(&TEMPLATES, template, values)
}

/// The text of an operation's test, given its sample message.
pub(in crate::emit) fn test(
    operation: &Operation,
    names: &OperationNames,
    package: &str,
    sample: &Value,
) -> String {
    let input = &sample["body"]["input"];
    let filled: Vec<Expression> = operation
        .input
        .iter()
        .filter(|field| field.required && field.default.is_none() && field.ty.is_text())
        .filter(|field| input[&field.name] == "" && field.allowed.is_empty())
        .map(|field| Expression::atom(format!("{}: \"text\"", string(&field.name))))
        .collect();
    let filled = (!filled.is_empty()).then(|| {
        let members = Expression::bracket("{", filled, "}");
        let update = "message[\"body\"][\"input\"].update(";
        code(Expression::bracket(update, vec![members], ")").lay_out(8, WIDTH, 0))
    });
    let kind = operation.kind.singular();
    let message = ["PLUGIN".to_owned(), string(kind), string(&operation.name)];
    let message = message.into_iter().map(Expression::atom).collect();
    let message = Expression::bracket("message = sample(", message, ")");
    let values = context! {
        about => format!("Runs the sample of the {kind} `{}` through the protocol.", operation.name),
        package => name(package),
        class => name(&names.class),
        kind => name(kind),
        message => code(message.lay_out(8, WIDTH, 0)),
        filled => filled,
    };
    render(&TEMPLATES, "test.py", values)
}

/// A text as a sentence. Where there is none, what the operation is called on the wire.
pub(in crate::emit) fn sentence(text: &str, operation: &Operation) -> String {
    sentence_about(text, operation.kind.singular(), &operation.name)
}

/// The same for anything of a kind and a name.
pub(in crate::emit) fn sentence_about(text: &str, kind: &str, name: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return format!("The {kind} `{name}`.");
    }
    let end = if text.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    format!("{text}{end}")
}

/// `Output(…)` with a plain value for each field that has to be there; `None` where that would be long.
pub(in crate::emit) fn output(fields: &[Field]) -> Option<Expression> {
    plain("Output", fields)
}

/// The same for a dataclass of any name.
pub(in crate::emit) fn plain(class: &str, fields: &[Field]) -> Option<Expression> {
    let mut parts = Vec::new();
    for (field, attribute) in fields.iter().zip(attributes(fields)) {
        if field.required && field.default.is_none() {
            let zero = Expression::atom(format!("{attribute}={}", zero(field)?));
            parts.push(zero);
        }
    }
    (parts.len() <= MOST_FIELDS).then(|| Expression::bracket(format!("{class}("), parts, ")"))
}

/// A plain value of a field, where it is short.
fn zero(field: &Field) -> Option<String> {
    let zero = match &field.ty {
        Type::Array(_) => "[]",
        _ if is_choice(field) => {
            let first = value(&field.allowed[0]).lay_out(0, usize::MAX, 0);
            return (first.len() < 60).then_some(first);
        }
        _ if !field.allowed.is_empty() => return None,
        Type::Boolean => "False",
        Type::Integer => "0",
        Type::Float | Type::Number => "0.0",
        Type::String | Type::Password | Type::Python => "\"\"",
        Type::Bytes => "b\"\"",
        Type::Object | Type::Any => "{}",
        Type::Date | Type::File | Type::Credential(_) | Type::Custom(_) => return None,
    };
    Some(zero.to_owned())
}
