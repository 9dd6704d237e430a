//! `specc emit` as a user runs it: the built program, on folders of its own.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use specc::emit::TARGETS;

const SPECC: &str = env!("CARGO_BIN_EXE_specc");

/// A folder in which the program runs.
struct Sandbox {
    folder: tempfile::TempDir,
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn ended(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(
            self.err.contains(words),
            "{words:?} is not in:\n{}",
            self.err
        );
        self
    }
}

impl Sandbox {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(SPECC);
        command
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        Ran::new(self.command(arguments).output().unwrap())
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn get(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path().join(path)).ok()
    }

    fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    fn git(&self, arguments: &str, input: &str) {
        let mut child = Command::new("git")
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        assert!(child.wait().unwrap().success(), "git {arguments}\n{input}");
    }
}

/// A clean spec with one action for each name.
fn spec(name: &str, actions: &[&str]) -> String {
    let mut text = format!(
        "plugin_spec_version: v2\nextension: plugin\nproducts: [insightconnect]\nname: {name}\ntitle: A title\n\
         description: What it does\nversion: 1.0.0\nvendor: acme\nsupport: community\nstatus: []\nresources: {{}}\n\
         tags: [example]\nhub_tags: {{use_cases: [], keywords: [], features: []}}\nactions:\n"
    );
    for action in actions {
        text += &format!(
            "  {action}:\n    title: Action\n    description: What it does\n    input:\n      text: {{title: Text, \
             description: A text, type: string, required: true, example: hello}}\n"
        );
    }
    text
}

