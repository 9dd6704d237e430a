//! Texts for the files that every plugin has whatever its language: TOML, Makefile, Dockerfile, shell, Markdown. Pure
//! text.

use super::prose;

/// A basic string of TOML.
pub fn toml(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if !prose::is_unseen(character) => literal.push(character),
            _ if u32::from(character) <= 0xffff => {
                literal.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => literal.push_str(&format!("\\U{:08X}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}

/// A scalar of YAML that every reader takes for this text: plain where nobody could take it for something else.
pub fn yaml(text: &str) -> String {
    // What readers of YAML 1.1 take for a value of another type.
    const WORDS: [&str; 10] = [
        "y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan",
    ];
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_- .".contains(&byte);
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(legal)
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_plain {
        return text.to_owned();
    }
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            _ if !prose::is_unseen(character) => literal.push(character),
            _ => literal.push_str(&format!("\\U{:08X}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}

/// One word of a POSIX shell. White space and control characters become a space: no word of ours needs them.
pub fn shell(text: &str) -> String {
    let line = one_line(text);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if !line.is_empty() && line.bytes().all(is_plain) {
        line
    } else {
        format!("'{}'", line.replace('\'', "'\\''"))
    }
}

/// A value in double quotes for an instruction of a Dockerfile, such as `LABEL`, where `$` is a variable.
pub fn docker(text: &str) -> String {
    let line = one_line(text);
    let escaped = line
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('$', "\\$");
    format!("\"{escaped}\"")
}

/// Markdown that shows the text as it is, on one line; also in a table.
pub fn markdown(text: &str) -> String {
    let line = one_line(text);
    let mut escaped = String::with_capacity(line.len());
    let mut before = None;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let in_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            // Inside a word it is a letter like others.
            '_' => !(in_word(before) && in_word(after)),
            '&' => in_word(after) || after == Some('#'),
            // At the start of a line these begin headings, lists and quotations.
            '#' | '+' | '-' | '=' | '>' => before.is_none(),
            '.' | ')' => !escaped.is_empty() && escaped.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// Markdown that shows the text as code, on one line; also in a table.
pub fn markdown_code(text: &str) -> String {
    let line = one_line(text).replace('|', "\\|");
    if line.is_empty() {
        return String::new();
    }
    prose::fenced(&line)
}

/// White space as single spaces, and unseen characters spelt out.
fn one_line(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_plain = bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ");
    if is_plain {
        return text.to_owned();
    }
    let words: Vec<String> = text.split_whitespace().map(prose::visible).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place() {
        assert_eq!(toml("a\"\\\n\0"), r#""a\"\\\n\u0000""#);
        assert_eq!(shell("libssl-dev"), "libssl-dev");
        assert_eq!(shell("a'; rm\n$x"), r"'a'\''; rm $x'");
        assert_eq!(shell(""), "''");
        assert_eq!(docker("$(x) \"\\"), r#""\$(x) \"\\""#);
        assert_eq!(markdown("<b> | `x`\n# y"), r"\<b> \| \`x\` # y");
        assert_eq!(
            markdown("# a_b _c_ &lt; & (d)"),
            r"\# a_b \_c\_ \&lt; & (d)"
        );
        assert_eq!(markdown("1. one"), r"1\. one");
        assert_eq!(markdown_code("a ``b`` | c"), r"```a ``b`` \| c```");
        assert_eq!(markdown_code("`"), "`` ` ``");
    }
}
