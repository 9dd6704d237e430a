//! What this repository offers to pipelines, run as they run it: the hooks with pre-commit, the action's script with
//! bash, the job of GitLab with a program that runs such jobs locally.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
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

/// A project that is to use the hooks of this repository.
struct Hooks {
    place: TempDir,
    project: PathBuf,
    /// The commit of the hooks, which lie in `hooks` beside the project.
    revision: String,
}

impl Hooks {
    /// The hooks as they are, but with the program that stands here: building it once more takes minutes.
    fn new() -> Self {
        let place = TempDir::new().unwrap();
        let (hooks, project) = (place.path().join("hooks"), place.path().join("project"));
        for folder in [&hooks, &project] {
            fs::create_dir(folder).unwrap();
            git(folder, &["init", "--quiet"]);
        }
        let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
        assert_eq!(text.matches("language: rust\n").count(), 2);
        let text = text.replace("language: rust\n", "language: system\n");
        fs::write(hooks.join(".pre-commit-hooks.yaml"), text).unwrap();
        git(&hooks, &["add", "."]);
        git(&hooks, &["commit", "--quiet", "--message", "Hooks"]);
        let revision = git(&hooks, &["rev-parse", "HEAD"]);
        Self {
            place,
            project,
            revision,
        }
    }

    /// Runs pre-commit over all files.
    fn run(&self, pre_commit: &Path, stage: &str) -> Output {
        git(&self.project, &["add", "."]);
        command(pre_commit, &self.project)
            .env("PRE_COMMIT_HOME", self.place.path().join("cache"))
            .args(["run", "--all-files", "--color=never", "--hook-stage", stage])
            .output()
            .unwrap()
    }
}

#[test]
fn pre_commit_runs_the_hooks() {
    let Some(pre_commit) = python_tool("pre-commit") else {
        support::absent("pre-commit");
        return;
    };
    let hooks = Hooks::new();
    let Hooks {
        project, revision, ..
    } = &hooks;
    let config = |hook: &str| {
        let text =
            format!("repos: [{{repo: ../hooks, rev: {revision}, hooks: [{{id: {hook}}}]}}]\n");
        fs::write(project.join(".pre-commit-config.yaml"), text).unwrap();
    };
    let spec = project.join("plugin.spec.yaml");
    let run = || hooks.run(&pre_commit, "pre-commit");
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

#[test]
fn pre_commit_holds_versions_to_changes_before_a_push() {
    let Some(pre_commit) = python_tool("pre-commit") else {
        support::absent("pre-commit");
        return;
    };
    let hooks = Hooks::new();
    let Hooks {
        project, revision, ..
    } = &hooks;
    // The hook as the book has it; nothing is pushed here, so that the branch is the local one.
    let hook = from_book("      - id: specc-check\n", "```");
    assert!(hook.contains("origin/main"), "{hook}");
    let hook = hook.replace("origin/main", "main");
    let config = format!("repos:\n  - repo: ../hooks\n    rev: {revision}\n    hooks:\n{hook}");
    fs::write(project.join(".pre-commit-config.yaml"), config).unwrap();
    let spec = project.join("plugin.spec.yaml");
    fs::write(&spec, MINIMAL).unwrap();
    git(project, &["checkout", "--quiet", "-b", "main"]);
    git(project, &["add", "."]);
    git(project, &["commit", "--quiet", "--message", "Plugin"]);
    git(project, &["checkout", "--quiet", "-b", "topic"]);
    let run = |stage| hooks.run(&pre_commit, stage);
    let output = run("pre-push");
    assert!(output.status.success(), "{}", said(&output));
    fs::write(&spec, MINIMAL.replacen("type: string", "type: integer", 1)).unwrap();
    let output = run("pre-push");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("version"), "{}", said(&output));
    assert!(run("pre-commit").status.success());
}

/// The rest of the guide for pipelines from a text on, up to another, with the text.
fn from_book(begin: &str, end: &str) -> String {
    let book = fs::read_to_string(root().join("book/src/guide/ci.md")).unwrap();
    let at = book.find(begin).unwrap();
    let length = book[at..].find(end).unwrap();
    book[at..at + length].to_owned()
}

