//! What is true of the generated programs of every language: commands, samples, large messages, triggers. Each check
//! takes a built program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};

use camino::Utf8PathBuf;
use serde_json::{Value, json};

use crate::protocol::{Program, events, run, run_table, start};
use crate::support::{model, root, started};

/// Runs specc; it must end well.
pub fn specc(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Emits a spec, or a folder of them, as one target.
pub fn emit(target: &str, spec: &Path, folder: &Path) {
    let (spec, folder) = (spec.to_str().unwrap(), folder.to_str().unwrap());
    specc(&[
        "emit",
        "--lenient",
        "--target",
        target,
        spec,
        "--out",
        folder,
    ]);
}

/// The spec of a fixture.
pub fn fixture(name: &str) -> Utf8PathBuf {
    root().join("fixtures").join(name).join("plugin.spec.yaml")
}

/// The name of the program that is emitted of a fixture.
pub fn program_of(fixture: &str) -> &str {
    match fixture {
        "hostile" => "import",
        name => name,
    }
}

/// Runs a command in a folder; it must end well. Gives what it printed.
pub fn must(command: &mut Command, folder: &Path) -> String {
    let output = command.current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{text}");
    text
}

/// `info` and `sample` print what specc prints, and each sample passes its `test`.
pub fn info_and_samples_are_those_of_specc(program: &Program, name: &str) {
    let spec = fixture(name);
    let info = run(program, &["info"], b"");
    assert_eq!(
        String::from_utf8(info.stdout).unwrap(),
        String::from_utf8(specc(&["info", spec.as_str()])).unwrap()
    );
    let plugin = model(&spec);
    assert!(plugin.operations().next().is_some());
    for operation in plugin.operations() {
        let (kind, operation) = (operation.kind.singular(), operation.name.as_str());
        let sample = run(program, &["sample", "--kind", kind, operation], b"");
        let expected = specc(&["sample", spec.as_str(), "--kind", kind, operation]);
        let value = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
        assert_eq!(
            value(&sample.stdout),
            value(&expected),
            "{name} {operation}"
        );
        let tested = run(program, &["test"], &sample.stdout);
        assert!(tested.status.success(), "{name} {operation}: {tested:?}");
        let bare = run(program, &["sample", operation], b"");
        let kinds = plugin.operations().filter(|it| it.name == operation);
        let kinds: Vec<&str> = kinds.map(|it| it.kind.singular()).collect();
        if kinds.len() == 1 {
            assert_eq!(bare.stdout, sample.stdout, "{name} {operation}");
            continue;
        }
        assert_eq!(bare.status.code(), Some(1), "{name} {operation}");
        assert_eq!(bare.stdout, b"");
        let complaint = String::from_utf8(bare.stderr).unwrap();
        let choices = format!("say which: --kind {}\n", kinds.join(", --kind "));
        assert!(complaint.ends_with(&choices), "{complaint}");
    }
}

/// The command line of the fixture `example`.
pub fn the_command_line_is_as_usual(program: &Program) {
    let text = |arguments: &[&str]| {
        let output = run(program, arguments, b"");
        let shown = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(shown).unwrap())
    };
    assert_eq!(
        text(&["--version"]),
        (Some(0), "example 1.0.0\n".to_owned())
    );
    let (status, help) = text(&["-h"]);
    assert_eq!(status, Some(0));
    for word in ["info", "sample", "test", "run", "--debug", "--version"] {
        assert!(help.contains(word), "{help}");
    }
    let (status, unknown) = text(&["sample", "wave"]);
    assert_eq!(status, Some(1));
    assert!(unknown.contains("say_goodbye"), "{unknown}");
    assert_eq!(text(&["dance"]).0, Some(2));
    // An action of this name there is, but no task.
    let task = ["--kind=task", "--kind", "task"];
    for kind in [&task[..1], &task[1..]] {
        let (status, missing) = text(&[&["sample", "say_goodbye"], kind].concat());
        assert_eq!(status, Some(1), "{missing}");
        assert!(missing.contains("there is no task"), "{missing}");
    }
    for misused in [
        &["sample", "say_goodbye", "--kind", "dance"][..],
        &["sample", "say_goodbye", "--kind"],
        &["info", "--kind", "action"],
    ] {
        assert_eq!(text(misused).0, Some(2), "{misused:?}");
    }
}

