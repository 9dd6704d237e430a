//! Emits for InsightConnect: names and schemas are compared with what the incumbent generator makes of the same specs,
//! and every plugin runs on the real runtime. Both come from PyPI.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::new;
use crate::skeleton::{self, fixture, must, specc};
use crate::support::{absent, corpus, root};

const FIXTURES: [&str; 4] = ["minimal", "example", "everything", "hostile"];

fn emit(spec: &Path, folder: &Path) {
    skeleton::emit("insightconnect", spec, folder);
}

/// The Python of a virtual environment that `./test` makes, where there is one.
fn python(environment: &str) -> Option<PathBuf> {
    let python = root().join(format!(".tools/{environment}/bin/python"));
    if !python.exists() {
        absent(environment);
        return None;
    }
    Some(python.into())
}

/// What a script of `tests/hosts/insightconnect` answers.
fn answer(python: &Path, script: &str, folders: &[PathBuf]) -> Value {
    let output = Command::new(python)
        .arg("-B")
        .arg(root().join("tests/hosts/insightconnect").join(script))
        .args(folders)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {shown}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{script}: {error}"))
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// The plugins of the corpus as the target, below a folder.
fn emit_corpus(folder: &Path) -> bool {
    let Some(specs) = corpus() else {
        return false;
    };
    let mut arguments = vec!["emit", "--lenient", "--quiet", "--target", "insightconnect"];
    arguments.extend(["--out", folder.to_str().unwrap()]);
    arguments.extend(specs.iter().map(|spec| spec.as_str()));
    specc(&arguments);
    assert_eq!(folders_in(folder).len(), specs.len());
    true
}

#[test]
fn everything_that_is_emitted_runs_on_the_real_runtime() {
    let Some(python) = python("runtime") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for name in FIXTURES {
        emit(fixture(name).as_std_path(), &folder.path().join(name));
    }
    new::made(
        folder.path(),
        &["new", "fresh", "--target", "insightconnect"],
    );
    emit(&weather_station(), &folder.path().join("weather_station"));
    let mut folders = folders_in(folder.path());
    let published = tempfile::tempdir().unwrap();
    if emit_corpus(published.path()) {
        let all = std::env::var_os("SPECC_FULL").is_some();
        let every = if all { 1 } else { 12 };
        folders.extend(folders_in(published.path()).into_iter().step_by(every));
    }
    let found = answer(&python, "host.py", &folders);
    let complaints: Vec<&str> = found["complaints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .filter(|complaint| !is_the_runtimes(complaint))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let counts = &found["counts"];
    eprintln!("InsightConnect on the real runtime: {counts}");
    assert_eq!(counts["plugins"], folders.len());
    assert!(counts["run"].as_u64() > Some(20), "{counts}");
    assert!(counts["message"].as_u64() > Some(40), "{counts}");
}

/// A plugin as the marketplace takes it; it says itself why no fixture is one.
fn weather_station() -> PathBuf {
    let path = "tests/hosts/insightconnect/published/plugin.spec.yaml";
    root().join(path).into()
}

#[test]
fn the_incumbents_validator_finds_nothing_in_what_is_emitted() {
    let Some(python) = python("incumbent") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (fresh, station) = (folder.path().join("fresh"), folder.path().join("station"));
    new::made(
        folder.path(),
        &["new", "fresh", "--target", "insightconnect"],
    );
    emit(&weather_station(), &station);
    for picture in ["icon.png", "extension.png"] {
        fs::copy(fresh.join(picture), station.join(picture)).unwrap();
    }
    let found = answer(&python, "validate.py", &[fresh, station.clone()]);
    assert_eq!(found["findings"], serde_json::json!([]), "{found:#}");
    assert!(found["ran"].as_u64() > Some(70), "{found}");
    let spec = station.join("plugin.spec.yaml");
    specc(&["check", "--deny", "insightconnect", spec.to_str().unwrap()]);
    // It does look: what is changed by hand is found.
    let schema = station.join("icon_weather_station/connection/schema.py");
    fs::write(&schema, fs::read_to_string(&schema).unwrap() + "\n").unwrap();
    fs::remove_file(station.join("extension.png")).unwrap();
    let found = answer(&python, "validate.py", &[station]);
    let findings = found["findings"].as_array().unwrap();
    let has = |rule: &str| {
        let of = |finding: &Value| finding.as_str().unwrap().contains(rule);
        findings.iter().any(of)
    };
    assert!(
        has("IconValidator") && has("RegenerationValidator"),
        "{found:#}"
    );
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example").as_std_path(), folder.path());
    skeleton::the_page_shows_what_is_emitted("targets/insightconnect", "python", folder.path());
}

/// What a program prints as its event.
fn event(printed: &str) -> Value {
    let line = printed
        .lines()
        .rev()
        .find(|line| line.starts_with("{\"body\""));
    serde_json::from_str(line.unwrap_or_else(|| panic!("no event in {printed}"))).unwrap()
}

/// The guide's action in place of the emitted one, as an author writes it.
#[test]
fn the_example_gives_the_answer_of_its_guide() {
    let Some(python) = python("runtime") else {
        return;
    };
    let guide = root().join("tests/hosts/insightconnect/guide");
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example").as_std_path(), folder.path());
    let action = folder
        .path()
        .join("icon_example/actions/say_goodbye/action.py");
    let written = fs::read_to_string(guide.join("action.py")).unwrap();
    let emitted = fs::read_to_string(&action).unwrap();
    let start = |text: &str| {
        text.split("        tone = ")
            .next()
            .unwrap()
            .lines()
            .rev()
            .take(9)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        start(&written),
        start(&emitted),
        "the guide no longer begins as the scaffold does"
    );
    fs::write(&action, written).unwrap();
    // Made anew, the generated files are the same and the author's stays.
    emit(fixture("example").as_std_path(), folder.path());
    let call = |command: &str| {
        let message = fs::File::open(folder.path().join("tests/say_goodbye.json")).unwrap();
        let mut program = Command::new(&python);
        program
            .args(["-B", "bin/icon_example", command])
            .stdin(message);
        event(&must(&mut program, folder.path()))
    };
    let answer = fs::read_to_string(guide.join("answer.json")).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(call("run"), answer);
    assert_eq!(
        call("test")["body"]["output"],
        serde_json::json!({"success": true})
    );
    let mut tests = Command::new(&python);
    tests.args([
        "-B",
        "-m",
        "unittest",
        "discover",
        "-s",
        "unit_test",
        "-t",
        ".",
    ]);
    must(&mut tests, folder.path());
}

/// A server that ends with its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Its master process ends its workers only when it is asked to end.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

#[test]
fn an_emitted_plugin_is_served_over_http() {
    let Some(python) = python("runtime") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example").as_std_path(), folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Command::new(&python)
        .arg("-B")
        .arg(root().join("tests/hosts/insightconnect/serve.py"))
        .arg(folder.path())
        .arg(folder.path().join("bin/icon_example"))
        .arg(port.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(server);
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(server.0.try_wait().unwrap().is_none(), "the server ended");
        assert!(begin.elapsed() < Duration::from_secs(60), "no server");
        std::thread::sleep(Duration::from_millis(50));
    }
    let info = request(port, "GET", "/api/v1/info", b"");
    for (key, value) in [
        ("name", "example"),
        ("vendor", "acme"),
        ("version", "1.0.0"),
    ] {
        assert_eq!(info[key], value, "{info}");
    }
    assert_eq!(
        request(port, "GET", "/api/v1/actions", b""),
        serde_json::json!(["say_goodbye"])
    );
    let message = fs::read(folder.path().join("tests/say_goodbye.json")).unwrap();
    let event = request(port, "POST", "/api/v1/actions/say_goodbye", &message);
    assert_eq!(event["body"]["status"], "ok", "{event}");
    assert_eq!(
        event["body"]["output"],
        serde_json::json!({"message": "Goodbye, Ada!"})
    );
    let tested = request(port, "POST", "/api/v1/actions/say_goodbye/test", &message);
    assert_eq!(tested["body"]["status"], "ok", "{tested}");
}

/// Asks the server on a port; its answer is JSON.
fn request(port: u16, method: &str, path: &str, body: &[u8]) -> Value {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.split(' ').nth(1) == Some("200"), "{path}: {answer}");
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
}

/// What no spec can mend: the runtime's `sample` makes a class from each schema, which fails for a type that contains
/// itself, for NUL in a name, and for a field called `self`.
fn is_the_runtimes(complaint: &str) -> bool {
    complaint.contains(": sample of ")
        && [
            "RecursionError",
            "type name must not contain null characters",
            "got multiple values for argument 'self'",
        ]
        .iter()
        .any(|reason| complaint.contains(reason))
}

/// Why a name or a schema is not the incumbent's.
fn reason(difference: &Value) -> Option<&'static str> {
    let place = difference["place"].as_str().unwrap();
    let (ours, theirs) = (&difference["ours"], &difference["theirs"]);
    if place.starts_with("tasks.") && place.ends_with(".Output schema") {
        return Some("task output");
    }
    let mut reasons = BTreeSet::new();
    compare(ours, theirs, &mut reasons);
    if reasons.len() == 1 {
        reasons.into_iter().next().flatten()
    } else {
        None
    }
}

