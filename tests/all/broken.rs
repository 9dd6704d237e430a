//! Broken specs: what `fixtures/broken` says about its files is exactly what a check finds. Its README tells the form
//! of the comments.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use specc::diagnostic::RuleClass;
use specc::text::{FileId, Source};

use crate::update::{same_or_updated, updating};

/// Begins an expectation.
const MARK: &str = "#~";

/// A finding as a fixture tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    /// From 1.
    line: usize,
    /// `level[rule]`.
    rule: String,
    /// How the message begins.
    message: String,
}

#[test]
fn broken_specs_raise_what_their_comments_say() {
    let mut complaints = Vec::new();
    let files = fixtures();
    assert!(
        files.len() > 2,
        "fixtures/broken holds {} files",
        files.len()
    );
    for path in files {
        if let Err(complaint) = compare(&path) {
            complaints.push(format!("{}:\n{complaint}", path.display()));
        }
    }
    assert!(
        complaints.is_empty(),
        "\n{}\nWhere the findings are right, run the tests with SPECC_UPDATE=1 and look at what changes.",
        complaints.join("\n")
    );
}

#[test]
fn every_rule_is_broken_by_some_file() {
    // What these find lies outside the text: its size, its encoding, another spec.
    const NOT_HERE: [&str; 3] = ["duplicate-plugin", "file-limit", "not-utf8"];
    if updating() {
        return; // The files are being written.
    }
    let found: std::collections::BTreeSet<String> = fixtures()
        .iter()
        .flat_map(|path| findings(&std::fs::read_to_string(path).unwrap()))
        .map(|found| found.rule)
        .collect();
    // The rules that a check of one spec raises unasked. The others have fixtures of their own.
    let is_off = |rule: &specc::diagnostic::RuleInfo| {
        specc::lint::group(rule.id).is_some_and(|group| !group.is_on())
    };
    let of_specs = specc::rules::all().into_iter().filter(|rule| {
        matches!(rule.class, RuleClass::Language | RuleClass::Lint) && !is_off(rule)
    });
    for rule in of_specs {
        let broken = found
            .iter()
            .any(|one| one.ends_with(&format!("[{}]", rule.id)));
        assert_ne!(
            broken,
            NOT_HERE.contains(&rule.id),
            "whether fixtures/broken has a file for {}",
            rule.id
        );
    }
}

/// The broken specs, in order.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let kind = path.extension().and_then(|kind| kind.to_str());
            matches!(kind, Some("yaml" | "yml" | "json"))
        })
        .collect();
    files.sort();
    files
}

fn compare(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).unwrap();
    let sidecar = path.with_extension("expected");
    if sidecar.exists() {
        if !expectations(&text)?.is_empty() {
            return Err("has comments and a file beside it; keep one of the two".to_owned());
        }
        same_or_updated(&sidecar, &listed(&text));
        return Ok(());
    }
    if updating() {
        update(path, &sidecar, &text);
        return Ok(());
    }
    let found = findings(&text);
    if found.is_empty() {
        return Err("  nothing is found, so it is not broken".to_owned());
    }
    let complaint = difference(&expectations(&text)?, &found);
    if complaint.is_empty() {
        Ok(())
    } else {
        Err(complaint)
    }
}

/// What a check finds, in the terms of a fixture.
fn findings(text: &str) -> Vec<Expected> {
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    let mut found: Vec<Expected> = specc::check(&source)
        .diagnostics
        .iter()
        .map(|one| Expected {
            line: source.position(one.primary.span.start).line as usize,
            rule: format!("{}[{}]", one.severity.as_str(), one.rule.id),
            message: one.message.clone(),
        })
        .collect();
    found.sort();
    found
}

/// What the comments of a fixture expect.
fn expectations(text: &str) -> Result<Vec<Expected>, String> {
    let mut list: Vec<Expected> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        // The first mark ends what is the spec's own; further ones are findings of the same line.
        for part in line.split(MARK).skip(1) {
            let own = index + 1;
            let ups = part.len() - part.trim_start_matches('^').len();
            let downs = part.len() - part.trim_start_matches('v').len();
            let (place, rest) = if ups > 0 {
                (own.checked_sub(ups), &part[ups..])
            } else if downs > 0 {
                (Some(own + downs), &part[downs..])
            } else if let Some(rest) = part.strip_prefix('|') {
                (list.last().map(|last| last.line), rest)
            } else {
                (Some(own), part)
            };
            let expected = place
                .filter(|place| *place > 0)
                .zip(rest.trim().split_once(": "))
                .map(|(line, (rule, message))| Expected {
                    line,
                    rule: rule.trim().to_owned(),
                    message: message.trim().to_owned(),
                })
                .ok_or_else(|| {
                    format!("  line {own}: `{MARK}{part}` is not `{MARK} level[rule]: message`")
                })?;
            list.push(expected);
        }
    }
    list.sort();
    Ok(list)
}