/// The table of the protocol, against the probe.
pub fn it_speaks_the_protocol(program: &Program) {
    let table = root().join("tests/protocol/probe/cases.json");
    let complaints = run_table(program, table.as_std_path());
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// Messages of ten mebibytes and of many levels, against the probe.
pub fn large_and_deep_messages_end_well(program: &Program) {
    let echo = |input: Value| {
        let body = json!({"action": "echo", "input": input, "connection": {"host": "h"}});
        let message = json!({"version": "v1", "type": "action_start", "body": body});
        run(program, &["run"], message.to_string().as_bytes())
    };
    let text = "x".repeat(10 << 20);
    let answer = echo(json!({"text": text, "list": vec![1; 100_000]}));
    assert_eq!(
        events(&answer.stdout).unwrap()[0]["body"]["output"]["text"],
        text
    );

    // A value inside of body, input and any: three levels are the message's own.
    let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(
        echo(json!({"text": "t", "any": nested(124)})).status.code(),
        Some(0)
    );
    for levels in [125, 100_000] {
        let message = "[".repeat(levels) + &"]".repeat(levels);
        let message = format!(
            r#"{{"version": "v1", "type": "action_start", "body": {{"input": {{"any": {message}}}}}}}"#
        );
        let refused = run(program, &["run"], message.as_bytes());
        assert_eq!(refused.status.code(), Some(1));
        let complaint = String::from_utf8(refused.stderr).unwrap();
        assert!(
            complaint.contains("nested more than 127 levels"),
            "{complaint}"
        );
        assert!(complaint.lines().count() == 1, "{complaint}");
    }
}

/// The start message of the probe's trigger.
pub fn count(url: &str) -> String {
    let body = json!({
        "trigger": "count",
        "connection": {"host": "h"},
        "dispatcher": {"url": url, "webhook_url": ""},
        "meta": {"id": 7},
    });
    json!({"version": "v1", "type": "trigger_start", "body": body}).to_string()
}

fn event(number: i64) -> Value {
    json!({
        "version": "v1",
        "type": "trigger_event",
        "body": {
            "meta": {"id": 7},
            "log": format!("INFO: number {number}\n"),
            "status": "ok",
            "output": {"number": number},
        },
    })
}

/// Starts the probe's trigger, with a folder for its state.
fn trigger(program: &Program, arguments: &[&str], url: &str, state: &Path) -> Child {
    let (child, mut stdin) = started(start(program, arguments).env("PLUGIN_STATE_DIR", state));
    stdin.write_all(count(url).as_bytes()).unwrap();
    child
}

/// Sends a signal. Gives the exit status and what was logged.
fn stop(mut child: Child, signal: &str) -> (Option<i32>, String) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap()
            .success()
    );
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    (child.wait().unwrap().code(), log)
}

/// The probe's trigger with `--debug`, stopped by either signal.
pub fn a_trigger_emits_until_it_is_stopped_and_keeps_its_state(program: &Program) {
    let state = tempfile::tempdir().unwrap();
    for (signal, first) in [("-TERM", 1), ("-INT", 4)] {
        let mut child = trigger(program, &["run", "--debug"], "", state.path());
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for (line, number) in lines.take(3).zip(first..) {
            let mut found: Value = serde_json::from_str(&line.unwrap()).unwrap();
            // With `--debug` the first log also says what runs.
            let log = found["body"]["log"].as_str().unwrap();
            let log = log.replace("DEBUG: running trigger count\n", "");
            found["body"]["log"] = json!(log);
            assert_eq!(found, event(number));
        }
        let (status, log) = stop(child, signal);
        assert_eq!(status, Some(0), "{log}");
        assert!(log.contains("INFO: stopping"), "{log}");
    }
}

