//! Emits specs as plugins of Gilbert, holds the result to Go's own tools, and loads and runs it with the real host, which
//! is built from its Go module beside the plugins.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use crate::go::{are_clean, command, go};
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must, plugins};
use crate::support::{self, absent, root};

/// The plugins of the corpus that every run compiles; all are compiled where SPECC_FULL is set.
const SAMPLE: &[&str] = &["awk", "jira", "rapid7_insightidr"];

fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("gilbert", spec.as_ref(), folder);
}

/// The Go command where it can make plugins and has the modules of the host, or `None`, said aloud.
fn go_with_modules() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<&'static Path>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let go = go()?;
        let compiler = must(command(go).args(["env", "CC"]), Path::new("/"));
        let words: Vec<&str> = compiler.split_whitespace().collect();
        if Command::new(words[0]).arg("--version").output().is_err() {
            absent("a C compiler, which Go's plugins need,");
            return None;
        }
        let listed = command(go)
            .args(["list", "-deps", "github.com/go-gilbert/gilbert"])
            .current_dir(root().join("tests/hosts/gilbert"))
            .output()
            .unwrap();
        if !listed.status.success() {
            absent("Gilbert's Go module (`go mod download` in tests/hosts/gilbert)");
            return None;
        }
        Some(go)
    })
}

/// The host, built once for all tests by the Go, the flags and the modules that plugins are built with.
fn host(go: &Path) -> &'static Path {
    static HOST: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("gilbert");
        let mut build = command(go);
        build.args(["build", "-o"]).arg(&program);
        let module = root().join("tests/hosts/gilbert");
        must(
            build.arg("github.com/go-gilbert/gilbert"),
            module.as_std_path(),
        );
        (folder, program)
    };
    &HOST.get_or_init(make).1
}

fn build(go: &Path, folder: &Path, name: &str) {
    let build = ["build", "-buildmode=plugin", "-o", name, "."];
    must(command(go).args(build), folder);
}

/// A run of the host: whether it ended well, and what it said.
struct Run {
    succeeded: bool,
    said: String,
}

/// Runs a task of the `gilbert.yaml` in a folder.
fn run(host: &Path, folder: &Path, task: &str) -> Run {
    let output = command(host)
        .args(["run", "--no-color", task])
        .current_dir(folder)
        .output()
        .unwrap();
    Run {
        succeeded: output.status.success(),
        said: String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
    }
}

/// The names of the tasks that the host finds in a folder.
fn tasks(host: &Path, folder: &Path) -> Vec<String> {
    let listed = must(command(host).args(["ls", "--json"]), folder);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let tasks = listed["tasks"].as_array().unwrap().iter();
    let mut tasks: Vec<String> = tasks.map(|it| it.as_str().unwrap().to_owned()).collect();
    tasks.sort();
    tasks
}

