//! `specc config show`: every setting with its origin, as a file that says the same again.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

const BASE: &str = "\
[lint.groups]
style = \"note\"
insightconnect = \"warning\"
[lint.rules]
title-case = \"error\"
[[lint.overrides]]
paths = [\"plugins/a\"]
rules = { stale-version = \"off\" }
[targets.go]
module = \"example.com/base\"
[site]
title = \"Base \\\"quoted\\\"\\u007f\"
logo = \"plugins/brand/logo.svg\"
base-url = \"https://base.example\"
[site.colours]
accent = \"#000080\"
[[site.links]]
title = \"Support\"
url = \"/support\"
[[site.pages]]
title = \"Imprint\"
path = \"imprint\"
file = \"pages/imprint.md\"
";

const NEAR: &str = "\
extends = \"../base.toml\"
[lint.groups]
style = \"warning\"
[[lint.overrides]]
paths = [\"b\", \"a\\nb\"]
groups = { all = \"off\" }
[[lint.overrides]]
paths = [\"*/plugin.spec.yaml\"]
rules = { title-case = \"note\" }
[targets.gilbert]
module = \"example.com/near\"
[site]
tagline = \"Near\"
links = []
";

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in [
        ("base.toml", BASE),
        ("plugins/specc.toml", NEAR),
        ("plugins/a/plugin.spec.yaml", MINIMAL),
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
        .args(["config", "show"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let text = text(folder, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap()
}

/// The setting of a key, and its origin.
fn setting(answer: &Value, key: &str) -> (Value, Value) {
    let settings = answer["settings"].as_array().unwrap();
    let names: Vec<&str> = key.split('.').collect();
    let found = settings.iter().find(|it| {
        let parts = it["key"].as_array().unwrap();
        parts
            .iter()
            .map(|part| part.as_str().unwrap())
            .eq(names.iter().copied())
    });
    let found = found.unwrap_or_else(|| panic!("no {key}"));
    (found["value"].clone(), found["origin"].clone())
}

/// Keys, values, and whether nobody has said them.
fn values(answer: &Value) -> Vec<(Value, Value, bool)> {
    let settings = answer["settings"].as_array().unwrap();
    let one = |it: &Value| {
        let default = it["origin"]["kind"] == "default";
        (it["key"].clone(), it["value"].clone(), default)
    };
    settings.iter().map(one).collect()
}

#[test]
fn each_setting_has_its_origin() {
    let folder = folder();
    let answer = json(
        folder.path(),
        &["plugins/a", "--deny", "security", "--allow", "missing-help"],
    );
    let rule = |name: &str| setting(&answer, &format!("lint.rules.{name}"));
    let file = |path: &str, line: u64, column: u64| serde_json::json!({ "path": path, "line": line, "column": column, "kind": "file" });
    assert_eq!(answer["spec"], "plugins/a/plugin.spec.yaml");
    assert_eq!(
        answer["files"],
        serde_json::json!(["base.toml", "plugins/specc.toml"])
    );
    let mut origin = file("plugins/specc.toml", 9, 11);
    origin["override"] = serde_json::json!({ "index": 2, "path": "*/plugin.spec.yaml" });
    assert_eq!(rule("title-case"), ("note".into(), origin));
    let mut origin = file("base.toml", 8, 11);
    origin["override"] = serde_json::json!({ "index": 1, "path": "plugins/a" });
    assert_eq!(rule("stale-version"), ("off".into(), origin));
    let mut origin = file("base.toml", 3, 1);
    origin["name"] = "insightconnect".into();
    assert_eq!(rule("missing-icon"), ("warning".into(), origin));
    let mut origin = file("plugins/specc.toml", 3, 1);
    origin["name"] = "style".into();
    assert_eq!(rule("unconventional-name"), ("warning".into(), origin));
    let origin =
        serde_json::json!({ "kind": "argument", "argument": "--deny", "name": "security" });
    assert_eq!(rule("plain-secret"), ("error".into(), origin));
    let origin =
        serde_json::json!({ "kind": "argument", "argument": "--allow", "name": "missing-help" });
    assert_eq!(rule("missing-help"), ("off".into(), origin));
    let origin = serde_json::json!({ "kind": "default", "group": "portability", "on": false });
    assert_eq!(rule("reserved-name"), ("off".into(), origin));
    let go = setting(&answer, "targets.go.module");
    assert_eq!(go, ("example.com/base".into(), file("base.toml", 10, 1)));
    assert_eq!(setting(&answer, "site.tagline").0, "Near");
    assert_eq!(setting(&answer, "site.logo").0, "brand/logo.svg");
    assert_eq!(setting(&answer, "site.links").0, serde_json::json!([]));
    assert_eq!(
        setting(&answer, "site.pages").0[0]["file"],
        "../pages/imprint.md"
    );
    assert_eq!(setting(&answer, "site.favicon").0, Value::Null);
    assert_eq!(answer["overrides"][1]["holds"], false);
    assert_eq!(
        answer["overrides"][1]["paths"],
        serde_json::json!(["b", "a\nb"])
    );
    // Of the other plugin an override silences everything.
    let other = json(folder.path(), &["plugins/b/plugin.spec.yaml"]);
    assert_eq!(setting(&other, "lint.rules.plain-secret").0, "off");
    assert_eq!(setting(&other, "lint.rules.title-case").0, "note");
}

#[test]
fn every_lint_and_every_key_is_there() {
    let folder = folder();
    let answer = json(folder.path(), &["plugins/a", "--no-config"]);
    assert_eq!(answer["files"], serde_json::json!([]));
    for rule in specc::lint::RULES {
        let (value, origin) = setting(&answer, &format!("lint.rules.{}", rule.info.id));
        let level = if rule.group.is_on() {
            rule.info.severity.as_str()
        } else {
            "off"
        };
        assert_eq!((value, &origin["kind"]), (level.into(), &"default".into()));
    }
    for key in specc::config::TABLES
        .iter()
        .find(|it| it.heading == "[site]")
        .unwrap()
        .keys
    {
        if key.name != "colours" {
            setting(&answer, &format!("site.{}", key.name));
        }
    }
    setting(&answer, "site.colours.accent-dark");
    setting(&answer, "targets.go.module");
}

#[test]
fn what_is_shown_says_the_same_again() {
    for arguments in [
        &["plugins/a"][..],
        &["plugins/b"],
        &["plugins/a", "--warn", "all", "--deny", "docs"],
        &["plugins"],
    ] {
        let folder = folder();
        let before = values(&json(folder.path(), arguments));
        let shown = text(folder.path(), arguments);
        fs::write(folder.path().join("plugins/specc.toml"), &shown).unwrap();
        let after = json(folder.path(), &arguments[..1]);
        assert_eq!(after["files"], serde_json::json!(["plugins/specc.toml"]));
        assert_eq!(values(&after), before, "{shown}");
        assert!(
            shown.contains("# unsafe-integer = ") || arguments != ["plugins/a"],
            "{shown}"
        );
    }
}

#[test]
fn mistakes_are_told_and_nothing_is_shown() {
    let folder = folder();
    fs::write(
        folder.path().join("base.toml"),
        "[lint.rules]\ntitle-caes = \"off\"\n",
    )
    .unwrap();
    let output = run(folder.path(), &["plugins/a"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("did you mean `title-case`?"), "{told}");
    assert!(told.contains("base.toml:2:1"), "{told}");
    let output = run(folder.path(), &["nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run(folder.path(), &["--config", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
}
