//! `specc check --fix`: slips in files of settings are mended as those in specs are.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

const NEAR: &str = "# The team's rules\nextends = \"../base.toml\"   # shared\n\n[lint.rule]\n\
    ambigous-scalar = 'warn'  # soon an error\n\"title-case\" = \"of\"\n\n[site]\ntwins = 'allways'\ntag-lien = \"a\"\n";

const MENDED: &str = "# The team's rules\nextends = \"../base.toml\"   # shared\n\n[lint.rules]\n\
    ambiguous-scalar = \"warning\"  # soon an error\n\"title-case\" = \"off\"\n\n[site]\ntwins = \"always\"\ntagline = \"a\"\n";

const BASE: &str = "[lint.groups]\nstlye = \"error\"\n";

/// A spec in which `ambiguous-scalar` and an error of the language have something to mend.
fn spec() -> String {
    let spec = MINIMAL.replacen("tags: [example]", "tags: [example]\nenable_cache: yes", 1);
    spec.replacen("description:", "decription:", 1)
}

fn folder(near: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let spec = spec();
    for (path, text) in [
        ("base.toml", BASE),
        ("plugins/specc.toml", near),
        ("plugins/a/plugin.spec.yaml", &spec),
        ("plugins/b/plugin.spec.yaml", MINIMAL),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .arg("check")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn slips_are_mended_and_nothing_else_changes() {
    for (near, mended) in [
        (NEAR.to_owned(), MENDED.to_owned()),
        (NEAR.replace('\n', "\r\n"), MENDED.replace('\n', "\r\n")),
        (format!("\u{feff}{NEAR}"), format!("\u{feff}{MENDED}")),
    ] {
        let folder = folder(&near);
        let path = folder.path();
        let output = run(path, &["--fix"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(read(path, "plugins/specc.toml"), mended, "{said}");
        assert_eq!(
            read(path, "base.toml"),
            "[lint.groups]\nstyle = \"error\"\n"
        );
        assert_eq!(output.status.code(), Some(0), "{said}{output:?}");
        assert!(said.contains(" in 3 files"), "{said}");
        let spec = read(path, "plugins/a/plugin.spec.yaml");
        assert!(
            spec.contains("enable_cache: true") && !spec.contains("decription"),
            "{spec}"
        );
        assert_eq!(read(path, "plugins/b/plugin.spec.yaml"), MINIMAL);
        let again = run(path, &["--fix"]);
        assert!(!String::from_utf8_lossy(&again.stderr).contains("mended"));
        assert_eq!(read(path, "plugins/specc.toml"), mended);
    }
}

#[test]
fn what_settings_say_once_mended_decides_about_specs() {
    // Misspelt, the word on the lint says nothing; mended, it leaves the finding out, and its mend with it.
    let folder = folder("[lint.rules]\nambigous-scalar = \"off\"\n");
    let path = folder.path();
    let before = read(path, "plugins/a/plugin.spec.yaml");
    let output = run(path, &["--diff"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(shown.contains("+++ b/plugins/specc.toml"), "{shown}");
    assert!(shown.contains("+ambiguous-scalar = \"off\""), "{shown}");
    assert!(
        shown.contains("+++ b/plugins/a/plugin.spec.yaml"),
        "{shown}"
    );
    assert!(!shown.contains("enable_cache: true"), "{shown}");
    assert_eq!(read(path, "plugins/a/plugin.spec.yaml"), before);
    assert!(read(path, "plugins/specc.toml").contains("ambigous-scalar"));
    run(path, &["--fix"]);
    assert!(read(path, "plugins/a/plugin.spec.yaml").contains("enable_cache: yes"));
    assert!(read(path, "plugins/specc.toml").contains("ambiguous-scalar"));
}

#[test]
fn settings_that_cannot_be_read_whole_stay() {
    for near in [
        "[lint.rules]\nambigous-scalar = \"off\"\ntitle-case = \n",
        // Mended, it would stand there twice.
        "[lint.rules]\ntitle-caes = \"off\"\ntitle-case = \"note\"\n",
    ] {
        let folder = folder(near);
        let output = run(folder.path(), &["--fix", "plugins/b"]);
        assert_eq!(read(folder.path(), "plugins/specc.toml"), near);
        assert_eq!(output.status.code(), Some(1));
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_stays_and_links_stay_links() {
    let folder = folder(NEAR);
    let path = folder.path();
    let link = path.join("plugins/specc.toml");
    fs::rename(&link, path.join("own.toml")).unwrap();
    std::os::unix::fs::symlink("../own.toml", &link).unwrap();
    run(path, &["--fix", "plugins/b"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(read(path, "own.toml").contains("ambiguous-scalar = \"warning\""));
}
