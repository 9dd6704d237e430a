//! Several versions of one plugin: which there are, and what each changed of what its users rely on.

mod changes;
mod section;

use serde::Serialize;

pub use changes::{Change, Changes, FieldChange};
pub use section::section;

use super::{Card, Catalog};

/// One version of a plugin, as its JSON tells of it.
#[derive(Debug, Serialize)]
pub struct Version<'a> {
    /// Semantic version.
    pub version: &'a str,
    /// Day on which it came to the site.
    pub updated: Option<&'a str>,
    /// Its page, relative to the root of the site.
    pub page: String,
    /// What changed since the version before; none for the oldest.
    pub changes: Option<Changes<'a>>,
}

/// All versions of a card's plugin that are on the site, newest first.
pub fn of<'a>(catalog: &Catalog<'a>, card: &'a Card) -> Vec<Version<'a>> {
    let older = catalog.older_than(card);
    let cards: Vec<&Card> = catalog
        .newest(card)
        .into_iter()
        .chain(older.iter().copied())
        .collect();
    cards
        .iter()
        .enumerate()
        .map(|(index, version)| Version {
            version: &version.version,
            updated: catalog.updated(version),
            page: version.folder(),
            changes: cards
                .get(index + 1)
                .map(|before| Changes::between(before, version)),
        })
        .collect()
}
