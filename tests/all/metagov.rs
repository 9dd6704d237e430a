//! Emits plugins for Metagov and runs them on a double of its host, in real Django: `tests/hosts/metagov/` registers
//! them with the host's checks and carries out steps. Also holds what is emitted to Python's own tools.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use specc::model::{Field, Plugin};
use specc::sample::{self, Mode};

use crate::python::python;
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must, plugins};
use crate::support::{self, absent, corpus, model, root};

mod story;

const FIXTURES: [&str; 4] = ["minimal", "example", "everything", "hostile"];
const PROBE: &str = "probe_of_a_name_longer_than_the_column";
const PROBE_ON_HOST: &str = "probe-of-a-name-longer-than-th";

fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("metagov", spec.as_ref(), folder);
}

/// The interpreter of the host's virtual environment.
fn host_python() -> Option<PathBuf> {
    let folder = std::env::var_os("SPECC_METAGOV_TOOLS")
        .map_or_else(|| root().join(".tools/metagov/bin").into(), PathBuf::from);
    let found = Some(folder.join("python")).filter(|it| it.exists());
    if found.is_none() {
        absent("Django, for the double of Metagov");
    }
    found
}

/// Starts the double with the plugins of a folder. Gives its answers, or its complaint where it does not start.
fn start(python: &Path, api: &str, folder: &Path, steps: &[Value]) -> Result<Vec<Value>, String> {
    let mut host = Command::new(python)
        .args(["-W", "error::SyntaxWarning"])
        .arg(root().join("tests/hosts/metagov/run.py"))
        .arg(api)
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = json!(steps).to_string();
    // A host that refuses a plugin ends without reading.
    let _ = host.stdin.take().unwrap().write_all(text.as_bytes());
    let output = host.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(complaint);
    }
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), steps.len(), "{complaint}");
    Ok(answers)
}

fn run(python: &Path, api: &str, folder: &Path, steps: &[Value]) -> Vec<Value> {
    start(python, api, folder, steps).unwrap_or_else(|complaint| panic!("{complaint}"))
}

/// A plugin of the probe's spec in a folder of its own, with its work, for a generation of the host.
fn probe(folder: &Path, api: &str) {
    let source = root().join("tests/hosts/metagov/probe");
    let spec = std::fs::read_to_string(source.join("plugin.spec.yaml")).unwrap();
    let own = format!("  metagov:\n    api: \"{api}\"\n");
    let spec = spec.replace("  metagov:\n", &own);
    let path = folder.join("plugin.spec.yaml");
    std::fs::write(&path, spec).unwrap();
    let plugin = folder.join("plugins/probe");
    emit(&path, &plugin);
    let work = source.join("work");
    for file in support::files_below(&work) {
        let to = plugin.join(PROBE).join(&file);
        assert!(to.exists(), "{file} is no file of the author's");
        std::fs::copy(work.join(&file), to).unwrap();
    }
}

/// What a plugin is asked as it was emitted: a configuration, every action, every process and every event. `known` is
/// what the host has registered of it.
fn rounds(plugin: &Plugin, name: &str, known: &Value) -> Vec<Value> {
    let filled = |fields: &[Field]| {
        let mut value = sample::of_fields(plugin, fields, Mode::Default);
        for field in fields {
            let is_free = field.allowed.is_empty() && field.default.is_none();
            if field.required && is_free && field.ty.is_text() && value[&field.name] == "" {
                value[&field.name] = json!("text");
            }
        }
        value
    };
    let keys = |value: &Value| -> Vec<String> {
        let members = value.as_object().unwrap();
        members.keys().cloned().collect()
    };
    let mut config = filled(&plugin.connection);
    let described = &known["config_schema"]["properties"];
    let mut sources = plugin.triggers.iter().chain(&plugin.tasks);
    for key in keys(described).split_off(plugin.connection.len()) {
        let source = sources.by_ref().find(|it| !it.input.is_empty()).unwrap();
        config[key] = filled(&source.input);
    }
    let mut steps = vec![json!({"do": "enable", "plugin": name, "config": config})];
    let slugs = keys(&known["actions"]);
    assert_eq!(slugs.len(), plugin.actions.len(), "{name}");
    for (slug, action) in slugs.iter().zip(&plugin.actions) {
        let input = filled(&action.input);
        steps.push(json!({"do": "action", "plugin": name, "slug": slug, "parameters": input}));
    }
    if known["senders"]
        .as_array()
        .unwrap()
        .contains(&json!("task"))
    {
        steps.push(json!({"do": "tasks", "plugin": name}));
    }
    let processes = keys(&known["processes"]);
    assert_eq!(processes.len(), plugin.processes.len(), "{name}");
    for (slug, process) in processes.iter().zip(&plugin.processes) {
        let of = |what: &str| json!({"do": what, "plugin": name, "process": slug});
        let mut start = of("start");
        start["parameters"] = filled(&process.input);
        steps.push(start);
        for (has, what) in [(process.update, "update"), (process.close, "close")] {
            steps.extend(has.then(|| of(what)));
        }
    }
    steps.push(json!({"do": "webhook", "plugin": name, "body": {}}));
    steps
}

