//! `specc check --fix`: what is certain is mended, and nothing else changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camino::Utf8Path;
use specc::diagnostic::Severity;
use specc::dialect::Misspelt;
use specc::fix;
use specc::text::{FileId, Source};
use specc::workspace::analyse;
use specc::yaml::Limits;

use crate::support::{self, corpus};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A spec with slips, in the laying-out of its author.
const SLIPS: &str = "# The team's own plugin\n\
plugin_spec_version: v2\n\
name: slips\n\
title: 'Slips'          # kept in its quotes\n\
decription: A plugin with slips\n\
version: 1.0.0\n\
vendor: acme\n\
actions:\n\
\x20 greet:\n\
\x20   title: Greet\n\
\x20   description: >-\n\
\x20     Greets\n\
\x20     somebody\n\
\x20   inputs:\n\
\x20     name: {title: Name, description: Whom to greet, type: string, requird: \"true\", example: Ada}\n";

#[test]
fn slips_are_mended_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    for (text, name) in [
        (SLIPS.to_owned(), "plain"),
        (SLIPS.replace('\n', "\r\n"), "CRLF"),
        (format!("\u{feff}{SLIPS}"), "byte-order mark"),
    ] {
        fs::write(&spec, &text).unwrap();
        let mended = text
            .replace("decription", "description")
            .replace("inputs:", "input:")
            .replace("requird: \"true\"", "required: true");
        let output = run(folder.path(), &["check", "--fix"]);
        let said = self::text(&output.stderr);
        assert_eq!(fs::read_to_string(&spec).unwrap(), mended, "{name}");
        assert_eq!(output.status.code(), Some(0), "{name}: {said}");
        assert!(
            said.contains("mended 4 findings in 1 file"),
            "{name}: {said}"
        );
        let again = run(folder.path(), &["check", "--fix"]);
        assert!(!self::text(&again.stderr).contains("mended"));
        assert_eq!(fs::read_to_string(&spec).unwrap(), mended, "{name}");
    }
}

