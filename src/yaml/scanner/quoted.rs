//! Part of the scanner: scalars in quotes, single and double.

use memchr::{memchr2, memchr3};

use super::{Scalar, Scanner, fold};
use crate::yaml::ScalarStyle;
use crate::yaml::event::Event;

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    /// A quoted scalar, with `at` on its opening quote.
    pub(super) fn quoted(&mut self) -> Option<Scalar> {
        let start = self.at;
        let quote = self.byte(start)?;
        let style = if quote == b'"' {
            ScalarStyle::DoubleQuoted
        } else {
            ScalarStyle::SingleQuoted
        };
        self.at += 1;
        let mut part = self.at;
        let mut is_own = false;
        loop {
            let hit = self.at + self.next_special(quote)?;
            self.at = hit;
            let byte = self.byte(hit)?;
            let is_doubled = quote == b'\'' && self.byte(hit + 1) == Some(quote);
            if byte == quote && !is_doubled {
                break;
            }
            if !is_own {
                self.own.clear();
                is_own = true;
            }
            if byte == quote {
                self.own.push_str(self.text.get(part..=hit)?);
                self.at += 2;
            } else if byte == b'\\' {
                self.own.push_str(self.text.get(part..hit)?);
                self.at += 1;
                self.escape()?;
            } else {
                let line = self.text.get(part..hit)?;
                self.own.push_str(line.trim_end_matches([' ', '\t', '\r']));
                let breaks = self.quoted_breaks()?;
                fold(&mut self.own, breaks);
            }
            part = self.at;
        }
        if is_own {
            self.own.push_str(self.text.get(part..self.at)?);
        }
        let written = (!is_own).then_some((part, self.at));
        self.at += 1;
        self.is_fresh = false;
        Some(Scalar {
            start,
            end: self.at,
            style,
            written,
        })
    }

    /// How far off the next quote, backslash or line end is.
    fn next_special(&self, quote: u8) -> Option<usize> {
        if quote == b'"' {
            memchr3(b'"', b'\\', b'\n', self.rest())
        } else {
            memchr2(b'\'', b'\n', self.rest())
        }
    }

    /// Passes line ends and the blanks around them; says how many. `None` at the end of the text, or at what may be a
    /// document's.
    fn quoted_breaks(&mut self) -> Option<usize> {
        let mut breaks = 0;
        loop {
            match self.byte(self.at)? {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' => {
                    self.take_break();
                    breaks += 1;
                }
                _ if self.is_at_marker() => return None,
                _ => return Some(breaks),
            }
        }
    }

    /// Passes what follows a backslash and appends what it means.
    fn escape(&mut self) -> Option<()> {
        let letter = self.byte(self.at)?;
        let meant = match letter {
            b'0' => '\0',
            b'a' => '\u{7}',
            b'b' => '\u{8}',
            b't' | b'\t' => '\t',
            b'n' => '\n',
            b'v' => '\u{b}',
            b'f' => '\u{c}',
            b'r' => '\r',
            b'e' => '\u{1b}',
            b' ' => ' ',
            b'"' => '"',
            b'/' => '/',
            b'\\' => '\\',
            b'N' => '\u{85}',
            b'_' => '\u{a0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            b'x' => return self.code(2),
            b'u' => return self.code(4),
            b'U' => return self.code(8),
            b'\n' | b'\r' => {
                // This line end counts for nothing, and each further one for itself.
                let breaks = self.quoted_breaks()?;
                let further = breaks.saturating_sub(1);
                self.own.extend(std::iter::repeat_n('\n', further));
                return Some(());
            }
            _ => return None,
        };
        self.at += 1;
        self.own.push(meant);
        Some(())
    }

    /// Appends the character with the code of this many digits, with `at` on the letter before them.
    fn code(&mut self, digits: usize) -> Option<()> {
        let start = self.at + 1;
        let written = self.text.get(start..start + digits)?;
        if !written.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let code = u32::from_str_radix(written, 16).ok()?;
        self.own.push(char::from_u32(code)?);
        self.at = start + digits;
        Some(())
    }
}
