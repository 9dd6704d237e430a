//! Emits the fixtures as plugins for Conforma, holds them to TypeScript, Prettier and jest, and loads and calls them
//! with a double of the host in both of its forms.

mod calls;
mod manifests;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

use crate::skeleton::{self, fixture, must, plugins, texts};
use crate::support::{self, absent, files_below, root};

/// The plugins of the corpus that every run compiles; all are compiled where SPECC_FULL is set. They hold the keys that
/// are no identifiers, the largest specs, and no connection.
const SAMPLE: &[&str] = &["awk", "aws_ec2", "jira", "rapid7_insightidr", "zoom"];

const FIXTURES: [&str; 4] = ["minimal", "example", "everything", "hostile"];

/// The folder of the packages that check plugins, or `None`, said aloud, where it is absent.
fn tools() -> Option<&'static Path> {
    static TOOLS: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let folder = std::env::var_os("SPECC_CONFORMA_TOOLS")
            .map_or_else(|| root().join(".tools/conforma").into(), PathBuf::from);
        let runs = Command::new("node").arg("--version").output().is_ok();
        let is_there = folder.join("node_modules/typescript").is_dir() && runs;
        is_there.then_some(folder)
    };
    let found = TOOLS.get_or_init(find).as_deref();
    if found.is_none() {
        absent("Node or the packages of tests/hosts/conforma");
    }
    found
}

fn emit(spec: impl AsRef<Path>, folder: &Path) {
    skeleton::emit("conforma", spec.as_ref(), folder);
}

/// A program of the packages.
fn program(tools: &Path, path: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(tools.join("node_modules").join(path));
    command
}

fn tsc(tools: &Path) -> Command {
    program(tools, "typescript/bin/tsc")
}

/// The folders of the actions below some folders of plugins.
fn actions(folders: &[PathBuf]) -> Vec<PathBuf> {
    let inner = folders.iter().flat_map(|folder| plugins(folder));
    inner
        .filter(|folder| folder.join("plugin.json").exists())
        .collect()
}

/// Holds every action below a folder to the strict compiler, in one run, and each script to what the compiler makes of
/// the TypeScript beside it.
fn scripts_are_those_of_the_compiler(tools: &Path, folder: &Path) -> usize {
    let configuration = json!({
        "extends": root().join("templates/conforma/tsconfig.json"),
        "compilerOptions": {
            "outDir": "made",
            "rootDir": "plugins",
            "typeRoots": [tools.join("node_modules/@types")],
        },
        "include": ["plugins/**/src/**/*.ts"],
    });
    let path = folder.join("tsconfig.json");
    std::fs::write(path, configuration.to_string()).unwrap();
    must(tsc(tools).args(["-p", "."]), folder);
    let folder = camino::Utf8Path::from_path(folder).unwrap();
    let made = files_below(&folder.join("made"));
    for script in &made {
        let read = |place: &str| std::fs::read_to_string(folder.join(place).join(script)).unwrap();
        assert!(
            read("plugins") == read("made"),
            "{script} is not what the compiler makes:\n{}",
            read("made")
        );
    }
    let emitted = files_below(&folder.join("plugins"));
    let typed = emitted.iter().filter(|path| path.extension() == Some("ts"));
    assert_eq!(typed.count(), made.len());
    made.len()
}

