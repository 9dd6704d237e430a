//! The pages by which visitors find plugins.

pub mod keywords;
mod paging;

use minijinja::value::Serde;
use minijinja::{Value, context};
use rayon::prelude::*;
use serde::Serialize;

use super::cards::markup;
use super::facets::{Facet, Group, Listing};
use crate::model::OperationKind;
use crate::site::sink::{Key, Sink};
use crate::site::{Card, Site, html, meta};
pub use paging::{PAGE, page_count};
use paging::{links, page_of};

/// Pages of one value of a facet; what lies beyond is left to search.
const FACET_PAGES: usize = 10;

/// A site of no more plugins than this shows all of them on its first page.
const HOME: usize = 150;

/// Plugins in the part of the first page that says what is new.
const RECENT: usize = 6;

/// Use cases on the first page.
const HOME_USE_CASES: usize = 18;

/// What the pages are made from and where they go.
struct Pages<'a> {
    site: &'a Site,
    listing: &'a Listing<'a>,
    sink: &'a dyn Sink,
}

/// A value of a facet, as pages show it.
#[derive(Debug, Serialize)]
struct Choice<'a> {
    title: &'a str,
    slug: &'a str,
    count: usize,
    href: String,
}

/// Makes the pages. `files` is how many other files finding needs, which counts against what keywords may have.
pub fn make(site: &Site, listing: &Listing<'_>, files: usize, sink: &dyn Sink) {
    let pages = Pages {
        site,
        listing,
        sink,
    };
    let total = listing.cards.len();
    let index = keywords::files(listing.groups(Facet::Keyword), site.by_letter);
    let keywords = keyword_pages(listing, files + index);
    pages.home();
    for number in 1..=page_count(total) {
        pages.list(number, &keywords);
    }
    for facet in [Facet::UseCase, Facet::Vendor] {
        let groups: Vec<&Group> = listing.groups(facet).iter().collect();
        pages.facet(facet, &groups);
    }
    pages.facet(Facet::Keyword, &keywords);
    pages.keywords(&keywords);
    pages.plain("search.html", "search/index.html", "../", site.key);
    pages.about();
    let base = site.settings.base_url.as_deref();
    let root = base.map_or_else(|| "/".to_owned(), base_path);
    pages.plain("404.html", "404.html", &root, site.key);
}

/// The path of an absolute address, ending in `/`.
fn base_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    let path = path.split(['?', '#']).next().unwrap_or("/");
    if path.ends_with('/') {
        path.to_owned()
    } else {
        format!("{path}/")
    }
}

/// The keywords that get pages of their own: those that several plugins share, the most common first, as long as the
/// site has no more than 1.3 files for each plugin.
fn keyword_pages<'a>(listing: &'a Listing<'_>, files: usize) -> Vec<&'a Group> {
    let total = listing.cards.len();
    let facet_pages = |group: &Group| page_count(group.members.len()).min(FACET_PAGES);
    let others: usize = [Facet::UseCase, Facet::Vendor]
        .into_iter()
        .flat_map(|facet| listing.groups(facet))
        .map(facet_pages)
        .sum();
    /// The first page, search, about, what is shown for a missing page, assets, feeds and the like.
    const FIXED: usize = 22;
    let spent = others + files + page_count(total) + FIXED;
    let budget = (total * 3 / 10).saturating_sub(spent).min(total / 16 + 16);
    let mut pages = 0;
    listing
        .groups(Facet::Keyword)
        .iter()
        .take_while(|group| {
            pages += facet_pages(group);
            group.members.len() > 1 && pages <= budget
        })
        .collect()
}