#[test]
fn one_spec_and_one_target_fill_the_folder_itself() {
    let here = Sandbox::new();
    here.put("a.yaml", &spec("greet", &["hello"]));
    here.run("emit --target samples a.yaml --out out")
        .ended(0)
        .says("out: 2 created");
    assert!(here.has("out/actions/hello.json") && here.has("out/.specc-manifest.json"));
    here.run("emit --target samples a.yaml")
        .ended(0)
        .says("greet: 2 created");
    assert!(here.has("greet/actions/hello.json"));
    here.run("emit -t samples,jsonschema a.yaml").ended(0);
    assert!(
        here.has("greet/samples/actions/hello.json") && here.has("greet/jsonschema/plugin.json")
    );
    here.run("emit -t samples a.yaml -o out -q").ended(0);
    let quiet = here.run("emit -t samples a.yaml -o out -q");
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn more_targets_and_more_specs_add_levels() {
    let here = Sandbox::new();
    here.put("in/a/plugin.spec.yaml", &spec("first", &["hello"]));
    here.run("emit -t samples in --out one").ended(0);
    assert!(
        here.has("one/first/actions/hello.json"),
        "a folder adds a level even with one spec"
    );
    here.put("in/b/plugin.spec.yaml", &spec("second", &["hello"]));
    here.run("emit -t samples -t jsonschema in -o out")
        .ended(0)
        .says("4 folders: ");
    for path in [
        "out/samples/first/actions/hello.json",
        "out/samples/second/actions/hello.json",
        "out/jsonschema/first/plugin.json",
        "out/jsonschema/second/plugin.json",
    ] {
        assert!(here.has(path), "{path}");
    }
    let two = "in/a/plugin.spec.yaml in/b/plugin.spec.yaml";
    here.run(&format!("emit -t samples {two} -o two")).ended(0);
    assert!(here.has("two/first/actions/hello.json") && here.has("two/second/actions/hello.json"));
    here.run("emit -t all in -o all").ended(0);
    assert!(here.has("all/samples/first") && here.has("all/jsonschema/second"));
}

#[test]
fn standard_input_is_one_spec() {
    let here = Sandbox::new();
    let mut child = here
        .command("emit -q -t samples - -o out")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let text = spec("greet", &["hello"]);
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(here.has("out/actions/hello.json"));
}

#[test]
fn two_specs_of_one_name_are_an_error() {
    let here = Sandbox::new();
    here.put("in/a/plugin.spec.yaml", &spec("same", &["hello"]));
    here.put("in/b/plugin.spec.yaml", &spec("Same", &["hello"]));
    here.put("in/c/plugin.spec.yaml", &spec("other", &["hello"]));
    let ran = here.run("emit -t samples in -o out");
    ran.ended(1)
        .says("in/a/plugin.spec.yaml was not emitted: in/b/plugin.spec.yaml is called");
    ran.says("in/b/plugin.spec.yaml was not emitted");
    assert!(here.has("out/other") && !here.has("out/same") && !here.has("out/Same"));
}

#[test]
fn check_and_diff_tell_the_truth() {
    let here = Sandbox::new();
    let apply = |here: &Sandbox| {
        let diff = here.run("emit -t jsonschema a.yaml -o out --diff");
        here.git("apply -", &diff.ended(0).out);
    };
    here.put("a.yaml", &spec("greet", &["hello", "leave"]));
    let missing = here.run("emit -t jsonschema a.yaml -o out --check");
    missing.ended(1).says("not up to date");
    assert!(
        missing.out.contains("missing    out/plugin.json\n"),
        "{}",
        missing.out
    );
    assert!(!here.has("out"), "a check wrote");
    here.run("emit -t jsonschema a.yaml -o out --dry-run")
        .ended(0)
        .says("to create");
    assert!(!here.has("out"), "a dry run wrote");

    here.git("init -q", "");
    apply(&here);
    here.run("emit -t jsonschema a.yaml -o out --check")
        .ended(0)
        .says("up to date");
    let settled = here.run("emit -t jsonschema a.yaml -o out");
    settled.ended(0).says("unchanged");
    assert!(!settled.err.contains("created"), "{}", settled.err);

    here.put(
        "a.yaml",
        &spec("greet", &["hello", "stay"]).replace("A text", "The text"),
    );
    let drift = here.run("emit -t jsonschema a.yaml -o out --check");
    drift.ended(1);
    for line in [
        "outdated   out/actions/hello.input.json",
        "missing    out/actions/stay.input.json",
        "orphaned   out/actions/leave.input.json",
    ] {
        assert!(
            drift.out.lines().any(|it| it == line),
            "{line} is not in\n{}",
            drift.out
        );
    }
    let dry = here.run("emit -t jsonschema a.yaml -o out --dry-run");
    assert!(
        dry.ended(0)
            .out
            .contains("delete     out/actions/leave.input.json\n"),
        "{}",
        dry.out
    );
    let both = here.run("emit -t jsonschema a.yaml -o out --check --diff");
    assert!(
        both.ended(1)
            .out
            .contains("+++ b/out/actions/stay.input.json\n"),
        "{}",
        both.out
    );
    assert!(!both.out.contains('\u{1b}'));
    let coloured = here.run("emit -t jsonschema a.yaml -o out --diff --color always");
    assert!(coloured.out.contains("\u{1b}[32m+"), "{}", coloured.out);

    apply(&here);
    assert!(!here.has("out/actions/leave.input.json"));
    here.run("emit -t jsonschema a.yaml -o out --check")
        .ended(0);
}

#[test]
fn an_edited_file_is_refused_with_what_would_be_lost() {
    let here = Sandbox::new();
    here.put("a.yaml", &spec("greet", &["hello"]));
    here.run("emit -t samples a.yaml -o out").ended(0);
    let written = here.get("out/actions/hello.json").unwrap();
    here.put(
        "out/actions/hello.json",
        &format!("{written}mine \u{1b}[2J\n"),
    );
    let ran = here.run("emit -t samples a.yaml -o out");
    ran.ended(1)
        .says("out/actions/hello.json is generated, but was edited")
        .says("\n-mine ")
        .says("--force");
    assert!(
        !ran.err.contains('\u{1b}'),
        "a file's text steers the terminal"
    );
    assert!(here.get("out/actions/hello.json").unwrap().contains("mine"));
    let check = here.run("emit -t samples a.yaml -o out --check");
    assert_eq!(check.ended(1).out, "edited     out/actions/hello.json\n");
    here.run("emit -t samples a.yaml -o out --force")
        .ended(0)
        .says("1 overwritten");
    assert_eq!(here.get("out/actions/hello.json").unwrap(), written);
}

#[test]
fn a_spec_with_errors_is_left_out_and_the_others_are_not() {
    let here = Sandbox::new();
    let broken = spec("broken", &["hello"]).replace("type: string", "type: strin");
    here.put("in/a/plugin.spec.yaml", &broken);
    here.put("in/b/plugin.spec.yaml", &spec("fine", &["hello"]));
    here.put("in/c/plugin.spec.yaml", "version: 1.0.0\n");
    let ran = here.run("emit -t jsonschema in -o out");
    ran.ended(1)
        .says("unknown-type")
        .says("in/a/plugin.spec.yaml was not emitted: it has an error");
    assert!(!here.has("out/broken") && here.has("out/fine"));

    let ran = here.run("emit -t jsonschema in -o out --lenient");
    ran.ended(1)
        .says("in/a/plugin.spec.yaml is emitted all the same");
    ran.says("warning[unknown-type]")
        .says("in/c/plugin.spec.yaml was not emitted: without a name");
    assert!(here.has("out/broken/actions/hello.input.json"));
    here.run("emit -t jsonschema in/a/plugin.spec.yaml -o lenient --lenient")
        .ended(0);
}

#[test]
fn a_lenient_emit_leaves_misspelt_keys_out() {
    let here = Sandbox::new();
    let text = spec("slip", &["hello"]).replace("example: hello", "exmaple: slipped");
    here.put("a.yaml", &text);
    here.run("emit -t jsonschema,samples a.yaml -o out")
        .ended(1)
        .says("misspelt-key");
    here.run("emit -t jsonschema,samples a.yaml -o out --lenient")
        .ended(0)
        .says("misspelt-key");
    let schema = here.get("out/jsonschema/actions/hello.input.json").unwrap();
    assert!(
        schema.contains("A text") && !schema.contains("slipped"),
        "{schema}"
    );
}

#[test]
fn names_do_not_lead_out_of_the_folder() {
    for name in ["../evil", "..", "a/b", "'a\\b'", "/tmp/evil"] {
        let here = Sandbox::new();
        here.put("in/plugin.spec.yaml", &spec(name, &["hello"]));
        for arguments in [
            "in -o x/out",
            "in/plugin.spec.yaml",
            "in/plugin.spec.yaml -o x/out",
        ] {
            let before = fs::read_dir(here.path()).unwrap().count();
            here.run(&format!("emit -t all {arguments}")).ended(1);
            assert_eq!(
                fs::read_dir(here.path()).unwrap().count(),
                before,
                "{name} {arguments}"
            );
            here.run(&format!("emit -t all --lenient {arguments}"))
                .ended(1);
            assert_eq!(
                fs::read_dir(here.path()).unwrap().count(),
                before,
                "{name} {arguments}"
            );
        }
    }
    let here = Sandbox::new();
    let text = spec(
        "greet",
        &["'../../evil'", "'/tmp/evil'", "'..'", "con", "'a/b'"],
    );
    here.put("in/plugin.spec.yaml", &text);
    here.run("emit -t all --lenient in/plugin.spec.yaml -o x/out");
    let beside = |folder: &str| {
        let entries = fs::read_dir(here.path().join(folder)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(beside("."), ["in", "x"]);
    assert_eq!(beside("x"), ["out"]);
    assert!(!beside("x/out/samples/actions").is_empty());
}

#[test]
fn wrong_arguments_are_told_with_what_was_meant() {
    let here = Sandbox::new();
    here.put("a.yaml", &spec("greet", &["hello"]));
    let targets: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
    let (last, others) = targets.split_last().unwrap();
    here.run("emit a.yaml").ended(2).says(&format!(
        "say what to make with --target: {}, {last} or all",
        others.join(", ")
    ));
    here.run("emit -t sample a.yaml")
        .ended(2)
        .says("did you mean `samples`?")
        .says(&format!("(known are: {})", targets.join(", ")));
    here.run("emit -t samples,jsonshcema a.yaml")
        .ended(2)
        .says("did you mean `jsonschema`?");
    here.run("emit -t samples a.yaml --opt samples.colour=red")
        .ended(2)
        .says("option of `samples`");
    here.run("emit -t samples a.yaml --opt jsonschema.x=1")
        .ended(2)
        .says("not among those");
    here.run("emit -t samples a.yaml --opt x")
        .ended(2)
        .says("TARGET.KEY=VALUE");
    here.run("emit -t samples a.yaml --check --force").ended(2);
    here.run("emit -t samples gone.yaml")
        .ended(2)
        .says("gone.yaml does not exist");
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 1);
}

#[test]
fn what_a_target_cannot_express_can_be_denied() {
    let here = Sandbox::new();
    let process = "processes:\n  vote:\n    title: Vote\n    description: Let the members vote\n";
    here.put("plugin.spec.yaml", &(spec("voting", &["count"]) + process));
    here.run("emit --target samples --out out plugin.spec.yaml")
        .ended(0)
        .says("warning[lossy]")
        .says("Samples has no governance processes: `vote` is left out");
    assert!(here.has("out/actions/count.json"));
    here.run("emit --deny lossy --target samples,jsonschema --out denied plugin.spec.yaml")
        .ended(1)
        .says("error[lossy]");
    assert!(!here.has("denied/samples"), "refused, and yet written");
    assert!(here.has("denied/jsonschema/processes/vote.input.json"));
    here.run("emit --deny lossi --target samples plugin.spec.yaml")
        .ended(2)
        .says("did you mean `lossy`?");
    here.run("emit --deny missing-description --target samples --out other plugin.spec.yaml")
        .ended(0);
}

#[test]
fn failures_of_the_environment_name_the_path_and_the_reason() {
    let here = Sandbox::new();
    here.put("in/a/plugin.spec.yaml", &spec("first", &["hello"]));
    here.put("in/b/plugin.spec.yaml", &spec("second", &["hello"]));
    here.put("out/first", "a file");
    here.run("emit -t samples in -o out")
        .ended(2)
        .says("out/first is a file");
    assert!(
        here.has("out/second/actions/hello.json"),
        "the others are emitted"
    );
    here.run("emit -t samples in -o out/first").ended(2);
    here.run("emit -t samples in -o out --check").ended(2);
    here.put("out/second/.specc-manifest.json", "<<<<<<< HEAD\n");
    let ran = here.run("emit -t samples in/b/plugin.spec.yaml -o out/second --force");
    ran.ended(2)
        .says("out/second/.specc-manifest.json is damaged");
    here.run("emit -t jsonschema in/b/plugin.spec.yaml -o fresh")
        .ended(0);
    here.run("emit -t samples in/b/plugin.spec.yaml -o fresh")
        .ended(2)
        .says("target `jsonschema`");
}

#[test]
fn an_output_beside_its_spec_is_not_taken_for_another() {
    let here = Sandbox::new();
    here.put("plugin.spec.yaml", &spec("greet", &["hello"]));
    for _ in 0..2 {
        here.run("emit -t all . -o out").ended(0);
        here.run("emit -t all . -o out --check").ended(0);
    }
    // An output that holds a copy of the spec, as some targets make it.
    let manifest = r#"{"version": 1, "tool": "specc 0", "target": "x", "plugin": "greet", "files":
        {"plugin.spec.yaml": {"kind": "generated", "sha256": ""}}}"#;
    here.put("copy/.specc-manifest.json", manifest);
    here.put("copy/plugin.spec.yaml", &spec("greet", &["hello"]));
    here.run("emit -t all . -o out").ended(0);
    here.run("emit -t all copy/plugin.spec.yaml -o named")
        .ended(0);
    here.put("other/plugin.spec.yaml", &spec("greet", &["hello"]));
    here.run("emit -t all . -o out").ended(1);
}

#[test]
fn a_spec_in_its_own_output_folder_stays_its_authors() {
    let here = Sandbox::new();
    let (one, two) = (spec("greet", &["hello"]), spec("greet", &["stay"]));
    let run = |arguments: &str| {
        here.run(&format!("emit -t python plugin.spec.yaml -o . {arguments}"))
            .ended(0);
    };
    here.put("plugin.spec.yaml", &one);
    run("");
    assert!(here.has("pyproject.toml"));
    here.put("plugin.spec.yaml", &two);
    run("");
    run("--check");
    assert_eq!(here.get("plugin.spec.yaml").unwrap(), two);
    // It is still found as a spec, and an output elsewhere gets its copy.
    here.run("check").ended(0);
    here.run("emit -t python . -o copies/of-it").ended(0);
    assert_eq!(
        here.get("copies/of-it/greet/plugin.spec.yaml").unwrap(),
        two
    );

    // A copy that becomes the source is the author's from then on: what no longer makes it does not delete it.
    here.run("emit -t python plugin.spec.yaml -o out").ended(0);
    here.run("emit -t python out/plugin.spec.yaml -o out")
        .ended(0);
    here.put("out/plugin.spec.yaml", &one);
    here.run("emit -t python out/plugin.spec.yaml -o out --force")
        .ended(0);
    assert_eq!(here.get("out/plugin.spec.yaml").unwrap(), one);
}

/// Limits on the size of files, which a full disk resembles, are set by the shell.
#[cfg(unix)]
mod unix {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn limited(here: &Sandbox, before: &str, arguments: &str) -> Output {
        Command::new("sh")
            .args([
                "-c",
                &format!("{before}; ulimit -f 4; exec \"$0\" {arguments}"),
                SPECC,
            ])
            .current_dir(here.path())
            .output()
            .unwrap()
    }

    /// A spec whose schemas do not fit the limit.
    fn large() -> String {
        spec("greet", &["hello"]).replace("A text", &"A long text. ".repeat(1000))
    }

    #[test]
    fn a_disk_that_takes_no_more_is_an_error_and_leaves_the_old_files() {
        let here = Sandbox::new();
        here.put("a.yaml", &spec("greet", &["hello"]));
        here.run("emit -t jsonschema a.yaml -o out").ended(0);
        let old = here.get("out/actions/hello.input.json").unwrap();
        here.put("a.yaml", &large());
        let ran = Ran::new(limited(
            &here,
            "trap '' XFSZ",
            "emit -t jsonschema a.yaml -o out",
        ));
        ran.ended(2)
            .says("cannot write out/actions/hello.input.json: ");
        assert_eq!(here.get("out/actions/hello.input.json").unwrap(), old);
        let names = walk(here.path());
        assert!(
            !names.iter().any(|name| name.contains("writing")),
            "{names:?}"
        );
        here.run("emit -t jsonschema a.yaml -o out").ended(0);
        here.run("emit -t jsonschema a.yaml -o out --check")
            .ended(0);
    }

    #[test]
    fn a_killed_run_leaves_whole_files_and_no_riddle() {
        let here = Sandbox::new();
        here.put("a.yaml", &spec("greet", &["hello"]));
        here.run("emit -t jsonschema a.yaml -o out").ended(0);
        let old = here.get("out/actions/hello.input.json").unwrap();
        here.put("a.yaml", &large());
        // The system kills the program in the middle of its first long file.
        let killed = limited(&here, "true", "emit -t jsonschema a.yaml -o out");
        assert!(killed.status.signal().is_some(), "{killed:?}");
        assert_eq!(here.get("out/actions/hello.input.json").unwrap(), old);
        let names = walk(here.path());
        assert!(
            names.iter().any(|name| name.contains("writing")),
            "it was not killed while writing"
        );
        // The spec changes again before the next run.
        here.put("a.yaml", &spec("greet", &["hello", "leave"]));
        here.run("emit -t jsonschema a.yaml -o out").ended(0);
        let names = walk(here.path());
        assert!(
            !names.iter().any(|name| name.contains("writing")),
            "{names:?}"
        );
        here.run("emit -t jsonschema a.yaml -o out --check")
            .ended(0);
    }

    #[test]
    fn runs_at_once_leave_one_whole_output() {
        let here = Sandbox::new();
        here.put("a.yaml", &spec("greet", &["hello", "one"]));
        here.put("b.yaml", &spec("greet", &["hello", "two"]));
        let runs: Vec<_> = (0..12)
            .map(|number| {
                let spec = if number % 2 == 0 { "a.yaml" } else { "b.yaml" };
                let mut command =
                    here.command(&format!("emit -t jsonschema,samples {spec} -o out"));
                command.stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for run in runs {
            Ran::new(run.wait_with_output().unwrap()).ended(0);
        }
        for target in ["samples", "jsonschema"] {
            let ended_as = |name: &str| {
                here.run(&format!("emit -t {target} {name} -o out/{target} --check"))
                    .code
                    == Some(0)
            };
            assert!(ended_as("a.yaml") != ended_as("b.yaml"), "{target}");
        }
    }

    fn walk(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            names.push(entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                names.extend(walk(&entry.path()));
            }
        }
        names
    }
}
