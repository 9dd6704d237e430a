//! The author's files: one per operation, the connection, and a test for each action. Part of the emitter.

use minijinja::{Value as Shown, context};

use super::TEMPLATES;
use super::names::{self, OperationNames, attributes, variables};
use crate::model::{Field, Operation, OperationKind, Plugin, Type, Value};
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, value};
use crate::render::template::{code, name, render};
use crate::sample::{self, Mode};

/// The text of an operation's file.
pub(super) fn operation(plugin: &Plugin, operation: &Operation, class: &str) -> String {
    let kind = operation.kind;
    let (indent, result) = match kind {
        OperationKind::Action => (8, output(plugin, operation).prefixed("return ")),
        OperationKind::Trigger => {
            let event = vec![output(plugin, operation)];
            (12, Expression::bracket("self.send(", event, ")"))
        }
        OperationKind::Task => (8, Expression::atom("output = []")),
    };
    let template = format!("{}.py", kind.singular());
    let uses_output = kind != OperationKind::Task && !operation.output.is_empty();
    let mut imports = vec![format!("{class}Input"), format!("{class}Output")];
    if kind == OperationKind::Task {
        imports.push(format!("{class}State"));
    }
    imports.push("Component".to_owned());
    imports.extend((!operation.input.is_empty()).then(|| "Input".to_owned()));
    imports.extend(uses_output.then(|| "Output".to_owned()));
    let imports = imports.into_iter().map(Expression::atom).collect();
    let import = Expression::bracket("from .schema import (", imports, ")").lay_out(0, WIDTH, 0);
    let import = if import.contains('\n') {
        import
    } else {
        import.replace(['(', ')'], "")
    };
    let values = context! {
        import => code(import),
        class => code(class),
        wire => operation.name.as_str(),
        bindings => bindings(&operation.input, "", &variables(&operation.input)),
        result => code(result.lay_out(indent, WIDTH, 0)),
    };
    render(&TEMPLATES, &template, values)
}

/// The text of the connection's file.
pub(super) fn connection(plugin: &Plugin) -> String {
    let fields = &plugin.connection;
    let values = context! {
        uses_input => !fields.is_empty(),
        has_tasks => !plugin.tasks.is_empty(),
        bindings => bindings(fields, "self.", &attributes(fields)),
    };
    render(&TEMPLATES, "connection.py", values)
}

/// The text of an action's test.
pub(super) fn test(
    plugin: &Plugin,
    operation: &Operation,
    names: &OperationNames,
    package: &str,
) -> String {
    let mut fields = sample::of_fields(plugin, &operation.input, Mode::Default);
    fill(&mut fields, &operation.input);
    let params = keyed(&fields, "Input", &operation.input, |_| true).prefixed("params = ");
    let values = context! {
        package => name(package),
        module => name(&names.module),
        class => code(&names.class),
        uses_input => !operation.input.is_empty(),
        params => code(params.lay_out(8, WIDTH, 0)),
    };
    render(&TEMPLATES, "test_action.py", values)
}

/// `name = params.get(Input.NAME)` for each field.
fn bindings(fields: &[Field], prefix: &str, variables: &[String]) -> Vec<Shown> {
    let constants = names::constants(fields);
    let constant = |field: &Field| {
        let found = constants.iter().find(|(_, it)| it.name == field.name);
        found.map_or("", |(constant, _)| constant)
    };
    fields
        .iter()
        .zip(variables)
        .map(|(field, variable)| {
            let constant = constant(field);
            code(format!("{prefix}{variable} = params.get(Input.{constant})"))
        })
        .collect()
}

/// What an operation gives until its author has written more: a value that fits for all that must be there, and for
/// whatever else is short.
fn output(plugin: &Plugin, operation: &Operation) -> Expression {
    let fields = sample::of_fields(plugin, &operation.output, Mode::Default);
    let plain = |field: &Field| {
        let is_plain = matches!(
            field.ty,
            Type::Boolean
                | Type::Integer
                | Type::Float
                | Type::Number
                | Type::String
                | Type::Array(_)
        );
        field.required || (is_plain && field.allowed.is_empty())
    };
    keyed(&fields, "Output", &operation.output, plain)
}

/// A dictionary by constants of `Input` or `Output`, of the fields that are wanted and that the sample has.
fn keyed(
    sampled: &Value,
    class: &str,
    fields: &[Field],
    wanted: impl Fn(&Field) -> bool,
) -> Expression {
    let constants = names::constants(fields);
    let parts = constants.iter().filter(|(_, field)| wanted(field));
    let parts = parts.filter_map(|(constant, field)| {
        let value = self::value(sampled.get(&field.name)?);
        Some(value.prefixed(&format!("{class}.{constant}: ")))
    });
    Expression::bracket("{", parts.collect(), "}")
}

/// Puts a text into each empty one that must be given: the runtime refuses those.
pub(super) fn fill(sampled: &mut Value, fields: &[Field]) {
    for field in fields.iter().filter(|field| field.required) {
        let text = match field.ty {
            Type::Bytes => "dGV4dA==",
            Type::Python => "pass",
            _ => "text",
        };
        if let Some(value) = sampled.get_mut(&field.name)
            && *value == ""
            && field.allowed.is_empty()
        {
            *value = Value::from(text);
        }
    }
}
