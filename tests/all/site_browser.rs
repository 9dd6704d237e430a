//! The website in a real browser: builds sites, serves them, and runs the suites of `tests/browser` on them.

mod attacks;
mod many;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value, json};

use crate::skeleton::fixture;
use crate::support::{self, root};

/// The sites, and where the tools lie that read them.
struct Sites {
    tools: PathBuf,
    chromium: PathBuf,
    /// For the suites: each site's folder and origin.
    told: String,
    work: Utf8PathBuf,
    /// It ends when its input does, with the tests.
    _server: Child,
}

/// The tools that read sites; `None` where one is absent.
fn tools() -> Option<(PathBuf, PathBuf)> {
    let tools = std::env::var_os("SPECC_BROWSER_TOOLS")
        .map_or_else(|| root().join(".tools/browser").into(), PathBuf::from);
    let is_there = tools.join("node_modules/playwright-core").is_dir();
    let (Some(chromium), Some(_), true) = (program("chromium"), program("node"), is_there) else {
        support::absent("Chromium, Node or their packages");
        return None;
    };
    Some((tools, chromium))
}

/// An empty folder of this name.
fn emptied(name: &str) -> Utf8PathBuf {
    let work = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if work.exists() {
        std::fs::remove_dir_all(&work).unwrap();
    }
    std::fs::create_dir_all(&work).unwrap();
    work
}

/// The sites, built once for all suites; `None` where a tool is absent.
fn sites() -> Option<&'static Sites> {
    static SITES: OnceLock<Option<Sites>> = OnceLock::new();
    SITES.get_or_init(build).as_ref()
}

fn build() -> Option<Sites> {
    let (tools, chromium) = tools()?;
    let work = emptied("site_browser");

    let fixtures: Vec<Utf8PathBuf> = ["example", "everything", "hostile", "minimal"]
        .iter()
        .map(|name| fixture(name))
        .collect();
    let plugins = work.join("attacks-plugins");
    attacks::write(&plugins);
    let mut sources = vec![("fixtures", fixtures), ("attacks", vec![plugins])];
    if support::corpus().is_some() {
        let folder = std::env::var("SPECC_CORPUS").unwrap_or_else(|_| "../shared/corpus".into());
        sources.insert(1, ("corpus", vec![root().join(folder)]));
    }

    let folders: Vec<Utf8PathBuf> = sources
        .iter()
        .map(|(name, _)| work.join(name).join("site"))
        .collect();
    let (origins, server) = serve(&folders, "attacks");
    let mut told = Map::new();
    for ((name, specs), (folder, origin)) in sources.iter().zip(folders.iter().zip(&origins)) {
        std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
        make(specs, folder, origin, *name == "fixtures");
        let beside = folder.parent().unwrap().read_dir_utf8().unwrap().count();
        assert_eq!(beside, 1, "something was written beside {folder}");
        let site = json!({ "folder": folder, "origin": origin });
        told.insert((*name).to_owned(), site);
    }
    Some(Sites {
        tools,
        chromium,
        told: Value::from(told).to_string(),
        work,
        _server: server,
    })
}

/// A program that is on the search path.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Starts the server of `tests/browser`; the site of this name, which comes last, is served without its
/// Content-Security-Policy.
fn serve(folders: &[Utf8PathBuf], without_policy: &str) -> (Vec<String>, Child) {
    let place = Utf8Path::new(without_policy).join("site");
    let (open, others): (Vec<_>, Vec<_>) =
        folders.iter().partition(|folder| folder.ends_with(&place));
    let mut server = Command::new("node")
        .arg(root().join("tests/browser/serve.mjs"))
        .args(others)
        .arg("--without-policy")
        .args(open)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let origins: Vec<String> = lines.take(folders.len()).map(Result::unwrap).collect();
    assert_eq!(origins.len(), folders.len(), "the server did not start");
    (origins, server)
}

/// Builds a site with the binary, as a visitor's host would have it.
fn make(specs: &[Utf8PathBuf], folder: &Utf8Path, origin: &str, is_clean: bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .arg("site")
        .args(specs)
        .args(["--out", folder.as_str(), "--base-url", origin])
        .args(["--date", "2026-01-31", "--lenient", "--keep-going"])
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    let status = output.status.code();
    // Published plugins and attacks have errors, and are shown all the same.
    assert!(
        status == Some(0) || (status == Some(1) && !is_clean),
        "{folder}: {status:?} {complaints}"
    );
}

/// Runs a suite, where the tools are there.
fn suite(name: &str) {
    if let Some(sites) = sites() {
        run(sites, name);
    }
}

fn run(sites: &Sites, name: &str) {
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(Path::new("tests/browser").join(format!("{name}.test.mjs")))
        .current_dir(root())
        .env("SPECC_BROWSER_TOOLS", &sites.tools)
        .env("SPECC_CHROMIUM", &sites.chromium)
        .env("SPECC_SITES", &sites.told)
        .env("SPECC_SCREENSHOTS", sites.work.join("screenshots"))
        .env("SPECC_WORK", &sites.work)
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{report}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!report.contains("tests 0\n"), "{report}");
    println!("{report}");
}

#[test]
fn pages_are_sound_in_every_width_and_scheme() {
    suite("pages");
}

#[test]
fn plugins_are_found_by_keyboard() {
    suite("search");
}

#[test]
fn all_can_be_read_without_a_script() {
    suite("noscript");
}

#[test]
fn forms_give_valid_messages() {
    suite("explorer");
}

#[test]
fn no_attack_gets_anywhere() {
    suite("hostile");
}

#[test]
fn scores_are_high() {
    suite("lighthouse");
}

#[test]
fn the_theme_is_kept() {
    suite("theme");
}

#[test]
fn markup_is_valid_and_light() {
    suite("markup");
}

#[test]
fn what_machines_read_is_valid() {
    suite("machine");
}

#[test]
fn ten_thousand_are_searched_at_once() {
    let Some((tools, chromium)) = tools() else {
        return;
    };
    let work = emptied("site_browser_many");
    let (plugins, folder) = (work.join("plugins"), work.join("site"));
    many::write(&plugins);
    let (origins, server) = serve(std::slice::from_ref(&folder), "none");
    make(&[plugins], &folder, &origins[0], true);
    let told = json!({ "many": { "folder": folder, "origin": &origins[0] } });
    let sites = Sites {
        tools,
        chromium,
        told: told.to_string(),
        work: work.clone(),
        _server: server,
    };
    run(&sites, "many");
    // A hundred megabytes.
    std::fs::remove_dir_all(&work).unwrap();
}
