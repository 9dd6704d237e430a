//! Every mend that the examples of the rules' pages are offered does what it says and nothing else.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;
use specc::diagnostic::{Diagnostic, Fix, RuleClass, RuleInfo};
use specc::fix;
use specc::lint::{self, Level};
use specc::model::Plugin;
use specc::text::{FileId, Source};
use specc::workspace::{Request, analyse_with};

use super::{Files, completed};

/// A spec, read with a rule switched on.
struct Read {
    found: Vec<Diagnostic>,
    plugin: Option<Plugin>,
}

/// Whether its level can be set.
fn is_lint(rule: &RuleInfo) -> bool {
    lint::RULES.iter().any(|lint| lint.info.id == rule.id)
}

fn read(text: &str, files: &[(&str, &str)], rule: &RuleInfo) -> Read {
    let mut request = Request::default();
    if is_lint(rule) {
        request.levels.set(rule.id, Level::On(rule.severity));
    }
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    let analysis = analyse_with(&source, &request, &Files(files.to_vec()));
    Read {
        found: analysis.diagnostics.iter().cloned().collect(),
        plugin: analysis.plugin,
    }
}

impl Read {
    fn count(&self, rule: &str) -> usize {
        self.found.iter().filter(|it| it.rule.id == rule).count()
    }

    fn mends_of(&self, rule: &str) -> Vec<&Fix> {
        let of_rule = self.found.iter().filter(|it| it.rule.id == rule);
        of_rule.flat_map(|it| &it.fixes).collect()
    }

    fn model(&self) -> Value {
        serde_json::to_value(&self.plugin).unwrap()
    }
}

/// Where two models differ, as paths without the numbers of lists.
fn differences(one: &Value, other: &Value, path: &str, found: &mut BTreeSet<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys {
                let member = |of: &serde_json::Map<String, Value>| of.get(key).cloned();
                let (one, other) = (member(one), member(other));
                let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
                differences(&one, &other, &format!("{path}/{key}"), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (one, other) in one.iter().zip(other) {
                differences(one, other, path, found);
            }
        }
        _ if one == other => {}
        _ => {
            found.insert(path.to_owned());
        }
    }
}

/// What a mend is there to change in the model. Of rules that are not named no mend changes anything: what was read as
/// meant before is written as meant then.
const CHANGES: [(&str, &[&str]); 33] = [
    ("bad-indentation", &["/keywords"]),
    ("description-period", &["/actions/description"]),
    ("forbidden-character", &["/description"]),
    ("foreign-extension", &["/extension"]),
    ("invalid-escape", &["/description"]),
    ("lowercase-acronym", &["/actions/description"]),
    ("lowercase-description", &["/actions/description"]),
    ("lowercase-title", &["/actions/title"]),
    ("malformed-type", &["/actions/input/type"]),
    ("missing-cache", &["/enable_cache"]),
    ("missing-colon", &["/title"]),
    ("missing-space", &["/title"]),
    ("mistyped-default", &["/actions/input/default"]),
    ("needless-cache", &["/enable_cache"]),
    ("non-ascii-text", &["/actions/description"]),
    ("padded-text", &["/actions/description"]),
    ("plain-http-link", &["/resources/vendor_url"]),
    ("required-not-boolean", &["/actions/input/required"]),
    ("tab-indentation", &["/tags"]),
    ("text-after-bracket", &["/description"]),
    ("text-after-quote", &["/description"]),
    ("title-case", &["/actions/title"]),
    ("title-period", &["/actions/title"]),
    ("unclosed-quote", &["/description"]),
    ("unconventional-vendor", &["/vendor"]),
    ("undefined-anchor", &["/description"]),
    (
        "unknown-name",
        &[
            "/targets/lms/actions/look_up",
            "/targets/lms/actions/look_upp",
        ],
    ),
    ("unknown-support", &["/support"]),
    ("unknown-type", &["/actions/input/type"]),
    ("unknown-use-case", &["/use_cases"]),
    ("unquoted-character", &["/description"]),
    ("unquoted-colon", &["/description"]),
    // Its lines have other places; no line is another.
    (
        "unordered-history",
        &["/version_history/changes", "/version_history/version"],
    ),
];

/// Mends that are offered for other misuse than that of the page.
const FURTHER: [(&str, &str); 3] = [
    (
        "missing-cache",
        "enable_cache: false\ntriggers:\n  arrived:\n    title: Arrived\n    description: A host arrived\n",
    ),
    ("unknown-support", "support: Komand\n"),
    ("unknown-support", "support: comunity\n"),
];

