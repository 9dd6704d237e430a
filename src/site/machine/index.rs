//! `api/v1/index.json`: all plugins that are listed, a line each.

use serde::Serialize;

use super::record_path;
use crate::model::OperationKind;
use crate::site::{Card, Catalog, Site};

#[derive(Serialize)]
struct Line<'a> {
    vendor: &'a str,
    name: &'a str,
    title: &'a str,
    version: &'a str,
    updated: Option<&'a str>,
    summary: &'a str,
    support: Option<&'a str>,
    cloud_ready: bool,
    deprecated: bool,
    products: &'a [String],
    product_vendor: Option<&'a str>,
    use_cases: &'a [String],
    keywords: &'a [String],
    actions: usize,
    triggers: usize,
    tasks: usize,
    page: String,
    icon: String,
    /// Where the whole of it stands; none on a site without such files.
    record: Option<String>,
}

/// The index.
pub fn index(site: &Site, catalog: &Catalog<'_>) -> String {
    let title = serde_json::to_string(&site.settings.title).unwrap_or_default();
    let mut out = Vec::with_capacity(catalog.cards.len() * 512 + 128);
    out.extend_from_slice(b"{\"$schema\": \"schemas/index.json\", \"form\": 1, \"title\": ");
    out.extend_from_slice(title.as_bytes());
    out.extend_from_slice(b", \"plugins\": [");
    let listed = catalog.cards.iter().filter(|card| !card.hidden);
    for (index, card) in listed.enumerate() {
        out.extend_from_slice(if index > 0 { b",\n" } else { b"\n" });
        // Writing to memory does not fail, and every key is a text.
        let _ = serde_json::to_writer(&mut out, &line(site, catalog, card));
    }
    out.extend_from_slice(b"\n]}\n");
    String::from_utf8(out).unwrap_or_default()
}

fn line<'a>(site: &Site, catalog: &Catalog<'a>, card: &'a Card) -> Line<'a> {
    Line {
        vendor: &card.vendor,
        name: &card.name,
        title: &card.title,
        version: &card.version,
        updated: catalog.updated(card),
        summary: &card.summary,
        support: card.support.as_deref(),
        cloud_ready: card.cloud_ready,
        deprecated: card.deprecated,
        products: &card.products,
        product_vendor: card.product_vendor.as_deref(),
        use_cases: &card.use_cases,
        keywords: &card.keywords,
        actions: card.count(OperationKind::Action),
        triggers: card.count(OperationKind::Trigger),
        tasks: card.count(OperationKind::Task),
        page: card.folder(),
        icon: format!("icons/{}", card.icon),
        record: site.twins.then(|| record_path(card)),
    }
}
