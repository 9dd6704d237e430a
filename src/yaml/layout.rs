//! Part of the YAML reader: where the parts of a file stand, as its author laid them out. Unlike the tree it keeps
//! merge keys, aliases, anchors and every comment, and says nothing of what values mean.

use libyaml_safer::{EventData, MappingStyle, ScalarStyle as Style, SequenceStyle};

use super::events::Events;
use super::{Comment, ScalarStyle, comments, place};
use crate::text::{Source, Span};

/// A file's parts and comments.
#[derive(Debug)]
pub struct Layout {
    /// The root; `None` for an empty file.
    pub root: Option<Part>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
}

/// A node and its place, as byte offsets.
#[derive(Debug)]
pub struct Part {
    /// Where it begins: its anchor or tag, where it has one.
    pub start: usize,
    /// Where its value begins.
    pub value: usize,
    /// Where it ends. A block scalar ends with its last line that is not blank.
    pub end: usize,
    /// Whether an anchor or an alias stands in it.
    pub bound: bool,
    /// What it is.
    pub shape: Shape,
}

/// The kinds of part.
#[derive(Debug)]
pub enum Shape {
    /// No value at all.
    Missing,
    /// `*name`
    Alias,
    /// A single value.
    Scalar(ScalarStyle),
    /// `[…]` or `{…}`, with whatever stands in it.
    Flow,
    /// Keys and values, a line each.
    Mapping(Vec<(Part, Part)>),
    /// Items behind dashes.
    Sequence(Vec<Part>),
}

/// The layout of a file that [`super::parse`] has read without an error; `None` where it has one.
pub fn layout(source: &Source) -> Option<Layout> {
    let text = source.shared_text();
    let base = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut maker = Maker {
        text: &text,
        source,
        frames: Vec::new(),
        scalars: Vec::new(),
        root: None,
    };
    let mut events = Events::new(&text, base);
    let end = events.each(|data, start, end| {
        if matches!(data, EventData::StreamEnd) {
            return Some(());
        }
        maker.take(data, start, end);
        None
    });
    events.finish();
    end.ok()?;
    Some(Layout {
        root: maker.root,
        comments: comments::collect(source, &maker.scalars),
    })
}

/// A collection that has begun and not ended.
struct Frame {
    start: usize,
    value: usize,
    is_mapping: bool,
    is_flow: bool,
    bound: bool,
    children: Vec<Part>,
}

struct Maker<'a> {
    text: &'a str,
    source: &'a Source,
    frames: Vec<Frame>,
    scalars: Vec<Span>,
    root: Option<Part>,
}

impl Maker<'_> {
    fn take(&mut self, data: &EventData, start: usize, end: usize) {
        match data {
            EventData::Scalar {
                anchor, tag, style, ..
            } => {
                let properties = anchor.is_some() || tag.is_some();
                let part = self.scalar(*style, properties, start, end);
                self.push(Part {
                    bound: anchor.is_some(),
                    ..part
                });
            }
            EventData::Alias { .. } => self.push(Part {
                start,
                value: start,
                end,
                bound: true,
                shape: Shape::Alias,
            }),
            EventData::SequenceStart {
                anchor, tag, style, ..
            } => self.open(
                false,
                *style == SequenceStyle::Flow,
                (anchor.is_some(), tag.is_some()),
                start,
                end,
            ),
            EventData::MappingStart {
                anchor, tag, style, ..
            } => self.open(
                true,
                *style == MappingStyle::Flow,
                (anchor.is_some(), tag.is_some()),
                start,
                end,
            ),
            EventData::SequenceEnd | EventData::MappingEnd => self.close(end),
            _ => {}
        }
    }

    fn scalar(&mut self, style: Style, properties: bool, start: usize, end: usize) -> Part {
        let style = match style {
            Style::SingleQuoted => ScalarStyle::SingleQuoted,
            Style::DoubleQuoted => ScalarStyle::DoubleQuoted,
            Style::Literal => ScalarStyle::Literal,
            Style::Folded => ScalarStyle::Folded,
            _ => ScalarStyle::Plain,
        };
        if start >= end && !properties {
            let at = match self.waiting_key() {
                Some(key) => place::empty_value(self.text, key, start),
                None => start,
            };
            return Part {
                start: at,
                value: at,
                end: at,
                bound: false,
                shape: Shape::Missing,
            };
        }
        let value = self.value_start(properties, start, end);
        let (mut content, mut last) = (value, end);
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            content = place::after_header(self.text, value, end);
            last = place::block_end(self.text, value, end);
        }
        self.scalars
            .push(Span::new(self.source.id, content, last.max(content)));
        Part {
            start,
            value,
            end: last,
            bound: false,
            shape: Shape::Scalar(style),
        }
    }

    /// End of the key that waits for its value, if one does.
    fn waiting_key(&self) -> Option<usize> {
        let frame = self.frames.last().filter(|frame| frame.is_mapping)?;
        let waits = frame.children.len() % 2 == 1;
        frame.children.last().filter(|_| waits).map(|key| key.end)
    }

    fn value_start(&self, properties: bool, start: usize, end: usize) -> usize {
        if properties {
            place::after_properties(self.text, start, end)
        } else {
            start
        }
    }

    fn open(
        &mut self,
        is_mapping: bool,
        is_flow: bool,
        (anchor, tag): (bool, bool),
        start: usize,
        end: usize,
    ) {
        let value = self.value_start(anchor || tag, start, end);
        self.frames.push(Frame {
            start,
            value,
            is_mapping,
            is_flow,
            bound: anchor,
            children: Vec::new(),
        });
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let bound = frame.bound || frame.children.iter().any(|child| child.bound);
        let last = frame.children.last().map(|child| child.end);
        let shape = if frame.is_flow {
            Shape::Flow
        } else if frame.is_mapping {
            let mut children = frame.children.into_iter();
            let mut entries = Vec::new();
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                entries.push((key, value));
            }
            Shape::Mapping(entries)
        } else {
            Shape::Sequence(frame.children)
        };
        self.push(Part {
            start: frame.start,
            value: frame.value,
            end: last.filter(|_| !frame.is_flow).unwrap_or(end),
            bound,
            shape,
        });
    }

    fn push(&mut self, part: Part) {
        match self.frames.last_mut() {
            Some(frame) => frame.children.push(part),
            None => self.root = Some(part),
        }
    }
}