/// Collects the reasons of all differences of two values.
fn compare(ours: &Value, theirs: &Value, reasons: &mut BTreeSet<Option<&'static str>>) {
    let (Some(our), Some(their)) = (ours.as_object(), theirs.as_object()) else {
        if ours != theirs {
            reasons.insert(None);
        }
        return;
    };
    let keys: BTreeSet<&String> = our.keys().chain(their.keys()).collect();
    for key in keys {
        match (our.get(key), their.get(key)) {
            (Some(ours), Some(theirs)) => compare(ours, theirs, reasons),
            (Some(ours), None) => {
                reasons.insert(match key.as_str() {
                    "items" if ours["type"] == "array" => Some("list in a list"),
                    "items" | "type" if our["type"] == "array" => Some("`array`"),
                    "type" if ours.is_array() => Some("`array`"),
                    // The v1 form's word for it, which the incumbent passes over.
                    "title" => Some("`name` for `title`"),
                    _ => None,
                });
            }
            // An error of the spec: a default that does not fit is left out.
            (None, Some(_)) if key == "default" => {
                reasons.insert(Some("default that does not fit"));
            }
            _ => {
                reasons.insert(None);
            }
        }
    }
}

#[test]
fn names_and_schemas_are_those_of_the_incumbent() {
    let Some(python) = python("incumbent") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["minimal", "example"] {
        emit(fixture(name).as_std_path(), &folder.path().join(name));
    }
    let has_corpus = emit_corpus(&folder.path().join("published"));
    let mut roots = vec![folder.path().to_owned()];
    roots.extend(has_corpus.then(|| folder.path().join("published")));
    let mut compared = 0;
    let mut reasons: std::collections::BTreeMap<&str, usize> = Default::default();
    for root in roots {
        let found = answer(&python, "incumbent.py", &[root]);
        compared += found["compared"].as_u64().unwrap();
        assert_eq!(found["gave up"], serde_json::json!([]));
        for difference in found["different"].as_array().unwrap() {
            let reason = reason(difference).unwrap_or_else(|| panic!("{difference:#}"));
            *reasons.entry(reason).or_default() += 1;
        }
    }
    eprintln!("{compared} names and schemas compared with the incumbent; different: {reasons:?}");
    assert!(compared > if has_corpus { 7000 } else { 20 }, "{compared}");
}

