//! Emits the fixtures as Python, holds the result to Python's own tools, and runs it: `info`, `sample`, `test`, `run`,
//! its tests and the conformance suite.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::protocol::Program;
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must, plugins, texts};
use crate::support::{self, root};

pub fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("python", spec.as_ref(), folder);
}

pub fn program(folder: &Path) -> Program {
    let bin = std::fs::read_dir(folder.join("bin")).unwrap();
    let program = bin.map(|entry| entry.unwrap().path()).next().unwrap();
    Program {
        language: "python",
        command: vec![python(), "-B".into(), program],
    }
}

/// The interpreter itself: what `python3` names may be a slow script that looks for one.
pub fn python() -> PathBuf {
    static PYTHON: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    let find = || {
        let output = Command::new("python3")
            .args(["-c", "import sys; print(sys.executable)"])
            .output()
            .expect("python3 is installed");
        PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
    };
    PYTHON.get_or_init(find).clone()
}

/// A tool of the test's virtual environment, where there is one.
fn tool(name: &str) -> Option<PathBuf> {
    let tool = support::python_tool(name);
    if tool.is_none() {
        support::absent(name);
    }
    tool
}

/// The plugin of the conformance suite, with its work laid over what was emitted.
pub fn probe(folder: &Path) -> Program {
    let source = root().join("tests/protocol/probe");
    emit(source.join("plugin.spec.yaml"), folder);
    for file in [
        "connection.py",
        "actions/echo.py",
        "actions/fail.py",
        "triggers/count.py",
        "tasks/pages.py",
    ] {
        let to = folder.join("komand_probe").join(file);
        std::fs::copy(source.join("python").join(file), to).unwrap();
    }
    program(folder)
}

#[test]
fn what_is_emitted_is_clean_and_its_tests_pass() {
    for name in ["minimal", "example", "everything", "hostile"] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        emit(fixture(name), folder);
        let compile = ["-W", "error", "-m", "compileall", "-q", "."];
        must(Command::new(python()).args(compile), folder);
        let tests = ["-m", "unittest", "discover", "-s", "tests"];
        let report = must(Command::new(python()).args(tests), folder);
        assert!(!report.contains("Ran 0 tests"), "{name}: {report}");
        if let Some(ruff) = tool("ruff") {
            must(
                Command::new(&ruff).args(["check", "--no-cache", ".", "bin"]),
                folder,
            );
            let format = ["format", "--no-cache", "--diff", "."];
            must(Command::new(&ruff).args(format), folder);
        }
        if let Some(mypy) = tool("mypy") {
            let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy");
            must(
                Command::new(mypy).args(["--strict", "--cache-dir", cache, "."]),
                folder,
            );
        }
    }
}

#[test]
fn info_and_samples_are_those_of_specc() {
    for name in ["minimal", "example", "everything", "hostile"] {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        skeleton::info_and_samples_are_those_of_specc(&program(folder.path()), name);
    }
}

#[test]
fn the_command_line_is_as_usual() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_command_line_is_as_usual(&program(folder.path()));
}

#[test]
fn it_speaks_the_protocol() {
    let folder = tempfile::tempdir().unwrap();
    skeleton::it_speaks_the_protocol(&probe(folder.path()));
}

#[test]
fn large_and_deep_messages_end_well() {
    let folder = tempfile::tempdir().unwrap();
    skeleton::large_and_deep_messages_end_well(&probe(folder.path()));
}

#[test]
#[cfg(unix)]
fn a_trigger_emits_until_it_is_stopped_and_keeps_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let program = probe(folder.path());
    skeleton::a_trigger_emits_until_it_is_stopped_and_keeps_its_state(&program);
}

#[test]
#[cfg(unix)]
fn a_trigger_posts_to_its_dispatcher_and_tries_again() {
    let folder = tempfile::tempdir().unwrap();
    skeleton::a_trigger_posts_to_its_dispatcher_and_tries_again(&probe(folder.path()));
}

#[test]
fn the_package_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    let files = [
        "plugin.spec.yaml",
        "komand_example/actions/say_goodbye.py",
        "bin/example",
    ];
    skeleton::the_package_is_the_same_each_time(folder.path(), || Command::new("make"), &files);

    // A message that somebody tried out may hold secrets: it is no part of the plugin.
    let package = folder.path().join("acme-example-1.0.0.tar.gz");
    let before = std::fs::read(&package).unwrap();
    std::fs::write(folder.path().join("message.json"), "{}").unwrap();
    must(Command::new("make").arg("package"), folder.path());
    assert!(before == std::fs::read(&package).unwrap());
}

