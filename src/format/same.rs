//! Part of the formatter: whether two texts say the same.

use super::layout;
use crate::diagnostic::Severity;
use crate::text::Source;
use crate::yaml::{self, Document, Layout, Limits, Mapping, Node, NodeKind};

/// Whether the text after is without fault and has every value and every comment of the one before.
pub(super) fn says_the_same(
    before: (&Source, &Document, &Layout),
    after: &Source,
    limits: &Limits,
) -> bool {
    let (source, document, parts) = before;
    let (read, found) = yaml::parse(after, limits);
    if found.iter().any(|one| one.severity == Severity::Error) {
        return false;
    }
    let values = match (&document.root, &read.root) {
        (Some(one), Some(other)) => !read.damaged && same(one, other),
        (None, None) => true,
        _ => false,
    };
    let Ok(new_parts) = layout(after) else {
        return false;
    };
    values && comments(source, parts) == comments(after, &new_parts)
}

fn comments<'s>(source: &'s Source, layout: &Layout) -> Vec<&'s str> {
    let all = layout.comments.iter();
    let mut texts: Vec<&str> = all.map(|comment| source.slice(comment.span)).collect();
    texts.sort_unstable();
    texts
}

fn same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Scalar(one), NodeKind::Scalar(other)) => {
            one.text() == other.text()
                && one.resolved == other.resolved
                && one.digits() == other.digits()
        }
        (NodeKind::Sequence(one), NodeKind::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(a, b)| same(a, b))
        }
        (NodeKind::Mapping(one), NodeKind::Mapping(other)) => same_entries(one, other),
        _ => false,
    }
}

fn same_entries(one: &Mapping, other: &Mapping) -> bool {
    let sorted = |mapping: &Mapping| {
        let mut order: Vec<usize> = (0..mapping.entries.len()).collect();
        order.sort_by_key(|index| mapping.entries[*index].key.as_text());
        order
    };
    one.entries.len() == other.entries.len()
        && sorted(one).into_iter().zip(sorted(other)).all(|(a, b)| {
            let (a, b) = (&one.entries[a], &other.entries[b]);
            a.merged == b.merged && same(&a.key, &b.key) && same(&a.value, &b.value)
        })
}
