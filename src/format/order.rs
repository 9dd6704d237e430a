//! Part of the formatter: the keys of a table in its order, each with the comments above it. Moves whole lines.

use super::Refusal;
use super::lines::Plan;
use crate::dialect::keys::{KeyTable, Kind};
use crate::text::Source;
use crate::yaml::{Layout, Part, Shape};

/// The text, which must be indented already, with its keys in order.
pub(super) fn ordered(
    source: &Source,
    layout: &Layout,
    keys: &'static KeyTable,
) -> Result<String, Refusal> {
    let plan = Plan::new(source, layout)?;
    let text = source.text();
    let Some((root, entries)) = layout.root.as_ref().and_then(|root| match &root.shape {
        Shape::Mapping(entries) => Some((root, entries)),
        _ => None,
    }) else {
        return Ok(text.to_owned());
    };
    if plan.ends_open {
        return Ok(text.to_owned());
    }
    // The last line may be moved, and must then be one.
    let closed = text.ends_with(['\n', '\r']);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let sorter = Sorter {
        text,
        plan: &plan,
        line_end: if closed { "" } else { line_end },
    };
    let first = plan.line(root.value);
    let from = sorter.root_start(first);
    let last = if closed {
        plan.starts.len() - 1
    } else {
        plan.starts.len()
    };
    let mut out = text[..plan.starts[from]].to_owned();
    sorter.mapping(entries, Kind::Table(keys), (from, last), &mut out);
    Ok(out)
}

struct Sorter<'a> {
    text: &'a str,
    plan: &'a Plan<'a>,
    /// What the last line of the file lacks.
    line_end: &'static str,
}

/// An entry: its lines, and what is known of it.
struct Block {
    from: usize,
    to: usize,
    key_line: usize,
    /// Place in the table; of a key that is not there that of the key before it.
    rank: Option<usize>,
    bound: bool,
}

impl Sorter<'_> {
    /// The comments right above the first key move with it, unless the file begins with them.
    fn root_start(&self, first: usize) -> usize {
        let mut from = first;
        while from > 0 && self.is_comment(from - 1) {
            from -= 1;
        }
        if from == 0 { first } else { from }
    }

    fn mapping(
        &self,
        entries: &[(Part, Part)],
        kind: Kind,
        (from, to): (usize, usize),
        out: &mut String,
    ) {
        let column = entries
            .first()
            .map_or(0, |(key, _)| self.plan.column(key.start));
        let mut blocks: Vec<Block> = Vec::with_capacity(entries.len());
        let mut start = from;
        let mut rank = None;
        for (index, (key, value)) in entries.iter().enumerate() {
            let next = entries
                .get(index + 1)
                .map_or(to, |(key, _)| self.plan.line(key.start));
            let end = self.end(value.end.max(key.end), column, next);
            if let Kind::Table(table) = kind {
                rank = table.position(self.name(key)).or(rank);
            }
            blocks.push(Block {
                from: start,
                to: end,
                key_line: self.plan.line(key.start),
                rank,
                bound: key.bound || value.bound,
            });
            start = end;
        }
        let order = order(&blocks);
        for (place, index) in order.iter().enumerate() {
            let block = &blocks[*index];
            let (key, value) = &entries[*index];
            let mut first = block.from;
            if place == 0 && *index > 0 {
                while first < block.key_line && self.is_blank(first) {
                    first += 1;
                }
            }
            self.lines(first, block.key_line + 1, out);
            let below = (block.key_line + 1, block.to);
            match (&value.shape, self.kind_below(kind, key)) {
                (Shape::Mapping(inner), Some(kind)) if self.is_below(block.key_line, value) => {
                    self.mapping(inner, kind, below, out);
                }
                _ => self.lines(below.0, below.1, out),
            }
        }
        self.lines(start, to, out);
    }

    /// Whether a mapping begins on the first line below its key that is not blank or a comment.
    fn is_below(&self, key_line: usize, value: &Part) -> bool {
        let first = self.plan.line(value.value);
        first > key_line
            && (key_line + 1..first).all(|line| self.is_blank(line) || self.is_comment(line))
    }

    /// What the value of a key holds, where keys below it have an order.
    fn kind_below(&self, kind: Kind, key: &Part) -> Option<Kind> {
        let below = match kind {
            Kind::Table(table) => table.keys[table.position(self.name(key))?].kind,
            Kind::Named(table) => Kind::Table(table),
            Kind::NamedTwice(table) => Kind::Named(table),
            _ => return None,
        };
        below.is_section().then_some(below)
    }

    fn name(&self, key: &Part) -> &str {
        let written = self.text.get(key.value..key.end).unwrap_or_default();
        written.trim_matches(['"', '\''])
    }

    /// The line after the last one of an entry: comments that stand deeper than its key are a part of it.
    fn end(&self, offset: usize, column: usize, next: usize) -> usize {
        let mut end = self.plan.line(offset) + 1;
        while end < next && self.plan.inside[end] {
            end += 1;
        }
        let first = end;
        for line in first..next {
            let start = self.plan.starts[line];
            let lead = self.text[start..self.plan.ends[line]]
                .find(|character: char| character != ' ')
                .unwrap_or(0);
            if self.is_comment(line) {
                if lead <= column {
                    break;
                }
                end = line + 1;
            } else if !self.is_blank(line) {
                break;
            }
        }
        end
    }

    fn line(&self, line: usize) -> &str {
        &self.text[self.plan.starts[line]..self.plan.ends[line]]
    }

    fn is_comment(&self, line: usize) -> bool {
        !self.plan.inside[line] && self.line(line).trim_start().starts_with('#')
    }

    fn is_blank(&self, line: usize) -> bool {
        !self.plan.inside[line] && self.line(line).trim().is_empty()
    }

    /// Writes the lines from one up to another.
    fn lines(&self, from: usize, to: usize, out: &mut String) {
        if from >= to {
            return;
        }
        let end = self.plan.starts.get(to).copied();
        out.push_str(&self.text[self.plan.starts[from]..end.unwrap_or(self.text.len())]);
        if end.is_none() {
            out.push_str(self.line_end);
        }
    }
}

/// The order in which the entries of a mapping shall stand, by their places now. A key that the table does not have
/// stays behind the key that it follows. Entries with anchors or aliases keep their order among each other, so that
/// no alias comes to stand before its anchor.
fn order(blocks: &[Block]) -> Vec<usize> {
    // Entries of one rank stand together already: only the first of them has a place in the table.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if blocks[group[0]].rank == block.rank => group.push(index),
            _ => groups.push(vec![index]),
        }
    }
    let bound = |group: &Vec<usize>| group.iter().any(|index| blocks[*index].bound);
    let (mut chained, mut free): (Vec<_>, Vec<_>) = groups.into_iter().partition(bound);
    let rank = |group: &Vec<usize>| blocks[group[0]].rank;
    free.sort_by_key(rank);
    chained.reverse();
    let mut free = free.into_iter().peekable();
    let mut order = Vec::with_capacity(blocks.len());
    loop {
        let takes_free = match (free.peek(), chained.last()) {
            (Some(one), Some(other)) => rank(one) < rank(other),
            (one, _) => one.is_some(),
        };
        let group = if takes_free {
            free.next()
        } else {
            chained.pop()
        };
        match group {
            Some(group) => order.extend(group),
            None => return order,
        }
    }
}
