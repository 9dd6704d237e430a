//! Emits the fixtures as Python, holds the result to Python's own tools, and runs it: `info`, `sample`, `test`, `run`,
//! its tests and the conformance suite.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::protocol::{Program, events, run, run_table, start};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn specc(arguments: &[&str]) -> Vec<u8> {
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

/// Emits a spec into a folder.
fn emit(spec: &Path, folder: &Path) {
    let (spec, folder) = (spec.to_str().unwrap(), folder.to_str().unwrap());
    specc(&[
        "emit",
        "--lenient",
        "--target",
        "python",
        spec,
        "--out",
        folder,
    ]);
}

fn fixture(name: &str) -> PathBuf {
    root().join("fixtures").join(name).join("plugin.spec.yaml")
}

fn program(folder: &Path) -> Program {
    let bin = std::fs::read_dir(folder.join("bin")).unwrap();
    let program = bin.map(|entry| entry.unwrap().path()).next().unwrap();
    Program {
        language: "python",
        command: vec![python(), "-B".into(), program],
    }
}

/// The interpreter itself: what `python3` names may be a slow script that looks for one.
fn python() -> PathBuf {
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
    let folder = std::env::var_os("SPECC_PYTHON_TOOLS")
        .map_or_else(|| root().join(".tools/python/bin"), PathBuf::from);
    let tool = folder.join(name);
    if !tool.exists() {
        let full = std::env::var_os("SPECC_FULL").is_some();
        assert!(!full, "{name} is absent ({})", tool.display());
        eprintln!("skipped: {name} is absent ({})", tool.display());
        return None;
    }
    Some(tool)
}

/// Runs a command in a folder; it must end well.
fn must(command: &mut Command, folder: &Path) -> String {
    let output = command.current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{text}");
    text
}

/// The plugin of the conformance suite, with its work laid over what was emitted.
fn probe(folder: &Path) -> Program {
    let source = root().join("tests/protocol/probe");
    emit(&source.join("plugin.spec.yaml"), folder);
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
        emit(&fixture(name), folder);
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
    for name in ["minimal", "example", "everything"] {
        let folder = tempfile::tempdir().unwrap();
        let spec = fixture(name);
        emit(&spec, folder.path());
        let program = program(folder.path());
        let spec = spec.to_str().unwrap();
        let info = run(&program, &["info"], b"");
        assert_eq!(
            String::from_utf8(info.stdout).unwrap(),
            String::from_utf8(specc(&["info", spec])).unwrap()
        );
        let mut operations = 0;
        for kind in ["actions", "triggers", "tasks"] {
            let package = folder.path().join(format!("komand_{name}/samples/{kind}"));
            for file in std::fs::read_dir(package).into_iter().flatten() {
                operations += 1;
                let path = file.unwrap().path();
                let operation = path.file_stem().unwrap().to_str().unwrap();
                let sample = run(&program, &["sample", operation], b"");
                let expected = specc(&["sample", spec, operation]);
                let value = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
                assert_eq!(
                    value(&sample.stdout),
                    value(&expected),
                    "{name} {operation}"
                );
                let tested = run(&program, &["test"], &sample.stdout);
                assert!(tested.status.success(), "{name} {operation}: {tested:?}");
            }
        }
        assert!(operations > 0);
    }
}

