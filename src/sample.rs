//! Sample values and start messages, made from the model alone: every sample is a value of its type, and so is
//! accepted by the schema that specc emits for it. Touches no disk, clock or environment.

use std::cell::{Cell, RefCell};

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::json;

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
    Walk::new(plugin, mode).value(What::Type(ty))
}

/// A sample of one field.
pub fn of_field(plugin: &Plugin, field: &Field, mode: Mode) -> Value {
    Walk::new(plugin, mode).value(What::Field(field))
}

/// An object with a sample of every field, in spec order: a connection, an input, an output or a state.
pub fn of_fields(plugin: &Plugin, fields: &[Field], mode: Mode) -> Value {
    Walk::new(plugin, mode).value(What::Fields(fields))
}

/// The same, made while it is written: what is only to be text needs no value of its own.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// Whose types they have.
    pub plugin: &'a Plugin,
    /// The fields.
    pub fields: &'a [Field],
    /// How much the sample says.
    pub mode: Mode,
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let walk = Walk::new(self.plugin, self.mode);
        walk.part(What::Fields(self.fields)).serialize(serializer)
    }
}

/// The message that starts an operation, ready for `test` and `run`.
pub fn start_message(plugin: &Plugin, operation: &Operation, mode: Mode) -> Value {
    let message = StartMessage {
        plugin,
        operation,
        connection: &of_fields(plugin, &plugin.connection, mode),
        mode,
    };
    serde_json::to_value(message).unwrap_or_default()
}

/// The same with a connection of the caller's, which is that of all operations of a plugin, made while it is written.
#[derive(Debug, Clone, Copy)]
pub struct StartMessage<'a> {
    /// Whose operation it is.
    pub plugin: &'a Plugin,
    /// The operation.
    pub operation: &'a Operation,
    /// The connection.
    pub connection: &'a Value,
    /// How much the sample says.
    pub mode: Mode,
}

impl Serialize for StartMessage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_map(None)?;
        message.serialize_entry("version", "v1")?;
        let kind = self.operation.kind.singular();
        message.serialize_entry("type", &format_args!("{kind}_start"))?;
        message.serialize_entry("body", &Body(self))?;
        message.end()
    }
}

struct Body<'m>(&'m StartMessage<'m>);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let StartMessage {
            plugin,
            operation,
            connection,
            mode,
        } = *self.0;
        let of = |fields| Fields {
            plugin,
            fields,
            mode,
        };
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry(operation.kind.singular(), &operation.name)?;
        body.serialize_entry("input", &of(&operation.input))?;
        body.serialize_entry("connection", connection)?;
        if operation.kind == OperationKind::Task {
            body.serialize_entry("state", &of(&operation.state))?;
        }
        body.serialize_entry("meta", &json!({}))?;
        if operation.kind == OperationKind::Trigger {
            let dispatcher = json!({"url": "http://localhost:8000", "webhook_url": ""});
            body.serialize_entry("dispatcher", &dispatcher)?;
        }
        body.end()
    }
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
struct Walk<'a> {
    plugin: &'a Plugin,
    mode: Mode,
    /// The custom types that the walk is inside of: one that is met again is where recursion stops.
    inside: RefCell<Vec<TypeId>>,
    values: Cell<usize>,
}

