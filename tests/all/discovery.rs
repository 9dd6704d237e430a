//! Which specs a command finds in folders, by the paths of its findings.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

/// The name of the specs.
const SPEC: &str = "plugin.spec.yaml";

/// A folder with files of these paths and contents; a spec among them has one error, and a path that ends in `/` is that of
/// a folder.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let wrong = MINIMAL.replacen("type: string", "type: strng", 1);
    for (path, content) in files {
        let file = folder.path().join(path);
        if path.ends_with('/') {
            fs::create_dir_all(&file).unwrap();
            continue;
        }
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let content = if path.ends_with(SPEC) {
            &wrong
        } else {
            *content
        };
        fs::write(file, content).unwrap();
    }
    folder
}

fn specs<'a>(paths: &[&'a str]) -> Vec<(&'a str, &'static str)> {
    paths.iter().map(|path| (*path, "")).collect()
}

fn check(folder: &Path, paths: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["check", "--format", "short"])
        .args(paths)
        .current_dir(folder)
        .env("HOME", folder.join("home"))
        .env("XDG_CONFIG_HOME", folder.join("home/configuration"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The specs that are found, in the order in which they are told of, with what else is told.
fn found(folder: &Path, paths: &[&str]) -> (Vec<String>, String) {
    let output = check(folder, paths);
    let text = String::from_utf8(output.stdout).unwrap();
    let found = text
        .lines()
        .filter_map(|line| line.split_once(SPEC))
        .map(|(folder, _)| folder.trim_end_matches('/').to_owned())
        .collect();
    (found, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn ignore_files_hold_from_whichever_folder_specs_are_looked_for() {
    let mut files = specs(&[
        "a/plugin.spec.yaml",
        "a/out/plugin.spec.yaml",
        "a/out/kept/plugin.spec.yaml",
        "a/deep/anchored/plugin.spec.yaml",
        "anchored/plugin.spec.yaml",
        "b/plugin.spec.yaml",
        "b/again/plugin.spec.yaml",
    ]);
    files.extend([
        (".git/", ""),
        (".git/info/exclude", "again\n"),
        (".gitignore", "out\n/anchored\nb\n"),
        ("a/.ignore", "!kept\n"),
        (".ignore", "!b\n"),
    ]);
    let place = tree(&files);
    let top = place.path();
    let all = ["a/deep/anchored", "a", "b"];
    let under = |start: &str, folders: &[&str]| -> Vec<String> {
        folders
            .iter()
            .map(|folder| format!("{start}{folder}"))
            .collect()
    };
    assert_eq!(found(top, &[]).0, all);
    assert_eq!(found(top, &["."]).0, under("./", &all));
    assert_eq!(found(top, &["./"]).0, under("./", &all));
    let whole = top.to_str().unwrap();
    assert_eq!(found(top, &[whole]).0, under(&format!("{whole}/"), &all));
    assert_eq!(found(&top.join("a"), &[".."]).0, under("../", &all));
    assert_eq!(found(&top.join("a"), &[]).0, ["deep/anchored", ""]);
    assert_eq!(found(top, &["b", "a"]).0, all);
    // Who names a folder means it, and what it holds.
    assert_eq!(found(top, &["a/out"]).0, ["a/out/kept", "a/out"]);
    assert_eq!(found(top, &["anchored"]).0, ["anchored"]);
    assert_eq!(
        found(top, &["b/again", "a/deep"]).0,
        ["a/deep/anchored", "b/again"]
    );
}

#[test]
fn what_git_ignores_is_found_where_no_repository_is() {
    let mut files = specs(&["a/plugin.spec.yaml", "inner/a/plugin.spec.yaml"]);
    files.push((".gitignore", "a\n"));
    let place = tree(&files);
    assert_eq!(found(place.path(), &[]).0, ["a", "inner/a"]);
    // Of a repository within, what is ignored above it is not its own.
    fs::create_dir(place.path().join("inner/.git")).unwrap();
    assert_eq!(found(place.path(), &[]).0, ["a", "inner/a"]);
    fs::write(place.path().join("inner/.gitignore"), "a\n").unwrap();
    assert_eq!(found(place.path(), &[]).0, ["a"]);
    fs::create_dir(place.path().join(".jj")).unwrap();
    assert_eq!(found(place.path(), &[]).0, [""; 0]);
}

#[test]
fn the_ignore_file_of_the_user_holds_below_the_current_folder() {
    let mut files = specs(&[
        "a/plugin.spec.yaml",
        "b/a/plugin.spec.yaml",
        "c/plugin.spec.yaml",
    ]);
    files.extend([(".git/", ""), ("home/configuration/git/ignore", "/a\nc\n")]);
    let place = tree(&files);
    let top = place.path();
    assert_eq!(found(top, &[]).0, ["b/a"]);
    assert_eq!(found(top, &["."]).0, ["./b/a"]);
    assert_eq!(found(top, &["b"]).0, ["b/a"]);
    assert_eq!(found(top, &[top.to_str().unwrap()]).0.len(), 1);
    fs::write(top.join(".gitignore"), "!c\n").unwrap();
    assert_eq!(found(top, &[]).0, ["b/a", "c"]);
    fs::remove_dir(top.join(".git")).unwrap();
    assert_eq!(found(top, &[]).0, ["a", "b/a", "c"]);
}

#[test]
fn hidden_folders_are_looked_into_only_where_something_asks_for_it() {
    let files = specs(&[".github/plugin.spec.yaml", "a/.cache/plugin.spec.yaml"]);
    let place = tree(&files);
    let top = place.path();
    assert_eq!(found(top, &[]).0, [""; 0]);
    assert_eq!(found(top, &[".github"]).0, [".github"]);
    assert_eq!(found(&top.join("a/.cache"), &[]).0, [""]);
    fs::write(top.join(".ignore"), "!.cache\n").unwrap();
    assert_eq!(found(top, &[]).0, ["a/.cache"]);
}

#[test]
fn a_pattern_that_is_no_good_is_told_of_above_a_folder_alone() {
    let mut files = specs(&["a/plugin.spec.yaml", "a/b/plugin.spec.yaml"]);
    files.push(("a/.ignore", "{x\nb\n"));
    let place = tree(&files);
    let (specs, told) = found(place.path(), &[]);
    assert_eq!(specs, ["a"]);
    assert!(!told.contains("cannot look through"), "{told}");
    let (specs, told) = found(place.path(), &["a/b"]);
    assert_eq!(specs, ["a/b"]);
    assert!(told.contains("cannot look through a/b: "), "{told}");
    assert!(told.contains("a/.ignore: line 1: "), "{told}");
}

#[test]
fn what_was_generated_is_passed_over_even_where_its_mark_is_ignored() {
    let mut files = specs(&[
        "a/plugin.spec.yaml",
        "site/plugins/a/plugin.spec.yaml",
        "out/plugin.spec.yaml",
        "out/copy/plugin.spec.yaml",
        "out/own/plugin.spec.yaml",
    ]);
    let manifest = r#"{"version": 1, "tool": "specc", "target": "python", "plugin": "example", "files": {
        "copy/plugin.spec.yaml": {"kind": "generated", "sha256": ""},
        "plugin.spec.yaml": {"kind": "scaffold", "sha256": ""}
    }}"#;
    files.extend([
        (".ignore", ".specc-*\n"),
        ("site/.specc-site/", ""),
        ("out/.specc-manifest.json", manifest),
    ]);
    let place = tree(&files);
    assert_eq!(found(place.path(), &[]).0, ["a", "out/own", "out"]);
    assert_eq!(found(place.path(), &["out/copy"]).0, ["out/copy"]);
    assert_eq!(found(place.path(), &["site/plugins"]).0, ["site/plugins/a"]);
    assert_eq!(found(place.path(), &["site"]).0, [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_specs_and_not_into_folders() {
    use std::os::unix::fs::symlink;

    let place = tree(&specs(&["a/plugin.spec.yaml"]));
    let top = place.path();
    symlink("a", top.join("b")).unwrap();
    symlink("..", top.join("a/up")).unwrap();
    fs::create_dir(top.join("c")).unwrap();
    symlink("../a/plugin.spec.yaml", top.join("c/plugin.spec.yaml")).unwrap();
    // One file is looked at once.
    assert_eq!(found(top, &[]).0, ["a"]);
    assert_eq!(found(top, &["c"]).0, ["c"]);
    assert_eq!(found(top, &["b"]).0, ["b"]);
    fs::remove_dir_all(top.join("a")).unwrap();
    let (specs, told) = found(top, &[]);
    assert_eq!(specs, [""; 0]);
    assert!(told.contains("c/plugin.spec.yaml"), "{told}");
}

/// A folder whose path is too long for the system cannot be listed, whoever asks.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_listed_is_told_of_and_hides_no_other() {
    let place = tree(&specs(&["a/plugin.spec.yaml", "z/plugin.spec.yaml"]));
    let top = place.path();
    let name = "n".repeat(250);
    let half: std::path::PathBuf = [&*name; 9].iter().collect();
    fs::create_dir_all(top.join("b").join(&half)).unwrap();
    fs::create_dir_all(top.join("b2").join(&half)).unwrap();
    fs::rename(top.join("b2"), top.join("b").join(&half).join("b2")).unwrap();
    let (specs, told) = found(top, &[]);
    assert_eq!(specs, ["a", "z"]);
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("cannot look through"))
        .collect();
    assert_eq!(lines.len(), 1, "{told}");
    assert!(lines[0].contains("b2/nnn"), "{told}");
    assert!(lines[0].to_lowercase().contains("name too long"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_told_of() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let place = tree(&specs(&["a/plugin.spec.yaml"]));
    let odd = place.path().join(OsStr::from_bytes(b"b\xff"));
    fs::create_dir(&odd).unwrap();
    fs::copy(place.path().join("a/plugin.spec.yaml"), odd.join(SPEC)).unwrap();
    let (specs, told) = found(place.path(), &[]);
    assert_eq!(specs, ["a"]);
    assert!(told.contains("b\\xFF/plugin.spec.yaml"), "{told}");
    fs::write(place.path().join(".ignore"), b"b*\n").unwrap();
    let (specs, told) = found(place.path(), &[]);
    assert_eq!(specs, ["a"]);
    assert!(!told.contains("UTF-8"), "{told}");
}
