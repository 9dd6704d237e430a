//! Which relative paths an output may have: confined to its folder, and the same file on every system.

use std::collections::BTreeMap;
use std::fmt;

use camino::{Utf8Component, Utf8Path};

use super::manifest::MANIFEST_NAME;

/// The longest name of a file that common file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$",
    "conout$",
];

/// What is wrong with a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathProblem {
    /// It is empty or absolute, or has a part `.` or `..`: it would leave its folder.
    Leaves,
    /// A character that separates folders on some system, or that no system takes.
    Character(char),
    /// One of its names is longer than file systems take.
    TooLong,
    /// It is the manifest's own.
    Manifest,
    /// Two files have it.
    Duplicate,
    /// It differs from another path in case only: one file on Windows and macOS.
    Case(String),
    /// It is a file, and another path needs a folder of this name.
    Folder(String),
    /// Windows cannot have a file of this name.
    Windows(String),
}

/// A path and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathFault {
    /// The path as it was made.
    pub path: String,
    /// What is wrong.
    pub problem: PathProblem,
}

impl PathFault {
    /// A path that has the problem.
    pub fn new(path: &Utf8Path, problem: PathProblem) -> Self {
        Self {
            path: path.as_str().to_owned(),
            problem,
        }
    }

    /// Whether nothing may be written while it lasts. A name that only Windows refuses is worth a warning elsewhere.
    pub fn is_fatal(&self) -> bool {
        cfg!(windows) || !matches!(self.problem, PathProblem::Windows(_))
    }
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Debug form: a path may hold line ends and control characters.
        let path = &self.path;
        match &self.problem {
            PathProblem::Leaves => write!(f, "the path {path:?} would leave the output folder"),
            PathProblem::Character(found) => {
                write!(f, "the path {path:?} holds the character {found:?}")
            }
            PathProblem::TooLong => write!(
                f,
                "the path {path:?} has a name longer than {LONGEST_NAME} bytes"
            ),
            PathProblem::Manifest => {
                write!(f, "the path {path:?} is that of the emit's own manifest")
            }
            PathProblem::Duplicate => write!(f, "two output files are both called {path:?}"),
            PathProblem::Case(other) => write!(
                f,
                "the paths {other:?} and {path:?} differ in case only, which is one file on Windows and macOS"
            ),
            PathProblem::Folder(other) => write!(
                f,
                "the path {path:?} is a file, but {other:?} needs a folder of that name"
            ),
            PathProblem::Windows(name) => {
                write!(f, "the path {path:?} cannot exist on Windows: {name:?}")
            }
        }
    }
}

/// What is wrong with a path by itself.
pub fn problem(path: &Utf8Path) -> Option<PathProblem> {
    if path.as_str().is_empty() {
        return Some(PathProblem::Leaves);
    }
    if path.as_str().eq_ignore_ascii_case(MANIFEST_NAME) {
        return Some(PathProblem::Manifest);
    }
    let mut mild = None;
    for component in path.components() {
        let Utf8Component::Normal(name) = component else {
            return Some(PathProblem::Leaves);
        };
        match name_problem(name) {
            Some(problem @ PathProblem::Windows(_)) => mild = Some(problem),
            Some(problem) => return Some(problem),
            None => {}
        }
    }
    mild
}