/// What a walk is at.
#[derive(Clone, Copy)]
enum What<'a> {
    Fields(&'a [Field]),
    Field(&'a Field),
    Type(&'a Type),
}

struct Part<'w, 'a> {
    walk: &'w Walk<'a>,
    what: What<'a>,
}

impl<'a> Walk<'a> {
    fn new(plugin: &'a Plugin, mode: Mode) -> Self {
        Self {
            plugin,
            mode,
            inside: RefCell::default(),
            values: Cell::default(),
        }
    }

    fn part(&self, what: What<'a>) -> Part<'_, 'a> {
        Part { walk: self, what }
    }

    /// All that is made here has text keys only, which a value can always hold.
    fn value(&self, what: What<'a>) -> Value {
        serde_json::to_value(self.part(what)).unwrap_or_default()
    }

    fn count(&self) {
        self.values.set(self.values.get() + 1);
    }

    fn is_inside(&self, id: TypeId) -> bool {
        self.inside.borrow().contains(&id)
    }

    /// Whether an optional field of this type would begin its custom type again, or is past the limits. A list does
    /// not: it can be empty.
    fn must_leave_out(&self, ty: &Type) -> bool {
        match ty {
            Type::Custom(id) => self.is_inside(*id) || self.is_large(),
            _ => false,
        }
    }

    fn is_large(&self) -> bool {
        self.values.get() > MOST_VALUES || self.inside.borrow().len() > DEEPEST
    }

    fn fields<S: Serializer>(&self, fields: &'a [Field], out: S) -> Result<S::Ok, S::Error> {
        let mut object = out.serialize_map(None)?;
        for field in fields {
            if field.required || !self.must_leave_out(&field.ty) {
                object.serialize_entry(&field.name, &self.part(What::Field(field)))?;
            }
        }
        object.end()
    }

    fn field<S: Serializer>(&self, field: &'a Field, out: S) -> Result<S::Ok, S::Error> {
        self.count();
        if self.mode == Mode::Zero {
            return self.zero(field).serialize(out);
        }
        if let Some(default) = &field.default {
            return default.serialize(out);
        }
        let example = field.example.as_ref();
        let example = example.and_then(|written| convert_field(&self.plugin.types, field, written));
        if let Some(example) = example {
            return example.serialize(out);
        }
        match (field.allowed.first(), &field.ty) {
            (Some(first), Type::Array(_)) => [first].serialize(out),
            (Some(first), _) => first.serialize(out),
            (None, ty) => self.ty(ty, out),
        }
    }

    fn zero(&self, field: &'a Field) -> Value {
        let zero = self.value(What::Type(&field.ty));
        if field.allowed.is_empty() || accepts_field(&self.plugin.types, field, &zero).is_ok() {
            return zero;
        }
        field.allowed[0].clone()
    }

    fn ty<S: Serializer>(&self, ty: &'a Type, out: S) -> Result<S::Ok, S::Error> {
        self.count();
        match ty {
            Type::Boolean => out.serialize_bool(self.mode != Mode::Zero),
            Type::Integer => out.serialize_i64(0),
            Type::Float | Type::Number => out.serialize_f64(0.0),
            Type::String | Type::Password | Type::Python | Type::Bytes => out.serialize_str(""),
            Type::Date => out.serialize_str(INSTANT),
            Type::Object | Type::Any => empty(out),
            Type::File => out.collect_map([("filename", ""), ("content", "")]),
            Type::Credential(credential) => {
                out.collect_map(credential.parts().iter().map(|(name, _)| (name, "")))
            }
            Type::Array(item) => {
                let recursive = item.custom().is_some_and(|id| self.is_inside(id));
                if self.mode != Mode::Full || recursive || self.is_large() {
                    return out.serialize_seq(Some(0))?.end();
                }
                [self.part(What::Type(item))].serialize(out)
            }
            Type::Custom(id) => {
                if self.values.get() > MOST_REQUIRED_VALUES
                    || self.inside.borrow().len() > DEEPEST_REQUIRED
                {
                    return empty(out);
                }
                self.inside.borrow_mut().push(*id);
                let object = self.fields(&self.plugin.custom(*id).fields, out);
                self.inside.borrow_mut().pop();
                object
            }
        }
    }
}

impl Serialize for Part<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.what {
            What::Fields(fields) => self.walk.fields(fields, serializer),
            What::Field(field) => self.walk.field(field, serializer),
            What::Type(ty) => self.walk.ty(ty, serializer),
        }
    }
}

/// An object of nothing.
fn empty<S: Serializer>(out: S) -> Result<S::Ok, S::Error> {
    out.serialize_map(Some(0))?.end()
}
