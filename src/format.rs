//! The same spec, tidier: keys in the order of their tables, quotes where they are needed, one indentation. Works on the
//! text that the author wrote, so that comments and folded text stay; pure, and never trusts itself: what comes out is
//! read again and must say the same.

mod lines;
mod order;
mod quotes;
mod same;

use crate::diagnostic::{Diagnostics, Severity};
use crate::dialect::{self, keys::KeyTable};
use crate::text::{Source, TextEdit};
use crate::yaml::{self, Layout, Limits, NodeKind, Shape};

/// Why a file was left alone.
#[derive(Debug)]
pub enum Refusal {
    /// It has errors, so that nobody knows what a tidy one would be.
    Broken(Diagnostics),
    /// It is written in a form of YAML that no spec needs.
    Unsupported {
        /// Byte offset of the place.
        at: u32,
        /// What stands there.
        what: &'static str,
    },
    /// What came out does not say the same: a bug of ours.
    Changed,
}

impl Refusal {
    fn unsupported(at: usize, what: &'static str) -> Self {
        Self::Unsupported {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            what,
        }
    }
}

/// The tidy text of a spec.
///
/// # Errors
///
/// Where the file has to be left alone.
pub fn format(source: &Source, limits: &Limits) -> Result<String, Refusal> {
    let (document, mut found) = yaml::parse(source, limits);
    found.retain(|finding| finding.severity == Severity::Error);
    if document.damaged || !found.is_empty() {
        return Err(Refusal::Broken(found));
    }
    let Some(root) = &document.root else {
        return Ok(source.text().to_owned());
    };
    let start = root.span.start as usize;
    if !matches!(root.kind, NodeKind::Mapping(_)) {
        return Err(Refusal::unsupported(start, "a file that is not a mapping"));
    }
    // Readers of YAML 1.1 and of 1.2 disagree on what these are, and editors on where lines end.
    let odd = |(at, mark): (usize, char)| {
        let is_odd = matches!(mark, '\u{85}' | '\u{2028}' | '\u{2029}');
        (is_odd || (at > 0 && mark == '\u{feff}')).then_some(at)
    };
    if let Some(at) = source.text().char_indices().find_map(odd) {
        let what =
            "a line end or byte-order mark that some readers take for text (write it as an escape)";
        return Err(Refusal::unsupported(at, what));
    }
    let before = layout(source)?;
    match before.root.as_ref().map(|root| &root.shape) {
        Some(Shape::Mapping(_)) => {}
        _ => {
            return Err(Refusal::unsupported(
                start,
                "JSON, or a mapping in brackets,",
            ));
        }
    }
    let keys = dialect::detect(source.path(), &document).map(|dialect| dialect.keys);
    let text = tidy(source, keys)?;
    let after = Source::new(source.id, source.path(), text);
    if same::says_the_same((source, &document, &before), &after, limits) {
        Ok(after.text().to_owned())
    } else {
        Err(Refusal::Changed)
    }
}

/// Each step reads the layout anew, so that it need not know what the one before did.
fn tidy(source: &Source, keys: Option<&'static KeyTable>) -> Result<String, Refusal> {
    let next = |text: String| Source::new(source.id, source.path(), text);
    let quoted = next(quotes::minimal(source, &layout(source)?));
    let indented = next(lines::indented(&quoted, &layout(&quoted)?)?);
    let ordered = next(match keys {
        Some(keys) => order::ordered(&indented, &layout(&indented)?, keys)?,
        None => indented.text().to_owned(),
    });
    lines::spaced(&ordered, &layout(&ordered)?)
}

fn layout(source: &Source) -> Result<Layout, Refusal> {
    yaml::layout(source).ok_or(Refusal::Changed)
}

/// The text with these edits, none of which touch each other.
fn apply(text: &str, mut edits: Vec<TextEdit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        // Edits that touch each other would be a bug; the check of the result finds what comes of it.
        if let Some(kept) = text.get(at..range.start) {
            out.push_str(kept);
            out.push_str(&edit.text);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}
