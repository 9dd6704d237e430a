//! What the list reads when facets are chosen: the facets, and the cards to show.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{FORM, json};
use crate::model::OperationKind;
use crate::site::listing::Listing;
use crate::site::listing::facets::{Facet, Group};
use crate::site::sink::{Key, Sink};
use crate::site::{Card, Site};

/// The mean number of cards in a file is at most this.
const BUNDLE: usize = 96;

#[derive(Serialize)]
struct Facets<'a> {
    form: u32,
    /// How many files of cards there are; a power of two.
    bundles: usize,
    /// `vendor/name` of each plugin.
    names: Vec<String>,
    /// How many actions each has.
    actions: Vec<usize>,
    /// When each came; empty where no day is known.
    updated: Vec<&'a str>,
    /// Name, title and values of each facet.
    facets: Vec<(&'static str, &'static str, Vec<FacetValue<'a>>)>,
}

/// Slug, title, and the distances between those who have it, the first from -1.
#[derive(Serialize)]
struct FacetValue<'a>(&'a str, &'a str, Vec<u32>);

#[derive(Serialize)]
struct Bundle<'a> {
    form: u32,
    cards: BTreeMap<String, Shown<'a>>,
}

/// Title, summary, version, icon, numbers of actions, triggers and tasks, and marks: 1 runs in the cloud, 2 is on its way
/// out.
#[derive(Serialize)]
struct Shown<'a>(&'a str, &'a str, &'a str, &'a str, usize, usize, usize, u8);

/// Hands over the files and says how many they are.
pub fn make(site: &Site, listing: &Listing<'_>, key: Key, sink: &dyn Sink) -> usize {
    let count = bundles(listing.cards.len());
    sink.file("search/facets.json", key, &mut || {
        json(&facets(listing, count))
    });
    let mut sorted: Vec<Vec<(String, &Card)>> = vec![Vec::new(); count];
    for card in &listing.cards {
        let name = name(card);
        sorted[hash(&name) as usize & (count - 1)].push((name, card));
    }
    for (number, cards) in sorted.into_iter().enumerate() {
        let key = Key::all(cards.iter().map(|(_, card)| card.key)).with(site.key);
        sink.file(&format!("search/cards-{number}.json"), key, &mut || {
            let shown = cards.iter().map(|(name, card)| (name.clone(), shown(card)));
            json(&Bundle {
                form: FORM,
                cards: shown.collect(),
            })
        });
    }
    count + 1
}

/// How many files so many cards are in.
pub fn bundles(cards: usize) -> usize {
    cards.div_ceil(BUNDLE).max(1).next_power_of_two()
}

fn name(card: &Card) -> String {
    format!("{}/{}", card.vendor, card.name)
}

/// FNV-1a in 32 bits.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn shown(card: &Card) -> Shown<'_> {
    let [actions, triggers, tasks] = [
        OperationKind::Action,
        OperationKind::Trigger,
        OperationKind::Task,
    ]
    .map(|kind| card.count(kind));
    let marks = u8::from(card.cloud_ready) + 2 * u8::from(card.deprecated);
    Shown(
        &card.title,
        &card.summary,
        &card.version,
        &card.icon,
        actions,
        triggers,
        tasks,
        marks,
    )
}

fn facets<'a>(listing: &'a Listing<'_>, bundles: usize) -> Facets<'a> {
    let actions = |card: &&Card| card.count(OperationKind::Action);
    Facets {
        form: FORM,
        bundles,
        names: listing.cards.iter().map(|card| name(card)).collect(),
        actions: listing.cards.iter().map(actions).collect(),
        updated: days(listing),
        facets: listing
            .facets
            .iter()
            .map(|(facet, groups)| (facet.name(), facet.title(), values(*facet, groups)))
            .collect(),
    }
}

fn days<'a>(listing: &'a Listing<'_>) -> Vec<&'a str> {
    if listing.updated.iter().all(Option::is_none) {
        return Vec::new();
    }
    let days = listing.updated.iter();
    days.map(|day| day.unwrap_or_default()).collect()
}

/// A keyword of one plugin leads nowhere that its name does not.
fn values(facet: Facet, groups: &[Group]) -> Vec<FacetValue<'_>> {
    let least = if facet == Facet::Keyword { 2 } else { 1 };
    groups
        .iter()
        .filter(|group| group.members.len() >= least)
        .map(|group| {
            let mut next = 0;
            let distance = |member: &u32| {
                let distance = member + 1 - next;
                next = member + 1;
                distance
            };
            FacetValue(
                &group.slug,
                &group.title,
                group.members.iter().map(distance).collect(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(""), 0x811c_9dc5);
        assert_eq!(hash("a"), 0xe40c_292c);
        assert_eq!(hash("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn files_of_cards_are_a_power_of_two() {
        let counts = [0, 1, 96, 97, 133, 2_000, 10_000];
        assert_eq!(counts.map(bundles), [1, 1, 1, 2, 2, 32, 128]);
    }

    #[test]
    fn members_are_told_by_distance() {
        let group = Group {
            slug: "x".to_owned(),
            title: "X".to_owned(),
            members: vec![0, 1, 5],
        };
        let values = values(Facet::UseCase, std::slice::from_ref(&group));
        assert_eq!(values[0].2, [1, 1, 4]);
    }
}