#[test]
fn a_diff_shows_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    fs::write(&spec, SLIPS).unwrap();
    let output = run(folder.path(), &["check", "--diff"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&spec).unwrap(), SLIPS);
    let patch = folder.path().join("mend.patch");
    fs::write(&patch, &output.stdout).unwrap();
    let git = Command::new("git")
        .args(["apply", "mend.patch"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(git.status.success(), "{}", text(&git.stderr));
    let output = run(folder.path(), &["check", "--diff"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(output.stdout.is_empty());
}

#[test]
fn standard_input_is_answered_with_the_mended_text() {
    let folder = tempfile::tempdir().unwrap();
    let piped = |input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["check", "--fix", "-"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let output = piped(SLIPS);
    let mended = text(&output.stdout);
    assert!(mended.contains("\ndescription: A plugin") && mended.starts_with("# The team's"));
    let again = piped(&mended);
    assert_eq!(text(&again.stdout), mended);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_wrong_with_settings_is_told_beside_mends() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let ends = |arguments: &[&str], status: i32, says: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
        let command = command
            .arg("check")
            .args(arguments)
            .current_dir(folder.path());
        let (child, mut stdin) = support::started(command);
        stdin.write_all(SLIPS.as_bytes()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
        text(&output.stdout)
    };
    write("plugin.spec.yaml", SLIPS);
    let diff = ends(&["--diff"], 1, "");
    assert!(diff.contains("+description: A plugin"), "{diff}");
    // As a linter that people know does: the diff is shown, and nothing fails.
    assert_eq!(ends(&["--diff", "--exit-zero"], 0, ""), diff);
    write("report", "");
    assert!(ends(&["--fix", "-", "--output=json=report"], 0, "").contains("description: A"));
    let report = fs::read_to_string(folder.path().join("report")).unwrap();
    assert!(report.contains("\"diagnostics\""), "{report}");
    ends(
        &["--fix", "-", "--output=json=no/report"],
        2,
        "make it first",
    );
    ends(
        &["--fix", "-", "--exit-zero", "--output=json=no/report"],
        2,
        "make it first",
    );

    write("specc.toml", "[lint]\nlevls = 1\n");
    for subject in ["-", "plugin.spec.yaml"] {
        ends(&["--diff", subject], 1, "levls");
        ends(&["--diff", "--exit-zero", subject], 0, "levls");
    }
    let answer = ends(&["--fix", "-"], 1, "levls");
    assert!(!answer.contains("levls"), "{answer}");
    ends(&["--fix", "--exit-zero", "-"], 0, "levls");
    assert_eq!(
        ends(&["--diff", "--config=none.toml", "-"], 2, "none.toml"),
        diff.replace("plugin.spec.yaml", "<stdin>")
    );
    ends(&["--diff", "--exit-zero", "none.yaml"], 2, "none.yaml");
    ends(
        &["--fix", "--exit-zero", "--config=none.toml", "-"],
        2,
        "none.toml",
    );
}

#[test]
fn unsafe_mends_wait_for_their_word() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    let slip = SLIPS.replace("version: 1.0.0", "version: \"1.0\"");
    fs::write(&spec, slip).unwrap();
    run(folder.path(), &["check", "--fix"]);
    assert!(
        fs::read_to_string(&spec)
            .unwrap()
            .contains("version: \"1.0\"")
    );
    let output = run(folder.path(), &["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        !fs::read_to_string(&spec)
            .unwrap()
            .contains("version: \"1.0\"")
    );
    let output = run(folder.path(), &["check", "--unsafe-fixes"]);
    assert_eq!(output.status.code(), Some(2));
}

/// Mends a text until nothing changes; the rules whose mends were applied, and how often the text was read.
fn mended(path: &Utf8Path, text: String, unsafe_too: bool) -> (String, usize) {
    let mut text = text;
    for round in 0..30 {
        let source = Source::new(FileId(0), path, text.as_str());
        let found = analyse(&source, &Limits::default(), Misspelt::ReadAsMeant);
        let chosen = fix::choose(&found.diagnostics, unsafe_too);
        if chosen.is_empty() {
            return (text, round);
        }
        text = fix::apply(&text, &chosen);
    }
    panic!("{path}: mending does not end");
}

#[test]
fn every_mend_of_the_broken_fixtures_silences_its_finding_and_makes_no_other() {
    let folder = support::root().join("fixtures/broken");
    let mut mends: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in folder.read_dir_utf8().unwrap() {
        let path = entry.unwrap().path().to_owned();
        if path.extension() != Some("yaml") {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let count = |text: &str| {
            let source = Source::new(FileId(0), path.as_path(), text);
            let found = analyse(&source, &Limits::default(), Misspelt::ReadAsMeant).diagnostics;
            let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
            for finding in &found {
                *counts.entry(finding.rule.id).or_default() += 1;
            }
            (counts, found)
        };
        let (before, found) = count(&text);
        for finding in &found {
            for mend in &finding.fixes {
                let after = fix::apply(&text, &[mend]);
                assert_ne!(after, text, "{path}: {}", finding.message);
                let (counts, _) = count(&after);
                let rule = finding.rule.id;
                let left = counts.get(rule).copied().unwrap_or(0);
                assert!(
                    left < before[rule],
                    "{path}: {} stays\n{after}",
                    finding.message
                );
                for (other, number) in &counts {
                    // Of a value whose type was unknown nothing could be said before.
                    if rule == "unknown-type" && *other == "mistyped-default" {
                        continue;
                    }
                    let known = before.get(other).copied().unwrap_or(0);
                    assert!(*number <= known, "{path}: {rule} makes {other}\n{after}");
                }
                *mends.entry(rule).or_default() += 1;
            }
        }
        mended(&path, text, true);
    }
    eprintln!("mends tried: {mends:?}");
    assert!(mends.len() >= 8, "{mends:?}");
}

#[test]
fn mending_the_corpus_twice_changes_nothing_the_second_time() {
    let Some(specs) = corpus() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for spec in &specs {
        let name = spec.parent().unwrap().file_name().unwrap();
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::copy(spec, folder.path().join(name).join("plugin.spec.yaml")).unwrap();
    }
    let model = |path: &Utf8Path| {
        let mut model = serde_json::to_value(support::model(path)).unwrap();
        // A misspelt key is read as meant before and after.
        model["targets"].take();
        model
    };
    let paths: Vec<_> = specs
        .iter()
        .map(|spec| {
            let name = spec.parent().unwrap().file_name().unwrap();
            let path = folder.path().join(name).join("plugin.spec.yaml");
            camino::Utf8PathBuf::from_path_buf(path).unwrap()
        })
        .collect();
    let before: Vec<_> = paths.iter().map(|path| model(path)).collect();
    let first = text(
        &run(
            folder.path(),
            &["check", "--fix", "--quiet", "--format", "short"],
        )
        .stdout,
    );
    let texts: Vec<_> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let changed = specs.iter().zip(&texts);
    let changed = changed
        .filter(|(spec, text)| fs::read_to_string(spec).unwrap() != **text)
        .count();
    let mut same = 0;
    for ((path, spec), before) in paths.iter().zip(&specs).zip(before) {
        let slips = support::analyse(spec).diagnostics;
        let mut errors = slips.iter().filter(|it| it.severity == Severity::Error);
        // A misspelt key is read as meant before it is mended; of other errors the model has less than the mended text.
        if errors.all(|it| it.rule.id == "misspelt-key") {
            assert_eq!(model(path), before, "{path}: the model changed");
            same += 1;
        }
    }
    assert!(same > 110, "{same}");
    let second = text(
        &run(
            folder.path(),
            &["check", "--fix", "--quiet", "--format", "short"],
        )
        .stdout,
    );
    assert_eq!(first, second);
    for (path, text) in paths.iter().zip(&texts) {
        assert_eq!(&fs::read_to_string(path).unwrap(), text, "{path}");
    }
    eprintln!("{changed} of {} published specs mended", specs.len());
    assert!(changed > 5, "{changed}");
}
