//! The target `samples`, and the commands `sample` and `info`, as a user runs them.

use std::process::{Command, Output};

use camino::Utf8Path;
use serde_json::Value;
use specc::emit::{self, Options};
use specc::model::Plugin;
use specc::output::OutputTree;

use crate::support;
use crate::update::same_or_updated;

const EXAMPLE: &str = "fixtures/example/plugin.spec.yaml";

fn specc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(support::root())
        .output()
        .unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = specc(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn emitted(plugin: &Plugin, target: &str) -> OutputTree {
    let mut tree = OutputTree::new();
    let target = emit::target(target).expect("the target is registered");
    (target.emit)(plugin, &Options::default(), &mut tree);
    tree
}

fn text(tree: &OutputTree, path: &str) -> String {
    let file = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn sample_prints_what_the_target_writes() {
    let mut messages = 0;
    for path in support::fixtures() {
        let analysis = support::analyse(&path);
        let plugin = analysis
            .plugin
            .unwrap_or_else(|| panic!("{path}: no model"));
        let tree = emitted(&plugin, "samples");
        assert_eq!(tree.len(), plugin.operations().count() + 1);
        let file = |operation: &specc::model::Operation| {
            let kind = operation.kind.plural();
            format!(
                "{kind}/{}.json",
                specc::render::file_name::stem(&operation.name)
            )
        };
        // The commands refuse a spec with errors, as the fixture of hostile names is one.
        let shown = plugin
            .operations()
            .filter(|_| !analysis.diagnostics.has_errors());
        for operation in shown {
            let kind = operation.kind.singular();
            let printed = stdout(&[
                "sample",
                path.as_str(),
                "--kind",
                kind,
                "--",
                &operation.name,
            ]);
            assert_eq!(printed, text(&tree, &file(operation)));
            let message: Value = serde_json::from_str(&printed).unwrap();
            assert_eq!(message["body"][kind], operation.name.as_str());
            messages += 1;
        }
    }
    assert!(messages > 5, "{messages}");
}

#[test]
fn zero_and_full_change_the_values() {
    let connection = |flag: &str| -> Value {
        let message = stdout(&["sample", EXAMPLE, "say_goodbye", flag]);
        let message: Value = serde_json::from_str(&message).unwrap();
        message["body"]["connection"].clone()
    };
    let zero = serde_json::json!({"hostname": "", "port": 0, "username": ""});
    assert_eq!(connection("--zero"), zero);
    assert_eq!(connection("--full")["port"], 80);
}

#[test]
fn an_unknown_name_ends_with_status_2_and_names_the_nearest() {
    let output = specc(&["sample", EXAMPLE, "say_godbye"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("did you mean say_goodbye?"), "{errors}");
    assert!(errors.contains("triggers: emit_greeting"), "{errors}");
}

#[test]
fn info_prints_the_tree() {
    let tree = stdout(&["info", EXAMPLE]);
    assert_eq!(
        tree,
        "Name:        example (Example)\n\
         Vendor:      acme\n\
         Version:     1.0.0\n\
         Description: Greets people and says goodbye to them\n\
         \n\
         Triggers (1):\n\
         └── emit_greeting (Greets somebody every few seconds)\n\
         \n\
         Actions (1):\n\
         └── say_goodbye (Says goodbye to a person)\n"
    );
    let coloured = stdout(&["info", "--color", "always", EXAMPLE]);
    assert!(coloured.contains("\u{1b}["));
}

/// In the book's reference, a JSON block below `<!-- shows: example FILE -->` or `<!-- shows: example sample NAME -->`
/// is what the example plugin gives. `SPECC_UPDATE=1` rewrites the blocks.
#[test]
fn the_book_shows_what_is_made() {
    let plugin = support::model(&support::root().join(EXAMPLE));
    let schemas = emitted(&plugin, "jsonschema");
    let samples = emitted(&plugin, "samples");
    for chapter in ["jsonschema.md", "samples.md"] {
        let path = support::root().join("book/src/reference").join(chapter);
        let page = std::fs::read_to_string(&path).unwrap();
        let written = with_blocks(&page, |shown| match shown.strip_prefix("sample ") {
            Some(name) => text(&samples, &format!("actions/{name}.json")),
            None => text(&schemas, shown),
        });
        same_or_updated(path.as_std_path(), &written);
    }
}

/// The page with each marked block filled in.
fn with_blocks(page: &str, content: impl Fn(&str) -> String) -> String {
    const MARK: &str = "<!-- shows: example ";
    const OPEN: &str = "```json\n";
    let mut written = String::new();
    let mut rest = page;
    let mut blocks = 0;
    while let Some(start) = rest.find(MARK) {
        let shown = &rest[start + MARK.len()..];
        let shown = &shown[..shown.find(" -->").expect("the mark ends")];
        let block = start + rest[start..].find(OPEN).expect("a block follows") + OPEN.len();
        let end = block + rest[block..].find("```").expect("the block ends");
        written += &rest[..block];
        written += &content(shown);
        rest = &rest[end..];
        blocks += 1;
    }
    assert!(blocks > 0, "no marked block");
    written + rest
}

#[test]
fn a_spec_with_errors_gives_findings_and_no_sample() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let spec = folder.join("plugin.spec.yaml");
    let good = std::fs::read_to_string(support::root().join(EXAMPLE)).unwrap();
    let bad = good.replace("type: person", "type: persn");
    assert_ne!(good, bad);
    std::fs::write(&spec, bad).unwrap();
    for command in [
        vec!["info", spec.as_str()],
        vec!["sample", spec.as_str(), "say_goodbye"],
    ] {
        let output = specc(&command);
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(output.stdout.is_empty());
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("persn"), "{errors}");
    }
}
