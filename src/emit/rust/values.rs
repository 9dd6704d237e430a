//! Values as Rust expressions: the spec's defaults, and the plainest value of each type. Part of the emitter.

use super::choice::Choice;
use crate::model::{Field, Type, Value};
use crate::render::rust::{call, string};

/// The expression of a default.
pub(super) struct Default {
    open: String,
    argument: Option<String>,
    uses: Vec<&'static str>,
}

impl Default {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            open: text.into(),
            argument: None,
            uses: Vec::new(),
        }
    }

    /// The expression, on lines of its own at a depth of indentation.
    pub(super) fn text(&self, indent: usize) -> String {
        match &self.argument {
            None => self.open.clone(),
            Some(argument) => call(&self.open, std::slice::from_ref(argument), indent, 0),
        }
    }

    /// What it needs to be imported.
    pub(super) fn uses(&self) -> Vec<&'static str> {
        self.uses.clone()
    }
}

/// The default of a field, where the spec gives one.
pub(super) fn default(field: &Field, is_big: bool, choice: Option<&Choice>) -> Option<Default> {
    let value = field.default.as_ref()?;
    let is_list = matches!(field.ty, Type::Array(_));
    let variant = choice
        .filter(|_| !is_list)
        .and_then(|choice| Some((choice, choice.variant_of(value)?)));
    if let Some((choice, variant)) = variant {
        return Some(Default::plain(format!("{}::{variant}", choice.name)));
    }
    Some(match (&field.ty, value) {
        (Type::Boolean, _) => Default::plain(value.to_string()),
        (Type::Integer, _) if !is_big => Default::plain(value.to_string()),
        (Type::Float | Type::Number, Value::Number(number)) => match whole(&number.to_string()) {
            Some(whole) => Default::plain(format!("{whole}.0")),
            None => from_spec(value),
        },
        (Type::String | Type::Python, Value::String(text)) if text.is_empty() => {
            Default::plain("String::new()")
        }
        (Type::String | Type::Python, Value::String(text)) => Default {
            open: "String::from(".to_owned(),
            argument: Some(string(text)),
            uses: Vec::new(),
        },
        (Type::Array(_), Value::Array(items)) if items.is_empty() => Default::plain("Vec::new()"),
        (Type::Object, Value::Object(parts)) if parts.is_empty() => Default::plain("Map::new()"),
        _ => from_spec(value),
    })
}

/// A value that is read from its JSON: no literal of Rust would be as exact or as plain.
fn from_spec(value: &Value) -> Default {
    Default {
        open: "from_spec(".to_owned(),
        argument: Some(string(&value.to_string())),
        uses: vec!["from_spec"],
    }
}

/// A number without fraction that every float holds exactly.
fn whole(text: &str) -> Option<i64> {
    let whole = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|digit| digit == b'0') {
            whole
        } else {
            text
        }
    });
    let number: i64 = whole.parse().ok()?;
    (number.unsigned_abs() < 1_000_000_000 && whole != "-0").then_some(number)
}

/// The plainest value of a field that has to be there and has no default.
pub(super) enum Zero {
    /// The `Default` of its type.
    Derived(&'static str),
    /// An empty object, which for a value of any type is no `Default`.
    EmptyObject,
}

impl Zero {
    /// Whether `derive(Default)` gives it.
    pub(super) fn is_derived(&self) -> bool {
        matches!(self, Self::Derived(_))
    }

    /// What it needs to be imported.
    pub(super) fn uses(&self) -> Vec<&'static str> {
        match self {
            Self::Derived(_) => Vec::new(),
            Self::EmptyObject => vec!["Map", "Value"],
        }
    }

    /// The expression where nothing has to be imported for it.
    pub(super) fn short(&self) -> Option<&'static str> {
        match self {
            Self::Derived("" | "Map::new()") | Self::EmptyObject => None,
            Self::Derived(text) => Some(text),
        }
    }

    /// The expression, for a field of the Rust type `ty`.
    pub(super) fn text(&self, ty: &str) -> String {
        match self {
            Self::Derived("") => format!("{ty}::default()"),
            Self::Derived(text) => (*text).to_owned(),
            Self::EmptyObject => "Value::Object(Map::new())".to_owned(),
        }
    }
}

/// The plainest value of a field.
pub(super) fn zero(field: &Field, is_big: bool) -> Zero {
    let is_optional = !field.required && field.default.is_none();
    Zero::Derived(match &field.ty {
        _ if is_optional => "None",
        Type::Array(_) => "Vec::new()",
        _ if !field.allowed.is_empty() => "",
        Type::Any => return Zero::EmptyObject,
        Type::Boolean => "false",
        Type::Integer if !is_big => "0",
        Type::Float | Type::Number => "0.0",
        Type::String | Type::Python => "String::new()",
        Type::Object => "Map::new()",
        _ => "",
    })
}
