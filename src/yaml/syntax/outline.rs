//! Part of the YAML reader: a forgiving look at the lines of a broken text. libyaml says where it could not go on; this
//! finds the first line before that place at which somebody slipped. Never used on text that libyaml accepts.

use std::cmp::Ordering;

use super::slip::{Slip, Suspect};
use super::value::{self, Ended};

/// A block collection that lines belong to.
#[derive(Debug, Clone, Copy)]
struct Level {
    column: usize,
    is_list: bool,
    /// Whether its last key or dash has no value yet.
    open: bool,
    /// Where its first line begins.
    first: usize,
    /// How many of its keys or items were seen.
    count: usize,
}

/// What the last value was, for the lines that may continue it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    /// A plain scalar; where a line of its own began it, if one did.
    Plain {
        own_line: Option<usize>,
    },
    /// A text block with this indentation.
    Block {
        indent: usize,
    },
    /// A plain scalar, from here to here, and then a comment.
    Commented {
        start: usize,
        end: usize,
    },
    /// An alias, from here to here.
    Alias {
        start: usize,
        end: usize,
    },
    /// Something with an end of its own.
    Closed,
}

struct Outline<'a> {
    text: &'a str,
    levels: Vec<Level>,
    last: Last,
    /// Start of the last line to look at; what closes before it was read without a fault.
    last_line: usize,
    /// Whether any level was ever opened.
    begun: bool,
}

/// The first slip in the text from `base` (the start of a line) up to the line that holds `until`.
pub(super) fn first_suspect(text: &str, base: usize, until: usize) -> Option<Suspect> {
    let mut outline = Outline {
        text,
        levels: Vec::new(),
        last: Last::Nothing,
        last_line: line_start(text, until),
        begun: false,
    };
    let mut at = base;
    while at < text.len() && at <= until {
        match outline.line(at) {
            Ok(next) => at = next,
            Err(found) => return found.map(|found| *found),
        }
    }
    None
}

/// The end of the line that holds `at`, without its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at)
}

/// The start of the line that holds `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    if start == 0 && text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8().min(at)
    } else {
        start
    }
}

/// The start of the line after the one that holds `at`.
fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    end + if text[end..].starts_with("\r\n") {
        2
    } else {
        usize::from(end < text.len())
    }
}

/// How a line is read: the start of the next one to look at, or the slip, or `Err(None)` for a line beyond this.
type Read = Result<usize, Option<Box<Suspect>>>;

fn slip<T>(slip: Slip, start: usize, end: usize, cause: usize) -> Result<T, Option<Box<Suspect>>> {
    Err(Some(Box::new(Suspect::new(slip, start, end, cause))))
}

