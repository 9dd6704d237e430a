//! Finding plugins: what the site's own search script answers from the files that a build makes, and what the lists
//! hold. The script runs under Node, as it would in a browser.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use serde::Deserialize;
use specc::site::releases::Releases;
use specc::site::{
    Card, Catalog, Key, OperationCard, Parts, Settings, Sink, Site, listing, plugin,
};

use crate::support;

/// Keeps what it is given.
#[derive(Default)]
struct Memory {
    files: Mutex<BTreeMap<String, (Key, Vec<u8>)>>,
}

impl Sink for Memory {
    fn file(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>) {
        let old = self
            .files
            .lock()
            .expect("no panic")
            .insert(path.to_owned(), (key, make()));
        assert!(old.is_none(), "{path} is made twice");
    }

    fn parts(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Parts) {
        self.file(path, key, &mut || make().head);
    }

    fn middle(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>) {
        self.file(path, key, make);
    }

    fn keep(&self, _path: &str) -> bool {
        false
    }
}

type Files = BTreeMap<String, (Key, Vec<u8>)>;

/// The files that finding needs.
fn build(cards: &[Card]) -> Files {
    let site = Site::new(Settings::default());
    let mut sorted: Vec<&Card> = cards.iter().collect();
    sorted.sort_by_key(|card| card.folder());
    let catalog = Catalog {
        cards: sorted,
        older: Vec::new(),
        releases: &Releases::default(),
    };
    let memory = Memory::default();
    listing::everything(&site, &catalog, &memory);
    assert_eq!(site.complaints(), Vec::<String>::new());
    memory.files.into_inner().expect("no panic")
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    let (_, bytes) = files.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The cards of fixtures and, where they are, of published plugins.
fn real() -> Vec<Card> {
    let mut cards = BTreeMap::new();
    let published = support::corpus().unwrap_or_default();
    for path in support::fixtures().into_iter().chain(published) {
        let Some(model) = support::analyse(&path).plugin else {
            continue;
        };
        let text = std::fs::read(&path).expect("a spec");
        let card = plugin::card(&plugin::Subject {
            plugin: &model,
            help: None,
            icon: "icon.svg".to_owned(),
            image: None,
            support: Vec::new(),
            newest: true,
            several: false,
            key: Key::of(&text),
        });
        cards.insert(card.folder().to_lowercase(), card);
    }
    cards.into_values().collect()
}

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    fn word(&mut self) -> String {
        const SOUNDS: [&str; 24] = [
            "ba", "cor", "dan", "el", "fi", "gor", "hu", "in", "jo", "kra", "lum", "mi", "nex",
            "or", "pi", "qua", "ras", "sto", "tri", "ul", "vex", "wi", "xan", "zo",
        ];
        (0..3 + self.roll(2))
            .map(|_| SOUNDS[self.roll(24)])
            .collect()
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A plugin of no real product.
fn invented(dice: &mut Dice, number: usize) -> Card {
    const VERBS: [&str; 6] = ["Get", "List", "Create", "Delete", "Update", "Search"];
    const THINGS: [&str; 8] = [
        "User", "Issue", "Alert", "Host", "Policy", "Report", "Domain", "Ticket",
    ];
    let (first, second) = (dice.word(), dice.word());
    let operations = (0..3)
        .map(|index| {
            let (verb, thing) = (VERBS[dice.roll(6)], THINGS[dice.roll(8)]);
            let own = dice.word();
            let kind = if index == 2 { "trigger" } else { "action" };
            OperationCard {
                kind: kind.to_owned(),
                name: format!("{verb}_{thing}_{own}").to_lowercase(),
                title: format!("{verb} {thing} {}", capital(&own)),
                anchor: format!("{kind}-{verb}-{thing}-{own}").to_lowercase(),
                input: format!("{}_id\tstring\t!\nid\tstring\t\n", dice.word()),
                output: "success\tboolean\t\n".to_owned(),
            }
        })
        .collect();
    Card {
        vendor: "acme".to_owned(),
        name: format!("{first}_{second}"),
        title: format!("{} {}", capital(&first), capital(&second)),
        summary: "Does things.".to_owned(),
        version: "1.0.0".to_owned(),
        support: Some("community".to_owned()),
        cloud_ready: number.is_multiple_of(2),
        hidden: false,
        deprecated: false,
        products: vec!["host".to_owned()],
        product_vendor: Some(format!("{first}.example")),
        use_cases: vec![["mending", "counting", "guarding"][number % 3].to_owned()],
        keywords: vec![format!("word{}", number % 700), dice.word()],
        operations,
        processes: Vec::new(),
        connection: format!("{}_url\tstring\t!\n", dice.word()),
        icon: format!("{number:016x}.svg"),
        changes: Vec::new(),
        spec_file: "plugin.spec.yaml".to_owned(),
        types: None,
        newest: true,
        key: Key::of(format!("{first} {second} {number}").as_bytes()),
    }
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Hit {
    kind: String,
    path: String,
}

/// What the script answers to each query; none where there is no Node.
fn answers(files: &Files, queries: &[(String, usize)]) -> Option<Vec<Vec<Hit>>> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("search")).expect("a folder");
    for (path, (_, bytes)) in files.range("search/".to_owned()..) {
        if path.starts_with("search/") && path.ends_with(".json") {
            std::fs::write(folder.path().join(path), bytes).expect("written");
        }
    }
    let process = Command::new("node")
        .arg(support::root().join("tests/all/site_find/find.mjs"))
        .arg(support::root().join("site/assets/match.js"))
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut process) = process else {
        support::absent("node");
        return None;
    };
    let mut input = process.stdin.take().expect("an input");
    let text = serde_json::to_vec(queries).expect("JSON");
    input.write_all(&text).expect("written");
    drop(input);
    let output = process.wait_with_output().expect("an end");
    assert!(output.status.success(), "the search script failed");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// A query, how many results may come before the wanted one, and its path.
type Wanted = (String, usize, String);

/// Asks for all and tells what was not found.
fn missing(files: &Files, wanted: &[Wanted]) -> Vec<String> {
    let queries: Vec<(String, usize)> = wanted
        .iter()
        .map(|(query, limit, _)| (query.clone(), *limit))
        .collect();
    let Some(answers) = answers(files, &queries) else {
        return Vec::new();
    };
    assert_eq!(answers.len(), wanted.len());
    wanted
        .iter()
        .zip(answers)
        .filter(|((_, _, path), hits)| !hits.iter().any(|hit| hit.path == *path))
        .map(|((query, _, path), hits)| {
            let first: Vec<String> = hits.into_iter().take(5).map(|hit| hit.path).collect();
            format!("{query:?} does not find {path} but {first:?}")
        })
        .collect()
}

/// Queries that must find what each card holds.
fn contents(cards: &[Card]) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for card in cards.iter().filter(|card| !card.hidden) {
        wanted.push((card.title.clone(), 5, card.folder()));
        wanted.push((card.name.clone(), 5, card.folder()));
        for keyword in &card.keywords {
            wanted.push((keyword.clone(), 10_000, card.folder()));
        }
        for operation in &card.operations {
            let path = format!("{}#{}", card.folder(), operation.anchor);
            let query = format!("{} {}", card.title, operation.title);
            wanted.push((query, 10 + card.operations.len(), path.clone()));
            wanted.push((operation.title.clone(), 10_000, path));
        }
    }
    wanted
}

