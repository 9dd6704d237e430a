//! Comments that allow lints: what they allow, what is said of those that do not say why or are of no use, and what a
//! fix makes of them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// What a check says of the minimal spec with these lines after its tags, and what a fix makes of the lines.
fn check(lines: &str, arguments: &[&str]) -> (Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.spec.yaml");
    let tags = "tags: [example]\n";
    let spec = |lines: &str| MINIMAL.replacen(tags, &format!("{tags}{lines}"), 1);
    fs::write(&path, spec(lines)).unwrap();
    let short = ["check", "--format", "short", "--quiet"];
    let output = run(folder.path(), &[&short, arguments].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    run(
        folder.path(),
        &[&short, ["--fix"].as_slice(), arguments].concat(),
    );
    let fixed = fs::read_to_string(&path).unwrap();
    let (before, after) = MINIMAL.split_once(tags).unwrap();
    let fixed = fixed.strip_prefix(&format!("{before}{tags}")).unwrap();
    let fixed = fixed.strip_suffix(after).unwrap().to_owned();
    (text.lines().map(str::to_owned).collect(), fixed)
}

#[test]
fn comments_of_no_use_are_told_of_and_taken_out() {
    let (found, fixed) = check(
        "# specc: allow(ambiguous-scalar, unused-type, stale-version) history\n\
         enable_cache: yes\n\
         # specc: allow(mistyped-example, stale-version) nobody remembers\n\
         cloud_ready: true # specc: allow(ambiguous-scalar) nor here\n",
        &[],
    );
    let unused = |place: &str, rule: &str, reach: &str| {
        format!(
            "plugin.spec.yaml:{place}: warning[unused-suppression]: `{rule}` finds nothing {reach} to allow"
        )
    };
    assert_eq!(
        found,
        [
            unused("13:34", "unused-type", "in what follows"),
            unused("13:47", "stale-version", "in what follows"),
            unused("15:16", "mistyped-example", "in what follows"),
            unused("15:34", "stale-version", "in what follows"),
            unused("16:34", "ambiguous-scalar", "on this line"),
        ]
    );
    assert_eq!(
        fixed,
        "# specc: allow(ambiguous-scalar) history\nenable_cache: yes\ncloud_ready: true\n"
    );
}

#[test]
fn a_rule_that_has_not_looked_may_find_something_yet() {
    let idle = "# specc: allow(ambiguous-scalar) why\ncloud_ready: true\n";
    assert_eq!(check(idle, &[]).0.len(), 1);
    assert!(
        check(idle, &["--allow", "ambiguous-scalar"]).0.is_empty(),
        "it is off"
    );
    assert!(check(idle, &["--allow", "unused-suppression"]).0.is_empty());
    let broken = format!("{idle}tags: [other]\n");
    let (found, _) = check(&broken, &[]);
    assert!(
        found.len() == 1 && found[0].contains("[duplicate-key]"),
        "{found:?}"
    );
    let kept = "# specc: allow-file(unused-suppression) kept for the next version\n";
    assert!(check(&format!("{kept}{idle}"), &[]).0.is_empty());

    // A lint of what lies beside the spec cannot look where nothing does.
    let mut child = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args([
            "check",
            "-",
            "--warn",
            "missing-help",
            "--format",
            "short",
            "--quiet",
        ])
        .args(["--stdin-filename", "plugin.spec.yaml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let spec = format!("# specc: allow-file(missing-help) it is made later\n{MINIMAL}");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(spec.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}

#[test]
fn what_is_allowed_is_shown_to_those_who_ask() {
    let lines = "# specc: allow(ambiguous-scalar) our tools read YAML 1.1\nenable_cache: yes\n\
                 cloud_ready: yes # specc: allow(ambiguous-scalar)\n";
    let (found, fixed) = check(lines, &["--deny-warnings"]);
    assert_eq!(
        found,
        [
            "plugin.spec.yaml:15:18: warning[reasonless-suppression]: the comment does not say why it allows this"
        ]
    );
    assert_eq!(fixed, lines, "a fix does not touch what is allowed");
    let (found, _) = check(lines, &["--show-allowed"]);
    assert!(
        found[0].starts_with("plugin.spec.yaml:14:15: note[ambiguous-scalar]"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("plugin.spec.yaml:15:14: note[ambiguous-scalar]"),
        "{found:?}"
    );

    let folder = tempfile::tempdir().unwrap();
    let spec = MINIMAL.replacen("tags: [example]\n", &format!("tags: [example]\n{lines}"), 1);
    fs::write(folder.path().join("plugin.spec.yaml"), spec).unwrap();
    let output = run(folder.path(), &["check", "--show-allowed"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("allowed here: our tools read YAML 1.1"),
        "{text}"
    );
    assert!(text.contains("allowed here, without a reason"), "{text}");
    assert_eq!(output.status.code(), Some(0));

    // SARIF holds what is allowed in any case, and what counts has no suppression.
    for arguments in [
        &["check", "--format", "sarif"][..],
        &["check", "--format", "sarif", "--show-allowed"],
    ] {
        let output = run(folder.path(), arguments);
        let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let told: Vec<(&str, usize, &str)> = results
            .iter()
            .map(|result| {
                let suppressions = result["suppressions"].as_array().unwrap();
                let first = suppressions.first();
                let reason = first.and_then(|one| one["justification"].as_str());
                assert!(first.is_none_or(|one| one["kind"] == "inSource"
                    && one["location"]["physicalLocation"]["region"]["startLine"].is_u64()));
                let rule = result["ruleId"].as_str().unwrap();
                (rule, suppressions.len(), reason.unwrap_or_default())
            })
            .collect();
        let mut told = told;
        told.sort_unstable();
        assert_eq!(
            told,
            [
                ("ambiguous-scalar", 1, ""),
                ("ambiguous-scalar", 1, "our tools read YAML 1.1"),
                ("reasonless-suppression", 0, ""),
            ],
            "{arguments:?}"
        );
        crate::reporting::assert_valid(&log);
        assert_eq!(output.status.code(), Some(0));
    }
}
