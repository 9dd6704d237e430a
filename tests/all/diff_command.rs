//! `specc diff`: what changed between two versions, what it means, and the version that it demands.

use std::fs;
use std::path::Path;
use std::process::Command;

const OLD: &str = "plugin_spec_version: v2
name: lookup
title: Lookup
description: Looks hosts up
version: 1.2.3
connection_version: 4
vendor: acme
version_history:
  - \"1.2.3 - Mend a slip\"
  - \"1.0.0 - Initial plugin\"
types:
  host:
    name: {title: Name, description: Its name, type: string, required: true, example: a.example}
connection:
  url: {title: URL, description: Address, type: string, required: true, example: https://example.com}
actions:
  look_up:
    title: Look Up
    description: Look a host up
    input:
      name: {title: Name, description: Its name, type: string, required: true, example: a.example}
      kind: {title: Kind, description: Its kind, type: string, required: false, enum: [A, AAAA], example: A}
    output:
      hosts: {title: Hosts, description: What was found, type: \"[]host\", required: true}
  forget:
    title: Forget
    description: Forget a host
";

struct Ran {
    status: i32,
    out: String,
    err: String,
    /// The new spec afterwards.
    now: String,
}

/// Compares the old spec with one in which texts are replaced.
fn diff(changes: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let mut new = OLD.to_owned();
    for (from, to) in changes {
        assert!(new.contains(from), "{from}");
        new = new.replacen(from, to, 1);
    }
    fs::write(folder.path().join("old.yaml"), OLD).unwrap();
    fs::write(folder.path().join("new.yaml"), new).unwrap();
    let ran = run(
        folder.path(),
        &[
            &["diff", "old.yaml", "new.yaml", "--format", "short"],
            arguments,
        ]
        .concat(),
    );
    Ran {
        now: fs::read_to_string(folder.path().join("new.yaml")).unwrap(),
        ..ran
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        now: String::new(),
    }
}

#[test]
fn what_did_not_change_is_no_finding() {
    let ran = diff(&[], &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let ran = diff(
        &[("tags: []\n", "")].map(|_| ("name: lookup", "name: lookup # the same")),
        &[],
    );
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn each_change_demands_its_part_of_the_version() {
    for (from, to, rule, what, wanted) in [
        (
            "  forget:",
            "  forgive:",
            "breaking",
            "Remove the action `forget`",
            "2.0.0",
        ),
        (
            "  forget:",
            "  forgive:",
            "compatible",
            "Add the action `forgive`",
            "2.0.0",
        ),
        (
            "      name: {title: Name, description: Its name, type: string",
            "      name: {title: Name, description: Its name, type: bytes",
            "breaking",
            "Change the type of `name` in the input of the action `look_up` from `string` to `bytes`",
            "2.0.0",
        ),
        (
            "type: string, required: false, enum: [A, AAAA]",
            "type: string, required: true, enum: [A, AAAA]",
            "breaking",
            "Demand `kind` in the input of the action `look_up`",
            "2.0.0",
        ),
        (
            "enum: [A, AAAA]",
            "enum: [A]",
            "breaking",
            "Change the values that `kind`",
            "2.0.0",
        ),
        (
            "enum: [A, AAAA]",
            "enum: [A, AAAA, MX]",
            "compatible",
            "Change the values",
            "1.3.0",
        ),
        (
            "    output:\n",
            "      depth: {title: Depth, description: How far, type: integer, required: true, example: 1}\n    output:\n",
            "breaking",
            "Add `depth`, which must be given, to the input",
            "2.0.0",
        ),
        (
            "    output:\n",
            "      depth: {title: Depth, description: How far, type: integer, required: false, example: 1}\n    output:\n",
            "compatible",
            "Add `depth` to the input",
            "1.3.0",
        ),
        (
            "  forget:\n    title: Forget\n    description: Forget a host\n",
            "  forget:\n    title: Forget\n    description: Forget one host\n",
            "documentation",
            "Update the documentation of the action `forget`",
            "1.2.4",
        ),
        (
            "example: a.example}\nconnection",
            "example: a.example}\n    age: {title: Age, description: In days, type: integer, required: true, example: 1}\nconnection",
            "compatible",
            "Add `age` to the type `host`",
            "1.3.0",
        ),
    ] {
        let ran = diff(&[(from, to)], &[]);
        assert_eq!(ran.status, 1, "{what}: {}{}", ran.out, ran.err);
        assert!(
            ran.out.contains(&format!("[{rule}-change]: {what}")),
            "{what}:\n{}",
            ran.out
        );
        assert!(
            ran.out.contains(&format!("demands {wanted} at least")),
            "{what}:\n{}",
            ran.out
        );
        let ran = diff(
            &[
                (from, to),
                ("version: 1.2.3", &format!("version: {wanted}")),
            ],
            &[],
        );
        assert_eq!(ran.status, 0, "{what}: {}", ran.out);
    }
}

#[test]
fn a_changed_connection_demands_its_own_version() {
    let change = (
        "https://example.com}",
        "https://example.com}\n  port: {title: Port, description: Its port, type: integer, \
                                           required: false, example: 1}",
    );
    let ran = diff(&[change, ("version: 1.2.3", "version: 1.3.0")], &[]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.contains("error[missing-connection-bump]"),
        "{}",
        ran.out
    );
    let ran = diff(
        &[
            change,
            ("version: 1.2.3", "version: 1.3.0"),
            ("connection_version: 4", "connection_version: 5"),
        ],
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.out);
}

#[test]
fn versions_are_raised_and_told_of() {
    let change = (
        "https://example.com}",
        "https://example.com}\n  port: {title: Port, description: Its port, type: integer, \
                                           required: false, example: 1}",
    );
    let ran = diff(&[("  forget:", "  forgive:"), change], &["--fix"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.now
            .contains("\nversion: 2.0.0\nconnection_version: 5\n"),
        "{}",
        ran.now
    );
    let line = "version_history:\n  - \"2.0.0 - Add `port` to the connection | Add the action `forgive` | Remove the action \
                `forget`\"\n  - \"1.2.3";
    assert!(ran.now.contains(line), "{}", ran.now);
    let none = diff(&[("connection_version: 4\n", ""), change], &["--fix"]);
    assert!(
        none.now
            .contains("\nversion: 1.3.0\nconnection_version: 5\n"),
        "{}",
        none.now
    );
}

#[test]
fn a_history_begins_where_there_is_none() {
    let history = "version_history:\n  - \"1.2.3 - Mend a slip\"\n  - \"1.0.0 - Initial plugin\"\n";
    let gone = (history, "");
    let ran = diff(&[gone, ("  forget:", "  forgive:")], &["--fix"]);
    let begun = "version: 2.0.0\nversion_history:\n- \"2.0.0 - Add the action `forgive` | Remove the action `forget`\"";
    assert!(ran.now.contains(begun), "{}", ran.now);
    assert_eq!(ran.now.matches("version_history").count(), 1);

    // What is there and empty is not written a second time.
    let empty = (history, "version_history: []\n");
    let ran = diff(&[empty, ("  forget:", "  forgive:")], &["--fix"]);
    assert!(
        ran.now.contains("version: 2.0.0\nconnection_version"),
        "{}",
        ran.now
    );
    assert_eq!(ran.now.matches("version_history").count(), 1);
}

#[test]
fn folders_are_paired_by_plugin() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let named = |name: &str| OLD.replacen("name: lookup", &format!("name: {name}"), 1);
    for name in ["a", "b", "gone"] {
        put(&format!("old/{name}/plugin.spec.yaml"), &named(name));
    }
    put("new/x/plugin.spec.yaml", &named("a"));
    put(
        "new/y/plugin.spec.yaml",
        &named("b").replace("  forget:", "  forgive:"),
    );
    put("new/z/plugin.spec.yaml", &named("fresh"));
    let ran = run(folder.path(), &["diff", "old", "new", "--format", "short"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.out.lines().all(|line| line.starts_with("new/y/")
            || line == "old/gone/plugin.spec.yaml:2:7: warning[removed-plugin]: the plugin `gone` is gone"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("new/z/plugin.spec.yaml is new"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("[removed-plugin]"), "{}", ran.out);
    put("new/y/plugin.spec.yaml", "name: [\n");
    let ran = run(folder.path(), &["diff", "old", "new", "--format", "short"]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.err.contains("cannot be compared"), "{}", ran.err);
}
