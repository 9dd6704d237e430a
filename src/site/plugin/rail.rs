//! The contents of a plugin's page, as a list of links that stands beside it.

use crate::site::html::{push_attribute, push_text};

/// The list as it grows.
#[derive(Debug, Default)]
pub(super) struct Rail(String);

impl Rail {
    /// Adds a section.
    pub(super) fn add(&mut self, id: &str, title: &str) {
        self.0.push_str("<li>");
        self.link(id, title);
        self.0.push_str("</a></li>");
    }

    /// Adds a section with the ids and titles of its parts.
    pub(super) fn group<'a>(
        &mut self,
        id: &str,
        title: &str,
        parts: impl ExactSizeIterator<Item = (&'a str, &'a str)>,
    ) {
        self.0.push_str("<li class=\"group\"");
        push_attribute(&mut self.0, "data-group", id);
        self.0.push('>');
        self.link(id, title);
        self.0.push_str(" <span class=\"count\">");
        self.0.push_str(&parts.len().to_string());
        self.0.push_str("</span></a><ul>");
        for (id, title) in parts {
            self.add(id, title);
        }
        self.0.push_str("</ul></li>");
    }

    /// The items of the list.
    pub(super) fn markup(self) -> String {
        self.0
    }

    /// A link that is still open.
    fn link(&mut self, id: &str, title: &str) {
        self.0.push_str("<a href=\"#");
        push_text(&mut self.0, id);
        self.0.push_str("\">");
        push_text(&mut self.0, title);
    }
}