/// What stands in a file, with some of it replaced.
fn rewrite(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn what_is_emitted_is_clean_and_its_host_runs_each_sample() {
    let Some(go) = go_with_modules() else { return };
    let host = host(go);
    for name in ["minimal", "example", "everything", "hostile"] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        emit(fixture(name), folder);
        are_clean(go, &[folder.to_path_buf()]);
        build(go, folder, "plugin.so");
        let manifest = folder.join("gilbert.yaml");
        rewrite(&manifest, "go://.?rebuild=true", "file://./plugin.so");
        // The samples of triggers end by themselves, after five seconds.
        let samples = folder.join("samples.yaml");
        let text = std::fs::read_to_string(&samples).unwrap();
        std::fs::write(&samples, text.replace("deadline: 5000", "deadline: 300")).unwrap();

        let tasks = tasks(host, folder);
        let plugin = support::model(&fixture(name));
        assert_eq!(tasks.len(), plugin.operations().count() + 1, "{tasks:?}");
        for task in tasks.iter().filter(|task| *task != "build") {
            let Run { succeeded, said } = run(host, folder, task);
            assert!(succeeded, "{name} {task}: {said}");
            assert!(!said.contains("no such parameter"), "{name} {task}: {said}");
        }
        if name == "everything" {
            let said = run(host, folder, "take-all-types").said;
            let output =
                r#"output: {"odd_keys":{"@odata.type":"","content-type":"application/json"}}"#;
            assert!(said.contains(output), "{said}");
            let said = run(host, folder, "on-change").said;
            assert!(said.contains(r#"event: {"node":{"#), "{said}");
        }
    }
}

#[test]
fn the_host_builds_it_from_its_sources() {
    let Some(go) = go_with_modules() else { return };
    let host = host(go);
    let folder = tempfile::tempdir().unwrap();
    let (sources, project) = (folder.path().join("plugin"), folder.path().join("project"));
    emit(fixture("example"), &sources);
    // As it is emitted.
    let tried = run(host, &sources, "say-goodbye");
    assert!(tried.succeeded, "{}", tried.said);
    assert!(
        tried.said.contains(r#"output: {"message":""}"#),
        "{}",
        tried.said
    );
    let built = run(host, &sources, "build");
    assert!(built.succeeded, "{}", built.said);
    let system = must(command(go).args(["env", "GOOS", "GOARCH"]), &sources);
    let system = system.trim().replace('\n', "-");
    let artefact = sources.join(format!("example_{system}.so"));
    assert!(artefact.exists(), "{}", artefact.display());

    // From another project.
    std::fs::create_dir(&project).unwrap();
    let manifest = format!(
        "version: \"1.0\"\nplugins: [\"go://{}\"]\ntasks:\n  hello:\n    - action: example:say-goodbye\n      \
         params: {{hostname: h, username: u, person: {{first_name: Ada}}, tone: formal}}\n",
        sources.display()
    );
    std::fs::write(project.join("gilbert.yaml"), manifest).unwrap();
    let called = run(host, &project, "hello");
    assert!(called.succeeded, "{}", called.said);
    assert!(
        called.said.contains(r#"output: {"message":""}"#),
        "{}",
        called.said
    );
}

/// The plugin whose work shows everything, built once for all tests.
fn probe(go: &Path) -> &'static Path {
    static PROBE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let source = root().join("tests/hosts/gilbert/probe");
        emit(source.join("plugin.spec.yaml"), folder.path());
        for file in support::files_below(&source) {
            if file != "plugin.spec.yaml" {
                std::fs::copy(source.join(&file), folder.path().join(&file)).unwrap();
            }
        }
        are_clean(go, &[folder.path().to_path_buf()]);
        build(go, folder.path(), "probe.so");
        folder
    };
    PROBE.get_or_init(make).path()
}

/// The host and a project of its own that uses the probe.
fn probed() -> Option<(&'static Path, tempfile::TempDir)> {
    let go = go_with_modules()?;
    let (host, probe) = (host(go), probe(go));
    let project = tempfile::tempdir().unwrap();
    for file in ["gilbert.yaml", "probe.so"] {
        std::fs::copy(probe.join(file), project.path().join(file)).unwrap();
    }
    Some((host, project))
}

/// The lines that a task logs between its title and its end.
fn logged(run: &Run) -> Vec<&str> {
    let lines = run.said.lines().skip(2);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("Task '"));
    lines.map(str::trim_start).collect()
}

#[test]
fn params_are_checked_and_outputs_logged() {
    let Some((host, project)) = probed() else {
        return;
    };
    let plain = r#"output: {"big":340282366920938463463374607431768211456,"connection_region":"north","host":"h","region":"in the north","text":"t"}"#;
    let all = concat!(
        r#"output: {"big":18446744073709551617,"connection_region":"south","count":7,"counts":[1,7],"#,
        r#""day":"2026-01-31T12:00:00Z","flag":true,"host":"h","part":{"label":"{{ place }}","size":2},"#,
        r#""parts":[{"label":"the north"}],"ratio":3.0,"raw":"aGVsbG8=","region":"r","secret":"********","#,
        r#""text":"the northern lights","token":"********","tree":{"a":["{{ place }}",1.5,null,true],"b":{}}}"#,
    );
    for (task, expected) in [
        ("plain", &[plain][..]),
        ("all", &[all]),
        (
            "any-case",
            &[
                "params.Wonder: no such parameter, so it is ignored",
                "params.surprise: no such parameter, so it is ignored",
                plain,
            ],
        ),
    ] {
        let run = run(host, project.path(), task);
        assert!(run.succeeded, "{}", run.said);
        assert_eq!(logged(&run), expected, "{task}");
    }
    let instant = r#"an RFC 3339 instant such as "2024-01-31T12:00:00Z""#;
    let undefined = "failed to parse string '{{ nowhere }}', variable 'nowhere' is undefined (at '{{ nowhere }}')";
    for (task, expected) in [
        (
            "wrong-types",
            &[
                "params.part: expected strings as keys, found 1: put it in quotes",
                "params.ratio: expected a finite number of 64 bits",
                "params.host: expected a string, found a list",
                "params.token: expected a string",
                r#"params.connection_region: expected one of "north", "south", found the string "east""#,
                "params.text: expected a string, found the boolean true",
                "params.count: expected an integer, found the number 3.7",
                r#"params.counts[1]: expected an integer, found the string "x""#,
                "params.counts[2]: expected an integer, found the number 2.0",
                r#"params.flag: expected a boolean (true or false), found the string "maybe""#,
                "params.big: expected an integer, found the number 1.0",
                &format!(r#"params.day: expected {instant}, found the string "2026-01-31""#),
                r#"params.raw: expected a string of base64, found the string "?""#,
                "params.secret: expected a string",
                "params.part.label: required, but missing",
                r#"params.part.size: expected an integer, found the string "big""#,
                "params.parts[0]: expected an object (part), found the integer 1",
            ][..],
        ),
        (
            "missing",
            &[
                "params.host: required, but missing",
                "params.text: required, but missing",
            ],
        ),
        (
            "empty",
            &[
                "params.count: given more than once: COUNT, Count",
                "params.host: required, but empty",
                "params.text: expected a string, found null",
            ],
        ),
        (
            "unknown-variable",
            &[
                &format!("params.text: {undefined}"),
                "params.secret: its variables cannot be expanded",
                &format!("params.parts[0].label: {undefined}"),
            ],
        ),
    ] {
        let run = run(host, project.path(), task);
        assert!(!run.succeeded, "{}", run.said);
        let (head, problems) = logged(&run)
            .split_first()
            .map(|(head, rest)| (*head, rest.to_vec()))
            .unwrap();
        let told =
            "failed to create action handler instance of 'probe:echo-all': the params do not fit:";
        assert!(head.ends_with(told), "{head}");
        assert_eq!(problems, expected, "{task}");
    }
}

#[test]
fn an_action_fails_well() {
    let Some((host, project)) = probed() else {
        return;
    };
    for (task, expected) in [
        ("error", "the colours have run out\n"),
        ("panic", "probe:go-wrong panicked: no colours at all\n"),
        (
            "misfit",
            "the plugin's author made a mistake: a value does not fit the spec:\n  \
             output.colour: expected one of \"red\", found the string \"green\"\n",
        ),
    ] {
        let run = run(host, project.path(), task);
        let expected = format!("ERROR: task '{task}' returned an error on step 1: {expected}");
        assert!(
            !run.succeeded && run.said.ends_with(&expected),
            "{}",
            run.said
        );
    }
}

#[test]
fn an_action_is_cancelled_and_waited_for() {
    let Some((host, project)) = probed() else {
        return;
    };
    let cancelled = "probe:wait was cancelled before it was done";
    let timed_out = run(host, project.path(), "cancelled");
    assert!(!timed_out.succeeded);
    let last = format!("ERROR: task 'cancelled' returned an error on step 1: {cancelled}");
    assert_eq!(
        logged(&timed_out),
        ["waiting", "Job deadline exceeded", "tidied up", &last]
    );
    // The rest of the task goes on meanwhile.
    let beside = run(host, project.path(), "two-steps");
    assert!(beside.succeeded, "{}", beside.said);
    for line in [r#""text":"meanwhile""#, "tidied up"] {
        assert!(beside.said.contains(line), "{}", beside.said);
    }
}

#[test]
#[cfg(unix)]
fn an_interrupt_reaches_the_action() {
    use std::io::{BufRead, BufReader, Read};

    let Some((host, project)) = probed() else {
        return;
    };
    let mut child = command(host)
        .args(["run", "--no-color", "interrupted"])
        .current_dir(project.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("waiting") {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0);
    }
    std::thread::sleep(Duration::from_millis(100));
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.unwrap().success());
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(rest.contains("tidied up\n"), "{rest}");
    assert!(rest.contains("probe:wait was cancelled"), "{rest}");
}

#[test]
fn triggers_and_tasks_keep_their_state() {
    let Some((host, project)) = probed() else {
        return;
    };
    for (task, what, key) in [
        ("count", "event", "number"),
        ("turn-pages", "output", "page"),
    ] {
        for numbers in [[1, 2, 3], [4, 5, 6]] {
            let run = run(host, project.path(), task);
            assert!(run.succeeded, "{}", run.said);
            let expected = numbers.map(|number| format!("{what}: {{\"{key}\":{number}}}"));
            assert_eq!(logged(&run)[..3], expected, "{}", run.said);
        }
    }
    let file = project.path().join(".gilbert/state/probe/turn-pages.json");
    std::fs::write(&file, r#"{"page": "six"}"#).unwrap();
    let spoilt = run(host, project.path(), "turn-pages");
    assert!(!spoilt.succeeded);
    for part in [
        "turn-pages.json does not fit:\n  state.page: expected an integer, found the string \"six\"",
        "(delete the file to begin anew)",
    ] {
        assert!(spoilt.said.contains(part), "{}", spoilt.said);
    }
}

#[test]
fn plugins_of_the_corpus_are_clean() {
    let (Some(go), Some(specs)) = (go_with_modules(), support::corpus()) else {
        return;
    };
    let is_full = std::env::var_os("SPECC_FULL").is_some();
    if !is_full {
        eprintln!("skipped: most of the corpus (SPECC_FULL is not set)");
    }
    let corpus = specs[0]
        .parent()
        .and_then(|folder| folder.parent())
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    if is_full {
        emit(corpus, folder.path());
        assert!(plugins(folder.path()).len() >= 133);
    }
    for name in SAMPLE.iter().filter(|_| !is_full) {
        let spec = corpus.join(name).join("plugin.spec.yaml");
        emit(spec, &folder.path().join(name));
    }
    are_clean(go, &plugins(folder.path()));
}

#[test]
fn work_outlives_changes_of_the_spec() {
    let Some(go) = go_with_modules() else { return };
    let folder = tempfile::tempdir().unwrap();
    work_outlives_changes(&Story {
        target: "gilbert",
        folder: &folder.path().join("example"),
        file: "actions/say_goodbye.go",
        work: &[(
            "// Your work goes here: read input and job.Connection, fill in output. ctx is done when the job is cancelled.",
            "output.Message = \"Goodbye, \" + string(input.Tone)",
        )],
        names: ("input.Tone", "input.Manner"),
        addition: ("\"Goodbye, \"", "\"Goodbye, \"[:input.Length]"),
        generated: "internal/schema/action_say_goodbye.go",
        renamed: "actions/say_farewell.go",
        trigger: "triggers/emit_greeting.go",
        compiles_orphans: true,
        check: &|folder| {
            let vet = command(go)
                .args(["vet", "./..."])
                .current_dir(folder)
                .output();
            let vet = vet.unwrap();
            let complaint = String::from_utf8(vet.stderr).unwrap();
            vet.status.success().then_some(()).ok_or(complaint)
        },
    });
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_page_shows_what_is_emitted("targets/gilbert", "go", folder.path());
}
