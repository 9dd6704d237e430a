//! Part of `site`: levels and ids of the headings of a document.

use std::collections::HashMap;

use crate::site::anchor;
use crate::site::html::push_text;
use crate::site::markdown::Heading;

/// The headings met so far.
#[derive(Debug, Default)]
pub struct Headings {
    pub found: Vec<Heading>,
    /// From what authors write after `#` to the id on the page.
    pub ids: HashMap<String, String>,
    /// How often a slug was wanted.
    wanted: HashMap<String, usize>,
    /// The levels, as written, of the headings that the next one may stand below.
    above: Vec<u8>,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    level: u8,
    at: usize,
    shown: usize,
    text: String,
}

impl Headings {
    /// Opens a heading at a place of the output; what comes back closes it.
    pub fn start(&mut self, written: u8, shift: u8, at: usize, shown: usize) -> &'static str {
        while self.above.last().is_some_and(|above| *above >= written) {
            self.above.pop();
        }
        self.above.push(written);
        let depth = u8::try_from(self.above.len()).unwrap_or(6);
        let level = shift.saturating_add(depth).clamp(1, 6);
        self.open = Some(Open {
            level,
            at,
            shown,
            text: String::new(),
        });
        match level {
            1 => "</h1>\n",
            2 => "</h2>\n",
            3 => "</h3>\n",
            4 => "</h4>\n",
            5 => "</h5>\n",
            _ => "</h6>\n",
        }
    }

    /// Text that is shown, of the open heading if there is one.
    pub fn add(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    /// Writes the start of the heading before its content; says where and how long it is. `None` where the heading is
    /// empty and has been taken back.
    pub fn end(
        &mut self,
        out: &mut String,
        shown: usize,
        prefix: &str,
        mark: &str,
    ) -> Option<(usize, usize)> {
        let open = self.open.take()?;
        if shown == open.shown {
            out.truncate(open.at);
            return None;
        }
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let slug = self.unique(anchor::slug(&text));
        let id = if prefix.is_empty() {
            slug.clone()
        } else {
            format!("{prefix}-{slug}")
        };
        let mut start = format!("<h{} id=\"{mark}", open.level);
        push_text(&mut start, &id);
        start.push_str("\">");
        out.insert_str(open.at, &start);
        self.ids.insert(slug, id.clone());
        self.found.push(Heading {
            level: open.level,
            id,
            text,
        });
        Some((open.at, start.len()))
    }

    fn unique(&mut self, slug: String) -> String {
        let slug = if slug.is_empty() {
            "section".to_owned()
        } else {
            slug
        };
        let mut unique = slug.clone();
        while self.ids.contains_key(&unique) {
            let count = self.wanted.entry(slug.clone()).or_insert(1);
            *count += 1;
            unique = format!("{slug}-{count}");
        }
        unique
    }
}
