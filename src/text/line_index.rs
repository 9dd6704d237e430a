//! Where each line of a text starts, for reports that show lines. Imports nothing of ours.

use super::Position;

/// Byte offsets at which lines start. A line ends at `\n`, `\r\n` or a lone `\r`.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before each multiple of [`BLOCK`], so that a column far out in a long line costs no
    /// scan of that line. Empty where every line is short.
    characters: Vec<u32>,
}

/// Lines longer than this many bytes are counted in blocks.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Scans the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for index in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[index] == b'\n' || bytes.get(index + 1) != Some(&b'\n') {
                starts.push(offset_of(index + 1));
            }
        }
        let longest = starts
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .chain(starts.last().map(|last| offset_of(bytes.len()) - last))
            .max();
        let mut characters = Vec::new();
        if longest.is_some_and(|length| length as usize > BLOCK) {
            let mut before = 0;
            for block in bytes.chunks(BLOCK) {
                characters.push(offset_of(before));
                before += characters_in(block);
            }
            characters.push(offset_of(before));
        }
        Self { starts, characters }
    }

    /// Offsets of the first byte of each line, ascending; the first is 0.
    pub fn line_starts(&self) -> &[u32] {
        &self.starts
    }

    /// Index of the line that holds a byte offset, from 0.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The bytes of a line, counted from 0, without what ends it. `text` is what this index was made from.
    pub fn line_range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(line).map_or(text.len(), |at| *at as usize);
        let next = self
            .starts
            .get(line + 1)
            .map_or(text.len(), |at| *at as usize);
        let bytes = text.as_bytes();
        let mut end = next;
        // The last line ends with the text, and a break at its very end begins another line.
        if line + 1 < self.starts.len() {
            if end > start && bytes[end - 1] == b'\n' {
                end -= 1;
            }
            if end > start && bytes[end - 1] == b'\r' {
                end -= 1;
            }
        }
        start..end
    }

    /// Line and column of a byte offset in the text this index was made from. A byte-order mark takes no column.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line] as usize;
        let end = (offset as usize).min(text.len());
        let mut column = self.characters_between(text.as_bytes(), start, end);
        if line == 0 && end > 0 && text.starts_with('\u{FEFF}') {
            column -= 1;
        }
        Position {
            line: offset_of(line + 1),
            column: offset_of(column + 1),
        }
    }

    /// How many characters begin in `start..end`.
    fn characters_between(&self, bytes: &[u8], start: usize, end: usize) -> usize {
        if end - start <= BLOCK || self.characters.is_empty() {
            return characters_in(&bytes[start..end]);
        }
        let before = |at: usize| {
            let block = at / BLOCK;
            self.characters[block] as usize + characters_in(&bytes[block * BLOCK..at])
        };
        before(end) - before(start)
    }
}

/// How many characters begin in these bytes: all but the continuation bytes of UTF-8.
pub(super) fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// An offset, a line or a column as it is kept; beyond 4 GiB, which is never read, the largest.
pub(super) fn offset_of(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_long_lines_are_those_of_a_plain_count() {
        let text = format!("a\n{}\nb", "aé漢😀".repeat(1000));
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().step_by(97) {
            let before = &text[..offset];
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let expected = before[start..].chars().count() + 1;
            let found = index.position(&text, offset_of(offset)).column;
            assert_eq!(found as usize, expected, "offset {offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let index = LineIndex::new("\u{FEFF}ab");
        assert_eq!(index.position("\u{FEFF}ab", 0).column, 1);
        assert_eq!(index.position("\u{FEFF}ab", 3).column, 1);
        assert_eq!(index.position("\u{FEFF}ab", 4).column, 2);
    }

    #[test]
    fn lines_come_without_their_ends() {
        let text = "a\r\nbc\n\r\n\rd";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (0..index.line_starts().len())
            .map(|line| &text[index.line_range(text, line)])
            .collect();
        assert_eq!(lines, ["a", "bc", "", "", "d"]);
    }
}
