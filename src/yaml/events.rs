//! Part of the YAML reader: libyaml's event stream behind a fence. Hands out events and faults; builds nothing.
//!
//! libyaml-safer panics on some malformed inputs, so every call into it is caught, and the panic becomes a
//! [`Fault`] like any other. It is fed in small pieces: what it has been given but not yet read is never more than
//! one, so that the place of a panic is roughly known, and its buffer of decoded characters stays small however large
//! the file is.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::{Arc, Once};

use libyaml_safer::{
    Encoding, Error, EventData, MappingStyle, Parser, ScalarStyle as Style, SequenceStyle,
};

use super::ScalarStyle;
use super::event::{Event, Properties};
use super::place::BREAKS;

/// Most bytes handed over at once; see [`PANIC`].
pub(super) const LONGEST_PIECE: usize = 1024;

/// Why reading stopped: libyaml's problem with its place, as byte offsets into the text.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// libyaml's words; never shown. [`PANIC`] after a panic.
    pub problem: &'static str,
    /// Where it noticed.
    pub at: usize,
    /// Where the thing it was reading began, if it says so.
    pub began: Option<usize>,
}

/// The [`Fault::problem`] of a panic inside libyaml, which has happened at the fault's place or up to
/// [`LONGEST_PIECE`] bytes after it.
pub(super) const PANIC: &str = "panic";

thread_local! {
    /// A parser that was used before. Its buffers are large, and a run reads hundreds of files.
    static USED: RefCell<Option<Parser<Pieces>>> = const { RefCell::new(None) };
}

/// libyaml's events for the text from `base` on.
pub(super) struct Events {
    parser: Parser<Pieces>,
    base: usize,
    end: usize,
    /// Start of the piece handed over last.
    piece: Rc<Cell<usize>>,
    /// End of the last event.
    seen: usize,
}

impl Events {
    /// Starts libyaml at byte `base`, which must be a character boundary.
    pub(super) fn new(text: &Arc<str>, base: usize) -> Self {
        let piece = Rc::new(Cell::new(base));
        let mut parser = USED.take().unwrap_or_default();
        // Without this it would take any first character that begins with byte EF for a broken byte order mark.
        parser.set_encoding(Encoding::Utf8);
        parser.set_input(Pieces {
            text: Arc::clone(text),
            position: base,
            offered: base,
            closed: text.ends_with(BREAKS),
            piece: Rc::clone(&piece),
        });
        Self {
            parser,
            base,
            end: text.len(),
            piece,
            seen: base,
        }
    }

    /// Keeps the parser for the next text.
    pub(super) fn finish(mut self) {
        self.parser.reset();
        USED.set(Some(self.parser));
    }

