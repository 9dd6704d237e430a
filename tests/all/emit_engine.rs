//! What an emit does to one folder: every state that a file of every kind can be in.

use std::fs;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use specc::output::compare::Refusal;
use specc::output::{
    OutputError, OutputTree, Ownership, PathProblem, Place, Plan, Policy, Stamp, Verdict, preview,
    write,
};

#[cfg(unix)]
mod unix;

const MANIFEST: &str = ".specc-manifest.json";

struct Folder {
    _temporary: tempfile::TempDir,
    base: Utf8PathBuf,
}

impl Folder {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        Self {
            base: Utf8PathBuf::from_path_buf(temporary.path().join("out")).unwrap(),
            _temporary: temporary,
        }
    }

    fn place(&self) -> Place {
        Place::new(&self.base, "")
    }

    fn emit(&self, tree: &OutputTree) -> Plan {
        self.try_emit(tree, Policy::default()).unwrap()
    }

    fn emit_with(&self, tree: &OutputTree, force: bool, restore: bool) -> Plan {
        self.try_emit(tree, Policy { force, restore }).unwrap()
    }

    /// Emits, after making sure that looking first foretells the same and leaves the disk alone.
    fn try_emit(&self, tree: &OutputTree, policy: Policy) -> Result<Plan, OutputError> {
        let before = self.everything();
        let foreseen = preview(&self.place(), tree, &stamp("1"), policy);
        assert_eq!(before, self.everything(), "a preview wrote");
        let done = write(&self.place(), tree, &stamp("1"), policy);
        if let (Ok(foreseen), Ok(done)) = (&foreseen, &done) {
            assert_eq!(foreseen, done);
        }
        if done.as_ref().map_or(true, Plan::is_refused) {
            assert_eq!(before, self.everything(), "a refused emit wrote");
        }
        done
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.base.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn get(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.base.join(path)).ok()
    }

    fn delete(&self, path: &str) {
        fs::remove_file(self.base.join(path)).unwrap();
    }

    /// Every path with its time, kind and content.
    fn everything(&self) -> Vec<String> {
        fn walk(path: &Path, found: &mut Vec<String>) {
            let Ok(data) = fs::symlink_metadata(path) else {
                return;
            };
            // A folder's entries tell all that its own time could.
            let time = data.is_file().then(|| data.modified().unwrap());
            let content = data.is_file().then(|| fs::read(path).unwrap());
            found.push(format!(
                "{path:?} {:?} {time:?} {content:?}",
                data.file_type()
            ));
            if data.is_dir() {
                let mut entries: Vec<_> = fs::read_dir(path)
                    .unwrap()
                    .map(|it| it.unwrap().path())
                    .collect();
                entries.sort();
                for entry in entries {
                    walk(&entry, found);
                }
            }
        }
        let mut found = Vec::new();
        walk(self.base.as_std_path(), &mut found);
        found
    }
}

fn stamp(version: &str) -> Stamp {
    Stamp {
        tool: format!("specc {version}"),
        target: "toy".into(),
        plugin: "p".into(),
    }
}

fn generated(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, content) in files {
        tree.generated(path, *content);
    }
    tree
}

fn scaffold(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, content) in files {
        tree.scaffold(path, *content);
    }
    tree
}

fn verdict<'a>(plan: &'a Plan, path: &str) -> &'a Verdict {
    &plan
        .steps
        .iter()
        .find(|step| step.path == path)
        .unwrap_or_else(|| panic!("{path} is not in {plan:?}"))
        .verdict
}

