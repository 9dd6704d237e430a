//! Part of `site`: which words lead to which plugins, and to what in them.

use rayon::prelude::*;

use super::super::row::{self, Place};
use super::super::words::{squeezed, words};
use crate::site::Card;
use crate::text::hashing::FastMap;

/// A word that leads to more places than this says little.
pub const COMMON: usize = 1_000;

/// What a word leads to within a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The plugin, by its name or title.
    Name,
    /// The plugin, by other words of its own.
    More,
    /// One of its operations or fields, by index.
    Part(u32),
}

/// A word, the plugin and the place in it.
pub type Posting = (u32, u32, Target);

/// Words by number.
#[derive(Default)]
pub struct Lexicon {
    pub numbers: FastMap<String, u32>,
}

impl Lexicon {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// The words in their order, and the place of each number in it.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut pairs: Vec<(String, u32)> = self.numbers.into_iter().collect();
        pairs.sort_unstable();
        let mut ranks = vec![0; pairs.len()];
        for (rank, (_, number)) in (0..).zip(&pairs) {
            ranks[*number as usize] = rank;
        }
        (pairs.into_iter().map(|(word, _)| word).collect(), ranks)
    }
}

/// Postings in the order of their words.
pub struct Postings {
    pub words: Vec<String>,
    pub all: Vec<Posting>,
}

impl Postings {
    pub fn new(lexicon: Lexicon, mut all: Vec<Posting>) -> Self {
        let (words, ranks) = lexicon.sorted();
        for posting in &mut all {
            posting.0 = ranks[posting.0 as usize];
        }
        all.par_sort_unstable();
        all.dedup();
        Self { words, all }
    }
}

pub fn own_words(cards: &[&Card], lexicon: &mut Lexicon) -> Vec<Posting> {
    let mut postings = Vec::new();
    for (index, card) in (0..).zip(cards) {
        let mut add = |text: &str, target| {
            words(text, |word| {
                postings.push((lexicon.number(word), index, target));
            });
        };
        add(&card.title, Target::Name);
        add(&card.name, Target::Name);
        add(&squeezed(&card.title), Target::Name);
        add(&squeezed(&card.name), Target::Name);
        add(&card.vendor, Target::More);
        add(&row::more_words(card), Target::More);
    }
    postings
}

/// The words of every operation, an item each.
pub type Part = (u32, u32, Vec<u32>);

pub fn operation_words(cards: &[&Card], lexicon: &mut Lexicon) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, card) in (0..).zip(cards) {
        for (number, operation) in (0..).zip(&card.operations) {
            let mut found = Vec::new();
            words(&operation.title, |word| found.push(lexicon.number(word)));
            if let Some(anchor) = row::odd_anchor(operation) {
                words(anchor, |word| found.push(lexicon.number(word)));
            }
            parts.push((index, number, found));
        }
    }
    parts
}

pub fn field_words(fields: &[Vec<(Place, &str)>], lexicon: &mut Lexicon) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, fields) in (0..).zip(fields) {
        for (number, (_, name)) in (0..).zip(fields) {
            let mut found = Vec::new();
            words(name, |word| found.push(lexicon.number(word)));
            parts.push((index, number, found));
        }
    }
    parts
}

/// Postings of the words of parts that are not too common. Where all of a part's words are and it is to be `kept`, it
/// has the rarest of them.
pub fn rare(parts: Vec<Part>, words: usize, kept: bool) -> Vec<Posting> {
    let mut counts = vec![0usize; words];
    for (_, _, found) in &parts {
        for word in found {
            counts[*word as usize] += 1;
        }
    }
    let mut postings = Vec::new();
    for (card, number, found) in parts {
        let count = |word: &u32| counts[*word as usize];
        let before = postings.len();
        let target = Target::Part(number);
        postings.extend(
            found
                .iter()
                .filter(|word| count(word) <= COMMON)
                .map(|word| (*word, card, target)),
        );
        if postings.len() == before
            && kept
            && let Some(rarest) = found.iter().min_by_key(|word| count(word))
        {
            postings.push((*rarest, card, target));
        }
    }
    postings
}
