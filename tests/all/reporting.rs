//! Reports as others read them: files beside standard output, SARIF against its published schema, figures, and what a
//! shell and a reader of manuals get.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{self, root};

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

/// What any test waits at most for something that must happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with one spec that has one error.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let wrong = MINIMAL.replacen("type: string", "type: strng", 1);
    fs::write(folder.path().join("plugin.spec.yaml"), wrong).unwrap();
    folder
}

fn specc(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specc"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

#[track_caller]
fn ends(folder: &Path, arguments: &[&str], status: i32) -> Output {
    let output = specc(folder, arguments).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(status),
        "{arguments:?}\n{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn reports_go_to_files_beside_standard_output() {
    let place = folder();
    let read = |name: &str| fs::read_to_string(place.path().join(name)).unwrap();
    let output = ends(
        place.path(),
        &[
            "check",
            "--format=github",
            "--output=sarif=a.sarif",
            "-omarkdown=./b=c.md",
        ],
        1,
    );
    assert!(text(&output.stdout).starts_with("::error title=specc (unknown-type),"));
    let log: Value = serde_json::from_str(&read("a.sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "unknown-type");
    assert!(read("b=c.md").starts_with("## specc: 1 error in 1 file\n"));

    // A file without a form stands in for standard output, and replaces what was there.
    let output = ends(place.path(), &["check", "--format=json", "-o", "b=c.md"], 2);
    assert!(text(&output.stderr).contains("no form is called `b`"));
    let output = ends(place.path(), &["check", "--format=json", "-o./b=c.md"], 1);
    assert_eq!(text(&output.stdout), "");
    let document: Value = serde_json::from_str(&read("b=c.md")).unwrap();
    assert_eq!(document["version"], 1);
    let mut left: Vec<_> = fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["a.sarif", "b=c.md", "plugin.spec.yaml"]);
}

#[cfg(unix)]
#[test]
fn a_report_keeps_the_rights_of_its_file_and_goes_where_a_link_leads() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let place = folder();
    let path = |name: &str| place.path().join(name);
    fs::write(path("real"), "").unwrap();
    fs::set_permissions(path("real"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", path("link")).unwrap();
    ends(place.path(), &["check", "-oshort=link", "-oshort=new"], 1);
    assert!(path("link").is_symlink());
    assert!(!fs::read_to_string(path("real")).unwrap().is_empty());
    let mode = |name| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("real"), 0o640);
    // As the shell would make it: readable by the next step of a pipeline, whoever runs it.
    fs::write(path("other"), "").unwrap();
    assert_eq!(mode("new"), mode("other"));
}

#[test]
fn a_report_that_cannot_be_written_is_status_2() {
    let place = folder();
    let clean = MINIMAL;
    fs::write(place.path().join("clean.yaml"), clean).unwrap();
    for (arguments, says) in [
        (
            &["-osarif=no/where.sarif"][..],
            "there is no folder no; make it first",
        ),
        (&["--exit-zero", "-osarif=no/where.sarif"], "make it first"),
        (&["-osrif=x"], "did you mean `sarif`?"),
        (&["-osarif="], "the name of the file is missing"),
        (&["-osarif=-"], "standard output takes"),
        (&["-oa", "-ob"], "two files without a form"),
        (&["-ojson=a", "-osarif=a"], "names a twice"),
        (&["-ojson=a", "--diff"], "nothing for --output"),
        (&["--statistics", "--format=json"], "cannot be used with"),
        (&["--exit-zero", "--deny-warnings"], "cannot be used with"),
        (&["--watch", "-"], "standard input cannot be watched"),
    ] {
        let mut all = vec!["check", "clean.yaml"];
        all.extend(arguments);
        let output = ends(place.path(), &all, 2);
        let said = text(&output.stderr);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    // The other reports are written all the same.
    let output = ends(place.path(), &["check", "-ojson=no/a", "-oshort=b"], 2);
    assert!(text(&output.stdout).contains("unknown-type"));
    assert!(place.path().join("b").is_file());
    if Path::new("/dev/full").exists() {
        ends(
            place.path(),
            &["check", "clean.yaml", "-ojson=/dev/full"],
            2,
        );
    }
}

#[test]
fn exit_zero_forgives_findings_and_nothing_else() {
    let place = folder();
    let output = ends(place.path(), &["check", "--exit-zero"], 0);
    assert!(text(&output.stdout).contains("unknown-type"));
    ends(place.path(), &["check", "--exit-zero", "nowhere"], 2);
}

#[test]
fn statistics_count_by_rule_and_tell_what_can_be_mended() {
    let place = TempDir::new().unwrap();
    let wrong =
        MINIMAL
            .replace("type: string", "type: strng")
            .replacen("description:", "decription:", 1);
    fs::write(place.path().join("plugin.spec.yaml"), wrong).unwrap();
    let output = ends(place.path(), &["check", "--statistics"], 1);
    let table = text(&output.stdout);
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0][..3], ["2", "unknown-type", "error"], "{table}");
    assert!(
        lines
            .iter()
            .any(|words| words[..] == ["1", "misspelt-key", "error", "1", "fixable"]),
        "{table}"
    );
    assert!(table.ends_with(" in 1 file\n"), "{table}");
}

/// Reports of everything that the fixtures have: every rule that a file can raise, and the hostile texts.
fn sarif_of_fixtures() -> Value {
    let fixtures = root().join("fixtures");
    let mut paths: Vec<String> = fs::read_dir(fixtures.join("broken"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .map(|name| format!("broken/{name}"))
        .collect();
    paths.sort();
    paths.push("hostile".to_owned());
    let mut arguments = vec!["check", "--format=sarif"];
    arguments.extend(paths.iter().map(String::as_str));
    let output = ends(fixtures.as_std_path(), &arguments, 1);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The published schema of SARIF, where it is on this machine.
fn sarif_validator() -> Option<jsonschema::Validator> {
    let tools = std::env::var_os("SPECC_BROWSER_TOOLS")
        .map_or_else(|| root().join(".tools/browser").into(), PathBuf::from);
    let schema =
        tools.join("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let Ok(schema) = fs::read_to_string(schema) else {
        support::absent("the schema of SARIF");
        return None;
    };
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // A slip in the published text: an expression with a bracket too many. We give no language.
    for holder in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][holder]["properties"]["language"];
        assert!(
            language
                .as_object_mut()
                .unwrap()
                .shift_remove("pattern")
                .is_some()
        );
    }
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    Some(validator)
}

/// Holds a log to the published schema of SARIF.
#[track_caller]
pub fn assert_valid(log: &Value) {
    let Some(validator) = sarif_validator() else {
        return;
    };
    let faults: Vec<String> = validator
        .iter_errors(log)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // It would say so.
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn sarif_is_valid_by_its_published_schema() {
    let log = sarif_of_fixtures();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 100, "{}", results.len());
    assert!(results.iter().any(|one| !one["fixes"].is_null()));
    assert_valid(&log);
}

#[test]
fn fingerprints_are_the_same_from_run_to_run_and_no_two_alike() {
    let log = sarif_of_fixtures();
    let mut all: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            one["partialFingerprints"]["speccContext/v1"]
                .as_str()
                .unwrap()
        })
        .collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
    assert_eq!(log, sarif_of_fixtures());
}