#[test]
fn a_generated_file_follows_the_spec_unless_it_was_edited() {
    let folder = Folder::new();
    let one = generated(&[("d/a.py", "one\n")]);
    let two = generated(&[("d/a.py", "two\n")]);
    assert_eq!(verdict(&folder.emit(&one), "d/a.py"), &Verdict::Create);

    let settled = folder.everything();
    assert_eq!(verdict(&folder.emit(&one), "d/a.py"), &Verdict::Unchanged);
    assert_eq!(
        settled,
        folder.everything(),
        "an unchanged file was touched"
    );

    assert_eq!(verdict(&folder.emit(&two), "d/a.py"), &Verdict::Update);
    assert_eq!(folder.get("d/a.py").unwrap(), "two\n");

    folder.delete("d/a.py");
    assert_eq!(verdict(&folder.emit(&two), "d/a.py"), &Verdict::Create);

    folder.put("d/a.py", "mine\n");
    let edited = Verdict::Refuse(Refusal::Edited);
    for tree in [&one, &two] {
        let plan = folder.emit(tree);
        assert_eq!(verdict(&plan, "d/a.py"), &edited);
        assert_eq!(plan.steps[0].before.as_deref(), Some(&b"mine\n"[..]));
    }
    let plan = folder.emit_with(&two, true, false);
    assert_eq!(
        verdict(&plan, "d/a.py"),
        &Verdict::Overwrite(Refusal::Edited)
    );
    assert_eq!(folder.get("d/a.py").unwrap(), "two\n");
    assert_eq!(verdict(&folder.emit(&one), "d/a.py"), &Verdict::Update);

    // An edit that ends at what would be written has nothing to lose.
    folder.put("d/a.py", "two\n");
    assert_eq!(verdict(&folder.emit(&two), "d/a.py"), &Verdict::Unchanged);
    assert_eq!(verdict(&folder.emit(&one), "d/a.py"), &Verdict::Update);
}

#[test]
fn one_refused_file_stops_the_whole_folder() {
    let folder = Folder::new();
    folder.emit(&generated(&[("a", "1"), ("b", "1"), ("old", "1")]));
    folder.put("a", "mine");
    let plan = folder.emit(&generated(&[("a", "2"), ("b", "2"), ("c", "2")]));
    assert!(plan.is_refused() && plan.is_drift());
    assert_eq!(folder.get("b").unwrap(), "1");
    assert_eq!(folder.get("c"), None);
    assert_eq!(folder.get("old").unwrap(), "1");
}

#[test]
fn a_checkout_with_other_line_ends_is_no_edit() {
    let folder = Folder::new();
    let one = generated(&[("a", "one\ntwo\n")]);
    folder.emit(&one);
    folder.put("a", "one\r\ntwo\r\n");
    assert_eq!(verdict(&folder.emit(&one), "a"), &Verdict::Unchanged);
    assert_eq!(folder.get("a").unwrap(), "one\r\ntwo\r\n");
    let three = generated(&[("a", "three\n")]);
    assert_eq!(verdict(&folder.emit(&three), "a"), &Verdict::Update);
    folder.put("a", "mine\r\n");
    assert_eq!(
        verdict(&folder.emit(&one), "a"),
        &Verdict::Refuse(Refusal::Edited)
    );
}

#[test]
fn a_strange_file_is_never_overwritten_unasked() {
    let folder = Folder::new();
    let tree = generated(&[("a", "new")]);
    folder.put("a", "mine");
    assert_eq!(
        verdict(&folder.emit(&tree), "a"),
        &Verdict::Refuse(Refusal::Foreign)
    );
    assert_eq!(
        verdict(&folder.emit_with(&tree, true, false), "a"),
        &Verdict::Overwrite(Refusal::Foreign)
    );
    assert_eq!(folder.get("a").unwrap(), "new");

    // Without its manifest, what is as it would be written is taken over.
    folder.delete(MANIFEST);
    assert_eq!(verdict(&folder.emit(&tree), "a"), &Verdict::Unchanged);
    assert_eq!(
        verdict(&folder.emit(&generated(&[("a", "newer")])), "a"),
        &Verdict::Update
    );
}

#[test]
fn a_scaffold_file_is_written_once() {
    let folder = Folder::new();
    let one = scaffold(&[("s.py", "one")]);
    let two = scaffold(&[("s.py", "two")]);
    assert_eq!(verdict(&folder.emit(&one), "s.py"), &Verdict::Create);
    let settled = folder.everything();
    for tree in [&one, &two] {
        for force in [false, true] {
            assert_eq!(
                verdict(&folder.emit_with(tree, force, true), "s.py"),
                &Verdict::Keep
            );
        }
    }
    assert_eq!(settled, folder.everything());
    folder.put("s.py", "mine");
    assert_eq!(
        verdict(&folder.emit_with(&two, true, true), "s.py"),
        &Verdict::Keep
    );
    assert_eq!(folder.get("s.py").unwrap(), "mine");

    folder.delete("s.py");
    for force in [false, true] {
        let plan = folder.emit_with(&two, force, false);
        assert_eq!(verdict(&plan, "s.py"), &Verdict::LeftOut);
        assert!(!plan.is_drift());
    }
    assert_eq!(
        verdict(&folder.emit_with(&two, false, true), "s.py"),
        &Verdict::Create
    );
    assert_eq!(folder.get("s.py").unwrap(), "two");
}

