//! Runs the incumbent's validators over the corpus and compares, finding by finding, what specc reports of the same plugins.
//! `book/src/reference/icon-validate.md` tells the differences.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde::Deserialize;
use specc::diagnostic::Severity;
use specc::lint::{Folder, Level};
use specc::text::{FileId, Source};
use specc::workspace::{self, Request};

use crate::support::{absent, corpus, root};

/// Validator, a part of what it says, and the rule that reports the same.
const COUNTERPARTS: &[(&str, &str, &str)] = &[
    (
        "AcronymValidator",
        "in plugin.spec.yaml",
        "lowercase-acronym",
    ),
    ("AcronymValidator", "in help.md", "lowercase-help-acronym"),
    ("ChangelogValidator", "Version", "stale-help-history"),
    (
        "CloudReadyConnectionCredentialTokenValidator",
        "",
        "cloud-token-connection",
    ),
    ("DefaultValueValidator", "", "implausible-address"),
    ("DescriptionValidator", "500 character", "long-description"),
    (
        "DescriptionValidator",
        "ends with a period",
        "description-period",
    ),
    (
        "DescriptionValidator",
        "lower case",
        "lowercase-description",
    ),
    ("DescriptionValidator", "missing", "missing-description"),
    ("EnableCacheValidator", "", "missing-cache"),
    ("EncodingValidator", "", "non-ascii-text"),
    ("ExampleInputValidator", "", "missing-example"),
    (
        "HelpExampleValidator",
        "Invalid JSON",
        "malformed-help-example",
    ),
    (
        "HelpExampleValidator",
        "Improperly formatted",
        "misindented-help-example",
    ),
    (
        "HelpInputOutputValidator",
        "plugin.spec is missing",
        "missing-example",
    ),
    ("HelpInputOutputValidator", "violations", "stale-help-table"),
    (
        "HelpInputOutputValidator",
        "could be missing",
        "unhelped-operation",
    ),
    ("HelpValidator", "list of Links", "missing-help-link"),
    (
        "HelpValidator",
        "list of Key Features",
        "missing-help-feature",
    ),
    (
        "HelpValidator",
        "remove duplicates",
        "duplicate-help-heading",
    ),
    ("HelpValidator", "missing title", "unhelped-operation"),
    ("HelpValidator", "missing header", "missing-help-heading"),
    ("Icon", "", "unfit-icon"),
    ("RequiredKeysValidator", "", "missing-marketplace-key"),
    ("RequiredValidator", "", "missing-required"),
    ("SpecPropertiesValidator", "", "foreign-field-key"),
    ("SupportValidator", "", "unknown-support"),
    (
        "SupportedVersionValidator",
        "",
        "missing-supported-versions",
    ),
    ("TagValidator", "", "too-few-tags"),
    ("TitleValidator", "lowercase", "title-case"),
    ("TitleValidator", "too long", "long-title"),
    ("UseCaseValidator", "Invalid use cases", "unknown-use-case"),
    ("UseCaseValidator", "Empty", "missing-use-case"),
    ("UseCaseValidator", "reserved", "use-case-keyword"),
    ("VendorValidator", "", "unconventional-vendor"),
    ("VersionValidator", "", "early-version"),
];

/// What the incumbent says, a thing each.
#[derive(Deserialize)]
struct Said {
    plugin: String,
    validator: String,
    message: String,
}

/// The folder of a published plugin.
struct Beside<'a>(&'a camino::Utf8Path);

impl Folder for Beside<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.0.join(path)).ok()
    }

    fn has(&self, path: &str) -> bool {
        self.0.join(path).is_file()
    }

    fn is_known(&self) -> bool {
        true
    }
}

#[test]
fn what_the_incumbent_finds_is_found() {
    let Some(specs) = corpus() else {
        return;
    };
    let python = root().join(".tools/incumbent/bin/python");
    if !python.exists() {
        return absent("the incumbent validator");
    }
    // The incumbent takes half a minute for all.
    let every = if std::env::var_os("SPECC_FULL").is_some() {
        1
    } else {
        3
    };
    let folders: Vec<&camino::Utf8Path> = specs
        .iter()
        .step_by(every)
        .filter_map(|spec| spec.parent())
        .collect();
    let output = Command::new(python)
        .arg("-B")
        .arg(root().join("tests/hosts/insightconnect/icon_validate.py"))
        .args(&folders)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}");
    let said: Vec<Said> = serde_json::from_slice(&output.stdout).unwrap();

    let mut ours: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut request = Request::default();
    request
        .levels
        .set("insightconnect", Level::On(Severity::Warning));
    for folder in &folders {
        let path = folder.join("plugin.spec.yaml");
        let source = Source::new(
            FileId(0),
            path.clone(),
            std::fs::read_to_string(&path).unwrap(),
        );
        let analysis = workspace::analyse_with(&source, &request, &Beside(folder));
        for found in &analysis.diagnostics {
            let plugin = folder.file_name().unwrap().to_owned();
            *ours.entry((plugin, found.rule.id)).or_default() += 1;
        }
    }
    let mut theirs: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for one in &said {
        let rule = COUNTERPARTS
            .iter()
            .find(|(validator, part, _)| *validator == one.validator && one.message.contains(part));
        let rule = rule.map_or("no counterpart", |(_, _, rule)| *rule);
        let key = (one.validator.as_str(), rule, one.plugin.as_str());
        *theirs.entry(key).or_default() += 1;
    }
    let mut by_rule: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for ((validator, rule, plugin), count) in theirs {
        let reported = ours
            .get(&(plugin.to_owned(), rule))
            .copied()
            .unwrap_or_default();
        let sums = by_rule.entry((validator, rule)).or_default();
        sums.0 += count;
        sums.1 += count.min(reported);
        if reported < count {
            missed.push(format!("{plugin}: {validator} {count}, {rule} {reported}"));
        }
    }
    let (mut all, mut same) = (0, 0);
    for ((validator, rule), (count, reported)) in by_rule {
        println!("{validator}: {count} found, {reported} by {rule}");
        all += count;
        same += reported;
    }
    println!(
        "{same} of {all} in {} plugins; missed: {missed:#?}",
        folders.len()
    );
    assert!(all > 100, "the incumbent found only {all} things");
    assert!(
        same * 100 >= all * 98,
        "{same} of {all}; missed: {missed:#?}"
    );
}
