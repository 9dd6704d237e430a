//! Part of the YAML reader: the `#` comments of a file. libyaml skips them without a word, so they are found in the
//! text between its scalars.

use super::Comment;
use super::place::BREAKS;
use crate::text::{Source, Span};

/// Whether the text may hold a comment that is meant for specc.
pub(super) fn are_wanted(text: &str) -> bool {
    text.contains("specc:")
}

/// Every comment outside `scalars`, which must be in order.
pub(super) fn collect(source: &Source, scalars: &[Span]) -> Vec<Comment> {
    let text = source.text();
    let mut comments = Vec::new();
    let mut scalars = scalars.iter();
    let mut scalar = scalars.next();
    let mut at = 0;
    while let Some(hash) = text[at..].find('#').map(|found| at + found) {
        while let Some(passed) = scalar.filter(|scalar| scalar.end as usize <= hash) {
            debug_assert!(passed.start <= passed.end);
            scalar = scalars.next();
        }
        at = hash + 1;
        if let Some(around) = scalar.filter(|scalar| (scalar.start as usize) < hash) {
            at = at.max(around.end as usize);
            continue;
        }
        let before = &text[..hash];
        if !before.is_empty()
            && !before.ends_with([
                ' ', '\t', '\n', '\r', '\u{feff}', ',', '[', '{', ']', '}', '"', '\'',
            ])
        {
            continue;
        }
        let end = hash + text[hash..].find(BREAKS).unwrap_or(text.len() - hash);
        let own_line = before
            .trim_end_matches([' ', '\t', '\u{feff}'])
            .chars()
            .next_back()
            .is_none_or(|last| matches!(last, '\n' | '\r'));
        comments.push(Comment {
            span: Span::new(source.id, hash, hash + text[hash..end].trim_end().len()),
            own_line,
        });
        at = end;
    }
    comments
}
