//! Part of the YAML reader: the events of scalars → nodes.

use super::{Builder, written};
use crate::text::Span;
use crate::yaml::{Node, NodeKind, Resolved, Scalar, ScalarStyle};
use crate::yaml::{place, scalar, tag};

impl<'a> Builder<'a> {
    pub(super) fn scalar(
        &mut self,
        mut value: &str,
        style: ScalarStyle,
        tag: Option<(&str, usize)>,
        (start, mut end): (usize, usize),
    ) -> Node<'a> {
        let text = self.source.text();
        let mut content = start;
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                if place::ends_without_newline(text, end) {
                    value = value.strip_suffix('\n').unwrap_or(value);
                }
                content = place::after_header(text, start, end);
                end = place::block_end(text, start, end);
            }
            _ => {}
        }
        if let Some(scalars) = &mut self.scalars {
            scalars.push(Span::new(self.source.id, content, end));
        }
        self.scalar_node(value, style, tag, Span::new(self.source.id, start, end))
    }

    fn scalar_node(
        &mut self,
        value: &str,
        style: ScalarStyle,
        tag: Option<(&str, usize)>,
        span: Span,
    ) -> Node<'a> {
        let scalar = match tag {
            Some((tag, properties)) => {
                let (scalar, found) = tag::scalar(self.source, tag, value, style, properties, span);
                self.diagnostics.extend(found);
                scalar
            }
            None => {
                let meaning = if style == ScalarStyle::Plain {
                    scalar::resolve(value)
                } else {
                    Resolved::String.into()
                };
                let written = written(self.source, style, span);
                Scalar::new(value, written, style, meaning.resolved, meaning.digits)
            }
        };
        Node {
            span,
            kind: NodeKind::Scalar(scalar),
        }
    }
}
