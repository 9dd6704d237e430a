//! The index of many plugins, cut by what words begin with: see [`super`] for the form.

mod postings;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::row::{self, Entry, Place, Row};
use super::{FORM, json};
use crate::site::listing::Listing;
use crate::site::sink::{Key, Sink};
use crate::site::{Card, Site};
pub use postings::COMMON;
use postings::{Lexicon, Posting, Postings, Target, field_words, operation_words, own_words, rare};

/// The most rows of a shard that could be split.
pub const LEAF: usize = 320;

/// Where a shard is split, what would be smaller than this stays together with others.
const SMALL: usize = 40;

/// The list of shards.
#[derive(Serialize)]
struct Index {
    form: u32,
    /// What the names of the shards of names and operations begin with: those that are split, and those that are not.
    split: String,
    whole: String,
    /// The same of fields.
    #[serde(rename = "fieldsSplit")]
    fields_split: String,
    #[serde(rename = "fieldsWhole")]
    fields_whole: String,
}

#[derive(Serialize)]
struct Shard<'a> {
    form: u32,
    plugins: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
}

#[derive(Serialize)]
struct Words {
    form: u32,
    words: String,
}

/// Hands over the files and says how many they are.
pub fn make(site: &Site, listing: &Listing<'_>, sink: &dyn Sink) -> usize {
    let cards = &listing.cards;
    let key = |targets: &Targets<'_>| key(cards, targets).with(site.key);
    let entries: Vec<Entry<'_>> = cards.iter().map(|card| Entry::new(card)).collect();
    let by_name = || {
        let mut lexicon = Lexicon::default();
        let parts = operation_words(cards, &mut lexicon);
        let own = own_words(cards, &mut lexicon);
        let mut postings = rare(parts, lexicon.numbers.len(), true);
        postings.extend(own);
        let postings = Postings::new(lexicon, postings);
        let shards = cut(&postings);
        let rows = |targets: &Targets<'_>| name_shard(&entries, targets);
        write(&shards, &postings, "s", sink, &key, &rows);
        (shards, postings.words)
    };
    let by_field = || {
        let fields: Vec<Vec<(Place, &str)>> =
            cards.par_iter().map(|card| row::fields(card)).collect();
        let mut lexicon = Lexicon::default();
        let parts = field_words(&fields, &mut lexicon);
        let postings = rare(parts, lexicon.numbers.len(), false);
        let postings = Postings::new(lexicon, postings);
        let shards = cut(&postings);
        let rows = |targets: &Targets<'_>| field_shard(&entries, &fields, targets);
        write(&shards, &postings, "f", sink, &key, &rows);
        shards
    };
    let ((name_shards, words), field_shards) = rayon::join(by_name, by_field);

    let mut text = json(&Words {
        form: FORM,
        words: words.join(" "),
    });
    sink.file("search/words.json", Key::of(&text), &mut || {
        std::mem::take(&mut text)
    });
    let mut text = json(&Index {
        form: FORM,
        split: prefixes(&name_shards, true),
        whole: prefixes(&name_shards, false),
        fields_split: prefixes(&field_shards, true),
        fields_whole: prefixes(&field_shards, false),
    });
    sink.file("search/index.json", Key::of(&text), &mut || {
        std::mem::take(&mut text)
    });
    name_shards.len() + field_shards.len() + 2
}

/// What a shard leads to: each plugin once, with its parts.
type Targets<'a> = BTreeMap<u32, Vec<&'a Target>>;

/// A shard: what its words begin with, and the postings of those words.
struct Cut {
    prefix: String,
    /// What is longer has shards of its own.
    split: bool,
    ranges: Vec<(usize, usize)>,
}

fn cut(postings: &Postings) -> Vec<Cut> {
    let mut cuts = Vec::new();
    descend(postings, String::new(), 0, postings.all.len(), &mut cuts);
    cuts
}

/// How many plugins some postings lead to.
fn plugins(postings: &[Posting]) -> usize {
    let mut plugins: Vec<u32> = postings.iter().map(|it| it.1).collect();
    plugins.sort_unstable();
    plugins.dedup();
    plugins.len()
}

/// Cuts the postings of the words that begin with a prefix, which lie side by side.
fn descend(postings: &Postings, prefix: String, from: usize, to: usize, cuts: &mut Vec<Cut>) {
    let word = |at: usize| postings.words[postings.all[at].0 as usize].as_str();
    let one_word = from == to || word(from) == word(to - 1);
    if !prefix.is_empty() {
        let split = !one_word && plugins(&postings.all[from..to]) > LEAF;
        cuts.push(Cut {
            prefix: prefix.clone(),
            split,
            ranges: vec![(from, to)],
        });
        if !split {
            return;
        }
    }
    let mut rest = Vec::new();
    let mut at = from;
    while at < to {
        let next = word(at)[prefix.len()..].chars().next();
        let child = next.map_or_else(|| prefix.clone(), |next| format!("{prefix}{next}"));
        let length = postings.all[at..to].partition_point(|posting| {
            let word = &postings.words[posting.0 as usize];
            match next {
                Some(_) => word.starts_with(child.as_str()),
                None => *word == child,
            }
        });
        let end = at + length.max(1);
        if next.is_none() || plugins(&postings.all[at..end]) < SMALL {
            rest.push((at, end));
        } else {
            descend(postings, child, at, end, cuts);
        }
        at = end;
    }
    if !rest.is_empty() {
        // The mark is in no word.
        cuts.push(Cut {
            prefix: format!("{prefix}."),
            split: false,
            ranges: rest,
        });
    }
}

