//! Part of the scanner: scalars without quotes.

use super::{Scalar, Scanner, fold};
use crate::yaml::ScalarStyle;
use crate::yaml::event::Event;

/// What may end or interrupt a plain scalar, inside brackets or not.
static IS_SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b" \t\n\r:,[]{}";
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    /// A plain scalar that may go on over lines: outside brackets over those that are indented at least by `indent`,
    /// inside brackets, where that is `None`, over any.
    pub(super) fn plain(&mut self, indent: Option<usize>) -> Option<Scalar> {
        let is_flow = indent.is_none();
        let mut scalar = self.plain_on_line(self.at, is_flow)?;
        while matches!(self.byte(self.at), None | Some(b'\n' | b'\r')) {
            let breaks = self.breaks()?;
            let first = self.byte(self.at);
            let too_far_out = indent.is_some_and(|indent| self.at - self.line < indent);
            if too_far_out || matches!(first, None | Some(b'#')) {
                break;
            }
            if is_flow && matches!(first, Some(b',' | b'[' | b']' | b'{' | b'}')) {
                break;
            }
            let is_colon = first == Some(b':') && self.is_blank_or_end(self.at + 1);
            if is_colon || self.is_at_marker() {
                return None;
            }
            if let Some((start, end)) = scalar.written.take() {
                self.own.clear();
                self.own.push_str(self.text.get(start..end)?);
            }
            fold(&mut self.own, breaks);
            let start = self.at;
            scalar.end = self.plain_line_end(is_flow)?;
            self.own.push_str(self.text.get(start..scalar.end)?);
            self.is_fresh = false;
        }
        Some(scalar)
    }

    /// A plain scalar as far as it stands on this line.
    pub(super) fn plain_on_line(&mut self, start: usize, is_flow: bool) -> Option<Scalar> {
        match self.byte(start)? {
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|'
            | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`' => return None,
            b'-' if self.is_blank_or_end(start + 1) => return None,
            _ => {}
        }
        let end = self.plain_line_end(is_flow)?;
        Some(Scalar {
            start,
            end,
            style: ScalarStyle::Plain,
            written: Some((start, end)),
        })
    }

    /// Goes to where the scalar stops on this line: at the line end, a comment, a colon, or a bracket or comma inside
    /// brackets. Answers with the end of its last character that is not blank.
    fn plain_line_end(&mut self, is_flow: bool) -> Option<usize> {
        if !is_flow {
            return Some(self.plain_block_line_end());
        }
        let mut at = self.at;
        let mut end = at;
        let stop = loop {
            let Some(byte) = self.byte(at) else {
                break at;
            };
            if !IS_SPECIAL[usize::from(byte)] {
                at += 1;
                end = at;
                continue;
            }
            match byte {
                b' ' | b'\t' => {
                    at += 1;
                    if matches!(self.byte(at), Some(b'#')) {
                        break at;
                    }
                    continue;
                }
                b'\n' | b'\r' => break at,
                b':' if self.is_blank_or_end(at + 1) => break at,
                b':' if is_flow => {
                    let after = self.byte(at + 1);
                    if matches!(after, Some(b',' | b'?' | b'[' | b']' | b'{' | b'}')) {
                        return None;
                    }
                }
                b',' | b'[' | b']' | b'{' | b'}' if is_flow => break at,
                _ => {}
            }
            at += 1;
            end = at;
        };
        self.at = stop;
        Some(end)
    }

    /// The same outside brackets, where so little can end a scalar that it is searched for.
    fn plain_block_line_end(&mut self) -> usize {
        let start = self.at;
        let mut at = start;
        let stop = loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(b'\n', b':', b'#', rest) else {
                break self.bytes.len();
            };
            at += found;
            let before = self.bytes[start..at].last();
            match self.bytes[at] {
                b'\n' if before == Some(&b'\r') => break at - 1,
                b'\n' => break at,
                b':' if self.is_blank_or_end(at + 1) => break at,
                b'#' if matches!(before, Some(b' ' | b'\t')) => break at,
                _ => at += 1,
            }
        };
        self.at = stop;
        let blanks = self.bytes[start..stop].iter().rev();
        stop - blanks
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    /// Passes line ends and the spaces before and after them; says how many. `None` at a tab.
    fn breaks(&mut self) -> Option<usize> {
        let mut breaks = 0;
        loop {
            match self.byte(self.at) {
                Some(b' ') => self.at += 1,
                Some(b'\t') => return None,
                Some(b'\n' | b'\r') => {
                    self.take_break();
                    breaks += 1;
                }
                _ => return Some(breaks),
            }
        }
    }
}
