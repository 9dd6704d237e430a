//! The scanner against libyaml: where it answers, each event and each place is libyaml's.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::cases::{LEFT, READ};
use super::{DEEPEST, LONGEST_KEY, scan};
use crate::yaml::event::Event;
use crate::yaml::events::Events;

/// An event, in words, and its byte range.
type Told = (String, usize, usize);

fn base(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

fn scanned(text: &str) -> Option<Vec<Told>> {
    let mut told = Vec::new();
    scan(text, base(text), |event, start, end| {
        told.push((format!("{event:?}"), start, end));
        true
    })
    .then_some(told)
}

/// libyaml's events, if it reads the text to its end and finds one document at most.
fn by_libyaml(text: &str) -> Option<Vec<Told>> {
    let mut told = Vec::new();
    let mut documents = 0;
    let mut events = Events::new(&Arc::from(text), base(text));
    let end = events.each(|event, start, end| {
        match event {
            Event::StreamEnd => return Some(()),
            Event::DocumentStart => documents += 1,
            event => told.push((format!("{event:?}"), start, end)),
        }
        None
    });
    events.finish();
    (end.is_ok() && documents < 2).then_some(told)
}

/// Whether the scanner answers; an error if libyaml answers otherwise.
fn agrees(text: &str) -> Result<bool, String> {
    let Some(ours) = scanned(text) else {
        return Ok(false);
    };
    let Some(theirs) = by_libyaml(text) else {
        return Err(format!("libyaml refuses {text:?}\nread as {ours:#?}"));
    };
    let differing = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at));
    match differing {
        None => Ok(true),
        Some(at) => Err(format!(
            "{text:?}\nevent {at}: {:?}\nlibyaml: {:?}",
            ours.get(at),
            theirs.get(at)
        )),
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

fn fixtures() -> Vec<String> {
    let mut paths = Vec::new();
    yaml_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"),
        &mut paths,
    );
    paths.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).ok();
    paths.iter().filter_map(read).collect()
}

/// The published specs, where they are at hand.
fn corpus() -> Option<Vec<String>> {
    let root = std::env::var_os("SPECC_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    if !root.is_dir() {
        println!("skipped: corpus absent");
        return None;
    }
    let mut paths = Vec::new();
    yaml_files(&root, &mut paths);
    paths.retain(|path| path.ends_with("plugin.spec.yaml"));
    paths.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).ok();
    Some(paths.iter().filter_map(read).collect())
}

#[test]
fn each_usual_construct_is_read_as_libyaml_reads_it() {
    for text in READ {
        assert_eq!(agrees(text), Ok(true), "{text:?}");
        let marked = format!("\u{feff}{text}");
        assert_eq!(agrees(&marked), Ok(true), "{marked:?}");
    }
}

#[test]
fn whatever_is_unusual_or_wrong_is_left_to_libyaml() {
    for text in LEFT {
        assert_eq!(agrees(text), Ok(false), "{text:?}");
    }
}

#[test]
fn usual_texts_are_so_after_one_another_and_inside_each_other() {
    for text in READ {
        let indented = text.replace('\n', "\n  ");
        for whole in [
            format!("{text}\n{text}"),
            format!("first: 1\n{text}\nlast: 2\n"),
            format!("key:\n  {indented}\nlast: 2\n"),
            format!("- {indented}\n- last\n"),
            format!("key:\n- {indented}\n- last\n"),
            format!("[{text}, {text}]"),
            format!("{{key: {text}, last: {text}}}"),
        ] {
            assert_eq!(agrees(&whole).err(), None);
        }
    }
}

#[test]
fn each_fixture_is_read_as_libyaml_reads_it() {
    let answered = fixtures()
        .iter()
        .filter(|text| agrees(text).expect("libyaml's events"))
        .count();
    assert!(answered > 80, "{answered}");
}

#[test]
fn nearly_all_published_specs_are_read_without_libyaml() {
    let Some(specs) = corpus() else { return };
    let answered = specs
        .iter()
        .filter(|text| agrees(text).expect("libyaml's events"))
        .count();
    println!("answered {answered} of {}", specs.len());
    assert!(
        answered * 100 >= specs.len() * 95,
        "{answered} of {}",
        specs.len()
    );
    assert!(answered > 100, "{answered}");
}

