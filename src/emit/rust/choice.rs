//! Enums: one Rust enum for each field that has one, through the runtime's macro. Part of the emitter.

use crate::model::value::same_value;
use crate::model::{Field, Value};
use crate::render::naming::{Case, Scope};
use crate::render::rust::{LANGUAGE, code_span, remark, string};

/// The enum of one field.
pub(super) struct Choice<'a> {
    /// Its name.
    pub name: String,
    base: String,
    field: &'a Field,
    variants: Vec<String>,
}

impl<'a> Choice<'a> {
    /// Names the values of a field's enum. `base` is the Rust type that the values have.
    pub(super) fn new(name: String, base: String, field: &'a Field) -> Self {
        let texts: Vec<String> = field.allowed.iter().map(named).collect();
        let variants = Scope::new(&LANGUAGE, Case::Pascal)
            .with(&["ALL"])
            .assign("value", texts.iter().map(String::as_str));
        Self {
            name,
            base,
            field,
            variants,
        }
    }

    /// The variant of a value.
    pub(super) fn variant_of(&self, value: &Value) -> Option<&str> {
        let mut allowed = self.field.allowed.iter();
        let index = allowed.position(|one| same_value(one, value))?;
        self.variants.get(index).map(String::as_str)
    }

    /// The definition. `place` is the field that it is for.
    pub(super) fn text(&self, place: &str) -> String {
        let is_text = self.field.allowed_type().is_text();
        let about = remark("///", &format!("The values of {place}."), 4);
        let mut text = format!(
            "\nchoice! {{\n{about}    pub enum {} of {} {{\n",
            self.name, self.base
        );
        for (variant, value) in self.variants.iter().zip(&self.field.allowed) {
            let wire = match value {
                Value::String(text) if is_text => string(text),
                other => string(&other.to_string()),
            };
            let shown = remark("///", &code_span(&shown(value)), 8);
            text.push_str(&format!("{shown}        {variant} = {wire},\n"));
        }
        text.push_str("    }\n}\n");
        text
    }
}

/// What a value is named after.
fn named(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            let text = text.replace('-', "minus ").replace('+', "");
            if text.starts_with("minus") {
                text.replace('.', " point ")
            } else {
                format!("value {}", text.replace('.', " point "))
            }
        }
        other => other.to_string(),
    }
}

/// What documents a variant.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 70;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
