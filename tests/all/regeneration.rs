//! The story of a plugin whose spec changes while its author works on it, the same for every language.

use std::path::Path;
use std::process::Command;

use crate::skeleton::fixture;

/// What the story needs to know of a language.
pub struct Story<'a> {
    /// The target.
    pub target: &'a str,
    /// Where the plugin is emitted. Nothing is there yet.
    pub folder: &'a Path,
    /// The author's file of the action `say_goodbye` of the example.
    pub file: &'a str,
    /// Texts of that file as it is emitted, and the work that takes their places, which uses the input `tone`.
    pub work: &'a [(&'a str, &'a str)],
    /// How that work names the input, and how it would name an input `manner`.
    pub names: (&'a str, &'a str),
    /// A text of that work, and what takes its place to use a new input `length` too, a whole number.
    pub addition: (&'a str, &'a str),
    /// A generated file that belongs to the action alone.
    pub generated: &'a str,
    /// The author's file of the action once it is called `say_farewell`.
    pub renamed: &'a str,
    /// The author's file of the trigger.
    pub trigger: &'a str,
    /// Whether the language still compiles a file that nothing names any more.
    pub compiles_orphans: bool,
    /// Checks the plugin with the language's own tools; gives their complaint.
    pub check: &'a dyn Fn(&Path) -> Result<(), String>,
}

/// The folder and the spec of a story that is being told.
struct Telling<'a> {
    story: &'a Story<'a>,
    specs: tempfile::TempDir,
}

/// An author fills in an action; the spec gains an input, renames another, then the action itself, and loses its
/// trigger: the work is never touched, generated code follows, the language points at what no longer fits, and what is
/// left over is named.
pub fn work_outlives_changes_of_the_spec(story: &Story) {
    let telling = Telling {
        story,
        specs: tempfile::tempdir().unwrap(),
    };
    let check = || (story.check)(story.folder);
    let text = std::fs::read_to_string(fixture("example")).unwrap();

    std::fs::write(telling.spec(), &text).unwrap();
    assert_eq!(telling.emit(&["--check"]).0, Some(1));
    assert_eq!(telling.emit(&[]).0, Some(0));
    for (from, to) in story.work {
        telling.edit(from, to);
    }
    telling.is_up_to_date();
    check().unwrap();

    let length =
        "      length:\n        type: integer\n        required: true\n        example: 3\n";
    let text = text.replace("      tone:\n", &format!("{length}      tone:\n"));
    let (generated, _) = telling.change(&text, story.generated, "length");
    assert!(generated.to_ascii_lowercase().contains("length"));
    check().unwrap();
    telling.edit(story.addition.0, story.addition.1);
    check().unwrap();

    let text = text.replace("      tone:", "      manner:");
    let (generated, _) = telling.change(&text, story.generated, "manner");
    let generated = generated.to_ascii_lowercase();
    assert!(generated.contains("manner") && !generated.contains("tone"));
    let complaint = check().unwrap_err();
    assert!(complaint.contains(story.file), "{complaint}");
    telling.edit(story.names.0, story.names.1);
    check().unwrap();

    let (head, rest) = text.split_once("triggers:").unwrap();
    let (_, tail) = rest.split_once("actions:").unwrap();
    let text = format!("{head}actions:{tail}").replace("  say_goodbye:", "  say_farewell:");
    let (_, shown) = telling.change(&text, story.renamed, "say_farewell");
    for orphan in [story.file, story.trigger] {
        let orphan = story.folder.join(orphan);
        let report = format!("{} is yours", orphan.display());
        assert!(shown.contains(&report) && orphan.exists(), "{shown}");
    }
    assert!(!story.folder.join(story.generated).exists());
    assert!(story.folder.join(story.renamed).exists());
    if story.compiles_orphans {
        let complaint = check().unwrap_err();
        assert!(complaint.contains(story.file), "{complaint}");
        for orphan in [story.file, story.trigger] {
            std::fs::remove_file(story.folder.join(orphan)).unwrap();
        }
    }
    check().unwrap();
}

impl Telling<'_> {
    fn spec(&self) -> std::path::PathBuf {
        self.specs.path().join("plugin.spec.yaml")
    }

    /// Emits with these flags. Gives the exit status and what was said.
    fn emit(&self, flags: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["emit", "--target", self.story.target, "--out"])
            .args([self.story.folder, &self.spec()])
            .args(flags)
            .output()
            .unwrap();
        let shown = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(shown).unwrap())
    }

    /// What stands in the author's file of the action.
    fn work(&self) -> String {
        std::fs::read_to_string(self.story.folder.join(self.story.file)).unwrap()
    }

    /// The author changes that file.
    fn edit(&self, from: &str, to: &str) {
        let written = self.work();
        assert!(written.contains(from), "{written}");
        let written = written.replace(from, to);
        std::fs::write(self.story.folder.join(self.story.file), written).unwrap();
    }

    /// `--check` and `--diff` find nothing.
    fn is_up_to_date(&self) {
        let (status, shown) = self.emit(&["--check"]);
        assert_eq!(status, Some(0), "{shown}");
        let (status, shown) = self.emit(&["--diff"]);
        assert_eq!(status, Some(0), "{shown}");
        assert!(!shown.contains("\n@@ "), "{shown}");
    }

    /// The spec becomes this text. `--check` and `--diff` tell of it, with this file and this word, and touch nothing;
    /// once it is emitted they find nothing, and the work stands as it stood. Gives what then stands in the generated
    /// file, where there is one, and what was said.
    fn change(&self, text: &str, file: &str, word: &str) -> (String, String) {
        let generated = self.story.folder.join(self.story.generated);
        let (work, before) = (self.work(), std::fs::read(&generated).unwrap());
        assert_ne!(std::fs::read_to_string(self.spec()).unwrap(), text);
        std::fs::write(self.spec(), text).unwrap();
        let (status, shown) = self.emit(&["--check"]);
        assert_eq!(status, Some(1), "{shown}");
        assert!(shown.contains(file), "{shown}");
        let (status, shown) = self.emit(&["--diff"]);
        assert_eq!(status, Some(0), "{shown}");
        let mut added = shown.lines().filter(|line| line.starts_with('+'));
        let is_told = |line: &str| line.to_ascii_lowercase().contains(word);
        assert!(added.any(is_told), "{shown}");
        assert!(shown.contains(file), "{shown}");
        assert_eq!(std::fs::read(&generated).unwrap(), before);

        let (status, shown) = self.emit(&[]);
        assert_eq!(status, Some(0), "{shown}");
        assert_eq!(self.work(), work);
        self.is_up_to_date();
        let generated = std::fs::read_to_string(generated).unwrap_or_default();
        (generated, shown)
    }
}
