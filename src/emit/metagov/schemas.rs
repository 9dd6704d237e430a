//! `schemas.py`: JSON Schemas as values of Python, in the words of Draft 7 alone: the host stops at any other. Part of
//! the emitter.

use heck::ToShoutySnakeCase;

use super::HEADER;
use super::inline::Inlining;
use super::names::Names;
use crate::model::value::convert_field;
use crate::model::{Field, Operation, OperationKind, Plugin, Type, TypeId, Value};
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, docstring, string, value};

/// The text of `schemas.py`.
pub(super) fn schemas(plugin: &Plugin, names: &Names) -> String {
    let writer = Writer {
        plugin,
        inlining: Inlining::new(plugin),
        types: names.python.types.iter().map(|it| type_name(it)).collect(),
    };
    let about =
        "What the host is told of the plugin's values: JSON Schemas in the words of Draft 7.";
    let mut text = format!("{HEADER}{}\n", docstring(about, 0));
    for id in writer.inlining.used(plugin) {
        let custom = plugin.custom(id);
        let schema = writer.object(Some(id), &custom.name, "", &custom.fields, Vec::new());
        constant(&mut text, &writer.types[id.0], &schema);
    }
    constant(&mut text, "CONFIG", &writer.config(names));
    for kind in OperationKind::ALL {
        for (operation, names) in plugin.operations_of(kind).iter().zip(names.of(kind)) {
            let of = |fields| writer.of(&operation.title, &operation.description, fields);
            if kind == OperationKind::Action {
                let name = constant_name(kind.singular(), &names.module, "INPUT");
                constant(&mut text, &name, &of(&operation.input));
            }
            let name = constant_name(kind.singular(), &names.module, made(kind));
            constant(&mut text, &name, &of(&operation.output));
        }
    }
    for (process, names) in plugin.processes.iter().zip(&names.processes) {
        for (side, fields) in [("INPUT", &process.input), ("OUTCOME", &process.outcome)] {
            let schema = writer.of(&process.title, &process.description, fields);
            let name = constant_name("process", &names.module, side);
            constant(&mut text, &name, &schema);
        }
    }
    text
}

/// The constant of a schema: `ACTION_LOOK_UP_INPUT`.
pub(super) fn constant_name(kind: &str, module: &str, side: &str) -> String {
    let module = module.trim_end_matches('_').to_ascii_uppercase();
    format!("{}_{module}_{side}", kind.to_ascii_uppercase())
}

/// What the host calls that which an operation makes.
pub(super) fn made(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Action => "OUTPUT",
        OperationKind::Trigger | OperationKind::Task => "EVENT",
    }
}

/// The constant of a type, made from its class: classes differ in more than case, so their constants differ too.
fn type_name(class: &str) -> String {
    format!("TYPE_{}", class.to_shouty_snake_case())
}

fn constant(text: &mut String, name: &str, schema: &Expression) {
    let assignment = schema.clone().prefixed(&format!("{name} = "));
    text.push_str(&format!("\n{}\n", assignment.lay_out(0, WIDTH, 0)));
}

/// Whether an operation's input is part of the configuration: that of triggers and tasks, which nobody calls.
pub(super) fn is_configured(operation: &Operation) -> bool {
    operation.kind != OperationKind::Action && !operation.input.is_empty()
}

struct Writer<'a> {
    plugin: &'a Plugin,
    inlining: Inlining,
    /// The constants of the types.
    types: Vec<String>,
}

