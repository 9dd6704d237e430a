//! What a report shows of a file: the lines that labels stand on and their neighbours, cut to the width of the page
//! and made safe for a terminal. Costs what it shows, however large the file and however long its lines.

use std::collections::BTreeMap;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::super::visible_character;
use crate::text::{Source, Span};

/// A label's span is drawn whole over this many lines at most; of a longer one only the first line is marked.
const DRAWN_LINES: usize = 4;
/// Lines shown before and after those with labels.
const CONTEXT: usize = 1;
/// Columns from one tab stop to the next.
const TAB: usize = 4;
/// Stands for what is cut off a line.
const CUT: char = '…';

/// Parts of one file, as [`miette`] reads them. Offsets are those of the excerpt, not of the file.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// By label: where it begins in the excerpt, and its column in the file, from 0.
    columns: Vec<(usize, usize)>,
    /// By label: its place in the excerpt.
    pub(super) spans: Vec<SourceSpan>,
}

#[derive(Debug)]
struct Line {
    /// Where it starts in the excerpt.
    start: usize,
    /// Which line of the file it is, from 0.
    number: usize,
}

/// Where a label is drawn: on which lines of the file, and between which bytes of it.
struct Drawn {
    lines: (usize, usize),
    bytes: (usize, usize),
}

impl Excerpt {
    /// The excerpt that shows these spans of a file, the first of which matters most. `width` is that of the page.
    pub(super) fn new(source: &Source, spans: &[Span], width: usize) -> Self {
        let drawn: Vec<Drawn> = spans.iter().map(|span| draw(source, *span)).collect();
        let index = source.line_index();
        let mut last_line = index.line_starts().len() - 1;
        // The nothing after the last line break is no line worth showing beside another.
        if last_line > 0 && index.line_range(source.text(), last_line).is_empty() {
            last_line -= 1;
        }

        // Each line to show, and the byte of it that must be seen.
        let mut shown: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for label in &drawn {
            let (first, last) = label.lines;
            for line in first.saturating_sub(CONTEXT)..=(last + CONTEXT).min(last_line.max(last)) {
                shown.entry(line).or_default();
            }
            for (line, byte) in [(first, label.bytes.0), (last, label.bytes.1)] {
                let anchor = shown.entry(line).or_default();
                if anchor.is_none() {
                    *anchor = Some(byte);
                }
            }
        }
        let digits = shown
            .keys()
            .next_back()
            .map_or(1, |line| (line + 1).to_string().len());
        // The gutter: " 12 │ ", and four columns where a label spans lines.
        let budget = width.saturating_sub(digits + 8).max(16);

        let mut excerpt = Self {
            name: super::super::visible(&source.name(), &[]),
            text: String::new(),
            lines: Vec::with_capacity(shown.len()),
            columns: Vec::with_capacity(drawn.len()),
            spans: Vec::with_capacity(drawn.len()),
        };
        let mut cuts: BTreeMap<usize, CutLine> = BTreeMap::new();
        for (line, anchor) in shown {
            let cut = CutLine::new(source, line, anchor, budget);
            excerpt.lines.push(Line {
                start: excerpt.text.len(),
                number: line,
            });
            cuts.insert(line, cut.append_to(&mut excerpt.text));
        }
        for (label, span) in drawn.iter().zip(spans) {
            let place = |line: usize, byte: usize| cuts.get(&line).map_or(0, |cut| cut.place(byte));
            let start = place(label.lines.0, label.bytes.0);
            let end = place(label.lines.1, label.bytes.1).max(start);
            let column = source.position(span.start).column as usize - 1;
            excerpt.columns.push((start, column));
            excerpt.spans.push((start, end - start).into());
        }
        excerpt.part_overlaps();
        excerpt
    }

    /// On one line miette draws labels side by side; one that overlaps the first is drawn where the first is not.
    fn part_overlaps(&mut self) {
        let Some((primary, others)) = self.spans.split_first_mut() else {
            return;
        };
        let (from, to) = (primary.offset(), primary.offset() + primary.len());
        for other in others {
            let (start, end) = (other.offset(), other.offset() + other.len());
            let overlaps = start < to.max(from + 1) && end > from;
            let one_line = !self.text[start.min(from)..end.max(to)].contains('\n');
            if overlaps && one_line {
                *other = if start < from {
                    (start, from - start).into()
                } else {
                    (to.min(end), end.saturating_sub(to)).into()
                };
            }
        }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line_at = |offset: usize| {
            self.lines
                .partition_point(|line| line.start <= offset)
                .saturating_sub(1)
        };
        let mut first = line_at(span.offset());
        let mut last = line_at(span.offset() + span.len());
        let follows = |left: usize| self.lines[left].number + 1 == self.lines[left + 1].number;
        if (first..last).any(|line| !follows(line)) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            if first > 0 && follows(first - 1) {
                first -= 1;
            }
        }
        for _ in 0..after {
            if last + 1 < self.lines.len() && follows(last) {
                last += 1;
            }
        }
        let start = self.lines[first].start;
        let end = self
            .lines
            .get(last + 1)
            .map_or(self.text.len(), |line| line.start);
        // Asked for without context, the answer is the place that stands above the excerpt.
        let column = self
            .columns
            .iter()
            .find(|(at, _)| before == 0 && *at == span.offset())
            .map_or(0, |(_, column)| *column);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[start..end],
            (start, end - start).into(),
            self.lines[first].number,
            column,
            last - first + 1,
        )))
    }
}

