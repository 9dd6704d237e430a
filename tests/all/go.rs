//! Emits the fixtures as Go, holds the result to Go's own tools, and runs it: `info`, `sample`, `test`, `run`, its tests
//! and the conformance suite.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::protocol::Program;
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must, plugins, program_of, texts};
use crate::support::{self, absent, root};

/// The plugins of the corpus that every run compiles; all are compiled where SPECC_FULL is set. They hold the keys that
/// are no identifiers, tasks with state, the largest specs, and no connection.
const SAMPLE: &[&str] = &["awk", "aws_ec2", "jira", "rapid7_insightidr", "zoom"];

/// The go command, or `None`, said aloud, where it is absent.
pub fn go() -> Option<&'static Path> {
    static GO: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let candidates = [PathBuf::from("go"), PathBuf::from("/usr/local/go/bin/go")];
        let works = |go: &PathBuf| Command::new(go).arg("version").output().is_ok();
        candidates.into_iter().find(works)
    };
    let found = GO.get_or_init(find).as_deref();
    if found.is_none() {
        absent("go");
    }
    found
}

/// A command with Go's tools in reach and its network out of reach.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = go().and_then(Path::parent).map(Path::to_path_buf);
    let folders = std::env::split_paths(&path).chain(folder);
    command
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("GOFLAGS", "-mod=mod -buildvcs=false")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local");
    command
}

/// A tool of the tests, where there is one.
fn staticcheck() -> Option<PathBuf> {
    let folder = std::env::var_os("SPECC_GO_TOOLS")
        .map_or_else(|| root().join(".tools/go/bin").into(), PathBuf::from);
    let tool = folder.join("staticcheck");
    if !tool.exists() {
        absent(&tool.display().to_string());
        return None;
    }
    Some(tool)
}

pub fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("go", spec.as_ref(), folder);
}

pub fn build(go: &Path, folder: &Path, name: &str) -> Program {
    let package = format!("./cmd/{name}");
    let build = ["build", "-o", "bin/program", &package];
    must(command(go).args(build), folder);
    Program {
        language: "go",
        command: vec![folder.join("bin/program")],
    }
}

/// The plugin of the conformance suite, with its work laid over what was emitted. Built once for all tests.
pub fn probe(go: &Path) -> &'static Program {
    static PROBE: OnceLock<(tempfile::TempDir, Program)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let source = root().join("tests/protocol/probe");
        emit(source.join("plugin.spec.yaml"), folder.path());
        let source = source.join("go");
        for file in support::files_below(&source) {
            std::fs::copy(source.join(&file), folder.path().join(&file)).unwrap();
        }
        must(command(go).args(["vet", "./..."]), folder.path());
        let program = build(go, folder.path(), "probe");
        (folder, program)
    };
    &PROBE.get_or_init(make).1
}

/// Holds plugins to gofmt, `go vet` and, where it is there, staticcheck.
pub fn are_clean(go: &Path, folders: &[PathBuf]) {
    let gofmt = go.with_file_name("gofmt");
    let unformatted = must(command(gofmt).arg("-l").args(folders), Path::new("/"));
    assert_eq!(unformatted, "");
    let staticcheck = staticcheck();
    for folder in folders {
        must(command(go).args(["vet", "./..."]), folder);
        if let Some(staticcheck) = &staticcheck {
            must(command(staticcheck).arg("./..."), folder);
        }
    }
}

#[test]
fn what_is_emitted_is_clean_and_its_tests_pass() {
    let Some(go) = go() else { return };
    for name in ["minimal", "example", "everything", "hostile"] {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        are_clean(go, &[folder.path().to_path_buf()]);
        let report = must(command(go).args(["test", "./..."]), folder.path());
        assert!(report.contains("ok  "), "{name}: {report}");
    }
}

#[test]
fn info_and_samples_are_those_of_specc() {
    let Some(go) = go() else { return };
    for name in ["minimal", "example", "everything", "hostile"] {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        let program = build(go, folder.path(), program_of(name));
        skeleton::info_and_samples_are_those_of_specc(&program, name);
        if name == "example" {
            skeleton::the_command_line_is_as_usual(&program);
        }
    }
}

#[test]
fn it_speaks_the_protocol() {
    let Some(go) = go() else { return };
    skeleton::it_speaks_the_protocol(probe(go));
}

#[test]
fn large_and_deep_messages_end_well() {
    let Some(go) = go() else { return };
    skeleton::large_and_deep_messages_end_well(probe(go));
}

