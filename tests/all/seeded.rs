//! Seeded defects: takes published specs, injects one defect each, and measures how many are reported on the line
//! that was changed, and how many findings come besides. Skipped, visibly, where the corpus is absent.

pub mod defects;

use std::collections::BTreeMap;

use camino::Utf8Path;
use specc::dialect::Misspelt;
use specc::text::{FileId, Source};
use specc::workspace::analyse;
use specc::yaml::Limits;

use crate::support;
use defects::Defect;

/// What was seen of one kind of defect.
#[derive(Default)]
struct Tally {
    seeded: usize,
    found: usize,
    extra: usize,
    missed: Vec<String>,
}

#[test]
fn seeded_defects_are_found_on_their_line() {
    let Some(paths) = support::corpus() else {
        return;
    };
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        let text = std::fs::read_to_string(path).expect("a published spec");
        let name = path
            .parent()
            .and_then(Utf8Path::file_name)
            .unwrap_or_default();
        let before = findings(&text);
        for defect in defects::of(&text, index as u64) {
            let tally = tallies.entry(defect.kind).or_default();
            tally.seeded += 1;
            judge(name, &before, &defect, tally);
        }
    }
    let seeded: usize = tallies.values().map(|tally| tally.seeded).sum();
    let found: usize = tallies.values().map(|tally| tally.found).sum();
    let extra: usize = tallies.values().map(|tally| tally.extra).sum();
    println!(
        "{:<34}{:>8}{:>8}{:>8}",
        "defect", "seeded", "found", "extra"
    );
    for (kind, tally) in &tallies {
        println!(
            "{kind:<34}{:>8}{:>8}{:>8}",
            tally.seeded, tally.found, tally.extra
        );
        for missed in tally.missed.iter().take(6) {
            println!("    {missed}");
        }
    }
    let share = found as f64 / seeded as f64;
    let mean_extra = extra as f64 / seeded as f64;
    println!(
        "{seeded} seeded, {:.2} % found on their line, {mean_extra:.3} extra each",
        share * 100.0
    );
    assert!(seeded > 2_000, "only {seeded} defects were seeded");
    assert!(share >= 0.97, "only {:.2} % found", share * 100.0);
    assert!(
        mean_extra < 0.1,
        "{mean_extra:.3} extra findings per defect"
    );
    for (kind, tally) in &tallies {
        assert!(
            tally.found * 10 >= tally.seeded * 9,
            "{kind}: {} of {}",
            tally.found,
            tally.seeded
        );
    }
}

/// A finding, as far as it can be compared across a change of the file: rule, message and the line.
fn findings(text: &str) -> Vec<(String, u32)> {
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    analyse(&source, &Limits::default(), Misspelt::ReadAsMeant)
        .diagnostics
        .iter()
        .map(|found| {
            let line = source.position(found.primary.span.start).line;
            (format!("[{}] {}", found.rule.id, found.message), line)
        })
        .collect()
}

fn judge(name: &str, before: &[(String, u32)], defect: &Defect, tally: &mut Tally) {
    let mut old: BTreeMap<&str, usize> = BTreeMap::new();
    for (message, _) in before {
        *old.entry(message).or_default() += 1;
    }
    let after = findings(&defect.text);
    let mut new = Vec::new();
    for (message, line) in &after {
        match old.get_mut(message.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push((message, *line)),
        }
    }
    let on_line = new.iter().any(|(_, line)| defect.lines.contains(line));
    if on_line {
        tally.found += 1;
    }
    tally.extra += new.len().saturating_sub(1);
    if !on_line || new.len() > 1 {
        let what = if on_line { "extra" } else { "missed" };
        let shown = defect
            .text
            .lines()
            .nth(*defect.lines.start() as usize - 1)
            .unwrap_or_default();
        tally.missed.push(format!(
            "{what}: {name}:{:?} `{}` gave {new:?}",
            defect.lines,
            shown.trim()
        ));
    }
}
