//! Part of `site`: a document in which raw HTML of authors stands, as ammonia leaves it. Pure.

use std::borrow::Cow;
use std::collections::HashMap;

use ammonia::Builder;

use super::link::{Destination, REL, judge};
use super::tags;

/// What writing raw HTML back costs a parser, which for each tag may look at, or open again, all that are open.
#[derive(Debug, Default)]
pub struct Cost {
    tags: usize,
    reopened: usize,
}

impl Cost {
    /// Counts what a piece of raw HTML may open.
    pub fn add(&mut self, raw: &str) {
        for (index, _) in raw.match_indices('<') {
            self.tags += 1;
            self.reopened += usize::from(tags::is_reopened(tags::name(&raw[index + 1..])));
        }
    }

    /// Whether a document may be parsed, which holds this raw HTML among all of its tags. What an author needs is far
    /// below the bounds; past them, an attacker could make a page of any size.
    pub fn is_borne_by(&self, html: &str) -> bool {
        let all = memchr::memchr_iter(b'<', html.as_bytes()).count();
        self.reopened.saturating_mul(all) <= 2_000_000
            && self.tags.saturating_mul(all) <= 50_000_000
    }
}

/// Sanitises a whole document. Attributes of our own start with `mark`; of the author's, only those are left that
/// cannot do anything. `ids` leads from the fragments that authors write to ids of the page. `None` where a browser would
/// not read the result as it is written.
pub fn sanitise(
    html: &str,
    mark: &str,
    headings: &[u8],
    ids: HashMap<String, String>,
) -> Option<String> {
    /// What is left of elements taken apart may itself be read as another tree, rarely more than once.
    const ROUNDS: usize = 5;
    let builder = builder(mark, headings, ids);
    let mut before = builder.clean(html).to_string();
    for _ in 0..ROUNDS {
        let after = builder.clean(&before).to_string();
        if after == before {
            return Some(after.replace(mark, ""));
        }
        before = after;
    }
    None
}

fn builder(mark: &str, headings: &[u8], ids: HashMap<String, String>) -> Builder<'static> {
    const LEVELS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let mark = mark.to_owned();
    let levels = headings
        .iter()
        .filter_map(|level| LEVELS.get(usize::from(*level).checked_sub(1)?));
    let mut builder = Builder::empty();
    builder
        .tags(tags::ALLOWED.iter().chain(levels).copied().collect())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(
            [
                "aria-label",
                "class",
                "colspan",
                "href",
                "id",
                "open",
                "role",
                "rowspan",
                "scope",
                "start",
                "tabindex",
                "title",
            ]
            .into(),
        )
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some(REL))
        .attribute_filter(move |element, attribute, value| {
            filter(&mark, &ids, element, attribute, value)
        });
    builder
}

fn filter<'a>(
    mark: &str,
    ids: &HashMap<String, String>,
    element: &str,
    attribute: &str,
    value: &'a str,
) -> Option<Cow<'a, str>> {
    if attribute != "href" {
        if value.starts_with(mark) {
            return Some(value.into());
        }
        let is_harmless = match (element, attribute) {
            ("td" | "th", "colspan" | "rowspan") => {
                matches!(value.parse(), Ok(1..=100_u8))
            }
            ("details", "open") => return Some("".into()),
            ("ol", "start") => value.parse::<u32>().is_ok(),
            _ => false,
        };
        return is_harmless.then_some(value.into());
    }
    if element != "a" {
        return None;
    }
    match judge(value) {
        Destination::Outside(address) => Some(address),
        Destination::Fragment(fragment) => {
            if fragment.starts_with(mark) {
                return Some(value.into());
            }
            let id = ids.get(fragment)?;
            Some(format!("#{mark}{id}").into())
        }
        Destination::Refused => None,
    }
}
