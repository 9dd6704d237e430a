//! Part of the YAML reader: findings about what stands before the first character of a line.

use super::Scene;
use super::outline::line_start;
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;
use crate::yaml::quote::short;

/// A tab before the first character of a line.
pub static TAB_INDENTATION: RuleInfo = RuleInfo {
    id: "tab-indentation",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a line is indented with a tab",
    why: "Indentation carries the structure of YAML, and a tab has no width that everybody agrees on, so YAML forbids \
          tabs in it. Set the editor to indent YAML with spaces.",
    bad: "tags:\n\t- first\n",
    good: "tags:\n- first\n",
};

/// A line whose indentation fits no level.
pub static BAD_INDENTATION: RuleInfo = RuleInfo {
    id: "bad-indentation",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the indentation of a line fits none of the levels around it",
    why: "Keys of one mapping stand exactly below one another, and so do the items of a list. A line that is one space \
          off belongs to nothing: readers refuse the file or, worse, take the line for a continuation of the text \
          above.",
    bad: "hub_tags:\n  use_cases: [alerting]\n   keywords: [greeting]\n",
    good: "hub_tags:\n  use_cases: [alerting]\n  keywords: [greeting]\n",
};

/// A list item or a key in the wrong kind of collection.
pub static MISPLACED_ITEM: RuleInfo = RuleInfo {
    id: "misplaced-item",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "list items and keys are mixed",
    why: "A collection is either a list, every line of which begins with `- `, or a mapping, every line of which is \
          `key: value`. A list that belongs to a key begins on the line after it, and the key has no other value.",
    bad: "tags: - first\n",
    good: "tags:\n- first\n",
};

fn spaces(count: usize) -> String {
    match count {
        0 => "no spaces".to_owned(),
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}

/// How far the line at a place is indented.
fn indent(scene: Scene<'_>, place: Span) -> usize {
    let start = place.start as usize;
    start - line_start(scene.text, start)
}

/// The empty-or-blank text before a line's first character.
fn before(scene: Scene<'_>, place: Span) -> Span {
    let start = place.start as usize;
    Span::new(place.file, line_start(scene.text, start), start)
}

pub(super) fn tab(scene: Scene<'_>, place: Span, expected: usize) -> Diagnostic {
    let line = line_start(scene.text, place.start as usize);
    let content = scene.rest_of_line(line).trim_start();
    let message = if content.is_empty() {
        "a line is indented with a tab".to_owned()
    } else {
        format!("the line `{}` is indented with a tab", short(content))
    };
    let blanks = scene.rest_of_line(line).len() - content.len();
    Diagnostic::new(&TAB_INDENTATION, place, message)
        .at("a tab")
        .help("YAML allows only spaces here")
        .fix(
            Applicability::Unsafe,
            format!("indent with {}", spaces(expected)),
            Span::new(place.file, line, line + blanks),
            " ".repeat(expected),
        )
}

/// A line that should have as many spaces as `meant`.
fn unlike(scene: Scene<'_>, place: Span, message: &str, help: String, meant: usize) -> Diagnostic {
    let text = scene.rest_of_line(place.start as usize);
    Diagnostic::new(
        &BAD_INDENTATION,
        place,
        format!("`{}` {message}", short(text)),
    )
    .at(format!("indented with {}", spaces(indent(scene, place))))
    .help(help)
    .fix(
        Applicability::Unsafe,
        format!("indent with {}", spaces(meant)),
        before(scene, place),
        " ".repeat(meant),
    )
}

pub(super) fn deeper(scene: Scene<'_>, place: Span, siblings: usize) -> Diagnostic {
    let message = "stands further in than the line above, which has a value already";
    let help = format!(
        "the line above has {}: use the same, or put quotes around the text above if this line belongs to it",
        spaces(siblings)
    );
    unlike(scene, place, message, help, siblings)
}

pub(super) fn between(
    scene: Scene<'_>,
    place: Span,
    outer: Option<usize>,
    inner: usize,
) -> Diagnostic {
    let message = "is indented unlike the lines above it";
    let Some(outer) = outer else {
        let help = format!("the lines above have {}: use the same", spaces(inner));
        return unlike(scene, place, message, help, inner);
    };
    let own = indent(scene, place);
    let near = if inner.abs_diff(own) <= own.abs_diff(outer) {
        inner
    } else {
        outer
    };
    let help = format!(
        "the lines above have {} or {}: use one of the two",
        spaces(outer),
        spaces(inner)
    );
    unlike(scene, place, message, help, near)
}

pub(super) fn unlike_siblings(scene: Scene<'_>, place: Span, siblings: usize) -> Diagnostic {
    let message = "is indented unlike the lines below that belong with it";
    let help = format!("the lines below have {}: use the same", spaces(siblings));
    unlike(scene, place, message, help, siblings)
}

pub(super) fn out_of_block(scene: Scene<'_>, place: Span, block: usize) -> Diagnostic {
    let message = "falls out of the text block above";
    let help = format!(
        "the block's lines have {}: indent this one as far, or make it a key of its own",
        spaces(block)
    );
    unlike(scene, place, message, help, block)
}

pub(super) fn item_on_key_line(place: Span) -> Diagnostic {
    Diagnostic::new(
        &MISPLACED_ITEM,
        place,
        "a list item stands on the line of its key",
    )
    .at("`- ` begins a list item")
    .help(
        "begin the list on the next line, or put the value in quotes if the dash is meant as text",
    )
}

pub(super) fn item_in_mapping(place: Span) -> Diagnostic {
    Diagnostic::new(&MISPLACED_ITEM, place, "a list item stands among keys")
        .at("`- ` begins a list item")
        .help("the lines around it are `key: value`: make this one too, or put a key without a value above the list")
}

pub(super) fn key_in_list(scene: Scene<'_>, place: Span) -> Diagnostic {
    let key = scene.slice((place.start as usize, place.end as usize));
    let message = format!("the key `{}` stands among list items", short(key));
    Diagnostic::new(&MISPLACED_ITEM, place, message)
        .at("not a list item")
        .help("begin the line with `- `, or give it the indentation of the item that it belongs to")
}
