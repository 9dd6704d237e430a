//! Emitted plugins, registered, loaded and called by the double of the host.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{FIXTURES, actions, emit, tools};
use crate::skeleton::{fixture, texts};
use crate::support::root;

/// The forms of the host.
pub const FORMS: [&str; 2] = ["2020", "today"];

/// What the host says after it has registered and loaded a folder of plugins, and called them.
fn host(form: &str, folder: &Path, calls: &[Value]) -> Value {
    let order = json!({ "form": form, "folder": folder, "calls": calls });
    let mut child = Command::new("node")
        .arg(root().join("tests/hosts/conforma/host.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(order.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {complaint}", folder.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn read(path: PathBuf) -> Value {
    let text = std::fs::read(&path).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// A call of an action with the sample beside it.
fn sample(action: &Path) -> Value {
    let sample = read(action.join("test/sample.json"));
    json!({
        "code": read(action.join("plugin.json"))["code"],
        "request": { "parameters": sample["parameters"] },
        "environment": sample["environment"],
    })
}

/// Every action of a plugin is registered and loaded, and answers its sample.
pub fn samples_are_answered(form: &str, plugin: &Path) {
    let actions = actions(&[plugin.to_path_buf()]);
    let calls: Vec<Value> = actions.iter().map(|action| sample(action)).collect();
    let answer = host(form, plugin, &calls);
    assert_eq!(answer["failure"], Value::Null, "{}", plugin.display());
    let registered = answer["registered"].as_array().unwrap();
    assert_eq!(registered.len(), actions.len());
    for (answer, action) in answer["answers"].as_array().unwrap().iter().zip(&actions) {
        assert_eq!(answer["isWell"], true, "{}: {answer}", action.display());
    }
}

#[test]
fn the_hosts_load_and_call_what_is_emitted() {
    if tools().is_none() {
        return;
    }
    for name in FIXTURES {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        for form in FORMS {
            samples_are_answered(form, folder.path());
        }
    }
}

/// The example, with its action given this work, in JavaScript.
fn with_work(work: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    let file = folder.path().join("action_say_goodbye/src/say_goodbye.js");
    assert!(file.exists());
    std::fs::write(file, work).unwrap();
    folder
}

fn environment() -> Value {
    json!({ "EXAMPLE_HOSTNAME": "h", "EXAMPLE_USERNAME": "u" })
}

fn call(parameters: &Value) -> Value {
    json!({
        "code": "example_say_goodbye",
        "request": { "parameters": parameters, "applicationData": { "id": 7 }, "outputCumulative": { "before": 1 } },
        "environment": environment(),
    })
}

fn ada() -> Value {
    json!({ "person": { "first_name": "Ada" } })
}

/// The host's answer to one call of the example.
fn answer(form: &str, folder: &Path, call: Value) -> Value {
    let answer = host(form, folder, &[call]);
    assert_eq!(answer["failure"], Value::Null);
    answer["answers"][0].clone()
}

const TELLS: &str =
    "exports.run = (input, context) => ({ message: JSON.stringify([input, context]), more: 1 });";

#[test]
fn the_work_is_given_checked_values_and_its_output_comes_back() {
    if tools().is_none() {
        return;
    }
    let folder = with_work(TELLS);
    for form in FORMS {
        let given = json!({ "person": { "first_name": "Ada", "unknown": 1 }, "unknown": 2 });
        let answer = answer(form, folder.path(), call(&given));
        assert_eq!(answer["isWell"], true, "{answer}");
        assert_eq!(answer["output"]["more"], 1);
        let told = answer["output"]["message"].as_str().unwrap();
        let told: Value = serde_json::from_str(told).unwrap();
        let input = json!({ "person": { "first_name": "Ada" }, "tone": "friendly" });
        let mut context = json!({ "connection": { "hostname": "h", "port": 80, "username": "u" } });
        if form == "today" {
            context["applicationData"] = json!({ "id": 7 });
            context["outputCumulative"] = json!({ "before": 1 });
        }
        assert_eq!(told, json!([input, context]));
    }
}

#[test]
fn every_problem_is_told_at_once() {
    if tools().is_none() {
        return;
    }
    let folder = with_work(TELLS);
    for form in FORMS {
        let mut call =
            call(&json!({ "person": { "first_name": 5, "languages": ["en", 7] }, "tone": "rude" }));
        call["environment"] = json!({ "EXAMPLE_PORT": "eighty", "EXAMPLE_USERNAME": "" });
        let answer = answer(form, folder.path(), call);
        assert_eq!(answer["isWell"], false);
        assert_eq!(
            answer["log"],
            "input.person.first_name: expected a string, found the integer 5\n\
             input.person.languages[1]: expected a string, found the integer 7\n\
             input.tone: expected one of \"friendly\", \"formal\", found the string \"rude\"\n\
             connection.hostname (EXAMPLE_HOSTNAME): required, but missing\n\
             connection.port (EXAMPLE_PORT): expected an integer, found the string \"eighty\"\n\
             connection.username (EXAMPLE_USERNAME): required, but missing"
        );
    }
}

#[test]
fn whatever_goes_wrong_becomes_an_error_log() {
    if tools().is_none() {
        return;
    }
    const RUN: &str = "exports.run = () => ";
    let invalid = "the action gives what its spec does not allow:\n";
    let unloaded = "the action's own file cannot be loaded: ";
    for (work, log) in [
        (
            format!("{RUN}{{ throw new Error('no answer'); }}"),
            "no answer".to_owned(),
        ),
        (format!("{RUN}{{ throw 'a text'; }}"), "a text".to_owned()),
        (
            format!("{RUN}{{ throw undefined; }}"),
            "undefined".to_owned(),
        ),
        (
            format!("{RUN}{{ throw {{ toString() {{ throw 1; }} }}; }}"),
            "an error that cannot be shown".to_owned(),
        ),
        (
            format!("{RUN}({{}})"),
            format!("{invalid}output.message: required, but missing"),
        ),
        (
            format!("{RUN}undefined"),
            format!(
                "{invalid}output: expected an object (output), found a value of the type undefined"
            ),
        ),
        (
            "throw new Error('at load');".to_owned(),
            format!("{unloaded}at load"),
        ),
        (
            "exports.run = (".to_owned(),
            format!("{unloaded}Unexpected end of input"),
        ),
    ] {
        let folder = with_work(&work);
        for form in FORMS {
            let answer = answer(form, folder.path(), call(&ada()));
            assert_eq!(answer["isWell"], false, "{work}");
            assert_eq!(answer["log"], json!(log), "{work}");
        }
    }
}

/// One plugin that cannot be loaded keeps the host from loading the later ones.
#[test]
fn a_file_that_fails_leaves_other_plugins_alone() {
    if tools().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("everything"), folder.path());
    let first = folder.path().join("action_do_nothing");
    std::fs::write(
        first.join("src/do_nothing.js"),
        "require('no-such-package');",
    )
    .unwrap();
    let last = folder.path().join("action_write_text");
    for form in FORMS {
        let answer = host(form, folder.path(), &[sample(&first), sample(&last)]);
        assert_eq!(answer["failure"], Value::Null);
        let log = answer["answers"][0]["log"].as_str().unwrap();
        assert!(
            log.contains("Cannot find module 'no-such-package'"),
            "{log}"
        );
        assert_eq!(answer["answers"][1]["isWell"], true);
    }
}

#[test]
fn only_the_host_of_today_waits() {
    if tools().is_none() {
        return;
    }
    const LATER: &str = "exports.run = () => Promise.";
    let marks = "require('fs').writeFileSync(__dirname + '/ran', '')";
    for (work, outcome) in [
        (
            format!("exports.run = async () => {{ {marks}; return {{ message: 'm' }}; }};"),
            json!({ "message": "m" }),
        ),
        (
            format!("{LATER}resolve({{ message: 'm' }});"),
            json!({ "message": "m" }),
        ),
        (format!("{LATER}reject(new Error('late'));"), json!("late")),
    ] {
        let folder = with_work(&work);
        let refused = answer("2020", folder.path(), call(&ada()));
        let log = refused["log"].as_str().unwrap();
        assert!(log.contains("works asynchronously"), "{log}");
        // What is known to be asynchronous is not even begun.
        let mark = folder.path().join("action_say_goodbye/src/ran");
        assert!(!mark.exists());
        let waited = answer("today", folder.path(), call(&ada()));
        assert_eq!(mark.exists(), work.contains(marks));
        let found = if waited["isWell"] == true {
            &waited["output"]
        } else {
            &waited["log"]
        };
        assert_eq!(*found, outcome);
    }
}

#[test]
fn no_parameters_make_it_throw() {
    if tools().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("everything"), folder.path());
    let action = folder.path().join("action_take_all_types");
    let sample = sample(&action);
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(-1.5),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "__proto__": 1, "constructor": [], "a b": {} }),
        json!({ "name": "root", "children": [{ "name": 1 }, null] }),
    ];
    values.extend(texts().into_iter().take(20).map(Value::from));
    let mut calls = Vec::new();
    let mut put = |parameters: Value| {
        let mut call = sample.clone();
        call["request"]["parameters"] = parameters;
        calls.push(call);
    };
    for value in &values {
        put(value.clone());
        for key in sample["request"]["parameters"].as_object().unwrap().keys() {
            let mut parameters = sample["request"]["parameters"].clone();
            parameters[key] = value.clone();
            put(parameters);
        }
    }
    for form in FORMS {
        let answer = host(form, folder.path(), &calls);
        let answers = answer["answers"].as_array().unwrap();
        assert_eq!(answers.len(), calls.len());
        let wells = answers.iter().filter(|it| it["isWell"] == true).count();
        // Some fit, most do not.
        assert!(wells > 50 && wells < answers.len() / 2, "{wells}");
    }
}

