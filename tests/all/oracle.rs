//! Runs the conformance suite's messages against a plugin on the PyPI runtime too, and holds the list of differences
//! from what emitted programs answer, which the book shows, to what is found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use camino::Utf8PathBuf;
use serde::Deserialize;
use serde_json::{Value, json};
use specc::model::value::same_value;

use crate::protocol::{self, Message, messages, run, start};
use crate::skeleton;
use crate::support::{absent, root, started};
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

/// The Python that has the runtime, where there is one.
fn runtime() -> Option<Utf8PathBuf> {
    let python = root().join(".tools/runtime/bin/python");
    if !python.exists() {
        absent("the PyPI runtime");
        return None;
    }
    Some(python)
}

/// What a plugin in Python answers, with the interpreter started only once: `stdout` and `status` for each message. The
/// plugin is the one on the PyPI runtime, unless `plugin` names a program and its module.
#[cfg(unix)]
pub fn answers(python: &Path, plugin: &[&str], messages: &[Message]) -> Vec<Value> {
    let asked: Vec<Value> = messages
        .iter()
        .map(|it| json!({"arguments": it.arguments, "text": it.text}))
        .collect();
    let (child, mut stdin) = started(
        Command::new(python)
            .arg("-B")
            .arg(root().join("tests/protocol/oracle/answers.py"))
            .args(plugin),
    );
    stdin
        .write_all(json!(asked).to_string().as_bytes())
        .unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}");
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), messages.len());
    answers
}

#[test]
#[cfg(unix)]
fn differences_from_the_runtime_are_those_listed() {
    let Some(python) = runtime() else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = crate::python::probe(folder.path());
    let table = root().join("tests/protocol/probe/cases.json");
    let messages = messages(table.as_std_path(), "python");
    assert!(messages.len() > 40);
    let answers = answers(python.as_std_path(), &[], &messages);

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
    let listed = listed.filter(|(name, _)| !TRIGGER_CASES.contains(&name.as_str()));
    let listed: BTreeMap<_, _> = listed.map(|(name, it)| (name, it.differs)).collect();
    assert_eq!(listed, found);
}

/// What is watched of a trigger that runs, by the names that the list of differences gives it.
const TRIGGER_CASES: [&str; 2] = [
    "a trigger's three events with --debug",
    "a trigger whose dispatcher fails twice",
];

/// How a trigger went.
struct Course {
    events: Vec<Value>,
    /// Whether what was printed is one event per line and nothing else.
    one_per_line: bool,
    /// Whether the exit status was 0 after the trigger was told to stop.
    ended_well: bool,
}

impl Course {
    /// What differs in two courses. Events are told apart by their numbers.
    fn differing(&self, theirs: &Self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let numbers = |course: &Self| -> Vec<Value> {
            let numbers = course.events.iter().map(number_of);
            numbers.cloned().collect()
        };
        for (differs, name) in [
            (numbers(self) != numbers(theirs), "events"),
            (self.one_per_line != theirs.one_per_line, "lines"),
            (self.ended_well != theirs.ended_well, "exit status"),
        ] {
            found.extend(differs.then(|| name.to_owned()));
        }
        for ours in &self.events {
            let same = |theirs: &&Value| number_of(theirs) == number_of(ours);
            if let Some(theirs) = theirs.events.iter().find(same) {
                let (ours, theirs) = (Some(ours.clone()), Some(theirs.clone()));
                found.extend(differing(&(ours, true), &(theirs, true)));
            }
        }
        found
    }
}

fn number_of(event: &Value) -> &Value {
    &event["body"]["output"]["number"]
}

/// The trigger's last event.
fn is_last(event: &Value) -> bool {
    number_of(event) == 3
}

/// The events in a text, wherever they stand in it.
fn events_in(text: &str) -> Vec<Value> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        rest = &rest[start..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match values.next() {
            Some(Ok(event)) => {
                rest = &rest[values.byte_offset()..];
                events.push(event);
            }
            _ => rest = &rest[1..],
        }
    }
    events
}

/// Starts the trigger of the probe.
fn count(command: &mut Command, arguments: &[&str], url: &str, stdout: Stdio) -> Child {
    let mut child = command
        .args(arguments)
        // The host of the runtime sets it; without it no event is posted.
        .env("SSL_CERT_FILE", "none")
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(skeleton::count(url).as_bytes()).unwrap();
    child
}

/// Stops a trigger as its host would. Gives whether it ended well.
fn ends_well(mut child: Child) -> bool {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(sent.success());
    child.wait().unwrap().success()
}

/// The trigger with `--debug`, told to stop after its last event.
fn printed(command: &mut Command) -> Course {
    let mut child = count(command, &["--debug", "run"], "", Stdio::piped());
    let mut stdout = child.stdout.take().unwrap();
    let mut text = Vec::new();
    let events = loop {
        let mut piece = [0; 4096];
        let length = stdout.read(&mut piece).unwrap();
        text.extend_from_slice(&piece[..length]);
        let events = events_in(&String::from_utf8_lossy(&text));
        if length == 0 || events.last().is_some_and(is_last) {
            break events;
        }
    };
    Course {
        one_per_line: protocol::events(&text).is_ok(),
        events,
        ended_well: ends_well(child),
    }
}

/// The trigger with a dispatcher that fails twice before it accepts, told to stop after its last event.
fn posted(command: &mut Command) -> Course {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let child = count(command, &["run"], &url, Stdio::null());
    let mut events = Vec::new();
    for attempt in 0.. {
        let answer = if attempt < 2 { "503 Not Yet" } else { "200 OK" };
        let event = skeleton::answer_post(&listener, answer);
        if attempt >= 2 {
            events.push(event);
        }
        if events.last().is_some_and(is_last) {
            break;
        }
    }
    Course {
        events,
        one_per_line: true,
        ended_well: ends_well(child),
    }
}

#[test]
#[cfg(unix)]
fn triggers_differ_from_the_runtime_as_listed() {
    let Some(python) = runtime() else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = crate::python::probe(folder.path());
    let watch: [fn(&mut Command) -> Course; 2] = [printed, posted];
    let mut found = BTreeMap::new();
    for (name, watch) in TRIGGER_CASES.into_iter().zip(watch) {
        let state = tempfile::tempdir().unwrap();
        let ours = watch(start(&program, &[]).env("PLUGIN_STATE_DIR", state.path()));
        let plugin = root().join("tests/protocol/oracle/probe.py");
        let theirs = watch(Command::new(&python).arg("-B").arg(plugin));
        assert_eq!(ours.events.len(), 3);
        found.insert(name.to_owned(), ours.differing(&theirs));
    }
    found.retain(|_, differing| !differing.is_empty());
    let listed = listed().cases.into_iter();
    let listed = listed.filter(|(name, _)| TRIGGER_CASES.contains(&name.as_str()));
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