/// The misuse that mends are looked for in.
fn examples() -> Vec<(&'static RuleInfo, &'static str)> {
    let rules = specc::rules::all();
    let further = FURTHER.map(|(id, example)| {
        let rule = rules.iter().find(|rule| rule.id == id);
        (*rule.unwrap(), example)
    });
    rules
        .into_iter()
        .filter(|rule| matches!(rule.class, RuleClass::Language | RuleClass::Lint))
        .filter(|rule| specc::rules::not_shown(rule).is_none())
        .map(|rule| (rule, rule.bad))
        .chain(further)
        .collect()
}

/// Says what is wrong with a text that was mended.
fn complaints(rule: &RuleInfo, before: &Read, after: &Read, silences: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let left = after.count(rule.id);
    if left >= before.count(rule.id) || (silences && left > 0) {
        wrong.push(format!("{left} findings stay"));
    }
    for finding in &after.found {
        if after.count(finding.rule.id) > before.count(finding.rule.id) {
            wrong.push(format!("is found now: {}", finding.message));
        }
    }
    if after.plugin.is_none() {
        wrong.push("there is no model".to_owned());
    }
    if before.plugin.is_some() {
        let mut changed = BTreeSet::new();
        differences(&before.model(), &after.model(), "", &mut changed);
        let meant = CHANGES.iter().find(|(id, _)| *id == rule.id);
        let meant: BTreeSet<String> = meant
            .into_iter()
            .flat_map(|(_, paths)| paths.iter().map(|path| (*path).to_owned()))
            .collect();
        if changed != meant {
            wrong.push(format!("changes {changed:?} in place of {meant:?}"));
        }
    }
    let id = rule.id;
    wrong.into_iter().map(|it| format!("{id}: {it}")).collect()
}

#[test]
fn every_mend_does_what_it_is_for_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut mended = BTreeSet::new();
    for (rule, example) in examples() {
        let (spec, files) = specc::rules::parts(example);
        let text = completed(spec);
        let before = read(&text, &files, rule);
        for mend in before.mends_of(rule.id) {
            mended.insert(rule.id);
            let after = fix::apply(&text, &[mend]);
            let after = read(&after, &files, rule);
            wrong.extend(complaints(rule, &before, &after, false));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(mended.len() > 40, "{mended:?}");
    let named = CHANGES.iter().map(|(id, _)| *id);
    let idle: Vec<&str> = named.filter(|id| !mended.contains(id)).collect();
    assert!(idle.is_empty(), "{idle:?} have no mends");
}

#[test]
fn check_fix_mends_every_example_for_which_there_is_a_mend() {
    let mut wrong = Vec::new();
    let mut mended = 0;
    for (rule, example) in examples() {
        let (spec, files) = specc::rules::parts(example);
        let text = completed(spec);
        let before = read(&text, &files, rule);
        let has_mends = |found: &&Diagnostic| found.rule.id == rule.id && !found.fixes.is_empty();
        let count = before.found.iter().filter(has_mends).count();
        if count == 0 {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("plugin.spec.yaml", &text);
        for (name, text) in &files {
            write(name, text);
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
        command.args(["check", "--fix", "--unsafe-fixes", "plugin.spec.yaml"]);
        if is_lint(rule) {
            command.args(["--warn", rule.id]);
        }
        let output = command.current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        if !said.starts_with("mended ") {
            wrong.push(format!("{}: not mended: {said}", rule.id));
            continue;
        }
        let after = std::fs::read_to_string(folder.path().join("plugin.spec.yaml")).unwrap();
        let after = read(&after, &files, rule);
        let silences = count == before.count(rule.id);
        wrong.extend(complaints(rule, &before, &after, silences));
        mended += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(mended > 40, "{mended}");
}

#[test]
fn mends_of_settings_do_what_they_are_for() {
    let read = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = camino::Utf8Path::from_path(folder.path()).unwrap();
        let write = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
        write("specc.toml", text);
        write("about.md", "Who we are.");
        let found = specc::workspace::configuration::read(Some(&path.join("specc.toml"))).unwrap();
        let found: Vec<Diagnostic> = found.diagnostics.iter().cloned().collect();
        found
    };
    let mut mended = 0;
    for rule in specc::rules::all() {
        if rule.class != RuleClass::Config || specc::rules::not_shown(rule).is_some() {
            continue;
        }
        let found = read(rule.bad);
        for mend in found.iter().flat_map(|it| &it.fixes) {
            let after = fix::apply(rule.bad, &[mend]);
            let left = read(&after);
            assert_eq!(
                left.len(),
                found.len() - 1,
                "{}: {after}\n{left:?}",
                rule.id
            );
            mended += 1;
        }
    }
    assert!(mended > 0);
}
