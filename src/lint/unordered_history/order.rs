//! The mend of `unordered-history`: its lines in another order, each with its quotes and its comments. Where something
//! stands between them that may belong elsewhere there is none.

use crate::diagnostic::Applicability;
use crate::lint::Subject;
use crate::model::{HistoryEntry, Plugin};
use crate::text::Span;
use crate::yaml::Node;

/// A text for a place.
pub(super) struct Mend {
    pub span: Span,
    pub text: String,
    pub applicability: Applicability,
}

/// The lines from the newest version to the oldest.
pub(super) fn mend(subject: &Subject<'_>, plugin: &Plugin) -> Option<Mend> {
    let list = subject.whole()?.top("version_history")?;
    let items = list.as_sequence()?;
    let order = order(&plugin.version_history)?;
    if items.len() != order.len() {
        return None;
    }
    let text = subject.source.text();
    let is_flow = text.get(list.span.range())?.starts_with('[');
    let chunks = match is_flow {
        true => in_brackets(text, items),
        false => in_lines(text, items),
    }?;
    let mut out = String::new();
    let mut at = chunks.parts.first()?.0;
    for (place, from) in chunks.parts.iter().zip(&order) {
        let (start, end) = *chunks.parts.get(*from)?;
        out.push_str(text.get(at..place.0)?);
        out.push_str(text.get(start..end)?);
        at = place.1;
    }
    let newest = plugin.version_history.get(*order.first()?)?;
    // Where the newest version is another than the plugin's, more than the order may be wrong.
    let certain = chunks.certain && newest.version.as_ref() == Some(&plugin.version);
    Some(Mend {
        span: Span::new(list.span.file, chunks.parts.first()?.0, at),
        text: out,
        applicability: match certain {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        },
    })
}

/// The lines by their versions, newest first. `None` where one has no version, or has that of another.
fn order(history: &[HistoryEntry]) -> Option<Vec<usize>> {
    let versions = history.iter().map(|line| line.version.as_ref());
    let versions: Vec<_> = versions.collect::<Option<_>>()?;
    let mut order: Vec<usize> = (0..versions.len()).collect();
    order.sort_by(|one, other| versions[*other].cmp(versions[*one]));
    let descends = |pair: &[usize]| {
        let (above, below) = (versions[pair[0]], versions[pair[1]]);
        // Versions that differ in what is behind `+` alone have no order.
        above.cmp_precedence(below).is_gt()
    };
    order.windows(2).all(descends).then_some(order)
}

/// What changes places.
struct Chunks {
    /// Start and end of each.
    parts: Vec<(usize, usize)>,
    /// Whether it is certain that each comment goes with its line.
    certain: bool,
}

/// The items of `[a, b]`.
fn in_brackets(text: &str, items: &[Node<'_>]) -> Option<Chunks> {
    let parts: Vec<_> = items
        .iter()
        .map(|item| movable(text, item))
        .collect::<Option<_>>()?;
    let comma = |pair: &[(usize, usize)]| {
        let between = text.get(pair[0].1..pair[1].0);
        between.is_some_and(|it| it.trim() == ",")
    };
    let plain = parts.windows(2).all(comma);
    plain.then_some(Chunks {
        parts,
        certain: true,
    })
}

/// The items behind dashes: whole lines, with the comments directly above.
fn in_lines(text: &str, items: &[Node<'_>]) -> Option<Chunks> {
    let mut parts = Vec::new();
    let mut commented = 0;
    let mut certain = true;
    let mut above = None;
    for item in items {
        let (start, end) = movable(text, item)?;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let dash = text[line..start].trim_matches([' ', '\t']);
        let end = end + text[end..].find('\n').unwrap_or(text.len() - end);
        let end = end - usize::from(text[..end].ends_with('\r'));
        let rest = &text[item.span.end as usize..end];
        let comment = rest.trim_start_matches([' ', '\t']);
        let is_comment = comment.starts_with('#') && comment.len() < rest.len();
        if dash != "-" || !(comment.is_empty() || is_comment) {
            return None;
        }
        let lead = match above {
            Some(above) => Lead::below(text, above, line)?,
            None => Lead::first(text, line),
        };
        commented += usize::from(lead.is_comment);
        parts.push((lead.start, end));
        above = Some(end);
    }
    let first = parts.first_mut()?;
    let (_, first_line) = movable(text, items.first()?)?;
    let head = text.get(first.0..first_line)?.trim_start();
    if head.starts_with('#') {
        // It may be about the whole list: it stays, unless every line has one.
        certain = false;
        if commented < items.len() {
            let start = items.first()?.span.start as usize;
            first.0 = text[..start].rfind('\n').map_or(0, |at| at + 1);
        }
    }
    Some(Chunks { parts, certain })
}

/// The comments above an item.
struct Lead {
    start: usize,
    is_comment: bool,
}

impl Lead {
    /// Of the item in the line that begins at `line`, behind one that ends at `above`. Blank lines keep their places;
    /// behind a comment they leave it open what that is about.
    fn below(text: &str, above: usize, line: usize) -> Option<Self> {
        let between = text.get(above..line)?;
        let mut start = above + between.find('\n')? + 1;
        let mut is_comment = false;
        for row in text.get(start..line)?.split_inclusive('\n') {
            match (row.trim(), is_comment) {
                ("", true) => return None,
                ("", false) => start += row.len(),
                (row, _) if row.starts_with('#') => is_comment = true,
                _ => return None,
            }
        }
        Some(Self { start, is_comment })
    }

    /// Of the first item.
    fn first(text: &str, line: usize) -> Self {
        let mut start = line;
        for row in text[..line].split_inclusive('\n').rev() {
            if !row.trim_start().starts_with('#') {
                break;
            }
            start -= row.len();
        }
        Self {
            start,
            is_comment: start < line,
        }
    }
}

/// Where a text stands that means the same elsewhere: no alias or anchor, and no block, whose end is its indentation.
fn movable(text: &str, item: &Node<'_>) -> Option<(usize, usize)> {
    item.as_scalar()?;
    let range = item.span.range();
    let first = text.get(range.clone())?.chars().next()?;
    (!matches!(first, '*' | '&' | '!' | '|' | '>')).then_some((range.start, range.end))
}
