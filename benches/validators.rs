//! The work of checking plugins, beside that of the incumbent's validators.
//!
//! Published is of a plugin what an author writes: spec, help and picture. The incumbent's command wants the whole folder,
//! in a repository, so that is made first: everything else is as specc emits it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::figure::{Outcome, run, specc};
use crate::resources::resources;

/// Checks of all plugins.
const CHECKS: usize = 20;

/// What is checked with: every group of lints.
const ALL_GROUPS: [&str; 6] = ["check", "--quiet", "--format", "short", "--warn", "all"];

/// The work in milliseconds that `icon-validate` and specc have with the same plugins.
#[derive(Deserialize)]
pub struct Validated {
    /// Of `icon-validate`, a process per plugin, together.
    pub theirs: f64,
    /// Of as many processes that do nothing but import what that imports, by some of them.
    pub start: f64,
    /// Of specc, one process for all.
    pub ours: f64,
    /// How often a validator failed a plugin.
    said: usize,
    /// What the plugins that `icon-validate` gives up on end in.
    fell: Vec<String>,
    /// How often it asked a server.
    asked: usize,
}

/// Lets `icon-validate` check each plugin by a process of its own, as pipelines do, and specc all of them in between.
pub fn validated(corpus: &Path, scratch: &Path) -> Result<Validated, String> {
    let python = python()?;
    let folder = completed(corpus, scratch).map_err(|error| error.to_string())?;
    let measured = specc(&ALL_GROUPS, &folder);
    let mut command = Command::new(python);
    command
        .arg("-B")
        .arg(host("icon_validate_each.py"))
        .arg(&folder)
        .arg(measured.get_program())
        .args(measured.get_args());
    let printed = printed(&mut command).map_err(|error| error.to_string())?;
    let validated: Validated = serde_json::from_str(&printed).map_err(|error| error.to_string())?;
    eprintln!(
        "icon-validate asked {} times, its validators failed plugins {} times, and it gave up on {} plugins",
        validated.asked,
        validated.said,
        validated.fell.len()
    );
    for line in &validated.fell {
        eprintln!("  {line}");
    }
    Ok(validated)
}

/// The work in milliseconds of checking what is published of every plugin with all groups of lints.
pub fn published(corpus: &Path) -> Outcome<f64> {
    Ok(resources(CHECKS, &mut specc(&ALL_GROUPS, corpus))?.0)
}

/// The work in milliseconds of the incumbent's validators alone: in one process, and without those that ask a server or
/// read what is not published.
pub fn in_one_process(corpus: &Path) -> Result<f64, String> {
    let mut theirs = Command::new(python()?);
    theirs.arg("-B").arg(host("icon_validate.py"));
    theirs.args(plugins(corpus).map_err(|error| error.to_string())?);
    let (theirs, _) = resources(1, &mut theirs).map_err(|error| error.to_string())?;
    Ok(theirs)
}

/// A folder of complete plugins, in a repository whose `origin/master` holds them too.
fn completed(corpus: &Path, scratch: &Path) -> Outcome<PathBuf> {
    // The incumbent looks for a folder of this name.
    let folder = scratch.join("plugins");
    let emit = ["emit", "--lenient", "--quiet", "--target", "insightconnect"];
    run(
        &[&emit[..], &["--out", &folder.to_string_lossy()]].concat(),
        corpus,
    )?;
    for plugin in plugins(corpus)? {
        let whole = folder.join(plugin.file_name().ok_or("a plugin's folder has no name")?);
        if !whole.is_dir() {
            return Err(format!("nothing was emitted of {}", plugin.display()).into());
        }
        for name in ["plugin.spec.yaml", "help.md", "icon.png"] {
            let text = fs::read(plugin.join(name))?;
            fs::write(whole.join(name), text)?;
        }
        // What specc has emitted itself it does not check.
        fs::remove_file(whole.join(".specc-manifest.json"))?;
    }
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "--all", "--force"],
        &["commit", "--quiet", "--message", "Publish"],
        &["remote", "add", "origin", "."],
        &["update-ref", "refs/remotes/origin/master", "HEAD"],
    ] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=bench", "-c", "user.email=bench@localhost"])
            .args(arguments)
            .current_dir(scratch)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        printed(&mut git)?;
    }
    Ok(folder)
}

/// The folders of the published plugins.
fn plugins(corpus: &Path) -> Outcome<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(corpus)? {
        let folder = entry?.path();
        if folder.join("plugin.spec.yaml").is_file() {
            folders.push(folder);
        }
    }
    Ok(folders)
}

/// What a command prints that must not fail.
fn printed(command: &mut Command) -> Outcome<String> {
    let output = command.output();
    let program = command.get_program().display();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{program}: {}", said.trim()).into())
    }
}

/// The Python of the environment that `./test` makes.
pub fn python() -> Result<PathBuf, String> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/incumbent/bin/python");
    if python.exists() {
        Ok(python)
    } else {
        Err(format!("absent ({})", python.display()))
    }
}

/// A script that drives the incumbent.
pub fn host(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/hosts/insightconnect")
        .join(name)
}
