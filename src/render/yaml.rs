//! JSON values as block-style YAML that every parser reads alike, those of YAML 1.1 included. Pure text.

use super::prose;
use crate::model::Value;

/// Words that some parser takes for something else than a text.
const WORDS: &[&str] = &[
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
];

/// A text in double quotes. Braces are spelt out where several stand together: some readers look for `{{{` before they
/// look for YAML.
pub fn string(text: &str) -> String {
    let has_braces = text.contains("{{{") || text.contains("}}}");
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        let number = u32::from(character);
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '{' | '}' if has_braces => literal.push_str(&format!("\\x{number:02x}")),
            ' '..='~' => literal.push(character),
            _ if character.is_alphanumeric() && !prose::is_unseen(character) => {
                literal.push(character);
            }
            '\0'..='\u{ff}' => literal.push_str(&format!("\\x{number:02x}")),
            '\0'..='\u{ffff}' => literal.push_str(&format!("\\u{number:04x}")),
            _ => literal.push_str(&format!("\\U{number:08x}")),
        }
    }
    literal.push('"');
    literal
}

/// A key: bare where nobody can take it for anything else.
pub fn key(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if is_plain {
        text.to_owned()
    } else {
        string(text)
    }
}

/// The entry of a mapping, with the line feed that ends it. `indent` is how deep the key stands.
pub fn entry(name: &str, value: &Value, indent: usize) -> String {
    let mut text = format!("{}{}:", " ".repeat(indent), key(name));
    behind(&mut text, value, indent + 2);
    text
}

/// A value behind a key or a dash.
fn behind(text: &mut String, value: &Value, indent: usize) {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            for (name, member) in members {
                text.push_str(&entry(name, member, indent));
            }
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            for item in items {
                // The first member of an inner block stands on the line of the dash.
                let mut inner = String::new();
                behind(&mut inner, item, indent + 2);
                text.push_str(&format!("{margin}- {}", inner.trim_start()));
            }
        }
        other => text.push_str(&format!(" {}\n", scalar(other))),
    }
}

/// A value on one line. Integers beyond 64 bits become texts, since most parsers would round them.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        Value::Number(number) => {
            let written = number.to_string();
            let is_integer = !written.contains(['.', 'e', 'E']);
            if is_integer && written.parse::<i64>().is_err() && written.parse::<u64>().is_err() {
                string(&written)
            } else {
                written
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_blocks() {
        let value = json!({
            "name": "a \"b\"\n{{{x}}}", "yes": true, "none": {}, "list": [1, [2.5, []], {"a": null, "b": {"c": "é\u{202e}😀"}}],
        });
        let expected = r#"params:
  name: "a \"b\"\n\x7b\x7b\x7bx\x7d\x7d\x7d"
  "yes": true
  none: {}
  list:
    - 1
    - - 2.5
      - []
    - a: null
      b:
        c: "é\u202e\U0001f600"
"#;
        assert_eq!(entry("params", &value, 0), expected);
    }

    #[test]
    fn numbers_that_parsers_round_are_texts() {
        let big: Value = serde_json::from_str("340282366920938463463374607431768211456").unwrap();
        assert_eq!(
            entry("big", &big, 2),
            "  big: \"340282366920938463463374607431768211456\"\n"
        );
        assert_eq!(entry("u", &json!(u64::MAX), 0), "u: 18446744073709551615\n");
    }
}
