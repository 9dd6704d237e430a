//! The program as its users run it: exit statuses, streams, formats, and what is read.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

/// A spec with one error, on line 25.
fn wrong() -> String {
    MINIMAL.replacen("type: string", "type: strng", 1)
}

/// A spec with one warning.
fn doubtful() -> String {
    MINIMAL.replacen("tags: [example]", "tags: [example]\nenable_cache: yes", 1)
}

/// A folder with files of these paths and contents.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn specc(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("CLICOLOR")
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    specc(folder, arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn piped(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = specc(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn ends(output: &Output, status: i32) {
    assert_eq!(
        output.status.code(),
        Some(status),
        "{}{}",
        out(output),
        err(output)
    );
}

#[test]
fn a_clean_spec_ends_with_status_0() {
    let place = folder(&[("plugin.spec.yaml", MINIMAL.as_bytes())]);
    let output = run(place.path(), &["check"]);
    ends(&output, 0);
    assert_eq!(out(&output), "clean: nothing found in 1 file\n");
    assert_eq!(err(&output), "");
    let output = run(place.path(), &["check", "--quiet"]);
    ends(&output, 0);
    assert_eq!(out(&output), "");
}

#[test]
fn what_could_not_all_be_looked_at_is_not_called_clean() {
    let place = folder(&[
        ("plugin.spec.yaml", MINIMAL.as_bytes()),
        ("specc.toml", b"# \xFF\n"),
    ]);
    let unread = "nothing found in 1 file, but not everything could be looked at\n";
    for (arguments, shown) in [
        (&["check"][..], unread),
        (&["check", "--statistics"], unread),
        (
            &["check", "--format", "markdown"],
            "## specc: not everything could be looked at\n\nNothing found in 1 file.\n",
        ),
    ] {
        let output = run(place.path(), arguments);
        ends(&output, 2);
        assert_eq!(out(&output), shown);
        assert_eq!(
            err(&output),
            "error: cannot read specc.toml: it is not UTF-8 text\n"
        );
    }
}

#[test]
fn an_error_ends_with_status_1_and_a_warning_only_when_denied() {
    let place = folder(&[
        ("wrong.yaml", wrong().as_bytes()),
        ("doubtful.yaml", doubtful().as_bytes()),
    ]);
    ends(&run(place.path(), &["check", "wrong.yaml"]), 1);
    let output = run(place.path(), &["check", "doubtful.yaml"]);
    ends(&output, 0);
    assert!(
        out(&output).contains("warning[ambiguous-scalar]"),
        "{}",
        out(&output)
    );
    ends(
        &run(place.path(), &["check", "--deny-warnings", "doubtful.yaml"]),
        1,
    );
}

#[test]
fn what_cannot_be_done_ends_with_status_2() {
    let place = folder(&[("empty/readme.md", b"")]);
    for (arguments, says) in [
        (&["check", "nowhere"][..], "nowhere does not exist"),
        (
            &["check", "empty"],
            "looked for plugin.spec.yaml, plugin.spec.yml",
        ),
        (&["check"], "no plugin spec in the current folder"),
        (&["check", "--format", "xml"], "human"),
        (&["check", "--max-nesting", "0"], "0 is not in 1..=1000"),
        (&["chekc"], "check"),
        (
            &["explain", "misspelled-key"],
            "did you mean `misspelt-key`?",
        ),
        (&["explain", "xyzzy"], "`specc explain` lists all rules"),
    ] {
        let output = run(place.path(), arguments);
        ends(&output, 2);
        assert!(
            err(&output).contains(says),
            "{arguments:?}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_path_that_is_missing_does_not_hide_the_findings_of_the_others() {
    let place = folder(&[("wrong.yaml", wrong().as_bytes())]);
    let output = run(
        place.path(),
        &["check", "nowhere", "wrong.yaml", "--format", "short"],
    );
    ends(&output, 2);
    assert!(out(&output).starts_with("wrong.yaml:25:15: error[unknown-type]: "));
    assert!(err(&output).contains("nowhere does not exist"));
}

#[test]
fn paths_are_reported_as_they_were_given_in_order_and_once() {
    let place = folder(&[
        ("b/plugin.spec.yaml", wrong().as_bytes()),
        ("a/plugin.spec.yaml", wrong().as_bytes()),
        ("a/deep/er/plugin.spec.yml", wrong().as_bytes()),
        ("a/other.yaml", b"not: read"),
    ]);
    let paths = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "--format", "short"];
        all.extend(arguments);
        let output = run(place.path(), &all);
        ends(&output, 1);
        out(&output)
            .lines()
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect()
    };
    let walked = [
        "a/deep/er/plugin.spec.yml",
        "a/plugin.spec.yaml",
        "b/plugin.spec.yaml",
    ];
    assert_eq!(paths(&[]), walked);
    assert_eq!(paths(&["."]), walked.map(|path| format!("./{path}")));
    assert_eq!(paths(&["b", "a"]), walked);
    assert_eq!(paths(&["./b/plugin.spec.yaml"]), ["./b/plugin.spec.yaml"]);
    assert_eq!(
        paths(&["b", "b/plugin.spec.yaml", "b/../b"]),
        ["b/plugin.spec.yaml"]
    );
}

#[test]
fn ignored_folders_are_passed_over_unless_they_are_named() {
    let place = folder(&[
        (".git/HEAD", b""),
        (".gitignore", b"build/\n"),
        ("plugin.spec.yaml", MINIMAL.as_bytes()),
        ("build/plugin.spec.yaml", wrong().as_bytes()),
    ]);
    ends(&run(place.path(), &["check"]), 0);
    ends(&run(place.path(), &["check", "build"]), 1);
    ends(&run(place.path(), &["check", "build/plugin.spec.yaml"]), 1);
}

#[test]
fn a_plugin_json_is_read_only_where_it_is_a_spec() {
    let place = folder(&[
        ("plugin.spec.yaml", MINIMAL.as_bytes()),
        (
            "web/plugin.json",
            br#"{"name": "a browser's plugin", "files": []}"#,
        ),
        ("broken/plugin.json", b"{"),
    ]);
    let output = run(place.path(), &["check"]);
    ends(&output, 0);
    assert!(out(&output).contains("1 file"), "{}", out(&output));
}

#[test]
fn standard_input_is_read_under_the_name_that_is_given() {
    let place = folder(&[]);
    let wrong = wrong();
    let arguments = ["check", "-", "--format", "short"];
    let output = piped(place.path(), &arguments, wrong.as_bytes());
    ends(&output, 1);
    assert!(
        out(&output).starts_with("<stdin>:25:15: error"),
        "{}",
        out(&output)
    );
    let named = [&arguments[..], &["--stdin-filename", "x/plugin.spec.yaml"]].concat();
    let output = piped(place.path(), &named, wrong.as_bytes());
    assert!(
        out(&output).starts_with("x/plugin.spec.yaml:25:15: "),
        "{}",
        out(&output)
    );
    ends(&piped(place.path(), &["check", "-"], MINIMAL.as_bytes()), 0);
}

#[test]
fn json_is_one_document_that_its_schema_describes() {
    let schema = include_str!("../../book/src/reference/check-json.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let latin = MINIMAL.replace("Minimal", "Caf\u{e9}");
    let place = folder(&[
        ("a/plugin.spec.yaml", wrong().as_bytes()),
        ("b/plugin.spec.yaml", doubtful().as_bytes()),
        (
            "c/plugin.spec.yaml",
            MINIMAL.replace("title: Text", "titel: Text").as_bytes(),
        ),
        (
            "d/plugin.spec.yaml",
            format!("{MINIMAL}name: twice\n").as_bytes(),
        ),
        (
            "e/plugin.spec.yaml",
            &latin.chars().map(|c| c as u8).collect::<Vec<u8>>(),
        ),
        ("f/plugin.spec.yaml", b""),
    ]);
    let output = run(place.path(), &["check", "--format", "json"]);
    ends(&output, 1);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&report)
        .map(|e| e.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{report:#}");
    assert_eq!(report["summary"]["files"], 6);
    let all = report["diagnostics"].as_array().unwrap();
    let count = |level: &str| all.iter().filter(|one| one["severity"] == level).count();
    assert_eq!(report["summary"]["errors"], count("error"));
    assert_eq!(report["summary"]["warnings"], count("warning"));

    let find = |rule: &str| all.iter().find(|one| one["rule"] == rule).unwrap();
    let span = &find("unknown-type")["span"];
    let text = wrong();
    let offset = text.find("strng").unwrap();
    assert_eq!(
        span["start"],
        serde_json::json!({"offset": offset, "line": 25, "column": 15})
    );
    assert_eq!(
        span["end"],
        serde_json::json!({"offset": offset + 5, "line": 25, "column": 20})
    );
    let fix = &find("misspelt-key")["fixes"][0];
    assert_eq!(fix["applicability"], "safe");
    assert_eq!(fix["edits"][0]["text"], "title");
    assert!(
        !find("duplicate-key")["labels"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    // With nothing found the document is whole, too.
    let output = run(place.path(), &["check", "--format", "json", "nowhere"]);
    ends(&output, 2);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(validator.is_valid(&report));
}

#[test]
fn the_json_of_the_book_is_what_its_schema_describes() {
    let schema = include_str!("../../book/src/reference/check-json.schema.json");
    let page = include_str!("../../book/src/reference/check.md");
    let example = page
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let example: serde_json::Value = serde_json::from_str(example).unwrap();
    let schema = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &example));
}

#[test]
fn short_is_one_line_a_finding() {
    let text = MINIMAL.replace("type: string", "type: \"str\\nng\\e[31m\"");
    let place = folder(&[("plugin.spec.yaml", text.as_bytes())]);
    let output = run(place.path(), &["check", "--format", "short"]);
    ends(&output, 1);
    let shown = out(&output);
    assert!(shown.lines().count() >= 2, "{shown}");
    for line in shown.lines() {
        assert!(line.starts_with("plugin.spec.yaml:"), "{shown}");
        assert!(!line.contains('\u{1b}'), "{shown}");
    }
}

#[test]
fn colours_are_used_where_they_are_wanted() {
    let place = folder(&[("plugin.spec.yaml", wrong().as_bytes())]);
    let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = specc(place.path(), arguments);
        command.envs(environment.iter().copied());
        out(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(!colored(&["check"], &[]), "into a pipe");
    assert!(colored(&["check", "--color", "always"], &[]));
    assert!(colored(&["check", "--color=always"], &[("NO_COLOR", "1")]));
    assert!(colored(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(
        &["check", "--color", "never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
    assert!(!colored(
        &["check", "--color", "always", "--format", "short"],
        &[]
    ));
}

#[test]
fn other_encodings_are_told_apart() {
    let utf16 = |big: bool| -> Vec<u8> {
        "\u{FEFF}name: x\n"
            .encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let crlf = MINIMAL.replace('\n', "\r\n");
    let marked = format!("\u{FEFF}{MINIMAL}");
    let place = folder(&[
        ("latin.yaml", b"name: x\ntitle: caf\xe9\n"),
        ("le.yaml", &utf16(false)),
        ("be.yaml", &utf16(true)),
        ("crlf.yaml", crlf.as_bytes()),
        ("marked.yaml", marked.as_bytes()),
    ]);
    let short = |file: &str| {
        let output = run(place.path(), &["check", "--format", "short", file]);
        (output.status.code().unwrap(), out(&output))
    };
    assert_eq!(
        short("latin.yaml"),
        (1, "latin.yaml:2:11: error[not-utf8]: the file is not UTF-8: byte 0xE9 at offset 18 begins no character\n".to_owned())
    );
    let (status, text) = short("le.yaml");
    assert!(
        status == 1 && text.starts_with("le.yaml:1:1: error[not-utf8]: the file is UTF-16LE"),
        "{text}"
    );
    let (status, text) = short("be.yaml");
    assert!(
        status == 1 && text.starts_with("be.yaml:1:1: error[not-utf8]: the file is UTF-16BE"),
        "{text}"
    );
    assert_eq!(short("crlf.yaml"), (0, String::new()));
    assert_eq!(short("marked.yaml"), (0, String::new()));
}

#[test]
fn a_file_beyond_the_limit_is_a_finding() {
    let place = folder(&[("plugin.spec.yaml", MINIMAL.as_bytes())]);
    let short = ["check", "--format", "short", "--max-file-size"];
    let exact = MINIMAL.len().to_string();
    ends(&run(place.path(), &[&short[..], &[&exact]].concat()), 0);
    let below = (MINIMAL.len() - 1).to_string();
    let output = run(place.path(), &[&short[..], &[&below]].concat());
    ends(&output, 1);
    assert!(out(&output).starts_with("plugin.spec.yaml:1:1: error[file-limit]: "));
    let arguments = [&short[..], &[&below, "-"]].concat();
    ends(&piped(place.path(), &arguments, MINIMAL.as_bytes()), 1);
}

#[test]
fn targets_are_listed_a_line_each_and_as_json() {
    let here = folder(&[]);
    let output = run(here.path(), &["targets"]);
    ends(&output, 0);
    let human = out(&output);
    let output = run(here.path(), &["targets", "--format", "json"]);
    ends(&output, 0);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let listed = json["targets"].as_array().unwrap();
    assert_eq!(listed.len(), specc::emit::TARGETS.len());
    for (target, listed) in specc::emit::TARGETS.iter().zip(listed) {
        assert_eq!(listed["id"], target.id);
        assert_eq!(listed["summary"], target.summary);
        let line = human.lines().find(|line| {
            line.split_once(' ')
                .is_some_and(|(id, rest)| id == target.id && rest.trim() == target.summary)
        });
        assert!(line.is_some(), "{} is not in\n{human}", target.id);
    }
}

#[test]
fn lints_are_switched_by_rule_and_by_group() {
    let here = folder(&[("plugin.spec.yaml", doubtful().as_bytes())]);
    let ended = |arguments: &[&str]| {
        let output = run(
            here.path(),
            &[&["check", "--format", "short"], arguments].concat(),
        );
        (output.status.code().unwrap(), out(&output), err(&output))
    };
    let (status, said, _) = ended(&[]);
    assert!(
        status == 0 && said.contains("warning[ambiguous-scalar]"),
        "{said}"
    );
    for off in ["ambiguous-scalar", "correctness", "all"] {
        let (status, said, _) = ended(&["--allow", off]);
        assert!(
            status == 0 && !said.contains("ambiguous-scalar"),
            "{off}: {said}"
        );
    }
    let (status, said, _) = ended(&["--allow", "all", "--deny", "ambiguous-scalar"]);
    assert!(
        status == 1 && said.contains("error[ambiguous-scalar]"),
        "{said}"
    );
    let (status, _, said) = ended(&["--allow", "correctnes"]);
    assert!(
        status == 2 && said.contains("did you mean `correctness`?"),
        "{said}"
    );
    let (status, _, said) = ended(&["--allow", "unknown-key"]);
    assert!(status == 2 && said.contains("always on"), "{said}");
}

#[test]
fn explain_prints_pages_and_the_list() {
    let place = folder(&[]);
    let output = run(place.path(), &["explain", "unknown-type"]);
    ends(&output, 0);
    assert!(
        out(&output).starts_with("unknown-type\n"),
        "{}",
        out(&output)
    );
    let output = run(
        place.path(),
        &["explain", "unknown-type", "--format", "markdown"],
    );
    assert_eq!(
        out(&output),
        include_str!("../../book/src/rules/unknown-type.md")
    );
    let output = run(place.path(), &["explain"]);
    for rule in specc::rules::all() {
        assert!(out(&output).contains(rule.id), "{} is not listed", rule.id);
    }
    let output = run(place.path(), &["explain", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(list.as_array().unwrap().len(), specc::rules::all().len());
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn a_reader_that_goes_away_is_no_panic_and_no_success() {
        let findings = MINIMAL.replace("type: string", "type: strng");
        let files: Vec<(String, Vec<u8>)> = (0..300)
            .map(|index| (format!("{index}/plugin.spec.yaml"), findings.clone().into()))
            .collect();
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()))
            .collect();
        let place = folder(&files);
        for format in ["human", "short", "json"] {
            let mut child = specc(place.path(), &["check", "--format", format])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            drop(child.stdout.take());
            let output = child.wait_with_output().unwrap();
            ends(&output, 2);
            assert_eq!(err(&output), "", "{format}");
        }
    }

    #[test]
    fn a_report_that_cannot_be_written_is_no_success() {
        let place = folder(&[("plugin.spec.yaml", MINIMAL.as_bytes())]);
        let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
            println!("skipped: no /dev/full here");
            return;
        };
        let output = specc(place.path(), &["check"])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        ends(&output, 2);
        assert!(err(&output).contains("cannot write"), "{}", err(&output));
    }

    #[test]
    fn links_neither_loop_nor_double() {
        let place = folder(&[("a/plugin.spec.yaml", MINIMAL.as_bytes())]);
        let link = |to: &str, at: &str| {
            std::os::unix::fs::symlink(to, place.path().join(at)).unwrap();
        };
        link("..", "a/up");
        link("plugin.spec.yaml", "a/plugin.spec.yml");
        let output = run(place.path(), &["check"]);
        ends(&output, 0);
        assert!(out(&output).contains("1 file"), "{}", out(&output));
        link("nowhere", "plugin.spec.yaml");
        let output = run(place.path(), &["check"]);
        ends(&output, 2);
        assert!(
            err(&output).contains("plugin.spec.yaml"),
            "{}",
            err(&output)
        );
    }

    #[test]
    fn a_folder_with_the_name_of_a_spec_is_told() {
        let place = folder(&[
            ("plugin.spec.yaml/readme.md", b""),
            ("a/plugin.spec.yaml", MINIMAL.as_bytes()),
        ]);
        let output = run(place.path(), &["check"]);
        ends(&output, 2);
        assert!(err(&output).contains("is a folder where a spec file was expected"));
        assert!(out(&output).contains("1 file"), "{}", out(&output));
    }

    #[test]
    fn a_path_that_is_not_utf8_is_told() {
        use std::os::unix::ffi::OsStrExt;
        let place = folder(&[]);
        let odd = place.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
        fs::create_dir(&odd).unwrap();
        fs::write(odd.join("plugin.spec.yaml"), MINIMAL).unwrap();
        let output = run(place.path(), &["check"]);
        ends(&output, 2);
        assert!(err(&output).contains("is not UTF-8"), "{}", err(&output));
    }
}
