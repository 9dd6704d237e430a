//! Part of the formatter: where each line of a file belongs. Changes nothing.

use std::cmp::Reverse;

use crate::format::Refusal;
use crate::text::{LineIndex, Source, Span, TextEdit};
use crate::yaml::{Layout, Part, ScalarStyle, Shape};

/// Blanks a level; those of a list below its key too.
const STEP: usize = 2;

/// What is to be done with the lines of a file.
pub(in crate::format) struct Plan<'a> {
    source: &'a Source,
    index: &'a LineIndex,
    /// Where each line begins, after a byte-order mark.
    pub(in crate::format) starts: Vec<usize>,
    /// Where each line ends, without what ends it.
    pub(in crate::format) ends: Vec<usize>,
    /// The indentation that each line shall have, where it is known.
    pub(in crate::format) indents: Vec<Option<usize>>,
    /// Lines that go on with text or brackets of a line before: blank ones among them mean something.
    pub(in crate::format) inside: Vec<bool>,
    /// Lines whose last blanks may mean something.
    pub(in crate::format) keeps_end: Vec<bool>,
    /// Whether a line end at the end of the file would change its last value.
    pub(in crate::format) ends_open: bool,
    /// What changes within lines.
    pub(in crate::format) edits: Vec<TextEdit>,
    /// Keys, dashes and values at the start of a line: line, column, and the column to be.
    marks: Vec<(usize, usize, usize)>,
}

impl<'a> Plan<'a> {
    pub(in crate::format) fn new(source: &'a Source, layout: &Layout) -> Result<Self, Refusal> {
        let text = source.text();
        let index = source.line_index();
        let count = index.line_starts().len();
        let ranges: Vec<_> = (0..count)
            .map(|line| index.line_range(text, line))
            .collect();
        let mut plan = Self {
            source,
            index,
            starts: ranges.iter().map(|range| range.start).collect(),
            ends: ranges.iter().map(|range| range.end).collect(),
            indents: vec![None; count],
            inside: vec![false; count],
            keeps_end: vec![false; count],
            ends_open: false,
            edits: Vec::new(),
            marks: Vec::new(),
        };
        if text.starts_with('\u{feff}') {
            plan.starts[0] += '\u{feff}'.len_utf8();
        }
        if let Some(root) = &layout.root {
            plan.block(root, 0)?;
        }
        plan.comments(layout);
        Ok(plan)
    }

