//! What must hold of every text, broken or not: the reader ends, stays silent and tells places that exist.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use specc::diagnostic::{Applicability, Diagnostics};
use specc::text::{FileId, Source, Span};
use specc::yaml::{Document, Limits, Node, NodeKind, Resolved, ScalarStyle, parse};

use super::{corpus, read, source};

/// Parses, and checks every place that is told.
fn sound(source: &Source) -> Result<(Document<'_>, Diagnostics), String> {
    let text = source.text();
    let (document, diagnostics) = parse(source, &Limits::default());
    let exists = |span: Span, what: &str| {
        let fits = text.get(span.range()).is_some() && span.file == FileId(0);
        fits.then_some(())
            .ok_or(format!("{what}: {span:?} in {text:?}"))
    };
    for found in &diagnostics {
        let rule = found.rule.id;
        exists(found.primary.span, rule)?;
        for label in &found.labels {
            exists(label.span, rule)?;
        }
        for edit in found.fixes.iter().flat_map(|fix| &fix.edits) {
            exists(edit.span, rule)?;
        }
        let texts = [Some(&found.message), found.help.as_ref()];
        if texts.into_iter().flatten().any(|text| text.contains('\n')) {
            return Err(format!("{rule}: more than one line: {found:?}"));
        }
    }
    for damage in &document.damage {
        exists(damage.span, "damage")?;
    }
    if document.damaged == document.damage.is_empty() {
        return Err(format!("damage without a place in {text:?}"));
    }
    if document.damaged && diagnostics.errors() == 0 {
        return Err(format!("damage without a finding in {text:?}"));
    }
    for comment in &document.comments {
        exists(comment.span, "comment")?;
        if !source.slice(comment.span).starts_with('#') {
            return Err(format!("no comment at {:?} in {text:?}", comment.span));
        }
    }
    if let Some(root) = &document.root {
        within(source, root, None, false)?;
    }
    Ok((document, diagnostics))
}

/// Checks that a node lies within the one that holds it, and that the text at its place means what it does.
fn within(source: &Source, node: &Node, outer: Option<Span>, copied: bool) -> Result<(), String> {
    let slice = source.text().get(node.span.range());
    let Some(slice) = slice else {
        return Err(format!("{:?} in {:?}", node.span, source.text()));
    };
    let inside = outer.is_none_or(|outer| {
        copied || (outer.start <= node.span.start && node.span.end <= outer.end)
    });
    if !inside {
        return Err(format!(
            "{:?} outside of {outer:?} in {:?}",
            node.span,
            source.text()
        ));
    }
    // The children of an alias stand where its anchor does.
    let copied = copied || slice.starts_with('*');
    match &node.kind {
        NodeKind::Mapping(mapping) => {
            for entry in &mapping.entries {
                let copied = copied || entry.merged;
                within(source, &entry.key, Some(node.span), copied)?;
                within(source, &entry.value, Some(node.span), copied)?;
            }
        }
        NodeKind::Sequence(items) => {
            for item in items.iter() {
                within(source, item, Some(node.span), copied)?;
            }
        }
        NodeKind::Scalar(_) if slice.starts_with('*') => {}
        NodeKind::Scalar(scalar) => {
            let opening = match scalar.style {
                ScalarStyle::SingleQuoted => "'",
                ScalarStyle::DoubleQuoted => "\"",
                ScalarStyle::Literal => "|",
                ScalarStyle::Folded => ">",
                ScalarStyle::Plain => "",
            };
            if !slice.starts_with(opening) {
                return Err(format!("{scalar:?} at {slice:?} in {:?}", source.text()));
            }
        }
    }
    Ok(())
}

/// Every plain or quoted scalar, read from its own text alone, is the same scalar.
fn scalars_stand_alone(source: &Source, node: &Node) -> Result<(), String> {
    match &node.kind {
        NodeKind::Mapping(mapping) => {
            for entry in mapping.entries.iter().filter(|entry| !entry.merged) {
                scalars_stand_alone(source, &entry.key)?;
                scalars_stand_alone(source, &entry.value)?;
            }
        }
        NodeKind::Sequence(items) => {
            for item in items.iter() {
                scalars_stand_alone(source, item)?;
            }
        }
        NodeKind::Scalar(scalar) => {
            let slice = source.slice(node.span);
            let is_block = matches!(scalar.style, ScalarStyle::Literal | ScalarStyle::Folded);
            if is_block || slice.starts_with('*') {
                return Ok(());
            }
            let part = super::source(slice);
            let alone = read(&part);
            let same = match &alone {
                None => scalar.resolved == Resolved::Null,
                Some(alone) => alone.as_scalar().is_some_and(|alone| {
                    alone.text() == scalar.text() && alone.resolved == scalar.resolved
                }),
            };
            if !same {
                return Err(format!("{scalar:?} at {slice:?} alone is {alone:?}"));
            }
        }
    }
    Ok(())
}

