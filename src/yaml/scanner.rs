//! Part of the YAML reader: the events of a text that is written as specs usually are, in one pass and without a copy.
//!
//! It answers for a text only where libyaml gives exactly these events at exactly these places, and gives the whole
//! text up where it is not certain of that: for anchors, tags, directives, tabs between tokens, explicit keys, a second
//! document, rare line ends, and for whatever is wrong. So it knows no error: [`super::events`] reads such a text from
//! its start, and says what there is to say.
//!
//! Giving up is `None` throughout, which `?` passes on.

mod block;
mod characters;
mod flow;
mod plain;
mod quoted;
mod structure;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod tests;

use super::ScalarStyle;
use super::event::{Event, Properties};

/// Most collections in one another. Beyond that libyaml reads, which the builder stops at its own limit.
const DEEPEST: usize = 256;

/// libyaml finds the colon of a key no further than this behind the key's first byte.
const LONGEST_KEY: usize = 1024;

/// Shows the events of the text from `base` on to `sink`, with their byte ranges, but neither the start of the document
/// nor the end of the stream. `false` if it gave up, or `sink` said `false`: the events so far then count for nothing.
pub(super) fn scan(
    text: &str,
    base: usize,
    sink: impl FnMut(Event<'_>, usize, usize) -> bool,
) -> bool {
    if !characters::are_usual(text.as_bytes().get(base..).unwrap_or_default()) {
        return false;
    }
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: base,
        line: base,
        is_fresh: true,
        own: String::new(),
        open: Vec::new(),
        sink,
    };
    scanner.document().is_some()
}

/// A block collection that has begun and not ended, and the column of its keys or dashes. `Indentless` is a list whose
/// dashes stand in the same column as the key that it belongs to.
#[derive(Clone, Copy)]
enum Block {
    Mapping(usize),
    Sequence(usize),
    Indentless(usize),
}

impl Block {
    fn column(self) -> usize {
        let (Self::Mapping(column) | Self::Sequence(column) | Self::Indentless(column)) = self;
        column
    }
}

/// A scalar that was read and not yet shown.
struct Scalar {
    start: usize,
    end: usize,
    style: ScalarStyle,
    /// Where its value stands in the text; `None` if that is in [`Scanner::own`].
    written: Option<(usize, usize)>,
}

struct Scanner<'t, S> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Start of the line that `at` is on.
    line: usize,
    /// Whether a line has ended since the last token.
    is_fresh: bool,
    /// The value of the last scalar that does not stand in the text as it is.
    own: String,
    open: Vec<Block>,
    sink: S,
}

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    fn show(&mut self, event: Event<'_>, start: usize, end: usize) -> Option<()> {
        (self.sink)(event, start, end).then_some(())
    }

    /// The start of a list.
    fn show_start(&mut self, is_flow: bool, start: usize, end: usize) -> Option<()> {
        let properties = Properties::default();
        let event = Event::SequenceStart {
            is_flow,
            properties,
        };
        self.show(event, start, end)
    }

    fn show_missing(&mut self, at: usize) -> Option<()> {
        let event = Event::Scalar {
            value: "",
            style: ScalarStyle::Plain,
            properties: Properties::default(),
        };
        self.show(event, at, at)
    }

    fn show_scalar(&mut self, scalar: &Scalar) -> Option<()> {
        let value = match scalar.written {
            Some((start, end)) => self.text.get(start..end)?,
            None => self.own.as_str(),
        };
        let event = Event::Scalar {
            value,
            style: scalar.style,
            properties: Properties::default(),
        };
        (self.sink)(event, scalar.start, scalar.end).then_some(())
    }

    /// Goes on to the next token: past spaces, comments and line ends. `None` at a tab.
    fn skip(&mut self) -> Option<()> {
        loop {
            match self.byte(self.at) {
                Some(b' ') => self.at += 1,
                Some(b'\t') => return None,
                Some(b'#') => self.skip_line(),
                Some(b'\n' | b'\r') => self.take_break(),
                _ => return Some(()),
            }
        }
    }

    /// Goes to the line end, which ends a comment.
    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// Passes a line end, which `at` must be on.
    fn take_break(&mut self) {
        self.at += if self.byte(self.at) == Some(b'\r') {
            2
        } else {
            1
        };
        self.line = self.at;
        self.is_fresh = true;
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn is_blank_or_end(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    fn is_at_dash(&self) -> bool {
        self.byte(self.at) == Some(b'-') && self.is_blank_or_end(self.at + 1)
    }

    /// Whether the line begins as one does that ends a document, starts another, or holds a directive.
    fn is_at_marker(&self) -> bool {
        let rest = self.rest();
        self.at == self.line
            && (rest.starts_with(b"---") || rest.starts_with(b"...") || rest.starts_with(b"%"))
    }
}

/// Appends what line ends between two parts of a folded text mean: a blank for one, and otherwise one fewer than there
/// are.
fn fold(own: &mut String, breaks: usize) {
    if breaks == 1 {
        own.push(' ');
    } else {
        own.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1)));
    }
}