    /// The line of a byte.
    pub(in crate::format) fn line(&self, offset: usize) -> usize {
        self.index.line(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// How far a byte is from the start of its line.
    pub(in crate::format) fn column(&self, offset: usize) -> usize {
        offset.saturating_sub(self.starts[self.line(offset)])
    }

    fn text(&self) -> &'a str {
        self.source.text()
    }

    fn is_first(&self, offset: usize) -> bool {
        let start = self.starts[self.line(offset)].min(offset);
        self.text()[start..offset]
            .trim_matches([' ', '\t'])
            .is_empty()
    }

    fn is_blank(&self, line: usize) -> bool {
        let line = &self.text()[self.starts[line]..self.ends[line]];
        line.trim_matches([' ', '\t']).is_empty()
    }

    /// Blanks at the start of a line.
    fn lead(&self, line: usize) -> usize {
        let text = &self.text()[self.starts[line]..self.ends[line]];
        text.len() - text.trim_start_matches(' ').len()
    }

    fn replace(&mut self, start: usize, end: usize, text: &str) {
        if self.text().get(start..end) != Some(text) {
            self.edits.push(TextEdit {
                span: Span::new(self.source.id, start, end),
                text: text.to_owned(),
            });
        }
    }

    /// A key, dash or value, which shall stand at a column if it is the first of its line.
    fn place(&mut self, offset: usize, new: usize) -> bool {
        let line = self.line(offset);
        self.marks.push((line, self.column(offset), new));
        let first = self.is_first(offset);
        if first {
            self.indents[line] = Some(new);
        }
        first
    }

    fn block(&mut self, part: &Part, new: usize) -> Result<(), Refusal> {
        match &part.shape {
            Shape::Mapping(entries) => {
                for (number, (key, value)) in entries.iter().enumerate() {
                    self.entry(key, value, new, number == 0)?;
                }
                Ok(())
            }
            Shape::Sequence(items) => self.items(part.value, items, new),
            _ => Err(Refusal::unsupported(
                part.start,
                "a file that is not a mapping",
            )),
        }
    }

    fn entry(&mut self, key: &Part, value: &Part, new: usize, leads: bool) -> Result<(), Refusal> {
        let text = self.text();
        let rest = &text[key.end..];
        let colon = key.end + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if matches!(key.shape, Shape::Missing) || !text[colon..].starts_with(':') {
            return Err(Refusal::unsupported(key.start, "a key without its colon"));
        }
        let first = self.place(key.start, new);
        // The first key of a mapping may stand behind a dash.
        let before = &text[self.starts[self.line(key.start)].min(key.start)..key.start];
        let behind_dash = leads && before.chars().all(|mark| matches!(mark, ' ' | '\t' | '-'));
        if !first && !behind_dash {
            return Err(Refusal::unsupported(
                key.start,
                "a key in the middle of a line",
            ));
        }
        if !matches!(key.shape, Shape::Alias) {
            self.replace(key.end, colon, "");
        }
        self.value(value, colon, self.column(key.start), new)
    }

    fn items(&mut self, start: usize, items: &[Part], new: usize) -> Result<(), Refusal> {
        let mut from = start;
        for item in items {
            let dash = self.dash(from, item.start)?;
            self.place(dash, new);
            self.value(item, dash, self.column(dash), new)?;
            from = item.end.max(dash + 1);
        }
        Ok(())
    }

    /// The dash before an item: blanks and comments may stand before it.
    fn dash(&self, from: usize, to: usize) -> Result<usize, Refusal> {
        let text = self.text();
        let mut at = from;
        while at <= to {
            let rest = &text[at..];
            match rest.chars().next() {
                Some('-') => return Ok(at),
                Some('#') => at += rest.find(['\n', '\r']).unwrap_or(rest.len()),
                Some(blank) if blank.is_whitespace() => at += blank.len_utf8(),
                _ => break,
            }
        }
        Err(Refusal::unsupported(from, "an item without a dash"))
    }

    /// The value of what ends with the colon or dash at `mark`, and has to move from one column to another.
    fn value(&mut self, part: &Part, mark: usize, old: usize, new: usize) -> Result<(), Refusal> {
        if matches!(part.shape, Shape::Missing) {
            return Ok(());
        }
        let inner = new + STEP;
        let has_properties = part.start != part.value;
        let is_block = matches!(part.shape, Shape::Mapping(_) | Shape::Sequence(_));
        let same_line = self.line(part.start) == self.line(mark);
        if same_line {
            let gap = &self.text()[mark + 1..part.start];
            if !gap.trim_matches([' ', '\t']).is_empty() {
                return Err(Refusal::unsupported(mark, "text before a value"));
            }
            self.replace(mark + 1, part.start, " ");
        } else if !is_block || has_properties {
            self.place(part.start, inner);
        }
        if has_properties && self.line(part.value) != self.line(part.start) {
            for line in self.line(part.start) + 1..self.line(part.value) {
                let text = self.text()[self.starts[line]..self.ends[line]].trim();
                if !text.is_empty() && !text.starts_with('#') {
                    return Err(Refusal::unsupported(
                        part.start,
                        "an anchor and a tag on lines of their own",
                    ));
                }
            }
            if !is_block {
                self.place(part.value, inner);
            }
        }
        match &part.shape {
            Shape::Missing | Shape::Alias => Ok(()),
            Shape::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) => {
                self.block_scalar(part, old, new)
            }
            Shape::Scalar(_) => {
                self.go_on(part, |_, _| inner);
                Ok(())
            }
            Shape::Flow => {
                let line = self.line(part.value);
                // Brackets on a line of their own move with it, others with their key.
                let (from, to) = match self.indents[line] {
                    Some(to) if self.is_first(part.start) => (self.column(part.start), to),
                    _ => (old, new),
                };
                self.go_on(part, |_, lead| (to + lead.saturating_sub(from)).max(new));
                Ok(())
            }
            Shape::Mapping(_) | Shape::Sequence(_) => self.block(part, inner),
        }
    }