#[test]
fn a_plugin_of_the_incumbent_is_taken_over_and_keeps_its_authors_work() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let get = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    let theirs = "# GENERATED BY INSIGHT-PLUGIN - DO NOT EDIT\nold = True\n";
    for path in [
        "komand_example/__init__.py",
        "komand_example/actions/say_goodbye/schema.py",
        "komand_example/actions/__init__.py",
        "setup.py",
    ] {
        put(path, theirs);
    }
    let program = format!("#!/usr/bin/env python\n{theirs}");
    put("bin/komand_example", &program);
    put(".CHECKSUM", "{}");
    let work = "# by hand\n";
    for path in [
        "komand_example/actions/say_goodbye/action.py",
        "komand_example/connection/connection.py",
        "komand_example/util/__init__.py",
        "komand_example/util/api.py",
        "unit_test/test_say_goodbye.py",
        "Dockerfile",
        "requirements.txt",
    ] {
        put(path, work);
    }
    emit(fixture("example").as_std_path(), folder.path());
    assert!(!folder.path().join("icon_example").exists());
    for path in [
        "komand_example/actions/say_goodbye/action.py",
        "komand_example/connection/connection.py",
        "komand_example/util/__init__.py",
        "komand_example/util/api.py",
        "unit_test/test_say_goodbye.py",
        "Dockerfile",
        "requirements.txt",
    ] {
        assert_eq!(get(path), work, "{path}");
    }
    for path in [
        "komand_example/__init__.py",
        "komand_example/actions/say_goodbye/schema.py",
        "setup.py",
        "bin/komand_example",
    ] {
        assert!(!get(path).contains("old = True"), "{path}");
    }
    // A file without the incumbent's words is somebody's, and nothing is written over it.
    put("setup.py", "# by hand\n");
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["emit", "--target", "insightconnect", "--out"])
        .arg(folder.path())
        .arg(fixture("example"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(get("setup.py"), "# by hand\n");
}

#[test]
fn the_checksums_are_those_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("everything").as_std_path(), folder.path());
    let text = fs::read_to_string(folder.path().join(".CHECKSUM")).unwrap();
    assert!(text.starts_with("{\n\t\"spec\": \"") && text.ends_with('}'));
    let sums: Value = serde_json::from_str(&text).unwrap();
    let digest = |path: &str| {
        use md5::{Digest, Md5};
        let bytes = fs::read(folder.path().join(path)).unwrap();
        let digest = Md5::digest(bytes);
        digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    assert_eq!(sums["spec"], digest("plugin.spec.yaml"));
    assert_eq!(sums["manifest"], digest("bin/icon_everything"));
    assert_eq!(sums["setup"], digest("setup.py"));
    let listed: Vec<(&str, &str)> = sums["schemas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["identifier"].as_str().unwrap(),
                it["hash"].as_str().unwrap(),
            )
        })
        .collect();
    let wanted = [
        ("do_nothing", "actions/do_nothing"),
        ("take_all_types", "actions/take_all_types"),
        ("write_text", "actions/write_text"),
        ("connection", "connection"),
        ("watch_changes", "tasks/watch_changes"),
        ("on_change", "triggers/on_change"),
    ];
    assert_eq!(listed.len(), wanted.len());
    for ((identifier, hash), (parent, path)) in listed.iter().zip(wanted) {
        assert_eq!(*identifier, format!("{parent}/schema.py"));
        assert_eq!(*hash, digest(&format!("icon_everything/{path}/schema.py")));
    }
}
