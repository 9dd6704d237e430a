//! Part of the YAML reader: findings about lists and mappings in brackets.

use super::outline::line_start;
use super::value::closing_bracket;
use super::{SYNTAX_ERROR, Scene, value_at};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;
use crate::yaml::mapping::UNQUOTED_TEMPLATE;
use crate::yaml::quote::{quoted, short};

/// A bracket that is never closed.
pub static UNCLOSED_BRACKET: RuleInfo = RuleInfo {
    id: "unclosed-bracket",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a bracket is not closed",
    why: "A list `[a, b]` or a mapping `{a: b}` in brackets goes on over line ends until its closing bracket, so one that \
          is forgotten takes in the keys that follow. This finding stands where the bracket was opened.",
    bad: "tags: [first, second\n",
    good: "tags: [first, second]\n",
};

/// Text after a closing bracket, such as `[]string`.
pub static TEXT_AFTER_BRACKET: RuleInfo = RuleInfo {
    id: "text-after-bracket",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "text stands after a closing bracket",
    why: "A value that begins with `[` is a list to YAML, and one that begins with `{` a mapping; nothing may follow the \
          closing bracket. So `[]string`, the type of a list of strings, is an empty list and then a stray word, unless \
          it stands in quotes.",
    bad: "description: [beta] Emits greetings\n",
    good: "description: \"[beta] Emits greetings\"\n",
};

pub(super) fn unclosed(scene: Scene<'_>, place: Span) -> Diagnostic {
    let start = place.start as usize;
    let text = scene.rest_of_line(start);
    let closing = if text.starts_with('[') { "]" } else { "}" };
    let message = format!("the bracket of `{}` is not closed", short(text));
    let found = Diagnostic::new(&UNCLOSED_BRACKET, place, message).at("opened here");
    match text
        .find(" #")
        .filter(|comment| text[*comment..].contains(closing))
    {
        Some(comment) => found
            .label(
                scene.span(start + comment + 1, start + text.len()),
                "a comment, because it begins with ` #`",
            )
            .help("put quotes around a value that holds ` #`"),
        None => found.help(format!("add `{closing}` where it ends")),
    }
}

pub(super) fn text_after(scene: Scene<'_>, place: Span, value: (usize, usize)) -> Diagnostic {
    let whole = scene.slice(value);
    if whole.contains('\n') {
        let message = "text stands after the closing bracket";
        return Diagnostic::new(&TEXT_AFTER_BRACKET, place, message)
            .at("nothing may follow the bracket")
            .label(scene.span(value.0, value.0 + 1), "opened here")
            .help("delete it, or put the whole value in quotes if it is meant as text");
    }
    let fix = |found| scene.quote(found, value);
    if whole.starts_with("{{") {
        let message = format!("`{}` stands without quotes", short(whole));
        return fix(
            Diagnostic::new(&UNQUOTED_TEMPLATE, scene.span(value.0, value.1), message)
                .at("YAML reads a mapping here")
                .help("put the whole value in quotes"),
        );
    }
    let message = format!("`{}` needs quotes", short(whole));
    let found = Diagnostic::new(&TEXT_AFTER_BRACKET, scene.span(value.0, value.1), message);
    fix(if whole.starts_with("[]") {
        found
            .at("YAML reads an empty list, and then a stray word")
            .help(format!("write `{}`", quoted(whole)))
    } else {
        found
            .at("YAML reads a list or mapping, and then stray text")
            .help("put the whole value in quotes")
    })
}

/// The opening bracket for a fault: the place where libyaml began, if a bracket stands there, else the last one
/// before the fault.
pub(super) fn opening(scene: Scene<'_>, began: usize, at: usize) -> usize {
    if scene.text[began..].starts_with(['[', '{']) {
        return began;
    }
    scene.text[..at].rfind(['[', '{']).unwrap_or(began)
}

/// Something other than a comma or the closing bracket.
pub(super) fn no_comma(scene: Scene<'_>, opening: usize, at: usize) -> Diagnostic {
    let text = scene.text;
    let opened = scene.span(opening, opening + 1);
    let (open, closing) = if text[opening..].starts_with('[') {
        ("[", "]")
    } else {
        ("{", "}")
    };
    let line = line_start(text, opening);
    let column = text[line..].len() - text[line..].trim_start_matches(' ').len();
    let found = &text[at..];
    if found.starts_with([']', '}']) {
        let message = format!("`{}` does not close what `{open}` opened", &found[..1]);
        return Diagnostic::new(&UNCLOSED_BRACKET, scene.span(at, at + 1), message)
            .at(format!("`{closing}` is expected"))
            .label(opened, "opened here")
            .help(format!("add `{closing}` where the inner bracket ends"));
    }
    if closing_bracket(text, opening, column, 0).is_none() || found.is_empty() {
        return unclosed(scene, opened);
    }
    let item = text[..at]
        .rfind(['[', '{', ','])
        .map_or(opening, |start| start + 1);
    let is_one_line = !text[item..at].trim().contains('\n');
    if found.starts_with(':') && is_one_line {
        return Diagnostic::new(
            &SYNTAX_ERROR,
            scene.span(at, at + 1),
            "a second colon stands in one item",
        )
        .at(format!("`,` or `{closing}` is expected"))
        .label(opened, "opened here")
        .help("put the item's value in quotes, or a comma before its last word");
    }
    // A plain scalar goes on over line ends, so a comma that is missing at one is noticed at the next colon.
    let at = if found.starts_with(':') {
        line_start(text, at)
    } else {
        at
    };
    let before = text[..at].trim_end().len();
    let word = text[..before]
        .rfind([' ', '\n', '[', '{', ','])
        .map_or(before, |blank| blank + 1)
        .min(before);
    let message = format!("a comma is missing after `{}`", short(&text[word..before]));
    Diagnostic::new(&SYNTAX_ERROR, scene.span(word, before), message)
        .at(format!("`,` or `{closing}` must follow"))
        .label(opened, "opened here")
        .help("separate the items with commas, and put items that hold commas, quotes or brackets in quotes")
}

/// A colon where none can stand in brackets.
pub(super) fn colon_in_flow(_: Scene<'_>, place: Span) -> Diagnostic {
    Diagnostic::new(
        &SYNTAX_ERROR,
        place,
        "a colon stands directly before a bracket or comma",
    )
    .at("no space after it")
    .help("put a space after the colon, or quotes around the text")
}

/// Whether a place lies within brackets, as far as its own line shows.
pub(super) fn is_in_flow(scene: Scene<'_>, at: usize) -> bool {
    scene.text[at..].starts_with([',', ']', '}', ':'])
        || scene.text[line_start(scene.text, at)..at].contains(['[', '{'])
}

/// Nothing where a value must stand in brackets.
pub(super) fn no_content(scene: Scene<'_>, at: usize) -> Diagnostic {
    let place = scene.span(at, at);
    let found = scene.slice((at, place.end as usize));
    let before = scene.text[..at].trim_end();
    let line = line_start(scene.text, before.len());
    if let Some(template) = before[line..].find("{{") {
        let value = value_at(scene, line + template);
        return text_after(scene, scene.span(value.0, value.1), value);
    }
    let message = format!("a value is missing before `{found}`");
    Diagnostic::new(&SYNTAX_ERROR, place, message)
        .at("nothing stands before this")
        .help("delete what separates nothing, or put text that holds brackets or commas in quotes")
}
