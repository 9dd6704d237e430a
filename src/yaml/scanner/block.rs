//! Part of the scanner: block scalars, `|` and `>`.

use memchr::memchr;

use super::{Scalar, Scanner};
use crate::yaml::ScalarStyle;
use crate::yaml::event::Event;

/// What becomes of the line ends at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    Clip,
    Strip,
    Keep,
}

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    /// A block scalar, with `at` on its indicator. A last line without a line end counts as one that has it, as
    /// [`crate::yaml::events`] gives it to libyaml.
    pub(super) fn block_scalar(&mut self) -> Option<Scalar> {
        let start = self.at;
        let is_literal = self.byte(start)? == b'|';
        self.at += 1;
        let (chomping, increment) = self.header()?;
        let outer = self.open.last().map(|top| top.column());
        let mut indent = increment.map(|increment| outer.unwrap_or(0) + increment);
        let least = outer.map_or(1, |outer| outer + 1);
        self.own.clear();
        // Line ends that are not in the value yet: that of the last line, and those of blank lines after it.
        let mut has_line = false;
        let mut was_blank = false;
        let mut end = self.at;
        let mut blank_lines = self.blank_lines(&mut indent, least, &mut end)?;
        let indent = indent.unwrap_or(least);
        while self.at - self.line == indent && !self.is_at_end() {
            let is_blank = matches!(self.byte(self.at), Some(b' ' | b'\t'));
            if has_line {
                if is_literal || was_blank || is_blank {
                    self.own.push('\n');
                } else if blank_lines == 0 {
                    self.own.push(' ');
                }
            }
            self.own.extend(std::iter::repeat_n('\n', blank_lines));
            was_blank = is_blank;
            has_line = true;
            let rest = self.rest();
            let line_end = self.at + memchr(b'\n', rest).unwrap_or(rest.len());
            let line = self.text.get(self.at..line_end)?;
            self.own.push_str(line.strip_suffix('\r').unwrap_or(line));
            self.at = line_end;
            self.take_last_break();
            end = self.at;
            blank_lines = self.blank_lines(&mut Some(indent), least, &mut end)?;
        }
        if chomping != Chomping::Strip && has_line {
            self.own.push('\n');
        }
        if chomping == Chomping::Keep {
            self.own.extend(std::iter::repeat_n('\n', blank_lines));
        }
        self.is_fresh = true;
        Some(Scalar {
            start,
            end,
            style: if is_literal {
                ScalarStyle::Literal
            } else {
                ScalarStyle::Folded
            },
            written: None,
        })
    }

    /// The indicators behind the first, up to and with the line end.
    fn header(&mut self) -> Option<(Chomping, Option<usize>)> {
        let mut chomping = Chomping::Clip;
        let mut increment = None;
        loop {
            match self.byte(self.at) {
                Some(sign @ (b'+' | b'-')) if chomping == Chomping::Clip => {
                    chomping = if sign == b'+' {
                        Chomping::Keep
                    } else {
                        Chomping::Strip
                    };
                }
                Some(digit @ b'1'..=b'9') if increment.is_none() => {
                    increment = Some(usize::from(digit - b'0'));
                }
                _ => break,
            }
            self.at += 1;
        }
        while self.byte(self.at) == Some(b' ') {
            self.at += 1;
        }
        if self.byte(self.at) == Some(b'#') {
            self.skip_line();
        }
        if !matches!(self.byte(self.at), None | Some(b'\n' | b'\r')) {
            return None;
        }
        self.take_last_break();
        Some((chomping, increment))
    }

    /// Passes blank lines, and the indentation of the line after them; says how many. Without an indentation it is that
    /// of the furthest indented of them, as libyaml has it, and not only of the last.
    fn blank_lines(
        &mut self,
        indent: &mut Option<usize>,
        least: usize,
        end: &mut usize,
    ) -> Option<usize> {
        let mut deepest = 0;
        let mut lines = 0;
        loop {
            let most = indent.unwrap_or(usize::MAX);
            while self.at - self.line < most && self.byte(self.at) == Some(b' ') {
                self.at += 1;
            }
            let column = self.at - self.line;
            deepest = deepest.max(column);
            match self.byte(self.at) {
                Some(b'\t') if column < most => return None,
                Some(b'\n' | b'\r') => {}
                // Spaces alone on a last line without a line end.
                None if column > 0 => {}
                _ => break,
            }
            self.take_last_break();
            lines += 1;
            *end = self.at;
        }
        indent.get_or_insert(deepest.max(least));
        Some(lines)
    }

    /// Passes a line end, or the end of the text in its place.
    fn take_last_break(&mut self) {
        if self.is_at_end() {
            self.line = self.at;
        } else {
            self.take_break();
        }
    }
}
