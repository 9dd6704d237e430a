//! `plugin.json`: what is emitted is read back by the dialect of the same name, and what is published is emitted again.

use std::collections::BTreeSet;
use std::path::Path;

use camino::Utf8Path;
use serde_json::{Value, json};
use specc::model::Plugin;
use specc::text::{FileId, Source};

use super::{FIXTURES, actions, calls, emit, tools};
use crate::skeleton::fixture;
use crate::support::{self, analyse, model};

fn names<'a>(fields: impl IntoIterator<Item = &'a specc::model::Field>) -> BTreeSet<&'a str> {
    fields
        .into_iter()
        .map(|field| field.name.as_str())
        .collect()
}

/// Each `plugin.json` of a plugin gives, read again, the parameters of its action.
fn reads_back(plugin: &Plugin, folder: &Path) {
    let folders = actions(&[folder.to_path_buf()]);
    assert_eq!(folders.len(), plugin.actions.len());
    let titles: BTreeSet<&str> = plugin.actions.iter().map(|it| it.title.as_str()).collect();
    for folder in folders {
        let path = Utf8Path::from_path(&folder).unwrap().join("plugin.json");
        let analysis = analyse(&path);
        let errors: Vec<&str> = analysis
            .diagnostics
            .iter()
            .filter(|found| found.rule.class != specc::diagnostic::RuleClass::Lint)
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(errors, [""; 0], "{path}");
        let read = analysis.plugin.unwrap();
        let read = &read.actions[0];
        assert!(titles.contains(read.title.as_str()), "{path}");
        let same = plugin.actions.iter().any(|action| {
            let is_required = |it: &&specc::model::Field| it.required && it.default.is_none();
            names(&action.input) == names(&read.input)
                && names(&action.output) == names(&read.output)
                && names(action.input.iter().filter(is_required))
                    == names(read.input.iter().filter(|it| it.required))
                && action.title == read.title
        });
        assert!(
            same,
            "{path}: {:?} {:?}",
            names(&read.input),
            names(&read.output)
        );
        let beside = std::fs::read(folder.join("src/plugin.json")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), beside);
    }
}

#[test]
fn what_is_emitted_is_read_back() {
    for name in FIXTURES {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        reads_back(&model(&fixture(name)), folder.path());
    }
    let Some(specs) = support::corpus() else {
        return;
    };
    for spec in specs.iter().step_by(9) {
        let folder = tempfile::tempdir().unwrap();
        emit(spec, folder.path());
        reads_back(&model(spec), folder.path());
    }
}

/// Writes a `plugin.json` as it is published, and emits it again.
fn published(manifest: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.json");
    std::fs::write(&path, format!("{manifest:#}\n")).unwrap();
    emit(&path, &folder.path().join("out"));
    folder
}

#[test]
fn published_plugins_keep_what_their_host_knows_them_by() {
    let of_2020 = json!({
        "code": "console_log",
        "name": "Console Logger",
        "description": "Prints a message",
        "file": "console_log.js",
        "function_name": "console_log",
        "required_parameters": ["message"],
        "info": { "author": { "name": "Ada", "url": "https://example.com" }, "keywords": ["log"], "version": "1.0.0", "updated": "2020-10-01" },
    });
    let of_today = json!({
        "code": "modifyRecord",
        "name": "Modify record",
        "description": "Writes to a table",
        "required_parameters": ["<tableName>", "tableName"],
        "optional_parameters": ["...values", "tableName", "matchField", "<Any field name>"],
        "output_properties": ["<tableName>", "success"],
    });
    for (manifest, folder_name) in [
        (of_2020, "action_console_log"),
        (of_today, "action_modify_record"),
    ] {
        let folder = published(&manifest);
        let emitted = folder
            .path()
            .join("out")
            .join(folder_name)
            .join("plugin.json");
        let emitted: Value = serde_json::from_slice(&std::fs::read(emitted).unwrap()).unwrap();
        for (key, value) in manifest.as_object().unwrap() {
            let set = |value: &Value| -> BTreeSet<String> {
                let items = value.as_array().unwrap().iter();
                items
                    .map(|item| item.as_str().unwrap().to_owned())
                    .collect()
            };
            if key == "optional_parameters" {
                // What is required is not optional too.
                let mut expected = set(value);
                expected.remove("tableName");
                assert_eq!(set(&emitted[key]), expected);
            } else if value.is_array() {
                assert_eq!(set(&emitted[key]), set(value), "{key}");
            } else {
                assert_eq!(emitted[key], *value, "{key}");
            }
        }
        if tools().is_some() {
            for form in calls::FORMS {
                calls::samples_are_answered(form, &folder.path().join("out"));
            }
        }
    }
}

