//! Part of `site`: HTML that authors write into their Markdown. A tag of no known name is a placeholder of theirs and
//! stays visible.

use super::{Raw, Writer};
use crate::site::html::push_text;
use crate::site::markdown::tags;

impl Writer<'_> {
    /// One tag or comment inside a line.
    pub(super) fn inline_html(&mut self, html: &str) -> Option<()> {
        if html.starts_with("<!--") {
            return Some(());
        }
        if self.links.in_image() || !has_known(html) {
            self.shown_text(html);
            return Some(());
        }
        self.raw(html)
    }

    /// A block of lines.
    pub(super) fn html_block(&mut self, html: &str) -> Option<()> {
        let trimmed = html.trim();
        let is_comment = trimmed
            .strip_prefix("<!--")
            .is_some_and(|rest| rest.find("-->").is_some_and(|end| end + 3 == rest.len()));
        if is_comment {
            return Some(());
        }
        if has_known(html) && !matches!(self.raw, Raw::Shown) {
            return self.raw(html);
        }
        self.shown += 1;
        if self.is_inline || self.open.len() > super::DEEPEST {
            push_text(&mut self.out, trimmed);
        } else {
            self.out.push_str("<p>");
            push_text(&mut self.out, trimmed);
            self.out.push_str("</p>\n");
        }
        Some(())
    }

    fn raw(&mut self, html: &str) -> Option<()> {
        match &self.raw {
            Raw::Absent => return None,
            Raw::Kept { .. } => {
                // As far as can be told, it shows something.
                self.shown += 1;
                self.cost.add(html);
                self.out.push_str(html);
            }
            Raw::Shown => self.shown_text(html),
        }
        Some(())
    }
}

/// Whether a parser of HTML would find a tag in it that means something, or a comment.
fn has_known(html: &str) -> bool {
    html.match_indices('<').any(|(index, _)| {
        let after = &html[index + 1..];
        after.starts_with("!--") || tags::is_known(tags::name(after))
    })
}
