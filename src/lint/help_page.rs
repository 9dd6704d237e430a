//! The `help.md` beside a spec, as far as lints read it. No rule of its own.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use memchr::memmem::Finder;
use serde::de::IgnoredAny;

use crate::model::OperationKind;
use crate::text::{FileId, Span};

/// The file of every [`Span`] in a `help.md`, until the run that shows it gives it an id of its own.
pub const HELP: FileId = FileId(u32::MAX - 1);

/// The text of a `help.md`.
pub(super) struct HelpPage {
    text: String,
    /// The text as it stands on the disk, if its line ends are others.
    written: Option<String>,
    /// Where a `#` stands that no other follows: every heading has one, and little else.
    signs: Vec<usize>,
    /// Where behind each the blanks end.
    titles: Vec<usize>,
    examples: OnceCell<Vec<Spot>>,
    /// An offset and its line, from which the next that is asked for may be counted.
    counted: Cell<(usize, usize)>,
}

impl HelpPage {
    /// Reads one; any line ends are one kind to it. `None` where it is no text.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8(bytes).ok()?;
        let (text, written) = if memchr::memchr(b'\r', text.as_bytes()).is_some() {
            let plain = text.replace("\r\n", "\n").replace('\r', "\n");
            (plain, Some(text))
        } else {
            (text, None)
        };
        let bytes = text.as_bytes();
        let last = |at: &usize| bytes.get(at + 1) != Some(&b'#');
        let signs: Vec<usize> = memchr::memchr_iter(b'#', bytes).filter(last).collect();
        let is_blank = |byte: &&u8| **byte == b' ';
        let titles = signs
            .iter()
            .map(|at| at + 1 + bytes[at + 1..].iter().take_while(is_blank).count())
            .collect();
        Some(Self {
            text,
            written,
            signs,
            titles,
            examples: OnceCell::new(),
            counted: Cell::new((0, 1)),
        })
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a text that begins with the signs of a heading occurs.
    pub fn has_heading(&self, heading: &str) -> bool {
        let title = heading.trim_start_matches('#');
        let signs = &heading[..heading.len() - title.len()];
        self.signs
            .iter()
            .any(|at| self.text[at + 1..].starts_with(title) && self.text[..=*at].ends_with(signs))
    }

    /// Where a title stands behind a sign and any number of blanks; anything may follow.
    pub fn titles(&self, title: &str) -> impl Iterator<Item = usize> {
        let bytes = self.text.as_bytes();
        let is_title = move |(_, title_at): &(&usize, &usize)| {
            let rest = &bytes[**title_at..];
            rest.first() == title.as_bytes().first() && rest.starts_with(title.as_bytes())
        };
        let found = self.signs.iter().zip(&self.titles).filter(is_title);
        found.map(|(sign, _)| *sign)
    }

