//! Part of the YAML reader: libyaml's event stream behind a fence. Hands out events and faults; builds nothing.
//!
//! libyaml-safer panics on some malformed inputs, so every call into it is caught, and the panic becomes a
//! [`Fault`] like any other. It is fed line by line: what it has been given but not yet read is never more than one
//! line, so that the place of a panic is known to the line, and its buffer of decoded characters stays small
//! however large the file is.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Once;

use libyaml_safer::{Encoding, Error, Event, EventData, Parser};

use super::place::BREAKS;

/// Longest piece handed over at once; only lines longer than this are cut.
const LONGEST_PIECE: usize = 4096;

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

/// The [`Fault::problem`] of a panic inside libyaml.
pub(super) const PANIC: &str = "panic";

/// libyaml's events for the text from `base` on.
pub(super) struct Events<'a> {
    parser: Parser<Lines<'a>>,
    base: usize,
    end: usize,
    /// Start of the line handed over last.
    line: Rc<Cell<usize>>,
}

impl<'a> Events<'a> {
    /// Starts a fresh libyaml parser at byte `base`, which must be a character boundary.
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        let line = Rc::new(Cell::new(base));
        let mut parser = Parser::new();
        // Without this it would take any first character that begins with byte EF for a broken byte order mark.
        parser.set_encoding(Encoding::Utf8);
        parser.set_input(Lines {
            text,
            position: base,
            offered: base,
            closed: text.ends_with(BREAKS),
            line: Rc::clone(&line),
        });
        Self {
            parser,
            base,
            end: text.len(),
            line,
        }
    }

    /// The next event with its byte range, or why there is none.
    pub(super) fn next(&mut self) -> Result<(EventData, usize, usize), Fault> {
        match fenced(|| self.parser.parse()) {
            Some(Ok(Event {
                data,
                start_mark,
                end_mark,
                ..
            })) => Ok((
                data,
                self.offset(start_mark.index),
                self.offset(end_mark.index),
            )),
            Some(Err(error)) => Err(self.fault(&error)),
            None => Err(Fault {
                problem: PANIC,
                at: self.line.get(),
                began: None,
            }),
        }
    }

    /// How far the text was handed over, to the line.
    pub(super) fn reached(&self) -> usize {
        self.line.get()
    }

    fn fault(&self, error: &Error) -> Fault {
        Fault {
            problem: error.problem(),
            at: error
                .problem_mark()
                .map_or(self.line.get(), |mark| self.offset(mark.index)),
            began: error.context_mark().map(|mark| self.offset(mark.index)),
        }
    }

    /// libyaml-safer's mark index counts bytes (C libyaml's counts characters), from where it started.
    fn offset(&self, index: u64) -> usize {
        usize::try_from(index).map_or(self.end, |index| (self.base + index).min(self.end))
    }
}

/// Feeds the text one line at a time. A last line without a line end gets one, because libyaml-safer panics on a
/// block scalar that ends with the file; [`super::build`] takes the added newline out of the value again.
struct Lines<'a> {
    text: &'a str,
    position: usize,
    /// End of the piece on offer.
    offered: usize,
    /// Whether the text's own last line has its line end, or has been given one.
    closed: bool,
    line: Rc<Cell<usize>>,
}

impl BufRead for Lines<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.position == self.text.len() {
            return Ok(if self.closed { b"" } else { b"\n" });
        }
        if self.offered == self.position {
            let rest = &self.text[self.position..];
            // Only as far as the piece may reach: a long line would be searched to its end for every piece of it.
            let longest = rest.len().min(LONGEST_PIECE);
            let mut end = memchr::memchr(b'\n', &rest.as_bytes()[..longest])
                .map_or(longest, |newline| newline + 1);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            self.line.set(self.position);
            self.offered = self.position + end;
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

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&available[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

thread_local! {
    /// Whether this thread is inside the fence.
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a call into libyaml; `None` if it panicked.
///
/// The panic hook is the only place where a panic's message can be kept from standard error, and it belongs to the
/// whole process. So it is replaced once, by one that is silent exactly while the panicking thread is inside this
/// function and calls the hook that was there before in every other case.
fn fenced<T>(call: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !FENCED.get() {
                previous(panic);
            }
        }));
    });
    FENCED.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    FENCED.set(false);
    result.ok()
}
