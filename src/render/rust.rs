//! Rust's reserved words, literals and doc comments, laid out as rustfmt wants them. Pure text.

use std::cmp::Ordering;

use super::naming::Language;
use super::prose;

/// Columns of a line.
pub const WIDTH: usize = 100;

/// Columns that the arguments of a call, and of an attribute, may take on one line.
const CALL_WIDTH: usize = 60;
const ATTRIBUTE_WIDTH: usize = 70;

/// Columns that are kept free where the formatter's rules near the end of a line are hard to tell.
const BREAKABLE: usize = 8;

/// Keeps the formatter from what stands below.
pub const SKIP: &str = "#[rustfmt::skip]\n";

/// Rust: its keywords in every edition, and the words that are kept for later ones.
pub static LANGUAGE: Language = Language {
    reserved: &[
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
        "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ],
};

/// A string literal in ASCII.
pub fn string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            ' '..='~' => literal.push(character),
            _ => literal.push_str(&format!("\\u{{{:x}}}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}

/// Doc comment lines at a depth of indentation: `mark` is `///` or `//!`. The text shows as it is, whatever Markdown
/// would make of it, and nothing in it is a link, a heading or code that a test would run.
pub fn documentation(mark: &str, text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    prose::wrap(text, WIDTH - indent - mark.len() - 1)
        .iter()
        .map(|line| {
            format!("{margin}{mark} {}", escaped(line))
                .trim_end()
                .to_owned()
                + "\n"
        })
        .collect()
}

/// A doc comment line of our own Markdown, at a depth of indentation. Texts in it have gone through [`code_span`].
pub fn remark(mark: &str, markdown: &str, indent: usize) -> String {
    format!("{}{mark} {markdown}\n", " ".repeat(indent))
}

/// A text as code in Markdown, on one line.
pub fn code_span(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(prose::visible).collect();
    let line = words.join(" ");
    if line.is_empty() {
        return "(empty)".to_owned();
    }
    prose::fenced(&line)
}

/// A line of Markdown that shows the text.
fn escaped(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    if let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if "#+-=>|~*_".contains(first) {
            shown.push('\\');
            shown.push(first);
            rest = &rest[first.len_utf8()..];
        } else if digits > 0 && rest[digits..].starts_with(['.', ')']) {
            // A list would begin here.
            shown.push_str(&rest[..digits]);
            shown.push('\\');
            rest = &rest[digits..];
        }
    }
    while let Some(character) = rest.chars().next() {
        let address = ["https://", "http://"]
            .iter()
            .find(|scheme| rest.starts_with(**scheme))
            .map(|scheme| scheme.len() + address_length(&rest[scheme.len()..]));
        match (address, character) {
            (Some(length), _) => {
                shown.push_str(&format!("<{}>", &rest[..length]));
                rest = &rest[length..];
                continue;
            }
            (None, '\\' | '`' | '[' | ']' | '<') => shown.extend(['\\', character]),
            (None, '&') => shown.push_str("&amp;"),
            (None, _) => shown.push(character),
        }
        rest = &rest[character.len_utf8()..];
    }
    shown
}

/// How much of a text belongs to the address that it continues: what may stand between `<` and `>`, without the
/// punctuation of the sentence around it.
fn address_length(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text[..length]
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '*'])
        .len()
}

/// A call at a depth of indentation, with `trailing` columns left free behind it: `open` ends with the bracket.
pub fn call(open: &str, arguments: &[String], indent: usize, trailing: usize) -> String {
    let flat = arguments.join(", ");
    let line = format!("{open}{flat})");
    if arguments.is_empty()
        || (flat.len() <= CALL_WIDTH && indent + line.len() + trailing <= WIDTH)
        || (arguments.len() == 1 && indent + line.len() + trailing <= WIDTH)
    {
        return line;
    }
    let margin = " ".repeat(indent);
    let lines: String = arguments
        .iter()
        .map(|argument| format!("{margin}    {argument},\n"))
        .collect();
    format!("{open}\n{lines}{margin})")
}

/// A statement that calls a method with one argument: `object.method(argument);`. `None` where that would have to be
/// broken inside of the method's type arguments.
pub fn method_call(object: &str, method: &str, argument: &str, indent: usize) -> Option<String> {
    let margin = " ".repeat(indent);
    let tail = format!(".{method}({argument});");
    if indent + object.len() + tail.len() <= WIDTH {
        Some(format!("{margin}{object}{tail}\n"))
    } else if indent + 4 + tail.len() <= WIDTH {
        Some(format!("{margin}{object}\n{margin}    {tail}\n"))
    } else if indent + object.len() + method.len() + BREAKABLE <= WIDTH {
        Some(format!(
            "{margin}{object}.{method}(\n{margin}    {argument},\n{margin});\n"
        ))
    } else {
        None
    }
}

/// The attributes that serde needs on a field, each given as `key = "value"`.
pub fn serde_attributes(arguments: &[String], indent: usize) -> String {
    let margin = " ".repeat(indent);
    if arguments.is_empty() {
        return String::new();
    }
    let flat = arguments.join(", ");
    if flat.len() <= ATTRIBUTE_WIDTH {
        return format!("{margin}#[serde({flat})]\n");
    }
    arguments
        .iter()
        .map(|argument| {
            let line = format!("{margin}#[serde({argument})]\n");
            // One column is kept free.
            if line.len() <= WIDTH {
                line
            } else {
                format!("{margin}#[serde(\n{margin}    {argument}\n{margin})]\n")
            }
        })
        .collect()
}

/// Whether the fields of a struct literal stand on lines that are short enough to be left alone.
pub fn is_short_body(fields: &[String], indent: usize) -> bool {
    let is_short = |field: &String| indent + 4 + field.len() + BREAKABLE <= WIDTH;
    fields.iter().all(is_short)
}

