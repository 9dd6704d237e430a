//! Operations and fields.

use serde::Serialize;

use super::{Type, Value};
use crate::text::Span;

/// Which section of the spec an operation stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// Runs once on request.
    Action,
    /// Runs until stopped and emits events.
    Trigger,
    /// Runs on a schedule and keeps state.
    Task,
}

impl OperationKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 3] = [Self::Action, Self::Trigger, Self::Task];

    /// `action`, `trigger` or `task`.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Trigger => "trigger",
            Self::Task => "task",
        }
    }

    /// The key of its section in a spec.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Action => "actions",
            Self::Trigger => "triggers",
            Self::Task => "tasks",
        }
    }
}

/// An action, trigger or task.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    /// Its section.
    pub kind: OperationKind,
    /// Its key in the spec, which is its name on the wire. Unique within its kind; any text without control
    /// characters, usually `[a-z][a-z0-9_]*`.
    pub name: String,
    /// Title for people; made from the name where the spec gives none.
    pub title: String,
    /// Description; empty where the spec gives none.
    pub description: String,
    /// Input fields, in spec order.
    pub input: Vec<Field>,
    /// Output fields, in spec order.
    pub output: Vec<Field>,
    /// State fields (tasks only), in spec order.
    pub state: Vec<Field>,
    /// The `schedule` of a task, as the spec gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Value>,
    /// Where its name stands.
    #[serde(skip)]
    pub origin: Span,
}

/// A named, typed value: an input, an output, a connection setting, a state entry or a part of a custom type.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name on the wire; unique among its siblings, otherwise any text.
    pub name: String,
    /// Title for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether a message without it is refused. False where the spec says nothing.
    pub required: bool,
    /// Filled in where a message leaves it out; fits the type and, where there is one, the enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The only values allowed; empty where any is. For an array, the values that its items may have.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<Value>,
    /// Free-form documentation; need not fit the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Place in a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Text shown in an empty form field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Text shown on hover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tooltip: Option<String>,
    /// Where its parts were written.
    #[serde(skip)]
    pub origin: FieldOrigin,
}

/// Where the parts of a field were written. A part that was not written has the span of the field's name.
#[derive(Debug, Clone, Copy, Default)]
pub struct FieldOrigin {
    /// The field's name.
    pub name: Span,
    /// The type expression.
    pub ty: Span,
    /// The default.
    pub default: Span,
    /// The enum list.
    pub allowed: Span,
    /// The example.
    pub example: Span,
    /// Whether the type is what the author wrote; false where it could not be read and `any` stands in for it.
    pub known: bool,
}

impl Operation {
    /// An operation with nothing but a kind and a name.
    pub fn new(kind: OperationKind, name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            kind,
            title: name.clone(),
            name,
            description: String::new(),
            input: Vec::new(),
            output: Vec::new(),
            state: Vec::new(),
            schedule: None,
            origin: Span::default(),
        }
    }
}

impl Field {
    /// A field with nothing but a name and a type.
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            name: name.into(),
            title: None,
            description: None,
            ty,
            required: false,
            default: None,
            allowed: Vec::new(),
            example: None,
            order: None,
            placeholder: None,
            tooltip: None,
            origin: FieldOrigin::default(),
        }
    }

    /// The type that the values of [`Field::allowed`] have: the items' for an array, else the field's own.
    pub fn allowed_type(&self) -> &Type {
        match &self.ty {
            Type::Array(item) => item,
            own => own,
        }
    }
}
