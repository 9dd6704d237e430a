//! Sample values and start messages, made from the model alone: every sample is a value of its type, and so is
//! accepted by the schema that specc emits for it. Touches no disk, clock or environment.

use serde_json::{Map, json};

use crate::model::value::{accepts_field, convert_field};
use crate::model::{Field, Operation, OperationKind, Plugin, Type, TypeId, Value};

#[cfg(test)]
mod tests;

/// How much a sample says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Each field's default, else its example, else its first enum value, else a plain value of its type.
    #[default]
    Default,
    /// The same, and lists that would be empty hold one element.
    Full,
    /// The bare zero of each type; an enum that does not allow it gives its first value.
    Zero,
}

/// The instant that stands for any: fixed, so that samples never change by themselves.
const INSTANT: &str = "1970-01-01T00:00:00Z";

/// Past this many values, or this deep, fields that need not be there are left out and lists stay empty: types that
/// fan out would otherwise make samples of exponential size.
const MOST_VALUES: usize = 20_000;
const DEEPEST: usize = 32;

/// Past these even required parts are left out. No document that JSON readers accept is so deep, and none that a
/// person reads is so long; a spec that demands one has no useful sample.
const MOST_REQUIRED_VALUES: usize = 200_000;
const DEEPEST_REQUIRED: usize = 100;

/// A sample of a type.
pub fn of_type(plugin: &Plugin, ty: &Type, mode: Mode) -> Value {
    Sampler::new(plugin, mode).of_type(ty)
}

/// A sample of one field.
pub fn of_field(plugin: &Plugin, field: &Field, mode: Mode) -> Value {
    Sampler::new(plugin, mode).of_field(field)
}

/// An object with a sample of every field, in spec order: a connection, an input, an output or a state.
pub fn of_fields(plugin: &Plugin, fields: &[Field], mode: Mode) -> Value {
    Sampler::new(plugin, mode).of_fields(fields)
}

/// The message that starts an operation, ready for `test` and `run`.
pub fn start_message(plugin: &Plugin, operation: &Operation, mode: Mode) -> Value {
    let connection = of_fields(plugin, &plugin.connection, mode);
    start_message_with(plugin, operation, connection, mode)
}

/// The same with a connection of the caller's, which is that of all operations of a plugin.
pub fn start_message_with(
    plugin: &Plugin,
    operation: &Operation,
    connection: Value,
    mode: Mode,
) -> Value {
    let kind = operation.kind.singular();
    let of = |fields| of_fields(plugin, fields, mode);
    let mut body = Map::new();
    let mut put = |key: &str, value| body.insert(key.to_owned(), value);
    put(kind, json!(operation.name));
    put("input", of(&operation.input));
    put("connection", connection);
    if operation.kind == OperationKind::Task {
        put("state", of(&operation.state));
    }
    put("meta", json!({}));
    if operation.kind == OperationKind::Trigger {
        let dispatcher = json!({"url": "http://localhost:8000", "webhook_url": ""});
        put("dispatcher", dispatcher);
    }
    json!({"version": "v1", "type": format!("{kind}_start"), "body": body})
}

/// The message that tests the connection alone.
pub fn connection_test(plugin: &Plugin, mode: Mode) -> Value {
    json!({
        "version": "v1",
        "type": "connection_test",
        "body": {
            "connection": of_fields(plugin, &plugin.connection, mode),
            "meta": {},
        },
    })
}

/// One walk down the types.
struct Sampler<'a> {
    plugin: &'a Plugin,
    mode: Mode,
    /// The custom types that the walk is inside of: one that is met again is where recursion stops.
    inside: Vec<TypeId>,
    values: usize,
}

impl<'a> Sampler<'a> {
    fn new(plugin: &'a Plugin, mode: Mode) -> Self {
        Self {
            plugin,
            mode,
            inside: Vec::new(),
            values: 0,
        }
    }

    fn of_fields(&mut self, fields: &[Field]) -> Value {
        let mut object = Map::new();
        for field in fields {
            if field.required || !self.must_leave_out(&field.ty) {
                object.insert(field.name.clone(), self.of_field(field));
            }
        }
        Value::Object(object)
    }

    /// Whether an optional field of this type would begin its custom type again, or is past the limits. A list does
    /// not: it can be empty.
    fn must_leave_out(&self, ty: &Type) -> bool {
        match ty {
            Type::Custom(id) => self.inside.contains(id) || self.is_large(),
            _ => false,
        }
    }

    fn is_large(&self) -> bool {
        self.values > MOST_VALUES || self.inside.len() > DEEPEST
    }

    fn of_field(&mut self, field: &Field) -> Value {
        self.values += 1;
        if self.mode == Mode::Zero {
            return self.zero(field);
        }
        if let Some(default) = &field.default {
            return default.clone();
        }
        let example = field.example.as_ref();
        let example = example.and_then(|written| convert_field(&self.plugin.types, field, written));
        if let Some(example) = example {
            return example;
        }
        match (field.allowed.first(), &field.ty) {
            (Some(first), Type::Array(_)) => Value::Array(vec![first.clone()]),
            (Some(first), _) => first.clone(),
            (None, ty) => self.of_type(ty),
        }
    }

    fn zero(&mut self, field: &Field) -> Value {
        let zero = self.of_type(&field.ty);
        if field.allowed.is_empty() || accepts_field(&self.plugin.types, field, &zero).is_ok() {
            return zero;
        }
        field.allowed[0].clone()
    }

    fn of_type(&mut self, ty: &Type) -> Value {
        self.values += 1;
        match ty {
            Type::Boolean => json!(self.mode != Mode::Zero),
            Type::Integer => json!(0),
            Type::Float | Type::Number => json!(0.0),
            Type::String | Type::Password | Type::Python | Type::Bytes => json!(""),
            Type::Date => json!(INSTANT),
            Type::Object | Type::Any => json!({}),
            Type::File => json!({"filename": "", "content": ""}),
            Type::Credential(credential) => {
                let parts = credential.parts().iter();
                parts
                    .map(|(name, _)| ((*name).to_owned(), json!("")))
                    .collect::<Map<_, _>>()
                    .into()
            }
            Type::Array(item) => {
                let recursive = item.custom().is_some_and(|id| self.inside.contains(&id));
                if self.mode != Mode::Full || recursive || self.is_large() {
                    return json!([]);
                }
                json!([self.of_type(item)])
            }
            Type::Custom(id) => {
                if self.values > MOST_REQUIRED_VALUES || self.inside.len() > DEEPEST_REQUIRED {
                    return json!({});
                }
                let plugin = self.plugin;
                self.inside.push(*id);
                let object = self.of_fields(&plugin.custom(*id).fields);
                self.inside.pop();
                object
            }
        }
    }
}