/// A text with one letter wrong, in four ways.
fn typos(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let at = letters.len() / 2;
    let mut left_out = letters.clone();
    left_out.remove(at);
    let mut added = letters.clone();
    added.insert(at, 'q');
    let mut changed = letters.clone();
    changed[at] = 'x';
    let mut swapped = letters.clone();
    swapped.swap(at - 1, at);
    [left_out, added, changed, swapped]
        .map(|letters| letters.into_iter().collect())
        .into()
}

/// Queries for each title with one letter wrong.
fn misspelt(cards: &[Card]) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for card in cards.iter().filter(|card| !card.hidden) {
        let letters = card.title.chars().filter(|letter| letter.is_alphanumeric());
        if letters.count() < 4 {
            continue;
        }
        for query in typos(&card.title) {
            wanted.push((query, 5, card.folder()));
        }
    }
    wanted
}

#[test]
fn all_that_a_plugin_holds_is_found() {
    let cards = real();
    let found = missing(&build(&cards), &contents(&cards));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_misspelt_title_is_found() {
    let cards = real();
    let found = missing(&build(&cards), &misspelt(&cards));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_field_is_found_where_it_stands() {
    let cards = real();
    let files = build(&cards);
    let mut wanted = Vec::new();
    for card in cards.iter().filter(|card| !card.hidden) {
        let mut seen: BTreeSet<&str> = card.connection.lines().filter_map(name_of).collect();
        for operation in &card.operations {
            for (side, lines) in [("input", &operation.input), ("output", &operation.output)] {
                for name in lines.lines().filter_map(name_of) {
                    if seen.insert(name) {
                        let slug = specc::site::anchor::slug(name);
                        let anchor = format!("{}-{side}-{slug}", operation.anchor);
                        let query = format!("{name} {}", card.title);
                        wanted.push((query, 10_000, format!("{}#{anchor}", card.folder())));
                    }
                }
            }
        }
    }
    // The three best fields of a plugin are shown for a query; others with the same words may be before one.
    let found = missing(&files, &wanted);
    let most = wanted.len() / 50;
    assert!(
        found.len() <= most,
        "{} of {}:\n{}",
        found.len(),
        wanted.len(),
        found.join("\n")
    );
}

fn name_of(line: &str) -> Option<&str> {
    line.split('\t').next()
}

#[test]
fn better_matches_come_first() {
    let mut dice = Dice(7);
    let mut plain = |title: &str, operation: &str, field: &str| {
        let mut card = invented(&mut dice, 0);
        card.title = title.to_owned();
        card.name = title.to_lowercase().replace(' ', "_");
        card.operations.truncate(1);
        card.operations[0].title = operation.to_owned();
        card.operations[0].input = format!("{field}\tstring\t\n");
        card
    };
    let cards = [
        plain("Relay", "Send", "text"),
        plain("Relay Box", "Send", "text"),
        plain("Mail Relay", "Send", "text"),
        plain("Relax", "Send", "text"),
        plain("Post", "Relay Message", "text"),
        plain("Pipe", "Push", "relay"),
    ];
    let files = build(&cards);
    let Some(answers) = answers(&files, &[("relay".to_owned(), 20)]) else {
        return;
    };
    let found: Vec<(&str, &str)> = answers[0]
        .iter()
        .map(|hit| {
            let name = hit.path.split('/').nth(2).expect("a plugin");
            (hit.kind.as_str(), name)
        })
        .collect();
    let expected = [
        ("plugin", "relay"),
        ("plugin", "relay_box"),
        ("plugin", "mail_relay"),
        ("plugin", "relax"),
        ("action", "post"),
        ("field", "pipe"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn many_plugins_are_found_through_shards() {
    let mut dice = Dice(1);
    let cards: Vec<Card> = (0..2_500)
        .map(|number| invented(&mut dice, number))
        .collect();
    let files = build(&cards);
    assert!(!text(&files, "search/index.json").contains("\"plugins\""));
    let own = files
        .keys()
        .filter(|path| !path.starts_with("plugins/acme/"));
    let own = own.count();
    assert!(
        own <= cards.len() * 3 / 10,
        "{own} files beside those of plugins"
    );
    let largest = files
        .iter()
        .filter(|(path, _)| path.starts_with("search/s-"))
        .map(|(_, (_, bytes))| bytes.len())
        .max();
    assert!(largest < Some(150_000), "a shard has {largest:?} bytes");

    let some: Vec<Card> = cards.iter().step_by(53).cloned().collect();
    let mut wanted = contents(&some);
    wanted.extend(misspelt(&some));
    let found = missing(&files, &wanted);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_new_plugin_changes_only_its_own_shards() {
    let mut dice = Dice(2);
    let mut cards: Vec<Card> = (0..2_500)
        .map(|number| invented(&mut dice, number))
        .collect();
    let before = build(&cards);
    let new = invented(&mut dice, 2_501);
    let mut own = format!("{} {} acme", new.title, new.name);
    own.push_str(&new.title.replace(' ', ""));
    for text in new
        .keywords
        .iter()
        .chain(&new.use_cases)
        .chain(&new.product_vendor)
    {
        own.push_str(&format!(" {text}"));
    }
    for operation in &new.operations {
        own.push_str(&format!(" {} {}", operation.title, operation.input));
        own.push_str(&operation.output);
    }
    own.push_str(&new.connection);
    let own = own.to_lowercase();
    let words: Vec<&str> = own
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let tight = new.title.to_lowercase().replace(' ', "");
    cards.push(new);
    let after = build(&cards);

    let mut bundles = 0;
    for (path, (_, bytes)) in &after {
        let Some(name) = path.strip_prefix("search/") else {
            continue;
        };
        if before.get(path).is_some_and(|(_, old)| old == bytes) {
            continue;
        }
        if name.starts_with("cards-") {
            bundles += 1;
        } else if let Some(prefix) = name.strip_prefix("s-").or(name.strip_prefix("f-")) {
            let prefix = prefix.trim_end_matches(".json").trim_end_matches("_rest");
            let is_own = words.iter().any(|word| word.starts_with(prefix));
            assert!(is_own || tight.starts_with(prefix), "{name} changed");
        } else {
            let known = ["facets.json", "words.json", "index.json"];
            assert!(known.contains(&name), "{name} changed");
        }
    }
    assert_eq!(bundles, 1, "files of cards changed");
}

#[test]
fn a_hidden_plugin_is_in_no_list() {
    let mut dice = Dice(3);
    let mut cards: Vec<Card> = (0..5).map(|number| invented(&mut dice, number)).collect();
    cards[2].hidden = true;
    let (title, name) = (cards[2].title.clone(), cards[2].name.clone());
    for (path, (_, bytes)) in &build(&cards) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(
            !text.contains(&title) && !text.contains(&name),
            "{path} names it"
        );
    }
}

#[test]
fn every_plugin_is_in_the_list_once() {
    let mut dice = Dice(4);
    let cards: Vec<Card> = (0..130).map(|number| invented(&mut dice, number)).collect();
    let files = build(&cards);
    for folder in ["plugins/", "vendors/acme/"] {
        let pages: Vec<&str> = ["", "page/2/", "page/3/"]
            .map(|page| text(&files, &format!("{folder}{page}index.html")))
            .into();
        for card in &cards {
            let link = format!("{}\"", card.folder());
            let count: usize = pages.iter().map(|page| page.matches(&link).count()).sum();
            assert_eq!(count, 1, "{link} in {folder}");
        }
        assert!(!files.contains_key(&format!("{folder}page/4/index.html")));
    }
}

#[test]
fn an_unchanged_page_keeps_its_key() {
    let mut dice = Dice(5);
    let mut cards: Vec<Card> = (0..100).map(|number| invented(&mut dice, number)).collect();
    let before = build(&cards);
    let last = cards.iter().max_by_key(|card| card.title.to_lowercase());
    let last = last.expect("cards").folder();
    for card in &mut cards {
        if card.folder() == last {
            card.summary = "Changed.".to_owned();
            card.key = Key::of(b"changed");
        }
    }
    let after = build(&cards);
    let same = |path: &str| before[path].0 == after[path].0;
    assert!(same("plugins/index.html"));
    assert!(same("plugins/page/2/index.html"));
    assert!(!same("plugins/page/3/index.html"));
    for (path, (key, bytes)) in &after {
        let (old, old_bytes) = &before[path];
        assert!(
            old != key || old_bytes == bytes,
            "{path} changed under its key"
        );
    }
}