/// A public field of a struct, at a depth of indentation.
pub fn field(name: &str, ty: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let line = format!("{margin}pub {name}: {ty},\n");
    if line.len() <= WIDTH + 1 {
        line
    } else if indent + 4 + ty.len() + 1 < WIDTH {
        format!("{margin}pub {name}:\n{margin}    {ty},\n")
    } else {
        format!("{margin}{SKIP}{line}")
    }
}

/// The body of a struct literal, brackets included, of fields given as `name: value`.
pub fn struct_body(fields: &[String], indent: usize) -> String {
    const BODY_WIDTH: usize = 18;
    let flat = fields.join(", ");
    if fields.is_empty() {
        return "{}".to_owned();
    }
    if flat.len() <= BODY_WIDTH {
        return format!("{{ {flat} }}");
    }
    let margin = " ".repeat(indent);
    let lines: String = fields
        .iter()
        .map(|field| format!("{margin}    {field},\n"))
        .collect();
    format!("{{\n{lines}{margin}}}")
}

/// A `use` of several names of one module: filled lines where it does not fit on one.
pub fn import(module: &str, names: &[&str]) -> String {
    let mut names = names.to_vec();
    names.sort_by(|left, right| version_order(left, right));
    if let [name] = names.as_slice() {
        return format!("use {module}::{name};\n");
    }
    let line = format!("use {module}::{{{}}};", names.join(", "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let mut text = format!("use {module}::{{\n");
    let mut filled = String::new();
    for name in names {
        if !filled.is_empty() && 4 + filled.len() + 1 + name.len() + 1 > WIDTH {
            text.push_str(&format!("    {filled}\n"));
            filled.clear();
        }
        if !filled.is_empty() {
            filled.push(' ');
        }
        filled.push_str(&format!("{name},"));
    }
    text.push_str(&format!("    {filled}\n}};\n"));
    text
}

/// `mod` lines, in rustfmt's order.
pub fn modules(visibility: &str, names: &[String]) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names
        .iter()
        .map(|name| format!("{visibility}mod {name};\n"))
        .collect()
}

/// The order of names in the 2024 style: runs of digits by their number, `_` before every other character, and of two
/// names that are equal so far the one with more leading zeros first.
pub fn version_order(left: &str, right: &str) -> Ordering {
    let (mut left_rest, mut right_rest) = (left, right);
    let mut by_zeros = Ordering::Equal;
    loop {
        let (left_digits, left_tail) = digits(left_rest);
        let (right_digits, right_tail) = digits(right_rest);
        if !left_digits.is_empty() && !right_digits.is_empty() {
            let significant = |digits: &'_ str| digits.trim_start_matches('0').len();
            let (left_number, right_number) = (
                &left_digits[left_digits.len() - significant(left_digits)..],
                &right_digits[right_digits.len() - significant(right_digits)..],
            );
            let by_number =
                (left_number.len(), left_number).cmp(&(right_number.len(), right_number));
            if by_number.is_ne() {
                return by_number;
            }
            by_zeros = by_zeros.then(right_digits.len().cmp(&left_digits.len()));
            (left_rest, right_rest) = (left_tail, right_tail);
            continue;
        }
        let rank = |rest: &str| {
            let next = rest.chars().next();
            next.map(|character| {
                if character == '_' {
                    0
                } else {
                    u32::from(character)
                }
            })
        };
        let by_character = rank(left_rest).cmp(&rank(right_rest));
        if by_character.is_ne() {
            return by_character;
        }
        let Some(character) = left_rest.chars().next() else {
            return by_zeros;
        };
        left_rest = &left_rest[character.len_utf8()..];
        right_rest = &right_rest[character.len_utf8()..];
    }
}

/// The digits that a text begins with, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_keep_every_character() {
        assert_eq!(string("a\"\\\n\0é"), r#""a\"\\\n\u{0}\u{e9}""#);
        assert_eq!(string("\u{202e}😀{x}"), r#""\u{202e}\u{1f600}{x}""#);
    }

    #[test]
    fn documentation_shows_text_as_it_is() {
        let shown = |text: &str| documentation("///", text, 0);
        assert_eq!(shown("see [x] <b> `y`"), "/// see \\[x\\] \\<b> \\`y\\`\n");
        assert_eq!(
            shown("# one\r\n```\n1. x"),
            "/// \\# one\n/// \\`\\`\\`\n/// 1\\. x\n"
        );
        assert_eq!(shown("(https://a.b/c_d)."), "/// (<https://a.b/c_d>).\n");
        assert_eq!(shown("*/ \u{202e}"), "/// \\*/ U+202E\n");
        assert_eq!(shown("  \n"), "");
        assert_eq!(code_span("a\n`b`"), "`` a `b` ``");
    }

    #[test]
    fn calls_are_broken_where_they_do_not_fit() {
        let arguments = ["\"a\"".to_owned(), "\"b\"".to_owned()];
        assert_eq!(call("f(", &arguments, 0, 0), "f(\"a\", \"b\")");
        let long = [format!("\"{}\"", "x".repeat(60)), "1".to_owned()];
        assert_eq!(
            call("f(", &long, 4, 1),
            format!("f(\n        {},\n        1,\n    )", long[0])
        );
    }

    #[test]
    fn names_are_sorted_as_versions() {
        let mut names = ["a10", "a2", "a_b", "ab", "a", "a2_b", "a02", "B"];
        names.sort_by(|left, right| version_order(left, right));
        // What `rustfmt --edition 2024` makes of `use x::{…}` with these names.
        assert_eq!(names, ["B", "a", "a_b", "a02", "a2", "a2_b", "a10", "ab"]);
    }
}
