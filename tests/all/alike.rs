//! Changes samples at random, though the same way in each run, and holds the generated programs of the three languages to
//! the same answers: equal events, down to the words of errors, and equal exit statuses.
#![cfg(unix)]

use std::path::Path;

use serde_json::{Value, json};
use specc::model::value::same_value;
use specc::sample::{self, Mode};

use crate::oracle::answers;
use crate::protocol::{Message, Program, messages, run};
use crate::skeleton::fixture;
use crate::support::{model, root};
use crate::{go, python, rust};

/// How many messages each plugin is sent.
const MESSAGES: usize = 70;

/// What is put in the place of something else, as JSON. Fractions that a float holds only nearly are left out: an author
/// in Python gets the nearest, the others get their digits, where a field takes any value.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-0",
    "-0.0",
    "1",
    "-7",
    "3.0",
    "2.50",
    "1E+2",
    "1e-07",
    "1e16",
    "100000000000000000000",
    "1.5e300",
    "1e400",
    "-1E+999",
    "9223372036854775807",
    "-9223372036854775809",
    r#""""#,
    r#"" ""#,
    r#""red""#,
    r#""\u2028\u007f\u0007\b<&>é😀""#,
    r#""a text that is much too long to be shown in a message as a whole""#,
    r#""2026-02-30T00:00:00Z""#,
    r#""2026-01-31t12:00:00.500+05:30""#,
    r#""aGVsbG8=""#,
    r#""aGVsbG9=""#,
    r#""aGVs\nbG8=""#,
    r#""\ud800""#,
    r#""\ud83d\ude00 \\ud800""#,
    r#""$serde_json::private::Number""#,
    "[]",
    "[[]]",
    "[null]",
    r#"[1, "2", {}]"#,
    "{}",
    r#"{"a": 1}"#,
    r#"{"a b": [1e400], "ä": {"\"": -1e400}}"#,
    r#"{"username": "u"}"#,
    r#"{"filename": "a", "content": "!"}"#,
    r#"{"$serde_json::private::Number": "1"}"#,
    r#"{"\u0024serde_json::private::Number": []}"#,
];

/// Numbers that look random (xorshift), the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The pointers to everything inside of a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut look = |name: &str, part: &Value| {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places(part, &at, found);
        found.push(at);
    };
    match value {
        Value::Object(parts) => parts.iter().for_each(|(name, part)| look(name, part)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(&index.to_string(), item);
            }
        }
        _ => {}
    }
}

/// The text that stands for one of the values until the message is written: JSON holds some of them in no other way.
fn mark(index: usize) -> String {
    format!("@{index}@")
}

/// Takes out, adds to or replaces one part of a message; mostly one of the step's own.
fn change(message: &mut Value, random: &mut Random) {
    let mut all = Vec::new();
    places(message, "", &mut all);
    let deep = all.iter().filter(|place| place.matches('/').count() > 2);
    let deep: Vec<String> = deep.cloned().collect();
    let from = if deep.is_empty() || random.below(10) == 0 {
        &all
    } else {
        &deep
    };
    let place = &from[random.below(from.len())];
    let (above, name) = place.rsplit_once('/').unwrap();
    let value = json!(mark(random.below(VALUES.len())));
    let way = random.below(8);
    match message.pointer_mut(above).unwrap() {
        Value::Object(parts) if way == 0 => drop(parts.remove(name)),
        Value::Object(parts) if way == 1 => drop(parts.insert("another key".to_owned(), value)),
        Value::Array(items) if way == 0 => drop(items.pop()),
        Value::Array(items) if way == 1 => items.push(value),
        _ => *message.pointer_mut(place).unwrap() = value,
    }
}

fn written(message: &Value) -> String {
    let text = message.to_string();
    let values = VALUES.iter().enumerate();
    values.fold(text, |text, (index, value)| {
        text.replace(&json!(mark(index)).to_string(), value)
    })
}

/// Changed messages, made of these ones.
fn changed(messages: &[Value]) -> Vec<Message> {
    let mut random = Random(0x5EED_5EED_5EED_5EED);
    let make = |number: usize| {
        let mut message = messages[number % messages.len()].clone();
        for _ in 0..1 + random.below(3) {
            change(&mut message, &mut random);
        }
        Message {
            name: number.to_string(),
            arguments: vec![if random.below(10) == 0 { "test" } else { "run" }.to_owned()],
            text: written(&message),
        }
    };
    (0..MESSAGES).map(make).collect()
}

