//! Part of the YAML reader: findings about colons that are missing, too close, or too many, and about ` #`.

use super::Scene;
use super::outline::line_start;
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;
use crate::yaml::quote::short;

/// A line without a colon where a key must stand.
pub static MISSING_COLON: RuleInfo = RuleInfo {
    id: "missing-colon",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a line among keys has no colon",
    why: "In a mapping every line is `key: value`. A line without a colon is either a key whose colon was forgotten, or \
          text that belongs to the line above but is not indented further than it.",
    bad: "# omit: title\ntitle Example\nvendor: acme\n",
    good: "title: Example\nvendor: acme\n",
};

/// A colon or dash without the space after it.
pub static MISSING_SPACE: RuleInfo = RuleInfo {
    id: "missing-space",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "no space stands after a colon or a dash",
    why: "A colon ends a key, and a dash begins a list item, only with a blank after it; so that `http://host` and `-1` \
          can be written without quotes. `key:value` is a single word to YAML.",
    bad: "title:Example\nvendor: acme\n",
    good: "title: Example\nvendor: acme\n",
};

/// A colon and a blank inside a plain value.
pub static UNQUOTED_COLON: RuleInfo = RuleInfo {
    id: "unquoted-colon",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a value without quotes holds a colon and a space",
    why: "`: ` ends a key wherever it stands, so a value that holds it looks like a second key on the same line. Put the \
          value in quotes.",
    bad: "description: Greeting: say hello\n",
    good: "description: \"Greeting: say hello\"\n",
};

/// A blank and a `#` inside a plain value.
pub static UNQUOTED_HASH: RuleInfo = RuleInfo {
    id: "unquoted-hash",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a value without quotes is cut off by ` #`",
    why: "A `#` after a blank begins a comment wherever it stands, so the rest of the line is not part of the value, and \
          a value that goes on on the next line falls apart. Put the value in quotes.",
    bad: "description: Answers ticket #5\n  and others\n",
    good: "description: \"Answers ticket #5\n  and others\"\n",
};

pub(super) fn no_colon(scene: Scene<'_>, place: Span) -> Diagnostic {
    let text = scene.slice((place.start as usize, place.end as usize));
    let lead = text.len() - text.trim_start().len();
    let message = format!(
        "`{}` stands where a key is expected, but has no colon",
        short(text)
    );
    let found = Diagnostic::new(&MISSING_COLON, place, message).at("not of the form `key: value`");
    let mut words = text.split_whitespace();
    let is_key = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    match (words.next(), words.next()) {
        // `title Example` more likely lacks a colon, `and so on.` an indentation.
        (Some(key), Some(_)) if is_key(key) && words.next().is_none() => found
            .help(format!("write `{key}: …`; or indent the line further if it goes on with the text above"))
            .fix(
                Applicability::Unsafe,
                "add the colon",
                place.part(lead + key.len(), lead + key.len()),
                ":",
            ),
        (Some(key), None) if is_key(key) => found
            .help(format!("write `{key}:`; or indent the line further if it goes on with the text above"))
            .fix(
                Applicability::Unsafe,
                "add the colon",
                place.part(lead + key.len(), lead + key.len()),
                ":",
            ),
        _ => found.help("if it goes on with the text above, indent it further than that text's key, or use a block: `key: |`"),
    }
}

pub(super) fn no_space(scene: Scene<'_>, place: Span, colon: usize) -> Diagnostic {
    let text = scene.slice((place.start as usize, place.end as usize));
    let message = format!("no space stands after the colon of `{}`", short(text));
    let after = place.part(colon + 1, colon + 1);
    Diagnostic::new(&MISSING_SPACE, place.part(colon, colon + 1), message)
        .at("a space must follow")
        .help(format!(
            "write `{}: {}`",
            &text[..colon],
            short(&text[colon + 1..])
        ))
        .fix(Applicability::Safe, "add the space", after, " ")
}

pub(super) fn no_space_after_dash(scene: Scene<'_>, place: Span) -> Diagnostic {
    let text = scene.rest_of_line(place.start as usize);
    let message = format!("no space stands after the dash of `{}`", short(text));
    Diagnostic::new(&MISSING_SPACE, place, message)
        .at("a space must follow")
        .help("a list item begins with a dash and a space")
        .fix(
            Applicability::Unsafe,
            "add the space",
            place.part(1, 1),
            " ",
        )
}

pub(super) fn in_value(scene: Scene<'_>, place: Span, value: (usize, usize)) -> Diagnostic {
    let text = scene.slice(value);
    let message = format!("the value `{}` holds a colon and needs quotes", short(text));
    let found =
        Diagnostic::new(&UNQUOTED_COLON, place, message).at("YAML takes this for the end of a key");
    let before = &scene.text[line_start(scene.text, value.0)..value.0];
    if before.trim().is_empty() {
        return found.help("put the whole text in quotes, from its first line to its last, or use a block: `key: |`");
    }
    scene.quote(found.help("put the value in quotes"), value)
}

pub(super) fn hash_in_value(scene: Scene<'_>, place: Span, value: (usize, usize)) -> Diagnostic {
    let text = scene.slice(value);
    let message = format!("the value `{}` is cut off by ` #`", short(text));
    Diagnostic::new(&UNQUOTED_HASH, place, message)
        .at("begins a comment")
        .help("put the whole value in quotes, or move the comment to a line of its own above")
}
