//! Python's reserved words, literals, comments and docstrings, laid out as its formatters want them. Pure text.

use super::layout::Expression;
use super::naming::Language;
use super::prose;
use crate::model::Value;

/// Columns of a line.
pub const WIDTH: usize = 120;

/// Python: its keywords, and `l`, `O` and `I`, which linters refuse because they look like digits.
pub static LANGUAGE: Language = Language {
    reserved: &[
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield", "l", "O", "I", "self", "cls",
    ],
};

/// A string literal in ASCII, in the quotes that need fewer escapes.
pub fn string(text: &str) -> String {
    let count = |quote| text.chars().filter(|&character| character == quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for character in text.chars() {
        match character {
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\\' => literal.push_str("\\\\"),
            _ if character == quote => literal.extend(['\\', quote]),
            ' '..='~' => literal.push(character),
            '\0'..='\u{ff}' => literal.push_str(&format!("\\x{:02x}", u32::from(character))),
            '\0'..='\u{ffff}' => literal.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => literal.push_str(&format!("\\U{:08x}", u32::from(character))),
        }
    }
    literal.push(quote);
    literal
}

/// A JSON value as a Python expression.
pub fn value(value: &Value) -> Expression {
    match value {
        Value::Null => Expression::atom("None"),
        Value::Bool(true) => Expression::atom("True"),
        Value::Bool(false) => Expression::atom("False"),
        Value::Number(number) => Expression::atom(self::number(&number.to_string())),
        Value::String(text) => Expression::atom(string(text)),
        Value::Array(items) => {
            Expression::bracket("[", items.iter().map(self::value).collect(), "]")
        }
        Value::Object(members) => {
            let parts = members
                .iter()
                .map(|(key, member)| self::value(member).prefixed(&format!("{}: ", string(key))));
            Expression::bracket("{", parts.collect(), "}")
        }
    }
}

/// A JSON number: Python reads the same text, but refuses more than 4,300 digits.
fn number(text: &str) -> String {
    let text = text.to_ascii_lowercase().replace("e+", "e");
    if text.len() > 4_000 && !text.contains(['.', 'e']) {
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text.as_str()), |digits| ("-", digits));
        return format!("{sign}{digits}e0");
    }
    text
}

/// A docstring at a depth of indentation, with its quotes.
pub fn docstring(text: &str, indent: usize) -> String {
    // Formatters leave a single line together with its quotes however long it is, and want several lines otherwise.
    let lines = prose::wrap(text, WIDTH - indent - 6);
    if lines.is_empty() {
        return "\"\"\" \"\"\"".to_owned();
    }
    if let [line] = lines.as_slice() {
        return format!("\"\"\"{}\"\"\"", docstring_line(line, true, true));
    }
    let margin = " ".repeat(indent);
    let mut docstring = "\"\"\"".to_owned();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            docstring.push('\n');
            if !line.is_empty() {
                docstring.push_str(&margin);
            }
        }
        docstring.push_str(&docstring_line(line, index == 0, false));
    }
    docstring.push('\n');
    docstring.push_str(&margin);
    docstring.push_str("\"\"\"");
    docstring
}

/// A line of a docstring. A quote is escaped beside another one and beside the docstring's own.
fn docstring_line(line: &str, is_first: bool, is_last: bool) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut before = is_first.then_some('"');
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().or(is_last.then_some('"'));
        let is_unsafe = character == '"' && (before == Some('"') || after == Some('"'));
        if is_unsafe || character == '\\' {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// Comment lines at a depth of indentation, in the form that documents the name below them. No text can pass for an
/// instruction to a tool: those begin otherwise.
pub fn comment(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    prose::wrap(text, WIDTH - indent - 3)
        .iter()
        .map(|line| format!("{margin}#: {line}").trim_end().to_owned() + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_keep_every_character() {
        assert_eq!(string("a\"b"), r#"'a"b'"#);
        assert_eq!(string("a\"'b"), r#""a\"'b""#);
        assert_eq!(
            string("\\\n\0\u{202e}é😀"),
            r#""\\\n\x00\u202e\xe9\U0001f600""#
        );
    }

    #[test]
    fn values_become_expressions() {
        let shown = value(&json!({"a": [1, true, null], "b": "x"})).lay_out(0, WIDTH, 0);
        assert_eq!(shown, r#"{"a": [1, True, None], "b": "x"}"#);
    }

    #[test]
    fn docstrings_cannot_be_left() {
        assert_eq!(
            docstring("Says \"\"\" and \\", 4),
            r#""""Says \"\"\" and \\""""#
        );
        for quotes in 1..9 {
            let text = "\"".repeat(quotes);
            let escaped = "\\\"".repeat(quotes);
            assert_eq!(docstring(&text, 4), format!("\"\"\"{escaped}\"\"\""));
        }
        assert_eq!(docstring("\"quoted\"", 4), r#""""\"quoted\"""""#);
        assert_eq!(
            docstring("one\n\ntwo", 4),
            "\"\"\"one\n\n    two\n    \"\"\""
        );
    }

    #[test]
    fn comments_stay_comments() {
        assert_eq!(
            comment("type: ignore\r\nx = 1", 4),
            "    #: type: ignore\n    #: x = 1\n"
        );
    }
}
