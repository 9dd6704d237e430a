//! The walk beside that of `ignore` itself, over trees of its own making.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use proptest::prelude::*;
use tempfile::TempDir;

use super::Walker;

const MARK: &str = ".mark";

/// Something that lies in a tree.
#[derive(Debug, Clone)]
enum Item {
    File(Vec<u8>),
    Folder,
    Patterns(&'static str, Vec<&'static str>),
    /// A `.git` that is a folder, with what it excludes.
    Repository(Vec<&'static str>),
    /// A `.git` that is a file, with what the repository that it belongs to excludes.
    Worktree(&'static str, Vec<&'static str>),
    /// A `.git` that is a file and of no use.
    NoWorktree(&'static [u8]),
    Jujutsu,
    Link(Vec<u8>, &'static str),
}

/// A folder of a tree, by its names.
fn place() -> impl Strategy<Value = Vec<&'static str>> {
    let name = prop::sample::select(vec!["a", "b", "a", "b", "build", ".hidden", "ä.b", "spec"]);
    prop::collection::vec(name, 0..4)
}

fn name() -> impl Strategy<Value = Vec<u8>> {
    let names: [&[u8]; 9] = [
        b"a",
        b"b",
        b"spec",
        b"a.txt",
        b".spec",
        b"spec\xff",
        b"B",
        b"ignored",
        MARK.as_bytes(),
    ];
    prop::sample::select(names.map(<[u8]>::to_vec).to_vec())
}

fn patterns() -> impl Strategy<Value = Vec<&'static str>> {
    let pattern = prop::sample::select(vec![
        "a",
        "/a",
        "b/",
        "a/b",
        "/a/b/",
        "*",
        "*.txt",
        "**/b",
        "a/**",
        "build",
        ".*",
        "spec",
        "!a",
        "!/a",
        "!b/",
        "!*/",
        "!spec",
        "!.hidden",
        "!.spec",
        "!*",
        "# a",
        "",
        "\\!a",
        "top/a",
        "/top",
        "ignored",
        "x{a",
        "\u{feff}a",
    ]);
    prop::collection::vec(pattern, 0..4)
}

fn item() -> impl Strategy<Value = Item> {
    let file = prop::sample::select(vec![".gitignore", ".gitignore", ".ignore", ".GitIgnore"]);
    let common = prop::sample::select(vec!["../..", "/nowhere", ""]);
    let no: Vec<&'static [u8]> = vec![b"", b"gitdir: /nowhere\n", b"gitdir\n", b"\xff\n"];
    // None leads out of the tree: what is put through a link lands in it.
    let target = prop::sample::select(vec!["a", ".", "nowhere", "spec", "a/b"]);
    let link = prop_oneof![
        4 => name(),
        1 => Just(b".git".to_vec()),
        1 => Just(b".gitignore".to_vec()),
        1 => Just(b".ignore".to_vec()),
    ];
    prop_oneof![
        6 => name().prop_map(Item::File),
        1 => Just(Item::Folder),
        6 => (file, patterns()).prop_map(|(file, patterns)| Item::Patterns(file, patterns)),
        2 => patterns().prop_map(Item::Repository),
        1 => (common, patterns()).prop_map(|(common, patterns)| Item::Worktree(common, patterns)),
        1 => prop::sample::select(no).prop_map(Item::NoWorktree),
        1 => Just(Item::Jujutsu),
        2 => (link, target).prop_map(|(name, target)| Item::Link(name, target)),
    ]
}

/// Puts something into a folder, unless something else is in the way.
fn put(scratch: &Path, number: usize, folder: &Path, item: &Item) {
    let _ = fs::create_dir_all(folder);
    let lines = |patterns: &[&str]| patterns.join("\n");
    let _ = match item {
        Item::File(name) => fs::write(folder.join(OsStr::from_bytes(name)), ""),
        Item::Folder => Ok(()),
        Item::Patterns(name, patterns) => fs::write(folder.join(name), lines(patterns)),
        Item::Repository(patterns) => fs::create_dir_all(folder.join(".git/info"))
            .and_then(|()| fs::write(folder.join(".git/info/exclude"), lines(patterns))),
        Item::Worktree(common, patterns) => {
            let repository = scratch.join(format!("repository{number}"));
            let own = repository.join("worktrees/own");
            fs::create_dir_all(&own).unwrap();
            fs::create_dir_all(repository.join("info")).unwrap();
            fs::write(repository.join("info/exclude"), lines(patterns)).unwrap();
            fs::write(own.join("commondir"), common).unwrap();
            fs::write(folder.join(".git"), format!("gitdir: {}\n", own.display()))
        }
        Item::NoWorktree(content) => fs::write(folder.join(".git"), content),
        Item::Jujutsu => fs::create_dir(folder.join(".jj")),
        Item::Link(name, target) => symlink(target, folder.join(OsStr::from_bytes(name))),
    };
}

/// A path relative to the current folder.
fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap().canonicalize().unwrap();
    let up = here
        .components()
        .filter(|part| matches!(part, Component::Normal(_)));
    let mut relative: PathBuf = up.map(|_| "..").collect();
    relative.push(path.strip_prefix("/").unwrap());
    relative
}

