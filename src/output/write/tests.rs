//! Runs that are killed anywhere, between any specs and any edits: nothing of the user's is lost, and the next run ends
//! where it would have ended.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use proptest::prelude::*;

use super::*;
use crate::output::Ownership;
use crate::output::manifest::Kind;

fn stamp() -> Stamp {
    Stamp {
        tool: "specc 0".into(),
        target: "t".into(),
        plugin: "p".into(),
    }
}

struct Folder {
    _temporary: tempfile::TempDir,
    place: Place,
    root: Utf8PathBuf,
}

fn folder() -> Folder {
    let temporary = tempfile::tempdir().unwrap();
    let base = Utf8PathBuf::from_path_buf(temporary.path().join("out")).unwrap();
    let place = Place::new(base, "below");
    Folder {
        root: place.root(),
        place,
        _temporary: temporary,
    }
}

/// Every file below a folder but the manifest, with its content; a link counts as a file of the content `->`.
fn contents(root: &Utf8Path) -> BTreeMap<String, String> {
    fn walk(root: &Utf8Path, folder: &Utf8Path, files: &mut BTreeMap<String, String>) {
        let Ok(entries) = folder.read_dir_utf8() else {
            return;
        };
        for entry in entries.map(Result::unwrap) {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                walk(root, entry.path(), files);
                continue;
            }
            let name = entry.path().strip_prefix(root).unwrap().to_string();
            let content = if kind.is_symlink() {
                "->".to_owned()
            } else {
                fs::read_to_string(entry.path()).unwrap()
            };
            if name != MANIFEST_NAME {
                files.insert(name, content);
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    files
}

/// As [`write()`], but killed before the operation `steps`, and in the middle of it if `torn`.
fn killed_write(folder: &Folder, tree: &OutputTree, steps: usize, torn: bool) {
    folder.place.create().unwrap();
    let root = &folder.root;
    let (plan, manifest) = plan(root, tree, &stamp(), Policy::default()).unwrap();
    if plan.is_refused() {
        return;
    }
    sweep(root, manifest.as_ref());
    let operations = operations(&plan, tree, manifest.as_ref(), &stamp());
    for operation in operations.iter().take(steps) {
        perform(root, operation).unwrap();
    }
    if torn && let Some(operation) = operations.get(steps) {
        let path = match operation {
            Operation::Manifest(_) => root.join(MANIFEST_NAME),
            Operation::Write { path, .. } => root.join(path),
            Operation::Delete(path) => {
                // The file is gone, its folder is not.
                let _ = fs::remove_file(root.join(path));
                return;
            }
        };
        let folder = path.parent().unwrap();
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join(format!("{TEMPORARY_PREFIX}x")), "half").unwrap();
    }
}

#[derive(Debug, Clone)]
enum Event {
    Emit(Vec<TreeFile>),
    Kill(Vec<TreeFile>, usize, bool),
    Edit(usize),
    Delete(usize),
    Link(usize),
}

type TreeFile = (usize, u8, bool, bool);

/// Among them a file that is a folder in other trees, and names that differ in case.
const PATHS: [&str; 7] = ["a", "b", "d", "d/c", "d/e/f", "D2/x", "d2/x"];

fn tree(files: &[TreeFile]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, content, scaffold, executable) in files {
        let ownership = if *scaffold {
            Ownership::Scaffold
        } else {
            Ownership::Generated
        };
        let content = format!("generated {content}\n").into_bytes();
        let before = tree.clone();
        tree.insert(Utf8Path::new(PATHS[*path]), content, ownership, *executable);
        if !tree.faults().is_empty() {
            tree = before;
        }
    }
    tree
}

fn files() -> impl Strategy<Value = Vec<TreeFile>> {
    let file = (
        0..PATHS.len(),
        0..3_u8,
        prop::bool::weighted(0.2),
        any::<bool>(),
    );
    prop::collection::vec(file, 0..5)
}