#[test]
fn long_keys_and_deep_nesting_are_left_to_libyaml() {
    for length in LONGEST_KEY - 2..LONGEST_KEY + 2 {
        let key = "k".repeat(length);
        for text in [
            format!("{key}: a\n"),
            format!("a: {{{key}: b}}\n"),
            format!("a: [\"{key}\": b]\n"),
        ] {
            assert_eq!(agrees(&text).err(), None);
        }
    }
    assert_eq!(
        agrees(&format!("{}: a\n", "k".repeat(LONGEST_KEY))),
        Ok(true)
    );
    assert_eq!(
        agrees(&format!("{}: a\n", "k".repeat(LONGEST_KEY + 1))),
        Ok(false)
    );
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(agrees(&nested(DEEPEST)), Ok(true));
    assert_eq!(agrees(&nested(DEEPEST + 1)), Ok(false));
    assert_eq!(agrees(&"- ".repeat(DEEPEST)), Ok(true));
    assert_eq!(agrees(&"- ".repeat(DEEPEST + 1)), Ok(false));
}

#[test]
fn a_long_hostile_text_takes_linear_time() {
    // Without optimisation each byte takes long enough for a quadratic time to show in a shorter text.
    let (length, seconds) = if cfg!(debug_assertions) {
        (1, 8)
    } else {
        (16, 2)
    };
    let most = Duration::from_secs(seconds);
    for line in [
        "a: 'b\n",
        "'",
        "''",
        "\"\\\n",
        "- ",
        "[",
        "{",
        "{a: ",
        "a\n",
        "#\n",
        "\n",
        " ",
        "a: |\n",
        "a: >\n \n",
        "a: b\n ",
        "a: [b,\n",
        "a",
        "a ",
        "a :",
        "\r\n",
        "-\n",
        "a:\n",
        "\u{e2}",
        "a: |\n  b\n   ",
        "\"\\x41",
    ] {
        let text = line.repeat(length * 1024 * 1024 / line.len());
        let start = Instant::now();
        let mut events = 0_usize;
        scan(&text, 0, |_, _, _| {
            events += 1;
            true
        });
        let taken = start.elapsed();
        assert!(taken < most, "{line:?} takes {taken:?} for {events} events");
    }
}

/// Random documents, which are mostly not YAML.
fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "\n", "\n", "\n", " ", " ", "  ", "\n  ", "\n    ", "\n- ", "\n  - ", "- ", "-", ": ", ": ",
            ":", ":\n", ",", ", ", "[", "]", "{", "}", "#", " # ", "\"", "'", "|", ">", "|\n", ">-\n",
            "|+\n  ", "|2", "\\", "\\\n", "\r\n", "\t", "''", "\\n", "\\x4", "---", "...", "?", "? ", "&a ",
            "*a", "!!str ", "%", "@", "\u{85}", "\u{2028}", "\u{feff}", "\u{e9}", "\u{4e2d}", "-\n", "\r",
        ]),
        6 => prop::sample::select(vec![
            "a", "b", "key", "key: ", "key:\n  ", "word word", "1.5", "null", "a: b", "\na: b\n", "\nb:\n",
            "'a'", "\"a\"", "[a, b]", "{a: b}", "é", "it's",
        ]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Random documents, line by line, which are mostly YAML.
fn lines() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec![
        "", "", "a: ", "b: ", "c:", "- ", "- ", "-", "- - ", "- d: ", "\"e\": ", "'f' : ", "- g:",
        "# h",
    ]);
    let value = prop::sample::select(vec![
        "",
        "",
        "",
        "a",
        "a b",
        "a  b ",
        "'a'",
        "'a",
        "a'",
        "\"a",
        "b\"",
        "\"a\\",
        "\"a\\n\\\"\"",
        "|",
        ">",
        "|-",
        ">+",
        "|2",
        "|1-",
        "[a",
        "b]",
        "[a, b]",
        "{a: b}",
        "{a: b",
        "c, d",
        "c: d}",
        "[]",
        "{}",
        "[a: b]",
        "a:",
        "a: b",
        "# c",
        "a # c",
        "a#c",
        "-",
        "- a",
        "é",
        "a,",
        "]",
        "}",
        ",",
        "[",
        "{",
        "---",
    ]);
    let end = prop::sample::select(vec![
        "\n",
        "\n",
        "\n",
        "\n",
        "\n",
        "\n\n",
        " \n",
        "\r\n",
        "\n\n\n",
        "\n  \n",
        "\n# x\n",
        "\n   # x\n",
        "",
    ]);
    prop::collection::vec((0..6_usize, start, value, end), 0..10).prop_map(|lines| {
        lines
            .iter()
            .map(|(indent, start, value, end)| {
                format!("{:indent$}{start}{value}{end}", "", indent = *indent)
            })
            .collect()
    })
}