#[test]
fn a_watched_check_reports_when_a_file_changes() {
    let place = folder();
    let mut child = specc(
        place.path(),
        &[
            "check",
            "--watch",
            "--format=short",
            "--output=json=out.json",
        ],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::null())
    .spawn()
    .unwrap();
    let (send, said) = mpsc::channel();
    let out = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let spec = place.path().join("plugin.spec.yaml");
    let first = said.recv_timeout(PATIENCE);
    // Its own report lies in the folder that it watches, and is no change.
    let quiet = said.recv_timeout(Duration::from_millis(300));
    fs::write(&spec, MINIMAL.replacen("type: string", "type: nmber", 1)).unwrap();
    let second = said.recv_timeout(PATIENCE);
    let _ = child.kill();
    let _ = child.wait();
    assert!(first.is_ok_and(|line| line.contains("`strng`")));
    assert!(quiet.is_err(), "{quiet:?}");
    assert!(second.is_ok_and(|line| line.contains("`nmber`")));
    let report = fs::read_to_string(place.path().join("out.json")).unwrap();
    assert!(report.contains("`nmber`"), "{report}");
}

#[test]
fn a_watched_check_keeps_to_its_baseline() {
    let place = folder();
    let known = place.path().join("known.json");
    let arguments = ["check", "--baseline=known.json", "--format=short"];
    ends(place.path(), &[&arguments[..], &["--watch"]].concat(), 2);
    ends(
        place.path(),
        &[&arguments[..], &["--watch", "--write-baseline"]].concat(),
        2,
    );
    ends(
        place.path(),
        &[&arguments[..], &["--write-baseline"]].concat(),
        0,
    );
    let mut child = specc(place.path(), &[&arguments[..], &["--watch"]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (send, said) = mpsc::channel();
    let streams: [Box<dyn std::io::Read + Send>; 2] = [
        Box::new(child.stdout.take().unwrap()),
        Box::new(child.stderr.take().unwrap()),
    ];
    for stream in streams {
        let send = send.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
    }
    let until = |word: &str| {
        let mut lines = Vec::new();
        while let Ok(line) = said.recv_timeout(PATIENCE) {
            lines.push(line);
            if lines.last().is_some_and(|line| line.contains(word)) {
                return lines.join("\n");
            }
        }
        panic!("no `{word}` in {lines:?}")
    };
    let quiet = said.recv_timeout(Duration::from_millis(500));
    let spec = place.path().join("plugin.spec.yaml");
    let text = fs::read_to_string(&spec).unwrap();
    fs::write(&spec, text.replacen("type: string", "type: nmber", 1)).unwrap();
    let news = until("`nmber`");
    // What is known is known from the file as it is now.
    fs::write(&known, "{}").unwrap();
    let broken = until("known.json cannot be used");
    fs::write(&known, "{\"version\": 1, \"findings\": {}}").unwrap();
    // The two streams are read side by side: what was said last may have come first.
    let all = match broken.contains("`strng`") {
        true => broken.clone(),
        false => until("`strng`"),
    };
    let _ = child.kill();
    let _ = child.wait();
    assert!(quiet.is_err(), "{quiet:?}");
    assert!(!news.contains("`strng`"), "{news}");
    assert!(!broken.contains("── changed ──\n── changed"), "{broken}");
    assert!(all.contains("`strng`"), "{all}");
}

#[test]
fn bash_completes_commands_and_forms() {
    let place = folder();
    if Command::new("bash").arg("--version").output().is_err() {
        support::absent("bash");
        return;
    }
    let script = ends(place.path(), &["completions", "bash"], 0).stdout;
    fs::write(place.path().join("specc.bash"), script).unwrap();
    let complete = |words: &str, index: usize| -> String {
        let line = format!(
            "source ./specc.bash; COMP_WORDS=({words}); COMP_CWORD={index}; \
             _specc specc \"${{COMP_WORDS[{index}]}}\" \"${{COMP_WORDS[{}]}}\"; echo \"${{COMPREPLY[@]}}\"",
            index - 1
        );
        let output = Command::new("bash")
            .args(["-c", &line])
            .current_dir(place.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(complete("specc chec", 1), "check\n");
    assert_eq!(complete("specc check --format sa", 3), "sarif\n");
    for shell in ["elvish", "fish", "powershell", "zsh"] {
        let script = ends(place.path(), &["completions", shell], 0).stdout;
        assert!(text(&script).contains("exit-zero"), "{shell}");
    }
}

#[test]
fn manual_pages_are_whole() {
    let place = folder();
    let page = text(&ends(place.path(), &["man", "check"], 0).stdout);
    for word in [".TH specc-check", "exit\\-zero", "Exit status"] {
        assert!(page.contains(word), "{word}\n{page}");
    }
    let all = text(&ends(place.path(), &["man"], 0).stdout);
    assert!(all.contains("specc\\-completions"), "{all}");
    let output = ends(place.path(), &["man", "chekc"], 2);
    assert!(text(&output.stderr).contains("did you mean `check`?"));
}
