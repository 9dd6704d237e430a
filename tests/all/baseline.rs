//! `specc check --baseline`: known findings are known by what they are about, wherever they stand.

use std::fs;
use std::path::Path;
use std::process::Command;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

/// How many findings a check reports, and its exit status.
fn check(folder: &Path, arguments: &[&str]) -> (usize, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["check", "--format", "short", "--quiet", "--deny-warnings"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
    (lines, output.status.code().unwrap())
}

fn with(lines: &str) -> String {
    let tags = "tags: [example]\n";
    MINIMAL.replacen(tags, &format!("{tags}{lines}"), 1)
}

#[test]
fn only_new_findings_fail() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for name in ["a", "b", "ci"] {
        fs::create_dir(path.join(name)).unwrap();
    }
    let spec =
        |name: &str, text: &str| fs::write(path.join(name).join("plugin.spec.yaml"), text).unwrap();
    let file = path.join("ci/known.json");
    let read = || fs::read_to_string(&file).unwrap();
    let known: &[&str] = &["--baseline", "ci/known.json"];
    let shrink = [known, &["--write-baseline"]].concat();
    let grow = [known, &["--write-baseline=grow"]].concat();
    spec("a", &with("enable_cache: yes\n"));
    spec("b", &with("enable_cache: yes\ncloud_ready: no\n"));

    assert_eq!(check(path, known), (0, 2), "there is none yet");
    assert_eq!(check(path, &["--write-baseline"]).1, 2, "where to?");
    assert_eq!(check(path, &shrink), (0, 0));
    let first = read();
    let keys = [
        "../a/plugin.spec.yaml",
        "\"enable_cache\"",
        "../b/plugin.spec.yaml",
        "\"cloud_ready\"",
    ];
    let places: Vec<usize> = keys.iter().map(|key| first.find(key).unwrap()).collect();
    assert!(places.is_sorted() && !first.contains("13"), "{first}");
    assert_eq!(check(path, known), (0, 0));

    // Lines move; what is found stays what it is.
    spec(
        "a",
        &format!("# A comment\n\n{}", with("enable_cache: yes\n")),
    );
    assert_eq!(check(path, known), (0, 0));
    assert_eq!(
        check(&path.join("a"), &["--baseline", "../ci/known.json"]),
        (0, 0)
    );

    // The same lint on another key is new. It becomes known only to those who ask for it.
    spec("a", &with("enable_cache: yes\ncloud_ready: no\n"));
    assert_eq!(check(path, known), (1, 1));
    assert_eq!(check(path, &shrink), (1, 1));
    assert_eq!(read(), first);
    assert_eq!(check(path, &grow), (0, 0));
    assert_ne!(read(), first);

    // What is mended is forgotten, and does not come back as known.
    spec("b", MINIMAL);
    assert_eq!(check(path, &[known, &["a"]].concat()), (0, 0));
    assert_eq!(check(path, &[shrink.as_slice(), &["a"]].concat()), (0, 0));
    assert!(read().contains("../b/"), "it was not looked at");
    assert_eq!(check(path, &shrink), (0, 0));
    assert!(!read().contains("../b/"));
    spec("b", &with("enable_cache: yes\n"));
    assert_eq!(check(path, known), (1, 1));

    fs::write(&file, "{\"version\": 2, \"findings\": {}}").unwrap();
    assert_eq!(check(path, known), (0, 2));
    fs::write(&file, "no JSON").unwrap();
    assert_eq!(check(path, &grow), (0, 2));
    assert_eq!(read(), "no JSON", "what is no baseline is not overwritten");
}
