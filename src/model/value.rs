//! Whether a JSON value is a value of a type. The one judgement behind defaults, enums, examples and samples, so that
//! what resolving lets through is what the emitted schemas accept. Knows the model and no text of a spec.

mod date;
mod lenient;

use std::collections::HashSet;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{CustomType, Field, Type, TypeId, Value};

pub use date::is_rfc3339;
pub use lenient::{convert, convert_field};

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The value of an object's key.
    Key(String),
    /// An item of an array, from 0.
    Index(usize),
}

/// Where in a value the judgement failed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// From the value that was judged to the part that does not fit; empty where it is the value itself.
    pub path: Vec<PathStep>,
    /// What the type wants there, with its article: "an integer".
    pub expected: String,
    /// What stands there, in the same manner: "the string \"80\"".
    pub found: String,
}

/// What a judgement says of a value that does not fit: a [`Mismatch`], or nothing where nobody asks why.
trait Complaint: Sized {
    fn new(expected: impl FnOnce() -> String, found: &Value) -> Self;
    fn missing_key(key: &str, found: &Value) -> Self;
    fn below(self, step: impl FnOnce() -> PathStep) -> Self;
}

impl Complaint for () {
    fn new(_: impl FnOnce() -> String, _: &Value) -> Self {}
    fn missing_key(_: &str, _: &Value) -> Self {}
    fn below(self, _: impl FnOnce() -> PathStep) -> Self {}
}

impl Complaint for Mismatch {
    fn new(expected: impl FnOnce() -> String, found: &Value) -> Self {
        Self {
            path: Vec::new(),
            expected: expected(),
            found: describe(found),
        }
    }

    fn missing_key(key: &str, found: &Value) -> Self {
        let found = match found.as_object() {
            Some(object) if object.is_empty() => "an empty object",
            _ => "an object without it",
        };
        Self {
            path: Vec::new(),
            expected: format!("an object with the key {}", Value::from(key)),
            found: found.to_owned(),
        }
    }

    fn below(mut self, step: impl FnOnce() -> PathStep) -> Self {
        self.path.insert(0, step());
        self
    }
}

impl Mismatch {
    /// The path as people write it: `.servers[0].port`; empty for the value itself.
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            match step {
                PathStep::Index(index) => text.push_str(&format!("[{index}]")),
                PathStep::Key(key) if is_plain_key(key) => text.push_str(&format!(".{key}")),
                PathStep::Key(key) => text.push_str(&format!("[{}]", Value::from(key.as_str()))),
            }
        }
        text
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "expected {}, found {}",
            self.expected, self.found
        )?;
        if !self.path.is_empty() {
            write!(formatter, " at `{}`", self.path_text())?;
        }
        Ok(())
    }
}

fn is_plain_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Judges a value of a type. Custom types must have their required fields, and the fields that are there must fit
/// their types and enums; further keys are allowed, as the runtimes allow them.
pub fn accepts(types: &[CustomType], ty: &Type, value: &Value) -> Result<(), Mismatch> {
    judge(types, ty, value)
}

/// Judges a value of a field: its type, and its enum where it has one.
pub fn accepts_field(types: &[CustomType], field: &Field, value: &Value) -> Result<(), Mismatch> {
    judge_field(types, field, value)
}

/// Whether [`accepts`] has nothing against a value; cheaper where it has.
pub fn fits(types: &[CustomType], ty: &Type, value: &Value) -> bool {
    judge::<()>(types, ty, value).is_ok()
}

/// Whether [`accepts_field`] has nothing against a value; cheaper where it has.
pub fn fits_field(types: &[CustomType], field: &Field, value: &Value) -> bool {
    judge_field::<()>(types, field, value).is_ok()
}