/// The job that the book shows, by a program that runs jobs of GitLab where it stands, with a cargo that does not build.
#[cfg(unix)]
#[test]
fn a_job_of_gitlab_checks_and_reports() {
    use std::os::unix::fs::PermissionsExt as _;
    let runner = root().join(".tools/browser/node_modules/.bin/gitlab-ci-local");
    if !runner.exists() {
        support::absent("gitlab-ci-local");
        return;
    }
    let place = TempDir::new().unwrap();
    let (bin, project) = (place.path().join("bin"), place.path().join("project"));
    for folder in [&bin, &project] {
        fs::create_dir(folder).unwrap();
    }
    let cargo = format!(
        "#!/bin/sh\nset -e\n\
         [ \"$*\" = 'install --quiet --locked --git https://specc.example/ --rev abc specc' ]\n\
         cp '{}' '{}'\n",
        env!("CARGO_BIN_EXE_specc"),
        bin.join("specc").display()
    );
    fs::write(bin.join("cargo"), cargo).unwrap();
    fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let job = from_book("# .gitlab-ci.yml\n", "```");
    fs::write(project.join(".gitlab-ci.yml"), job).unwrap();
    let spec = project.join("plugin.spec.yaml");
    fs::write(&spec, wrong()).unwrap();
    git(&project, &["init", "--quiet"]);
    let origin = "git@gitlab.example.com:acme/plugins.git";
    git(&project, &["remote", "add", "origin", origin]);
    let run = |message: &str| {
        git(&project, &["add", "."]);
        git(&project, &["commit", "--quiet", "--message", message]);
        let without = path_without_specc();
        let folders = std::iter::once(bin.clone()).chain(std::env::split_paths(&without));
        command(&runner, &project)
            .env("PATH", std::env::join_paths(folders).unwrap())
            .env("HOME", place.path())
            .args(["--force-shell-executor", "--no-color"])
            .args(["--variable", "SPECC_REPOSITORY=https://specc.example/"])
            .args(["--variable", "SPECC_REVISION=abc", "specs"])
            .output()
            .unwrap()
    };
    let output = run("Plugin");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("unknown type `strng`"),
        "{}",
        said(&output)
    );
    let quality = || -> serde_json::Value {
        let text = fs::read_to_string(project.join("quality.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(quality()[0]["check_name"], "unknown-type");
    let units = fs::read_to_string(project.join("specc.xml")).unwrap();
    assert!(units.contains("unknown-type"), "{units}");

    fs::write(&spec, MINIMAL).unwrap();
    let output = run("Mend it");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(quality(), serde_json::json!([]));
}

/// The hooks as they are, from this repository: pre-commit clones it and builds specc. That takes minutes.
#[test]
fn pre_commit_builds_the_program_of_its_hooks() {
    if std::env::var_os("SPECC_FULL").is_none() {
        eprintln!("skipped: pre-commit builds specc where SPECC_FULL is set");
        return;
    }
    let Some(pre_commit) = python_tool("pre-commit") else {
        support::absent("pre-commit");
        return;
    };
    let place = TempDir::new().unwrap();
    let project = place.path().join("project");
    fs::create_dir(&project).unwrap();
    git(&project, &["init", "--quiet"]);
    let revision = git(root().as_std_path(), &["rev-parse", "HEAD"]);
    let hooks = root();
    let text =
        format!("repos: [{{repo: {hooks:?}, rev: {revision}, hooks: [{{id: specc-fix}}]}}]\n");
    fs::write(project.join(".pre-commit-config.yaml"), text).unwrap();
    let spec = project.join("plugin.spec.yaml");
    fs::write(&spec, MINIMAL.replacen("description:", "decription:", 1)).unwrap();
    let run = || {
        git(&project, &["add", "."]);
        let mut command = command(&pre_commit, &project);
        command
            .env("PATH", path_without_specc())
            .env("PRE_COMMIT_HOME", place.path().join("cache"))
            .env(
                "CARGO_TARGET_DIR",
                concat!(env!("CARGO_TARGET_TMPDIR"), "/hooks"),
            )
            .args(["run", "--all-files", "--color=never"])
            .output()
            .unwrap()
    };
    let output = run();
    let words = "files were modified by this hook";
    assert!(said(&output).contains(words), "{}", said(&output));
    assert_eq!(fs::read_to_string(&spec).unwrap(), MINIMAL);
    let output = run();
    assert!(output.status.success(), "{}", said(&output));
}

/// Where programs are looked for, but for those folders that hold specc.
fn path_without_specc() -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|it| !it.join("specc").exists());
    std::env::join_paths(folders).unwrap()
}

/// The action, as GitHub reads it.
fn action() -> Value {
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// Runs a step's script as the runner does, with inputs in the place of their expressions.
fn step(index: usize, folder: &Path, inputs: &[(&str, &str)]) -> Output {
    step_on(index, folder, inputs, None)
}

/// The same where programs are looked for on a path of its own.
fn step_on(index: usize, folder: &Path, inputs: &[(&str, &str)], path: Option<&OsStr>) -> Output {
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
            None => {
                assert_eq!(expression, "${{ github.action_path }}");
                root().to_string()
            }
        };
        bash.env(name.as_str().unwrap(), value);
    }
    if let Some(path) = path {
        bash.env("PATH", path);
    }
    bash.env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .env("GITHUB_PATH", folder.join("path"))
        .env("RUNNER_TEMP", folder)
        .output()
        .unwrap()
}

