//! The JSON Schema of a dialect's own files, derived from its key tables, for editors.

use serde_json::{Map, Value, json};

use super::keys::{Key, KeyTable, Kind};

/// A schema (draft 2020-12) of a file whose top level is `table`.
pub fn json_schema(table: &'static KeyTable, title: &str, description: &str) -> Value {
    let mut definitions = Map::new();
    let top = table_schema(table, &mut definitions);
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(title));
    schema.insert("description".to_owned(), json!(description));
    if let Value::Object(top) = top {
        schema.extend(top);
    }
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

fn table_schema(table: &'static KeyTable, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in table.keys {
        properties.insert(key.name.to_owned(), key_schema(key, definitions));
    }
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A reference to the table's definition, which is made when first asked for.
fn reference(table: &'static KeyTable, definitions: &mut Map<String, Value>) -> Value {
    let name: String = table
        .title
        .chars()
        .filter_map(|character| match character {
            ' ' => Some('_'),
            '`' => None,
            other => Some(other.to_ascii_lowercase()),
        })
        .collect();
    if !definitions.contains_key(&name) {
        definitions.insert(name.clone(), Value::Null);
        let schema = table_schema(table, definitions);
        definitions.insert(name.clone(), schema);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn key_schema(key: &Key, definitions: &mut Map<String, Value>) -> Value {
    // Scalars that YAML reads as numbers, booleans or dates are texts where a text is asked for.
    let text = json!({ "type": ["string", "number", "boolean"] });
    let nullable_object = json!(["object", "null"]);
    // A byte-order mark is blank to the regular expressions of schemas, and is none to YAML.
    let named = json!({ "pattern": "[\\S\\uFEFF]" });
    let mut schema = match key.kind {
        Kind::Text | Kind::Markdown => text,
        // YAML reads the word `2025` as a number.
        Kind::Choice(words) if words.iter().any(|word| word.parse::<u64>().is_ok()) => {
            let numbers = words.iter().filter_map(|word| word.parse::<u64>().ok());
            let words = words.iter().map(|word| json!(word));
            json!({ "enum": words.chain(numbers.map(|it| json!(it))).collect::<Vec<_>>() })
        }
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Choices(words) => json!({
            "type": ["array", "null"],
            "items": { "enum": words },
        }),
        Kind::Pattern(pattern) => json!({
            "type": ["string", "number"],
            "pattern": pattern.regex,
        }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Type => json!({ "type": "string", "pattern": "^(\\[\\])*[^\\[\\]<>(){},|? \\t]+$" }),
        Kind::Value => json!({}),
        Kind::Values => json!({ "type": "array", "minItems": 1 }),
        Kind::Texts => json!({ "type": ["array", "null"], "items": text }),
        Kind::TextOrTexts => json!({ "type": ["array", "string", "null"], "items": text }),
        Kind::Table(table) => reference(table, definitions),
        Kind::Named(table) => {
            let item = reference(table, definitions);
            json!({ "type": nullable_object, "propertyNames": named, "additionalProperties": item })
        }
        Kind::NamedTwice(table) => {
            let item = reference(table, definitions);
            json!({
                "type": nullable_object,
                "propertyNames": named,
                "additionalProperties": {
                    "type": nullable_object,
                    "propertyNames": named,
                    "additionalProperties": item,
                },
            })
        }
    };
    schema["description"] = json!(key.doc);
    if key.deprecated.is_some() && key.name != "help" && key.name != "icon" {
        schema["deprecated"] = json!(true);
    }
    schema
}