#[test]
fn what_is_emitted_is_strict_and_its_tests_pass() {
    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().unwrap();
    let places: Vec<PathBuf> = FIXTURES
        .iter()
        .map(|name| folder.path().join("plugins").join(name))
        .collect();
    for (name, place) in FIXTURES.iter().zip(&places) {
        emit(fixture(name), place);
    }
    let actions = actions(&places);
    let scripts = scripts_are_those_of_the_compiler(tools, folder.path());
    // Six each, and the script that `everything` names for the host of 2020.
    assert_eq!(scripts, 6 * actions.len() + 1);

    // What is unkind in `hostile` no formatter finds pretty.
    let pretty = actions
        .iter()
        .filter(|action| !action.starts_with(&places[3]));
    let files = pretty.flat_map(|action| {
        ["*.js", "*.json", "src/*.json", "src/**/*.ts", "test/*"].map(|glob| action.join(glob))
    });
    let mut prettier = program(tools, "prettier/bin/prettier.cjs");
    must(prettier.arg("--check").args(files), folder.path());

    let mut jest = program(tools, "jest/bin/jest.js");
    let report = must(jest.arg("--projects").args(&actions), folder.path());
    let passed = format!(
        "Tests:       {count} passed, {count} total",
        count = 2 * actions.len()
    );
    assert!(report.contains(&passed), "{report}");
}

#[test]
fn a_build_changes_nothing_that_specc_made() {
    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    let action = folder.path().join("action_say_goodbye");
    link(&tools.join("node_modules"), &action.join("node_modules"));
    must(tsc(tools).args(["-p", "."]), &action);
    let spec = fixture("example");
    let arguments = [
        "emit",
        "--target",
        "conforma",
        spec.as_str(),
        "--check",
        "--out",
    ];
    let mut check = Command::new(env!("CARGO_BIN_EXE_specc"));
    must(check.args(arguments).arg(folder.path()), folder.path());
}

#[cfg(unix)]
fn link(original: &Path, place: &Path) {
    std::os::unix::fs::symlink(original, place).unwrap();
}

#[cfg(not(unix))]
fn link(original: &Path, place: &Path) {
    std::os::windows::fs::symlink_dir(original, place).unwrap();
}

/// The author fills in an action and builds it; the spec gains an input and renames another: the work stands as it
/// stood, and the compiler points at what no longer fits.
#[test]
fn work_outlives_changes_of_the_spec() {
    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (out, spec) = (
        folder.path().join("out"),
        folder.path().join("plugin.spec.yaml"),
    );
    let text = std::fs::read_to_string(fixture("example")).unwrap();
    std::fs::write(&spec, &text).unwrap();
    emit(&spec, &out);
    let action = out.join("action_say_goodbye");
    link(&tools.join("node_modules"), &action.join("node_modules"));
    let [typed, script] = ["ts", "js"].map(|it| action.join(format!("src/say_goodbye.{it}")));
    let work = std::fs::read_to_string(&typed).unwrap();
    let filled = work.replace("{ message: \"\" }", "{ message: `Bye (${input.tone})` }");
    assert_ne!(work, filled);
    std::fs::write(&typed, &filled).unwrap();
    must(tsc(tools).args(["-p", "."]), &action);
    let built = std::fs::read_to_string(&script).unwrap();
    assert!(built.contains("Bye ("), "{built}");

    let length =
        "      length:\n        type: integer\n        required: true\n        example: 3\n";
    let text = text.replace("      tone:\n", &format!("{length}      tone:\n"));
    std::fs::write(&spec, &text).unwrap();
    emit(&spec, &out);
    must(tsc(tools).args(["-p", "."]), &action);
    assert_eq!(std::fs::read_to_string(&typed).unwrap(), filled);
    assert_eq!(std::fs::read_to_string(&script).unwrap(), built);

    std::fs::write(&spec, text.replace("      tone:\n", "      manner:\n")).unwrap();
    emit(&spec, &out);
    let output = tsc(tools).args(["-p", "."]).current_dir(&action).output();
    let output = output.unwrap();
    let complaint = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(complaint.contains("src/say_goodbye.ts(7,"), "{complaint}");
    assert!(complaint.contains("'tone' does not exist"), "{complaint}");
}

