//! The schema of one field.

use serde_json::{Map, Value, json};

use super::files::TypeFiles;
use crate::model::value::convert_field;
use crate::model::{Field, Type};

/// The schema of a field. `folder` leads from the schema's file to the type files.
pub fn schema(types: &mut TypeFiles<'_>, folder: &str, field: &Field) -> Value {
    let mut keywords = Map::new();
    let mut put = |key: &str, value: Value| keywords.insert(key.to_owned(), value);
    if let Some(title) = &field.title {
        put("title", json!(title));
    }
    if let Some(description) = &field.description {
        put("description", json!(description));
    }
    for (key, value) in type_schema(types, folder, &field.ty) {
        put(&key, value);
    }
    if !field.allowed.is_empty() {
        let allowed = Value::Array(field.allowed.clone());
        match (&field.ty, keywords.get_mut("items")) {
            (Type::Array(_), Some(Value::Object(items))) => {
                items.insert("enum".to_owned(), allowed)
            }
            _ => keywords.insert("enum".to_owned(), allowed),
        };
    }
    if let Some(default) = &field.default {
        keywords.insert("default".to_owned(), default.clone());
    }
    if let Some(example) = &field.example {
        // `examples` need not validate: one that cannot be read as the type is shown as it was written.
        let read = convert_field(&types.plugin.types, field, example);
        let example = read.unwrap_or_else(|| example.clone());
        keywords.insert("examples".to_owned(), json!([example]));
    }
    if let Some(comment) = comment(field) {
        keywords.insert("$comment".to_owned(), json!(comment));
    }
    Value::Object(keywords)
}

/// What JSON Schema has no keyword for. Not keywords of our own: strict validators refuse those they do not know.
fn comment(field: &Field) -> Option<String> {
    let parts: Vec<String> = [
        field.order.map(|order| format!("order: {order}")),
        field
            .placeholder
            .as_ref()
            .map(|text| format!("placeholder: {text}")),
        field
            .tooltip
            .as_ref()
            .map(|text| format!("tooltip: {text}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn type_schema(types: &mut TypeFiles<'_>, folder: &str, ty: &Type) -> Map<String, Value> {
    let string = |key: &str, value: &str| json!({"type": "string", key: value});
    let schema = match ty {
        Type::Any => json!({}),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Integer => json!({"type": "integer"}),
        Type::Float | Type::Number => json!({"type": "number"}),
        Type::String | Type::Python => json!({"type": "string"}),
        Type::Password => string("format", "password"),
        Type::Date => string("format", "date-time"),
        Type::Bytes => string("contentEncoding", "base64"),
        Type::Object => json!({"type": "object"}),
        Type::Array(item) => {
            json!({"type": "array", "items": type_schema(types, folder, item)})
        }
        Type::File | Type::Credential(_) | Type::Custom(_) => {
            let file = types.file_of(ty).unwrap_or_default();
            json!({"$ref": format!("{folder}{file}")})
        }
    };
    match schema {
        Value::Object(keywords) => keywords,
        _ => Map::new(),
    }
}
