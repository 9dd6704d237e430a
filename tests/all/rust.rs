//! Emits the fixtures as Rust, holds the result to Rust's own tools, and runs it: `info`, `sample`, `test`, `run`, its
//! tests and the conformance suite.
//!
//! All plugins are members of one workspace in Cargo's folder for tests, so that their dependencies are built once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::protocol::Program;
use crate::regeneration::{Story, work_outlives_changes_of_the_spec as work_outlives_changes};
use crate::skeleton::{self, fixture, must, plugins, program_of};
use crate::support::{self, root};

const FIXTURES: &[&str] = &["minimal", "example", "everything", "hostile"];

/// The plugins of the corpus that every run compiles; all are compiled where SPECC_FULL is set.
const SAMPLE: &[&str] = &["aws_ec2", "rapid7_insightidr", "zoom"];

/// Cargo, on plugins: what it builds for them stays from one run to the next.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .env("CARGO_TARGET_DIR", target())
        // The build of this package must not become that of its plugins.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("rust-target")
}

/// An empty folder for plugins, the root of their workspace, at the same place in each run: Cargo knows by the path what
/// it has built already.
fn workspace(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("rust")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n";
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    folder
}

/// The versions that each plugin's own lock file names, for the whole workspace.
fn lock(workspace: &Path, member: &str) {
    let lock = workspace.join(member).join("Cargo.lock");
    std::fs::copy(lock, workspace.join("Cargo.lock")).unwrap();
}

fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("rust", spec.as_ref(), folder);
}

/// The fixtures, emitted and built once for all tests.
fn fixtures() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = workspace("fixtures");
        for name in FIXTURES {
            emit(fixture(name), &folder.join(name));
        }
        let source = root().join("tests/protocol/probe");
        emit(source.join("plugin.spec.yaml"), &folder.join("probe"));
        lay_over(source.join("rust"), &folder.join("probe/src"));
        let types = root().join("tests/protocol/rust/types.rs");
        std::fs::copy(types, folder.join("probe/tests/types.rs")).unwrap();
        lock(&folder, "example");
        must(&mut cargo(&["build", "--quiet", "--bins"]), &folder);
        folder
    })
}