/// The plugins of a shard. Of a split one, those whose names begin so; of one that holds too many, those first.
fn targets<'a>(cut: &Cut, postings: &'a Postings) -> Targets<'a> {
    let mut targets = Targets::new();
    for (from, to) in &cut.ranges {
        let (mut word, mut names, mut parts, mut more) = (None, 0, 0, 0);
        for (of, card, target) in &postings.all[*from..*to] {
            if word != Some(*of) && !cut.split {
                (word, names, parts, more) = (Some(*of), 0, 0, 0);
            }
            let (count, most) = match target {
                Target::Name if cut.split => (&mut names, LEAF),
                Target::Name => (&mut names, COMMON),
                Target::Part(_) => (&mut parts, COMMON),
                // What many share is a facet's business.
                Target::More => (&mut more, LEAF),
            };
            *count += 1;
            if *count <= most && !(cut.split && *target != Target::Name) {
                targets.entry(*card).or_default().push(target);
            }
        }
    }
    for targets in targets.values_mut() {
        targets.sort_unstable();
        targets.dedup();
    }
    targets
}

fn write(
    cuts: &[Cut],
    postings: &Postings,
    family: &str,
    sink: &dyn Sink,
    key: &(dyn Fn(&Targets<'_>) -> Key + Sync),
    rows: &(dyn Fn(&Targets<'_>) -> Vec<u8> + Sync),
) {
    cuts.par_iter().for_each(|cut| {
        let targets = targets(cut, postings);
        let path = format!("search/{family}-{}.json", file_name(&cut.prefix));
        sink.file(&path, key(&targets), &mut || rows(&targets));
    });
}

/// Stands for the plugins of a shard and the parts of each.
fn key(cards: &[&Card], targets: &Targets<'_>) -> Key {
    let mut bytes = Vec::with_capacity(targets.len() * 24);
    for (card, targets) in targets {
        let parts = part_indices(targets);
        bytes.extend_from_slice(cards[*card as usize].key.bytes());
        bytes.extend_from_slice(&parts.len().to_le_bytes());
        bytes.extend(parts.iter().flat_map(|part| part.to_le_bytes()));
    }
    Key::of(&bytes)
}

/// A prefix as part of a file name: what is not a letter or digit of ASCII is written as its number.
fn file_name(prefix: &str) -> String {
    let mut name = String::with_capacity(prefix.len());
    for character in prefix.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else if character == '.' {
            name.push_str("_rest");
        } else {
            name.push_str(&format!("_{:x}_", u32::from(character)));
        }
    }
    name
}

fn part_indices(targets: &[&Target]) -> Vec<usize> {
    targets
        .iter()
        .filter_map(|target| match target {
            Target::Part(index) => Some(*index as usize),
            _ => None,
        })
        .collect()
}

fn name_shard(entries: &[Entry<'_>], targets: &Targets<'_>) -> Vec<u8> {
    let rows = targets
        .iter()
        .map(|(card, targets)| entries[*card as usize].row(&part_indices(targets)));
    json(&Shard {
        form: FORM,
        plugins: rows.collect(),
        fields: Vec::new(),
    })
}

fn field_shard(
    entries: &[Entry<'_>],
    all: &[Vec<(Place, &str)>],
    targets: &Targets<'_>,
) -> Vec<u8> {
    let mut plugins = Vec::with_capacity(targets.len());
    let mut lines = Vec::with_capacity(targets.len());
    for (card, targets) in targets {
        let fields: Vec<(Place, &str)> = part_indices(targets)
            .into_iter()
            .map(|index| all[*card as usize][index])
            .collect();
        let mut operations: Vec<usize> = fields
            .iter()
            .filter_map(|(place, _)| match place {
                Place::Connection => None,
                Place::Input(index) | Place::Output(index) => Some(*index),
            })
            .collect();
        operations.dedup();
        plugins.push(entries[*card as usize].row(&operations));
        lines.push(row::lines(&fields, |index| {
            operations.binary_search(&index).unwrap_or_default()
        }));
    }
    json(&Shard {
        form: FORM,
        plugins,
        fields: lines,
    })
}

fn prefixes(cuts: &[Cut], split: bool) -> String {
    let names = cuts.iter().filter(|cut| cut.split == split);
    let names: Vec<&str> = names.map(|cut| cut.prefix.as_str()).collect();
    names.join(" ")
}
