//! Part of the YAML reader: where the parts of a file stand, as its author laid them out. Unlike the tree it keeps
//! merge keys, aliases, anchors and every comment, and says nothing of what values mean.

use super::event::{Event, Properties};
use super::events::Events;
use super::{Comment, ScalarStyle, comments, place, scanner};
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
    let mut maker = Maker::new(source);
    let usual = scanner::scan(&text, base, |event, start, end| {
        maker.take(event, start, end);
        true
    });
    if !usual {
        maker = Maker::new(source);
        let mut events = Events::new(&text, base);
        let end = events.each(|event, start, end| {
            maker.take(event, start, end);
            (event == Event::StreamEnd).then_some(())
        });
        events.finish();
        end.ok()?;
    }
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

impl<'a> Maker<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            text: source.text(),
            source,
            frames: Vec::new(),
            scalars: Vec::new(),
            root: None,
        }
    }

    fn take(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Scalar {
                style, properties, ..
            } => {
                let part = self.scalar(style, properties, start, end);
                self.push(Part {
                    bound: properties.anchor.is_some(),
                    ..part
                });
            }
            Event::Alias(_) => self.push(Part {
                start,
                value: start,
                end,
                bound: true,
                shape: Shape::Alias,
            }),
            Event::SequenceStart {
                is_flow,
                properties,
            } => self.open(false, is_flow, properties, start, end),
            Event::MappingStart {
                is_flow,
                properties,
            } => self.open(true, is_flow, properties, start, end),
            Event::End => self.close(end),
            Event::DocumentStart | Event::StreamEnd => {}
        }
    }

    fn scalar(
        &mut self,
        style: ScalarStyle,
        properties: Properties,
        start: usize,
        end: usize,
    ) -> Part {
        if start >= end && properties.are_absent() {
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

    fn value_start(&self, properties: Properties, start: usize, end: usize) -> usize {
        if properties.are_absent() {
            start
        } else {
            place::after_properties(self.text, start, end)
        }
    }

    fn open(
        &mut self,
        is_mapping: bool,
        is_flow: bool,
        properties: Properties,
        start: usize,
        end: usize,
    ) {
        let value = self.value_start(properties, start, end);
        self.frames.push(Frame {
            start,
            value,
            is_mapping,
            is_flow,
            bound: properties.anchor.is_some(),
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