/// What is wrong with one name as a file or folder of its own.
pub fn name_problem(name: &str) -> Option<PathProblem> {
    if name.is_empty() || name == "." || name == ".." {
        return Some(PathProblem::Leaves);
    }
    if let Some(found) = name
        .chars()
        .find(|c| matches!(c, '/' | '\\') || c.is_control())
    {
        return Some(PathProblem::Character(found));
    }
    if name.len() > LONGEST_NAME {
        return Some(PathProblem::TooLong);
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let device = DEVICES
        .iter()
        .any(|device| stem.eq_ignore_ascii_case(device));
    let special = name.contains([':', '<', '>', '"', '|', '?', '*']);
    (device || special || name.ends_with(['.', ' '])).then(|| PathProblem::Windows(name.to_owned()))
}

/// A key under which paths meet that are one file where case does not count.
pub fn case_key(path: &Utf8Path) -> String {
    path.as_str().to_lowercase()
}

/// Paths that cannot lie beside each other. `paths` come in order.
pub fn collisions<'a>(paths: impl Iterator<Item = &'a Utf8Path>) -> Vec<PathFault> {
    let mut faults = Vec::new();
    // Files by their key, and every folder above a file by its key, with the spelling first met and one file in it.
    let mut files: BTreeMap<String, &Utf8Path> = BTreeMap::new();
    let mut folders: BTreeMap<String, (&Utf8Path, &Utf8Path)> = BTreeMap::new();
    for path in paths {
        let key = case_key(path);
        if let Some(other) = files.get(&key) {
            let problem = PathProblem::Case(other.as_str().to_owned());
            faults.push(PathFault::new(path, problem));
            continue;
        }
        files.insert(key, path);
        for folder in path.ancestors().skip(1) {
            if folder.as_str().is_empty() {
                break;
            }
            let (spelling, _) = folders.entry(case_key(folder)).or_insert((folder, path));
            if *spelling != folder {
                let problem = PathProblem::Case(spelling.as_str().to_owned());
                faults.push(PathFault::new(folder, problem));
            }
        }
    }
    for (key, file) in &files {
        if let Some((_, inside)) = folders.get(key) {
            let problem = PathProblem::Folder(inside.as_str().to_owned());
            faults.push(PathFault::new(file, problem));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_or_lie_are_found() {
        let at = |path: &str| problem(Utf8Path::new(path));
        assert_eq!(at(""), Some(PathProblem::Leaves));
        assert_eq!(at("../a"), Some(PathProblem::Leaves));
        assert_eq!(at("a/../../b"), Some(PathProblem::Leaves));
        assert_eq!(at("/etc/passwd"), Some(PathProblem::Leaves));
        assert_eq!(at("./a"), Some(PathProblem::Leaves));
        assert_eq!(at("a\\..\\b"), Some(PathProblem::Character('\\')));
        assert_eq!(at("a\0"), Some(PathProblem::Character('\0')));
        assert_eq!(at("a\nb"), Some(PathProblem::Character('\n')));
        assert_eq!(at(&"x".repeat(256)), Some(PathProblem::TooLong));
        assert_eq!(at(MANIFEST_NAME), Some(PathProblem::Manifest));
        for name in ["con", "Aux.py", "nul .txt", "a:b", "a.", "b ", "what?"] {
            assert!(
                matches!(at(&format!("d/{name}")), Some(PathProblem::Windows(_))),
                "{name}"
            );
        }
        assert_eq!(
            at("con/../x"),
            Some(PathProblem::Leaves),
            "the graver one wins"
        );
        for name in ["console.py", ".gitignore", "a..b", "a b", "日本.txt"] {
            assert_eq!(at(name), None, "{name}");
        }
    }

    #[test]
    fn paths_that_meet_are_found() {
        let found = |paths: &[&str]| {
            let mut paths = paths.to_vec();
            paths.sort_unstable();
            collisions(paths.into_iter().map(Utf8Path::new))
                .into_iter()
                .map(|fault| (fault.path, fault.problem))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found(&["b/Ab.py", "b/aB.py"]),
            [(
                "b/aB.py".to_owned(),
                PathProblem::Case("b/Ab.py".to_owned())
            )]
        );
        assert_eq!(
            found(&["A/x", "a/y"]),
            [("a".to_owned(), PathProblem::Case("A".to_owned()))]
        );
        assert_eq!(
            found(&["a", "a/b"]),
            [("a".to_owned(), PathProblem::Folder("a/b".to_owned()))]
        );
        assert!(found(&["a/b", "a/c", "ab"]).is_empty());
    }
}
