//! TypeScript's and JavaScript's reserved words, literals and comments, written as Prettier wants them. Pure text.

mod data;

use super::naming::Language;
use super::prose;
use crate::model::Value;

pub use data::{Data, Style};

/// Columns of a line: what Prettier has where nothing else is set.
pub const WIDTH: usize = 80;

/// TypeScript: the keywords of both languages, what strict mode forbids, and the names that a module of CommonJS has.
pub static LANGUAGE: Language = Language {
    reserved: &[
        "abstract",
        "any",
        "arguments",
        "as",
        "async",
        "await",
        "boolean",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "declare",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "exports",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "get",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "is",
        "keyof",
        "let",
        "module",
        "namespace",
        "never",
        "new",
        "null",
        "number",
        "object",
        "of",
        "package",
        "private",
        "protected",
        "public",
        "require",
        "return",
        "set",
        "static",
        "string",
        "super",
        "switch",
        "symbol",
        "this",
        "throw",
        "true",
        "try",
        "type",
        "typeof",
        "undefined",
        "unique",
        "unknown",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ],
};

/// A string literal, in the quotes that need fewer escapes. What cannot be seen is escaped.
pub fn string(text: &str) -> String {
    let count = |quote| text.chars().filter(|&character| character == quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    quoted(text, quote)
}

/// A string of JSON. What cannot be seen is escaped.
pub fn json_string(text: &str) -> String {
    quoted(text, '"')
}

fn quoted(text: &str, quote: char) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for character in text.chars() {
        match character {
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\\' => literal.push_str("\\\\"),
            _ if character == quote => literal.extend(['\\', quote]),
            _ if !prose::is_unseen(character) => literal.push(character),
            _ => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    literal.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    literal.push(quote);
    literal
}

/// A number literal, of the text that JSON has for it.
pub fn number(text: &str) -> String {
    let text = text.to_ascii_lowercase().replace("e+", "e");
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, format!("e{exponent}")),
        None => (text.as_str(), String::new()),
    };
    let mantissa = match mantissa.split_once('.') {
        Some(_) => mantissa.trim_end_matches('0').trim_end_matches('.'),
        None => mantissa,
    };
    format!("{mantissa}{exponent}")
}

/// A key of an object or an interface: bare where it may be.
pub fn key(name: &str) -> String {
    if is_identifier(name) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// Whether a text is an identifier. Only Latin letters count: whether others do differs from one version of Unicode to
/// the next.
pub fn is_identifier(text: &str) -> bool {
    let legal = |it: char| {
        it.is_ascii_alphanumeric()
            || matches!(it, '_' | '$')
            || matches!(it, '\u{c0}'..='\u{24f}') && it.is_alphabetic()
    };
    text.chars().all(legal) && !text.is_empty() && !text.starts_with(|it: char| it.is_ascii_digit())
}

/// A scalar as a type of its own; `None` for what TypeScript has no literal type for.
pub fn literal_type(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(self::number(&number.to_string())),
        Value::String(text) => Some(string(text)),
        Value::Null => Some("null".to_owned()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A documentation comment at a depth of indentation; nothing for an empty text.
pub fn comment(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let lines: Vec<String> = prose::wrap(text, WIDTH - indent - 3)
        .iter()
        // A line that ends the comment, or that the compiler would obey.
        .map(|line| line.replace("*/", "*\\/").replace("@ts-", "@ ts-"))
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] if indent + line.chars().count() + 7 <= WIDTH => format!("{margin}/** {line} */\n"),
        lines => {
            let mut comment = format!("{margin}/**\n");
            for line in lines {
                comment.push_str(format!("{margin} * {line}").trim_end());
                comment.push('\n');
            }
            comment.push_str(&format!("{margin} */\n"));
            comment
        }
    }
}

/// Line comments; nothing for an empty text.
pub fn line_comment(text: &str) -> String {
    let lines = prose::wrap(text, WIDTH - 3);
    let lines = lines
        .iter()
        .map(|line| format!("// {}", line.replace("@ts-", "@ ts-")));
    lines
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place() {
        assert_eq!(string("a\"b"), "'a\"b'");
        assert_eq!(string("'\"\\"), r#""'\"\\""#);
        assert_eq!(
            string("\0\r\u{2028}é😀\u{e0001}"),
            "\"\\u0000\\r\\u2028é😀\\udb40\\udc01\""
        );
        assert_eq!(
            comment("*/ @ts-expect-error", 2),
            "  /** *\\/ @ ts-expect-error */\n"
        );
        assert_eq!(comment("a\n\nb", 0), "/**\n * a\n *\n * b\n */\n");
        assert_eq!(comment(" ", 0), "");
        assert_eq!(line_comment("@ts-nocheck\nb"), "// @ ts-nocheck\n// b\n");
    }

    #[test]
    fn numbers_are_as_prettier_writes_them() {
        for (json, expected) in [
            ("1.0e+3", "1e3"),
            ("-0.50", "-0.5"),
            ("100", "100"),
            ("1.0", "1"),
            ("2E-7", "2e-7"),
        ] {
            assert_eq!(number(json), expected);
        }
    }

    #[test]
    fn keys_are_bare_where_they_may_be() {
        assert_eq!(key("$id"), "$id");
        assert_eq!(key("class"), "class");
        assert_eq!(key("2fa"), "\"2fa\"");
        assert_eq!(key("größe"), "größe");
        assert_eq!(key("a×b"), "\"a×b\"");
        assert_eq!(key(""), "\"\"");
    }
}
