//! What a finding is known by from one run to the next, however many lines have come or gone above it: its rule, its
//! file, the text that it stands in with what that is nested in, and a count where all of these are equal.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::Report;
use super::place;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Source, Span};

/// As much of a marked text as counts. Marks over whole files would be read again for every finding otherwise.
const COUNTED: usize = 256;

/// Gives each finding of a report its fingerprint, in order.
pub(super) struct Fingerprints<'a> {
    report: &'a Report<'a>,
    outlines: BTreeMap<FileId, Outline>,
    given: BTreeMap<u128, u32>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(report: &'a Report<'a>) -> Self {
        Self {
            report,
            outlines: BTreeMap::new(),
            given: BTreeMap::new(),
        }
    }

    /// The fingerprint of the next finding: 32 hexadecimal digits, no two alike in a report.
    pub(super) fn next(&mut self, found: &Diagnostic) -> String {
        let span = found.primary.span;
        let source = self.report.source(span.file);
        let outline = self
            .outlines
            .entry(span.file)
            .or_insert_with(|| Outline::new(source));
        let mut hash = Xxh3::new();
        for part in [
            found.rule.id,
            &place::plain(source.path()),
            start_of(source, span),
        ] {
            hash.update(part.as_bytes());
            hash.update(&[0]);
        }
        hash.update(&outline.of(source, span).to_le_bytes());
        let mut key = hash.digest128();
        let alike = self.given.entry(key).or_insert(0);
        *alike += 1;
        if *alike > 1 {
            hash.update(&alike.to_le_bytes());
            key = hash.digest128();
        }
        format!("{key:032x}")
    }
}

/// The first characters of what is marked.
fn start_of(source: &Source, span: Span) -> &str {
    let text = source.slice(span);
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= COUNTED);
    &text[..end.unwrap_or(text.len())]
}

/// Of each line, a digest of its text and of the lines that it is nested in by its indentation.
struct Outline(Vec<u128>);

impl Outline {
    fn new(source: &Source) -> Self {
        let text = source.text();
        let lines = source.line_index();
        let mut open: Vec<(usize, u128)> = Vec::new();
        let digests = (0..lines.line_starts().len())
            .map(|line| {
                let line = &text[lines.line_range(text, line)];
                let words = line.trim();
                let depth = depth(line);
                let nests = !words.is_empty() && !words.starts_with('#');
                if nests {
                    while open.last().is_some_and(|(above, _)| *above >= depth) {
                        open.pop();
                    }
                }
                let above = open.last().map_or(0, |(_, digest)| *digest);
                let mut hash = Xxh3::new();
                hash.update(&above.to_le_bytes());
                hash.update(&xxh3_128(words.as_bytes()).to_le_bytes());
                let digest = hash.digest128();
                if nests {
                    open.push((depth, digest));
                }
                digest
            })
            .collect();
        Self(digests)
    }

    fn of(&self, source: &Source, span: Span) -> u128 {
        let line = source.line_index().line(span.start);
        self.0.get(line).copied().unwrap_or_default()
    }
}

/// How deep a line stands. The item of a list may stand as far left as the key that holds the list.
fn depth(line: &str) -> usize {
    let text = line.trim_start();
    let item = text == "-" || text.starts_with("- ");
    2 * (line.len() - text.len()) + usize::from(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::report_of;

    fn fingerprints(text: &str) -> Vec<String> {
        let (sources, diagnostics) = report_of(text);
        let report = Report {
            sources: &sources,
            diagnostics: &diagnostics,
            hidden: None,
            complete: true,
        };
        let mut fingerprints = Fingerprints::new(&report);
        diagnostics
            .iter()
            .map(|found| fingerprints.next(found))
            .collect()
    }

    const SPEC: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

    #[test]
    fn lines_above_do_not_change_a_fingerprint() {
        let wrong = SPEC.replace("type: string", "type: strng");
        let moved = wrong.replace(
            "tags: [example]",
            "# A comment.\n\ntags: [example]\nsupported_versions: ['1.0']",
        );
        let before = fingerprints(&wrong);
        assert!(before.len() > 1, "{before:?}");
        assert_eq!(before, fingerprints(&moved));
        assert_ne!(moved, wrong);
    }

    #[test]
    fn equal_lines_in_different_places_differ() {
        let wrong = SPEC.replace("type: string", "type: strng");
        let mut all = fingerprints(&wrong);
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn equal_findings_on_one_line_differ() {
        let wrong = SPEC.replacen("tags: [example]", "tags: [example]\nx: 1\nx: 1\nx: 1", 1);
        let mut all = fingerprints(&wrong);
        let count = all.len();
        assert!(count > 2, "{all:?}");
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
