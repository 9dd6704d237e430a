//! The JSON Schema of `specc.toml`, for editors: the tables of keys that check it, written in another way. Pure.

use serde_json::{Map, Value, json};

use super::form::Form;
use super::keys::{Key, Kind, Names, ROOT, Table};
use super::lint::{LEVELS, names};
use crate::emit::TARGETS;
use crate::lint::{ALL, Group, RULES};

/// A schema (draft 2020-12) of the whole file.
pub fn json_schema() -> Value {
    let mut schema = table(&ROOT);
    let level = json!({
        "enum": LEVELS,
        "description": "what becomes of the findings: `off` leaves them out, the others say how grave they are",
    });
    if let Value::Object(entries) = &mut schema {
        entries.shift_insert(
            0,
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        entries.shift_insert(1, "title".to_owned(), json!(super::FILE_NAME));
        let about = "Settings of specc: levels of lints, options of targets, and the website.";
        entries.shift_insert(2, "description".to_owned(), json!(about));
        entries.insert("$defs".to_owned(), json!({ "level": level }));
    }
    schema
}

fn table(info: &Table) -> Value {
    let properties = info
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)));
    let mut schema = object(properties.collect());
    let required = info.keys.iter().filter(|key| key.required);
    let required: Vec<&str> = required.map(|key| key.name).collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A table that has these keys and no others.
fn object(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn property(key: &Key) -> Value {
    let mut schema = match key.kind {
        Kind::Text(form) => text(form),
        Kind::Texts(form) => json!({ "type": "array", "items": text(form) }),
        Kind::Table(info) => table(info),
        Kind::Tables(info) => json!({ "type": "array", "items": table(info) }),
        Kind::Levels(whose) => levels(whose),
        Kind::Targets => targets(),
    };
    schema["description"] = json!(key.about);
    if let Some(default) = key.default {
        schema["default"] = json!(default);
    }
    schema
}

fn text(form: Form) -> Value {
    match form {
        Form::Choice(words) => json!({ "enum": words }),
        _ => match form.pattern() {
            Some(pattern) => json!({ "type": "string", "pattern": pattern }),
            None => json!({ "type": "string" }),
        },
    }
}

/// A table of levels: each lint with what it is about and the level that it has unasked.
fn levels(whose: Names) -> Value {
    let level = |name: &str| {
        let mut schema = json!({ "$ref": "#/$defs/level" });
        let group = Group::ALL.iter().find(|group| group.id() == name);
        let rule = RULES.iter().find(|rule| rule.info.id == name);
        if let Some(rule) = rule {
            let severity = rule.info.severity.as_str();
            let (group, on) = (rule.group.id(), rule.group.is_on());
            schema["description"] = json!(format!("{} (group `{group}`)", rule.info.summary));
            schema["default"] = json!(if on { severity } else { "off" });
        } else if let Some(group) = group {
            schema["description"] = json!(group.about());
        } else if name == ALL {
            schema["description"] = json!("every lint");
        }
        schema
    };
    let names = names(whose).into_iter();
    object(names.map(|name| (name.to_owned(), level(name))).collect())
}

fn targets() -> Value {
    let targets = TARGETS.iter().map(|target| {
        let options = target.options.iter().map(|(key, about)| {
            let option = json!({ "type": "string", "description": about });
            ((*key).to_owned(), option)
        });
        let mut schema = object(options.collect());
        schema["description"] = json!(target.summary);
        (target.id.to_owned(), schema)
    });
    object(targets.collect())
}
