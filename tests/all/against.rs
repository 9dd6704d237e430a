//! `specc check --against` and `specc diff --against`: what changed since a revision of a git repository, over
//! repositories that the real git makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::reporting;

const SPEC: &str = "plugin_spec_version: v2
name: NAME
title: Lookup
description: Looks hosts up
version: 1.2.3
connection_version: 4
vendor: acme
version_history:
  - \"1.2.3 - Mend a slip\"
  - \"1.0.0 - Initial plugin\"
connection:
  url: {title: URL, description: Address, type: string, required: true, example: https://example.com}
actions:
  look_up:
    title: Look Up
    description: Look a host up
    input:
      name: {title: Name, description: Its name, type: string, required: true, example: a.example}
  forget:
    title: Forget
    description: Forget a host
";

struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// A repository with plugins in folders of their own, all in one commit on `main`.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new(plugins: &[&str]) -> Self {
        Self::initialised(plugins, &[])
    }

    fn initialised(plugins: &[&str], options: &[&str]) -> Self {
        let repository = Self {
            folder: TempDir::new().unwrap(),
        };
        let init = [&["init", "--quiet", "--initial-branch", "main"], options].concat();
        repository.git(&init);
        for plugin in plugins {
            repository.write(&spec(plugin), &text(plugin));
        }
        repository.commit("Add plugins");
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Replaces a text in the spec of a plugin.
    fn change(&self, plugin: &str, from: &str, to: &str) {
        let old = self.read(&spec(plugin));
        assert!(old.contains(from), "{from}");
        self.write(&spec(plugin), &old.replacen(from, to, 1));
    }

    /// Checks against a revision, a line a finding.
    fn against(&self, reference: &str) -> Ran {
        self.run(&[
            "check",
            "--quiet",
            "--format",
            "short",
            "--against",
            reference,
        ])
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(self.path(), arguments)
    }
}

fn spec(plugin: &str) -> String {
    format!("plugins/{plugin}/plugin.spec.yaml")
}

fn text(plugin: &str) -> String {
    SPEC.replace("NAME", plugin)
}

/// No setting of whoever runs the tests counts.
fn isolated(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Tester")
            .env(format!("GIT_{who}_EMAIL"), "tester@example.com");
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_ALLOW_PROTOCOL", "file")
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let output = isolated(&mut command)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
    let output = isolated(&mut command)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked"), "{err}");
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err,
    }
}

/// The files of a folder with their bytes, the index among them.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.clone(), fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

const REMOVED: &str = "  forget:\n    title: Forget\n    description: Forget a host\n";

/// What removing the action `forget` gives.
fn removal(plugin: &str) -> String {
    let path = spec(plugin);
    format!(
        "{path}:5:10: warning[breaking-change]: Remove the action `forget`\n\
         {path}:5:10: error[missing-version-bump]: the version is 1.2.3, and what changed since 1.2.3 demands 2.0.0 at least\n"
    )
}

