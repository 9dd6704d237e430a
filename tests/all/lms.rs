//! Emits the fixtures as plugins of LimitedMediaServer, holds the result to Python's own tools, and runs it in a double
//! of the server, which stands in `tests/hosts/lms`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value, json};
use specc::model::{OperationKind, Plugin};
use specc::sample::{self, Mode};

use crate::python::python;
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must};
use crate::support::{self, model, root};

mod desk;
mod kinds;

const FIXTURES: [&str; 4] = ["minimal", "example", "everything", "hostile"];

fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("lms", spec.as_ref(), folder);
}

fn double() -> Utf8PathBuf {
    root().join("tests/hosts/lms")
}

/// Starts the double with the plugins of the folders, asks it, and gives its answers.
fn ask(folders: &[&Path], requests: &[Value]) -> Vec<Value> {
    let mut command = Command::new(python());
    command.args(["-B", "-W", "error"]);
    command.arg(double().join("host.py")).args(folders);
    let mut host = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = host.stdin.take().unwrap();
    let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
    let writer = std::thread::spawn(move || {
        for line in lines {
            // The double may have ended: why is told below.
            let _ = writeln!(stdin, "{line}");
        }
    });
    let output = host.wait_with_output().unwrap();
    writer.join().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let answers: Vec<Value> = answers.collect();
    assert_eq!(answers.len(), requests.len(), "{complaint}");
    answers
}

/// The samples of a plugin's operations, in their order, as the double wants them.
fn samples(plugin: &Plugin) -> Value {
    let samples = plugin.operations().map(|operation| {
        let message = sample::start_message(plugin, operation, Mode::Default);
        json!({
            "connection": message["body"]["connection"],
            "input": message["body"]["input"],
            "endless": operation.kind == OperationKind::Trigger,
        })
    });
    samples.collect()
}

/// Runs every operation of the specs in one server, each with its sample.
fn all_run(specs: &[Utf8PathBuf], folders: &[&Path]) {
    let plugins: Vec<Plugin> = specs.iter().map(|spec| model(spec)).collect();
    let samples: Map<String, Value> = plugins
        .iter()
        .map(|plugin| (plugin.name.clone(), samples(plugin)))
        .collect();
    let outcomes = ask(folders, &[json!({"do": "try_all", "samples": samples})]).remove(0);
    let mut ran = 0;
    for plugin in &plugins {
        let outcomes = outcomes[&plugin.name].as_array().unwrap();
        assert_eq!(
            outcomes.len(),
            plugin.operations().count(),
            "{}",
            plugin.name
        );
        for (operation, outcome) in plugin.operations().zip(outcomes) {
            let name = format!("{} {}: {outcome:#}", plugin.name, operation.name);
            assert_eq!(outcome["escaped"], json!([]), "{name}");
            assert_eq!(outcome["finished"], true, "{name}");
            assert_eq!(outcome["failure"], false, "{name}");
            let log = outcome["log"].as_array().unwrap();
            let outputs = log.iter().filter_map(Value::as_str);
            let outputs = outputs.filter(|line| line.starts_with("output: {"));
            let has_output = operation.output.iter().any(|field| field.required);
            assert!(!has_output || outputs.count() > 0, "{name}");
            ran += 1;
        }
    }
    assert!(ran > 0);
}

#[test]
fn what_is_emitted_is_clean_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in FIXTURES {
        emit(fixture(name), &folder.join(name));
    }
    let compile = ["-W", "error", "-m", "compileall", "-q", "."];
    must(Command::new(python()).args(compile), folder);
    ruff(folder);
    if let Some(mypy) = tool("mypy") {
        for name in FIXTURES {
            must(&mut mypy_of(&mypy), &folder.join(name));
        }
        let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy-lms-double");
        let strict = ["--strict", "--cache-dir", cache, "."];
        must(Command::new(&mypy).args(strict), double().as_std_path());
    }
    ruff(double().as_std_path());
    let folders: Vec<_> = FIXTURES.iter().map(|name| folder.join(name)).collect();
    let folders: Vec<&Path> = folders.iter().map(std::path::PathBuf::as_path).collect();
    all_run(&FIXTURES.map(fixture), &folders);
}

fn ruff(folder: &Path) {
    let Some(ruff) = tool("ruff") else { return };
    let lint = [
        "check",
        "--no-cache",
        "--isolated",
        "--line-length",
        "120",
        "--target-version",
        "py310",
    ];
    let rules = ["--select", "E,F,W,B,UP,I,SIM,RET", "--ignore", "E501", "."];
    must(Command::new(&ruff).args(lint).args(rules), folder);
    let format = ["format", "--no-cache", "--isolated", "--line-length", "120"];
    must(
        Command::new(&ruff).args(format).args(["--diff", "."]),
        folder,
    );
}

/// Checks a plugin, which imports the double's modules as it would the server's.
fn mypy_of(mypy: &Path) -> Command {
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy-lms");
    let mut command = Command::new(mypy);
    command.args([
        "--strict",
        "--namespace-packages",
        "--explicit-package-bases",
    ]);
    command.args(["--cache-dir", cache, "."]);
    command.env("MYPYPATH", double());
    command
}

fn tool(name: &str) -> Option<std::path::PathBuf> {
    let tool = support::python_tool(name);
    if tool.is_none() {
        support::absent(name);
    }
    tool
}

#[test]
fn every_plugin_of_the_corpus_is_clean_and_runs_in_one_server() {
    let Some(mut specs) = support::corpus() else {
        return;
    };
    specs.retain(|spec| spec.file_name() == Some("plugin.spec.yaml"));
    // A fixed sample; all of them where SPECC_FULL is set.
    let is_full = std::env::var_os("SPECC_FULL").is_some();
    let specs: Vec<Utf8PathBuf> = specs
        .into_iter()
        .step_by(if is_full { 1 } else { 8 })
        .collect();
    assert!(specs.len() > 15, "only {} specs", specs.len());
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut folders = Vec::new();
    for spec in &specs {
        let into = folder.join(spec.parent().and_then(Utf8Path::file_name).unwrap());
        emit(spec, &into);
        folders.push(into);
    }
    let compile = ["-W", "error", "-m", "compileall", "-q", "."];
    must(Command::new(python()).args(compile), folder);
    ruff(folder);
    let folders: Vec<&Path> = folders.iter().map(std::path::PathBuf::as_path).collect();
    all_run(&specs, &folders);
}

#[test]
fn work_outlives_changes_of_the_spec() {
    let Some(mypy) = tool("mypy") else { return };
    let folder = tempfile::tempdir().unwrap();
    work_outlives_changes(&Story {
        target: "lms",
        folder: &folder.path().join("example"),
        file: "plugins/example_work/actions/say_goodbye.py",
        work: &[(
            "Output(message=\"\")",
            "Output(message=\"Goodbye, \" + params.tone)",
        )],
        names: ("params.tone", "params.manner"),
        addition: ("\"Goodbye, \"", "\"Goodbye, \" * params.length"),
        generated: "plugins/example_work/schema/actions/say_goodbye.py",
        renamed: "plugins/example_work/actions/say_farewell.py",
        trigger: "plugins/example_work/triggers/emit_greeting.py",
        compiles_orphans: true,
        check: &|folder| {
            let checked = mypy_of(&mypy).current_dir(folder).output().unwrap();
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
    skeleton::the_page_shows_what_is_emitted("targets/lms", "python", folder.path());
}