/// The same kinds of values are refused and taken as in the other languages.
#[test]
fn values_are_judged_as_everywhere() {
    use specc::model::value::accepts_field;

    if tools().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("everything"), folder.path());
    let plugin = crate::support::model(&fixture("everything"));
    let operation = plugin
        .actions
        .iter()
        .find(|it| it.name == "take_all_types")
        .unwrap();
    let sample = sample(&folder.path().join("action_take_all_types"));
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(2),
        json!(0.25),
        json!("Europe"),
        json!("2026-02-30T00:00:00Z"),
        json!("2026-01-31t12:00:00.500+05:30"),
        json!("2016-12-31T23:59:60Z"),
        json!("2016-12-31T22:59:60-01:00"),
        json!("2016-12-31T22:59:60Z"),
        json!("0000-02-29T00:00:00+23:59"),
        json!("2026-01-31T12:00:00+24:00"),
        json!("aGVsbG8="),
        json!("aGVsbG9="),
        json!("aGVs\nbG8="),
        json!([]),
        json!(["Europe"]),
        json!(["Mars"]),
        json!([[1, 0.5]]),
        json!({}),
        json!({ "filename": 1 }),
        json!({ "filename": "f", "content": "?" }),
        json!({ "name": "n", "children": [] }),
        json!([{ "name": "n", "children": [{ "name": "m", "children": [] }] }]),
        json!({ "@odata.type": "t", "2fa": "x" }),
        json!({ "@odata.type": "t", "aws/securityhub/SeverityLabel": "LOW" }),
    ];
    let mut calls = Vec::new();
    let mut expected = Vec::new();
    for field in &operation.input {
        for value in &values {
            let mut call = sample.clone();
            call["request"]["parameters"][&field.name] = value.clone();
            calls.push(call);
            expected.push((
                accepts_field(&plugin.types, field, value).is_ok(),
                field,
                value,
            ));
        }
    }
    let answer = host("today", folder.path(), &calls);
    for (answer, (fits, field, value)) in answer["answers"].as_array().unwrap().iter().zip(expected)
    {
        assert_eq!(answer["isWell"], fits, "{} {value}: {answer}", field.name);
    }
}

/// The output of one call, which must go well.
pub fn output(form: &str, folder: &Path, code: &str, parameters: &Value) -> Value {
    let call = json!({ "code": code, "request": { "parameters": parameters }, "environment": {} });
    let answer = answer(form, folder, call);
    assert_eq!(answer["isWell"], true, "{answer}");
    answer["output"].clone()
}
