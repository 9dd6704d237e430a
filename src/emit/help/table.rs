//! The tables of fields, and the values in their cells as the marketplace's validator expects them. Part of the emitter;
//! pure text.

use crate::model::{Field, Plugin, Value};
use crate::render::prose;

/// Which columns a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// Name, Type, Default, Required, Description, Enum, Example, Placeholder, Tooltip.
    Input,
    /// Name, Type, Required, Description, Example.
    Output,
    /// Name, Type, Default, Required, Description, Example.
    Type,
}

/// A table of fields: by name, but those of types as the spec has them.
pub(super) fn push(out: &mut String, plugin: &Plugin, fields: &[Field], columns: Columns) {
    let heads: &[&str] = match columns {
        Columns::Input => &[
            "Name",
            "Type",
            "Default",
            "Required",
            "Description",
            "Enum",
            "Example",
            "Placeholder",
            "Tooltip",
        ],
        Columns::Output => &["Name", "Type", "Required", "Description", "Example"],
        Columns::Type => &[
            "Name",
            "Type",
            "Default",
            "Required",
            "Description",
            "Example",
        ],
    };
    out.push_str(&format!("|{}|\n", heads.join("|")));
    out.push_str(&format!("|{}\n", " :--- |".repeat(heads.len())));
    let mut sorted: Vec<&Field> = fields.iter().collect();
    if columns != Columns::Type {
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
    }
    for field in sorted {
        out.push('|');
        for head in heads {
            out.push_str(&cell(plugin, field, head, columns));
            out.push('|');
        }
        out.push('\n');
    }
    out.push('\n');
}

fn cell(plugin: &Plugin, field: &Field, head: &str, columns: Columns) -> String {
    let text = |text: Option<&String>| text.map_or_else(|| "None".to_owned(), Clone::clone);
    let value = |value: Option<&Value>| value.map_or_else(|| "None".to_owned(), shown);
    escaped(&match head {
        "Name" if columns == Columns::Type => field.title.clone().unwrap_or(field.name.clone()),
        "Name" => field.name.clone(),
        "Type" => plugin.type_name(&field.ty),
        "Default" => value(field.default.as_ref()),
        "Required" => python_boolean(field.required).to_owned(),
        "Description" => text(field.description.as_ref()),
        "Enum" if field.allowed.is_empty() => "None".to_owned(),
        "Enum" => list(&field.allowed, '"'),
        "Example" => value(field.example.as_ref()),
        "Placeholder" => text(field.placeholder.as_ref()),
        _ => text(field.tooltip.as_ref()),
    })
}

/// A text that stays in its cell. A line break becomes the two characters `\n`, as the validator reads it.
fn escaped(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\\n");
    let text = text.replace(['\n', '\r'], "\\n").replace('|', "\\|");
    prose::visible(&text)
}

/// A value as Python shows it, which is what readers of these pages are used to.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(flag) => python_boolean(*flag).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => list(items, '"'),
        Value::Object(_) => nested(value, '\''),
    }
}

fn list(items: &[Value], quote: char) -> String {
    let items: Vec<String> = items.iter().map(|item| nested(item, quote)).collect();
    format!("[{}]", items.join(", "))
}

/// A value inside another one.
fn nested(value: &Value, quote: char) -> String {
    match value {
        Value::String(text) => {
            let text = text.replace('\\', "\\\\").replace('\n', "\\n");
            format!("{quote}{text}{quote}")
        }
        Value::Array(items) => list(items, quote),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, member)| format!("{quote}{key}{quote}: {}", nested(member, quote)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        other => shown(other),
    }
}

fn python_boolean(flag: bool) -> &'static str {
    if flag { "True" } else { "False" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_shown_as_python_does() {
        for (value, wanted) in [
            (json!(null), "None"),
            (json!(true), "True"),
            (json!(1.50), "1.5"),
            (json!("a | b"), "a | b"),
            (json!(["a", true, 1]), r#"["a", True, 1]"#),
            (json!({"a": ["b"], "c": null}), "{'a': ['b'], 'c': None}"),
        ] {
            assert_eq!(shown(&value), wanted);
        }
        assert_eq!(escaped(" a | b\nc "), r"a \| b\nc");
    }
}
