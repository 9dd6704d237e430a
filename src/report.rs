//! Renders findings: the registry of output formats. Uses `text` and `diagnostic`; writes to where it is told and
//! opens nothing.

mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod place;
mod sarif;
mod short;
mod statistics;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostics, Severity};
use crate::text::{FileId, Source};
pub use human::counted;
pub use statistics::statistics;

/// A form in which findings are written.
#[derive(Debug)]
pub struct Format {
    /// Name on the command line.
    pub id: &'static str,
    /// One line, no final period.
    pub summary: &'static str,
    /// What of the texts it shows in which findings lie.
    pub shows: Shows,
    /// Writes the report. Fails only where the writer does.
    pub render: fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

/// What a report shows of the texts in which findings lie. The more shows the less too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// Where each finding begins.
    Places,
    /// What stands there.
    Texts,
    /// The related places of findings too, and so the files in which they lie.
    Labels,
}

/// Every format. The first is the default.
pub static FORMATS: &[&Format] = &[
    &human::FORMAT,
    &short::FORMAT,
    &json::FORMAT,
    &sarif::FORMAT,
    &github::FORMAT,
    &gitlab::FORMAT,
    &junit::FORMAT,
    &markdown::FORMAT,
];

/// The format of an id.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// What a run has to say.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The files; a file's id is its index here.
    pub sources: &'a [Source],
    /// The findings, sorted.
    pub diagnostics: &'a Diagnostics,
    /// Findings that do not count, sorted, for the formats that tell of them.
    pub hidden: Option<&'a Diagnostics>,
    /// Whether everything could be looked at. What could not is told beside the report, which is not called clean then.
    pub complete: bool,
}

/// How a report looks, for the formats that people read.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
    /// Whether the report ends with a summary. The machine formats have none or carry it always.
    pub summary: bool,
}

/// The figures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files looked at.
    pub files: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
}

impl Report<'_> {
    /// The figures.
    pub fn summary(&self) -> Summary {
        Summary {
            files: self
                .sources
                .iter()
                .filter(|source| source.is_given())
                .count(),
            errors: self.diagnostics.count(Severity::Error),
            warnings: self.diagnostics.count(Severity::Warning),
            notes: self.diagnostics.count(Severity::Note),
        }
    }

    /// The file of an id.
    fn source(&self, file: FileId) -> &Source {
        &self.sources[file.0 as usize]
    }
}

/// Text that is safe on a terminal: characters that steer it, or that turn the direction of what follows, become
/// visible ones. Line ends and tabs too, unless `keep` lets them pass.
pub(crate) fn visible(text: &str, keep: &[char]) -> String {
    // Nearly all text is as it should be.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    text.chars()
        .map(|character| {
            if keep.contains(&character) {
                character
            } else {
                visible_character(character)
            }
        })
        .collect()
}

/// The character itself, or what stands for it on a terminal.
fn visible_character(character: char) -> char {
    match character {
        '\0'..='\x1F' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\x7F' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

#[cfg(test)]
mod tests;