/// The probe's trigger with a dispatcher that fails twice before it accepts.
pub fn a_trigger_posts_to_its_dispatcher_and_tries_again(program: &Program) {
    let state = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let child = trigger(program, &["run"], &url, state.path());
    let mut taken = Vec::new();
    for attempt in 0..5 {
        let answer = if attempt < 2 { "503 Not Yet" } else { "200 OK" };
        let body = answer_post(&listener, answer);
        if attempt >= 2 {
            taken.push(body);
        }
    }
    let (status, log) = stop(child, "-TERM");
    assert_eq!(status, Some(0), "{log}");
    assert_eq!(log.matches("WARNING: attempt").count(), 2, "{log}");
    assert_eq!(taken[0], event(1));
    assert_eq!(taken[2], event(3));
    // The second event's log also tells of the failed attempts to post the first.
    assert_eq!(taken[1]["body"]["output"], json!({"number": 2}));
}

/// Answers the next request, an event that is posted. Gives the event.
pub fn answer_post(listener: &TcpListener, answer: &str) -> Value {
    let (mut stream, _) = listener.accept().unwrap();
    let event = read_post(&mut stream);
    let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).unwrap();
    event
}

fn read_post(stream: &mut TcpStream) -> Value {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    reader.read_line(&mut line).unwrap();
    assert!(line.starts_with("POST /events "), "{line}");
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

/// `make package` in the folder of the fixture `example`, emitted: the same bytes whatever happened to the folder in
/// between, with these files in it.
pub fn the_package_is_the_same_each_time(
    folder: &Path,
    make: impl Fn() -> Command,
    files: &[&str],
) {
    let package = folder.join("acme-example-1.0.0.tar.gz");
    let pack = || {
        must(make().arg("package"), folder);
        std::fs::read(&package).unwrap()
    };
    let first = pack();
    // Neither times nor what tests leave behind may matter.
    must(make().arg("test"), folder);
    let touch = ["-d", "2001-01-01", "README.md"];
    must(Command::new("touch").args(touch), folder);
    assert!(first == pack(), "two runs made different packages");
    let listing = must(Command::new("tar").arg("tzf").arg(&package), folder);
    for file in files {
        assert!(
            listing.contains(&format!("acme-example-1.0.0/{file}\n")),
            "{listing}"
        );
    }
    for left_out in ["__pycache__", "/target/", "/.", ".tar.gz"] {
        assert!(!listing.contains(left_out), "{listing}");
    }
}

/// The folders of the plugins that were emitted from a folder of specs.
pub fn plugins(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// A thousand texts, most of them of the characters that mean something to some language.
pub fn texts() -> Vec<String> {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let texts = proptest::prop_oneof![
        "(\"|'|\\\\|\n|\r|\t| |#|\\{|%|\\$|\\*|/|n|x|u|N|\u{0}|\u{85}|\u{202e}|é|😀){0,12}",
        "(?s).{0,60}",
        "([a-z\"]{1,9} ){10,40}",
    ];
    let mut runner = TestRunner::deterministic();
    (0..1000)
        .map(|_| texts.new_tree(&mut runner).unwrap().current())
        .collect()
}

/// In the book's page of a target, a block below `<!-- shows: example FILE -->` is what stands in that file. With
/// `SPECC_BLESS` set the blocks are rewritten instead.
pub fn the_book_shows_what_is_emitted(target: &str, folder: &Path) {
    the_page_shows_what_is_emitted(target, target, folder);
}

/// The same for a page and a language of their own names.
pub fn the_page_shows_what_is_emitted(page: &str, language: &str, folder: &Path) {
    const MARK: &str = "<!-- shows: example ";
    let path = root().join(format!("book/src/reference/{page}.md"));
    let fence = format!(" -->\n```{language}\n");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut parts = page.split(MARK);
    let mut written = parts.next().unwrap().to_owned();
    for part in parts {
        let (file, rest) = part.split_once(&fence).unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let content = std::fs::read_to_string(folder.join(file)).unwrap();
        written += &format!("{MARK}{file}{fence}{content}```\n{rest}");
    }
    assert_ne!(written.matches(MARK).count(), 0);
    if std::env::var_os("SPECC_BLESS").is_some() {
        std::fs::write(&path, &written).unwrap();
    } else {
        assert_eq!(page, written, "{path} is not what specc makes");
    }
}