#[test]
fn every_plugin_of_the_corpus_is_clean() {
    let corpus = std::env::var_os("SPECC_CORPUS")
        .map_or_else(|| root().join("../shared/corpus").into(), PathBuf::from);
    if !corpus.exists() {
        eprintln!("skipped: corpus absent");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    emit(&corpus, folder);
    assert!(plugins(folder).len() >= 133);
    let compile = ["-W", "error", "-m", "compileall", "-q", "."];
    must(Command::new(python()).args(compile), folder);
    if let Some(ruff) = tool("ruff") {
        must(
            Command::new(&ruff).args(["check", "--no-cache", "."]),
            folder,
        );
        must(
            Command::new(&ruff).args(["format", "--no-cache", "--diff", "."]),
            folder,
        );
    }
    if let Some(mypy) = tool("mypy") {
        let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy");
        // A fixed sample; all of them where SPECC_FULL is set.
        let is_full = std::env::var_os("SPECC_FULL").is_some();
        let step = if is_full { 1 } else { 12 };
        let packages = plugins(folder).into_iter().step_by(step).map(|plugin| {
            let name = plugin.file_name().unwrap().to_str().unwrap().to_owned();
            plugin.join(format!("komand_{name}"))
        });
        let mut command = Command::new(mypy);
        command.args(["--strict", "--python-version", "3.10", "--cache-dir", cache]);
        must(command.args(packages), folder);
    }
}

#[test]
fn no_text_escapes_into_code() {
    use specc::render::python::{WIDTH, comment, docstring, string, value};

    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let texts = texts();
    let literals = value(&json!(texts))
        .prefixed("TEXTS = ")
        .lay_out(0, WIDTH, 0);
    let mut code = format!("import json\n\n{literals}\n");
    for (index, text) in texts.iter().enumerate() {
        code.push_str(&format!(
            "\n\nclass C{index}:\n    {}\n\n{}    name = {}\n",
            docstring(text, 4),
            comment(text, 4),
            index,
        ));
        let literal = string(text);
        assert!(literal.is_ascii() && !literal.contains('\n'), "{literal}");
    }
    code.push_str("\n\nif __name__ == \"__main__\":\n    print(json.dumps([TEXTS, [v.name for k, v in globals().items() if k.startswith(\"C\")]]))\n");
    std::fs::write(folder.join("texts.py"), code).unwrap();
    let printed = must(
        Command::new(python()).args(["-W", "error", "texts.py"]),
        folder,
    );
    let numbers: Vec<usize> = (0..texts.len()).collect();
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed, json!([texts, numbers]));
    if let Some(ruff) = tool("ruff") {
        let format = [
            "format",
            "--no-cache",
            "--line-length",
            "120",
            "--diff",
            "texts.py",
        ];
        must(Command::new(&ruff).args(format), folder);
    }
}

#[test]
fn work_outlives_changes_of_the_spec() {
    let Some(mypy) = tool("mypy") else { return };
    let folder = tempfile::tempdir().unwrap();
    work_outlives_changes(&Story {
        target: "python",
        folder: &folder.path().join("example"),
        file: "komand_example/actions/say_goodbye.py",
        work: &[(
            "Output(message=\"\")",
            "Output(message=\"Goodbye, \" + params.tone)",
        )],
        names: ("params.tone", "params.manner"),
        addition: ("\"Goodbye, \"", "\"Goodbye, \" * params.length"),
        generated: "komand_example/schema/actions/say_goodbye.py",
        renamed: "komand_example/actions/say_farewell.py",
        trigger: "komand_example/triggers/emit_greeting.py",
        compiles_orphans: true,
        check: &|folder| {
            let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy-story");
            let checked = Command::new(&mypy)
                .args(["--strict", "--cache-dir", cache, "."])
                .current_dir(folder)
                .output()
                .unwrap();
            // Unlike most compilers, mypy complains on standard output; on standard error it says why it could not run.
            assert!(checked.stderr.is_empty(), "{checked:?}");
            let complaint = String::from_utf8(checked.stdout).unwrap();
            checked.status.success().then_some(()).ok_or(complaint)
        },
    });
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_book_shows_what_is_emitted("python", folder.path());
}
