//! `specc schema`: the JSON Schema of spec files accepts what the checker has nothing against, and refuses the faults
//! of shape that a schema can express.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use jsonschema::Validator;
use serde_json::Value;
use specc::dialect::{self, DIALECTS, Dialect};
use specc::text::{FileId, Source};
use specc::yaml::{self, Limits};

use crate::seeded::defects;
use crate::support;

/// Rules whose every finding is also one of the schema's: keys, kinds of value, and closed lists of words.
const EXPRESSED: &[&str] = &[
    "empty-enum",
    "malformed-type",
    "misspelt-key",
    "missing-key",
    "required-not-boolean",
    "unknown-key",
    "wrong-kind",
];

/// The seeded defects that a schema can see.
const SEEN: &[&str] = &[
    "bad spec version",
    "empty enum",
    "enum that is not a list",
    "list for parameter",
    "malformed type",
    "misspelt key: metadata",
    "misspelt key: operation",
    "misspelt key: parameter",
    "misspelt key: top level",
    "misspelt key: type field",
    "missing key: top level",
    "missing key: type",
    "required that is no boolean",
    "scalar for parameter",
    "wrong kind for list",
    "wrong kind for section",
];

fn validator(dialect: &Dialect) -> Option<Validator> {
    let schema = (dialect.schema?)();
    if let Err(error) = jsonschema::meta::validate(&schema) {
        panic!("{}: {error}", dialect.id);
    }
    let validator = jsonschema::draft202012::new(&schema);
    Some(validator.unwrap_or_else(|error| panic!("{}: {error}", dialect.id)))
}

/// A spec as JSON, as an editor's validator sees it, and its dialect; none where it is no good YAML, so that nothing is
/// validated.
fn read(path: &Utf8Path, text: &str) -> Option<(Value, &'static Dialect)> {
    let source = Source::new(FileId(0), path, text);
    let (document, found) = yaml::parse(&source, &Limits::default());
    if found.has_errors() {
        return None;
    }
    let dialect = dialect::detect(path, &document).expect("a dialect");
    let value = document
        .root
        .as_ref()
        .map_or(Value::Null, dialect::to_value);
    Some((value, dialect))
}

fn specs() -> Vec<camino::Utf8PathBuf> {
    let mut paths = support::fixtures();
    let broken = support::root().join("fixtures/broken");
    let broken = broken.read_dir_utf8().unwrap().flatten();
    paths.extend(
        broken
            .map(|entry| entry.path().to_owned())
            .filter(|path| matches!(path.extension(), Some("yaml" | "json"))),
    );
    paths.extend(support::corpus().unwrap_or_default());
    paths
}

#[test]
fn the_schema_and_the_checker_agree_on_specs() {
    let mut validators = BTreeMap::new();
    for dialect in DIALECTS {
        if let Some(validator) = validator(dialect) {
            validators.insert(dialect.id, validator);
        }
    }
    assert!(validators.contains_key("komand"));
    let mut disagreements = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for path in specs() {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let Some((value, dialect)) = read(&path, &text) else {
            continue;
        };
        let findings = support::analyse(&path).diagnostics;
        let rules: BTreeSet<&str> = findings.iter().map(|one| one.rule.id).collect();
        let found: Vec<String> = validators[dialect.id]
            .iter_errors(&value)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        let expected: Vec<&&str> = EXPRESSED
            .iter()
            .filter(|rule| rules.contains(*rule))
            .collect();
        match (found.is_empty(), expected.is_empty()) {
            (true, true) => accepted += 1,
            (false, false) => refused += 1,
            _ => disagreements.push(format!(
                "{path}: schema {found:.200?}, checker {expected:?}"
            )),
        }
    }
    println!("{accepted} specs accepted by both, {refused} refused by both");
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

#[test]
fn the_schema_refuses_seeded_faults_of_shape() {
    let validator = validator(DIALECTS[0]).expect("a schema");
    let Some(paths) = support::corpus() else {
        return;
    };
    let mut tallies: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (index, path) in paths.iter().enumerate().filter(|(index, _)| index % 8 == 0) {
        let text = std::fs::read_to_string(path).unwrap();
        for defect in defects::of(&text, index as u64) {
            if !SEEN.contains(&defect.kind) {
                continue;
            }
            let (value, _) = read(path, &defect.text).expect("a fault of shape, not of syntax");
            let tally = tallies.entry(defect.kind).or_default();
            tally.0 += 1;
            if validator.is_valid(&value) {
                missed.push(format!("{path}:{}: {}", defect.lines.start(), defect.kind));
            } else {
                tally.1 += 1;
            }
        }
    }
    for (kind, (seeded, refused)) in &tallies {
        println!("{kind:<34}{seeded:>8}{refused:>8}");
    }
    assert_eq!(tallies.len(), SEEN.len(), "{tallies:?}");
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
