//! Part of the scanner: mappings and lists that are told by their indentation.

use super::{Block, DEEPEST, LONGEST_KEY, Scanner};
use crate::yaml::event::{Event, Properties};

/// What stands at the place that was reached.
enum Step {
    /// A value; a key can begin it unless one stands before it on the same line.
    Node { may_be_key: bool },
    /// A dash.
    Item,
    /// What follows the colon of a key.
    Value,
    /// The next token after a value.
    Next,
}

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    /// The whole text.
    pub(super) fn document(&mut self) -> Option<()> {
        self.skip()?;
        if self.at == self.line && self.rest().starts_with(b"---") {
            self.at += 3;
            self.is_fresh = false;
            if !self.is_blank_or_end(self.at) {
                return None;
            }
            self.skip()?;
            // An empty value is the document, or a value stands beside the dashes.
            if self.is_at_end() || !self.is_fresh {
                return None;
            }
        }
        if self.is_at_end() {
            return Some(());
        }
        if self.is_at_marker() {
            return None;
        }
        let mut step = Step::Node { may_be_key: true };
        loop {
            step = match step {
                Step::Node { may_be_key } => self.node(may_be_key)?,
                Step::Item => self.item()?,
                Step::Value => self.value()?,
                Step::Next => {
                    self.skip()?;
                    if self.is_at_end() {
                        return self.close_deeper(None);
                    }
                    self.next()?
                }
            };
        }
    }

    /// The entry or item that stands at the start of a line, once all that is further in has ended.
    fn next(&mut self) -> Option<Step> {
        if !self.is_fresh || self.is_at_marker() {
            return None;
        }
        let column = self.at - self.line;
        self.close_deeper(Some(column))?;
        let top = self.open.last().filter(|top| top.column() == column)?;
        match (top, self.is_at_dash()) {
            (Block::Sequence(_) | Block::Indentless(_), true) => Some(Step::Item),
            (Block::Indentless(_), false) => {
                self.show(Event::End, self.at, self.at)?;
                self.open.pop();
                self.key()
            }
            (Block::Mapping(_), false) => self.key(),
            (Block::Mapping(_), true) | (Block::Sequence(_), false) => None,
        }
    }

    /// A value that is there, with `at` on its first byte.
    fn node(&mut self, may_be_key: bool) -> Option<Step> {
        let start = self.at;
        self.is_fresh = false;
        let scalar = match self.byte(start)? {
            b'-' if self.is_at_dash() => {
                self.show_start(false, start, start)?;
                self.enter(Block::Sequence(start - self.line))?;
                return may_be_key.then_some(Step::Item);
            }
            b'[' | b'{' => {
                self.flow()?;
                return Some(Step::Next);
            }
            b'|' | b'>' => {
                let scalar = self.block_scalar()?;
                self.show_scalar(&scalar)?;
                return Some(Step::Next);
            }
            b'"' | b'\'' => self.quoted()?,
            _ => {
                let indent = self.open.last().map_or(0, |top| top.column() + 1);
                self.plain(Some(indent))?
            }
        };
        if may_be_key && self.take_colon(start) {
            let column = start - self.line;
            let properties = Properties::default();
            let event = Event::MappingStart {
                is_flow: false,
                properties,
            };
            self.show(event, start, start)?;
            self.enter(Block::Mapping(column))?;
            self.show_scalar(&scalar)?;
            return Some(Step::Value);
        }
        self.show_scalar(&scalar)?;
        Some(Step::Next)
    }

    /// A key of a mapping that has begun.
    fn key(&mut self) -> Option<Step> {
        let start = self.at;
        self.is_fresh = false;
        let scalar = match self.byte(start)? {
            b'"' | b'\'' => self.quoted()?,
            _ => self.plain_on_line(start, false)?,
        };
        if !self.take_colon(start) {
            return None;
        }
        self.show_scalar(&scalar)?;
        Some(Step::Value)
    }

    /// Passes the colon that makes a key of the scalar before it, if there is one.
    fn take_colon(&mut self, start: usize) -> bool {
        if self.is_fresh || self.line > start {
            return false;
        }
        while self.byte(self.at) == Some(b' ') {
            self.at += 1;
        }
        let is_key = self.byte(self.at) == Some(b':')
            && self.is_blank_or_end(self.at + 1)
            && self.at - start <= LONGEST_KEY;
        if is_key {
            self.at += 1;
        }
        is_key
    }

    fn value(&mut self) -> Option<Step> {
        let after_colon = self.at;
        let column = self.open.last()?.column();
        self.is_fresh = false;
        self.skip()?;
        if !self.is_fresh && !self.is_at_end() {
            return Some(Step::Node { may_be_key: false });
        }
        let found = self.at - self.line;
        if self.is_at_end() || found < column || (found == column && !self.is_at_dash()) {
            self.show_missing(after_colon)?;
            return Some(Step::Next);
        }
        if found > column {
            return Some(Step::Node { may_be_key: true });
        }
        // The event of a list without an indentation of its own ends with its first dash.
        self.show_start(false, self.at, self.at + 1)?;
        self.enter(Block::Indentless(column))?;
        Some(Step::Item)
    }

    /// An item, with `at` on its dash.
    fn item(&mut self) -> Option<Step> {
        self.at += 1;
        let after_dash = self.at;
        let column = self.open.last()?.column();
        self.is_fresh = false;
        self.skip()?;
        if self.is_at_end() || (self.is_fresh && self.at - self.line <= column) {
            self.show_missing(after_dash)?;
            return Some(Step::Next);
        }
        Some(Step::Node { may_be_key: true })
    }

    /// Ends the block collections that are further in than the column, or all.
    fn close_deeper(&mut self, column: Option<usize>) -> Option<()> {
        while let Some(top) = self.open.last() {
            if column.is_some_and(|column| top.column() <= column) {
                break;
            }
            self.open.pop();
            self.show(Event::End, self.at, self.at)?;
        }
        Some(())
    }

    fn enter(&mut self, block: Block) -> Option<()> {
        self.open.push(block);
        (self.open.len() <= DEEPEST).then_some(())
    }
}
