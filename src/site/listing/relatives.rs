//! The part of each plugin's page that names other plugins.

use std::collections::HashMap;

use rayon::prelude::*;

use super::cards::push_card;
use crate::site::plugin::page_path;
use crate::site::sink::Sink;
use crate::site::{Card, Catalog, Site, anchor, versions};

/// Relatives that a page names.
const RELATIVES: usize = 6;

/// Hands over that part of every plugin's page.
pub fn make(site: &Site, catalog: &Catalog<'_>, sink: &dyn Sink) {
    let cards = &catalog.cards;
    let listed: Vec<&Card> = cards.iter().copied().filter(|card| !card.hidden).collect();
    let relatives = Relatives::new(&listed);
    cards.par_iter().for_each(|card| {
        let related = relatives.of(card, &listed);
        let versions = versions::section(catalog, card);
        let mut key = site.key.and(versions.as_bytes());
        for other in &related {
            key = key.with(other.key);
        }
        sink.middle(&page_path(card), key, &mut || {
            (versions.clone() + &relatives_markup(&related)).into_bytes()
        });
    });
    catalog.older.par_iter().for_each(|card| {
        let versions = versions::section(catalog, card).into_bytes();
        let key = site.key.and(&versions);
        sink.middle(&page_path(card), key, &mut || versions.clone());
    });
}

/// Plugins by keyword.
struct Relatives {
    by_keyword: HashMap<String, Vec<u32>>,
}

/// A keyword that more plugins than this share relates nobody.
const TOO_COMMON: usize = 200;

impl Relatives {
    fn new(cards: &[&Card]) -> Self {
        let mut by_keyword: HashMap<String, Vec<u32>> = HashMap::new();
        for (index, card) in (0..).zip(cards) {
            for keyword in &card.keywords {
                by_keyword
                    .entry(anchor::slug(keyword))
                    .or_default()
                    .push(index);
            }
        }
        Self { by_keyword }
    }

    /// The plugins that share the most keywords with one, rare keywords counting more, at most [`RELATIVES`].
    fn of<'a>(&self, card: &Card, cards: &[&'a Card]) -> Vec<&'a Card> {
        // Each that shares a keyword, with what that weighs.
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for keyword in &card.keywords {
            let sharers = self.by_keyword.get(&anchor::slug(keyword));
            let Some(sharers) = sharers.filter(|sharers| sharers.len() <= TOO_COMMON) else {
                continue;
            };
            let weight = u32::try_from(1000 / sharers.len().max(1)).unwrap_or(1);
            shared.extend(sharers.iter().map(|index| (*index, weight)));
        }
        shared.sort_unstable();
        let mut best: Vec<(u32, u32)> = shared
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|same| {
                let score: u32 = same.iter().map(|(_, weight)| weight).sum();
                (u32::MAX - score, same[0].0)
            })
            .filter(|(_, index)| !std::ptr::eq(cards[*index as usize], card))
            .collect();
        best.sort_unstable();
        best.truncate(RELATIVES);
        best.into_iter()
            .map(|(_, index)| cards[index as usize])
            .collect()
    }
}

fn relatives_markup(related: &[&Card]) -> String {
    let mut out = String::new();
    if related.is_empty() {
        return out;
    }
    out.push_str(
        "<section class=\"related\" id=\"related\"><h2>Related plugins</h2><ul class=\"cards\">",
    );
    for card in related {
        push_card(&mut out, card, "../../../");
    }
    out.push_str("</ul></section>");
    out
}
