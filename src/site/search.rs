//! What search and the facets of the list read, in the browser and without a service. `site/assets/match.js` is the other
//! side of each form below.
//!
//! **Rows.** A plugin is `[title, vendor, name, icon, words, actions, triggers, tasks]`, all text. The title is empty where
//! it is the name with capitals; `words` are its keywords, use cases and product; the operations of a kind are a line each,
//! the title alone where the anchor follows from it and otherwise `title⇥anchor`, without the kind at its front.
//!
//! **Up to [`WHOLE`] plugins**: `search/index.json` holds `plugins`, the rows of all in the order of their titles, and
//! `search/fields.json`, which is read later, holds for each row its fields: lines of `N` `i` or `o` `:` and names, where
//! `N` is the number of the operation in the row, or `c:` and names for the connection. Each name stands once in a plugin.
//!
//! **Beyond**: `search/index.json` names the shards, and each shard has both `plugins` and `fields`. A shard `s-PREFIX.json`
//! has the rows of which a word begins with the prefix, with those operations that have such a word; `f-PREFIX.json` the
//! same for fields. A shard that would grow beyond [`shards::LEAF`] rows is split by the next letter; those letters that
//! few words have stay together in `PREFIX.` (in the file's name: `PREFIX_rest`), as does the word that ends here; and what is left at its
//! own name are the plugins whose own names begin so. A word that leads to more than [`shards::COMMON`] places leads only
//! to operations that have none rarer. `search/words.json` has the words of names and operations, to mend misspelt ones. A
//! new plugin changes the shards of its own words, and the list of words where it brings new ones.
//!
//! **Cards** for results that were chosen by facets lie in `search/cards-N.json`, where `N` is the FNV-1a hash of
//! `vendor/name` in as many bits as the number of these files has, so a new plugin changes one of them.
//! `search/facets.json` has the names of all plugins in the order of their titles, what sorts them, and for each value of a
//! facet the plugins that have it, as distances between their numbers.

mod cards;
mod row;
pub mod shards;
mod words;

use serde::Serialize;

use super::listing::Listing;
use super::sink::{Key, Sink};
use super::{Card, Site};
use row::{Entry, Row};

/// The most plugins whose index is one file.
pub const WHOLE: usize = 2_000;

/// Form of the files; the script reads no other.
const FORM: u32 = 1;

#[derive(Serialize)]
struct WholeIndex<'a> {
    form: u32,
    plugins: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct WholeFields {
    form: u32,
    fields: Vec<String>,
}

/// Hands over the files and says how many they are.
pub fn make(site: &Site, listing: &Listing<'_>, sink: &dyn Sink) -> usize {
    let key = listing.key.with(site.key);
    let index = || {
        if listing.cards.len() > WHOLE {
            return shards::make(site, listing, sink);
        }
        whole(&listing.cards, key, sink);
        2
    };
    let (cards, index) = rayon::join(|| cards::make(site, listing, key, sink), index);
    cards + index
}

fn whole(cards: &[&Card], key: Key, sink: &dyn Sink) {
    sink.file("search/index.json", key, &mut || {
        let entries: Vec<Entry<'_>> = cards.iter().map(|card| Entry::new(card)).collect();
        json(&WholeIndex {
            form: FORM,
            plugins: entries.iter().map(Entry::whole).collect(),
        })
    });
    sink.file("search/fields.json", key, &mut || {
        json(&WholeFields {
            form: FORM,
            fields: cards.iter().map(|card| row::all_fields(card)).collect(),
        })
    });
}

/// A value as a file. What this phase writes has text keys only, which JSON can always hold.
fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
