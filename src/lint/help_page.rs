//! The `help.md` beside a spec, as far as lints read it. A place in it cannot be shown, so findings name the line. No
//! rule of its own.

use crate::model::OperationKind;

/// The text of a `help.md`.
pub(super) struct HelpPage {
    text: String,
    /// Where a `#` stands that no other follows: every heading has one, and little else.
    signs: Vec<usize>,
}

impl HelpPage {
    /// Reads one; any line ends are one kind to it. `None` where it is no text.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8(bytes).ok()?;
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        };
        let bytes = text.as_bytes();
        let last = |at: &usize| bytes.get(at + 1) != Some(&b'#');
        let signs = memchr::memchr_iter(b'#', bytes).filter(last).collect();
        Some(Self { text, signs })
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
        let is_title = move |at: &usize| {
            self.text[at + 1..]
                .trim_start_matches(' ')
                .starts_with(title)
        };
        self.signs.iter().copied().filter(is_title)
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..offset]).count() + 1
    }

    /// The example messages below `### Actions` and `### Triggers`: of each `#### title` that has both, input and output.
    pub fn examples(&self) -> Vec<Example<'_>> {
        let mut examples = Vec::new();
        for (kind, heading) in [
            (OperationKind::Action, "### Actions"),
            (OperationKind::Trigger, "### Triggers"),
        ] {
            let Some(begin) = self.text.find(heading) else {
                continue;
            };
            let rest = &self.text[begin..];
            let Some(length) = rest.find("\n### ") else {
                continue;
            };
            self.examples_of(kind, begin, begin + length, &mut examples);
        }
        examples
    }

    fn examples_of<'t>(
        &'t self,
        kind: OperationKind,
        begin: usize,
        end: usize,
        examples: &mut Vec<Example<'t>>,
    ) {
        let mut at = begin;
        while let Some(found) = self.find("\n#### ", at, end) {
            let title_end = self.find("\n", found + 6, end).unwrap_or(end);
            let title = &self.text[found + 6..title_end];
            let next = self.find("\n#### ", title_end, end).unwrap_or(end);
            for what in ["input", "output"] {
                let mark = format!("Example {what}:\n\n```");
                let Some(mark_at) = self.find(&mark, title_end, next) else {
                    continue;
                };
                let start = mark_at + mark.len();
                let Some(stop) = self.find("```", start, next) else {
                    continue;
                };
                let text = self.text[start..stop].trim();
                examples.push(Example {
                    kind,
                    title: title.trim(),
                    what,
                    text,
                    offset: start,
                });
            }
            at = title_end;
        }
    }

    /// What the help says of an operation, below its heading in the part of its kind, and where it begins.
    pub fn operation(&self, kind: OperationKind, title: &str) -> Option<(usize, &str)> {
        let part = match kind {
            OperationKind::Action => "### Actions",
            OperationKind::Trigger => "### Triggers",
            OperationKind::Task => "### Tasks",
        };
        let begin = self.text.find(part)?;
        let end = self.text.len();
        let stop = self.find("\n### ", begin, end).unwrap_or(end);
        let heading = format!("\n#### {title}\n");
        let at = self.find(&heading, begin, stop)? + 1;
        let next = self.find("\n#### ", at, stop).unwrap_or(stop);
        Some((at, &self.text[at..next]))
    }

    /// Where a text stands next.
    fn find(&self, wanted: &str, from: usize, to: usize) -> Option<usize> {
        let part = self.text.get(from..to)?;
        memchr::memmem::find(part.as_bytes(), wanted.as_bytes()).map(|at| from + at)
    }
}

/// An example message of the help.
pub(super) struct Example<'t> {
    /// Of which kind its operation is.
    pub kind: OperationKind,
    /// The operation's title, as the help has it.
    pub title: &'t str,
    /// `input` or `output`.
    pub what: &'static str,
    /// What stands in the fence.
    pub text: &'t str,
    /// Where that is.
    pub offset: usize,
}

/// What stands between the first of one mark and the next of another, and where the first begins.
pub(super) fn between<'t>(text: &'t str, first: &str, second: &str) -> Option<(usize, &'t str)> {
    let at = text.find(first)?;
    let part = &text[at + first.len()..];
    Some((at, &part[..part.find(second)?]))
}
