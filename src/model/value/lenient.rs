//! Examples are documentation and written freely; this reads them as the values that their authors meant. Whatever
//! comes out fits its type.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Map;

use super::{fits, fits_field, is_integer, is_rfc3339};
use crate::model::{Credential, CustomType, Field, Type, Value};

/// Reads a value as one of a type: as it stands where it fits, else a string of JSON as what it holds, a number as the
/// text of a string field, a timestamp without offset as an instant, a lone item as a list of one. `None` where no
/// such reading fits.
pub fn convert(types: &[CustomType], ty: &Type, value: &Value) -> Option<Value> {
    // Null is how YAML spells "nothing": an example that was left empty, not an example.
    if value.is_null() {
        return None;
    }
    if fits(types, ty, value) {
        return Some(value.clone());
    }
    let read = match ty {
        Type::Boolean => match value.as_str()?.to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return None,
        },
        Type::Integer => whole_number(value)?,
        Type::Float | Type::Number => json(value)?.into_owned(),
        Type::String | Type::Password | Type::Python => match value {
            Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
            _ => return None,
        },
        Type::Date => Value::String(instant(value.as_str()?)?),
        Type::Array(item) => array(types, item, value)?,
        Type::Custom(id) => object(types, &types[id.0].fields, value)?,
        Type::Credential(credential) => credential_of(*credential, value)?,
        Type::Object | Type::File => json(value)?.into_owned(),
        Type::Bytes | Type::Any => return None,
    };
    fits(types, ty, &read).then_some(read)
}

/// [`convert`] for a field: what comes out is also in the field's enum, where it has one.
pub fn convert_field(types: &[CustomType], field: &Field, value: &Value) -> Option<Value> {
    let read = convert(types, &field.ty, value)?;
    fits_field(types, field, &read).then_some(read)
}

/// What a string of JSON holds; any other value as it is.
fn json(value: &Value) -> Option<Cow<'_, Value>> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok().map(Cow::Owned),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Authors show a credential of one part as that part alone.
fn credential_of(credential: Credential, value: &Value) -> Option<Value> {
    if let Some(object) = json(value).filter(|read| read.is_object()) {
        return Some(object.into_owned());
    }
    let [required] = credential.required_parts() else {
        return None;
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(Map::from_iter([((*required).to_owned(), Value::String(text))]).into())
}

/// `3`, `"3"`, `3.0` and `"3.0"` are 3.
fn whole_number(value: &Value) -> Option<Value> {
    let number = json(value).filter(|read| read.is_number())?;
    if is_integer(&number) {
        return Some(number.into_owned());
    }
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.')?;
    let zeroes = fraction.bytes().all(|byte| byte == b'0');
    if !zeroes {
        return None;
    }
    serde_json::from_str(whole).ok()
}

fn array(types: &[CustomType], item: &Type, value: &Value) -> Option<Value> {
    match json(value).as_deref() {
        Some(Value::Array(items)) => items
            .iter()
            .map(|element| convert(types, item, element))
            .collect::<Option<Vec<Value>>>()
            .map(Value::Array),
        // Text that tries to be a list or mapping and is not JSON would make a misleading single item.
        None if value
            .as_str()
            .is_some_and(|text| text.trim_start().starts_with(['[', '{'])) =>
        {
            None
        }
        _ => Some(Value::Array(vec![convert(types, item, value)?])),
    }
}

/// Fields are read one by one; keys that the type does not have are kept.
fn object(types: &[CustomType], fields: &[Field], value: &Value) -> Option<Value> {
    let whole = json(value)?;
    let parts = whole.as_object()?;
    let by_name = fields.iter().map(|field| (field.name.as_str(), field));
    let by_name: HashMap<&str, &Field> = by_name.collect();
    let mut read = Map::new();
    for (key, part) in parts {
        match by_name.get(key.as_str()) {
            Some(field) => match convert_field(types, field, part) {
                Some(fitting) => {
                    read.insert(key.clone(), fitting);
                }
                None if part.is_null() && !field.required => {}
                None => return None,
            },
            None => {
                read.insert(key.clone(), part.clone());
            }
        }
    }
    Some(Value::Object(read))
}

/// The timestamp forms of YAML 1.1 as RFC 3339: a date alone is its midnight, a missing offset is UTC.
fn instant(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 10 {
        let midnight = format!("{text}T00:00:00Z");
        return is_rfc3339(&midnight).then_some(midnight);
    }
    let (day, time) = text.split_at_checked(10)?;
    let time = time.trim_start_matches([' ', '\t', 'T', 't']);
    let attempts = [format!("{day}T{time}"), format!("{day}T{time}Z")];
    let spaced = time
        .split_once([' ', '\t'])
        .map(|(clock, offset)| format!("{day}T{clock}{}", offset.trim_start()));
    attempts
        .into_iter()
        .chain(spaced)
        .find(|attempt| is_rfc3339(attempt))
}
