//! Part of the YAML reader: events → tree. Keeps one flat stack of nodes; a collection that ends takes its children
//! off it. Knows nothing of libyaml's errors, nor of where reading goes on after one.

mod scalars;

use super::alias::{Anchor, Anchors};
use super::event::{Event, Properties};
use super::{Limits, Node, NodeKind, Resolved, Scalar, ScalarStyle};
use super::{alias, limits, mapping, place, tag};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{FileId, Source, Span};

/// File of the span that stands for a value that was left out; the entry or item that holds it is dropped when its
/// collection ends.
const LEFT_OUT: FileId = FileId(u32::MAX);

/// Whether this node only stands for one that was left out.
pub(super) fn is_left_out(node: &Node) -> bool {
    node.span.file == LEFT_OUT
}

/// What stands in the source for a scalar: its text, unless that is folded or has escapes.
pub(super) fn written(source: &Source, style: ScalarStyle, span: Span) -> &str {
    let quotes = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
        // Its lines are indented.
        ScalarStyle::Literal | ScalarStyle::Folded => return "",
        ScalarStyle::Plain => 0,
    };
    let range = span.start as usize + quotes..(span.end as usize).saturating_sub(quotes);
    source.text().get(range).unwrap_or_default()
}

/// A collection that has begun and not ended.
struct Frame {
    /// Position of its first child on the stack of nodes.
    first: usize,
    is_mapping: bool,
    /// Place of the opening bracket in flow style.
    bracket: Option<usize>,
    anchor: Option<String>,
    /// [`Builder::weight`] when it began.
    weight: usize,
    /// Levels of nesting in it so far, its own counted, through aliases too.
    height: usize,
}

/// Builds the tree of one document.
pub(super) struct Builder<'a> {
    source: &'a Source,
    limits: Limits,
    nodes: Vec<Node<'a>>,
    frames: Vec<Frame>,
    anchors: Anchors<'a>,
    /// What all nodes so far would weigh if each alias were a copy; see [`limits::weight`].
    weight: usize,
    /// How many names without an anchor were reported.
    undefined: usize,
    /// Whether aliases that nest too deeply were reported.
    too_deep: bool,
    /// Whether the excess weight was reported.
    too_heavy: bool,
    /// Whether the next piece of text goes on with the entries of the root mapping.
    resumes: bool,
    /// Whether a part of the text was given up.
    damaged: bool,
    /// Places of values that were left out, other than by [`Builder::abandon`].
    pub left_out: Vec<Span>,
    /// Findings so far.
    pub diagnostics: Diagnostics,
    /// Where the text of each scalar stands, kept only where comments are collected.
    pub scalars: Option<Vec<Span>>,
}