/// The specs of our own and, where they are at hand, the published ones.
fn specs() -> Vec<String> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut paths: Vec<_> = std::fs::read_dir(fixtures)
        .expect("fixtures")
        .map(|entry| entry.expect("readable").path().join("plugin.spec.yaml"))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths.extend(corpus().unwrap_or_default());
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("readable"))
        .collect()
}

/// Xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % bound.max(1)
    }
}

/// What to put into a sound text to break it.
const SPICES: [&str; 30] = [
    "\"", "'", "[", "]", "{", "}", ",", ": ", ":", "- ", "? ", "|", ">-", "&a ", "*a", "!",
    "!!str ", "%", "@", "`", "#", " #", "\t", "\\", "\n", "\r\n", "\u{2028}", "\u{85}", "\u{0}",
    "---\n",
];

#[test]
fn every_scalar_of_real_specs_stands_where_it_says() {
    for text in specs() {
        let source = source(&text);
        let (document, _) = sound(&source).unwrap();
        let root = document.root.expect("a root");
        scalars_stand_alone(&source, &root).unwrap();
    }
}

#[test]
fn mutated_specs_are_read() {
    let specs = specs();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut findings = 0;
    for round in 0..3000 {
        let spec = &specs[random.below(specs.len())];
        let lines: Vec<&str> = spec.split_inclusive('\n').collect();
        let start = random.below(lines.len());
        let mut text: String = lines[start..].iter().take(60).copied().collect();
        for _ in 0..=random.below(3) {
            let mut at = random.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match random.below(4) {
                0 => text.truncate(at),
                1 if at < text.len() => drop(text.remove(at)),
                2 if at < text.len() => {
                    text.replace_range(at..at, &text[at..].chars().take(9).collect::<String>())
                }
                _ => text.insert_str(at, SPICES[random.below(SPICES.len())]),
            }
        }
        let source = source(&text);
        let (_, diagnostics) = sound(&source).unwrap_or_else(|why| panic!("round {round}: {why}"));
        findings += diagnostics.len();
    }
    assert!(findings > 1000, "the mutants are too tame: {findings}");
}

#[test]
fn safe_fixes_mend_what_was_broken() {
    let specs = specs();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut tried = 0;
    for _ in 0..1000 {
        let spec = &specs[random.below(specs.len())];
        let lines: Vec<&str> = spec.split_inclusive('\n').collect();
        // A fragment that begins within a section would be broken as it is.
        let is_top_level = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
        let sections = lines.iter().filter(|line| is_top_level(line)).count();
        let section = random.below(sections);
        let begins = |(_, line): &(usize, &&str)| is_top_level(line);
        let Some((start, _)) = lines.iter().enumerate().filter(begins).nth(section) else {
            continue;
        };
        let mut text: String = lines[start..].iter().take(40).copied().collect();
        let Some(colon) = text
            .match_indices(": ")
            .map(|(at, _)| at)
            .nth(random.below(20))
        else {
            continue;
        };
        if !sound(&source(&text)).unwrap().1.is_empty() {
            // Cut off within a value.
            continue;
        }
        match random.below(5) {
            0 => drop(text.remove(colon + 1)),
            1 => text.insert_str(colon + 2, "[]"),
            2 => text.insert_str(colon + 2, "note: "),
            3 => text.insert(colon + 2, '@'),
            _ => text.insert_str(colon + 2, "{{ x }} "),
        }
        let source = source(&text);
        let (_, before) = sound(&source).unwrap();
        let Some(fix) = before
            .iter()
            .flat_map(|found| &found.fixes)
            .find(|fix| fix.applicability == Applicability::Safe)
        else {
            continue;
        };
        let mut mended = text.clone();
        for edit in fix.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        let mended = super::source(&mended);
        let (_, after) = sound(&mended).unwrap();
        assert!(
            after.is_empty(),
            "{text:?}\nmended to {mended:?}\n{before:?}\nstill {after:?}"
        );
        tried += 1;
    }
    assert!(tried > 200, "only {tried} fixes were tried");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let source = source(&text);
        let found = sound(&source);
        prop_assert!(found.is_ok(), "{:?}", found.err());
    }

    #[test]
    fn any_mixture_of_marks_is_read(
        parts in prop::collection::vec(
            prop::sample::select(
                SPICES.iter().copied().chain(["a", "b", "\n", "\n", "  ", " ", "é", "~", "<<", "&b ", "*b", "0"]).collect::<Vec<_>>(),
            ),
            0..24,
        ),
    ) {
        let text = parts.concat();
        let source = source(&text);
        let found = sound(&source);
        prop_assert!(found.is_ok(), "{:?}", found.err());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let source = source(&text);
        let found = sound(&source);
        prop_assert!(found.is_ok(), "{:?}", found.err());
    }
}

/// Inputs on which libyaml panics: a tag and a comma, and what ends with the file without a line end.
#[test]
fn what_makes_libyaml_panic_is_read() {
    for text in [
        "a: [!,\nb: c\n",
        "a: [!!str, b]\nb: c\n",
        "a: |\n  b",
        "a: >-\n  b\n  c",
        "a: b\u{2028}>-",
        "a\u{2028}>-",
        "a: \"b\\",
        "a: \"\\",
        "- |",
        "[!,",
    ] {
        sound(&source(text)).unwrap();
    }
    let source = source("a: |\n  b");
    let node = read(&source).unwrap();
    let value = &node.as_mapping().unwrap().get("a").unwrap().value;
    assert_eq!(value.as_text(), Some("b"));
}

