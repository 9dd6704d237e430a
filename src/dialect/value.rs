//! YAML values as JSON values: what the hosts see after they have read the file.

use serde_json::{Map, Number, Value};

use crate::yaml::{Node, NodeKind, Resolved};

/// Converts a node. Timestamps, infinities and not-a-number become their text: JSON has no such values. Keys that are
/// no text become the text of their first scalar.
pub fn to_value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) => match scalar.resolved {
            Resolved::Null => Value::Null,
            Resolved::Bool(value) => Value::Bool(value),
            Resolved::Integer | Resolved::Float => scalar
                .digits()
                .and_then(number)
                .unwrap_or_else(|| Value::String(scalar.text().to_owned())),
            Resolved::Timestamp | Resolved::String => Value::String(scalar.text().to_owned()),
        },
        NodeKind::Sequence(items) => Value::Array(items.iter().map(to_value).collect()),
        NodeKind::Mapping(mapping) => {
            let mut map = Map::with_capacity(mapping.entries.len());
            for entry in &mapping.entries {
                let key = entry.key.as_text().unwrap_or_default().to_owned();
                map.insert(key, to_value(&entry.value));
            }
            Value::Object(map)
        }
    }
}

/// A JSON number of exactly these digits.
fn number(digits: &str) -> Option<Value> {
    digits.parse::<Number>().ok().map(Value::Number)
}