#[test]
#[cfg(unix)]
fn a_trigger_emits_until_it_is_stopped_and_keeps_its_state() {
    let Some(go) = go() else { return };
    skeleton::a_trigger_emits_until_it_is_stopped_and_keeps_its_state(probe(go));
}

#[test]
#[cfg(unix)]
fn a_trigger_posts_to_its_dispatcher_and_tries_again() {
    let Some(go) = go() else { return };
    skeleton::a_trigger_posts_to_its_dispatcher_and_tries_again(probe(go));
}

#[test]
fn the_package_is_the_same_each_time() {
    if go().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    let files = [
        "plugin.spec.yaml",
        "actions/say_goodbye.go",
        "cmd/example/main.go",
    ];
    skeleton::the_package_is_the_same_each_time(folder.path(), || command("make"), &files);
}

#[test]
fn plugins_of_the_corpus_are_clean() {
    let (Some(go), Some(specs)) = (go(), support::corpus()) else {
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
    let Some(go) = go() else { return };
    let folder = tempfile::tempdir().unwrap();
    work_outlives_changes(&Story {
        target: "go",
        folder: &folder.path().join("example"),
        file: "actions/say_goodbye.go",
        work: &[(
            "// Your work goes here: read input, use action.Connection, fill in output.",
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
fn a_renamed_plugin_keeps_its_module() {
    let Some(go) = go() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (
        folder.path().join("plugin.spec.yaml"),
        folder.path().join("out"),
    );
    let text = std::fs::read_to_string(fixture("example")).unwrap();
    for name in ["example", "renamed"] {
        let text = text.replace("\nname: example\n", &format!("\nname: {name}\n"));
        assert!(text.contains(&format!("\nname: {name}\n")));
        std::fs::write(&spec, text).unwrap();
        emit(&spec, &out);
        must(command(go).args(["vet", "./..."]), &out);
        assert!(out.join("cmd").join(name).exists());
    }
    assert!(!out.join("cmd/example").exists());
    let program = std::fs::read_to_string(out.join("cmd/renamed/main.go")).unwrap();
    assert!(program.contains("plugins.internal/acme/example/"));

    // A path of the author's own choice is followed as well, by the author's files and by specc's.
    for file in support::files_below(camino::Utf8Path::from_path(&out).unwrap()) {
        let file = out.join(file);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let is_generated = text.starts_with("// Code generated");
        if !is_generated && text.contains("plugins.internal/acme/example") {
            let text = text.replace("plugins.internal/acme/example", "example.com/own");
            std::fs::write(&file, text).unwrap();
        }
    }
    emit(&spec, &out);
    must(command(go).args(["vet", "./..."]), &out);
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_book_shows_what_is_emitted("go", folder.path());
}

#[test]
fn no_text_escapes_into_code() {
    use specc::render::go::{comment, string, tag};

    let Some(go) = go() else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let texts = texts();
    let mut code = String::from(
        "// Package main prints texts.\npackage main\n\nimport (\n\t\"encoding/json\"\n\t\"os\"\n)\n",
    );
    for (index, text) in texts.iter().enumerate() {
        let literal = string(text);
        assert!(literal.is_ascii() && !literal.contains('\n'), "{literal}");
        let name = format!("T{index}");
        let tag = tag(text, index % 2 == 0).unwrap_or_default();
        code.push_str(&format!(
            "\n{}type {name} struct {{\n{}\tField string{tag}\n}}\n\nconst c{index} = {literal}\n",
            comment(&name, &format!("{name} is {text}"), 0),
            comment("Field is", text, 1),
        ));
    }
    let all: String = (0..texts.len())
        .map(|index| format!("\t\tc{index},\n"))
        .collect();
    code.push_str(&format!(
        "\nfunc main() {{\n\ttexts := []string{{\n{all}\t}}\n\
         \tif err := json.NewEncoder(os.Stdout).Encode(texts); err != nil {{\n\t\tpanic(err)\n\t}}\n}}\n"
    ));
    std::fs::write(folder.join("main.go"), code).unwrap();
    std::fs::write(folder.join("go.mod"), "module texts\n\ngo 1.24\n").unwrap();
    let gofmt = go.with_file_name("gofmt");
    assert_eq!(must(command(gofmt).args(["-d", "."]), folder), "");
    must(command(go).arg("vet"), folder);
    let printed = must(command(go).args(["run", "."]), folder);
    let printed: Vec<String> = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed, texts);
}
