//! The conformance suite of generated programs: tables of start messages and of the events that answer them, equal for
//! every language. The program is run as its host runs it; events are compared as values.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use specc::model::value::same_value;

use crate::support::started;

/// A generated program and the language it is written in.
pub struct Program {
    /// Language of the table's `languages`.
    pub language: &'static str,
    /// What starts it, before the arguments.
    pub command: Vec<PathBuf>,
}

/// Cases of one plugin.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The connection of the cases that name none.
    connection: Value,
    cases: Vec<Case>,
}

/// One start message and what is expected of the program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The languages it is for; all where it is empty.
    #[serde(default)]
    languages: Vec<String>,
    /// Why it is not for the others.
    why: Option<String>,
    /// The arguments; `run` where they are left out.
    command: Option<Vec<String>>,
    /// The message in short: an action, its input and its connection.
    action: Option<String>,
    input: Option<Value>,
    connection: Option<Value>,
    /// The message in full.
    message: Option<Value>,
    /// The message as bytes, where it is no good JSON.
    text: Option<String>,
    /// Expected: an event that is ok and has this output.
    output: Option<Value>,
    /// Expected: an error event with this exception.
    exception: Option<Value>,
    /// Expected: an event with these members; those it leaves out may be anything.
    event: Option<Value>,
    /// Expected: an error event whose text holds each of these.
    mentions: Option<Vec<String>>,
    /// Expected: no event, and a line on standard error that holds each of these.
    complaint: Option<Vec<String>>,
    /// Expected: that none of these is shown.
    #[serde(default)]
    silent: Vec<String>,
    /// Expected: the event's log, empty where it is left out.
    #[serde(default)]
    log: String,
}

/// Runs a table of `tests/protocol/` against a program. Gives a complaint for each case that fails.
pub fn run_table(program: &Program, table: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(table).unwrap();
    let table: Table = serde_json::from_str(&text).unwrap();
    assert!(table.cases.len() > 1, "a table without cases shows nothing");
    for case in &table.cases {
        assert_eq!(
            case.languages.is_empty(),
            case.why.is_none(),
            "{}",
            case.name
        );
    }
    let (even, odd): (Vec<_>, Vec<_>) = table
        .cases
        .iter()
        .filter(|case| case.is_for(program.language))
        .enumerate()
        .partition(|(index, _)| index % 2 == 0);
    let run = |cases: Vec<(usize, &Case)>| -> Vec<String> {
        let complaints = cases.into_iter().filter_map(|(_, case)| {
            let found = case.run(program, &table.connection).err()?;
            Some(format!("{}: {found}", case.name))
        });
        complaints.collect()
    };
    let run = &run;
    std::thread::scope(|scope| {
        let other = scope.spawn(move || run(odd));
        let mut complaints = run(even);
        complaints.extend(other.join().unwrap());
        complaints
    })
}

/// A start message of a table, for a program that is not held to what the table expects.
pub struct Message {
    /// The name of its case.
    pub name: String,
    /// The arguments that go with it.
    pub arguments: Vec<String>,
    /// What stands on standard input.
    pub text: String,
}

/// The messages of a table that are for a language.
pub fn messages(table: &Path, language: &str) -> Vec<Message> {
    let text = std::fs::read_to_string(table).unwrap();
    let Table { connection, cases } = serde_json::from_str(&text).unwrap();
    let cases = cases.iter().filter(|case| case.is_for(language));
    let messages = cases.map(|case| Message {
        name: case.name.clone(),
        arguments: case.command.clone().unwrap_or(vec!["run".to_owned()]),
        text: case.message(&connection),
    });
    messages.collect()
}

/// Runs a program with a text on standard input.
pub fn run(program: &Program, arguments: &[&str], input: &[u8]) -> Output {
    let (child, mut stdin) = started(&mut start(program, arguments));
    let input = input.to_vec();
    // In a thread, because a program may answer before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output
}

