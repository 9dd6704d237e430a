//! What the second turn of a build knows: the cards of all plugins, and when their versions came to the site.

use super::card::Card;
use super::releases::Releases;

/// All plugins of a site.
#[derive(Debug)]
pub struct Catalog<'a> {
    /// The newest version of each plugin, in the order of their vendors and names.
    pub cards: Vec<&'a Card>,
    /// Other versions, in the order of their vendors and names, newest first. They have pages of their own and are in no
    /// listing.
    pub older: Vec<&'a Card>,
    /// When versions came to the site.
    pub releases: &'a Releases,
}

impl<'a> Catalog<'a> {
    /// A catalog of cards in any order, of which each plugin has one that is its newest.
    pub fn new(cards: impl Iterator<Item = &'a Card>, releases: &'a Releases) -> Self {
        let (mut newest, mut older): (Vec<_>, Vec<_>) = cards.partition(|card| card.newest);
        let name =
            |one: &Card, other: &Card| (&one.vendor, &one.name).cmp(&(&other.vendor, &other.name));
        newest.sort_by(|one, other| name(one, other));
        let version = |card: &Card| semver::Version::parse(&card.version).ok();
        older
            .sort_by(|one, other| name(one, other).then_with(|| version(other).cmp(&version(one))));
        Self {
            cards: newest,
            older,
            releases,
        }
    }

    /// The day on which a plugin's version came to the site, as `YYYY-MM-DD`: what lists sort by. None where no build
    /// that had it first was told its day; such plugins sort last.
    pub fn updated(&self, card: &Card) -> Option<&'a str> {
        self.releases.day_of(card)
    }

    /// The newest version of a card's plugin.
    pub fn newest(&self, card: &Card) -> Option<&'a Card> {
        let wanted = (&card.vendor, &card.name);
        let at = self
            .cards
            .binary_search_by(|other| (&other.vendor, &other.name).cmp(&wanted))
            .ok()?;
        self.cards.get(at).copied()
    }

    /// The other versions of a plugin, newest first.
    pub fn older_than(&self, card: &Card) -> &[&'a Card] {
        let wanted = (&card.vendor, &card.name);
        let from = self
            .older
            .partition_point(|other| (&other.vendor, &other.name) < wanted);
        let rest = &self.older[from..];
        let count = rest
            .iter()
            .take_while(|other| (&other.vendor, &other.name) == wanted)
            .count();
        &rest[..count]
    }
}