#[test]
fn the_command_line_is_as_usual() {
    let folder = tempfile::tempdir().unwrap();
    emit(&fixture("example"), folder.path());
    let program = program(folder.path());
    let text = |arguments: &[&str]| {
        let output = run(&program, arguments, b"");
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
}

#[test]
fn it_speaks_the_protocol() {
    let folder = tempfile::tempdir().unwrap();
    let program = probe(folder.path());
    let table = root().join("tests/protocol/probe/cases.json");
    let complaints = run_table(&program, &table);
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn large_and_deep_messages_end_well() {
    let folder = tempfile::tempdir().unwrap();
    let program = probe(folder.path());
    let echo = |input: Value| {
        let body = json!({"action": "echo", "input": input, "connection": {"host": "h"}});
        let message = json!({"version": "v1", "type": "action_start", "body": body});
        run(&program, &["run"], message.to_string().as_bytes())
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
        let refused = run(&program, &["run"], message.as_bytes());
        assert_eq!(refused.status.code(), Some(1));
        let complaint = String::from_utf8(refused.stderr).unwrap();
        assert!(
            complaint.contains("nested more than 127 levels"),
            "{complaint}"
        );
        assert!(!complaint.contains("Traceback"), "{complaint}");
    }
}

/// The start message of the probe's trigger.
fn count(url: &str) -> String {
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
fn trigger(program: &Program, arguments: &[&str], url: &str, state: &Path) -> std::process::Child {
    let mut child = start(program, arguments)
        .env("PLUGIN_STATE_DIR", state)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(count(url).as_bytes()).unwrap();
    child
}

/// Sends a signal. Gives the exit status and what was logged.
fn stop(mut child: std::process::Child, signal: &str) -> (Option<i32>, String) {
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

#[test]
#[cfg(unix)]
fn a_trigger_emits_until_it_is_stopped_and_keeps_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let state = tempfile::tempdir().unwrap();
    let program = probe(folder.path());
    for (signal, first) in [("-TERM", 1), ("-INT", 4)] {
        let mut child = trigger(&program, &["run", "--debug"], "", state.path());
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

#[test]
#[cfg(unix)]
fn a_trigger_posts_to_its_dispatcher_and_tries_again() {
    let folder = tempfile::tempdir().unwrap();
    let state = tempfile::tempdir().unwrap();
    let program = probe(folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let child = trigger(&program, &["run"], &url, state.path());
    let mut taken = Vec::new();
    for attempt in 0..5 {
        let (mut stream, _) = listener.accept().unwrap();
        let body = read_post(&mut stream);
        let answer = if attempt < 2 { "503 Not Yet" } else { "200 OK" };
        let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).unwrap();
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

#[test]
fn the_package_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    emit(&fixture("example"), folder);
    let package = folder.join("acme-example-1.0.0.tar.gz");
    let make = || {
        must(Command::new("make").arg("package"), folder);
        std::fs::read(&package).unwrap()
    };
    let first = make();
    // Neither times nor what tests leave behind may matter.
    must(Command::new("make").arg("test"), folder);
    must(
        Command::new("touch").args(["-d", "2001-01-01", "README.md"]),
        folder,
    );
    assert!(first == make(), "two runs made different packages");
    let listing = must(Command::new("tar").arg("tzf").arg(&package), folder);
    for file in [
        "plugin.spec.yaml",
        "komand_example/actions/say_goodbye.py",
        "bin/example",
    ] {
        assert!(
            listing.contains(&format!("acme-example-1.0.0/{file}\n")),
            "{listing}"
        );
    }
    assert!(!listing.contains("__pycache__"), "{listing}");
}

#[test]
fn every_plugin_of_the_corpus_is_clean() {
    let corpus = std::env::var_os("SPECC_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if !corpus.exists() {
        eprintln!("skipped: corpus absent");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    emit(&corpus, folder);
    assert!(plugins(folder).count() >= 133);
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
    if std::env::var_os("SPECC_FULL").is_none() {
        eprintln!("skipped: mypy over the corpus (SPECC_FULL is not set)");
    } else if let Some(mypy) = tool("mypy") {
        let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy");
        let packages = plugins(folder).map(|plugin| {
            let name = plugin.file_name().unwrap().to_str().unwrap().to_owned();
            plugin.join(format!("komand_{name}"))
        });
        let mut command = Command::new(mypy);
        command.args(["--strict", "--python-version", "3.10", "--cache-dir", cache]);
        must(command.args(packages), folder);
    }
}

fn plugins(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_dir())
}

/// A thousand texts, most of them of the characters that mean something to some language.
fn texts() -> Vec<String> {
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

/// In the book's page of this target, a block below `<!-- shows: example FILE -->` is what stands in that file. With
/// `SPECC_BLESS` set the blocks are rewritten instead.
#[test]
fn the_book_shows_what_is_emitted() {
    const MARK: &str = "<!-- shows: example ";
    let folder = tempfile::tempdir().unwrap();
    emit(&fixture("example"), folder.path());
    let path = root().join("book/src/reference/python.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut parts = page.split(MARK);
    let mut written = parts.next().unwrap().to_owned();
    for part in parts {
        let (file, rest) = part.split_once(" -->\n```python\n").unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let content = std::fs::read_to_string(folder.path().join(file)).unwrap();
        written += &format!("{MARK}{file} -->\n```python\n{content}```\n{rest}");
    }
    assert_ne!(written.matches(MARK).count(), 0);
    if std::env::var_os("SPECC_BLESS").is_some() {
        std::fs::write(&path, &written).unwrap();
    } else {
        assert_eq!(page, written, "{path:?} is not what specc makes");
    }
}