/// The part of a span that is drawn.
fn draw(source: &Source, span: Span) -> Drawn {
    let index = source.line_index();
    let text = source.text();
    let first = index.line(span.start);
    let mut last = index.line(span.end);
    let mut end = span.end as usize;
    // A span that ends with a line break does not reach into the next line.
    if last > first && index.line_range(text, last).start == end {
        last -= 1;
        end = index.line_range(text, last).end;
    }
    if last - first >= DRAWN_LINES {
        last = first;
        end = index.line_range(text, first).end;
    }
    Drawn {
        lines: (first, last),
        bytes: (span.start as usize, end.min(text.len())),
    }
}

/// The visible part of one line, and where each of its bytes went.
struct CutLine {
    text: String,
    /// Byte of the file → byte of `text`, for each character shown, ascending; the last is the end.
    map: Vec<(usize, usize)>,
    start: usize,
}

impl CutLine {
    fn new(source: &Source, line: usize, anchor: Option<usize>, budget: usize) -> Self {
        let all = source.text();
        let range = source.line_index().line_range(all, line);
        let anchor = anchor.unwrap_or(range.start).clamp(range.start, range.end);
        let from = if width_up_to(&all[range.start..range.end], budget) <= budget {
            range.start
        } else {
            // Two thirds of the page go to what follows the anchor.
            back(all, range.start, anchor, budget / 3)
        };
        let mut cut = Self {
            text: String::new(),
            map: Vec::new(),
            start: 0,
        };
        let mut column = 0;
        if from > range.start {
            cut.text.push(CUT);
            column += 1;
        }
        let mut end = range.end;
        for (count, (offset, character)) in all[from..range.end].char_indices().enumerate() {
            let at = from + offset;
            if character == '\u{FEFF}' && at == 0 {
                cut.map.push((at, cut.text.len()));
                continue;
            }
            let width = width_at(character, column);
            // Marks without width could go on for ever, so characters are counted too.
            let full = column + width > budget && range.end - at > character.len_utf8();
            if full || count > budget * 4 {
                end = at;
                break;
            }
            cut.map.push((at, cut.text.len()));
            if character == '\t' {
                cut.text.extend(std::iter::repeat_n(' ', width));
            } else {
                cut.text.push(visible_character(character));
            }
            column += width;
        }
        cut.map.push((end, cut.text.len()));
        if end < range.end {
            cut.text.push(CUT);
        }
        cut
    }

    /// Puts the line at the end of an excerpt.
    fn append_to(mut self, text: &mut String) -> Self {
        self.start = text.len();
        text.push_str(&self.text);
        text.push('\n');
        self
    }

    /// Where a byte of the file stands in the excerpt; what was cut off stands at the cut.
    fn place(&self, byte: usize) -> usize {
        let next = self.map.partition_point(|(at, _)| *at < byte);
        let inside = match self.map.get(next) {
            Some((_, inside)) if next > 0 || self.map[0].0 == byte => *inside,
            Some(_) => 0,
            None => self.map.last().map_or(0, |(_, inside)| *inside),
        };
        self.start + inside
    }
}

/// Columns that a character takes when it begins at `column`.
fn width_at(character: char, column: usize) -> usize {
    if character == '\t' {
        TAB - column % TAB
    } else {
        visible_character(character).width().unwrap_or(0)
    }
}

/// The width of a text, or anything above `limit` where it is wider.
fn width_up_to(text: &str, limit: usize) -> usize {
    let mut column = 0;
    // A text of nothing but marks without width must not be read to its end either.
    for character in text.chars().take(limit * 4) {
        column += width_at(character, column);
        if column > limit {
            return column;
        }
    }
    if text.len() > limit * 16 {
        limit + 1
    } else {
        column
    }
}

/// The byte that lies `columns` columns before `anchor`, but not before `start`.
fn back(text: &str, start: usize, anchor: usize, columns: usize) -> usize {
    let mut width = 0;
    let mut from = floor(text, anchor);
    for (offset, character) in text[start..from].char_indices().rev().take(columns * 4) {
        width += width_at(character, 0);
        if width > columns {
            break;
        }
        from = start + offset;
    }
    from
}

/// The start of the character that a byte belongs to.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