/// Copies files over those that were emitted.
fn lay_over(source: impl AsRef<Path>, to: &Path) {
    for entry in std::fs::read_dir(source.as_ref()).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            lay_over(&path, &to);
        } else {
            assert!(to.exists(), "nothing was emitted at {}", to.display());
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

pub fn program(name: &str) -> Program {
    fixtures();
    Program {
        language: "rust",
        command: vec![target().join("debug").join(name)],
    }
}

/// Holds the plugins of a workspace to rustfmt and clippy.
fn are_clean(workspace: &Path) {
    let mut sources = Vec::new();
    for plugin in plugins(workspace) {
        let plugin = camino::Utf8PathBuf::from_path_buf(plugin).unwrap();
        let files = support::files_below(&plugin).into_iter();
        let rust = files.filter(|file| file.extension() == Some("rs"));
        sources.extend(rust.map(|file| plugin.join(file)));
    }
    assert!(!sources.is_empty());
    for sources in sources.chunks(500) {
        let format = [
            "--edition",
            "2024",
            "--check",
            "-l",
            "--config",
            "skip_children=true",
        ];
        let unformatted = must(
            Command::new("rustfmt").args(format).args(sources),
            workspace,
        );
        assert_eq!(unformatted, "");
    }
    let clippy = ["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"];
    must(&mut cargo(&clippy), workspace);
}

#[test]
fn what_is_emitted_is_clean_and_its_tests_pass() {
    let folder = fixtures();
    are_clean(folder);
    must(
        &mut cargo(&["doc", "--quiet", "--no-deps", "--lib"]),
        folder,
    );
    for name in FIXTURES {
        let report = must(&mut cargo(&["test"]), &folder.join(name));
        let passed = report.matches("::sample_is_answered ... ok").count();
        let operations = support::model(&fixture(name)).operations().count();
        assert_eq!(passed, operations, "{name}: {report}");
    }
}

#[test]
fn info_and_samples_are_those_of_specc() {
    for name in ["minimal", "example", "everything", "hostile"] {
        skeleton::info_and_samples_are_those_of_specc(&program(program_of(name)), name);
    }
}

#[test]
fn the_command_line_is_as_usual() {
    skeleton::the_command_line_is_as_usual(&program("example"));
}

#[test]
fn it_speaks_the_protocol() {
    skeleton::it_speaks_the_protocol(&program("probe"));
}

#[test]
fn the_types_of_the_runtime_serve_an_author() {
    let probe = fixtures().join("probe");
    let report = must(&mut cargo(&["test", "--test", "types"]), &probe);
    assert!(!report.contains("running 0 tests"), "{report}");
}

#[test]
fn large_and_deep_messages_end_well() {
    skeleton::large_and_deep_messages_end_well(&program("probe"));
}

#[test]
#[cfg(unix)]
fn a_trigger_emits_until_it_is_stopped_and_keeps_its_state() {
    skeleton::a_trigger_emits_until_it_is_stopped_and_keeps_its_state(&program("probe"));
}

#[test]
#[cfg(unix)]
fn a_trigger_posts_to_its_dispatcher_and_tries_again() {
    skeleton::a_trigger_posts_to_its_dispatcher_and_tries_again(&program("probe"));
}

#[test]
fn the_package_is_the_same_each_time() {
    let folder = workspace("package").join("example");
    emit(fixture("example"), &folder);
    lock(folder.parent().unwrap(), "example");
    let make = || {
        let mut command = Command::new("make");
        command.arg(format!("CARGO={}", env!("CARGO")));
        command.env("CARGO_TARGET_DIR", target());
        command
    };
    let files = [
        "plugin.spec.yaml",
        "Cargo.lock",
        "src/actions/say_goodbye.rs",
    ];
    skeleton::the_package_is_the_same_each_time(&folder, make, &files);
}

#[test]
fn the_lock_file_fits_the_manifest() {
    for name in FIXTURES {
        let folder = tempfile::tempdir().unwrap();
        emit(fixture(name), folder.path());
        let metadata = ["metadata", "--locked", "--format-version", "1"];
        must(&mut cargo(&metadata), folder.path());
    }
}

#[test]
fn plugins_of_the_corpus_are_clean() {
    let Some(specs) = support::corpus() else {
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
    let folder = workspace("corpus");
    if is_full {
        emit(corpus, &folder);
        assert!(plugins(&folder).len() >= 133);
    }
    for name in SAMPLE.iter().filter(|_| !is_full) {
        emit(
            corpus.join(name).join("plugin.spec.yaml"),
            &folder.join(name),
        );
    }
    lock(&folder, SAMPLE[0]);
    are_clean(&folder);
}

#[test]
fn the_book_shows_what_is_emitted() {
    skeleton::the_book_shows_what_is_emitted("rust", &fixtures().join("example"));
}

/// Literals hold their texts, and comments end where their texts end, whatever these are.
#[test]
fn no_text_leaves_its_place() {
    use specc::render::rust::{code_span, documentation, remark, string};

    let texts = skeleton::texts();
    let mut source =
        "//! Texts.\n\nfn main() {\n    print!(\"{}\", TEXTS.join(\"\\u{0}\\n\"));\n}\n".to_owned();
    source.push_str("\nconst TEXTS: &[&str] = &[\n");
    for text in &texts {
        source.push_str(&format!("    {},\n", string(text)));
    }
    source.push_str("];\n");
    for (index, text) in texts.iter().enumerate() {
        let about = documentation("///", text, 0);
        let remark = remark("///", &format!("Named {}.", code_span(text)), 0);
        source.push_str(&format!("\n{about}{remark}pub struct Text{index};\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("texts.rs"), source).unwrap();
    let flags = ["--edition", "2024", "texts.rs"];
    must(
        Command::new("rustc")
            .args(flags)
            .args(["-D", "warnings", "-A", "dead_code"]),
        folder,
    );
    let output = Command::new(folder.join("texts")).output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        texts.join("\0\n")
    );
    let documented = ["-D", "warnings", "--document-private-items"];
    must(Command::new("rustdoc").args(flags).args(documented), folder);
    // A test would run what is code in a comment: nothing is.
    let tested = must(Command::new("rustdoc").args(flags).arg("--test"), folder);
    assert!(tested.contains("running 0 tests"), "{tested}");
}

#[test]
fn work_outlives_changes_of_the_spec() {
    let workspace = workspace("story");
    work_outlives_changes(&Story {
        target: "rust",
        folder: &workspace.join("example"),
        file: "src/actions/say_goodbye.rs",
        work: &[
            ("_input", "input"),
            ("String::new()", "format!(\"Goodbye, {:?}\", input.tone)"),
        ],
        names: ("input.tone", "input.manner"),
        addition: (
            "\"Goodbye, {:?}\", ",
            "\"{} goodbyes, {:?}\", input.length, ",
        ),
        generated: "src/schema/actions/say_goodbye.rs",
        renamed: "src/actions/say_farewell.rs",
        trigger: "src/triggers/emit_greeting.rs",
        // What no module names is not compiled.
        compiles_orphans: false,
        check: &|folder| {
            lock(&workspace, "example");
            let output = cargo(&["check", "--quiet", "--all-targets", "--color", "never"])
                .current_dir(folder)
                .output()
                .unwrap();
            let complaint = String::from_utf8(output.stderr).unwrap();
            let is_clean = output.status.success() && complaint.is_empty();
            is_clean.then_some(()).ok_or(complaint)
        },
    });
}

/// A plugin whose names, types, enums and defaults have every length, so that each line is broken somewhere.
fn of_every_length() -> specc::model::Plugin {
    use serde_json::json;
    use specc::model::{CustomType, Field, Operation, OperationKind, Plugin, Type, TypeId};

    let name = |length: usize, number: usize| format!("{}{number}", "w".repeat(length));
    fn add(fields: &mut Vec<Field>, length: usize, ty: Type) -> &mut Field {
        let name = format!("{}{}", "w".repeat(length), fields.len());
        fields.push(Field::new(name, ty));
        fields.last_mut().unwrap()
    }
    let mut plugin = Plugin::new("lengths", "acme", "1.0.0".parse().unwrap());
    let mut fields = Vec::new();
    for length in 1..60 {
        plugin.types.push(CustomType {
            name: name(length, 0),
            fields: Vec::new(),
            origin: Default::default(),
        });
        let mut ty = Type::Custom(TypeId(length - 1));
        for _ in 0..length % 9 {
            add(&mut fields, length, ty.clone()).required = length % 2 == 0;
            ty = Type::Array(Box::new(ty));
        }
        add(&mut fields, length, Type::Array(Box::new(Type::String))).default = Some(json!([]));
        add(&mut fields, length, Type::String).default = Some("x".repeat(length * 2).into());
        add(&mut fields, length, Type::Any).default = Some(json!({"x": "y".repeat(length)}));
        add(&mut fields, length, ty).default = Some(json!([]));
        let choice = add(&mut fields, length, Type::String);
        choice.allowed = vec![name(length, 1).into(), name(length, 2).into()];
        choice.default = Some(name(length, 2).into());
        choice.description = Some(format!("{} [x] ", "z".repeat(length)).repeat(4));
        let odd = add(&mut fields, length, Type::Object);
        odd.name = format!("{} {}", "o".repeat(length * 2), odd.name);
        odd.required = length % 2 == 0;
        for kind in [
            OperationKind::Action,
            OperationKind::Trigger,
            OperationKind::Task,
        ] {
            let mut operation = Operation::new(kind, name(length, 0));
            operation.description = "d".repeat(length * 2);
            operation.output = fields.iter().rev().take(length % 10).cloned().collect();
            for field in &mut operation.output {
                field.default = None;
            }
            let text = Field::new("t".repeat(length), Type::String);
            operation.input = vec![Field {
                required: true,
                ..text
            }];
            match kind {
                OperationKind::Action => plugin.actions.push(operation),
                OperationKind::Trigger => plugin.triggers.push(operation),
                OperationKind::Task => plugin.tasks.push(operation),
            }
        }
    }
    plugin.types.push(CustomType {
        name: "all".to_owned(),
        fields: fields.clone(),
        origin: Default::default(),
    });
    plugin.connection = fields.clone();
    plugin.actions[0].input = fields;
    plugin
}

#[test]
fn lines_of_every_length_are_laid_out_as_rustfmt_would() {
    let folder = workspace("lengths").join("lengths");
    let target = specc::emit::target("rust").unwrap();
    let (tree, findings) = specc::emit(&of_every_length(), target, &Default::default());
    assert!(!findings.has_errors(), "{findings:?}");
    for (path, file) in tree.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.bytes).unwrap();
    }
    lock(folder.parent().unwrap(), "lengths");
    are_clean(folder.parent().unwrap());
}