fn judge<C: Complaint>(types: &[CustomType], ty: &Type, value: &Value) -> Result<(), C> {
    let fits = match ty {
        Type::Any => true,
        Type::Boolean => value.is_boolean(),
        Type::Integer => is_integer(value),
        Type::Float | Type::Number => value.is_number(),
        Type::String | Type::Password | Type::Python => value.is_string(),
        Type::Date => value.as_str().is_some_and(is_rfc3339),
        Type::Bytes => value.as_str().is_some_and(is_base64),
        Type::Object => value.is_object(),
        Type::File => return judge_file(value),
        Type::Credential(credential) => {
            let parts = credential.parts().iter().map(|(name, _)| *name);
            return judge_strings(ty, types, value, parts, credential.required_parts());
        }
        Type::Array(item) => {
            let Some(items) = value.as_array() else {
                return Err(C::new(|| type_phrase(types, ty), value));
            };
            return items.iter().enumerate().try_for_each(|(index, element)| {
                judge(types, item, element)
                    .map_err(|complaint: C| complaint.below(|| PathStep::Index(index)))
            });
        }
        Type::Custom(id) => return judge_custom(types, *id, value),
    };
    if fits {
        bounded(value)
    } else {
        Err(C::new(|| type_phrase(types, ty), value))
    }
}

/// How many digits an integer may have: Python reads no longer ones.
const MOST_DIGITS: usize = 4300;

/// Judges the numbers in a value, whatever its type: no program can hold those beyond all bounds.
fn bounded<C: Complaint>(value: &Value) -> Result<(), C> {
    match value {
        Value::Number(number) => {
            let text = number.as_str();
            if !is_integer(value) && !text.parse::<f64>().is_ok_and(f64::is_finite) {
                return Err(C::new(|| "a finite number of 64 bits".to_owned(), value));
            }
            if is_integer(value) && text.trim_start_matches('-').len() > MOST_DIGITS {
                let expected = || format!("an integer of at most {MOST_DIGITS} digits");
                return Err(C::new(expected, value));
            }
            Ok(())
        }
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            bounded(item).map_err(|complaint: C| complaint.below(|| PathStep::Index(index)))
        }),
        Value::Object(parts) => parts.iter().try_for_each(|(key, part)| {
            bounded(part).map_err(|complaint: C| complaint.below(|| PathStep::Key(key.clone())))
        }),
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

fn judge_field<C: Complaint>(types: &[CustomType], field: &Field, value: &Value) -> Result<(), C> {
    judge(types, &field.ty, value)?;
    if field.allowed.is_empty() {
        return Ok(());
    }
    let mut identities: Option<HashSet<String>> = None;
    let mut among = |value: &Value| {
        // Most are written as the enum writes them; only the others are worth a normal form.
        let allowed = field.allowed.contains(value)
            || identities
                .get_or_insert_with(|| field.allowed.iter().map(identity).collect())
                .contains(&identity(value));
        if allowed {
            Ok(())
        } else {
            Err(C::new(|| one_of(&field.allowed), value))
        }
    };
    match (&field.ty, value) {
        (Type::Array(_), Value::Array(items)) => {
            items.iter().enumerate().try_for_each(|(index, item)| {
                among(item).map_err(|complaint: C| complaint.below(|| PathStep::Index(index)))
            })
        }
        _ => among(value),
    }
}

fn one_of(allowed: &[Value]) -> String {
    let shown: Vec<String> = allowed.iter().take(5).map(short_json).collect();
    let more = match allowed.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("one of {}{more}", shown.join(", "))
}

fn judge_file<C: Complaint>(value: &Value) -> Result<(), C> {
    judge_strings(&Type::File, &[], value, ["filename", "content"], &[])?;
    match value.get("content") {
        Some(content) if !content.as_str().is_some_and(is_base64) => {
            let complaint = C::new(|| type_phrase(&[], &Type::Bytes), content);
            Err(complaint.below(|| PathStep::Key("content".to_owned())))
        }
        _ => Ok(()),
    }
}

/// An object whose named parts, where they are there, are strings.
fn judge_strings<'a, C: Complaint>(
    ty: &Type,
    types: &[CustomType],
    value: &Value,
    parts: impl IntoIterator<Item = &'a str>,
    required: &[&str],
) -> Result<(), C> {
    let Some(object) = value.as_object() else {
        return Err(C::new(|| type_phrase(types, ty), value));
    };
    if let Some(missing) = required.iter().find(|part| !object.contains_key(**part)) {
        return Err(C::missing_key(missing, value));
    }
    for part in parts {
        if let Some(found) = object.get(part).filter(|found| !found.is_string()) {
            let complaint = C::new(|| "a string".to_owned(), found);
            return Err(complaint.below(|| PathStep::Key(part.to_owned())));
        }
    }
    Ok(())
}