/// What is missing and what is too much, a line each.
fn difference(expected: &[Expected], found: &[Expected]) -> String {
    let mut rest: Vec<&Expected> = found.iter().collect();
    let mut text = String::new();
    for wanted in expected {
        let fits = |one: &&Expected| {
            one.line == wanted.line
                && one.rule == wanted.rule
                && one.message.starts_with(&wanted.message)
        };
        match rest.iter().position(fits) {
            Some(index) => {
                rest.remove(index);
            }
            None => {
                let Expected {
                    line,
                    rule,
                    message,
                } = wanted;
                writeln!(text, "  not found:    {line}: {rule}: {message}").unwrap();
            }
        }
    }
    for Expected {
        line,
        rule,
        message,
    } in rest
    {
        writeln!(text, "  not expected: {line}: {rule}: {message}").unwrap();
    }
    text
}

/// Writes the expectations anew: at the ends of lines where that changes nothing, else below the lines, else beside
/// the file.
fn update(path: &Path, sidecar: &Path, text: &str) {
    let bare = without_expectations(text);
    let found = findings(&bare);
    if path.extension().is_none_or(|kind| kind != "json") {
        for below in [false, true] {
            let marked = with_expectations(&bare, &found, below);
            let same = expectations(&marked)
                .is_ok_and(|expected| difference(&expected, &findings(&marked)).is_empty());
            if same && findings(&marked).len() == found.len() {
                std::fs::write(path, marked).unwrap();
                return;
            }
        }
    }
    std::fs::write(path, &bare).unwrap();
    std::fs::write(sidecar, listed(&bare)).unwrap();
}

fn without_expectations(text: &str) -> String {
    let mut bare = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once(MARK) {
            None => bare.push_str(line),
            Some((before, _)) if before.trim().is_empty() => {}
            Some((before, _)) => {
                bare.push_str(before.trim_end());
                bare.push('\n');
            }
        }
    }
    bare
}

fn with_expectations(bare: &str, found: &[Expected], below: bool) -> String {
    let mut text = String::new();
    for (index, line) in bare.lines().enumerate() {
        text.push_str(line);
        let mut first = true;
        for one in found.iter().filter(|one| one.line == index + 1) {
            let content = format!("{}: {}", one.rule, one.message);
            if !below {
                write!(text, "  {MARK} {content}").unwrap();
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            let sign = if first { '^' } else { '|' };
            write!(text, "\n{}{MARK}{sign} {content}", " ".repeat(indent)).unwrap();
            first = false;
        }
        text.push('\n');
    }
    text
}

/// The findings as a file of their own holds them: one a line, with the column.
fn listed(text: &str) -> String {
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    let mut list = String::new();
    for one in &specc::check(&source).diagnostics {
        let at = source.position(one.primary.span.start);
        writeln!(
            list,
            "{}:{}: {}[{}]: {}",
            at.line,
            at.column,
            one.severity.as_str(),
            one.rule.id,
            one.message.escape_debug()
        )
        .unwrap();
    }
    list
}

#[test]
fn expectations_are_read_from_wherever_they_stand() {
    let text = "\
a: 1  #~ error[x]: one  #~ error[y]: two
b: |
  text
  #~^^ warning[z]: three
#~| note[w]: four
#~v error[v]: five
c: 3
";
    let list: Vec<(usize, String)> = expectations(text)
        .unwrap()
        .into_iter()
        .map(|one| (one.line, one.message))
        .collect();
    let expected = [
        (1, "one"),
        (1, "two"),
        (2, "four"),
        (2, "three"),
        (7, "five"),
    ];
    assert_eq!(list, expected.map(|(line, text)| (line, text.to_owned())));
    assert!(expectations("a: 1 #~ nonsense\n").is_err());
    assert_eq!(
        without_expectations("a: 1  #~ x\n  #~^ y\nb: 2\n"),
        "a: 1\nb: 2\n"
    );
}

#[test]
fn what_is_missing_and_what_is_too_much_is_told() {
    let one = |line, message: &str| Expected {
        line,
        rule: "error[x]".to_owned(),
        message: message.to_owned(),
    };
    let found = [one(1, "unknown key `a`"), one(2, "other")];
    assert_eq!(
        difference(&[one(1, "unknown key"), one(2, "other")], &found),
        ""
    );
    let text = difference(&[one(1, "unknown key"), one(3, "other")], &found);
    assert!(text.contains("not found:    3: error[x]: other"), "{text}");
    assert!(text.contains("not expected: 2: error[x]: other"), "{text}");
}