/// Loads every plugin of a folder at once and goes through what each can do. Gives how many answers there were.
fn all_rounds(python: &Path, api: &str, folder: &Path) -> usize {
    let known = run(python, api, folder, &[json!({"do": "load"})]).remove(0);
    let known = known["ok"].as_object().unwrap().clone();
    assert_eq!(known.len(), plugins(folder).len());
    let mut steps = Vec::new();
    for place in plugins(folder) {
        let spec = ["plugin.spec.yaml", "plugin.json"].map(|it| place.join(it));
        let spec = spec.into_iter().find(|it| it.exists()).unwrap();
        let plugin = model(camino::Utf8Path::from_path(&spec).unwrap());
        let is_here = |known: &Value| place.join(known["folder"].as_str().unwrap()).is_dir();
        let (name, known) = known.iter().find(|(_, it)| is_here(it)).unwrap();
        steps.extend(rounds(&plugin, name, known));
    }
    let answers = run(python, api, folder, &steps);
    for (step, answer) in steps.iter().zip(&answers) {
        assert!(answer.get("ok").is_some(), "{step}\n{answer}");
        if step["do"] == "webhook" {
            assert_eq!(answer["ok"]["failures"], json!([]), "{step}");
        }
    }
    answers.len()
}

#[test]
fn plugins_run_as_they_are_emitted() {
    let Some(python) = host_python() else { return };
    for api in ["2021", "2025"] {
        let folder = tempfile::tempdir().unwrap();
        for name in FIXTURES {
            let text = std::fs::read_to_string(fixture(name)).unwrap();
            let own = format!("api: \"{api}\"");
            let spec = if text.contains("api: \"2025\"") {
                text.replace("api: \"2025\"", &own)
            } else if text.contains("\n  metagov:\n") {
                text.replace("  metagov:\n", &format!("  metagov:\n    {own}\n"))
            } else {
                format!("{text}\ntargets:\n  metagov:\n    {own}\n")
            };
            assert_eq!(spec.matches(&own).count(), 1, "{name}");
            let place = folder.path().join("spec.yaml");
            std::fs::write(&place, spec).unwrap();
            emit(&place, &folder.path().join("plugins").join(name));
        }
        let answers = all_rounds(&python, api, &folder.path().join("plugins"));
        assert!(answers > 40, "{api}: {answers}");
    }
}

