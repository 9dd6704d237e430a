//! Runs the conformance suite's messages against a plugin on the PyPI runtime too, and holds the list of differences
//! from what emitted programs answer, which the book shows, to what is found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};
use specc::model::value::same_value;

use crate::protocol::{messages, run};
use crate::support::{absent, root};
use crate::update::same_or_updated;

/// `tests/protocol/oracle/differences.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Differences {
    /// Why answers differ, by a name of the reason.
    reasons: BTreeMap<String, String>,
    /// What differs in the answer to a message, and the name of the reason.
    cases: BTreeMap<String, Difference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    differs: BTreeSet<String>,
    reason: String,
}

fn listed() -> Differences {
    let file = root().join("tests/protocol/oracle/differences.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The last line of what was printed that is an event. The runtime prints its log there too.
fn event(printed: &str) -> Option<Value> {
    let mut events = printed
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.rfind(Value::is_object)
}

/// What differs in two answers, each an event and an exit status. Logs and the words of errors count for nothing.
fn differing(ours: &(Option<Value>, bool), theirs: &(Option<Value>, bool)) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if ours.1 != theirs.1 {
        found.insert("exit status".to_owned());
    }
    let (Some(ours), Some(theirs)) = (&ours.0, &theirs.0) else {
        if ours.0.is_some() != theirs.0.is_some() {
            found.insert("event".to_owned());
        }
        return found;
    };
    let same = |ours: Option<&Value>, theirs: Option<&Value>| match (ours, theirs) {
        (Some(ours), Some(theirs)) => same_value(ours, theirs),
        (ours, theirs) => ours == theirs,
    };
    for name in ["type", "version"] {
        if !same(ours.get(name), theirs.get(name)) {
            found.insert(name.to_owned());
        }
    }
    let (ours, theirs) = (&ours["body"], &theirs["body"]);
    let names = [ours, theirs].map(|body| body.as_object().unwrap().keys());
    for name in names.into_iter().flatten() {
        if name != "log" && name != "error" && !same(ours.get(name), theirs.get(name)) {
            found.insert(name.clone());
        }
    }
    found
}

#[test]
#[cfg(unix)]
fn differences_from_the_runtime_are_those_listed() {
    let python = root().join(".tools/runtime/bin/python");
    if !python.exists() {
        return absent("the PyPI runtime");
    }
    let folder = tempfile::tempdir().unwrap();
    let program = crate::python::probe(folder.path());
    let table = root().join("tests/protocol/probe/cases.json");
    let mut messages = messages(table.as_std_path(), "python");
    // The oracle has no trigger: one that emits until it is stopped would not end.
    messages.retain(|it| !it.text.contains("trigger_start"));
    assert!(messages.len() > 40);
    let asked: Vec<Value> = messages
        .iter()
        .map(|it| json!({"arguments": it.arguments, "text": it.text}))
        .collect();
    let mut child = Command::new(python)
        .arg("-B")
        .arg(root().join("tests/protocol/oracle/answers.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(json!(asked).to_string().as_bytes())
        .unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}");
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), messages.len());

    let mut found = BTreeMap::new();
    for (message, answer) in messages.iter().zip(&answers) {
        let arguments: Vec<&str> = message.arguments.iter().map(String::as_str).collect();
        let output = run(&program, &arguments, message.text.as_bytes());
        let printed = String::from_utf8(output.stdout).unwrap();
        let ours = (event(&printed), output.status.success());
        let theirs = (
            event(answer["stdout"].as_str().unwrap()),
            answer["status"] == 0,
        );
        let differing = differing(&ours, &theirs);
        if !differing.is_empty() {
            println!("{}\n  ours   {ours:?}\n  theirs {theirs:?}", message.name);
            found.insert(message.name.clone(), differing);
        }
    }
    let listed = listed().cases.into_iter();
    let listed: BTreeMap<_, _> = listed.map(|(name, it)| (name, it.differs)).collect();
    assert_eq!(listed, found);
}

#[test]
fn the_book_shows_the_differences() {
    const MARKS: [&str; 2] = ["<!-- differences -->\n", "<!-- end of differences -->\n"];
    let Differences { reasons, cases } = listed();
    let mut table = "| why | answers that differ |\n|---|---|\n".to_owned();
    for (name, reason) in &reasons {
        let about = cases.iter().filter(|(_, it)| it.reason == *name);
        let about: Vec<String> = about
            .map(|(case, it)| {
                let differs: Vec<&str> = it.differs.iter().map(String::as_str).collect();
                format!("{case} ({})", differs.join(", "))
            })
            .collect();
        assert!(!about.is_empty(), "the reason {name} is of no use");
        table += &format!("| {reason} | {} |\n", about.join("; "));
    }
    for (case, difference) in &cases {
        assert!(reasons.contains_key(&difference.reason), "{case}");
    }
    let path = root().join("book/src/reference/protocol.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = page.split_once(MARKS[0]).unwrap();
    let (_, tail) = rest.split_once(MARKS[1]).unwrap();
    let expected = format!("{head}{}\n{table}\n{}{tail}", MARKS[0], MARKS[1]);
    same_or_updated(path.as_std_path(), &expected);
}