fn events(with_edits: bool) -> impl Strategy<Value = Vec<Event>> {
    let emit = files().prop_map(Event::Emit);
    let kill = (files(), 0..8_usize, any::<bool>())
        .prop_map(|(files, steps, torn)| Event::Kill(files, steps, torn));
    let event = if with_edits {
        prop_oneof![
            3 => emit,
            3 => kill,
            2 => (0..PATHS.len()).prop_map(Event::Edit),
            1 => (0..PATHS.len()).prop_map(Event::Delete),
            1 => (0..PATHS.len()).prop_map(Event::Link),
        ]
        .boxed()
    } else {
        prop_oneof![1 => emit, 2 => kill].boxed()
    };
    prop::collection::vec(event, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn without_edits_every_run_goes_on_from_any_killed_one(
        events in events(false),
        last in files(),
    ) {
        let folder = folder();
        let last = tree(&last);
        for event in &events {
            match event {
                Event::Emit(files) => {
                    let tree = tree(files);
                    let plan = write(&folder.place, &tree, &stamp(), Policy::default()).unwrap();
                    prop_assert!(plan.is_refused() <= may_refuse(&folder, &tree), "{plan:?}");
                }
                Event::Kill(files, steps, torn) => killed_write(&folder, &tree(files), *steps, *torn),
                _ => {}
            }
        }
        if may_refuse(&folder, &last) {
            return Ok(());
        }
        let plan = write(&folder.place, &last, &stamp(), Policy::default()).unwrap();
        prop_assert!(!plan.is_refused(), "{plan:?}");
        let found = contents(&folder.root);
        let manifest = read_manifest(&folder.root).unwrap();
        for (path, file) in last.iter() {
            let content = found.get(path.as_str());
            if file.ownership == Ownership::Generated {
                prop_assert_eq!(content.map(String::as_bytes), Some(&file.bytes[..]), "{}", path);
            } else {
                prop_assert!(content.is_some(), "the scaffold {} was never written", path);
            }
        }
        for path in found.keys() {
            let scaffold = manifest.as_ref().is_some_and(|manifest| {
                manifest.files.get(Utf8Path::new(path)).is_some_and(|entry| entry.kind == Kind::Scaffold)
            });
            prop_assert!(last.get(path).is_some() || scaffold, "{path} is left behind");
        }
        if let Some(manifest) = manifest {
            prop_assert!(manifest.pending.is_empty());
            let again = super::plan(&folder.root, &last, &stamp(), Policy::default()).unwrap();
            prop_assert!(!again.0.is_drift());
            prop_assert!(operations(&again.0, &last, again.1.as_ref(), &stamp()).is_empty());
            prop_assert_eq!(manifest.files, again.0.after);
        }
    }

    #[test]
    fn what_the_user_wrote_is_never_lost(events in events(true)) {
        let folder = folder();
        let outside = folder.root.parent().unwrap().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(&folder.root).unwrap();
        for (number, event) in events.iter().enumerate() {
            let before = contents(&folder.root);
            if let Event::Edit(path) | Event::Delete(path) | Event::Link(path) = event {
                // The user's own way through a link is not what this is about.
                let path = folder.root.join(PATHS[*path]);
                let through_link = path.ancestors().skip(1).any(Utf8Path::is_symlink);
                if through_link || (path.is_symlink() && matches!(event, Event::Edit(_))) {
                    continue;
                }
            }
            match event {
                Event::Emit(files) => {
                    let plan = write(&folder.place, &tree(files), &stamp(), Policy::default()).unwrap();
                    if plan.is_refused() {
                        prop_assert_eq!(&before, &contents(&folder.root), "a refused run wrote");
                    }
                }
                Event::Kill(files, steps, torn) => killed_write(&folder, &tree(files), *steps, *torn),
                Event::Edit(path) => {
                    let path = folder.root.join(PATHS[*path]);
                    let _ = fs::create_dir_all(path.parent().unwrap());
                    let _ = fs::write(&path, format!("user {number}"));
                    continue;
                }
                Event::Delete(path) => {
                    let _ = fs::remove_file(folder.root.join(PATHS[*path]));
                    continue;
                }
                Event::Link(path) => {
                    let path = folder.root.join(PATHS[*path]);
                    let _ = fs::remove_file(&path);
                    #[cfg(unix)]
                    let _ = std::os::unix::fs::symlink(&outside, &path);
                    continue;
                }
            }
            let after = contents(&folder.root);
            for (path, content) in before {
                if content.starts_with("user") || content == "->" {
                    prop_assert_eq!(after.get(&path), Some(&content), "{} was lost", path);
                }
            }
            prop_assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "written through a link");
        }
    }
}

/// Whether a run may be refused although nobody edited anything: an author's file lies where it needs a folder, or the
/// other way round.
fn may_refuse(folder: &Folder, tree: &OutputTree) -> bool {
    let manifest = read_manifest(&folder.root).unwrap();
    let is_scaffold = |path: &str| {
        let entries = manifest
            .iter()
            .flat_map(|m| m.files.iter().chain(&m.pending));
        let mut entries = entries.filter(|(listed, _)| *listed == path);
        entries.any(|(_, entry)| entry.kind == Kind::Scaffold)
    };
    let found = contents(&folder.root);
    let inside = |file: &str, other: &str| {
        other
            .strip_prefix(file)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let meets = |path: &str| {
        found
            .keys()
            .filter(|other| is_scaffold(other))
            .any(|other| inside(path, other) || inside(other, path))
    };
    tree.iter().any(|(path, _)| meets(path.as_str()))
}
