//! `specc new`: what it makes has no findings, becomes every target, and runs; nothing that is there is written over.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camino::Utf8Path;
use specc::emit::TARGETS;
use specc::text::{FileId, Source};

use crate::support::files_below;

fn specc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs specc; it must end well. Gives what it printed on standard output.
pub fn made(folder: &Path, arguments: &[&str]) -> String {
    let output = specc(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_new_plugin_has_no_findings_and_becomes_every_target() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), &["new", "bare"]);
    let checked = made(folder.path(), &["check", "--deny-warnings", "bare"]);
    assert!(checked.contains("nothing found"), "{checked}");
    let bare = Utf8Path::from_path(folder.path()).unwrap().join("bare");
    assert_eq!(
        files_below(&bare),
        ["help.md", "icon.png", "plugin.spec.yaml"]
    );
    for target in TARGETS {
        let id = target.id;
        let shown = made(folder.path(), &["new", id, "--target", id]);
        let spec = format!("{id}/plugin.spec.yaml");
        assert!(shown.contains(&format!("specc check {spec}")), "{shown}");
        // What was said to do next changes nothing, as nothing has changed.
        let emit = ["emit", "--check", "--target", id, "--out", id, &spec];
        made(folder.path(), &emit);
        assert!(folder.path().join(id).join("help.md").is_file(), "{id}");
        for picture in target.pictures {
            assert!(folder.path().join(id).join(picture).is_file(), "{id}");
        }
    }
    // Nor does the marketplace ask for more than a new plugin for it has.
    let strict = ["check", "--deny", "insightconnect", "insightconnect"];
    let checked = made(folder.path(), &strict);
    assert!(checked.contains("nothing found"), "{checked}");
    let shown = made(
        folder.path(),
        &["new", "both", "--target", "go,insightconnect"],
    );
    assert!(shown.contains("(cd both/go && "), "{shown}");
    for path in ["go/go.mod", "insightconnect/extension.png", "help.md"] {
        assert!(folder.path().join("both").join(path).is_file(), "{path}");
    }
}

#[test]
fn a_new_plugin_in_python_runs_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["new", "lookup", "--target", "python", "--out", "a 'folder'"];
    let shown = made(folder.path(), &arguments);
    let command = shown
        .lines()
        .find(|line| line.starts_with("  (cd "))
        .unwrap();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let info = text(&output.stdout);
    assert!(
        output.status.success(),
        "{command}: {}",
        text(&output.stderr)
    );
    assert!(info.contains("lookup (Lookup)"), "{info}");
    assert!(
        info.contains("find_host (Finds a host by its name)"),
        "{info}"
    );
}

#[test]
fn comments_say_what_every_key_of_a_new_spec_is_for() {
    let folder = tempfile::tempdir().unwrap();
    made(
        folder.path(),
        &["new", "x", "--vendor", "v", "--title", "The: #Title"],
    );
    let spec = fs::read_to_string(folder.path().join("x/plugin.spec.yaml")).unwrap();
    assert!(
        spec.lines()
            .filter(|line| line.trim().starts_with('#'))
            .count()
            > 25
    );
    let source = Source::new(FileId(0), "plugin.spec.yaml", spec);
    let analysis = specc::check(&source);
    assert!(analysis.diagnostics.is_empty());
    let plugin = analysis.plugin.unwrap();
    assert_eq!(plugin.title, "The: #Title");
    assert_eq!(plugin.vendor, "v");
    assert!(!plugin.actions.is_empty() && !plugin.triggers.is_empty());
    assert!(!plugin.connection.is_empty());
}

#[test]
fn what_is_there_stays_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], words: &[&str]| {
        let output = specc(folder.path(), arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(text(&output.stdout), "");
        for word in words {
            assert!(said.contains(word), "{word:?} is not in {said}");
        }
    };
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/notes.txt"), "mine").unwrap();
    refused(
        &["new", "full"],
        &["full is not empty", "`notes.txt`", "--out"],
    );
    assert_eq!(fs::read_dir(folder.path().join("full")).unwrap().count(), 1);
    fs::write(folder.path().join("file"), "mine").unwrap();
    refused(&["new", "file"], &["file is there and is no folder"]);

    fs::create_dir_all(folder.path().join("fresh/.git")).unwrap();
    made(folder.path(), &["new", "fresh"]);
    refused(
        &["new", "fresh"],
        &["`help.md`, `icon.png`", "`plugin.spec.yaml`"],
    );
}

#[test]
fn bad_arguments_are_told_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, words) in [
        (
            &["new"][..],
            "say what the plugin is called: `specc new NAME`",
        ),
        (&["new", "Look Up"], "write `look_up`"),
        (&["new", "../x"], "the plugin name `../x` holds"),
        (&["new", "nul"], "the plugin's name is that of its folder"),
        (&["new", "x", "--vendor", "A B"], "write `a_b`"),
        (&["new", "x", "--target", "pyton"], "did you mean `python`?"),
    ] {
        let output = specc(folder.path(), arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
