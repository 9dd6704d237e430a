//! Every rule is what its page says: `bad` raises it and nothing else, `good` raises nothing, and the book has the
//! page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specc::diagnostic::{RuleClass, RuleInfo};
use specc::text::{FileId, Source};

use crate::update::{same_or_updated, updating};

mod mends;

/// The spec that completes the examples, which show only what they are about.
const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

#[test]
fn every_rule_has_an_id_that_is_its_own() {
    let mut ids = BTreeSet::new();
    for rule in specc::rules::all() {
        let kebab = rule.id.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        });
        assert!(kebab, "{} is not in kebab case", rule.id);
        assert!(ids.insert(rule.id), "{} stands twice", rule.id);
    }
    assert!(ids.len() > 30, "only {} rules are registered", ids.len());
}

#[test]
fn every_rule_is_documented() {
    for rule in specc::rules::all() {
        let id = rule.id;
        assert!(!rule.summary.is_empty(), "{id} has no summary");
        assert!(!rule.summary.contains('\n'), "{id}: summary is one line");
        assert!(
            !rule.summary.ends_with('.'),
            "{id}: summary ends in a period"
        );
        assert!(rule.why.len() > 60, "{id} does not say why");
        if specc::rules::not_shown(rule).is_some_and(|reason| reason.len() > 10) {
            assert!(rule.good.is_empty(), "{id}: good without bad");
            continue;
        }
        assert!(!rule.bad.trim().is_empty(), "{id} has no bad example");
        assert!(!rule.good.trim().is_empty(), "{id} has no good example");
        assert_ne!(rule.bad, rule.good, "{id}: good is bad");
    }
}

#[test]
fn bad_examples_raise_their_rule_and_good_ones_nothing() {
    let mut complaints = Vec::new();
    for rule in specc::rules::all() {
        if specc::rules::not_shown(rule).is_some() {
            continue;
        }
        let raised_by: &dyn Fn(&str) -> Vec<(&'static str, String)> = match rule.class {
            RuleClass::Language | RuleClass::Lint => &|example: &str| raised_by(example, rule.id),
            RuleClass::Config => &raised_by_configuration,
            RuleClass::Emission => &raised_by_emission,
            RuleClass::Change => unreachable!("its examples take two specs"),
        };
        let raised_by = |example: &str| {
            let mut raised = raised_by(example);
            raised.retain(|(id, _)| *id == rule.id || *id != specc::emit::LOSSY.id);
            raised
        };
        let raised = raised_by(rule.bad);
        let expected = BTreeSet::from([rule.id]);
        let ids: BTreeSet<&str> = raised.iter().map(|(id, _)| *id).collect();
        if ids != expected {
            complaints.push(format!("{}: bad raises {raised:#?}", rule.id));
        }
        let raised = raised_by(rule.good);
        if !raised.is_empty() {
            complaints.push(format!("{}: good raises {raised:#?}", rule.id));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// The rules that an example raises, with their messages.
fn raised_by(example: &str, rule: &str) -> Vec<(&'static str, String)> {
    let (spec, files) = specc::rules::parts(example);
    let source = Source::new(FileId(0), "plugin.spec.yaml", completed(spec));
    let folder = Files(files);
    let mut request = specc::workspace::Request::default();
    // A rule of a group that is off runs where somebody asks for it.
    if let Some(lint) = specc::lint::RULES.iter().find(|lint| lint.info.id == rule) {
        request
            .levels
            .set(rule, specc::lint::Level::On(lint.info.severity));
    }
    specc::workspace::analyse_with(&source, &request, &folder)
        .diagnostics
        .iter()
        .map(|found| (found.rule.id, found.message.clone()))
        .collect()
}

/// What lies beside an example.
struct Files<'a>(Vec<(&'a str, &'a str)>);

impl specc::lint::Folder for Files<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let (_, text) = self.0.iter().find(|(name, _)| *name == path)?;
        Some(text.as_bytes().to_vec())
    }

    fn has(&self, path: &str) -> bool {
        self.0.iter().any(|(name, _)| *name == path)
    }

    fn is_known(&self) -> bool {
        !self.0.is_empty()
    }
}

/// The rules that emitting an example as each target raises, with the messages. An example of misuse may show what some
/// hosts have no counterpart for: that is told of by a rule of its own, whose example raises it and nothing else.
fn raised_by_emission(example: &str) -> Vec<(&'static str, String)> {
    let source = Source::new(FileId(0), "plugin.spec.yaml", completed(example));
    let checked = specc::check(&source);
    let plugin = checked.plugin.expect("the example has a model");
    let options = specc::emit::Options::default();
    let mut raised: Vec<_> = checked.diagnostics.iter().cloned().collect();
    for target in specc::emit::TARGETS {
        let (_, found) = specc::emit(&plugin, target, &options);
        raised.extend(found.iter().cloned());
    }
    raised
        .iter()
        .map(|found| (found.rule.id, found.message.clone()))
        .collect()
}

/// The rules that a `specc.toml` raises, beside a page and a logo.
fn raised_by_configuration(example: &str) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let folder = camino::Utf8Path::from_path(folder.path()).unwrap();
    std::fs::write(folder.join("specc.toml"), example).unwrap();
    std::fs::write(folder.join("about.md"), "Who we are.").unwrap();
    specc::workspace::configuration::read(Some(&folder.join("specc.toml")))
        .unwrap()
        .diagnostics
        .iter()
        .map(|found| (found.rule.id, found.message.clone()))
        .collect()
}

