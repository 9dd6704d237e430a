//! Findings about `help.md` show the place there, in every form of a report, whatever its line ends.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SPEC: &str = include_str!("../../fixtures/example/plugin.spec.yaml");

const HELP: &str = "# Description

# Key Features

* One

# Requirements

# Documentation

## Technical Details

### Actions

#### Say Goodbye

##### Output

|Name|Type|Required|Description|Example|
|----|----|--------|-----------|-------|
|message|string|False|The farewell|Goodbye, Ada!|

Example output:

```
{
  \"message\": oops
}
```

### Triggers

## Troubleshooting

An url

# Links

## References
";

fn report(folder: &Path, form: &str, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args([
            "check",
            "--no-config",
            "--exit-zero",
            "--warn",
            "insightconnect",
            "--format",
            form,
        ])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What each finding shows of the help, by rule.
fn shown(folder: &Path, help: &str) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&report(folder, "json", &[])).unwrap();
    assert_eq!(report["summary"]["files"], 1, "the help is no spec");
    let mut shown = Vec::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        assert_eq!(finding["path"], "plugin.spec.yaml");
        for label in finding["labels"].as_array().unwrap() {
            if label["path"] != "help.md" {
                continue;
            }
            let offset = |end: &str| label["span"][end]["offset"].as_u64().unwrap() as usize;
            let text = &help[offset("start")..offset("end")];
            let line = help[..offset("start")].matches('\n').count() as u64 + 1;
            assert_eq!(label["span"]["start"]["line"], line);
            let message = finding["message"].as_str().unwrap();
            assert!(
                message.starts_with(&format!("help.md:{line}:"))
                    || finding["rule"] == "malformed-help-example",
                "{message}"
            );
            shown.push((
                finding["rule"].as_str().unwrap().to_owned(),
                text.to_owned(),
            ));
        }
    }
    shown.sort();
    shown
}

#[test]
fn places_in_the_help_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("plugin.spec.yaml"), SPEC).unwrap();
    let expected = [
        ("lowercase-help-acronym", "url"),
        ("malformed-help-example", "o"),
        ("missing-help-link", "# Links"),
        // The two inputs have no row.
        ("stale-help-table", "#### Say Goodbye"),
        ("stale-help-table", "#### Say Goodbye"),
        (
            "stale-help-table",
            "|message|string|False|The farewell|Goodbye, Ada!|",
        ),
    ];
    for help in [HELP.to_owned(), HELP.replace('\n', "\r\n")] {
        fs::write(path.join("help.md"), &help).unwrap();
        let shown = shown(path, &help);
        let shown: Vec<(&str, &str)> = shown.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(shown, expected);
    }

    let human = report(path, "human", &[]);
    assert!(human.contains("[help.md:27:14]"), "{human}");
    assert!(human.contains("in 1 file\n"), "{human}");
    let sarif: Value = serde_json::from_str(&report(path, "sarif", &[])).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let related = results
        .iter()
        .flat_map(|result| result["relatedLocations"].as_array().into_iter().flatten())
        .filter(|place| place["physicalLocation"]["artifactLocation"]["uri"] == "help.md");
    assert_eq!(related.count(), expected.len());
    let suites = report(path, "junit", &[]);
    assert_eq!(suites.matches("<testsuite ").count(), 1, "{suites}");
}

#[test]
fn a_comment_in_the_spec_still_allows_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let spec = format!("# specc: allow-file(stale-help-table) written by hand\n{SPEC}");
    fs::write(path.join("plugin.spec.yaml"), spec).unwrap();
    fs::write(path.join("help.md"), HELP).unwrap();
    assert!(!report(path, "short", &[]).contains("stale-help-table"));
    let allowed = report(path, "human", &["--show-allowed"]);
    assert!(allowed.contains("[help.md:21:1]"), "{allowed}");
}
