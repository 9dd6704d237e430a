//! Emits plugins for Metagov and runs them on a double of its host, in real Django: `tests/hosts/metagov/` registers
//! them with the host's checks and carries out steps. Also holds what is emitted to Python's own tools.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use specc::model::{Field, OperationKind, Plugin};
use specc::sample::{self, Mode};

use crate::python::python;
use crate::skeleton::{self, fixture, must, plugins};
use crate::support::{self, absent, corpus, model, root};

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

/// Each step, what it is to answer. Where only a part is given, the answer may say more.
fn tell(python: &Path, api: &str, folder: &Path, story: &[(Value, Value)]) {
    let steps: Vec<Value> = story.iter().map(|(step, _)| step.clone()).collect();
    let answers = run(python, api, folder, &steps);
    for ((step, expected), answer) in story.iter().zip(&answers) {
        assert!(
            holds(answer, expected),
            "{api} {step}\nexpected: {expected}\nanswered: {answer}"
        );
    }
}

/// Whether an answer has everything that is expected of it.
fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => expected
            .iter()
            .all(|(key, part)| answer.get(key).is_some_and(|it| holds(it, part))),
        (answer, expected) => answer == expected,
    }
}

/// A step for the probe.
fn step(what: &str, further: Value) -> Value {
    let mut step = json!({"do": what, "plugin": PROBE_ON_HOST});
    for (key, value) in further.as_object().unwrap() {
        step[key] = value.clone();
    }
    step
}

fn refused(problems: &[&str]) -> Value {
    json!({"error": {"class": "Refused", "status": 400, "detail": problems}})
}