#[test]
fn names_that_are_patterns_let_further_parameters_through() {
    let folder = published(&json!({
        "code": "copy", "name": "Copy", "description": "Copies",
        "required_parameters": ["id", "...values"], "optional_parameters": [], "output_properties": ["<name>"],
    }));
    let out = folder.path().join("out");
    let source = out.join("action_copy/src");
    let schema = std::fs::read_to_string(source.join("schema.ts")).unwrap();
    assert_eq!(schema.matches("  [name: string]: unknown;\n").count(), 1);
    assert!(schema.contains("export type Output = Record<string, unknown>;"));
    let Some(tools) = tools() else { return };
    let work = std::fs::read_to_string(source.join("copy.ts")).unwrap();
    let work = work.replace("return {};", "return { ...input, first: input.anything };");
    std::fs::write(source.join("copy.ts"), work).unwrap();
    super::link(
        &tools.join("node_modules"),
        &out.join("action_copy/node_modules"),
    );
    crate::skeleton::must(
        super::tsc(tools).args(["-p", "."]),
        &out.join("action_copy"),
    );
    for form in calls::FORMS {
        let parameters = json!({ "id": 1, "anything": [2], "toString": 3 });
        let output = calls::output(form, &out, "copy", &parameters);
        let expected = json!({ "id": 1, "anything": [2], "toString": 3, "first": [2] });
        assert_eq!(output, expected);
    }
}

/// What is wrong with the settings of a spec, each with the text that it points at.
fn findings(settings: &str, actions: &[&str]) -> Vec<(String, String)> {
    let actions: String = actions
        .iter()
        .map(|name| format!("  {name}:\n    title: {name}\n    description: Does something\n"))
        .collect();
    let text = std::fs::read_to_string(fixture("minimal")).unwrap();
    let (head, _) = text.split_once("actions:").unwrap();
    let text = format!("{head}targets:\n  conforma:\n{settings}actions:\n{actions}");
    let source = Source::new(FileId(0), "plugin.spec.yaml", text.as_str());
    let checked = specc::check(&source);
    assert!(
        !checked.diagnostics.has_errors(),
        "{:?}",
        checked.diagnostics
    );
    let target = specc::emit::target("conforma").unwrap();
    let (tree, found) = specc::emit(&checked.plugin.unwrap(), target, &Default::default());
    assert_eq!(tree.is_empty(), found.has_errors());
    let of = |found: &specc::diagnostic::Diagnostic| {
        let span = found.primary.span;
        let place = &text[span.start as usize..span.end as usize];
        (found.message.clone(), place.to_owned())
    };
    found.iter().map(of).collect()
}

#[test]
fn misuse_of_the_settings_is_told_at_its_place() {
    for (settings, actions, expected) in [
        ("    code: a\n", &["a"][..], vec![]),
        (
            "    code: a\n    file: b.js\n",
            &["a", "b"],
            vec![
                ("`code` is that of one action, and the spec has 2", "code"),
                ("`file` is that of one action, and the spec has 2", "file"),
            ],
        ),
        (
            "    actions:\n      a: { code: x }\n      b: { code: x }\n",
            &["a", "b"],
            vec![("the code `x` is that of another action", "x")],
        ),
        (
            "    function_name: action\n    file: Schema.js\n",
            &["a"],
            vec![
                (
                    "`Schema.js` cannot be the script of the host of 2020",
                    "Schema.js",
                ),
                (
                    "`action` cannot be the function of the host of 2020",
                    "action",
                ),
            ],
        ),
    ] {
        let expected: Vec<(String, String)> = expected
            .into_iter()
            .map(|(message, place)| (message.to_owned(), place.to_owned()))
            .collect();
        assert_eq!(findings(settings, actions), expected);
    }
}

#[test]
fn published_names_that_cannot_be_kept_are_told_at_their_place() {
    let manifest = json!({
        "code": "copy", "name": "Copy", "description": "Copies", "required_parameters": [],
        "file": "../copy.js", "function_name": "copy-it",
    });
    let text = manifest.to_string();
    let source = Source::new(FileId(0), "plugin.json", text.as_str());
    let plugin = specc::check(&source).plugin.unwrap();
    let target = specc::emit::target("conforma").unwrap();
    let (tree, found) = specc::emit(&plugin, target, &specc::emit::Options::default());
    assert!(tree.is_empty());
    let places = found.iter().map(|found| {
        let span = found.primary.span;
        &text[span.start as usize..span.end as usize]
    });
    assert_eq!(
        places.collect::<Vec<_>>(),
        ["\"../copy.js\"", "\"copy-it\""]
    );
}