impl Writer<'_> {
    /// The connection, with the inputs of triggers and tasks.
    fn config(&self, names: &Names) -> Expression {
        let mut further = Vec::new();
        for kind in OperationKind::ALL {
            for (operation, names) in self.plugin.operations_of(kind).iter().zip(names.of(kind)) {
                if is_configured(operation) {
                    let about = &operation.description;
                    let schema = self.of(&operation.title, about, &operation.input);
                    let needed = operation.input.iter().any(is_needed);
                    further.push((names.key.as_str(), schema, needed));
                }
            }
        }
        let title = format!("Configuration of {}", self.plugin.title);
        self.object(None, &title, "", &self.plugin.connection, further)
    }

    fn of(&self, title: &str, description: &str, fields: &[Field]) -> Expression {
        self.object(None, title, description, fields, Vec::new())
    }

    /// The schema of an object: its fields, and further properties by name, each with whether it must be there.
    fn object(
        &self,
        from: Option<TypeId>,
        title: &str,
        description: &str,
        fields: &[Field],
        further: Vec<(&str, Expression, bool)>,
    ) -> Expression {
        let mut parts = vec![pair("type", &Value::from("object"))];
        parts.extend(words(title, description));
        let mut required: Vec<Value> = Vec::new();
        let mut properties = Vec::new();
        for field in fields {
            let schema = self.field(from, field);
            properties.push(schema.prefixed(&format!("{}: ", string(&field.name))));
            required.extend(is_needed(field).then(|| Value::from(field.name.as_str())));
        }
        for (name, schema, needed) in further {
            properties.push(schema.prefixed(&format!("{}: ", string(name))));
            required.extend(needed.then(|| Value::from(name)));
        }
        parts.push(Expression::bracket("\"properties\": {", properties, "}"));
        if !required.is_empty() {
            parts.push(pair("required", &Value::Array(required)));
        }
        Expression::bracket("{", parts, "}")
    }

    fn field(&self, from: Option<TypeId>, field: &Field) -> Expression {
        let mut parts = match &field.ty {
            Type::Array(item) => vec![
                pair("type", &Value::from("array")),
                self.item(from, item, &field.allowed)
                    .prefixed("\"items\": "),
            ],
            other => self.parts(from, other),
        };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        parts.extend(words(&text(&field.title), &text(&field.description)));
        if !field.allowed.is_empty() && !matches!(field.ty, Type::Array(_)) {
            parts.push(pair("enum", &Value::Array(field.allowed.clone())));
        }
        if let Some(default) = &field.default {
            parts.push(pair("default", default));
        }
        if let Some(example) = &field.example {
            let read = convert_field(&self.plugin.types, field, example);
            let example = read.unwrap_or_else(|| example.clone());
            parts.push(pair("examples", &Value::Array(vec![example])));
        }
        Expression::bracket("{", parts, "}")
    }

    /// The schema of a list's items.
    fn item(&self, from: Option<TypeId>, ty: &Type, allowed: &[Value]) -> Expression {
        if let Type::Array(item) = ty
            && allowed.is_empty()
        {
            let parts = vec![
                pair("type", &Value::from("array")),
                self.item(from, item, &[]).prefixed("\"items\": "),
            ];
            return Expression::bracket("{", parts, "}");
        }
        if let Some(id) = self.inlining.described(from, ty)
            && allowed.is_empty()
        {
            return Expression::atom(self.types[id.0].clone());
        }
        let mut parts = self.parts(from, ty);
        if !allowed.is_empty() {
            parts.push(pair("enum", &Value::Array(allowed.to_vec())));
        }
        Expression::bracket("{", parts, "}")
    }

    /// The members that say of which type a value is.
    fn parts(&self, from: Option<TypeId>, ty: &Type) -> Vec<Expression> {
        let kind = |name: &str| pair("type", &Value::from(name));
        let with =
            |name: &str, key: &str, value: &str| vec![kind(name), pair(key, &Value::from(value))];
        match ty {
            Type::Any => Vec::new(),
            Type::Boolean => vec![kind("boolean")],
            Type::Integer => vec![kind("integer")],
            Type::Float | Type::Number => vec![kind("number")],
            Type::String | Type::Python => vec![kind("string")],
            Type::Password => with("string", "format", "password"),
            Type::Date => with("string", "format", "date-time"),
            Type::Bytes => with("string", "contentEncoding", "base64"),
            Type::Object => vec![kind("object")],
            Type::Array(_) => vec![kind("array")],
            Type::File => built_in(
                &[
                    ("filename", None),
                    ("content", Some(("contentEncoding", "base64"))),
                ],
                &[],
            ),
            Type::Credential(credential) => {
                let secret = Some(("format", "password"));
                let parts: Vec<_> = credential
                    .parts()
                    .iter()
                    .map(|(name, is_secret)| (*name, secret.filter(|_| *is_secret)))
                    .collect();
                built_in(&parts, credential.required_parts())
            }
            Type::Custom(_) => match self.inlining.described(from, ty) {
                Some(id) => vec![Expression::atom(format!("**{}", self.types[id.0]))],
                None => vec![kind("object")],
            },
        }
    }
}

/// Whether the host may refuse values without the field. It looks before defaults are filled in.
fn is_needed(field: &Field) -> bool {
    field.required && field.default.is_none()
}

/// An object of texts, each with a keyword of its own.
fn built_in(parts: &[(&str, Option<(&str, &str)>)], required: &[&str]) -> Vec<Expression> {
    let property = |(name, further): &(&str, Option<(&str, &str)>)| {
        let mut members = vec![pair("type", &Value::from("string"))];
        members.extend(further.map(|(key, value)| pair(key, &Value::from(value))));
        Expression::bracket(format!("{}: {{", string(name)), members, "}")
    };
    let properties = parts.iter().map(property).collect();
    let mut members = vec![
        pair("type", &Value::from("object")),
        Expression::bracket("\"properties\": {", properties, "}"),
    ];
    if !required.is_empty() {
        members.push(pair("required", &Value::from(required)));
    }
    members
}

fn words(title: &str, description: &str) -> Vec<Expression> {
    let words = [("title", title), ("description", description)];
    let words = words.into_iter().filter(|(_, text)| !text.is_empty());
    words
        .map(|(key, text)| pair(key, &Value::from(text)))
        .collect()
}

fn pair(key: &str, member: &Value) -> Expression {
    value(member).prefixed(&format!("{}: ", string(key)))
}