#[test]
fn the_probe_does_on_its_host_what_it_is_asked() {
    let Some(python) = host_python() else { return };
    for api in ["2021", "2025"] {
        let folder = tempfile::tempdir().unwrap();
        probe(folder.path(), api);
        let is_2025 = api == "2025";
        let initiator = json!({"user_id": "ada", "provider": "test"});
        let initiator = if is_2025 { Value::Null } else { initiator };
        let enable = |config: Value| step("enable", json!({"config": config, "validate": false}));
        let action = |slug: &str, parameters: Value| {
            step("action", json!({"slug": slug, "parameters": parameters}))
        };
        let unseen = |slug: &str, parameters: Value| {
            let given = json!({"slug": slug, "parameters": parameters, "validate": false});
            step("action", given)
        };
        let process = |what: &str, process: &str| step(what, json!({"process": process}));
        let begin = |process: &str, parameters: Value| {
            step(
                "start",
                json!({"process": process, "parameters": parameters}),
            )
        };
        let petition = "petition-with-more-than-thirty";
        let config = json!({"url": "https://example.com", "on_message": {"channel": "general"}});
        let said = |said: Value| json!({"ok": {"said": said}});
        let ended = |outcome: Value| json!({"ok": {"status": "completed", "outcome": outcome}});
        let asked = json!({"ok": {"status": "pending", "outcome": {"asked": "?"}}});
        let messages = json!({"messages": [
            {"channel": "general", "text": "hi", "user": "bo"},
            {"channel": "other", "text": "no", "user": "bo"},
        ]});
        let event = |kind: &str, data: Value, initiator: Value| json!({"source": PROBE_ON_HOST, "event_type": kind, "data": data, "initiator": initiator});
        let message = event(
            "on_message",
            json!({"text": "hi"}),
            json!({"user_id": "bo", "provider": "probe"}),
        );
        let news = |number: u64| event("on_news", json!({"number": number}), json!({}));
        let count = |count: u64| event("digest", json!({"count": count}), json!({}));
        let mut story = vec![
            (
                enable(
                    json!({"limit": "5", "secret": 7, "on_message": {"channel": ""}, "digest": {"step": 1.5}}),
                ),
                refused(&[
                    "config.url: required, but missing",
                    "config.limit: expected an integer, found the string \"5\"",
                    "config.secret: expected a string",
                    "config.on_message.channel: required, but empty",
                    "config.digest.step: expected an integer, found the number 1.5",
                ]),
            ),
            (enable(config.clone()), json!({"ok": config})),
            // Defaults are filled in, and a word of the language is a parameter like others.
            (
                action("echo-it", json!({"number": 1, "self": "me", "a-b": "x"})),
                said(
                    json!({"text": "hello", "tone": "soft", "number": 1, "year": null, "names": [],
                    "self": "me", "a-b": "x", "limit": 5, "initiator": initiator}),
                ),
            ),
            (
                action(
                    "echo-it",
                    json!({"number": 1, "when": "2026-01-31T12:00:00Z",
                    "tree": {"name": "oak", "trees": [{"name": "ash", "trees": []}]}}),
                ),
                said(json!({"year": 2026, "names": ["oak", "ash"]})),
            ),
            // The host does not look at empty parameters.
            (
                action("echo-it", json!({})),
                refused(&["input.number: required, but missing"]),
            ),
            // What its schemas cannot say: formats, and types inside of themselves.
            (
                action(
                    "echo-it",
                    json!({"number": 1, "when": "soon", "tree": {"name": "oak", "trees": [{"age": "old"}]}}),
                ),
                refused(&[
                    "input.when: expected an RFC 3339 instant such as \"2024-01-31T12:00:00Z\", found the string \"soon\"",
                    "input.tree.trees[0].name: required, but missing",
                    "input.tree.trees[0].age: expected an integer, found the string \"old\"",
                ]),
            ),
            // What they can say, the host says first; without it, all at once.
            (
                action("echo-it", json!({"number": "1"})),
                json!({"error": {"class": "ValidationError"}}),
            ),
            (
                unseen("echo-it", json!({"number": "1", "tone": "shrill"})),
                refused(&[
                    "input.tone: expected one of \"soft\", \"loud\", found the string \"shrill\"",
                    "input.number: expected an integer, found the string \"1\"",
                ]),
            ),
            (
                action("fail", json!({"how": "service"})),
                json!({"error": {"class": "PluginError", "status": 500, "detail": "The service is away. Try again later."}}),
            ),
            (
                action("fail", json!({"how": "author"})),
                json!({"error": {"class": "AuthorError", "status": 500, "detail": format!(
                    "the plugin's author made a mistake: metagov.plugins.{PROBE}.actions.fail made what its spec does not allow\n  \
                     output.count: expected an integer, found the string \"many\"")}}),
            ),
            (begin("vote", json!({})), json!({"error": {}})),
            (
                step(
                    "start",
                    json!({"process": "vote", "parameters": {"options": [1]}, "validate": false}),
                ),
                refused(&[
                    "input.question: required, but missing",
                    "input.options[0]: expected a string, found the integer 1",
                ]),
            ),
            (begin("vote", json!({"question": "?"})), asked.clone()),
            (process("update", "vote"), asked.clone()),
            (process("update", "vote"), asked.clone()),
            (process("update", "vote"), ended(json!({"winner": "nay"}))),
            (
                begin(
                    "vote",
                    json!({"question": "?", "options": ["tea", "coffee"]}),
                ),
                asked,
            ),
            (process("close", "vote"), ended(json!({"winner": "tea"}))),
            (begin("at-once", json!({})), ended(json!({}))),
            (
                begin(petition, json!({})),
                json!({"ok": {"status": "pending"}}),
            ),
            (
                step("webhook", json!({"body": {"signed": 1}})),
                json!({"ok": {"status": 202, "events": [], "failures": []}}),
            ),
            (
                step("webhook", json!({"body": messages})),
                json!({"ok": {"status": 202, "events": [message], "failures": []}}),
            ),
        ];
        story.push((
            step("webhook", json!({"body": {"signed": 2}})),
            json!({"ok": {"events": []}}),
        ));
        // A task that fails keeps no other from running, and nothing escapes from it.
        let tasks = step("tasks", json!({}));
        story.push((tasks.clone(), json!({"ok": [news(0), news(100), count(2)]})));
        story.push((tasks.clone(), json!({"ok": []})));
        story.push((tasks, json!({"ok": [news(2), news(102), count(6)]})));
        let kept = json!({"seen": 3, "task digest": "{\"count\": 6}"});
        story.push((step("state", json!({})), json!({"ok": kept})));
        let plugin = json!({
            "folder": PROBE,
            "auth_type": if is_2025 { "oauth" } else { "none" },
            "actions": {"echo-it": {"is_public": is_2025}, "fail": {"is_public": false}},
            "senders": if is_2025 { json!(["task", "webhook"]) } else { json!([]) },
            "events": if is_2025 { json!(["on_message", "on_news", "digest"]) } else { json!([]) },
            "processes": {
                "vote": {"has": [if is_2025 { "update" } else { "poll" }, "close"]},
                petition: {"has": ["receive_webhook"]},
                "at-once": {"has": [], "description": "Ends when it is started"},
            },
        });
        story.push((
            json!({"do": "load"}),
            json!({"ok": {PROBE_ON_HOST: plugin}}),
        ));
        tell(&python, api, &folder.path().join("plugins"), &story);
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
fn all_rounds(python: &Path, folder: &Path) -> usize {
    let known = run(python, "2025", folder, &[json!({"do": "load"})]).remove(0);
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
    let answers = run(python, "2025", folder, &steps);
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
    let folder = tempfile::tempdir().unwrap();
    for name in FIXTURES {
        emit(fixture(name), &folder.path().join(name));
    }
    let answers = all_rounds(&python, folder.path());
    assert!(answers > 30, "{answers}");
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
        let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy-metagov");
        // Of Django and the host, nothing is known there.
        let foreign = [
            "--ignore-missing-imports",
            "--allow-subclassing-any",
            "--allow-untyped-decorators",
        ];
        let mut command = Command::new(&mypy);
        command.args(["--strict", "--python-version", "3.10", "--cache-dir", cache]);
        must(command.args(foreign).arg("."), place);
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
        let plugin = model(spec);
        assert!(
            plugin
                .operations_of(OperationKind::Action)
                .iter()
                .all(|it| !it.name.is_empty())
        );
        emit(spec, &folder.path().join(name));
    }
    assert!(names.len() * step >= 133);
    is_clean(folder.path());
    if let Some(python) = host_python() {
        let answers = all_rounds(&python, folder.path());
        assert!(answers > names.len() * 3, "{answers}");
    }
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_page_shows_what_is_emitted("targets/metagov", "python", folder.path());
}