/// A command that starts the program.
pub fn start(program: &Program, arguments: &[&str]) -> Command {
    let mut command = Command::new(&program.command[0]);
    command.args(&program.command[1..]).args(arguments);
    command
}

/// The events on standard output: one JSON document per line and nothing else.
pub fn events(output: &[u8]) -> Result<Vec<Value>, String> {
    let text = std::str::from_utf8(output).map_err(|error| error.to_string())?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{error} in {line:?}")))
        .collect()
}

impl Case {
    fn is_for(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|it| it == language)
    }

    fn message(&self, connection: &Value) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        if let Some(message) = &self.message {
            return message.to_string();
        }
        let body = json!({
            "action": self.action.as_ref().expect("a case has a message"),
            "input": self.input,
            "connection": self.connection.as_ref().unwrap_or(connection),
            "meta": {},
        });
        json!({"version": "v1", "type": "action_start", "body": body}).to_string()
    }

    fn run(&self, program: &Program, connection: &Value) -> Result<(), String> {
        let command = self.command.clone().unwrap_or(vec!["run".to_owned()]);
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = run(program, &arguments, self.message(connection).as_bytes());
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        let everything = String::from_utf8_lossy(&output.stdout).into_owned() + &shown;
        if let Some(leak) = self.silent.iter().find(|it| everything.contains(*it)) {
            return Err(format!("shows {leak:?}: {everything}"));
        }
        let events = events(&output.stdout)?;
        if let Some(complaint) = &self.complaint {
            let expected = output.status.code() == Some(1)
                && events.is_empty()
                && complaint.iter().all(|part| shown.contains(part));
            return expected.then_some(()).ok_or(format!(
                "expected no event and a complaint: {}\n{everything}",
                output.status
            ));
        }
        let [event] = events.as_slice() else {
            return Err(format!("expected one event, found {events:?}\n{shown}"));
        };
        self.judge(event, output.status.code())
            .map_err(|found| format!("{found}\n{event:#}\n{shown}"))
    }

    fn judge(&self, event: &Value, status: Option<i32>) -> Result<(), String> {
        let body = &event["body"];
        let error_expected = self.mentions.is_some() || self.exception.is_some();
        let expected_status = if error_expected { "error" } else { "ok" };
        if body["status"] != expected_status {
            return Err(format!("expected the status {expected_status}"));
        }
        if (status == Some(0)) == error_expected {
            return Err(format!("the exit status is {status:?}"));
        }
        if body["log"] != self.log.as_str() {
            return Err(format!("expected the log {:?}", self.log));
        }
        if body.get("output").is_some() == error_expected {
            return Err("there must be an output if and only if all went well".to_owned());
        }
        if body.get("exception") != self.exception.as_ref() {
            return Err(format!("expected the exception {:?}", self.exception));
        }
        if let Some(output) = &self.output
            && !same_value(output, &body["output"])
        {
            return Err(format!("expected the output {output}"));
        }
        for part in self.mentions.iter().flatten() {
            if !body["error"]
                .as_str()
                .is_some_and(|error| error.contains(part))
            {
                return Err(format!("expected an error that mentions {part:?}"));
            }
        }
        match self.event.as_ref().and_then(|it| missing(it, event)) {
            Some(path) => Err(format!(
                "the event differs from what is expected at {path:?}"
            )),
            None => Ok(()),
        }
    }
}

/// Where a value lacks something of the expected one. Of the event and its body only the members named count; what
/// is inside of those has to be equal.
fn missing(expected: &Value, found: &Value) -> Option<String> {
    let empty = Map::new();
    let members = |value: &Value| value.as_object().unwrap_or(&empty).clone();
    for (key, expected) in members(expected) {
        if key == "body" {
            let body = members(&found["body"]);
            for (key, expected) in members(&expected) {
                if !body
                    .get(&key)
                    .is_some_and(|found| same_value(&expected, found))
                {
                    return Some(format!("body.{key}"));
                }
            }
        } else if expected != found[&key] {
            return Some(key);
        }
    }
    None
}
