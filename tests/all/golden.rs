//! Goldens: `fixtures/<plugin>/expected/` holds what is found in a fixture and what each target makes of it.
//!
//! `findings.txt` holds what a check says; `<target>.files.txt` each file that the target makes, with whose it is;
//! `<target>/` the files themselves, but for those that are copies (of a template, or of the spec) and so are held by
//! what they are copied from. `SPECC_UPDATE=1` writes them anew.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

use camino::{Utf8Path, Utf8PathBuf};
use specc::emit::{self, Options};
use specc::output::Ownership;
use specc::text::{FileId, Source};

use crate::support;
use crate::update::{same_or_updated, updating};

/// The fixtures and the targets whose outputs are held. Every other pair is emitted too, by the targets' own tests.
const HELD: [(&str, &[&str]); 4] = [
    (
        "minimal",
        &["jsonschema", "samples", "lms", "metagov", "gilbert"],
    ),
    (
        "example",
        &[
            "jsonschema",
            "samples",
            "conforma",
            "metagov",
            "python",
            "go",
            "rust",
            "lms",
            "gilbert",
            "help",
            "insightconnect",
        ],
    ),
    (
        "everything",
        &[
            "jsonschema",
            "samples",
            "conforma",
            "lms",
            "metagov",
            "gilbert",
        ],
    ),
    // Escaped text that nobody can read is no golden: its outputs are compiled and run.
    ("hostile", &[]),
];

#[test]
fn fixtures_give_the_findings_they_expect() {
    for (fixture, _) in HELD {
        let path = format!("fixtures/{fixture}/plugin.spec.yaml");
        let text = std::fs::read_to_string(support::root().join(&path)).unwrap();
        let source = Source::new(FileId(0), path.as_str(), text);
        let analysis = specc::check(&source);
        assert!(!analysis.diagnostics.has_errors(), "{path} has errors");
        let mut listed = String::new();
        for found in &analysis.diagnostics {
            let at = source.position(found.primary.span.start);
            let (level, rule) = (found.severity.as_str(), found.rule.id);
            let message = found.message.escape_debug();
            writeln!(
                listed,
                "{}:{}: {level}[{rule}]: {}",
                at.line, at.column, message
            )
            .unwrap();
        }
        let golden = support::root().join(format!("fixtures/{fixture}/expected/findings.txt"));
        same_or_updated(golden.as_std_path(), &listed);
    }
}

#[test]
fn fixtures_give_the_outputs_they_expect() {
    let templates = templates();
    let mut held = 0;
    for (fixture, targets) in HELD {
        let folder = support::root().join("fixtures").join(fixture);
        let spec = folder.join("plugin.spec.yaml");
        let plugin = support::model(&spec);
        let spec = std::fs::read(&spec).unwrap();
        for id in targets {
            let target = emit::target(id).unwrap_or_else(|| panic!("no target {id}"));
            let (tree, findings) = specc::emit(&plugin, target, &Options::default());
            assert!(!findings.has_errors(), "{fixture} as {id}: {findings:?}");

            let mut listed = String::new();
            let mut files = BTreeMap::new();
            for (path, file) in tree.iter() {
                let whose = match file.ownership {
                    Ownership::Generated => "generated",
                    Ownership::Scaffold => "scaffold",
                };
                let run = if file.executable { ", executable" } else { "" };
                writeln!(listed, "{path}: {whose}{run}").unwrap();
                let icon = plugin.icon.as_ref().map(|icon| &*icon.bytes);
                if file.bytes == spec || icon == Some(&file.bytes) {
                    continue;
                }
                let text = String::from_utf8(file.bytes.clone()).unwrap();
                // Go's imports name the module; in the templates they name this one.
                let (vendor, name) = (&plugin.vendor, &plugin.name);
                let own = plugin.targets.section(id).text("module");
                let module = own.map_or_else(
                    || format!("plugins.internal/{vendor}/{name}"),
                    str::to_owned,
                );
                let copied = text.replace(&module, "specc.internal/template");
                if !templates.contains(copied.as_bytes()) {
                    files.insert(path.to_owned(), text);
                }
            }
            held += files.len();
            let expected = folder.join("expected");
            let listing = expected.join(format!("{id}.files.txt"));
            same_or_updated(listing.as_std_path(), &listed);
            compare(&expected.join(id), &files);
        }
    }
    assert!(held > 30, "only {held} files are held");
}

/// Compares a folder with the files that it should hold, those and no others.
fn compare(folder: &Utf8Path, files: &BTreeMap<Utf8PathBuf, String>) {
    for (path, text) in files {
        same_or_updated(folder.join(path).as_std_path(), text);
    }
    let wanted: BTreeSet<Utf8PathBuf> = files.keys().cloned().collect();
    for path in support::files_below(folder) {
        if wanted.contains(&path) {
            continue;
        }
        assert!(
            updating(),
            "{folder}/{path} is no longer made; SPECC_UPDATE=1 removes it"
        );
        std::fs::remove_file(folder.join(path)).unwrap();
    }
}

/// The content of every file of `templates/`.
fn templates() -> HashSet<Vec<u8>> {
    let folder = support::root().join("templates");
    support::files_below(&folder)
        .into_iter()
        .map(|path| std::fs::read(folder.join(path)).unwrap())
        .filter(|bytes| !bytes.is_empty())
        .collect()
}
