//! The listed plugins in the order of lists, and what they have in common.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::OperationKind;
use crate::site::{Card, Catalog, Key, anchor};

/// What plugins can be told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// What it is for.
    UseCase,
    /// Free words.
    Keyword,
    /// The host it is made for.
    Product,
    /// Whose product it connects to.
    ProductVendor,
    /// Who publishes it.
    Vendor,
    /// Who supports it.
    Support,
    /// Where it may run, and what it is made of.
    Feature,
}

impl Facet {
    /// All of them, in the order in which a visitor sees them.
    pub const ALL: [Self; 7] = [
        Self::UseCase,
        Self::ProductVendor,
        Self::Keyword,
        Self::Feature,
        Self::Support,
        Self::Vendor,
        Self::Product,
    ];

    /// Its name in addresses and in the data of lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::UseCase => "use-case",
            Self::Keyword => "keyword",
            Self::Product => "product",
            Self::ProductVendor => "product-vendor",
            Self::Vendor => "vendor",
            Self::Support => "support",
            Self::Feature => "feature",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::UseCase => "Use case",
            Self::Keyword => "Keyword",
            Self::Product => "Host",
            Self::ProductVendor => "Product by",
            Self::Vendor => "Published by",
            Self::Support => "Support",
            Self::Feature => "Features",
        }
    }

    /// The folder of its pages, where it has pages.
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Self::UseCase => Some("use-cases"),
            Self::Keyword => Some("keywords"),
            Self::Vendor => Some("vendors"),
            _ => None,
        }
    }

    fn values(self, card: &Card) -> Vec<&str> {
        match self {
            Self::UseCase => texts(&card.use_cases),
            Self::Keyword => texts(&card.keywords),
            Self::Product => texts(&card.products),
            Self::ProductVendor => card.product_vendor.as_deref().into_iter().collect(),
            Self::Vendor => vec![&card.vendor],
            Self::Support => card.support.as_deref().into_iter().collect(),
            Self::Feature => features(card),
        }
    }
}

fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

fn features(card: &Card) -> Vec<&'static str> {
    let mut features = Vec::new();
    if card.cloud_ready {
        features.push("Cloud ready");
    }
    if card.count(OperationKind::Trigger) > 0 {
        features.push("Has triggers");
    }
    if card.count(OperationKind::Task) > 0 {
        features.push("Has tasks");
    }
    features
}

/// One value of a facet, and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub title: String,
    /// Who has it, by index into [`Listing::cards`], ascending.
    pub members: Vec<u32>,
}

/// The listed plugins.
#[derive(Debug)]
pub struct Listing<'a> {
    /// By title.
    pub cards: Vec<&'a Card>,
    /// When each came to the site, where that is known.
    pub updated: Vec<Option<&'a str>>,
    /// The values of each facet of [`Facet::ALL`]; those with more plugins first, then by name.
    pub facets: Vec<(Facet, Vec<Group>)>,
    /// Stands for all listed cards, their days, and the names of what the others share with them.
    pub key: Key,
}

impl<'a> Listing<'a> {
    /// The listed plugins of a catalog.
    pub fn new(catalog: &Catalog<'a>) -> Self {
        let all = &catalog.cards;
        let mut cards: Vec<&Card> = all.iter().copied().filter(|card| !card.hidden).collect();
        cards.sort_by_cached_key(|card| (card.title.to_lowercase(), card.folder()));
        let facets = Facet::ALL.into_par_iter();
        let facets = facets.map(|facet| (facet, groups(facet, &cards, all)));
        let facets = facets.collect();
        let updated: Vec<Option<&str>> = cards.iter().map(|card| catalog.updated(card)).collect();
        let days = updated.iter().map(|day| day.unwrap_or("-"));
        let key = Key::all(all.iter().map(|card| card.key));
        Self {
            key: key.and(days.collect::<Vec<_>>().join(" ").as_bytes()),
            updated,
            facets,
            cards,
        }
    }

    /// The values of a facet.
    pub fn groups(&self, facet: Facet) -> &[Group] {
        let found = self.facets.iter().find(|(other, _)| *other == facet);
        found.map_or(&[], |(_, groups)| groups)
    }
}

/// The values of a facet. Those with pages that plugins' pages link to are there for hidden plugins too.
fn groups(facet: Facet, listed: &[&Card], all: &[&Card]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut add = |value: &str, member: Option<u32>| {
        let slug = slug(facet, value);
        if slug.is_empty() {
            return;
        }
        let group = groups.entry(slug).or_insert_with_key(|slug| Group {
            slug: slug.clone(),
            title: words(facet, value),
            members: Vec::new(),
        });
        if let Some(member) = member
            && group.members.last() != Some(&member)
        {
            group.members.push(member);
        }
    };
    for (index, card) in (0..).zip(listed) {
        for value in facet.values(card) {
            add(value, Some(index));
        }
    }
    if matches!(facet, Facet::UseCase | Facet::Keyword | Facet::Vendor) {
        for card in all.iter().filter(|card| card.hidden) {
            for value in facet.values(card) {
                add(value, None);
            }
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by(|a, b| {
        let count = b.members.len().cmp(&a.members.len());
        count.then_with(|| a.slug.cmp(&b.slug))
    });
    groups
}

/// The name of a value in addresses.
pub fn slug(facet: Facet, value: &str) -> String {
    match facet {
        Facet::Vendor | Facet::ProductVendor => value.to_lowercase(),
        _ => anchor::slug(value),
    }
}

/// A value for people: names with underscores are written as words.
fn words(facet: Facet, value: &str) -> String {
    if matches!(facet, Facet::Vendor | Facet::ProductVendor) {
        return value.to_owned();
    }
    let spaced = value.replace('_', " ");
    if facet == Facet::Keyword {
        return spaced;
    }
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => spaced,
    }
}