impl Pages<'_> {
    /// Hands over a page made from a template.
    fn page(&self, template: &str, path: &str, root: &str, key: Key, make: &dyn Fn() -> Value) {
        let key = key.with(self.site.key).and(path.as_bytes());
        self.sink.file(path, key, &mut || {
            let values = meta::with_head(self.site, template, path, root, make());
            let page = self.site.render(template, root, values);
            page.unwrap_or_else(|error| {
                let text = format!("{error:#}");
                self.site.complain(&text);
                html::text(&text).into_owned()
            })
            .into_bytes()
        });
    }

    fn plain(&self, template: &str, path: &str, root: &str, key: Key) {
        self.page(template, path, root, key, &|| context! {});
    }

    fn about(&self) {
        let counts = self.counts();
        let key = Key::of(format!("{counts:?}").as_bytes());
        self.page("about.html", "about/index.html", "../", key, &|| {
            context! { counts => Value::from(Serde(&counts)) }
        });
    }

    fn counts(&self) -> Vec<(&'static str, usize)> {
        let cards = &self.listing.cards;
        let of = |kind| cards.iter().map(|card| card.count(kind)).sum();
        let mut counts = vec![("plugins", cards.len())];
        counts.extend(OperationKind::ALL.map(|kind| (kind.plural(), of(kind))));
        counts.push((
            "publishers",
            shown(self.listing.groups(Facet::Vendor)).count(),
        ));
        counts
    }

    fn home(&self) {
        let cards = &self.listing.cards;
        let whole = cards.len() <= HOME;
        let first = &cards[..if whole { cards.len() } else { PAGE }];
        let counts = self.counts();
        let recent = self.recent();
        let use_cases = self.choices(Facet::UseCase, "", HOME_USE_CASES);
        let key = Key::all(first.iter().chain(&recent).map(|card| card.key));
        let key = key.and(format!("{counts:?} {use_cases:?} {}", recent.len()).as_bytes());
        self.page("home.html", "index.html", "./", key, &|| {
            context! {
                counts => Value::from(Serde(&counts)),
                use_cases => Value::from(Serde(&use_cases)),
                recent => Value::from_safe_string(markup(&recent, "")),
                cards => Value::from_safe_string(markup(first, "")),
                whole => whole,
                total => cards.len(),
            }
        });
    }

    /// The plugins whose newest versions came last; none where no day is known, or all came on the same.
    fn recent(&self) -> Vec<&Card> {
        let mut dated: Vec<(&str, &Card)> = self
            .listing
            .updated
            .iter()
            .zip(&self.listing.cards)
            .filter_map(|(day, card)| Some(((*day)?, *card)))
            .collect();
        let same = dated.iter().all(|(day, _)| *day == dated[0].0);
        if same && dated.len() > RECENT {
            return Vec::new();
        }
        dated.sort_by(|(a, _), (b, _)| b.cmp(a));
        dated.truncate(RECENT);
        dated.into_iter().map(|(_, card)| card).collect()
    }

    /// One page of the list of all.
    fn list(&self, number: usize, keywords: &[&Group]) {
        let cards = page_of(&self.listing.cards, number);
        let (path, root) = if number == 1 {
            ("plugins/index.html".to_owned(), "../")
        } else {
            (format!("plugins/page/{number}/index.html"), "../../../")
        };
        let links = links(page_count(self.listing.cards.len()), number);
        // The facets of the first page lead on without a script.
        let mut ways: Vec<Value> = Vec::new();
        let mut key = Key::all(cards.iter().map(|card| card.key));
        key = key.and(format!("{links:?} {}", self.listing.cards.len()).as_bytes());
        if number == 1 {
            for (title, choices) in [
                ("Use cases", self.choices(Facet::UseCase, root, 24)),
                ("Keywords", self.keyword_choices(keywords, root, 24)),
                ("Publishers", self.choices(Facet::Vendor, root, 12)),
            ] {
                key = key.and(format!("{choices:?}").as_bytes());
                let more = (title == "Keywords").then_some("All keywords");
                ways.push(context! { title, more, choices => Value::from(Serde(&choices)) });
            }
        }
        self.page("list.html", &path, root, key, &|| {
            context! {
                cards => Value::from_safe_string(markup(cards, root)),
                total => self.listing.cards.len(),
                number => number,
                pages => Value::from(Serde(&links)),
                ways => &ways,
            }
        });
    }

    fn choices(&self, facet: Facet, root: &str, most: usize) -> Vec<Choice<'_>> {
        let groups: Vec<&Group> = shown(self.listing.groups(facet)).collect();
        choices(facet, &groups, root, most)
    }

    /// The most common keywords, each with its own page or its place among all.
    fn keyword_choices(&self, own: &[&Group], root: &str, most: usize) -> Vec<Choice<'_>> {
        let groups: Vec<&Group> = shown(self.listing.groups(Facet::Keyword)).collect();
        let mut choices = choices(Facet::Keyword, &groups, root, most);
        for choice in &mut choices {
            if !own.iter().any(|group| group.slug == choice.slug) {
                let address = keywords::address(choice.slug, self.site.by_letter);
                choice.href = format!("{root}{address}");
            }
        }
        choices
    }

    /// The pages of a facet's values.
    fn facet(&self, facet: Facet, groups: &[&Group]) {
        let Some(folder) = facet.folder() else {
            return;
        };
        groups.par_iter().for_each(|group| {
            let whole = page_count(group.members.len());
            for number in 1..=whole.min(FACET_PAGES) {
                self.facet_page(facet, folder, group, number);
            }
        });
    }

    fn facet_page(&self, facet: Facet, folder: &str, group: &Group, number: usize) {
        let members = page_of(&group.members, number);
        let all = &self.listing.cards;
        let cards: Vec<&Card> = members.iter().map(|index| all[*index as usize]).collect();
        let slug = &group.slug;
        let (path, root) = if number == 1 {
            (format!("{folder}/{slug}/index.html"), "../../")
        } else {
            (
                format!("{folder}/{slug}/page/{number}/index.html"),
                "../../../../",
            )
        };
        let whole = page_count(group.members.len());
        let links = links(whole.min(FACET_PAGES), number);
        let key = Key::all(cards.iter().map(|card| card.key));
        let told = format!("{links:?} {} {}", group.members.len(), group.title);
        self.page("facet.html", &path, root, key.and(told.as_bytes()), &|| {
            context! {
                kind => facet.title(),
                facet => facet.name(),
                title => &group.title,
                slug => slug,
                chosen => query(slug),
                wanted => query(&group.title),
                folder => folder,
                cards => Value::from_safe_string(markup(&cards, root)),
                total => group.members.len(),
                number => number,
                pages => Value::from(Serde(&links)),
                more => whole > FACET_PAGES,
            }
        });
    }
}

/// A text as a value in the query of an address.
fn query(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn shown(groups: &[Group]) -> impl Iterator<Item = &Group> {
    groups.iter().filter(|group| !group.members.is_empty())
}

fn choices<'a>(facet: Facet, groups: &[&'a Group], root: &str, most: usize) -> Vec<Choice<'a>> {
    let folder = facet.folder().unwrap_or_default();
    groups
        .iter()
        .take(most)
        .map(|group| Choice {
            title: &group.title,
            slug: &group.slug,
            count: group.members.len(),
            href: format!("{root}{folder}/{}/", group.slug),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_address_ends_in_a_slash() {
        assert_eq!(base_path("https://a.example"), "/");
        assert_eq!(base_path("https://a.example/x"), "/x/");
        assert_eq!(base_path("https://a.example/x/y/"), "/x/y/");
    }
}
