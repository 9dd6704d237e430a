//! Part of `site`: Markdown of authors as HTML that is safe on a page of ours. Pure functions of text. What authors
//! write is hostile until shown otherwise: every text is escaped, links keep few schemes, raw HTML is sanitised.

mod inline;
mod link;
mod sanitise;
mod tags;
mod write;

pub use inline::{inline, plain, push_inline};
pub use link::Refusal;

use sha2::{Digest, Sha256};
use write::{Raw, Writer};

/// How a document is made to fit into its page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// What the ids of headings start with, so that several documents stand on one page: `setup` gives `setup-proxy`.
    pub id_prefix: &'a str,
    /// The level of the heading that the document stands below. Its own start one level deeper, without gaps, and none
    /// goes past the sixth.
    pub shift: u8,
    /// What the document is to the reader, for the names of its tables: "Setup" gives "Setup, table 1".
    pub label: &'a str,
    /// The folder of the page below the root, where the site's owner wrote the document: then links may lead to other
    /// pages of the site, and those that come to nothing are told.
    pub page: Option<&'a str>,
}

/// A document as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Balanced HTML without scripts, styles, event attributes or resources loaded from elsewhere.
    pub html: String,
    /// Its headings that can be linked to, in order.
    pub headings: Vec<Heading>,
    /// Links of the site's owner that came to nothing.
    pub refused: Vec<Refused>,
}

/// A link that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Where it should have led, as written.
    pub destination: String,
    /// Why it does not.
    pub why: Refusal,
}

/// A heading of a rendered document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6, as it stands in the HTML.
    pub level: u8,
    /// What a link needs after its `#`.
    pub id: String,
    /// Its words without markup, not escaped.
    pub text: String,
}

/// Renders a whole document.
pub fn render(markdown: &str, options: &Options) -> Rendered {
    if let Some(writer) = Writer::new(markdown, options, Raw::Absent).run(markdown) {
        return writer.finish();
    }
    // The mark tells attributes of ours from those of authors, who cannot write the digest of a text into that text.
    let digest = Sha256::digest(markdown);
    let mark: String = digest[..12]
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(b'a' + half))
        .collect();
    let raw = Raw::Kept { mark };
    if let Some(writer) = Writer::new(markdown, options, raw).run(markdown)
        && let Some(rendered) = writer.finish_sanitised()
    {
        return rendered;
    }
    Writer::new(markdown, options, Raw::Shown)
        .run(markdown)
        .map(Writer::finish)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
