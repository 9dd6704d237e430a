//! Part of `site`: a document in which raw HTML of authors stands, as ammonia leaves it. Pure.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ammonia::Builder;

use super::link::{Destination, REL, Refusal, judge};
use super::{Refused, tags};

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

/// What there is to know of a document.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What attributes of our own start with.
    pub mark: String,
    /// From the fragments that authors write to ids of the page.
    pub ids: HashMap<String, String>,
    /// The folder of the page, where the site's owner wrote it.
    pub page: Option<String>,
    /// The ids in `ids`; filled in here.
    pub there: HashSet<String>,
}

/// What is left of a document.
#[derive(Debug)]
pub struct Sanitised {
    pub html: String,
    /// The ids that are left of those that were known.
    pub ids: HashSet<String>,
    /// Links of the site's owner that came to nothing.
    pub refused: Vec<Refused>,
}

/// Sanitises a whole document. Of the author's attributes only those are left that cannot do anything. `None` where a browser would not read the result as it is
/// written.
pub fn sanitise(html: &str, headings: &[u8], mut known: Known) -> Option<Sanitised> {
    /// What is left of elements taken apart may itself be read as another tree, rarely more than once.
    const ROUNDS: usize = 5;
    let mark = known.mark.clone();
    let refused = Arc::<Mutex<Vec<Refused>>>::default();
    let mut cleaner = builder(headings, &known, Arc::clone(&refused));
    let mut before = cleaner.clean(html).to_string();
    // Headings inside of what was taken away are gone, and links to them lead nowhere.
    let left = ids(&before, &mark);
    if known.ids.values().any(|id| !left.contains(id)) {
        known.ids.retain(|_, id| left.contains(id));
        cleaner = builder(headings, &known, Arc::clone(&refused));
        before = cleaner.clean(&before).to_string();
    }
    for _ in 0..ROUNDS {
        let after = cleaner.clean(&before).to_string();
        if after == before {
            let refused = std::mem::take(&mut *lock(&refused));
            return Some(Sanitised {
                html: after.replace(&mark, ""),
                ids: known.ids.into_values().collect(),
                refused,
            });
        }
        before = after;
    }
    None
}

/// The ids of ours in a text.
fn ids(html: &str, mark: &str) -> HashSet<String> {
    html.split(&format!(" id=\"{mark}"))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn lock(refused: &Mutex<Vec<Refused>>) -> MutexGuard<'_, Vec<Refused>> {
    refused.lock().unwrap_or_else(PoisonError::into_inner)
}

fn builder(headings: &[u8], known: &Known, refused: Arc<Mutex<Vec<Refused>>>) -> Builder<'static> {
    const LEVELS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let known = Known {
        there: known.ids.values().cloned().collect(),
        ..known.clone()
    };
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
            filter(&known, element, attribute, value).unwrap_or_else(|why| {
                if known.page.is_some() {
                    let destination = value.to_owned();
                    lock(&refused).push(Refused { destination, why });
                }
                None
            })
        });
    builder
}

/// What becomes of an attribute; fails with the reason where it is a link that comes to nothing.
fn filter<'a>(
    known: &Known,
    element: &str,
    attribute: &str,
    value: &'a str,
) -> Result<Option<Cow<'a, str>>, Refusal> {
    if attribute != "href" {
        if value.starts_with(&known.mark) {
            return Ok(Some(value.into()));
        }
        let is_harmless = match (element, attribute) {
            ("td" | "th", "colspan" | "rowspan") => {
                matches!(value.parse(), Ok(1..=100_u8))
            }
            ("details", "open") => return Ok(Some("".into())),
            ("ol", "start") => value.parse::<u32>().is_ok(),
            _ => false,
        };
        return Ok(is_harmless.then_some(value.into()));
    }
    if element != "a" {
        return Ok(None);
    }
    match judge(value, known.page.as_deref()) {
        Destination::Outside(address) => Ok(Some(address)),
        Destination::Site(address) => Ok(Some(address.into())),
        Destination::Fragment(fragment) => {
            if let Some(id) = fragment.strip_prefix(&known.mark) {
                let there = known.there.contains(id);
                return there.then(|| Some(value.into())).ok_or(Refusal::Heading);
            }
            let id = known.ids.get(fragment).ok_or(Refusal::Heading)?;
            Ok(Some(format!("#{}{id}", known.mark).into()))
        }
        Destination::Refused(why) => Err(why),
    }
}