/// What is done to a text: where, to how much of it, and what.
type Change = (prop::sample::Index, usize, u8, prop::sample::Index);

/// Parts of sound texts with some changes.
fn changed(texts: Vec<String>) -> impl Strategy<Value = String> {
    let some = (
        prop::sample::select(texts),
        any::<prop::sample::Index>(),
        1..12_usize,
    );
    let change = (
        any::<prop::sample::Index>(),
        1..4_usize,
        0..6_u8,
        any::<prop::sample::Index>(),
    );
    (some, prop::collection::vec(change, 0..4)).prop_map(|((text, start, lines), changes)| {
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        let first = if all.is_empty() {
            0
        } else {
            start.index(all.len())
        };
        let part: String = all.into_iter().skip(first).take(lines).collect();
        changes
            .iter()
            .fold(part, |text, change| change_text(&text, change))
    })
}

fn change_text(text: &str, (at, count, kind, other): &Change) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if characters.is_empty() {
        return String::new();
    }
    let place = at.index(characters.len());
    let line = at.index(lines.len());
    match kind {
        0 => drop(characters.drain(place..characters.len().min(place + count))),
        1 => {
            let alphabet = [
                '\n', ' ', '-', ':', '#', '\'', '"', '[', '}', ',', '|', '\\', '\t', 'x', '\r',
            ];
            let new = alphabet[other.index(alphabet.len())];
            characters.splice(place..place, std::iter::repeat_n(new, *count));
        }
        2 => characters.swap(place, other.index(text.chars().count())),
        3 => {
            let new = lines[other.index(lines.len())];
            lines.insert(line, new);
            return lines.concat();
        }
        4 => {
            lines.remove(line);
            return lines.concat();
        }
        _ => {
            let new = format!("{:count$}{}", "", lines[line], count = *count);
            lines[line] = &new;
            return lines.concat();
        }
    }
    characters.into_iter().collect()
}

/// How many random texts of each kind are tried.
fn attempts() -> u32 {
    let more = std::env::var("SPECC_SCANNER_CASES").ok();
    more.and_then(|count| count.parse().ok()).unwrap_or(8_000)
}

fn hold(name: &str, strategy: impl Strategy<Value = String>) {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(attempts())
    };
    let answered = std::cell::Cell::new(0_u32);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&strategy, |text| {
        let agreed = agrees(&text).map_err(TestCaseError::fail)?;
        answered.set(answered.get() + u32::from(agreed));
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{name}: {failure}");
    }
    println!("{name}: answered {} of {}", answered.get(), attempts());
    // A scanner that always gives up would agree as well.
    assert!(
        answered.get() > attempts() / 50,
        "{name}: {}",
        answered.get()
    );
}

#[test]
fn random_documents_are_read_as_libyaml_reads_them() {
    hold("pieces", document());
}

#[test]
fn random_lines_are_read_as_libyaml_reads_them() {
    hold("lines", lines());
}

#[test]
fn changed_texts_are_read_as_libyaml_reads_them() {
    let mut texts: Vec<String> = READ
        .iter()
        .chain(LEFT)
        .map(|text| (*text).to_owned())
        .collect();
    texts.extend(fixtures());
    texts.extend(corpus().unwrap_or_default());
    hold("changes", changed(texts));
}