    /// A place, to be shown in a finding.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(HELP, self.on_disk(range.start), self.on_disk(range.end))
    }

    /// The place of the whole line that an offset lies in.
    pub fn line_span(&self, offset: usize) -> Span {
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let length = self.text[start..]
            .find('\n')
            .unwrap_or(self.text.len() - start);
        self.span(start..start + length)
    }

    /// The text as it stands on the disk: what spans index.
    pub fn into_written(self) -> String {
        self.written.unwrap_or(self.text)
    }

    /// Where what stands at an offset stands on the disk: each line end before it may be longer there.
    fn on_disk(&self, offset: usize) -> usize {
        let Some(written) = &self.written else {
            return offset;
        };
        let mut longer = 0;
        for (at, _) in written.match_indices("\r\n") {
            if at - longer >= offset {
                break;
            }
            longer += 1;
        }
        offset + longer
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        let (known, line) = Some(self.counted.get())
            .filter(|(known, _)| *known <= offset)
            .unwrap_or((0, 1));
        let between = &self.text.as_bytes()[known..offset];
        let line = line + memchr::memchr_iter(b'\n', between).count();
        self.counted.set((offset, line));
        line
    }

    /// The example messages below `### Actions` and `### Triggers`: of each `#### title` that has both, input and output.
    pub fn examples(&self) -> impl Iterator<Item = Example<'_>> {
        let spots = self.examples.get_or_init(|| {
            let mut spots = Vec::new();
            for (kind, heading) in [
                (OperationKind::Action, "### Actions"),
                (OperationKind::Trigger, "### Triggers"),
            ] {
                let Some(begin) = find(&self.text, heading) else {
                    continue;
                };
                let Some(length) = find(&self.text[begin..], "\n### ") else {
                    continue;
                };
                self.examples_of(kind, begin, begin + length, &mut spots);
            }
            spots
        });
        spots.iter().map(|spot| Example {
            title: self.text[spot.title.clone()].trim(),
            text: self.text[spot.text.clone()].trim(),
            spot,
        })
    }

    fn examples_of(&self, kind: OperationKind, begin: usize, end: usize, spots: &mut Vec<Spot>) {
        // Made once for all operations.
        let heading = Finder::new("\n#### ");
        let fence = Finder::new("```");
        let marks = [
            ("input", Finder::new("Example input:\n\n```")),
            ("output", Finder::new("Example output:\n\n```")),
        ];
        let mut heading_at = self.find(&heading, begin, end);
        while let Some(found) = heading_at {
            let title = found + heading.needle().len();
            let rest = self.text.as_bytes().get(title..end).unwrap_or_default();
            let title_end = memchr::memchr(b'\n', rest).map_or(end, |at| title + at);
            heading_at = self.find(&heading, title_end, end);
            let next = heading_at.unwrap_or(end);
            for (what, mark) in &marks {
                let Some(mark_at) = self.find(mark, title_end, next) else {
                    continue;
                };
                let start = mark_at + mark.needle().len();
                let Some(stop) = self.find(&fence, start, next) else {
                    continue;
                };
                spots.push(Spot {
                    kind,
                    what,
                    title: title..title_end,
                    text: start..stop,
                    fault: OnceCell::new(),
                });
            }
        }
    }

    /// What the help says of an operation, below its heading in the part of its kind, and where it begins.
    pub fn operation(&self, kind: OperationKind, title: &str) -> Option<(usize, &str)> {
        let part = match kind {
            OperationKind::Action => " Actions",
            OperationKind::Trigger => " Triggers",
            OperationKind::Task => " Tasks",
        };
        let text = self.text.as_str();
        let is_line = |at: usize, signs: &str, behind: &str| {
            text[..=at].ends_with(signs) && text[at + 1..].starts_with(behind)
        };
        // A heading is found by its last sign: most of a help is no heading.
        let first = self.signs.iter().position(|at| is_line(*at, "###", part))?;
        let signs = &self.signs[first + 1..];
        let stop = signs.iter().position(|at| is_line(*at, "\n###", " "));
        let end = stop.map_or(text.len(), |stop| signs[stop] - 3);
        let signs = &signs[..stop.unwrap_or(signs.len())];

        let heading = format!(" {title}\n");
        let is_title =
            |at: &usize| is_line(*at, "\n####", &heading) && at + 1 + heading.len() <= end;
        let found = signs.iter().position(is_title)?;
        let at = signs[found] - 3;
        let next = signs[found + 1..]
            .iter()
            .find(|at| is_line(**at, "\n####", " "))
            .map_or(end, |next| next - 4);
        Some((at, &text[at..next]))
    }

    /// Where a text stands next.
    fn find(&self, wanted: &Finder<'_>, from: usize, to: usize) -> Option<usize> {
        let part = self.text.as_bytes().get(from..to)?;
        wanted.find(part).map(|at| from + at)
    }
}

/// An example message of the help.
pub(super) struct Example<'t> {
    /// The operation's title, as the help has it.
    pub title: &'t str,
    /// What stands in the fence.
    pub text: &'t str,
    spot: &'t Spot,
}

impl<'t> Example<'t> {
    /// Of which kind its operation is.
    pub fn kind(&self) -> OperationKind {
        self.spot.kind
    }

    /// `input` or `output`.
    pub fn what(&self) -> &'static str {
        self.spot.what
    }

    /// Where its fence begins.
    pub fn offset(&self) -> usize {
        self.spot.text.start
    }

    /// Where it stands.
    pub fn span(&self, help: &HelpPage) -> Span {
        let written = &help.text[self.spot.text.clone()];
        let start = self.offset() + written.len() - written.trim_start().len();
        help.span(start..start + self.text.len())
    }

    /// Where it stops being JSON, by what its reader said.
    pub fn fault_span(&self, help: &HelpPage) -> Span {
        let whole = self.span(help);
        let place = self.fault().and_then(|fault| {
            let (_, place) = fault.rsplit_once(" at line ")?;
            let (line, column) = place.split_once(" column ")?;
            let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
            let lines: usize = self
                .text
                .split_inclusive('\n')
                .take(line.checked_sub(1)?)
                .map(str::len)
                .sum();
            let mut at = (lines + column.saturating_sub(1)).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            let written = &help.text[self.spot.text.clone()];
            let start = self.offset() + written.len() - written.trim_start().len();
            let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
            Some(help.span(start + at..start + at + length))
        });
        place.unwrap_or(whole)
    }

    /// Why it is no JSON, if it is none.
    pub fn fault(&self) -> Option<&'t str> {
        let read = || serde_json::from_str::<IgnoredAny>(self.text).err();
        let fault = self.spot.fault.get_or_init(|| Some(read()?.to_string()));
        fault.as_deref()
    }
}

/// Where an example stands, and what is wrong with it once somebody has asked.
struct Spot {
    kind: OperationKind,
    what: &'static str,
    title: Range<usize>,
    text: Range<usize>,
    fault: OnceCell<Option<String>>,
}

/// What stands between the first of one mark and the next of another, and where the first begins.
pub(super) fn between<'t>(text: &'t str, first: &str, second: &str) -> Option<(usize, &'t str)> {
    let at = find(text, first)?;
    let part = &text[at + first.len()..];
    Some((at, &part[..find(part, second)?]))
}

/// Where a text first occurs. Help texts are long.
pub(super) fn find(text: &str, wanted: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), wanted.as_bytes())
}
