//! Objects and lists in code, laid out as Prettier does: on one line where they fit. The compiler keeps these lines when it
//! prints them again, with an indentation of its own. Pure text.

use super::{WIDTH, json_string, key, number, string};
use crate::model::Value;

/// An expression of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Code that is never broken.
    Code(String),
    /// A text.
    Text(String),
    /// A number, as JSON writes it.
    Number(String),
    /// `[…]`
    List(Vec<Data>),
    /// `{…}`, by the names of its members.
    Object(Vec<(String, Data)>),
}

/// What data is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// TypeScript in the layout of Prettier.
    TypeScript,
    /// The JavaScript that the compiler makes of that.
    JavaScript,
    /// JSON in the layout of Prettier.
    Json,
}

/// Columns of one level in TypeScript and JSON. The lines of JavaScript are broken where those of TypeScript are.
const LEVEL: usize = 2;

impl Data {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An object of named members.
    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let named = |(name, member): (&str, Self)| (name.to_owned(), member);
        Self::Object(members.into_iter().map(named).collect())
    }

    /// A JSON value.
    pub fn value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Code("null".to_owned()),
            Value::Bool(flag) => Self::Code(flag.to_string()),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::text(text),
            Value::Array(items) => Self::List(items.iter().map(Self::value).collect()),
            Value::Object(members) => {
                let member =
                    |(name, member): (&String, &Value)| (name.clone(), Self::value(member));
                Self::Object(members.iter().map(member).collect())
            }
        }
    }

    /// The data with each member or item of the outermost bracket on a line of its own.
    pub fn lay_out(&self, style: Style) -> String {
        let mut text = String::new();
        self.write_broken(&mut text, style, 0);
        text
    }

    /// The data at a depth of its statement's brackets, on one line where it fits behind `return`.
    pub fn nested(&self, style: Style, depth: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, style, depth, depth * LEVEL + 7, 1);
        text
    }

    /// Writes the data behind `taken` columns of its line, with `trailing` columns left free behind it.
    fn write(&self, text: &mut String, style: Style, depth: usize, taken: usize, trailing: usize) {
        match self.flat(style) {
            Some(flat) if taken + flat.chars().count() + trailing <= WIDTH => text.push_str(&flat),
            _ => self.write_broken(text, style, depth),
        }
    }

    fn write_broken(&self, text: &mut String, style: Style, depth: usize) {
        let inner = depth + 1;
        match self {
            Self::List(items) if !items.is_empty() => {
                text.push('[');
                if items.len() > 1 && items.iter().all(|item| matches!(item, Self::Number(_))) {
                    fill(text, items, style, inner);
                } else {
                    let count = items.len();
                    for (index, item) in items.iter().enumerate() {
                        let comma = comma(style, index + 1 == count);
                        new_line(text, style, inner);
                        item.write(text, style, inner, inner * LEVEL, comma.len());
                        text.push_str(comma);
                    }
                }
                new_line(text, style, depth);
                text.push(']');
            }
            Self::Object(members) if !members.is_empty() => {
                text.push('{');
                for (index, (name, member)) in members.iter().enumerate() {
                    new_line(text, style, inner);
                    let name = member_key(name, style);
                    text.push_str(&name);
                    text.push(':');
                    let taken = inner * LEVEL + name.chars().count() + 2;
                    let is_long = |it: &String| taken + it.chars().count() + 1 > WIDTH;
                    // Prettier puts a long text below its key in code, and the compiler beside it again.
                    let below = style == Style::TypeScript
                        && matches!(member, Self::Text(_))
                        && member.flat(style).as_ref().is_some_and(is_long);
                    if below {
                        new_line(text, style, inner + 1);
                    } else {
                        text.push(' ');
                    }
                    let comma = comma(style, index + 1 == members.len());
                    member.write(text, style, inner, taken, comma.len());
                    text.push_str(comma);
                }
                new_line(text, style, depth);
                text.push('}');
            }
            _ => text.push_str(&self.flat(style).unwrap_or_default()),
        }
    }

    /// The data on one line; `None` where it is broken whatever its length.
    fn flat(&self, style: Style) -> Option<String> {
        Some(match self {
            Self::Code(code) => code.clone(),
            Self::Text(text) if style == Style::Json => json_string(text),
            Self::Text(text) => string(text),
            Self::Number(text) if style == Style::Json => text.clone(),
            Self::Number(text) => number(text),
            Self::List(items) => {
                let is_broken = items.len() > 1
                    && (items
                        .iter()
                        .all(|item| matches!(item, Self::Object(it) if it.len() > 1))
                        || items
                            .iter()
                            .all(|item| matches!(item, Self::List(it) if it.len() > 1)));
                if is_broken {
                    return None;
                }
                let items: Option<Vec<String>> = items.iter().map(|it| it.flat(style)).collect();
                format!("[{}]", items?.join(", "))
            }
            Self::Object(members) if members.is_empty() => "{}".to_owned(),
            Self::Object(members) => {
                let flat = |(name, member): &(String, Self)| {
                    let name = member_key(name, style);
                    member.flat(style).map(|member| format!("{name}: {member}"))
                };
                let members: Option<Vec<String>> = members.iter().map(flat).collect();
                format!("{{ {} }}", members?.join(", "))
            }
        })
    }
}