impl Outline<'_> {
    fn line(&mut self, start: usize) -> Read {
        let end = line_end(self.text, start);
        let next = next_line(self.text, start);
        let line = &self.text[start..end];
        let content = line.trim_start_matches([' ', '\t']);
        if content.is_empty() || content.starts_with('#') {
            return Ok(next);
        }
        if ["---", "..."].iter().any(|mark| line.starts_with(mark))
            || (line.starts_with('%') && !self.begun)
        {
            self.levels.clear();
            self.last = Last::Nothing;
            return Ok(next);
        }
        let mut at = end - content.len();
        if let Some(tab) = line[..at - start].find('\t') {
            let expected = self.expected(at - start);
            return slip(Slip::Tab { expected }, start + tab, at, start);
        }
        self.begun = true;
        let mut nested = false;
        loop {
            let rest = &self.text[at..end];
            if rest != "-" && !rest.starts_with("- ") && !rest.starts_with("-\t") {
                break;
            }
            if self.continues_plain(at - start, nested) {
                return Ok(next);
            }
            self.item(start, at, nested)?;
            nested = true;
            let after = rest[1..].trim_start_matches([' ', '\t']);
            if after.is_empty() || after.starts_with('#') {
                return Ok(next);
            }
            at = end - after.len();
        }
        match value::key(&self.text[at..end]) {
            Some((key, colon)) => {
                self.key(start, at, at + key, nested)?;
                let after = self.text[at + colon + 1..end].trim_start_matches([' ', '\t']);
                self.value(start, end - after.len(), end, at - start, None)
            }
            None => self.bare(start, at, end, nested),
        }
    }

    /// The indentation that a line with tabs was probably meant to have.
    fn expected(&self, tabs: usize) -> usize {
        match (self.levels.last(), self.last) {
            (Some(level), Last::Block { indent }) => indent.max(level.column + 2),
            (Some(level), _) if level.open => level.column + 2,
            (Some(level), _) => level.column,
            (None, _) => tabs * 2,
        }
    }

    fn continues_plain(&self, column: usize, nested: bool) -> bool {
        let parent = self.levels.last().map(|level| level.column);
        !nested
            && matches!(self.last, Last::Plain { .. })
            && parent.is_some_and(|parent| column > parent)
    }

    /// Ends the levels that are further in than `column`; the outermost of them.
    fn leave(&mut self, column: usize) -> Option<Level> {
        let mut left = None;
        while let Some(level) = self.levels.last().filter(|level| level.column > column) {
            left = Some(*level);
            self.levels.pop();
        }
        left
    }

    fn enter(&mut self, column: usize, is_list: bool, line: usize) {
        if let Some(parent) = self.levels.last_mut() {
            parent.open = false;
        }
        self.levels.push(Level {
            column,
            is_list,
            open: true,
            first: line,
            count: 1,
        });
        self.last = Last::Nothing;
    }

    fn again(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.count += 1;
            level.open = true;
        }
        self.last = Last::Nothing;
    }

    /// A `- ` at `at`.
    fn item(&mut self, line: usize, at: usize, nested: bool) -> Result<(), Option<Box<Suspect>>> {
        let column = at - line;
        if nested {
            self.enter(column, true, line);
            return Ok(());
        }
        let left = self.leave(column);
        match self.levels.last().copied() {
            Some(level) if level.column == column && level.is_list => self.again(),
            Some(level) if level.column == column && level.open => self.enter(column, true, line),
            Some(level) if level.column == column => {
                return slip(Slip::ItemInMapping, at, at + 1, line);
            }
            outer => self.inner(line, at, column, outer, left, true)?,
        }
        Ok(())
    }

    /// A key from `at` to `end`.
    fn key(
        &mut self,
        line: usize,
        at: usize,
        end: usize,
        nested: bool,
    ) -> Result<(), Option<Box<Suspect>>> {
        let column = at - line;
        if nested {
            self.enter(column, false, line);
            return Ok(());
        }
        if self.continues_plain(column, nested) {
            return self.key_in_plain(line, at, end);
        }
        if let Last::Plain {
            own_line: Some(text),
        } = self.last
            && self.levels.is_empty()
        {
            return self.no_colon(text);
        }
        let left = self.leave(column);
        match self.levels.last().copied() {
            Some(level) if level.column == column && !level.is_list => self.again(),
            Some(level) if level.column == column => {
                // A list may stand at the indentation of the key that holds it.
                self.levels.pop();
                let holder = self.levels.last();
                if holder.is_none_or(|holder| holder.column != column) {
                    return slip(Slip::KeyInList, at, end, line);
                }
                self.again();
            }
            outer => self.inner(line, at, column, outer, left, false)?,
        }
        Ok(())
    }

    /// A key or item that is further in than every level left: the first of a new one, or misplaced.
    fn inner(
        &mut self,
        line: usize,
        at: usize,
        column: usize,
        outer: Option<Level>,
        left: Option<Level>,
        is_list: bool,
    ) -> Result<(), Option<Box<Suspect>>> {
        let end = line_end(self.text, at);
        let after = next_line(self.text, line);
        let first_is_odd =
            |first: Level| first.count == 1 && self.first_is_odd(first.column, column, after);
        let blame_first = |first: Level| {
            let start = first.first + first.column;
            let siblings = Slip::UnlikeSiblings { siblings: column };
            slip(siblings, start, line_end(self.text, start), first.first)
        };
        if let Some(inner) = left {
            if first_is_odd(inner) {
                return blame_first(inner);
            }
            let between = Slip::Between {
                outer: outer.map(|outer| outer.column),
                inner: inner.column,
            };
            return slip(between, at, end, line);
        }
        match outer {
            Some(outer) if !outer.open => {
                if self.levels.len() > 1 && first_is_odd(outer) {
                    return blame_first(outer);
                }
                let siblings = outer.column;
                slip(Slip::Deeper { siblings }, at, end, line)
            }
            _ => {
                self.enter(column, is_list, line);
                Ok(())
            }
        }
    }

    /// Whether a first child at `first` is more likely to be wrong than the line at `second` that follows it: the one
    /// that fewer of the following lines keep to, else the odd one of the two.
    fn first_is_odd(&self, first: usize, second: usize, after: usize) -> bool {
        let (mut as_first, mut as_second) = (0, 0);
        let mut at = after;
        while at < self.text.len() && as_first + as_second < 8 {
            let line = &self.text[at..line_end(self.text, at)];
            let indent = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() {
                if indent < first.min(second) {
                    break;
                }
                as_first += usize::from(indent == first);
                as_second += usize::from(indent == second);
            }
            at = next_line(self.text, at);
        }
        match as_second.cmp(&as_first) {
            Ordering::Equal => first % 2 == 1 && second.is_multiple_of(2),
            order => order == Ordering::Greater,
        }
    }

    /// A line that looks like a key, further in than the key whose plain value came before.
    fn key_in_plain(
        &mut self,
        line: usize,
        at: usize,
        end: usize,
    ) -> Result<(), Option<Box<Suspect>>> {
        let column = at - line;
        if let Last::Plain {
            own_line: Some(text),
        } = self.last
            && text - line_start(self.text, text) == column
        {
            // Text on a line of its own among keys.
            return self.no_colon(text);
        }
        let is_word = !self.text[at..end].contains(' ');
        if is_word {
            let siblings = self.levels.last().copied();
            return self.inner(line, at, column, siblings, None, false);
        }
        let line_end = line_end(self.text, at);
        let colon = end + self.text[end..].find(':').unwrap_or(0);
        let value = (at, value::without_comment(self.text, at, line_end));
        slip(Slip::ColonInValue { value }, colon, colon + 1, line)
    }

    /// A line that has neither a dash nor a key.
    fn bare(&mut self, line: usize, at: usize, end: usize, nested: bool) -> Read {
        let column = at - line;
        if nested {
            return self.value(line, at, end, column.saturating_sub(2), None);
        }
        if self.continues_plain(column, nested) {
            if let Last::Plain {
                own_line: own_line @ None,
            } = &mut self.last
            {
                *own_line = Some(at);
            }
            return Ok(next_line(self.text, at));
        }
        if let Last::Block { indent } = self.last
            && column < indent
        {
            return slip(Slip::OutOfBlock { block: indent }, at, end, line);
        }
        let parent = self.levels.last().copied();
        if let Last::Alias { start, end } = self.last
            && parent.is_some_and(|parent| column > parent.column)
        {
            let value = (start, end);
            return slip(Slip::BadStart { value }, start, start + 1, start);
        }
        if let Last::Commented { start, end } = self.last
            && parent.is_some_and(|parent| column > parent.column)
        {
            let hash = end + self.text[end..].find('#').unwrap_or(0);
            let value = (start, line_end(self.text, start));
            return slip(Slip::HashInValue { value }, hash, hash + 1, start);
        }
        match parent {
            Some(parent) if !(parent.open && column > parent.column) => {
                self.no_colon(at)?;
                Ok(next_line(self.text, at))
            }
            parent => self.value(
                line,
                at,
                end,
                parent.map_or(0, |parent| parent.column),
                Some(at),
            ),
        }
    }

    /// Text at `at` where a key must stand.
    fn no_colon(&self, at: usize) -> Result<(), Option<Box<Suspect>>> {
        let end = value::without_comment(self.text, at, line_end(self.text, at));
        let line = line_start(self.text, at);
        let text = &self.text[at..end];
        if text.starts_with('-') && text.len() > 1 && !text.starts_with("--") {
            return slip(Slip::NoSpaceAfterDash, at, at + 1, line);
        }
        if text.starts_with('%') && at == line {
            // A directive, to libyaml.
            return Err(None);
        }
        if value::bad_start(text).is_some() {
            return slip(Slip::BadStart { value: (at, end) }, at, at + 1, line);
        }
        if let Some(colon) = value::colon_without_space(text) {
            return slip(Slip::NoSpaceAfterColon { colon }, at, end, line);
        }
        slip(Slip::NoColon, at, end, line)
    }

    /// The value from `at` to the end of the line, of a key or list at `column`; `own_line` where the value began on
    /// a line of its own.
    fn value(
        &mut self,
        line: usize,
        at: usize,
        end: usize,
        column: usize,
        own_line: Option<usize>,
    ) -> Read {
        let next = next_line(self.text, line);
        let start = at + value::properties(&self.text[at..end]);
        let rest = &self.text[start..end];
        if rest.is_empty() || rest.starts_with('#') {
            return Ok(next);
        }
        if let Some(level) = self.levels.last_mut() {
            level.open = false;
        }
        let ended = value::end(self.text, start, end, column, self.last_line);
        match ended {
            Ended::Slip(found) => Err(Some(Box::new(found))),
            Ended::Plain => {
                let plain = value::without_comment(self.text, start, end);
                self.last = if plain < start + rest.trim_end().len() {
                    Last::Commented { start, end: plain }
                } else {
                    Last::Plain { own_line }
                };
                Ok(next)
            }
            Ended::Alias { end } => {
                self.last = Last::Alias { start, end };
                Ok(next)
            }
            Ended::Closed { at } => {
                self.last = Last::Closed;
                Ok(next_line(self.text, at))
            }
            Ended::Block { indent, next } => {
                self.last = Last::Block { indent };
                Ok(next)
            }
        }
    }
}
