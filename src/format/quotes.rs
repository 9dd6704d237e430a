//! Part of the formatter: quotes only where they are needed, and then double ones where those need no escapes.

use super::apply;
use crate::text::{Source, Span, TextEdit};
use crate::yaml::{Layout, Part, ScalarStyle, Shape, is_plain_text};

/// The text with minimal quotes. What stands in brackets, has a tag or an anchor, or goes over several lines, stays as
/// it is.
pub(super) fn minimal(source: &Source, layout: &Layout) -> String {
    let mut edits = Vec::new();
    if let Some(root) = &layout.root {
        walk(source, root, &mut edits);
    }
    apply(source.text(), edits)
}

fn walk(source: &Source, part: &Part, edits: &mut Vec<TextEdit>) {
    match &part.shape {
        Shape::Mapping(entries) => {
            for (key, value) in entries {
                walk(source, key, edits);
                walk(source, value, edits);
            }
        }
        Shape::Sequence(items) => items.iter().for_each(|item| walk(source, item, edits)),
        Shape::Scalar(style) => edits.extend(requoted(source, part, *style)),
        Shape::Missing | Shape::Alias | Shape::Flow => {}
    }
}

fn requoted(source: &Source, part: &Part, style: ScalarStyle) -> Option<TextEdit> {
    let text = source.text();
    let written = text.get(part.value..part.end)?;
    let inner = written.get(1..written.len().checked_sub(1)?)?;
    let follows = text[part.end..].chars().next();
    let is_apart = follows.is_none_or(|next| next.is_ascii_whitespace() || next == ':');
    let is_simple = |character: char| {
        !character.is_control() && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    if part.start != part.value || !is_apart || !inner.chars().all(is_simple) {
        return None;
    }
    let value = match style {
        ScalarStyle::SingleQuoted => inner.replace("''", "'"),
        // What its author escaped stays escaped.
        ScalarStyle::DoubleQuoted if !inner.contains('\\') => inner.to_owned(),
        _ => return None,
    };
    let tidy = if is_plain_text(&value) {
        value
    } else if value.contains(['"', '\\']) {
        return None;
    } else {
        format!("\"{value}\"")
    };
    (tidy != written).then(|| TextEdit {
        span: Span::new(source.id, part.value, part.end),
        text: tidy,
    })
}
