//! Part of `site`: links and images of a document. An image becomes a link to it, because a page loads nothing from
//! elsewhere; a link that leads nowhere becomes its text.

use pulldown_cmark::LinkType;

use super::Writer;
use super::headings::Headings;
use crate::site::html::push_text;
use crate::site::markdown::Refused;
use crate::site::markdown::link::{self, Destination, Refusal, judge};

/// The link that is open, and those that wait for the headings to be known.
#[derive(Debug, Default)]
pub struct Links {
    /// Links do not stand inside links: this is the one that is written.
    open: Option<Open>,
    /// The depth at which the outermost open image stands, and how much was shown before it.
    image: Option<(usize, usize)>,
    inside: Vec<Inside>,
    /// Links that came to nothing, where somebody wants to know.
    pub refused: Vec<Refused>,
}

#[derive(Debug)]
struct Open {
    /// How many elements were open when it started.
    depth: usize,
    kind: Kind,
    shown: usize,
    /// What a reader is shown where the link has no text.
    address: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To elsewhere, or to another page.
    Outside,
    Inside,
}

/// A link to a place of the same document.
#[derive(Debug)]
struct Inside {
    start: usize,
    end: usize,
    fragment: String,
}

impl Links {
    pub fn is_open(&self) -> bool {
        self.open.is_some() || self.image.is_some()
    }

    pub fn in_image(&self) -> bool {
        self.image.is_some()
    }

    /// Something was put into the output, before the links that start there or later.
    pub fn moved(&mut self, at: usize, length: usize) {
        for link in self.inside.iter_mut().rev() {
            if link.start < at {
                break;
            }
            link.start += length;
            link.end += length;
        }
    }

    /// Writes the links to places of the document that exist, and tells the others where that is wanted.
    pub fn resolve(
        &mut self,
        out: String,
        headings: &mut Headings,
        mark: &str,
        tells: bool,
    ) -> String {
        let mut resolved = String::new();
        let mut written = 0;
        for link in &self.inside {
            let id = headings.ids.get(&link.fragment).or_else(|| {
                let lower = link.fragment.to_lowercase();
                headings.ids.get(&lower)
            });
            let Some(id) = id else {
                if tells {
                    self.refused.push(Refused {
                        destination: format!("#{}", link.fragment),
                        why: Refusal::Heading,
                    });
                }
                continue;
            };
            resolved.push_str(&out[written..link.start]);
            resolved.push_str("<a href=\"#");
            resolved.push_str(mark);
            push_text(&mut resolved, id);
            resolved.push_str("\">");
            resolved.push_str(&out[link.start..link.end]);
            resolved.push_str("</a>");
            written = link.end;
        }
        if written == 0 {
            return out;
        }
        resolved.push_str(&out[written..]);
        resolved
    }
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, destination: &str, kind: LinkType, is_hidden: bool) {
        if is_hidden || self.links.is_open() {
            self.open.push("");
            return;
        }
        let email;
        let destination = if kind == LinkType::Email {
            email = format!("mailto:{destination}");
            &email
        } else {
            destination
        };
        let (kind, address) = match judge(destination, self.options.page) {
            Destination::Outside(address) => {
                link::open(&mut self.out, &address);
                (Kind::Outside, address.into_owned())
            }
            Destination::Site(address) => {
                link::open_site(&mut self.out, &address);
                (Kind::Outside, address)
            }
            Destination::Fragment(fragment) => {
                self.links.inside.push(Inside {
                    start: self.out.len(),
                    end: 0,
                    fragment: fragment.to_owned(),
                });
                (Kind::Inside, fragment.to_owned())
            }
            Destination::Refused(why) => {
                self.refuse(destination, why);
                self.open.push("");
                return;
            }
        };
        self.links.open = Some(Open {
            depth: self.open.len(),
            kind,
            shown: self.shown,
            address,
        });
        self.open.push("</a>");
    }

    pub(super) fn start_image(&mut self, destination: &str, is_hidden: bool) {
        let depth = self.open.len();
        let has_link = !is_hidden && !self.links.is_open();
        let address = match judge(destination, self.options.page) {
            Destination::Outside(address) if has_link && !address.starts_with("mailto") => {
                link::open(&mut self.out, &address);
                Some(address.into_owned())
            }
            Destination::Site(address) if has_link => {
                link::open_site(&mut self.out, &address);
                Some(address)
            }
            Destination::Refused(why) => {
                self.refuse(destination, why);
                None
            }
            _ => None,
        };
        if let Some(address) = address {
            self.links.open = Some(Open {
                depth,
                kind: Kind::Outside,
                shown: self.shown,
                address,
            });
        }
        if self.links.image.is_none() {
            self.links.image = Some((depth, self.shown));
        }
        self.open.push("");
    }

    fn refuse(&mut self, destination: &str, why: Refusal) {
        if self.options.page.is_some() {
            let destination = destination.to_owned();
            self.links.refused.push(Refused { destination, why });
        }
    }

    /// Closes the link or image whose end was just taken from the open ones; false where it was something else.
    pub(super) fn end_link(&mut self) -> bool {
        let depth = self.open.len();
        let ends_image = self.links.image.is_some_and(|(at, _)| at == depth);
        if ends_image {
            self.links.image = None;
        }
        let Some(open) = self.links.open.take_if(|open| open.depth == depth) else {
            return ends_image;
        };
        match open.kind {
            Kind::Outside => {
                if self.shown == open.shown {
                    self.shown_text(&open.address);
                }
                self.out.push_str("</a>");
            }
            Kind::Inside => {
                let end = self.out.len();
                if self.shown == open.shown {
                    self.links.inside.pop();
                } else if let Some(link) = self.links.inside.last_mut() {
                    link.end = end;
                }
            }
        }
        true
    }
}
