//! Text and places in it: the vocabulary every other phase shares. Imports nothing of ours.

pub mod hashing;
mod line_counts;
mod line_index;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use line_counts::LineCounts;
pub use line_index::LineIndex;

/// Identifies one [`Source`] within a run. Ids are given in the order in which the run reports its files.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct FileId(pub u32);

/// A half-open range of bytes, `start..end`, in one file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`. Offsets past 4 GiB cannot occur, because the reader refuses larger files;
    /// they saturate.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The range as byte offsets that index the source's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span from its byte `from` to its byte `to`, both counted from the span's start.
    pub fn part(self, from: usize, to: usize) -> Self {
        let start = self.start as usize;
        Self::new(self.file, start + from, start + to)
    }

    /// The empty span where this one starts.
    pub fn at_start(self) -> Self {
        Self {
            end: self.start,
            ..self
        }
    }

    /// The smallest span that covers both; both must lie in one file.
    pub fn to(self, other: Self) -> Self {
        Self {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A value and the place in the source it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where the author wrote it.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(convert(self.value), self.span)
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One input file: its path as it was given, its text, and (made when first asked for) its line index.
#[derive(Debug)]
pub struct Source {
    /// The id that spans into this file carry.
    pub id: FileId,
    path: Utf8PathBuf,
    revision: Option<Revision>,
    explains: bool,
    text: Arc<str>,
    /// What is known of places in it, by offset, where its text is no longer there.
    known: Vec<(u32, Position)>,
    counts: OnceLock<LineCounts>,
    lines: OnceLock<LineIndex>,
}

/// Where a text comes from that is not the one on disk: an earlier version, kept by a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What the version is called there: a branch, a tag, a commit.
    pub name: String,
    /// The file's path from the root of the repository, with slashes.
    pub path: String,
}

impl Source {
    /// A source of text that is known to be UTF-8. Offsets count from the first byte of `text`.
    pub fn new(id: FileId, path: impl Into<Utf8PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self {
            id,
            path: path.into(),
            revision: None,
            explains: false,
            text: text.into(),
            known: Vec::new(),
            counts: OnceLock::new(),
            lines: OnceLock::new(),
        }
    }

    /// The same text as that of an earlier version.
    #[must_use]
    pub fn of(mut self, revision: Revision) -> Self {
        self.revision = Some(revision);
        self
    }

    /// The same text as one that only explains what was found in another.
    #[must_use]
    pub fn explaining(mut self) -> Self {
        self.explains = true;
        self
    }

    /// Whether the run was to look at this text. Earlier versions and files beside a spec only explain what was found.
    pub fn is_given(&self) -> bool {
        self.revision.is_none() && !self.explains
    }

    /// The version that the text is of, where it is not the one on disk.
    pub fn revision(&self) -> Option<&Revision> {
        self.revision.as_ref()
    }

    /// What people know the text by: its path, or `main:plugins/a/plugin.spec.yaml`, as git names what it keeps.
    pub fn name(&self) -> Cow<'_, str> {
        match &self.revision {
            None => Cow::Borrowed(self.path.as_str()),
            Some(revision) => Cow::Owned(format!("{}:{}", revision.name, revision.path)),
        }
    }

    /// The path as the user gave it, or as it was found below a folder the user gave.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The text of a span of this file; empty where the span is out of bounds or splits a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The same file without its text, of which lines and columns of these offsets are known all the same: texts are
    /// large, and of many a file nothing else is shown.
    #[must_use]
    pub fn without_text(&self, offsets: impl Iterator<Item = u32>) -> Self {
        let known = offsets.map(|offset| (offset, self.position(offset)));
        let mut known: Vec<_> = known.collect();
        known.sort_unstable();
        Self {
            known,
            revision: self.revision.clone(),
            explains: self.explains,
            ..Self::new(self.id, self.path.clone(), "")
        }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let known = self
            .known
            .binary_search_by_key(&offset, |(known, _)| *known);
        if let Ok(at) = known {
            return self.known[at].1;
        }
        let counted = self.line_counts().position(&self.text, offset);
        counted.unwrap_or_else(|| self.line_index().position(&self.text, offset))
    }

    /// How many lines end before each part of the text: enough to tell a [`Position`], and made much sooner than an index.
    fn line_counts(&self) -> &LineCounts {
        self.counts.get_or_init(|| LineCounts::new(&self.text))
    }

    /// Where each line starts.
    pub fn line_index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// A place for people: line and column from 1, the column counted in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Replaces the text of one span; an empty span inserts, an empty text deletes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// The candidate that `word` was probably meant to be: equal but for case and separators, or within a small number of
/// slips (letters changed, dropped, doubled or swapped: one in a word of up to four letters, two up to eight, else
/// three). The nearest wins, then the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|character| !matches!(character, '_' | '-' | ' '))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let folded = fold(word);
    let allowed = match word.chars().count() {
        0..=1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded_candidate = fold(candidate);
            if folded_candidate == folded {
                return Some((0, candidate));
            }
            let too_far = folded_candidate.len().abs_diff(folded.len()) > 4 * allowed;
            let slips = if too_far {
                usize::MAX
            } else {
                strsim::osa_distance(&folded, &folded_candidate)
            };
            (slips <= allowed && slips < candidate.chars().count()).then_some((slips, candidate))
        })
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_forgives_slips_and_case_only() {
        let keys = [
            "type",
            "title",
            "required",
            "description",
            "supported_versions",
        ];
        let near = |word| nearest(word, keys);
        assert_eq!(near("reuiqred"), Some("required"));
        assert_eq!(near("desciprtion"), Some("description"));
        assert_eq!(near("Title"), Some("title"));
        assert_eq!(near("titler"), Some("title"));
        assert_eq!(near("supported-versions"), Some("supported_versions"));
        assert_eq!(near("tpye"), Some("type"));
        assert_eq!(near("colour"), None);
        assert_eq!(near("tip"), None);
    }

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        let source = Source::new(FileId(0), "a.yaml", "aé\r\nb\rc\nd");
        let at = |offset| {
            let position = source.position(offset);
            assert_eq!(
                source.line_index().position(source.text(), offset),
                position
            );
            (position.line, position.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 3));
        assert_eq!(at(5), (2, 1));
        assert_eq!(at(7), (3, 1));
        assert_eq!(at(9), (4, 1));
        assert_eq!(at(10), (4, 2));
    }
}