#[test]
fn the_host_refuses_what_its_checks_are_for() {
    let Some(python) = host_python() else { return };
    for (file, from, to, complaint) in [
        (
            "schemas.py",
            "\"type\": \"object\",",
            "\"type\": \"object\", \"example\": 1,",
            "['example'] are no keywords",
        ),
        (
            "schemas.py",
            "\"type\": \"integer\"",
            "\"type\": \"file\"",
            "'file' is not valid",
        ),
        (
            "models.py",
            PROBE_ON_HOST,
            "a-name-of-more-than-thirty-characters",
            "longer than 30",
        ),
        (
            "models.py",
            "slug=\"fail\"",
            "slug=\"Fail It\"",
            "is no slug",
        ),
        (
            "models.py",
            "slug=\"fail\"",
            "slug=\"echo-it\"",
            "two actions have the slug",
        ),
        (
            "models.py",
            "Registry.event_producer_task",
            "Registry.webhook_receiver",
            "more than one webhook",
        ),
        (
            "models.py",
            "        proxy = True",
            "        proxy = False",
            "is no proxy",
        ),
        (
            "schemas.py",
            "\"question\"",
            "\"callback_url\"",
            "parameters called {'callback_url'}",
        ),
        (
            "migrations/__init__.py",
            "",
            "",
            "has no migrations/__init__.py",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        probe(folder.path(), "2025");
        let path = folder.path().join("plugins/probe").join(PROBE).join(file);
        if from.is_empty() {
            std::fs::remove_file(&path).unwrap();
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{file} has no {from}");
            std::fs::write(&path, text.replace(from, to)).unwrap();
        }
        let refused = start(&python, "2025", &folder.path().join("plugins"), &[]);
        let found = refused.expect_err(complaint);
        assert!(found.contains(complaint), "{complaint}:\n{found}");
    }
}

/// Compiles and lints what was emitted into a folder.
fn is_clean(folder: &Path) {
    let compile = ["-W", "error", "-m", "compileall", "-q", "."];
    must(Command::new(python()).args(compile), folder);
    let Some(ruff) = support::python_tool("ruff") else {
        return absent("ruff");
    };
    let common = [
        "--isolated",
        "--no-cache",
        "--line-length",
        "120",
        "--target-version",
        "py310",
    ];
    let rules = ["--select", "B,C4,E,F,I,RET,SIM,UP,W", "--ignore", "E501"];
    must(
        Command::new(&ruff).arg("check").args(common).args(rules),
        folder,
    );
    must(
        Command::new(&ruff).arg("format").args(common).arg("--diff"),
        folder,
    );
}

#[test]
fn what_is_emitted_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    for name in FIXTURES {
        emit(fixture(name), &folder.path().join(name));
    }
    for api in ["2021", "2025"] {
        let place = folder.path().join(api);
        std::fs::create_dir(&place).unwrap();
        probe(&place, api);
    }
    is_clean(folder.path());
    let Some(mypy) = support::python_tool("mypy") else {
        return absent("mypy");
    };
    let fixtures = FIXTURES.map(|name| folder.path().join(name));
    let probes = ["2021", "2025"].map(|api| folder.path().join(api).join("plugins/probe"));
    for place in fixtures.iter().chain(&probes) {
        let checked = type_check(&mypy, place);
        assert!(checked.status.success(), "{checked:?}");
    }
}

#[test]
fn plugins_of_the_corpus_are_clean_and_run() {
    let Some(specs) = corpus() else { return };
    // A fixed sample; all of them where SPECC_FULL is set.
    let is_full = std::env::var_os("SPECC_FULL").is_some();
    let step = if is_full { 1 } else { 6 };
    let folder = tempfile::tempdir().unwrap();
    let mut names = BTreeSet::new();
    for spec in specs.iter().step_by(step) {
        let name = spec.parent().unwrap().file_name().unwrap();
        assert!(names.insert(name.to_owned()));
        emit(spec, &folder.path().join(name));
    }
    assert!(names.len() * step >= 133);
    is_clean(folder.path());
    if let Some(python) = host_python() {
        let answers = all_rounds(&python, "2025", folder.path());
        assert!(answers > names.len() * 3, "{answers}");
    }
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_page_shows_what_is_emitted("targets/metagov", "python", folder.path());
}

#[test]
fn work_outlives_changes_of_the_spec() {
    let Some(mypy) = support::python_tool("mypy") else {
        return absent("mypy");
    };
    let folder = tempfile::tempdir().unwrap();
    work_outlives_changes(&Story {
        target: "metagov",
        folder: &folder.path().join("example"),
        file: "example/actions/say_goodbye.py",
        work: &[(
            "Output(message=\"\")",
            "Output(message=\"Goodbye, \" + params.tone)",
        )],
        names: ("params.tone", "params.manner"),
        addition: ("\"Goodbye, \"", "\"Goodbye, \" * params.length"),
        generated: "example/values/actions/say_goodbye.py",
        renamed: "example/actions/say_farewell.py",
        trigger: "example/triggers/emit_greeting.py",
        compiles_orphans: true,
        check: &|folder| {
            let checked = type_check(&mypy, folder);
            // It complains on standard output; on standard error it says why it could not run.
            assert!(checked.stderr.is_empty(), "{checked:?}");
            let complaint = String::from_utf8(checked.stdout).unwrap();
            checked.status.success().then_some(()).ok_or(complaint)
        },
    });
}

/// Runs mypy on what was emitted into a folder.
fn type_check(mypy: &Path, folder: &Path) -> Output {
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy-metagov");
    Command::new(mypy)
        .args(["--cache-dir", cache, "--config-file"])
        .arg(root().join("tests/hosts/metagov/mypy.ini"))
        .arg(".")
        .current_dir(folder)
        .output()
        .unwrap()
}