/// The path that a step finds after those before it, as the runner makes it of what they added.
fn path_after(folder: &Path, path: &OsStr) -> OsString {
    let added = fs::read_to_string(folder.join("path")).unwrap_or_default();
    let added: Vec<PathBuf> = added.lines().map(PathBuf::from).collect();
    let folders = added.into_iter().rev().chain(std::env::split_paths(path));
    std::env::join_paths(folders).unwrap()
}

/// Runs the action where no specc is, with this cargo before all others, and gives the answers of its steps.
fn installed_and_run(folder: &Path, cargo: Option<&Path>) -> (Output, Output) {
    fs::write(folder.join("plugin.spec.yaml"), wrong()).unwrap();
    let mut folders: Vec<PathBuf> = cargo.map(Path::to_owned).into_iter().collect();
    folders.extend(std::env::split_paths(&path_without_specc()));
    let path = std::env::join_paths(folders).unwrap();
    let first = step_on(0, folder, &[], Some(&path));
    let path = path_after(folder, &path);
    (first, step_on(1, folder, &[], Some(&path)))
}

#[cfg(unix)]
#[test]
fn the_action_installs_specc_where_none_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = TempDir::new().unwrap();
    // Folders of runners may have blanks in their names.
    let (folder, bin) = (place.path().join("runner temp"), place.path().join("bin"));
    for folder in [&folder, &bin] {
        fs::create_dir(folder).unwrap();
    }
    let cargo = |script: &str| {
        let text = format!("#!/bin/sh\nset -e\n{script}\n");
        fs::write(bin.join("cargo"), text).unwrap();
        fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    };

    // Where it cannot be installed nothing is said to be there, and the run ends with cargo's status.
    cargo("echo no network >&2; exit 101");
    let (first, second) = installed_and_run(&folder, Some(&bin));
    assert_eq!(first.status.code(), Some(101), "{}", said(&first));
    assert!(!folder.join("path").exists());
    assert_eq!(second.status.code(), Some(127), "{}", said(&second));

    // Cargo without the building: it takes what the real one takes, and holds to the versions and checksums of the lock.
    let built = env!("CARGO_BIN_EXE_specc");
    let source = root();
    cargo(&format!(
        r#"[ "$1 $2 $3 $4" = "install --quiet --locked --path" ] && [ "$6" = --root ] && [ $# = 7 ]
[ "$5" = "{source}" ] && [ -f "$5/Cargo.lock" ]
mkdir -p "$7/bin"
cp "{built}" "$7/bin/specc""#
    ));
    let (first, second) = installed_and_run(&folder, Some(&bin));
    assert!(first.status.success(), "{}", said(&first));
    assert!(folder.join("specc/bin/specc").is_file());
    is_checked(&second);

    // What is there is not installed again.
    let there = folder.join("specc/bin");
    cargo("exit 101");
    let path = std::env::join_paths([&there, &bin, Path::new("/usr/bin"), Path::new("/bin")]);
    let output = step_on(0, &folder, &[], Some(&path.unwrap()));
    assert!(said(&output).starts_with("specc "), "{}", said(&output));
}

/// With the real cargo, which builds specc: that takes minutes.
#[test]
fn the_action_builds_specc() {
    if std::env::var_os("SPECC_FULL").is_none() {
        eprintln!("skipped: the action builds specc where SPECC_FULL is set");
        return;
    }
    let place = TempDir::new().unwrap();
    let (first, second) = installed_and_run(place.path(), None);
    assert!(first.status.success(), "{}", said(&first));
    is_checked(&second);
}

#[track_caller]
fn is_checked(output: &Output) {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    let start = "::error title=specc (unknown-type),file=plugin.spec.yaml,";
    assert!(said(output).starts_with(start), "{}", said(output));
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

    git(folder, &["init", "--quiet", "--initial-branch", "main"]);
    fs::write(folder.join("a b/plugin.spec.yaml"), MINIMAL).unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "One"]);
    let renamed = MINIMAL.replacen("  echo:", "  reply:", 1);
    assert_ne!(renamed, MINIMAL);
    fs::write(folder.join("a b/plugin.spec.yaml"), renamed).unwrap();
    let output = step(1, folder, &[("against", "main")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("(missing-version-bump)"),
        "{}",
        said(&output)
    );
    // Whatever a branch is called, it is no option.
    let output = step(1, folder, &[("against", "--exit-zero $(touch harm)")]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    fs::write(folder.join("a b/plugin.spec.yaml"), wrong()).unwrap();

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