/// What was found or told: a path with whether it is a folder and a link, or an error.
type Seen = Result<(PathBuf, bool, bool), String>;

fn theirs(root: &Path, wanted: fn(&OsStr) -> bool) -> Vec<Seen> {
    let walk = WalkBuilder::new(root).sort_by_file_name(OsStr::cmp).build();
    walk.filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.depth() == 0))
        .filter(|entry| !entry.as_ref().is_ok_and(|entry| !wanted(entry.file_name())))
        .map(|entry| {
            let entry = entry.map_err(|error| error.to_string())?;
            let kind = entry.file_type().unwrap();
            Ok((entry.path().to_owned(), kind.is_dir(), kind.is_symlink()))
        })
        .collect()
}

fn ours(walker: &mut Walker, root: &Path) -> Vec<Seen> {
    let canonical = root.canonicalize().ok();
    walker
        .walk(root, canonical.as_deref())
        .map(|entry| {
            let entry = entry.map_err(|error| error.to_string())?;
            assert_eq!(root.join(&entry.relative), entry.path);
            let mut folders = entry.relative.ancestors().skip(1);
            let marked =
                folders.any(|folder| root.join(folder).join(MARK).symlink_metadata().is_ok());
            assert_eq!(entry.marked, marked, "{}", entry.path.display());
            Ok((entry.path, entry.kind.is_dir(), entry.kind.is_symlink()))
        })
        .collect()
}

fn any(_: &OsStr) -> bool {
    true
}

fn some(name: &OsStr) -> bool {
    name == "spec" || name == "a"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_walk_finds_what_that_of_ignore_finds(
        tree in prop::collection::vec((place(), item()), 0..24),
        roots in prop::collection::vec((place(), 0..5usize), 1..4),
    ) {
        let scratch = TempDir::new().unwrap();
        let scratch = scratch.path().canonicalize().unwrap();
        let top = scratch.join("top");
        for (number, (place, item)) in tree.iter().enumerate() {
            put(&scratch, number, &top.join(place.iter().collect::<PathBuf>()), item);
        }
        let folder = |place: &[&str]| top.join(place.iter().collect::<PathBuf>());
        for (place, _) in &roots {
            // Before anything is walked, for a link may lead to it.
            let _ = fs::create_dir_all(folder(place));
        }
        let mut everything = Walker::new(any, |name| name == MARK);
        let mut selected = Walker::new(some, |name| name == MARK);
        for (number, (place, way)) in roots.iter().enumerate() {
            let root = folder(place);
            if !root.is_dir() {
                continue;
            }
            let mut slash = OsString::from(&root);
            slash.push("/");
            let link = scratch.join(format!("link{number}"));
            symlink(&root, &link).unwrap();
            let up = root.join("..");
            let root = &[from_here(&root), PathBuf::from(slash), link, up, root][*way];
            prop_assert_eq!(ours(&mut everything, root), theirs(root, any), "{}", root.display());
            prop_assert_eq!(ours(&mut selected, root), theirs(root, some), "{}", root.display());
        }
    }
}
