//! Go's names, literals and comments, laid out as gofmt wants them. Pure text.

use super::naming::Language;
use super::prose;

/// Columns of a comment; gofmt breaks no lines.
const WIDTH: usize = 100;

/// Go as the names that are made for it see it: they begin with an upper-case letter or are those of files, so none of
/// them can be a keyword.
pub static LANGUAGE: Language = Language { reserved: &[] };

/// Words that Go's linters want in one case.
const INITIALISMS: &[&str] = &[
    "ACL", "AMQP", "API", "ASCII", "CPU", "CSS", "DB", "DNS", "EOF", "GID", "GUID", "HTML", "HTTP",
    "HTTPS", "ID", "IP", "JSON", "QPS", "RAM", "RPC", "RTP", "SIP", "SLA", "SMTP", "SQL", "SSH",
    "TCP", "TLS", "TS", "TTL", "UDP", "UI", "UID", "URI", "URL", "UTF8", "UUID", "VM", "XML",
    "XMPP", "XSRF", "XSS",
];

/// The last words of file names that the go command takes for a condition: tests, systems and processors.
const CONDITIONS: &[&str] = &[
    "386",
    "aix",
    "amd64",
    "amd64p32",
    "android",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "solaris",
    "sparc",
    "sparc64",
    "test",
    "wasip1",
    "wasm",
    "windows",
    "zos",
];

/// Path elements that the go command or a file system gives a meaning.
const ELEMENTS: &[&str] = &[
    "aux", "con", "internal", "nul", "prn", "testdata", "vendor", "com1", "com2", "com3", "com4",
    "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
    "lpt8", "lpt9",
];

/// A name in `PascalCase` with its initialisms in one case: `UserId` becomes `UserID`. Only the case changes.
pub fn with_initialisms(name: &str) -> String {
    let mut spelt = String::with_capacity(name.len());
    let mut rest = name;
    while !rest.is_empty() {
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, character)| character.is_ascii_uppercase())
            .map_or(rest.len(), |(index, _)| index);
        let (word, after) = rest.split_at(end);
        spelt.push_str(&initialism(word).unwrap_or_else(|| word.to_owned()));
        rest = after;
    }
    spelt
}

/// The word in upper case, where it is an initialism, perhaps with a plural's `s` or a number behind it.
fn initialism(word: &str) -> Option<String> {
    let upper = word.to_ascii_uppercase();
    let is_one = |text: &str| INITIALISMS.contains(&text);
    if is_one(&upper) {
        return Some(upper);
    }
    let stem = upper.trim_end_matches(|c: char| c.is_ascii_digit());
    if is_one(stem) {
        return Some(upper);
    }
    let singular = upper.strip_suffix('S').filter(|stem| is_one(stem))?;
    Some(format!("{singular}s"))
}

/// Whether a file of this stem would be built only under a condition, such as `x_windows` or `x_test`, perhaps once
/// something stands before it.
pub fn is_conditional(stem: &str) -> bool {
    let last = stem.rsplit_once('_').map_or(stem, |(_, last)| last);
    CONDITIONS.contains(&last)
}

/// Whether a path may not have this element, for the go command's or a file system's sake.
pub fn is_special_element(element: &str) -> bool {
    ELEMENTS.contains(&element.to_ascii_lowercase().as_str())
}

