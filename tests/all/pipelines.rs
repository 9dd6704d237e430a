//! What this repository offers to pipelines, run as they run it: the hooks with pre-commit, the action's script with
//! bash.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;
use tempfile::TempDir;

use crate::support::{self, python_tool, root};

const MINIMAL: &str = include_str!("../../fixtures/minimal/plugin.spec.yaml");

fn wrong() -> String {
    MINIMAL.replacen("type: string", "type: strng", 1)
}

/// A command that finds the built specc, and git with a name to commit under.
fn command(program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let specc = Path::new(env!("CARGO_BIN_EXE_specc")).parent().unwrap();
    let mut path = vec![specc.to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Tester")
            .env(format!("GIT_{who}_EMAIL"), "tester@example.com");
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = command("git", folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output).trim().to_owned()
}

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(pre_commit) = python_tool("pre-commit") else {
        support::absent("pre-commit");
        return;
    };
    let place = TempDir::new().unwrap();
    let (hooks, project) = (place.path().join("hooks"), place.path().join("project"));
    for folder in [&hooks, &project] {
        fs::create_dir(folder).unwrap();
        git(folder, &["init", "--quiet"]);
    }
    // The hooks as they are, but with the program that stands here: building it once more takes minutes.
    let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    assert_eq!(text.matches("language: rust\n").count(), 2);
    fs::write(
        hooks.join(".pre-commit-hooks.yaml"),
        text.replace("language: rust\n", "language: system\n"),
    )
    .unwrap();
    git(&hooks, &["add", "."]);
    git(&hooks, &["commit", "--quiet", "--message", "Hooks"]);
    let revision = git(&hooks, &["rev-parse", "HEAD"]);
    let config = |hook: &str| {
        let text =
            format!("repos: [{{repo: ../hooks, rev: {revision}, hooks: [{{id: {hook}}}]}}]\n");
        fs::write(project.join(".pre-commit-config.yaml"), text).unwrap();
    };
    let spec = project.join("plugin.spec.yaml");
    let run = || {
        git(&project, &["add", "."]);
        command(&pre_commit, &project)
            .env("PRE_COMMIT_HOME", place.path().join("cache"))
            .args(["run", "--all-files", "--color=never"])
            .output()
            .unwrap()
    };
    // Of other files nothing is read.
    fs::write(project.join("other.yaml"), wrong()).unwrap();
    config("specc-check");
    fs::write(&spec, MINIMAL).unwrap();
    let output = run();
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("check plugin specs"),
        "{}",
        said(&output)
    );
    assert!(said(&output).contains("Passed"), "{}", said(&output));
    fs::write(&spec, wrong()).unwrap();
    let output = run();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("unknown type `strng`"),
        "{}",
        said(&output)
    );

    config("specc-fix");
    fs::write(&spec, MINIMAL.replacen("description:", "decription:", 1)).unwrap();
    let output = run();
    assert!(
        said(&output).contains("files were modified by this hook"),
        "{}",
        said(&output)
    );
    assert_eq!(fs::read_to_string(&spec).unwrap(), MINIMAL);
    assert!(run().status.success());
}

/// The action, as GitHub reads it.
fn action() -> Value {
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// Runs a step's script as the runner does, with inputs in the place of their expressions.
fn step(index: usize, folder: &Path, inputs: &[(&str, &str)]) -> Output {
    let action = action();
    let step = &action["runs"]["steps"][index];
    assert_eq!(step["shell"], "bash");
    let script = step["run"].as_str().unwrap();
    assert!(!script.contains("${{"), "an expression within a script");
    fs::write(folder.join("step.sh"), script).unwrap();
    let mut bash = command("bash", folder);
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "step.sh"]);
    for (name, value) in step["env"].as_mapping().unwrap() {
        let expression = value.as_str().unwrap();
        let known = expression
            .strip_prefix("${{ inputs.")
            .and_then(|rest| rest.strip_suffix(" }}"));
        let value = match known {
            Some(input) => inputs
                .iter()
                .find(|(name, _)| *name == input)
                .map(|(_, value)| *value)
                .unwrap_or_else(|| action["inputs"][input]["default"].as_str().unwrap())
                .to_owned(),
            None => folder.display().to_string(),
        };
        bash.env(name.as_str().unwrap(), value);
    }
    bash.env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .env("GITHUB_PATH", folder.join("path"))
        .env("RUNNER_TEMP", folder)
        .output()
        .unwrap()
}

#[test]
fn the_action_checks_annotates_and_sums_up() {
    let place = TempDir::new().unwrap();
    let folder = place.path();
    fs::create_dir(folder.join("a b")).unwrap();
    fs::write(folder.join("a b/plugin.spec.yaml"), wrong()).unwrap();
    let output = step(0, folder, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let output = step(1, folder, &[("sarif", "out.sarif")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).starts_with("::error title=specc (unknown-type),file=a b/plugin.spec.yaml,"),
        "{}",
        said(&output)
    );
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert!(read("summary.md").starts_with("## specc: 1 error in 1 file\n"));
    assert!(read("out.sarif").contains("\"unknown-type\""));

    let arguments = ("arguments", "--exit-zero\n--quiet");
    let output = step(
        1,
        folder,
        &[("paths", "a b\n"), arguments, ("summary", "false")],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // Neither a script nor an option.
    let output = step(1, folder, &[("paths", "$(touch harm)\n--exit-zero")]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!folder.join("harm").exists());
}