#[test]
fn plugins_of_the_corpus_are_strict_and_run() {
    let (Some(tools), Some(specs)) = (tools(), support::corpus()) else {
        return;
    };
    let is_full = std::env::var_os("SPECC_FULL").is_some();
    if !is_full {
        eprintln!("skipped: most of the corpus (SPECC_FULL is not set)");
    }
    let corpus = specs[0].parent().and_then(|folder| folder.parent());
    let corpus = corpus.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("plugins");
    if is_full {
        emit(corpus, &place);
        assert!(plugins(&place).len() >= 133);
    }
    for name in SAMPLE.iter().filter(|_| !is_full) {
        emit(
            corpus.join(name).join("plugin.spec.yaml"),
            &place.join(name),
        );
    }
    scripts_are_those_of_the_compiler(tools, folder.path());
    for plugin in plugins(&place) {
        for form in calls::FORMS {
            calls::samples_are_answered(form, &plugin);
        }
    }
}

#[test]
fn the_runtime_is_what_the_compiler_makes() {
    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("plugins/src");
    std::fs::create_dir_all(&source).unwrap();
    let templates = root().join("templates/conforma/runtime");
    for file in files_below(&templates) {
        std::fs::copy(templates.join(&file), source.join(&file)).unwrap();
    }
    assert_eq!(scripts_are_those_of_the_compiler(tools, folder.path()), 3);
}

#[test]
fn the_book_shows_what_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    emit(fixture("example"), folder.path());
    skeleton::the_page_shows_what_is_emitted("targets/conforma", "typescript", folder.path());
}

#[test]
fn no_text_escapes_into_code() {
    use specc::render::typescript::{Data, Style, comment, key, line_comment, string};

    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("plugins/src");
    std::fs::create_dir_all(&source).unwrap();
    let texts = texts();
    let mut types = String::from("// Texts of all kinds.\n");
    for (index, text) in texts.iter().enumerate() {
        types.push_str(&format!(
            "\n{}{}export interface T{index} {{\n{}  {}: {};\n}}\n",
            line_comment(text),
            comment(text, 0),
            comment(text, 2),
            key(text),
            string(text)
        ));
    }
    let pairs: Vec<Data> = texts
        .iter()
        .map(|text| {
            let member = (text.clone(), Data::text(text));
            Data::object([
                ("text", Data::text(text)),
                ("object", Data::Object(vec![member])),
            ])
        })
        .collect();
    let pairs = Data::List(pairs);
    let declared = |style| format!("const TEXTS = {};\n", pairs.lay_out(style));
    let printed = "console.log(JSON.stringify(TEXTS));\n";
    let typed = format!("{types}\n{}\n{printed}", declared(Style::TypeScript));
    std::fs::write(source.join("texts.ts"), typed).unwrap();
    let script = format!("{}{printed}", declared(Style::JavaScript));
    let place = source.join("texts.js");
    std::fs::write(&place, &script).unwrap();

    let configuration = json!({
        "extends": root().join("templates/conforma/tsconfig.json"),
        "compilerOptions": {
            "outDir": "made",
            "removeComments": true,
            "rootDir": "plugins",
            "typeRoots": [tools.join("node_modules/@types")],
        },
        "include": ["plugins/src/*.ts"],
    });
    std::fs::write(
        folder.path().join("tsconfig.json"),
        configuration.to_string(),
    )
    .unwrap();
    must(tsc(tools).args(["-p", "."]), folder.path());
    let made = std::fs::read_to_string(folder.path().join("made/src/texts.js")).unwrap();
    let head =
        "\"use strict\";\nObject.defineProperty(exports, \"__esModule\", { value: true });\n";
    assert!(made == format!("{head}{script}"), "{made}");
    for style in [Style::JavaScript, Style::Json] {
        let values = match style {
            Style::Json => pairs.lay_out(style),
            _ => must(Command::new("node").arg(&place), folder.path()),
        };
        let values: Vec<serde_json::Value> = serde_json::from_str(&values).unwrap();
        assert_eq!(values.len(), texts.len());
        for (value, text) in values.iter().zip(&texts) {
            assert_eq!(value["text"], **text);
            assert_eq!(value["object"][text], **text);
        }
    }
}
