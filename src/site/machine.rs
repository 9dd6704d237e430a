//! What machines read: each plugin's further files ("twins" of its page), the index of all plugins, sitemap, feed and
//! the like, and the manifest of the site.

mod announce;
mod feed;
mod index;
mod manifest;
mod record;
mod samples;
mod sitemap;
mod text;
mod xml;

use std::cell::OnceCell;

use rayon::prelude::*;

use super::plugin::Subject;
use super::sink::{Key, Parts, Sink};
use super::social::{self, SocialCard};
use super::{Card, Catalog, Site, icon};
use crate::model::OperationKind;
use crate::render::json_schema;
pub use manifest::{content_type, manifest};
pub use sitemap::{MOST_ADDRESSES, sitemap};

/// Files that a plugin has at most, its icon among them. A site stays within what static hosts take only while all
/// plugins together have fewer than [`MOST_FILES`].
const FILES_EACH: usize = 8;

/// Static hosts stop at 20,000 files; listings need some of them.
const MOST_FILES: usize = 19_000;

/// Whether a site of so many plugins has room for further files of each.
pub fn has_room(plugins: usize) -> bool {
    plugins <= MOST_FILES / FILES_EACH
}

/// The published JSON Schemas of what a site holds, by file name.
pub const SCHEMAS: [(&str, &str); 5] = [
    (
        "index.json",
        include_str!("../../book/src/reference/site-index.schema.json"),
    ),
    (
        "plugin.json",
        include_str!("../../book/src/reference/site-plugin.schema.json"),
    ),
    (
        "releases.json",
        include_str!("../../book/src/reference/site-releases.schema.json"),
    ),
    (
        "samples.json",
        include_str!("../../book/src/reference/site-samples.schema.json"),
    ),
    (
        "site-manifest.json",
        include_str!("../../book/src/reference/site-manifest.schema.json"),
    ),
];

/// Where a plugin's JSON lies.
pub fn record_path(card: &Card) -> String {
    format!("api/v1/{}.json", card.folder().trim_end_matches('/'))
}

/// Where the text twin of a plugin's page lies.
pub fn text_path(card: &Card) -> String {
    format!("{}index.md", card.folder())
}

/// Where the copy of a plugin's spec lies.
pub fn spec_path(card: &Card) -> String {
    format!("{}{}", card.folder(), card.spec_file)
}

/// Where the JSON Schemas of a plugin lie.
pub fn schemas_path(card: &Card) -> String {
    format!("{}plugin.schema.json", card.folder())
}

/// Where the sample messages of a plugin lie.
pub fn samples_path(card: &Card) -> String {
    format!("{}samples.json", card.folder())
}

/// Where the preview image of a plugin lies. Only pages with absolute addresses can name one.
pub fn social_path(site: &Site, card: &Card) -> Option<String> {
    let made = site.twins && site.settings.base_url.is_some();
    made.then(|| format!("{}social.png", card.folder()))
}

/// The paths of a plugin's further files but for its preview image.
pub fn twins(card: &Card) -> Vec<String> {
    vec![
        record_path(card),
        text_path(card),
        spec_path(card),
        schemas_path(card),
        samples_path(card),
    ]
}

/// Makes a plugin's further files.
pub fn make_twins(site: &Site, subject: &Subject<'_>, card: &Card, key: Key, sink: &dyn Sink) {
    let plugin = subject.plugin;
    // Two files hold these, so they are made once, and only where one of the files is.
    let samples = OnceCell::new();
    let samples = || samples.get_or_init(|| samples::Samples::new(plugin));
    let messages = OnceCell::new();
    let messages = || messages.get_or_init(|| samples().json());
    let schemas = OnceCell::new();
    let schemas = || {
        schemas.get_or_init(|| {
            let bundle = json_schema::bundle(plugin, json_schema::schema_files(plugin));
            bundle.to_string()
        })
    };
    sink.file(&spec_path(card), key, &mut || {
        plugin.spec_file.text.as_bytes().to_vec()
    });
    sink.file(&schemas_path(card), key, &mut || {
        schemas().clone().into_bytes()
    });
    sink.file(&samples_path(card), key, &mut || {
        messages().clone().into_bytes()
    });
    sink.file(&text_path(card), key, &mut || {
        text::twin(site, subject, card, samples()).into_bytes()
    });
    if let Some(path) = social_path(site, card) {
        sink.file(&path, key, &mut || picture(site, subject, card));
    }
    sink.parts(&record_path(card), key, &mut || Parts {
        linking: String::new(),
        head: record::head(subject, card, schemas(), messages()),
        tail: b"}\n".to_vec(),
    });
}

/// The preview image of a plugin.
fn picture(site: &Site, subject: &Subject<'_>, card: &Card) -> Vec<u8> {
    let counts: Vec<String> = OperationKind::ALL
        .into_iter()
        .filter_map(|kind| match card.count(kind) {
            0 => None,
            1 => Some(format!("1 {}", kind.singular())),
            count => Some(format!("{count} {}", kind.plural())),
        })
        .collect();
    let icon = subject.image.and_then(|image| icon::read(image).ok());
    let icon = icon.and_then(|icon| icon.raster());
    social::draw(&SocialCard {
        site_title: &site.settings.title,
        title: &card.title,
        vendor: &card.vendor,
        version: &card.version,
        summary: &card.summary,
        counts: &counts,
        icon: icon.as_ref(),
        key: &format!("{}/{}", card.vendor, card.name),
    })
}

/// Makes everything for machines that needs the cards of all, but for the sitemap, which also needs to know which
/// pages there are.
pub fn everything(site: &Site, catalog: &Catalog<'_>, sink: &dyn Sink) {
    if site.twins {
        let cards = catalog.cards.par_iter().chain(&catalog.older);
        cards.for_each(|card| {
            let middle = record::middle(catalog, card);
            sink.middle(&record_path(card), Key::of(middle.as_bytes()), &mut || {
                middle.clone().into_bytes()
            });
        });
    }
    file(sink, "api/v1/index.json", index::index(site, catalog));
    for (name, text) in SCHEMAS {
        file(sink, &format!("api/v1/schemas/{name}"), text.to_owned());
    }
    file(sink, "llms.txt", announce::llms(site, catalog));
    if let Some(base) = &site.settings.base_url {
        file(sink, "feed.xml", feed::feed(site, base, catalog));
        file(sink, "opensearch.xml", announce::opensearch(site, base));
        file(sink, "robots.txt", announce::robots(base));
    }
}

/// Hands over a file that is small or quickly made, whose bytes are their own key.
fn file(sink: &dyn Sink, path: &str, text: String) {
    let mut bytes = Some(text.into_bytes());
    let key = Key::of(bytes.as_deref().unwrap_or_default());
    sink.file(path, key, &mut || bytes.take().unwrap_or_default());
}