#[test]
fn an_authors_file_that_was_there_first_is_theirs() {
    let folder = Folder::new();
    folder.put("s.py", "mine");
    assert_eq!(
        verdict(&folder.emit(&scaffold(&[("s.py", "new")])), "s.py"),
        &Verdict::Keep
    );
    assert_eq!(folder.get("s.py").unwrap(), "mine");
    // And stays deleted once they delete it.
    folder.delete("s.py");
    assert_eq!(
        verdict(&folder.emit(&scaffold(&[("s.py", "new")])), "s.py"),
        &Verdict::LeftOut
    );
}

#[test]
fn orphans_go_when_nobody_touched_them() {
    let folder = Folder::new();
    let mut tree = generated(&[("a", "a"), ("deep/er/b", "b"), ("deep/c", "c")]);
    tree.scaffold("s/d", "d");
    tree.scaffold("s/e", "e");
    folder.emit(&tree);
    folder.put("deep/c", "mine");
    folder.put("s/e", "mine");
    let rest = generated(&[("a", "a")]);
    for force in [false, true] {
        let plan = folder.emit_with(&rest, force, false);
        assert_eq!(verdict(&plan, "deep/c"), &Verdict::KeepEdited);
        assert_eq!(verdict(&plan, "s/d"), &Verdict::KeepScaffold);
        assert_eq!(verdict(&plan, "s/e"), &Verdict::KeepScaffold);
    }
    assert_eq!(folder.get("deep/c").unwrap(), "mine");
    assert_eq!(folder.get("s/d").unwrap(), "d");
    assert!(
        !folder.base.join("deep/er").exists(),
        "an empty folder was left"
    );

    // What is kept is no drift, and is forgotten once it is gone.
    assert!(!folder.emit(&rest).is_drift());
    folder.delete("deep/c");
    folder.emit(&rest);
    assert!(!folder.get(MANIFEST).unwrap().contains("deep/c"));

    let plan = folder.emit(&generated(&[("other", "x")]));
    assert_eq!(verdict(&plan, "a"), &Verdict::Delete);
    assert_eq!(folder.get("a"), None);
}

#[test]
fn an_orphan_makes_room() {
    let folder = Folder::new();
    folder.emit(&generated(&[("x", "file")]));
    folder.emit(&generated(&[("x/y", "in a folder")]));
    assert_eq!(folder.get("x/y").unwrap(), "in a folder");
    folder.emit(&generated(&[("x", "file again")]));
    assert_eq!(folder.get("x").unwrap(), "file again");

    folder.emit(&generated(&[("x/y", "in a folder")]));
    folder.put("x/mine", "mine");
    let plan = folder.emit(&generated(&[("x", "file")]));
    assert!(matches!(
        verdict(&plan, "x"),
        Verdict::Refuse(Refusal::Blocked { .. })
    ));
    assert!(
        folder
            .emit_with(&generated(&[("x", "file")]), true, false)
            .is_refused()
    );
    assert_eq!(folder.get("x/mine").unwrap(), "mine");
}

#[test]
fn a_file_may_change_hands() {
    let folder = Folder::new();
    folder.emit(&generated(&[("a", "one")]));
    assert_eq!(
        verdict(&folder.emit(&scaffold(&[("a", "two")])), "a"),
        &Verdict::Keep
    );
    assert_eq!(folder.get("a").unwrap(), "one");
    // Back again: what the author never edited may be updated, what they edited may not.
    assert_eq!(
        verdict(&folder.emit(&generated(&[("a", "three")])), "a"),
        &Verdict::Update
    );
    folder.emit(&scaffold(&[("a", "four")]));
    folder.put("a", "mine");
    let plan = folder.emit(&generated(&[("a", "five")]));
    assert_eq!(verdict(&plan, "a"), &Verdict::Refuse(Refusal::Edited));
}