/// The exit status and the event.
type Answer = (Option<i32>, Option<Value>);

fn answer(status: Option<i32>, printed: &str) -> Answer {
    let event = (!printed.is_empty()).then(|| serde_json::from_str(printed).unwrap());
    (status, event)
}

fn answers_of(program: &Program, messages: &[Message]) -> Vec<Answer> {
    let answers = messages.iter().map(|message| {
        let arguments: Vec<&str> = message.arguments.iter().map(String::as_str).collect();
        let output = run(program, &arguments, message.text.as_bytes());
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(output.stdout.is_empty() || shown.is_empty(), "{shown}");
        answer(
            output.status.code(),
            std::str::from_utf8(&output.stdout).unwrap(),
        )
    });
    answers.collect()
}

fn answers_of_python(folder: &Path, name: &str, messages: &[Message]) -> Vec<Answer> {
    let program = folder.join("bin").join(name);
    let module = format!("komand_{name}.__main__");
    let plugin = [program.to_str().unwrap(), &module];
    let answers = answers(&python::python(), &plugin, messages);
    let answers = answers.iter().map(|it| {
        let status = it["status"].to_string().parse().ok();
        answer(status, it["stdout"].as_str().unwrap())
    });
    answers.collect()
}

fn are_alike(name: &str, go: &Program, python: &Path, samples: &[Value]) {
    let messages = changed(samples);
    let (rust, go, python) = std::thread::scope(|scope| {
        let go = scope.spawn(|| answers_of(go, &messages));
        let python = scope.spawn(|| answers_of_python(python, name, &messages));
        let rust = answers_of(&rust::program(name), &messages);
        (rust, go.join().unwrap(), python.join().unwrap())
    });
    let is_same = |left: &Answer, right: &Answer| {
        left.0 == right.0 && same_value(&json!(left.1), &json!(right.1))
    };
    let mut differing = String::new();
    let (mut refused, mut without_event) = (0, 0);
    for (((message, rust), go), python) in messages.iter().zip(&rust).zip(&go).zip(&python) {
        refused += usize::from(rust.1.is_some() && rust.0 == Some(1));
        without_event += usize::from(rust.1.is_none());
        if !is_same(rust, go) || !is_same(rust, python) {
            let text = &message.text;
            differing += &format!("{text}\n  {rust:?}\n  {go:?}\n  {python:?}\n");
        }
    }
    assert!(differing.is_empty(), "{name}:\n{differing}");
    // Messages that all go well, or of which nothing can be read, show little.
    assert!(refused > MESSAGES / 3, "{name}: {refused} are refused");
    assert!(without_event < MESSAGES / 3, "{name}: {without_event}");
}

#[test]
fn changed_samples_are_answered_alike() {
    let Some(go) = go::go() else { return };
    for name in ["example", "everything"] {
        let folder = tempfile::tempdir().unwrap();
        let (of_go, of_python) = (folder.path().join("go"), folder.path().join("python"));
        go::emit(fixture(name), &of_go);
        python::emit(fixture(name), &of_python);
        let plugin = model(&fixture(name));
        let samples = plugin
            .operations()
            .map(|it| sample::start_message(&plugin, it, Mode::Full));
        // A trigger that has nothing to complain of does not end.
        let mut samples: Vec<Value> = samples.filter(|it| it["type"] != "trigger_start").collect();
        samples.push(sample::connection_test(&plugin, Mode::Full));
        are_alike(name, &go::build(go, &of_go, name), &of_python, &samples);
    }
}

#[test]
fn changed_cases_are_answered_alike() {
    let Some(go) = go::go() else { return };
    let folder = tempfile::tempdir().unwrap();
    python::probe(folder.path());
    let table = root().join("tests/protocol/probe/cases.json");
    let samples = messages(table.as_std_path(), "rust").into_iter();
    let samples = samples.filter_map(|it| serde_json::from_str(&it.text).ok());
    // What these do is up to the language; and a trigger may not end.
    let is_same_work = |it: &Value| {
        !it.to_string().contains("trigger_start")
            && it.pointer("/body/action") != Some(&json!("fail"))
    };
    let samples: Vec<Value> = samples
        .filter(|it: &Value| it["body"].is_object() && is_same_work(it))
        .collect();
    are_alike("probe", go::probe(go), folder.path(), &samples);
}
