//! Part of the YAML reader: findings about characters that mean something to YAML at the start of a value.

use super::outline::{line_end, line_start};
use super::{Explained, SYNTAX_ERROR, Scene, value_at};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;
use crate::yaml::events::LONGEST_PIECE;
use crate::yaml::quote::{quoted, short};
use crate::yaml::tag::INVALID_TAG;

/// A value that begins with a character of YAML's own.
pub static UNQUOTED_CHARACTER: RuleInfo = RuleInfo {
    id: "unquoted-character",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a value begins with a character that needs quotes",
    why: "Some characters mean something to YAML at the start of a value: `*` an alias, `&` an anchor, `!` a tag, `%` a \
          directive, `,` `]` `}` parts of a list or mapping, `? ` a key; `@` and the backtick are reserved. A text that \
          begins with one of them must stand in quotes.",
    bad: "description: @acme emits greetings\n",
    good: "description: \"@acme emits greetings\"\n",
};

/// Rubbish after `|` or `>`.
pub static INVALID_BLOCK_HEADER: RuleInfo = RuleInfo {
    id: "invalid-block-header",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "text stands on the line that begins a text block",
    why: "`|` and `>` begin a block of text on the lines that follow. On their own line only `+` or `-` (keep or drop the \
          last line ends), one digit from 1 to 9 (the indentation) and a comment may stand.",
    bad: "description: | Emits greetings\n",
    good: "description: |\n  Emits greetings\n",
};

/// A `%` line that is no directive.
pub static INVALID_DIRECTIVE: RuleInfo = RuleInfo {
    id: "invalid-directive",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a line that begins with `%` is not a directive of YAML",
    why: "Before a document, a line that begins with `%` tells the reader something: `%YAML 1.2` or `%TAG ! prefix`. There \
          are no others, and specs need none of them.",
    bad: "%macro\n---\ntitle: Example\n",
    good: "title: Example\n",
};

/// A character at `place` that cannot begin the value it begins.
pub(super) fn bad_start(scene: Scene<'_>, place: Span, value: (usize, usize)) -> Diagnostic {
    let start = place.start as usize;
    let first = scene.text[start..].chars().next().unwrap_or_default();
    let meaning = match first {
        '*' => "`*` begins an alias, which is one word of letters, digits, `-` and `_`",
        '&' => "`&` begins an anchor, which is one word of letters, digits, `-` and `_`",
        '!' => "`!` begins a tag",
        '%' => "`%` begins a directive",
        '@' | '`' => "YAML reserves this character",
        '?' => "`? ` begins a key",
        '|' | '>' => "text blocks cannot stand within brackets",
        _ => "this character belongs to a list or mapping",
    };
    let text = scene.slice(value);
    let message = if matches!(first, ']' | '}' | ',') {
        format!("`{first}` stands where a value is expected")
    } else {
        format!("`{}` begins with `{first}` and needs quotes", short(text))
    };
    let found = Diagnostic::new(&UNQUOTED_CHARACTER, place, message).at(meaning);
    let before = &scene.text[line_start(scene.text, start)..start];
    let stands_alone = before.trim_end().is_empty() || before.trim_end().ends_with([':', '-']);
    if matches!(first, ']' | '}' | ',') {
        return found.help("delete it, or put the text in quotes");
    }
    if !stands_alone {
        return found.help("put the text in quotes");
    }
    scene.quote(found.help("put the value in quotes"), value)
}

pub(super) fn block_header(scene: Scene<'_>, place: Span) -> Diagnostic {
    let (start, end) = (place.start as usize, place.end as usize);
    let text = scene.slice((start, end));
    let mark = &text[..1.min(text.len())];
    let rest = text[mark.len()..].trim_start();
    let message = format!(
        "`{}` stands after `{mark}`, which begins a text block",
        short(rest)
    );
    let at = end - rest.len();
    let found = Diagnostic::new(&INVALID_BLOCK_HEADER, scene.span(at, end), message)
        .at("nothing but `+`, `-`, a digit from 1 to 9 or a comment may follow");
    if rest.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first)) {
        return found.help(format!("write `{mark}`, `{mark}-` or `{mark}+`"));
    }
    found.help(
        "begin the text on the next line, or put the value in quotes if the mark is meant as text",
    )
}

/// A tag that is none, at `start`.
pub(super) fn tag(scene: Scene<'_>, start: usize) -> Diagnostic {
    let (start, end) = value_at(scene, start);
    let text = scene.slice((start, end));
    let word = text.find([' ', '\t']).unwrap_or(text.len());
    let message = format!(
        "`{}` begins with `!`, but is not a tag of YAML",
        short(&text[..word])
    );
    Diagnostic::new(&INVALID_TAG, scene.span(start, start + word), message)
        .at("a tag, because it begins with `!`")
        .help("if it is meant as text, put the whole value in quotes; if not, delete it")
        .fix(
            Applicability::Unsafe,
            "quote the value",
            scene.span(start, end),
            quoted(text),
        )
}

/// A tag that a comma follows directly, in the lines on which libyaml may have panicked, which it does on that.
pub(super) fn tag_before_comma(scene: Scene<'_>, at: usize) -> Option<(usize, Diagnostic)> {
    let first = line_start(scene.text, at);
    let mut last = scene.text.len().min(at + LONGEST_PIECE);
    while !scene.text.is_char_boundary(last) {
        last -= 1;
    }
    let text = &scene.text[first..line_end(scene.text, last)];
    let (offset, word) = text
        .split([' ', '[', '{', '\n'])
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .find(|(_, word)| word.starts_with('!') && word.contains(','))?;
    let length = word.find(',').unwrap_or(word.len());
    let start = first + offset;
    let message = format!(
        "a comma follows the tag `{}` directly",
        short(&word[..length])
    );
    let found = Diagnostic::new(&INVALID_TAG, scene.span(start, start + length), message)
        .at("a tag, because it begins with `!`")
        .help("put a space or a value after the tag, or the text in quotes");
    Some((start, found))
}

/// A `%` line at `start`.
pub(super) fn directive(scene: Scene<'_>, start: usize) -> Diagnostic {
    let (start, end) = value_at(scene, start);
    let message = format!(
        "`{}` is not a directive of YAML",
        short(scene.slice((start, end)))
    );
    Diagnostic::new(&INVALID_DIRECTIVE, scene.span(start, end), message)
        .at("a directive, because the line begins with `%`")
        .help("delete the line, or put the text in quotes")
}

/// A character in the line from `line` to `at` that ends a line for YAML, but not for an editor.
pub(super) fn line_separator(scene: Scene<'_>, line: usize, at: usize) -> Option<Explained> {
    const SEPARATORS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    let end = line_end(scene.text, line).min(at.max(line));
    let start = line + scene.text[line..end].rfind(SEPARATORS)?;
    let character = scene.text[start..].chars().next()?;
    let message = format!(
        "the invisible character U+{:04X} ends the line for YAML",
        u32::from(character)
    );
    let place = scene.span(start, start);
    Some(Explained {
        found: Diagnostic::new(&SYNTAX_ERROR, place, message)
            .at("a line end here, which most editors do not show")
            .help("delete it, or put a space in its place")
            .fix(
                Applicability::Unsafe,
                "put a space in its place",
                place,
                " ",
            ),
        cause: line,
    })
}