/// What the reader shall do after an event.
pub(super) enum Next {
    /// Give the next one.
    Event,
    /// Give up the section that this finding lies in.
    Section(Box<Diagnostic>),
    /// Give up the rest of the file.
    File(Box<Diagnostic>),
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Source, limits: Limits, keep_scalars: bool) -> Self {
        Self {
            source,
            limits,
            nodes: Vec::new(),
            frames: Vec::new(),
            anchors: Anchors::new(),
            weight: 0,
            undefined: 0,
            too_deep: false,
            too_heavy: false,
            resumes: false,
            damaged: false,
            left_out: Vec::new(),
            diagnostics: Diagnostics::new(),
            scalars: keep_scalars.then(Vec::new),
        }
    }

    /// Takes one event with its byte range.
    pub(super) fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Next {
        match event {
            Event::Scalar {
                value,
                style,
                properties,
            } if start < end && properties.are_absent() => {
                // Nearly every event.
                let node = self.scalar(value, style, None, (start, end));
                self.push_scalar(node)
            }
            Event::Scalar {
                value,
                style,
                properties,
            } => {
                let begin = self.value_start(properties, start, end);
                let tag = properties.tag.map(|tag| (tag, start));
                let place = if begin >= end && properties.are_absent() {
                    self.missing_value(begin)
                } else {
                    (begin, end)
                };
                let node = self.scalar(value, style, tag, place);
                self.push(node, properties.anchor.map(str::to_owned), 0, 0)
            }
            Event::SequenceStart {
                is_flow,
                properties,
            } => {
                let begin = self.value_start(properties, start, end);
                self.check_tag(properties.tag, false, start, begin);
                self.open(false, is_flow.then_some(begin), properties.anchor, begin)
            }
            Event::MappingStart {
                is_flow,
                properties,
            } => {
                let begin = self.value_start(properties, start, end);
                self.check_tag(properties.tag, true, start, begin);
                // A pair inside a list, `[a: b]`, is a flow mapping without a bracket.
                let bracketed = is_flow && self.source.text().as_bytes().get(begin) == Some(&b'{');
                let bracket = bracketed.then_some(begin);
                self.open(true, bracket, properties.anchor, begin)
            }
            Event::End => {
                // The root mapping stays open until `finish`: after a syntax error more entries may follow.
                if self.frames.len() == 1 && self.frames[0].is_mapping {
                    Next::Event
                } else {
                    self.close(Some(end))
                }
            }
            Event::Alias(anchor) => self.alias(anchor, start, end),
            Event::DocumentStart | Event::StreamEnd => Next::Event,
        }
    }

    /// Drops what lies past byte `cause` and closes every collection but a root mapping, so that more entries of the
    /// root can follow. A root that is not a mapping is given up altogether. Answers with the place of a top-level key
    /// that stands before `cause` but lost its value all the same.
    pub(super) fn abandon(&mut self, cause: usize) -> Option<Span> {
        self.damaged = true;
        let limit = u32::try_from(cause).unwrap_or(u32::MAX);
        while let Some(last) = self.nodes.last_mut() {
            let kept = is_left_out(last) || last.span.end <= limit;
            if kept || (last.span.start < limit && mapping::prune(last, limit)) {
                break;
            }
            self.nodes.pop();
        }
        while self.frames.len() > 1 {
            self.close_broken();
        }
        self.diagnostics
            .retain(|found| found.primary.span.start < limit);
        self.left_out.retain(|place| place.start < limit);
        match self.frames.first() {
            Some(root) if root.is_mapping => {
                self.resumes = true;
                self.drop_lone_key()
            }
            _ => {
                self.frames.clear();
                self.nodes.clear();
                None
            }
        }
    }

    /// Ends the document.
    pub(super) fn finish(&mut self) -> Option<Node<'a>> {
        self.resumes = false;
        while !self.frames.is_empty() {
            self.drop_lone_key();
            let _ = self.close(None);
        }
        self.nodes.truncate(1);
        self.nodes.pop().filter(|node| !is_left_out(node))
    }

    /// Closes a collection that did not end. If nothing of it is left, its key goes too, when its parent is closed.
    fn close_broken(&mut self) {
        self.drop_lone_key();
        let Some(frame) = self.frames.last() else {
            return;
        };
        if self.nodes.len() > frame.first {
            let _ = self.close(None);
        } else if let Some(frame) = self.frames.pop()
            && let Some(name) = frame.anchor
        {
            self.anchors.remove(name.as_str());
        }
    }

    /// Drops a key whose value never came; answers with its place.
    fn drop_lone_key(&mut self) -> Option<Span> {
        self.lone_key_end()?;
        let key = self.nodes.pop().filter(|key| !is_left_out(key))?;
        Some(key.span)
    }

    fn open(
        &mut self,
        is_mapping: bool,
        bracket: Option<usize>,
        anchor: Option<&str>,
        start: usize,
    ) -> Next {
        if std::mem::take(&mut self.resumes) && is_mapping {
            return Next::Event;
        }
        if self.frames.len() >= self.limits.nesting {
            let place = Span::new(self.source.id, start, start + 1);
            return Next::Section(Box::new(limits::too_deep(place, self.limits.nesting)));
        }
        if let Some(name) = anchor {
            self.anchors.insert(name.into(), Anchor::Open);
        }
        self.frames.push(Frame {
            first: self.nodes.len(),
            is_mapping,
            bracket,
            anchor: anchor.map(str::to_owned),
            weight: self.weight,
            height: 1,
        });
        Next::Event
    }

    /// Ends the innermost collection. `end` is where its closing bracket ends, if it has one and it was seen.
    fn close(&mut self, end: Option<usize>) -> Next {
        let Some(frame) = self.frames.pop() else {
            return Next::Event;
        };
        // Pruning may have taken the stack below the collection's first child.
        let first = frame.first.min(self.nodes.len());
        let span = self.collection_span(&frame, first, end);
        if let Some(text) = self.template(&frame, first, span) {
            self.nodes.truncate(first);
            return self.push(text, frame.anchor, 0, 0);
        }
        let kind = if frame.is_mapping {
            let mut context = mapping::Context {
                span,
                weight: &mut self.weight,
                most: self.limits.expanded_nodes,
                too_heavy: &mut self.too_heavy,
                left_out: &mut self.left_out,
                diagnostics: &mut self.diagnostics,
            };
            mapping::build(self.nodes.drain(first..), &mut context)
        } else {
            let items = self.nodes.drain(first..);
            NodeKind::Sequence(if self.left_out.is_empty() {
                items.collect()
            } else {
                items.filter(|item| !is_left_out(item)).collect()
            })
        };
        let weight = self.weight - frame.weight;
        self.push(Node { span, kind }, frame.anchor, weight, frame.height)
    }

    fn collection_span(&self, frame: &Frame, first: usize, end: Option<usize>) -> Span {
        let span = |start, end| Span::new(self.source.id, start, end);
        let children = &self.nodes[first..];
        let mut present = children.iter().filter(|child| !is_left_out(child));
        let inner = present.next().map(|first| {
            let last = present.next_back().unwrap_or(first);
            first.span.to(last.span)
        });
        match (frame.bracket, end, inner) {
            (Some(start), Some(end), _) => span(start, end),
            (Some(start), None, Some(inner)) => span(start, inner.end as usize),
            (Some(start), None, None) => span(start, start + 1),
            (None, _, Some(inner)) => inner,
            (None, end, None) => span(end.unwrap_or(0), end.unwrap_or(0)),
        }
    }

    /// `{{ name }}` without quotes is to YAML a mapping whose key is a mapping. Nobody means that, so it is taken as
    /// the text that it looks like, with one finding.
    fn template(&mut self, frame: &Frame, first: usize, span: Span) -> Option<Node<'a>> {
        frame.bracket.filter(|_| frame.is_mapping)?;
        let text = self.source.slice(span);
        let is_template = text.starts_with("{{")
            && matches!(self.nodes.get(first..)?, [key, value] if key.as_mapping().is_some() && value.is_null());
        if !is_template {
            return None;
        }
        self.diagnostics.push(mapping::template(self.source, span));
        Some(Node {
            span,
            kind: NodeKind::Scalar(Scalar::new(
                text,
                text,
                ScalarStyle::Plain,
                Resolved::String,
                None,
            )),
        })
    }

    /// Puts a scalar without an anchor on the stack. It is no deeper than the collection that it stands in.
    #[inline]
    fn push_scalar(&mut self, node: Node<'a>) -> Next {
        if std::mem::take(&mut self.resumes) {
            return Next::Event;
        }
        let place = node.span;
        self.nodes.push(node);
        self.count(place)
    }

    /// Puts a finished node on the stack. `weight` and `height` are those of its children.
    fn push(
        &mut self,
        node: Node<'a>,
        anchor: Option<String>,
        weight: usize,
        height: usize,
    ) -> Next {
        if std::mem::take(&mut self.resumes) {
            // Not the mapping that the text was resumed for: nothing here can hold it.
            return Next::Event;
        }
        if let Some(name) = anchor {
            let done = Anchor::Done {
                weight: weight + limits::weight(&node),
                height,
                kind: node.kind.clone(),
            };
            self.anchors.insert(name.into(), done);
        }
        if let Some(parent) = self.frames.last_mut() {
            parent.height = parent.height.max(height + 1);
        }
        let place = node.span;
        self.nodes.push(node);
        self.count(place)
    }

    /// Counts a node that was put on the stack.
    fn count(&mut self, place: Span) -> Next {
        self.weight += 1;
        if self.weight > self.limits.expanded_nodes && !self.too_heavy {
            self.too_heavy = true;
            let found = limits::too_many(place, self.limits.expanded_nodes);
            return Next::File(Box::new(found));
        }
        Next::Event
    }

    fn alias(&mut self, name: &str, start: usize, end: usize) -> Next {
        let place = Span::new(self.source.id, start, end);
        let found = match self.anchors.get(name) {
            Some(Anchor::Done {
                weight,
                height,
                kind,
            }) => {
                if self.frames.len() + height > self.limits.nesting {
                    let first = !std::mem::replace(&mut self.too_deep, true);
                    first.then(|| limits::too_deep(place, self.limits.nesting))
                } else if self.weight + weight > self.limits.expanded_nodes {
                    let first = !std::mem::replace(&mut self.too_heavy, true);
                    first.then(|| limits::too_many_by_alias(place, name, &self.limits))
                } else {
                    let (weight, height) = (*weight, *height);
                    let node = Node {
                        span: place,
                        kind: kind.clone(),
                    };
                    self.weight += weight.saturating_sub(1);
                    return self.push(node, None, weight, height);
                }
            }
            Some(Anchor::Open) => Some(alias::recursive(place, name)),
            Some(Anchor::Undefined) => None,
            None if self.undefined >= alias::MOST_UNDEFINED => None,
            None => {
                self.undefined += 1;
                // The anchor may stand in a part that could not be read.
                let lost = self.damaged && self.source.text().contains(&format!("&{name}"));
                let found = alias::undefined(self.source, place, name, &self.anchors);
                self.anchors.insert(name.into(), Anchor::Undefined);
                (!lost).then_some(found)
            }
        };
        self.diagnostics.extend(found);
        self.left_out.push(place);
        self.nodes.push(Node {
            span: Span {
                file: LEFT_OUT,
                ..place
            },
            kind: NodeKind::Sequence([].into()),
        });
        self.count(place)
    }

    /// Where the value itself begins: after its anchor and tag.
    fn value_start(&self, properties: Properties, start: usize, end: usize) -> usize {
        if properties.are_absent() {
            start
        } else {
            place::after_properties(self.source.text(), start, end)
        }
    }

    /// Where a value would stand that libyaml found missing at `mark`.
    fn missing_value(&self, mark: usize) -> (usize, usize) {
        let key = self.lone_key_end();
        let at = key.map_or(mark, |key| {
            place::empty_value(self.source.text(), key, mark)
        });
        (at, at)
    }

    fn check_tag(&mut self, tag: Option<&str>, is_mapping: bool, start: usize, begin: usize) {
        if let Some(tag) = tag {
            let found = tag::check_collection(self.source, tag, is_mapping, start, begin);
            self.diagnostics.extend(found);
        }
    }

    /// End of the key that waits for its value, if one does.
    fn lone_key_end(&self) -> Option<usize> {
        let frame = self.frames.last().filter(|frame| frame.is_mapping)?;
        let waits = !self.nodes.len().checked_sub(frame.first)?.is_multiple_of(2);
        let key = self.nodes.last().filter(|_| waits)?;
        Some(key.span.end as usize)
    }
}