#[test]
fn a_panic_of_libyaml_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.spec.yaml");
    std::fs::write(&path, "plugin_spec_version: v2\nname: [!,\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["check", "--format", "short"])
        .arg(&path)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("error[invalid-tag]"), "{stdout}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

/// Reads within two seconds in a release build, and in not many times that without optimisation.
fn in_time(name: &str, text: &str) -> Diagnostics {
    let most = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
    let begun = Instant::now();
    let source = Source::new(FileId(0), "test.yaml", text);
    let (_, diagnostics) = parse(&source, &Limits::default());
    let taken = begun.elapsed();
    assert!(taken < most, "{name} took {taken:?}");
    println!("{name}: {taken:?}, {} findings", diagnostics.len());
    diagnostics
}

/// The texts whose size or shape is the attack. The unoptimised reader gets smaller ones.
#[test]
fn hostile_texts_end_in_time() {
    let mega = 1024 * 1024 * if cfg!(debug_assertions) { 1 } else { 16 };
    let line = "x".repeat(mega - 16);
    for (name, text) in [
        ("one plain line", format!("a: {line}\n")),
        ("one quoted line", format!("a: \"{line}\"\n")),
        ("one unclosed quote", format!("a: \"{line}\nb: c\n")),
        ("one comment", format!("# specc: {line}\n")),
        ("one key", format!("{line}: a\n")),
        ("lines of text", "x\n".repeat(mega / 2)),
        ("lines of keys", "a: b\n".repeat(mega / 5)),
        ("unclosed quotes", "a: \"\n\n".repeat(mega / 6)),
        ("unclosed brackets", "a: [\n".repeat(mega / 5)),
        ("bad values", "a: @\n".repeat(mega / 5)),
        ("one line of brackets", "[".repeat(mega)),
        ("one line of dashes", "- ".repeat(mega / 2)),
        ("one line of question marks", "? ".repeat(mega / 2)),
        (
            "aliases of nothing",
            format!("a: [{}]\n", "*b, ".repeat(mega / 4)),
        ),
        (
            "aliases of many nothings",
            (0..mega / 16).map(|n| format!("- *b{n}\n")).collect(),
        ),
        (
            "a list in one line",
            format!("a: [{}]\n", "b, ".repeat(mega / 3)),
        ),
        (
            "aliases of nothing after damage",
            (0..mega / 16).fold("a: @\n".to_owned(), |text, n| {
                text + &format!("b{n}: *b{n}\n")
            }),
        ),
        ("text after quotes", "a: \"b\" c\n".repeat(mega / 9)),
        ("spaces", " ".repeat(mega)),
        ("tabs", "\t".repeat(mega)),
        ("nulls", "\0".repeat(mega)),
        ("line separators", "\u{2028}".repeat(mega / 3)),
        ("carriage returns", "a\r".repeat(mega / 2)),
    ] {
        in_time(name, &text);
    }
}

#[test]
fn deep_nesting_is_a_finding() {
    for (name, text) in [
        (
            "brackets",
            format!("a: {}{}\nb: c\n", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        ("braces", format!("a: {}\nb: c\n", "{a: ".repeat(100_000))),
        ("dashes", format!("a:\n  {}b\nb: c\n", "- ".repeat(100_000))),
        (
            "aliases",
            (1..=100_000).fold("a0: &a0 [x]\n".to_owned(), |mut text, level| {
                text.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
                text
            }),
        ),
    ] {
        let found = in_time(name, &text);
        let rules: Vec<&str> = found.iter().map(|found| found.rule.id).collect();
        assert!(rules.contains(&"nesting-limit"), "{name}: {rules:?}");
    }
    let broken = source(&format!("a: {}\nb: c\n", "[".repeat(1000)));
    let root = read(&broken).unwrap();
    assert!(root.as_mapping().unwrap().get("b").is_some());
    let deep = format!("{}x{}", "[".repeat(128), "]".repeat(128));
    assert!(read(&source(&deep)).is_some());
}

#[test]
fn alias_bombs_are_a_finding() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let alias = format!("*a{}, ", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", alias.repeat(10)));
    }
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1 << 20),
        "*a, ".repeat(100_000)
    );
    let entries: String = (0..1000).map(|n| format!("  k{n}: v\n")).collect();
    let merges: String = (0..5000).map(|n| format!("m{n}: {{<<: *m}}\n")).collect();
    let merged = format!("m: &m\n{entries}{merges}");
    for (name, text) in [
        ("aliases of aliases", text),
        ("aliases of long text", long),
        ("merges", merged),
    ] {
        let found = in_time(name, &text);
        let rules: Vec<&str> = found.iter().map(|found| found.rule.id).collect();
        assert_eq!(rules, ["expansion-limit"], "{name}");
    }
}
