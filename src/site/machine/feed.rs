//! `feed.xml`: an Atom feed of new versions.

use super::xml::{push_element, push_text};
use crate::site::{Card, Catalog, Site, html};

/// Versions that the feed holds.
const MOST: usize = 100;

/// Stands where nothing is dated: a feed has to say when it changed.
const NEVER: &str = "1970-01-01";

/// The feed: the newest versions that have a day, newest first.
pub fn feed(site: &Site, base: &str, catalog: &Catalog<'_>) -> String {
    let mut entries: Vec<(&str, &Card)> = catalog
        .cards
        .iter()
        .chain(&catalog.older)
        .filter(|card| !card.hidden)
        .filter_map(|card| Some((catalog.updated(card)?, *card)))
        .collect();
    let place = |card: &Card| (card.vendor.clone(), card.name.clone(), card.version.clone());
    entries.sort_by(|(one, a), (other, b)| {
        let days = other.cmp(one);
        days.then_with(|| place(a).cmp(&place(b)))
    });
    entries.truncate(MOST);
    let mut out = String::with_capacity(entries.len() * 1024 + 1024);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    push_text(&mut out, &site.settings.language);
    out.push_str("\">\n");
    push_element(&mut out, "id", base);
    push_element(
        &mut out,
        "title",
        &format!("{}: new versions", site.settings.title),
    );
    push_element(&mut out, "subtitle", &site.settings.tagline);
    push_link(&mut out, "alternate", "text/html", base);
    push_link(
        &mut out,
        "self",
        "application/atom+xml",
        &format!("{base}feed.xml"),
    );
    let newest = entries.first().map_or(NEVER, |(day, _)| day);
    push_element(&mut out, "updated", &instant(newest));
    out.push_str("<author>\n");
    push_element(&mut out, "name", &site.settings.title);
    out.push_str("</author>\n");
    for (day, card) in entries {
        push_entry(&mut out, base, day, card);
    }
    out.push_str("</feed>\n");
    out
}

/// A day as the instant that Atom asks for.
fn instant(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

fn push_link(out: &mut String, rel: &str, kind: &str, address: &str) {
    out.push_str("<link rel=\"");
    out.push_str(rel);
    out.push_str("\" type=\"");
    out.push_str(kind);
    out.push_str("\" href=\"");
    push_text(out, address);
    out.push_str("\"/>\n");
}

fn push_entry(out: &mut String, base: &str, day: &str, card: &Card) {
    let plugin = format!("{base}plugins/{}/{}/", card.vendor, card.name);
    out.push_str("<entry>\n");
    // The place of a version's page changes when a newer one comes; its id does not.
    push_element(out, "id", &format!("{plugin}#{}", card.version));
    push_element(out, "title", &format!("{} {}", card.title, card.version));
    push_link(
        out,
        "alternate",
        "text/html",
        &format!("{base}{}", card.folder()),
    );
    push_element(out, "updated", &instant(day));
    push_element(out, "published", &instant(day));
    out.push_str("<author>\n");
    push_element(out, "name", &card.vendor);
    out.push_str("</author>\n");
    if !card.summary.is_empty() {
        push_element(out, "summary", &card.summary);
    }
    if !card.changes.is_empty() {
        let mut list = String::from("<ul>");
        for change in &card.changes {
            list.push_str("<li>");
            html::push_text(&mut list, change);
            list.push_str("</li>");
        }
        list.push_str("</ul>");
        push_element(out, "content type=\"html\"", &list);
    }
    out.push_str("</entry>\n");
}