fn judge_custom<C: Complaint>(types: &[CustomType], id: TypeId, value: &Value) -> Result<(), C> {
    let Some(object) = value.as_object() else {
        return Err(C::new(|| type_phrase(types, &Type::Custom(id)), value));
    };
    // Written values mostly have their parts in the order of the fields.
    let mut in_order = object.iter().peekable();
    for field in &types[id.0].fields {
        let next = in_order.next_if(|(key, _)| **key == field.name);
        let part = next.map(|(_, part)| part);
        match part.or_else(|| object.get(&field.name)) {
            Some(part) => judge_field(types, field, part)
                .map_err(|complaint: C| complaint.below(|| PathStep::Key(field.name.clone())))?,
            None if field.required => return Err(C::missing_key(&field.name, value)),
            None => {}
        }
    }
    Ok(())
}

/// What a type wants, with its article: "an integer", "a list of strings".
pub fn type_phrase(types: &[CustomType], ty: &Type) -> String {
    match ty {
        Type::Boolean => "a boolean (true or false)".to_owned(),
        Type::Integer => "an integer".to_owned(),
        Type::Float | Type::Number => "a number".to_owned(),
        Type::String | Type::Password | Type::Python => "a string".to_owned(),
        Type::Date => "an RFC 3339 instant such as \"2024-01-31T12:00:00Z\"".to_owned(),
        Type::Bytes => "a string of base64".to_owned(),
        Type::Object => "an object".to_owned(),
        Type::File => "a file object with `filename` and `content`".to_owned(),
        Type::Any => "any value".to_owned(),
        Type::Credential(credential) => format!("a `{}` object", credential.name()),
        Type::Array(item) => format!("a list (`[]{}`)", item.spec_name(types)),
        Type::Custom(_) => format!("an object of type `{}`", ty.spec_name(types)),
    }
}

/// A value in words: "the string \"80\"", "a list". Long ones are cut.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("the boolean {value}"),
        Value::Number(_) if is_integer(value) => format!("the integer {}", short_json(value)),
        Value::Number(_) => format!("the number {}", short_json(value)),
        Value::String(_) => format!("the string {}", short_json(value)),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(object) if object.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A value's JSON, cut after 40 characters so that a message stays one line.
fn short_json(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let kept: String = text.chars().take(LONGEST).collect();
    let closing = if value.is_string() { "\"" } else { "" };
    format!("{}…{closing}", kept.trim_end_matches('\\'))
}

/// Whether a value is a number written without fraction and exponent: `3.0` is not an integer.
pub fn is_integer(value: &Value) -> bool {
    value
        .as_number()
        .is_some_and(|number| !number.as_str().contains(['.', 'e', 'E']))
}

/// Base64 of the standard alphabet, with padding (RFC 4648, section 4).
pub fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// Whether two values are equal as JSON Schema's `enum` compares them: numbers by value (`1` and `1.0` are equal),
/// objects without regard to the order of keys.
pub fn same_value(left: &Value, right: &Value) -> bool {
    identity(left) == identity(right)
}

/// A text that two values share exactly when they are the same value, to find equals among many.
pub fn identity(value: &Value) -> String {
    match value {
        Value::Number(number) => {
            let (negative, digits, power) = decimal(number.as_str());
            let sign = if negative { "-" } else { "" };
            format!("{sign}{digits}e{power}")
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(identity).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(object) => {
            let mut entries: Vec<(&String, &Value)> = object.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries = entries
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), identity(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}

/// A JSON number's sign, digits without zeroes at either end, and the power of ten of the last digit. Two numbers are
/// equal when these are, at any size.
fn decimal(text: &str) -> (bool, String, i128) {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let Ok(exponent) = exponent.trim_start_matches('+').parse::<i64>() else {
        // An exponent past 64 bits: equal only where it is written alike.
        return (negative, text.to_owned(), i128::MIN);
    };
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    let power = i128::from(exponent) - fraction.len() as i128 + trailing as i128;
    (negative, significant.to_owned(), power)
}

#[cfg(test)]
mod tests;