    /// Shows each event with its byte range, until one is answered or there is a fault.
    pub(super) fn each<T>(
        &mut self,
        mut take: impl FnMut(Event<'_>, usize, usize) -> Option<T>,
    ) -> Result<T, Fault> {
        let read = fenced(|fence| {
            loop {
                match fence.within(|| self.parser.parse()) {
                    Ok(event) => {
                        let start = self.offset(event.start_mark.index);
                        let end = self.offset(event.end_mark.index);
                        self.seen = end;
                        let answer =
                            translated(&event.data).and_then(|event| take(event, start, end));
                        if let Some(answer) = answer {
                            return Ok(answer);
                        }
                    }
                    Err(error) => return Err(self.fault(&error)),
                }
            }
        });
        read.unwrap_or_else(|| {
            // What it was in the middle of is anybody's guess.
            self.parser = Parser::new();
            Err(Fault {
                problem: PANIC,
                at: self.seen.max(self.piece.get()),
                began: None,
            })
        })
    }

    /// Up to where the text was handed over, at least.
    pub(super) fn reached(&self) -> usize {
        self.piece.get()
    }

    fn fault(&self, error: &Error) -> Fault {
        Fault {
            problem: error.problem(),
            at: error
                .problem_mark()
                .map_or(self.piece.get(), |mark| self.offset(mark.index)),
            began: error.context_mark().map(|mark| self.offset(mark.index)),
        }
    }

    /// libyaml-safer's mark index counts bytes (C libyaml's counts characters), from where it started.
    fn offset(&self, index: u64) -> usize {
        usize::try_from(index).map_or(self.end, |index| (self.base + index).min(self.end))
    }
}

/// libyaml's event in our words; `None` where it tells nothing.
fn translated(data: &EventData) -> Option<Event<'_>> {
    fn properties<'e>(anchor: &'e Option<String>, tag: &'e Option<String>) -> Properties<'e> {
        Properties {
            anchor: anchor.as_deref(),
            tag: tag.as_deref(),
        }
    }
    Some(match data {
        EventData::DocumentStart { .. } => Event::DocumentStart,
        EventData::Scalar {
            anchor,
            tag,
            value,
            style,
            ..
        } => Event::Scalar {
            value,
            style: match style {
                Style::SingleQuoted => ScalarStyle::SingleQuoted,
                Style::DoubleQuoted => ScalarStyle::DoubleQuoted,
                Style::Literal => ScalarStyle::Literal,
                Style::Folded => ScalarStyle::Folded,
                _ => ScalarStyle::Plain,
            },
            properties: properties(anchor, tag),
        },
        EventData::SequenceStart {
            anchor, tag, style, ..
        } => Event::SequenceStart {
            is_flow: *style == SequenceStyle::Flow,
            properties: properties(anchor, tag),
        },
        EventData::MappingStart {
            anchor, tag, style, ..
        } => Event::MappingStart {
            is_flow: *style == MappingStyle::Flow,
            properties: properties(anchor, tag),
        },
        EventData::SequenceEnd | EventData::MappingEnd => Event::End,
        EventData::Alias { anchor } => Event::Alias(anchor),
        EventData::StreamEnd => Event::StreamEnd,
        _ => return None,
    })
}

/// Feeds the text piece by piece. A last line without a line end gets one, because libyaml-safer panics on a block
/// scalar that ends with the file; [`super::build`] takes the added newline out of the value again.
struct Pieces {
    text: Arc<str>,
    position: usize,
    /// End of the piece on offer.
    offered: usize,
    /// Whether the text's own last line has its line end, or has been given one.
    closed: bool,
    piece: Rc<Cell<usize>>,
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.position == self.text.len() {
            return Ok(if self.closed { b"" } else { b"\n" });
        }
        if self.offered == self.position {
            let mut end = self.text.len().min(self.position + LONGEST_PIECE);
            while !self.text.is_char_boundary(end) {
                end -= 1;
            }
            self.piece.set(self.position);
            self.offered = end;
        }
        Ok(&self.text.as_bytes()[self.position..self.offered])
    }

    fn consume(&mut self, amount: usize) {
        if self.position == self.text.len() {
            self.closed |= amount > 0;
        } else {
            self.position += amount;
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&available[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

thread_local! {
    /// Whether this thread is inside libyaml.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Permission to call into libyaml; see [`fenced`].
struct Fence;

impl Fence {
    /// Runs a call into libyaml. If it panics, nothing is printed and the fence ends.
    fn within<T>(&self, call: impl FnOnce() -> T) -> T {
        WITHIN.set(true);
        let result = call();
        WITHIN.set(false);
        result
    }
}

/// Runs what calls into libyaml; `None` if libyaml panicked. Panics from anywhere else go on.
///
/// The panic hook is the only place where a panic's message can be kept from standard error, and it belongs to the
/// whole process. So it is replaced once, by one that is silent exactly while the panicking thread is inside libyaml
/// and calls the hook that was there before in every other case.
fn fenced<T>(run: impl FnOnce(&Fence) -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !WITHIN.get() {
                previous(panic);
            }
        }));
    });
    match catch_unwind(AssertUnwindSafe(|| run(&Fence))) {
        Ok(result) => Some(result),
        Err(_) if WITHIN.replace(false) => None,
        Err(panic) => resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_panics_of_libyaml_are_caught() {
        assert_eq!(fenced(|fence| fence.within(|| 1)), Some(1));
        let inside: Option<()> = fenced(|fence| fence.within(|| panic!("inside")));
        assert_eq!(inside, None);
        let outside = catch_unwind(|| fenced(|_| -> () { panic!("outside: meant to be seen") }));
        assert!(outside.is_err());
        assert!(!WITHIN.get());
    }
}