/// As many numbers to a line as fit.
fn fill(text: &mut String, items: &[Data], style: Style, depth: usize) {
    let mut column = usize::MAX;
    for (index, item) in items.iter().enumerate() {
        let item = item.flat(style).unwrap_or_default() + comma(style, index + 1 == items.len());
        if column.saturating_add(1 + item.len()) > WIDTH {
            new_line(text, style, depth);
            column = depth * LEVEL + item.len();
        } else {
            text.push(' ');
            column += 1 + item.len();
        }
        text.push_str(&item);
    }
}

fn new_line(text: &mut String, style: Style, depth: usize) {
    let level = if style == Style::JavaScript { 4 } else { LEVEL };
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', depth * level));
}

/// What stands behind a part on a line of its own.
fn comma(style: Style, is_last: bool) -> &'static str {
    if is_last && style == Style::Json {
        ""
    } else {
        ","
    }
}

fn member_key(name: &str, style: Style) -> String {
    match (name, style) {
        (_, Style::Json) => json_string(name),
        // Bare or in quotes it would set the object's prototype.
        ("__proto__", _) => "[\"__proto__\"]".to_owned(),
        _ => key(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Data {
        Data::object([
            ("name", Data::text("x".repeat(69))),
            ("below", Data::text("x".repeat(72))),
            (
                "pairs",
                Data::value(&serde_json::from_str("[[1, 0], [0, 1.50]]").unwrap()),
            ),
            ("__proto__", Data::value(&serde_json::json!({"a b": null}))),
        ])
    }

    #[test]
    fn only_long_texts_stand_on_lines_that_the_compiler_joins() {
        let (short, long) = ("x".repeat(69), "x".repeat(72));
        let expected = format!(
            "{{\n  name: \"{short}\",\n  below:\n    \"{long}\",\n  pairs: [\n    [1, 0],\n    [0, 1.5],\n  ],\n  \
             [\"__proto__\"]: {{ \"a b\": null }},\n}}"
        );
        assert_eq!(data().lay_out(Style::TypeScript), expected);
        let joined = expected
            .replace(":\n    \"x", ": \"x")
            .replace("  ", "    ");
        assert_eq!(data().lay_out(Style::JavaScript), joined);
    }

    #[test]
    fn json_is_json() {
        let written = data().lay_out(Style::Json);
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["pairs"][1][1].to_string(), "1.50");
        assert!(read["__proto__"]["a b"].is_null());
    }

    #[test]
    fn what_just_fits_stays_on_its_line() {
        // Eight columns stand before the text, two for its quotes, and in JSON no comma behind it.
        for (length, lines) in [(66, 3), (67, 5)] {
            let list = Data::List(vec![Data::text("x".repeat(length))]);
            let data = Data::object([("name", list)]).lay_out(Style::Json);
            assert_eq!(data.lines().count(), lines, "{data}");
        }
    }

    #[test]
    fn numbers_share_lines() {
        let numbers = Data::List((0..40).map(|it| Data::Number(it.to_string())).collect());
        let list = Data::object([("numbers", numbers)]).lay_out(Style::TypeScript);
        assert_eq!(list.lines().count(), 6, "{list}");
        assert!(list.lines().all(|line| line.len() <= WIDTH));
    }
}