#[test]
fn damaged_newer_and_other_manifests_stop_the_run() {
    let folder = Folder::new();
    let tree = generated(&[("a", "one")]);
    folder.emit(&tree);
    let manifest = folder.get(MANIFEST).unwrap();
    let next = generated(&[("b", "two")]);
    let fails = |text: &str| {
        folder.put(MANIFEST, text);
        for policy in [
            Policy::default(),
            Policy {
                force: true,
                restore: true,
            },
        ] {
            let error = folder.try_emit(&next, policy).unwrap_err();
            assert_eq!(folder.get("a").unwrap(), "one");
            assert_eq!(folder.get("b"), None);
            assert!(error.to_string().contains(MANIFEST) || error.to_string().contains("toy"));
        }
        folder.try_emit(&next, Policy::default()).unwrap_err()
    };
    let half = &manifest[..manifest.len() / 2];
    let escape = manifest.replace("\"a\"", "\"../a\"");
    let newer = manifest.replace("\"version\": 1", "\"version\": 2");
    let other = manifest.replace("\"toy\"", "\"python\"");
    assert!(matches!(fails(half), OutputError::ManifestDamaged { .. }));
    assert!(matches!(
        fails(&escape),
        OutputError::ManifestDamaged { .. }
    ));
    assert!(matches!(fails(""), OutputError::ManifestDamaged { .. }));
    assert!(matches!(fails(&newer), OutputError::ManifestNewer { .. }));
    assert!(matches!(fails(&other), OutputError::OtherTarget { .. }));
}

#[test]
fn a_new_version_alone_writes_nothing() {
    let folder = Folder::new();
    let tree = generated(&[("a", "one")]);
    folder.emit(&tree);
    let settled = folder.everything();
    write(&folder.place(), &tree, &stamp("2"), Policy::default()).unwrap();
    assert_eq!(settled, folder.everything());
    let tree = generated(&[("a", "two")]);
    write(&folder.place(), &tree, &stamp("2"), Policy::default()).unwrap();
    assert!(folder.get(MANIFEST).unwrap().contains("specc 2"));
}

#[test]
fn paths_that_leave_or_collide_stop_the_run() {
    let mut escape = generated(&[("fine", "x")]);
    escape.generated("../out-of-here", "x");
    let collide = generated(&[("Read.md", "x"), ("README.md", "x"), ("read.md", "x")]);
    let twice = generated(&[("a", "x"), ("a", "y")]);
    let inside = generated(&[("a", "x"), ("a/b", "y")]);
    let expected = [
        (&escape, PathProblem::Leaves),
        (&collide, PathProblem::Case("Read.md".into())),
        (&twice, PathProblem::Duplicate),
        (&inside, PathProblem::Folder("a/b".into())),
    ];
    for (tree, problem) in expected {
        let folder = Folder::new();
        let plan = folder.emit_with(tree, true, true);
        assert!(plan.is_refused());
        assert_eq!(plan.faults.len(), 1);
        assert_eq!(plan.faults[0].problem, problem);
        assert!(!folder.base.exists(), "a refused emit made its folder");
    }
    let folder = Folder::new();
    let plan = folder.emit(&generated(&[("aux.py", "x")]));
    assert_eq!(
        plan.faults.len(),
        1,
        "a name that Windows refuses is told everywhere"
    );
    assert_eq!(plan.is_refused(), cfg!(windows));
}

#[test]
fn something_else_in_place_of_the_folder_is_an_error() {
    let folder = Folder::new();
    fs::write(&folder.base, "a file").unwrap();
    let error = folder
        .try_emit(&generated(&[("a", "x")]), Policy::default())
        .unwrap_err();
    assert!(matches!(&error, OutputError::NotAFolder { path, .. } if *path == folder.base));
    let below = Place::new(folder.base.join("x/y"), "");
    let error = write(
        &below,
        &generated(&[("a", "x")]),
        &stamp("1"),
        Policy::default(),
    );
    assert!(error.unwrap_err().to_string().contains("x/y"));
}

#[test]
fn generated_copies_are_known_as_such() {
    let folder = Folder::new();
    let mut tree = generated(&[("plugin.spec.yaml", "x")]);
    tree.scaffold("mine.yaml", "x");
    folder.emit(&tree);
    let top: &Utf8Path = folder.base.parent().unwrap();
    let mut generated = specc::output::GeneratedFiles::default();
    let mut is_generated = |name: &str| generated.has(&folder.base.join(name), top);
    assert!(is_generated("plugin.spec.yaml"));
    assert!(!is_generated("mine.yaml"));
    assert!(!is_generated("other.yaml"));
}
