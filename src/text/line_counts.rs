//! How many lines end before each part of a text: all that line and column of a few places ask for. Imports nothing of ours.

use super::Position;
use super::line_index::{characters_in, offset_of};

/// How many lines end before each multiple of [`PART`] bytes.
#[derive(Debug)]
pub(super) struct LineCounts {
    /// Empty for a text with ends of lines other than `\n`.
    before: Vec<u32>,
}

/// How far apart the counts are, in bytes.
const PART: usize = 1024;

impl LineCounts {
    /// Counts through the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if memchr::memchr(b'\r', bytes).is_none() {
            before.reserve_exact(1 + bytes.len() / PART);
            let mut count = 0;
            before.push(0);
            for part in bytes.chunks_exact(PART) {
                count += ends_in(part);
                before.push(offset_of(count));
            }
        }
        Self { before }
    }

    /// Line and column of a byte offset in the text that was counted; `None` where an index of lines is needed for that:
    /// far out in a long line, and in a text with other ends of lines.
    pub fn position(&self, text: &str, offset: u32) -> Option<Position> {
        let bytes = text.as_bytes();
        let end = (offset as usize).min(bytes.len());
        let part = end / PART;
        let ends = *self.before.get(part)? as usize + ends_in(&bytes[part * PART..end]);
        let near = end.saturating_sub(PART);
        let start = match memchr::memrchr(b'\n', &bytes[near..end]) {
            Some(at) => near + at + 1,
            None if near == 0 => 0,
            None => return None,
        };
        let mut column = characters_in(&bytes[start..end]);
        if start == 0 && end > 0 && text.starts_with('\u{FEFF}') {
            column -= 1;
        }
        Some(Position {
            line: offset_of(ends + 1),
            column: offset_of(column + 1),
        })
    }
}

fn ends_in(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    #[test]
    fn a_position_is_that_of_the_index() {
        let long = "é".repeat(PART);
        let lines = "a\n\naé漢😀b\n".repeat(500);
        for text in [
            "",
            "\u{FEFF}a\nb",
            "a\r\nb",
            &lines,
            &"a\n".repeat(PART),
            &format!("{lines}{long}\n{lines}"),
        ] {
            let (counts, index) = (LineCounts::new(text), LineIndex::new(text));
            let mut known = 0;
            for at in
                (0..=text.len() + 2).filter(|at| *at > text.len() || text.is_char_boundary(*at))
            {
                let offset = offset_of(at);
                if let Some(position) = counts.position(text, offset) {
                    assert_eq!(position, index.position(text, offset), "{at}");
                    known += 1;
                }
            }
            assert_eq!(known == 0, text.contains('\r'));
        }
    }
}
