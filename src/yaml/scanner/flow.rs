//! Part of the scanner: lists and mappings in brackets, `[…]` and `{…}`.

use super::{DEEPEST, LONGEST_KEY, Scanner};
use crate::yaml::event::{Event, Properties};

/// A bracket that is open.
struct Bracket {
    is_list: bool,
    /// Where the last item or key in it began.
    start: usize,
    /// What that is.
    entry: Entry,
}

/// What stands between two commas.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// An item of a list.
    Item,
    /// A key: that of a mapping, or of a pair in a list, `[a: b]`, which is a mapping of its own.
    Key,
    /// The value of such a key.
    Value,
}

impl<S: FnMut(Event<'_>, usize, usize) -> bool> Scanner<'_, S> {
    /// A whole collection, with `at` on its opening bracket.
    pub(super) fn flow(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            let start = self.at;
            if self.is_at_marker() {
                return None;
            }
            if let Some(Bracket {
                start: begins,
                entry,
                ..
            }) = open.last_mut()
                && *entry != Entry::Value
            {
                *begins = start;
            }
            let byte = self.byte(start)?;
            if matches!(byte, b'[' | b'{') {
                open.push(self.opening(byte == b'[')?);
                if open.len() + self.open.len() > DEEPEST {
                    return None;
                }
                self.skip()?;
                if !self.is_closing(byte == b'[') {
                    continue;
                }
                self.closing()?;
                open.pop();
            } else {
                let scalar = match byte {
                    b'"' | b'\'' => self.quoted()?,
                    _ => self.plain(None)?,
                };
                self.skip()?;
                let within = open.last_mut()?;
                if within.entry == Entry::Item && self.byte(self.at) == Some(b':') {
                    self.show_pair(scalar.start, scalar.start)?;
                    within.entry = Entry::Key;
                }
                self.show_scalar(&scalar)?;
            }
            if self.go_on(&mut open)? {
                self.is_fresh = false;
                return Some(());
            }
        }
    }

    /// Goes on behind a value, to where the next one stands. Answers whether the outermost bracket was closed instead.
    fn go_on(&mut self, open: &mut Vec<Bracket>) -> Option<bool> {
        while let Some(within) = open.last_mut() {
            self.skip()?;
            if within.entry == Entry::Key && self.after_key(within)? {
                return Some(false);
            }
            let is_list = within.is_list;
            let is_comma = self.byte(self.at) == Some(b',');
            if !is_comma && !self.is_closing(is_list) {
                return None;
            }
            if is_list && within.entry != Entry::Item {
                // libyaml's mark of a pair's end is the comma or bracket behind it.
                self.show(Event::End, self.at, self.at + 1)?;
            }
            within.entry = first(is_list);
            if is_comma {
                self.at += 1;
                self.skip()?;
                if !self.is_closing(is_list) {
                    return Some(false);
                }
            }
            self.closing()?;
            open.pop();
        }
        Some(true)
    }

    /// Goes on behind a key. Answers whether its value stands here; if there is none, that is shown.
    fn after_key(&mut self, within: &mut Bracket) -> Option<bool> {
        within.entry = Entry::Value;
        if self.byte(self.at) == Some(b':') {
            if self.line > within.start || self.at - within.start > LONGEST_KEY {
                return None;
            }
            self.at += 1;
            self.skip()?;
            if self.byte(self.at)? != b',' && !self.is_closing(within.is_list) {
                return Some(true);
            }
        }
        self.show_missing(self.at)?;
        Some(false)
    }

    fn opening(&mut self, is_list: bool) -> Option<Bracket> {
        let start = self.at;
        self.at += 1;
        if is_list {
            self.show_start(true, start, self.at)?;
        } else {
            self.show_pair(start, self.at)?;
        }
        Some(Bracket {
            is_list,
            start,
            entry: first(is_list),
        })
    }

    fn closing(&mut self) -> Option<()> {
        self.at += 1;
        self.show(Event::End, self.at - 1, self.at)
    }

    fn is_closing(&self, is_list: bool) -> bool {
        self.byte(self.at) == Some(if is_list { b']' } else { b'}' })
    }

    /// The start of a mapping.
    fn show_pair(&mut self, start: usize, end: usize) -> Option<()> {
        let properties = Properties::default();
        let event = Event::MappingStart {
            is_flow: true,
            properties,
        };
        self.show(event, start, end)
    }
}

/// What stands first in a bracket or behind a comma.
fn first(is_list: bool) -> Entry {
    if is_list { Entry::Item } else { Entry::Key }
}