/// A string literal in ASCII: raw where quotes would have to be escaped and may stand as they are.
pub fn string(text: &str) -> String {
    let is_raw = |character: char| matches!(character, ' '..='~') && character != '`';
    if text.contains(['"', '\\']) && text.chars().all(is_raw) {
        return format!("`{text}`");
    }
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '"' | '\\' => literal.extend(['\\', character]),
            ' '..='~' => literal.push(character),
            '\0'..='\u{7f}' => literal.push_str(&format!("\\x{:02x}", u32::from(character))),
            '\0'..='\u{ffff}' => literal.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => literal.push_str(&format!("\\U{:08x}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}

/// Comment lines at a depth of indentation. They are one paragraph of plain words: gofmt rewrites lists, headings,
/// links and quotes in comments, and tools obey what a comment's first words say, so no line begins with anything but
/// a word. `about` stands before a text that does not begin with one.
pub fn comment(about: &str, text: &str, indent: usize) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| apart(&prose::visible(word)))
        .collect();
    let mut words: Vec<&str> = words.iter().flat_map(|word| word.split(' ')).collect();
    let Some(first) = words.first() else {
        return String::new();
    };
    if !is_plain_word(first) {
        words.insert(0, about);
    }
    let margin = "\t".repeat(indent);
    let mut lines = String::new();
    let mut length = 0;
    for word in words {
        let word_length = word.chars().count();
        let is_full = length + 1 + word_length > WIDTH;
        if length == 0 || is_full && is_plain_word(word) {
            let end = if length == 0 { "" } else { "\n" };
            lines.push_str(&format!("{end}{margin}// {word}"));
            length = word_length;
        } else {
            lines.push(' ');
            lines.push_str(word);
            length += 1 + word_length;
        }
    }
    lines.push('\n');
    lines
}

/// The word with a space in each pair of quotes that gofmt would take for one character.
fn apart(word: &str) -> String {
    let mut spaced = String::with_capacity(word.len());
    for character in word.chars() {
        if matches!(character, '`' | '\'') && spaced.ends_with(character) {
            spaced.push(' ');
        }
        spaced.push(character);
    }
    spaced
}

/// Whether a line that begins with this word is plain text to every tool.
fn is_plain_word(word: &str) -> bool {
    let is_marker = word.ends_with(':') || word.starts_with("nolint");
    word.starts_with(char::is_alphabetic) && !is_marker
}

/// The struct tag that gives a field its name in package `encoding/json`, with a space before it. `None` where that
/// package cannot be told the name.
pub fn tag(name: &str, can_be_left_out: bool) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$@/#: ".contains(&byte);
    if name.is_empty() || name == "-" || !name.bytes().all(is_plain) {
        return None;
    }
    let end = if can_be_left_out { ",omitzero" } else { "" };
    Some(format!(" `json:\"{name}{end}\"`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initialisms_are_of_one_case() {
        for (name, expected) in [
            ("UserId", "UserID"),
            ("Id2", "ID2"),
            ("UrlIds", "URLIDs"),
            ("Ideal", "Ideal"),
            ("HttpUrl", "HTTPURL"),
            ("Utf8", "UTF8"),
            ("AB", "AB"),
            ("", ""),
        ] {
            assert_eq!(with_initialisms(name), expected);
        }
    }

    #[test]
    fn strings_keep_every_character() {
        assert_eq!(string("plain"), "\"plain\"");
        assert_eq!(string(r#""a\b""#), r#"`"a\b"`"#);
        assert_eq!(string("\"`"), r#""\"`""#);
        assert_eq!(
            string("\0\r\u{feff}é😀\u{7f}"),
            r#""\x00\r\ufeff\u00e9\U0001f600\x7f""#
        );
    }

    #[test]
    fn comments_are_plain_words() {
        assert_eq!(comment("X is", "Whom to greet", 1), "\t// Whom to greet\n");
        assert_eq!(comment("X is", "", 1), "");
        assert_eq!(
            comment("X is", "Deprecated: use\r\n\n- `` '''y", 0),
            "// X is Deprecated: use - ` ` ' ' 'y\n"
        );
        assert_eq!(
            comment("X is", "\u{feff}a", 0),
            "// X is U+FEFFa\n".replace("X is ", "")
        );
        let long = comment("X is", &format!("{} - 1. last", "word ".repeat(19)), 0);
        assert!(long.ends_with(" - 1.\n// last\n"), "{long}");
    }

    #[test]
    fn tags_hold_only_what_the_package_reads() {
        assert_eq!(tag("a", true).unwrap(), " `json:\"a,omitzero\"`");
        assert_eq!(
            tag("@odata.type", false).unwrap(),
            " `json:\"@odata.type\"`"
        );
        for name in ["", "-", "a,b", "a`b", "a\"b", "a\\b", "größe"] {
            assert_eq!(tag(name, false), None, "{name}");
        }
    }

    #[test]
    fn conditional_file_names_are_known() {
        assert!(is_conditional("list_windows"));
        assert!(is_conditional("run_test"));
        assert!(is_conditional("windows"));
        assert!(!is_conditional("test_run"));
    }
}