/// Lines in an order of their own: findings of one place are sorted by their level.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[track_caller]
fn assert_removal(ran: &Ran, plugin: &str) {
    assert_eq!(
        (ran.status, sorted(&ran.out)),
        (1, sorted(&removal(plugin))),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn of_255_plugins_the_changed_ones_are_told_of_and_mended() {
    let names: Vec<String> = (0..255).map(|index| format!("plugin_{index:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let repository = Repository::new(&names);
    let ran = repository.against("main");
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (0, "", "")
    );

    repository.change("plugin_007", REMOVED, "");
    repository.change(
        "plugin_100",
        "description: Look a host up",
        "description: Look up a host",
    );
    repository.change("plugin_254", "example: https://example.com}", "example: https://example.com}\n  port: {title: Port, description: Its port, type: integer, required: true, example: 1}");
    fs::remove_dir_all(repository.path().join("plugins/plugin_200")).unwrap();
    fs::rename(
        repository.path().join("plugins/plugin_050"),
        repository.path().join("plugins/moved"),
    )
    .unwrap();
    repository.write(&spec("added"), &text("added"));
    let before = everything(repository.path());
    let ran = repository.against("main");
    assert_eq!(
        everything(repository.path()),
        before,
        "something was written"
    );
    let expected = [
        removal("plugin_007").as_str(),
        "plugins/plugin_100/plugin.spec.yaml:14:3: note[documentation-change]: Update the documentation of the action `look_up`\n\
         plugins/plugin_100/plugin.spec.yaml:5:10: error[missing-version-bump]: the version is 1.2.3, and what changed since 1.2.3 demands 1.2.4 at least\n\
         plugins/plugin_254/plugin.spec.yaml:11:1: error[missing-connection-bump]: the connection changed, and `connection_version` is still 4\n\
         plugins/plugin_254/plugin.spec.yaml:13:3: warning[breaking-change]: Add `port`, which must be given, to the connection\n\
         plugins/plugin_254/plugin.spec.yaml:5:10: error[missing-version-bump]: the version is 1.2.3, and what changed since 1.2.3 demands 2.0.0 at least\n\
         main:plugins/plugin_200/plugin.spec.yaml:2:7: warning[removed-plugin]: the plugin `plugin_200` is gone\n",
    ]
    .concat();
    assert_eq!(
        (ran.status, sorted(&ran.out)),
        (1, sorted(&expected)),
        "{}{}",
        ran.out,
        ran.err
    );

    // The same from what git packed, and by other names of the commit.
    repository.git(&["tag", "--annotate", "--message", "One", "v1"]);
    repository.git(&["gc", "--quiet"]);
    repository.git(&["pack-refs", "--all"]);
    let commit = repository.git(&["rev-parse", "HEAD"]);
    for reference in [
        "v1",
        "HEAD",
        "refs/heads/main",
        &commit,
        &commit[..9],
        "v1^{commit}",
    ] {
        let again = repository.against(reference);
        let out = again.out.replace(&format!("{reference}:"), "main:");
        assert_eq!(out, ran.out, "{reference}: {}", again.err);
    }

    let index = fs::read(repository.path().join(".git/index")).unwrap();
    let ran = repository.run(&["check", "--against", "main", "--fix", "--format", "short"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("mended 4 findings in 3 files"),
        "{}",
        ran.err
    );
    let mended = repository.read(&spec("plugin_254"));
    assert!(
        mended.contains("version: 2.0.0\nconnection_version: 5\n")
            && mended.contains(
                "version_history:\n  - \"2.0.0 - Add `port`, which must be given, to the connection\"\n  - \"1.2.3 - Mend a slip\"\n"
            ),
        "{mended}"
    );
    assert!(
        repository
            .read(&spec("plugin_100"))
            .contains("version: 1.2.4\n")
    );
    assert_eq!(repository.read(&spec("plugin_001")), text("plugin_001"));
    assert_eq!(
        fs::read(repository.path().join(".git/index")).unwrap(),
        index
    );
    let ran = repository.against("main");
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(!ran.out.contains("missing-"), "{}", ran.out);
}

#[test]
fn the_old_text_is_shown_under_its_name() {
    let repository = Repository::new(&["a"]);
    repository.change(
        "a",
        "type: string, required: true, example: a.example",
        "type: bytes, required: true, example: YQ==",
    );
    let ran = repository.run(&["check", "--color", "never", "--against", "main"]);
    for part in [
        "Change the type of `name` in the input of the action `look_up` from `string` to `bytes`",
        "─[plugins/a/plugin.spec.yaml:18:56]",
        "─[main:plugins/a/plugin.spec.yaml:18:56]",
        "type: string, required: true, example: a.example",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(ran.out.contains("in 1 file"), "{}", ran.out);
    let ran = repository.run(&["check", "--format", "json", "--against", "main"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let schema = include_str!("../../book/src/reference/check-json.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{}", ran.out);
    let labels = |finding: &Value| finding["labels"].as_array().unwrap().clone();
    let found = report["diagnostics"].as_array().unwrap();
    assert!(
        found.len() == 3
            && found.iter().all(|one| {
                labels(one)
                    .iter()
                    .any(|label| label["revision"] == "main" && label["path"] == spec("a"))
            }),
        "{}",
        ran.out
    );
    // From within a folder, paths are as they are there, and git's name of the old text stays.
    let ran = run(
        &repository.path().join("plugins"),
        &["check", "a", "--color", "never", "--against", "main"],
    );
    assert!(
        ran.out.contains("─[a/plugin.spec.yaml:18:56]")
            && ran.out.contains("─[main:plugins/a/plugin.spec.yaml:18:56]"),
        "{}",
        ran.out
    );
}

#[test]
fn every_form_shows_a_plugin_that_is_gone() {
    let repository = Repository::new(&["a", "b"]);
    fs::remove_dir_all(repository.path().join("plugins/b")).unwrap();
    for (form, part) in [
        ("human", "main:plugins/b/plugin.spec.yaml:2:7"),
        (
            "short",
            "main:plugins/b/plugin.spec.yaml:2:7: warning[removed-plugin]",
        ),
        (
            "json",
            "\"path\":\"plugins/b/plugin.spec.yaml\",\"revision\":\"main\"",
        ),
        ("sarif", "\"uriBaseId\": \"main\""),
        ("github", "file=plugins/b/plugin.spec.yaml,line=2"),
        ("gitlab", "\"path\":\"plugins/b/plugin.spec.yaml\""),
        ("junit", "classname=\"plugins/b/plugin.spec.yaml\""),
        ("markdown", "removed-plugin"),
    ] {
        let ran = repository.run(&[
            "check",
            "--color",
            "never",
            "--against",
            "main",
            "--format",
            form,
        ]);
        let out = ran.out.replace("\"path\": ", "\"path\":");
        assert!(
            ran.status == 0 && out.contains(part),
            "{form}: {out}{}",
            ran.err
        );
    }
    // Files that were not asked for are not missed.
    let ran = repository.run(&["check", "plugins/a", "--against", "main"]);
    assert_eq!(ran.out, "clean: nothing found in 1 file\n", "{}", ran.err);
    let ran = repository.run(&["check", "--against", "main", "--allow", "removed-plugin"]);
    assert_eq!(ran.out, "clean: nothing found in 1 file\n", "{}", ran.err);
    let ran = repository.run(&["check", "--against", "main", "--deny", "change"]);
    assert_eq!(ran.status, 1, "{}", ran.out);
}

#[test]
fn changes_are_allowed_levelled_and_known_as_lints_are() {
    let repository = Repository::new(&["a"]);
    repository.change("a", REMOVED, "");
    assert_removal(&repository.against("main"), "a");

    let allow =
        "# specc: allow(breaking-change, missing-version-bump) nobody used it\nversion: 1.2.3";
    repository.change("a", "version: 1.2.3", allow);
    let ran = repository.against("main");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    // Without a comparison nobody can tell whether the comment is of use.
    let ran = repository.run(&["check", "--quiet", "--format", "short"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let ran = repository.run(&[
        "check",
        "--show-allowed",
        "--color",
        "never",
        "--against",
        "main",
    ]);
    assert!(
        ran.out.contains("allowed here: nobody used it") && ran.out.contains("2 notes"),
        "{}",
        ran.out
    );
    let ran = repository.run(&["check", "--format", "sarif", "--against", "main"]);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    reporting::assert_valid(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(
        results.len() == 2
            && results.iter().all(|result| {
                let suppression = &result["suppressions"][0];
                suppression["kind"] == "inSource"
                    && suppression["justification"] == "nobody used it"
            }),
        "{}",
        ran.out
    );

    repository.change("a", &allow[..allow.len() - "version: 1.2.3".len()], "");
    let ran = repository.run(&[
        "check",
        "--against",
        "main",
        "--baseline",
        "known.json",
        "--write-baseline",
        "--format",
        "short",
        "--quiet",
    ]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let ran = repository.run(&[
        "check",
        "--against",
        "main",
        "--baseline",
        "known.json",
        "--format",
        "sarif",
    ]);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    reporting::assert_valid(&log);
    let suppression = &log["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["kind"], "external", "{}", ran.out);
    fs::write(
        repository.path().join("specc.toml"),
        "[lint.rules]\nmissing-version-bump = \"warning\"\n[lint.groups]\nchange = \"off\"\n",
    )
    .unwrap();
    let ran = repository.against("main");
    assert_eq!(
        (ran.status, ran.out.lines().count()),
        (0, 1),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(
        ran.out.contains("warning[missing-version-bump]"),
        "{}",
        ran.out
    );
}

#[test]
fn diff_compares_with_a_revision_too() {
    let repository = Repository::new(&["a", "b"]);
    repository.change("a", REMOVED, "");
    // What a check would say of the spec besides is none of its business.
    repository.change(
        "a",
        "description: Look a host up",
        "description: look a host up.",
    );
    repository.change(
        "a",
        "vendor: acme\n",
        "vendor: acme\ncloud_ready: yes # specc: allow(ambiguous-scalar) our tools read it\n",
    );
    let ran = repository.run(&["diff", "--against", "main", "--format", "sarif"]);
    assert!(!ran.out.contains("ambiguous-scalar"), "{}", ran.out);
    repository.write(&spec("c"), &text("c"));
    let ran = repository.run(&["diff", "--against", "main", "--format", "short"]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    assert!(
        ran.err.contains("plugins/c/plugin.spec.yaml is new"),
        "{}",
        ran.err
    );
    let ran = repository.run(&["diff", "--against", "main", "--fix", "plugins/a"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(repository.read(&spec("a")).contains("version: 2.0.0\n"));
    let ran = repository.run(&["diff", "plugins/a"]);
    assert!(
        ran.status == 2 && ran.err.contains("add --against REF"),
        "{}",
        ran.err
    );
}

#[test]
fn worktrees_and_detached_heads_are_repositories_as_any() {
    let repository = Repository::new(&["a"]);
    repository.change("a", "Mend a slip", "Mend two slips");
    repository.commit("Second");
    let place = TempDir::new().unwrap();
    let tree = place.path().join("tree");
    repository.git(&[
        "worktree",
        "add",
        "--quiet",
        "--detach",
        tree.to_str().unwrap(),
        "HEAD~1",
    ]);
    let path = tree.join(spec("a"));
    fs::write(&path, text("a").replacen(REMOVED, "", 1)).unwrap();
    let arguments = ["check", "--quiet", "--format", "short", "--against"];
    for reference in ["main", "HEAD", "main~1"] {
        let ran = run(&tree, &[&arguments[..], &[reference]].concat());
        assert_removal(&ran, "a");
    }
    repository.git(&["checkout", "--quiet", "--detach", "HEAD~1"]);
    repository.change("a", REMOVED, "");
    assert_removal(&repository.against("HEAD"), "a");
}

#[test]
fn repositories_of_sha256_are_read() {
    let repository = Repository::initialised(&["a", "b"], &["--object-format", "sha256"]);
    repository.change("a", REMOVED, "");
    assert_removal(&repository.against("main"), "a");
}

#[test]
fn shallow_clones_say_how_to_get_the_rest() {
    let repository = Repository::new(&["a"]);
    repository.change("a", "Mend a slip", "Mend two slips");
    repository.commit("Second");
    repository.git(&["branch", "feature"]);
    let place = TempDir::new().unwrap();
    let clone = place.path().join("clone");
    let origin = format!("file://{}", repository.path().display());
    git(
        place.path(),
        &[
            "clone", "--quiet", "--depth", "1", "--branch", "feature", &origin, "clone",
        ],
    );
    let check = |reference: &str| {
        run(
            &clone,
            &[
                "check",
                "--quiet",
                "--format",
                "short",
                "--against",
                reference,
            ],
        )
    };
    assert_eq!(check("HEAD").status, 0);
    let commit = repository.git(&["rev-parse", "HEAD~1"]);
    for (reference, help) in [
        (
            "origin/main",
            "`git fetch --depth=1 origin main:refs/remotes/origin/main`",
        ),
        (
            "main",
            "`git fetch --depth=1 origin main` and `--against FETCH_HEAD`",
        ),
        ("HEAD~1", "`git fetch --deepen=100`"),
        (&commit, &format!("`git fetch --depth=1 origin {commit}`")),
    ] {
        let ran = check(reference);
        assert_eq!(ran.status, 2, "{reference}: {}{}", ran.out, ran.err);
        for part in [reference, "shallow clone", help, "`fetch-depth: 0`"] {
            assert!(ran.err.contains(part), "{reference}: {part}\n{}", ran.err);
        }
    }
    // And what is said helps.
    git(
        &clone,
        &[
            "fetch",
            "--quiet",
            "--depth=1",
            "origin",
            "main:refs/remotes/origin/main",
        ],
    );
    fs::write(clone.join(spec("a")), text("a").replacen(REMOVED, "", 1)).unwrap();
    assert_removal(&check("origin/main"), "a");
    git(&clone, &["fetch", "--quiet", "--depth=1", "origin", "main"]);
    assert_removal(&check("FETCH_HEAD"), "a");
}

#[test]
fn what_cannot_be_compared_with_is_told_with_its_mend() {
    let repository = Repository::new(&["a"]);
    repository.git(&["tag", "v1.0.0"]);
    repository.git(&["branch", "release"]);
    repository.git(&["remote", "add", "origin", "https://example.com/a.git"]);
    let blob = repository.git(&["rev-parse", "HEAD:plugins/a/plugin.spec.yaml"]);
    for (reference, words) in [
        ("mian", "did you mean `main`?"),
        ("releese", "did you mean `release`?"),
        ("v1.0.1", "did you mean `v1.0.0`?"),
        ("nothing-like-it", "there are main, release, v1.0.0"),
        (
            "origin/main",
            "`git fetch origin main:refs/remotes/origin/main`",
        ),
        (
            "main~9",
            "`main~9` is not in this clone: `git log main` shows how far the history goes",
        ),
        ("main..release", "names a range"),
        ("main..nowhere", "names a range"),
        (
            "0123456789abcdef",
            "no object has this id; fetch it with `git fetch origin 0123456789abcdef`",
        ),
        (&blob, "is no commit"),
        ("", "``"),
        ("--", "`--`"),
        ("a b\u{1b}[31m", "names no branch"),
    ] {
        let ran = repository.run(&["check", "--quiet", &format!("--against={reference}")]);
        assert_eq!(ran.status, 2, "{reference}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(words), "{reference}: {}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    }
    // Everything else is said all the same.
    repository.change("a", "type: string", "type: strng");
    let ran = repository.against("mian");
    assert!(
        ran.status == 2 && ran.out.contains("unknown-type"),
        "{}",
        ran.out
    );

    let lone = TempDir::new().unwrap();
    fs::write(lone.path().join("plugin.spec.yaml"), text("a")).unwrap();
    let ran = run(lone.path(), &["check", "--against", "main"]);
    assert!(
        ran.status == 2
            && ran.err.contains("lies in no git repository")
            && ran.err.contains("specc diff OLD NEW"),
        "{}",
        ran.err
    );
    git(lone.path(), &["init", "--quiet", "--bare", "."]);
    let ran = run(lone.path(), &["check", "--against", "main"]);
    assert!(
        ran.status == 2 && ran.err.contains("bare repository"),
        "{}",
        ran.err
    );
    let empty = TempDir::new().unwrap();
    git(empty.path(), &["init", "--quiet", "."]);
    fs::write(empty.path().join("plugin.spec.yaml"), text("a")).unwrap();
    let ran = run(empty.path(), &["check", "--against", "HEAD"]);
    assert!(
        ran.status == 2 && ran.err.contains("commit something first"),
        "{}",
        ran.err
    );
}

#[test]
fn what_was_no_spec_is_a_note_and_not_a_fault() {
    let names = ["broken", "large", "latin", "link", "cycle", "same", "away"];
    let repository = Repository::new(&names);
    repository.write(
        &spec("broken"),
        &text("broken").replace("type: string", "type: strng"),
    );
    repository.write(
        &spec("large"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
    );
    fs::write(repository.path().join(spec("latin")), b"name: caf\xE9\n").unwrap();
    repository.write("shared/plugin.spec.yaml.txt", &text("link"));
    repository.write("shared/same.txt", &text("same"));
    #[cfg(unix)]
    for (plugin, target) in [
        ("link", "../../shared/plugin.spec.yaml.txt"),
        ("same", "../../shared/same.txt"),
        ("cycle", "plugin.spec.yaml"),
        ("away", "../../../elsewhere.yaml"),
    ] {
        let path = repository.path().join(spec(plugin));
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }
    repository.commit("Break them");
    for name in names {
        let path = repository.path().join(spec(name));
        fs::remove_file(&path).unwrap();
        repository.write(&spec(name), &text(name));
    }
    repository.change("link", REMOVED, "");
    let ran = repository.against("HEAD");
    let notes: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.contains("note[incomparable-version]"))
        .collect();
    for (plugin, words) in [
        (
            "broken",
            "the spec at `HEAD` has errors: unknown type `strng`",
        ),
        ("large", "is a pointer of Git LFS"),
        ("latin", "is not UTF-8"),
        ("cycle", "8 steps do not follow"),
        ("away", "outside of the repository"),
    ] {
        let told = |line: &&&str| line.contains(&spec(plugin)) && line.contains(words);
        assert_eq!(
            notes.iter().filter(told).count(),
            1,
            "{plugin}: {}{}",
            ran.out,
            ran.err
        );
    }
    // A link within the repository is followed.
    assert!(
        ran.out
            .contains("plugins/link/plugin.spec.yaml:5:10: error[missing-version-bump]"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("plugins/same"), "{}", ran.out);
    assert_eq!((notes.len(), ran.status), (5, 1), "{}{}", ran.out, ran.err);
}

#[test]
fn a_submodule_is_compared_with_the_commit_that_was_named() {
    let inner = Repository::new(&["a"]);
    let outer = Repository::new(&["b"]);
    let address = inner.path().to_str().unwrap().to_owned();
    outer.git(&["submodule", "--quiet", "add", &address, "inner"]);
    outer.commit("Take the inner plugins in");
    let path = "inner/plugins/a/plugin.spec.yaml";
    outer.write(path, &text("a").replacen(REMOVED, "", 1));
    let ran = outer.against("main");
    assert_eq!(
        sorted(&ran.out),
        sorted(&removal("a").replace("plugins/a", "inner/plugins/a")),
        "{}",
        ran.err
    );
    // Before it was taken in, its plugins were not there.
    let ran = outer.against("main~1");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn standard_input_is_compared_under_its_name() {
    use std::io::Write as _;
    let repository = Repository::new(&["a"]);
    for (arguments, status, words) in [
        (
            &["--stdin-filename", "plugins/a/plugin.spec.yaml"][..],
            1,
            "missing-version-bump",
        ),
        (
            &["--stdin-filename", "plugins/a/plugin.spec.yaml", "--fix"][..],
            0,
            "- \"2.0.0 - Remove the action `forget`\"",
        ),
        (&[][..], 2, "--stdin-filename PATH"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
        let mut child = isolated(&mut command)
            .args(["check", "-", "--against", "main", "--format", "short"])
            .args(arguments)
            .current_dir(repository.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let new = text("a").replacen(REMOVED, "", 1);
        child
            .stdin
            .take()
            .unwrap()
            .write_all(new.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{said}");
        // The old text is no answer.
        assert!(!said.contains("description: Forget a host"), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn damage_in_a_repository_is_told_and_ends_nothing() {
    let repository = Repository::new(&["a", "b"]);
    let blob = repository.git(&["rev-parse", "HEAD:plugins/a/plugin.spec.yaml"]);
    let object = repository
        .path()
        .join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    repository.change("a", REMOVED, "");
    repository.change("b", REMOVED, "");
    fs::remove_file(&object).unwrap();
    let ran = repository.against("main");
    assert_eq!(
        (ran.status, sorted(&ran.out)),
        (2, sorted(&removal("b"))),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("plugins/a/plugin.spec.yaml at `main` cannot be read")
            && ran.err.contains("git fsck"),
        "{}",
        ran.err
    );
    fs::write(&object, b"no object at all").unwrap();
    let ran = repository.against("main");
    assert_eq!(
        (ran.status, sorted(&ran.out)),
        (2, sorted(&removal("b"))),
        "{}",
        ran.err
    );
}
