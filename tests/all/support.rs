//! What the harnesses share: where specs lie, and reading one through the phases.

use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use specc::dialect::Misspelt;
use specc::model::Plugin;
use specc::text::{FileId, Source};
use specc::workspace::{self, Analysis};
use specc::yaml::Limits;

/// The package's own folder.
pub fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One spec, taken through the phases.
pub fn analyse(path: &Utf8Path) -> Analysis {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let source = Source::new(FileId(0), path, text);
    workspace::analyse(&source, &Limits::default(), Misspelt::ReadAsMeant)
}

/// The model of one spec, which must have one.
pub fn model(path: &Utf8Path) -> Plugin {
    analyse(path)
        .plugin
        .unwrap_or_else(|| panic!("{path}: no model"))
}

/// The fixtures that are good specs.
pub fn fixtures() -> Vec<Utf8PathBuf> {
    let mut found = specs_in(&root().join("fixtures"));
    found.retain(|path| !path.as_str().contains("/broken/"));
    assert!(!found.is_empty(), "no fixtures");
    found
}

/// Says that a tool is not there; with SPECC_STRICT, which `./test` sets, that is a failure.
#[track_caller]
pub fn absent(tool: &str) {
    let strict = std::env::var_os("SPECC_STRICT").is_some();
    assert!(!strict, "{tool} is absent");
    eprintln!("skipped: {tool} is absent");
}

/// A program of the virtual environment that `./test` makes, where there is one.
pub fn python_tool(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SPECC_PYTHON_TOOLS")
        .map_or_else(|| root().join(".tools/python/bin").into(), PathBuf::from);
    Some(folder.join(name)).filter(|tool| tool.exists())
}

/// The specs of the corpus of published plugins, or `None`, said aloud, where it is not on this machine.
pub fn corpus() -> Option<Vec<Utf8PathBuf>> {
    let folder = std::env::var("SPECC_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let folder = root().join(folder);
    if !folder.is_dir() {
        eprintln!("skipped: corpus absent ({folder})");
        return None;
    }
    Some(specs_in(&folder))
}

/// The specs in the folders directly below one, by name.
fn specs_in(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut found: Vec<Utf8PathBuf> = folder
        .read_dir_utf8()
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .flatten()
        .flat_map(|entry| ["plugin.spec.yaml", "plugin.json"].map(|name| entry.path().join(name)))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found
}

/// Every file below a folder, as paths from there, sorted. A folder that is not there has none.
pub fn files_below(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Utf8PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let Ok(entries) = folder.join(&inner).read_dir_utf8() else {
            continue;
        };
        for entry in entries {
            let entry = entry.expect("a folder of the package can be listed");
            let path = inner.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Starts a program whose standard streams are pipes. Its input comes apart, so that dropping it ends it.
pub fn started(command: &mut Command) -> (Child, ChildStdin) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}
