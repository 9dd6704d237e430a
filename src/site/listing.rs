//! What is made from the cards of all: the pages by which visitors find plugins, what search reads, and the part of each
//! plugin's page that names its relatives.
//!
//! No page holds more cards than [`pages::PAGE`], and no template ever sees them: their markup is written here, so the
//! time of a build grows with the number of plugins and no faster.

pub mod cards;
pub mod facets;
pub mod pages;
mod relatives;

pub use cards::{push_card, value};
pub use facets::Listing;
pub use pages::keywords::{MOST_KEYWORDS_ON_ONE_PAGE, address as keyword_address};

use super::sink::Sink;
use super::{Catalog, Site, search};

/// Makes everything that needs all cards.
pub fn everything(site: &Site, catalog: &Catalog<'_>, sink: &dyn Sink) {
    rayon::join(
        || {
            let listing = Listing::new(catalog);
            let files = search::make(site, &listing, sink);
            pages::make(site, &listing, files, sink);
        },
        || relatives::make(site, catalog, sink),
    );
}
