//! `sitemap.xml`: the addresses of all pages that search engines should know, with the days on which they changed.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{file, xml};
use crate::site::plugin::page_path;
use crate::site::sink::Sink;
use crate::site::{Catalog, Site};

/// Addresses that one sitemap may hold.
pub const MOST_ADDRESSES: usize = 50_000;

/// What an address cannot hold as it is.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Makes the sitemap of the pages among `paths`, which come in the order of the map, `most` addresses a file. Pages of
/// older versions and hidden plugins stay out of it, as do pages that mean nothing without a reader.
pub fn sitemap<'p>(
    site: &Site,
    catalog: &Catalog<'_>,
    paths: impl Iterator<Item = &'p str>,
    most: usize,
    sink: &dyn Sink,
) {
    let Some(base) = &site.settings.base_url else {
        return;
    };
    let days: HashMap<String, Option<&str>> = catalog
        .cards
        .iter()
        .filter(|card| !card.hidden)
        .map(|card| (page_path(card), catalog.updated(card)))
        .collect();
    let unlisted = catalog.cards.iter().filter(|card| card.hidden);
    let left_out: HashMap<String, ()> = unlisted
        .chain(&catalog.older)
        .map(|card| (page_path(card), ()))
        .collect();
    let mut maps: Vec<String> = Vec::new();
    let mut count = 0;
    for path in paths {
        let Some(folder) = path.strip_suffix("index.html") else {
            continue;
        };
        let is_page = folder.is_empty() || folder.ends_with('/');
        if !is_page || folder == "search/" || left_out.contains_key(path) {
            continue;
        }
        if count % most.max(1) == 0 {
            maps.push(String::new());
        }
        count += 1;
        if let Some(map) = maps.last_mut() {
            push_address(map, base, folder, days.get(path).copied().flatten());
        }
    }
    if let [map] = maps.as_slice() {
        file(sink, "sitemap.xml", whole("urlset", map));
        return;
    }
    let mut index = String::new();
    for (number, map) in (1..).zip(&maps) {
        let name = format!("sitemap-{number}.xml");
        file(sink, &name, whole("urlset", map));
        index.push_str("<sitemap><loc>");
        xml::push_text(&mut index, &format!("{base}{name}"));
        index.push_str("</loc></sitemap>\n");
    }
    file(sink, "sitemap.xml", whole("sitemapindex", &index));
}

fn push_address(out: &mut String, base: &str, folder: &str, day: Option<&str>) {
    out.push_str("<url><loc>");
    xml::push_text(out, base);
    xml::push_text(out, &utf8_percent_encode(folder, UNSAFE).to_string());
    out.push_str("</loc>");
    if let Some(day) = day {
        out.push_str("<lastmod>");
        out.push_str(day);
        out.push_str("</lastmod>");
    }
    out.push_str("</url>\n");
}

fn whole(element: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{content}</{element}>\n"
    )
}