    /// The further lines of a text or of brackets.
    fn go_on(&mut self, part: &Part, indent: impl Fn(usize, usize) -> usize) {
        let (first, last) = (self.line(part.value), self.line(part.end));
        for line in first..=last {
            if line < last {
                self.keeps_end[line] = true;
            }
            if line == first {
                continue;
            }
            self.inside[line] = true;
            self.keeps_end[line] |= line < last;
            if !self.is_blank(line) {
                let content = &self.text()[self.starts[line]..self.ends[line]];
                let lead = content.len() - content.trim_start_matches([' ', '\t']).len();
                self.indents[line] = Some(indent(line, lead));
            }
        }
    }

    fn block_scalar(&mut self, part: &Part, old: usize, new: usize) -> Result<(), Refusal> {
        let text = self.text();
        let header = self.line(part.value);
        let mut last = self.line(part.end);
        let marks = text[part.value..self.ends[header]]
            .split([' ', '\t'])
            .next();
        let marks = marks.unwrap_or_default();
        let digit = marks.chars().find_map(|mark| mark.to_digit(10));
        let filled = (header + 1..=last).find(|line| !self.is_blank(*line));
        let (content, shift) = match (digit, filled) {
            (Some(digit), _) => (old + digit as usize, new.cast_signed() - old.cast_signed()),
            (None, Some(line)) => {
                let lead = self.lead(line);
                (lead, (new + STEP).cast_signed() - lead.cast_signed())
            }
            // Blank lines alone: how many there are may mean something, how long they are does not.
            (None, None) => (usize::MAX, 0),
        };
        // Blank lines after it are a part of it if they are to be kept, or are longer than its indentation.
        let blank = |line: &usize| {
            self.starts
                .get(*line)
                .is_some_and(|start| *start < text.len())
                && self.is_blank(*line)
        };
        let after: Vec<usize> = (last + 1..).take_while(blank).collect();
        let keeps = marks.contains('+');
        for line in after {
            if keeps || self.ends[line] - self.starts[line] > content {
                last = line;
            }
        }
        for line in header + 1..=last {
            self.inside[line] = true;
            self.keeps_end[line] = true;
            let (start, end) = (self.starts[line], self.ends[line]);
            let lead = self.lead(line);
            if lead == end - start && lead <= content {
                self.replace(start, end, "");
                continue;
            }
            let moved = lead.checked_add_signed(shift);
            let Some(moved) = moved.filter(|_| lead >= content || content == usize::MAX) else {
                return Err(Refusal::unsupported(
                    start,
                    "a tab in the indentation of a text",
                ));
            };
            self.replace(start, start + lead, &" ".repeat(moved));
        }
        let reaches_end = self.ends[last] == text.len();
        self.ends_open |= reaches_end && last > header;
        Ok(())
    }

    /// Comments on lines of their own stand as what follows does, or as the block that they end.
    fn comments(&mut self, layout: &Layout) {
        let mut next = 0;
        // The blocks that are open before the comment: column, and column to be.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for comment in layout.comments.iter().filter(|comment| comment.own_line) {
            let at = comment.span.start as usize;
            let line = self.line(at);
            if self.inside[line] {
                continue;
            }
            let column = self.column(at);
            while let Some((_, old, new)) = self.marks.get(next).filter(|mark| mark.0 < line) {
                while open
                    .last()
                    .is_some_and(|block| block.0 > *old || (block.0 == *old && block.1 >= *new))
                {
                    open.pop();
                }
                open.push((*old, *new));
                next += 1;
            }
            let follows = self.marks.get(next).map(|(_, old, new)| (*old, *new));
            let least = follows.map_or(0, |(old, _)| old);
            // A list may stand no deeper than its key, and the comment is then the key's.
            let ended = open
                .iter()
                .filter(|(old, _)| *old <= column && (*old > least || follows.is_none()))
                .max_by_key(|(old, new)| (*old, Reverse(*new)));
            let new = ended.copied().or(follows).map_or(0, |(_, new)| new);
            self.indents[line] = Some(new);
        }
    }
}
