//! `[lint]` of `specc.toml`, as `specc check` obeys it: which file counts for which spec, and what beats what.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

/// A spec with one finding, of `ambiguous-scalar` (group `correctness`), a warning unless somebody says otherwise.
fn doubtful() -> String {
    MINIMAL.replacen("tags: [example]", "tags: [example]\nenable_cache: yes", 1)
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The lines of the short report, and the exit status.
fn check(folder: &Path, arguments: &[&str]) -> (Vec<String>, i32) {
    let arguments = [&["check", "--format", "short", "--quiet"], arguments].concat();
    let output = run(folder, &arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(str::to_owned).collect();
    (lines, output.status.code().unwrap())
}

/// Path, place and level of each finding: `a/plugin.spec.yaml:13:15: error[ambiguous-scalar]`.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let (lines, _) = check(folder, arguments);
    let cut = |line: &String| line.split_once("]: ").map(|(start, _)| format!("{start}]"));
    lines.iter().filter_map(cut).collect()
}

fn at(path: &str, level: &str) -> String {
    format!("{path}:13:15: {level}[ambiguous-scalar]")
}

#[test]
fn the_nearest_file_counts_and_the_command_line_beats_it() {
    let spec = doubtful();
    let folder = folder(&[
        ("specc.toml", "[lint.groups]\ncorrectness = \"note\"\n"),
        (
            "a/specc.toml",
            "[lint.rules]\nambiguous-scalar = \"error\"\n",
        ),
        ("a/plugin.spec.yaml", &spec),
        ("a/deep/er/plugin.spec.yaml", &spec),
        ("b/plugin.spec.yaml", &spec),
        ("c/specc.toml", "[lint.groups]\nall = \"off\"\n"),
        ("c/plugin.spec.yaml", &spec),
    ]);
    let path = folder.path();
    let expected = [
        at("a/deep/er/plugin.spec.yaml", "error"),
        at("a/plugin.spec.yaml", "error"),
        at("b/plugin.spec.yaml", "note"),
    ];
    assert_eq!(found(path, &[]), expected);
    assert_eq!(check(path, &[]).1, 1);
    assert_eq!(check(path, &["b"]), (check(path, &["b"]).0, 0));

    let (_, status) = check(path, &["--allow", "style", "--deny", "style"]);
    assert_eq!(status, 2, "which of the two?");

    // A word on the group, said later, beats one on the rule, said before.
    assert!(found(path, &["--allow", "correctness"]).is_empty());
    let all = found(path, &["--warn", "all"]);
    assert!(
        all.contains(&at("c/plugin.spec.yaml", "warning")),
        "{all:?}"
    );

    let none = found(path, &["--no-config"]);
    assert_eq!(none.len(), 4);
    assert!(
        none.iter().all(|line| line.contains(": warning[")),
        "{none:?}"
    );
    let one = found(path, &["--config", "a/specc.toml"]);
    assert!(
        one.len() == 4 && one.iter().all(|line| line.contains(": error[")),
        "{one:?}"
    );

    // From within a folder, what lies above it counts all the same.
    assert_eq!(
        found(&path.join("b"), &[]),
        [at("plugin.spec.yaml", "note")]
    );
    assert_eq!(
        found(&path.join("b"), &["../a/plugin.spec.yaml"]),
        [at("../a/plugin.spec.yaml", "error")]
    );
}

#[test]
fn overrides_and_extended_files() {
    let spec = doubtful();
    let folder = folder(&[
        (
            "shared/base.toml",
            "[lint.rules]\nambiguous-scalar = \"error\"\n[[lint.overrides]]\npaths = [\"*\"]\ngroups = { all = \"off\" }\n",
        ),
        (
            "plugins/specc.toml",
            "extends = \"../shared/base.toml\"\n\
             [[lint.overrides]]\npaths = [\"legacy\", \"*/old\"]\nrules = { ambiguous-scalar = \"note\" }\n\
             [[lint.overrides]]\npaths = [\"legacy/worst/**\"]\ngroups = { correctness = \"off\" }\n",
        ),
        ("plugins/legacy/one/plugin.spec.yaml", &spec),
        ("plugins/legacy/worst/plugin.spec.yaml", &spec),
        ("plugins/new/old/plugin.spec.yaml", &spec),
        ("plugins/new/plugin.spec.yaml", &spec),
    ]);
    let expected = [
        at("plugins/legacy/one/plugin.spec.yaml", "note"),
        at("plugins/new/old/plugin.spec.yaml", "note"),
        // The override of the extended file speaks of what lies below that file's folder.
        at("plugins/new/plugin.spec.yaml", "error"),
    ];
    assert_eq!(found(folder.path(), &[]), expected);
}

#[test]
fn mistakes_are_findings_in_the_file() {
    let wrong = "extends = \"bse.toml\"\n[lint.rules]\nstale-verison = \"off\"\nambiguous-scalar = \"warn\"\nunknown-key = \"off\"\n\
                 [[lint.overrides]]\npaths = [\"../a\"]\n[targets.go]\nmodul = \"x\"\n";
    let folder = folder(&[
        ("specc.toml", wrong),
        ("base.toml", ""),
        ("a/plugin.spec.yaml", MINIMAL),
        ("b/plugin.spec.yaml", MINIMAL),
    ]);
    let (lines, status) = check(folder.path(), &[]);
    let expected = [
        "specc.toml:1:11: error[config-file]: bse.toml does not exist",
        "specc.toml:3:1: error[config-key]: no lint is called `stale-verison`",
        "specc.toml:4:20: error[config-value]: `warn` is no good here: no such level",
        "specc.toml:5:1: error[config-key]: no lint is called `unknown-key`",
        "specc.toml:7:10: error[config-value]: `../a` is no good here: it leads out of the folder of the file",
        "specc.toml:9:1: error[config-key]: no option of `go` is called `modul`",
    ];
    assert_eq!(lines, expected, "each once, whatever the number of specs");
    assert_eq!(status, 1);
    let report = run(folder.path(), &["check"]);
    let text = String::from_utf8(report.stdout).unwrap();
    for help in ["`base.toml`", "`stale-version`", "`warning`", "`module`"] {
        assert!(text.contains(&format!("did you mean {help}?")), "{text}");
    }
}

#[test]
fn circles_and_files_that_are_not_there() {
    let folder = folder(&[
        ("specc.toml", "extends = \"one.toml\"\n"),
        ("one.toml", "extends = \"./two.toml\"\n"),
        ("two.toml", "extends = \"one.toml\"\n"),
        ("plugin.spec.yaml", MINIMAL),
    ]);
    let (lines, status) = check(folder.path(), &[]);
    assert_eq!(
        lines,
        ["two.toml:1:11: error[config-file]: one.toml extends itself, by way of this file"]
    );
    assert_eq!(status, 1);
    for (path, words) in [
        ("none.toml", "none.toml does not exist"),
        (".", "cannot read"),
    ] {
        let output = run(folder.path(), &["check", "--config", path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn options_of_targets_are_defaults() {
    let folder = folder(&[
        (
            "specc.toml",
            "[targets.go]\nmodule = \"example.com/from/settings\"\n",
        ),
        ("plugin.spec.yaml", MINIMAL),
    ]);
    let module = |out: &str, more: &[&str]| {
        let arguments = [
            &["emit", "--target", "go", "plugin.spec.yaml", "--out", out],
            more,
        ];
        let output = run(folder.path(), &arguments.concat());
        assert!(output.status.success(), "{output:?}");
        let text = fs::read_to_string(folder.path().join(out).join("go.mod")).unwrap();
        text.lines()
            .find_map(|line| line.strip_prefix("module "))
            .unwrap()
            .to_owned()
    };
    assert_eq!(module("one", &[]), "example.com/from/settings");
    assert_eq!(
        module("two", &["--opt", "go.module=example.com/said"]),
        "example.com/said"
    );
    assert_ne!(
        module("three", &["--no-config"]),
        "example.com/from/settings"
    );
    fs::write(
        folder.path().join("specc.toml"),
        "[targets.go]\nmodul = \"x\"\n",
    )
    .unwrap();
    let output = run(
        folder.path(),
        &[
            "emit",
            "--target",
            "go",
            "plugin.spec.yaml",
            "--out",
            "four",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("four").exists());
}