/// The example after those top-level sections of the minimal spec that it has not. A line `# omit: key` leaves out one
/// more.
fn completed(example: &str) -> String {
    let has: BTreeSet<&str> = example
        .lines()
        .filter_map(|line| line.strip_prefix("# omit: ").or(top_level_key(line)))
        .collect();
    let mut text = String::new();
    let mut wanted = true;
    for line in MINIMAL.lines() {
        if let Some(key) = top_level_key(line) {
            wanted = !has.contains(key);
        }
        if wanted {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + example
}

fn top_level_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let legal = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    legal.then_some(key)
}

#[test]
fn the_book_has_a_page_for_every_rule() {
    let rules = specc::rules::all();
    let folder = root().join("book/src/rules");
    let mut pages: BTreeSet<PathBuf> = BTreeSet::new();
    for rule in &rules {
        let path = folder.join(format!("{}.md", rule.id));
        same_or_updated(&path, &specc::rules::page(rule));
        pages.insert(path);
    }
    same_or_updated(&root().join("book/src/rules.md"), &index(&rules));
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if !pages.contains(&path) {
            assert!(updating(), "{} is the page of no rule", path.display());
            std::fs::remove_file(&path).unwrap();
        }
    }

    let path = root().join("book/src/SUMMARY.md");
    let summary = std::fs::read_to_string(&path).unwrap();
    same_or_updated(&path, &with_rules(&summary, &rules));
}

/// The list of all rules.
fn index(rules: &[&RuleInfo]) -> String {
    let mut page = String::from(
        "# Rules\n\nEach finding names its rule. `specc explain RULE` prints the same page on the command line.\n",
    );
    for class in RuleClass::ALL {
        page.push_str(&format!(
            "\n## {}\n\n{}.\n\n| rule | level | finds |\n|---|---|---|\n",
            class.heading(),
            match class {
                RuleClass::Language => "Always on; no comment allows them",
                RuleClass::Lint => "Can be allowed on a line, with a reason",
                RuleClass::Emission => "What `specc emit` says of a target",
                RuleClass::Change => "What `specc check --against` and `specc diff` say of two versions. Can be allowed on a line, with a reason",
                RuleClass::Config => "What can be wrong with a [configuration](guide/configuration.md) and that of a [website](guide/site.md); always on",
            }
        ));
        for rule in rules.iter().filter(|rule| rule.class == class) {
            page.push_str(&format!(
                "| [`{id}`](rules/{id}.md) | {} | {} |\n",
                rule.severity.as_str(),
                rule.summary,
                id = rule.id,
            ));
        }
    }
    page
}

/// The book's table of contents with one line per rule below the line of the list of rules.
fn with_rules(summary: &str, rules: &[&RuleInfo]) -> String {
    let mut text = String::new();
    let mut found = false;
    for line in summary.lines() {
        if line.trim_start().starts_with("- [") && line.contains("](rules/") {
            continue;
        }
        text.push_str(line);
        text.push('\n');
        if line.ends_with("(rules.md)") {
            found = true;
            let indent = line.len() - line.trim_start().len() + 2;
            for rule in rules {
                let space = " ".repeat(indent);
                text.push_str(&format!("{space}- [{id}](rules/{id}.md)\n", id = rule.id));
            }
        }
    }
    assert!(found, "SUMMARY.md has no line `- [Rules](rules.md)`");
    text
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
