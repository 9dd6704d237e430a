//! What a run would write, compared with what lies on the disk, and written. Imports nothing of ours: it knows files,
//! not plugins.
//!
//! An [`OutputTree`] is made in memory. [`observe`](folder::observe) looks at the folder, [`compare`](compare::compare)
//! decides per file without touching anything, and [`write()`](write::write) carries the decision out.
//! A file that belongs to no tree is written by [`whole`].

pub mod compare;
pub mod diff;
pub mod error;
pub mod folder;
pub mod manifest;
pub mod path;
pub mod whole;
pub mod write;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

pub use compare::{Plan, Policy, Step, Verdict};
pub use error::OutputError;
pub use folder::{GeneratedFiles, Place, SITE_FOLDER};
pub use manifest::Stamp;
pub use path::{PathFault, PathProblem};
pub use write::{preview, write};

/// Who a file belongs to once it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ownership {
    /// specc's: rewritten by every emit, refused when somebody edited it.
    Generated,
    /// The author's: written once, never touched again.
    Scaffold,
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Whose it is.
    pub ownership: Ownership,
    /// Whether it may be run as a program.
    pub executable: bool,
    /// Words by which another tool's earlier output of the same file is known: a file that holds them near its start
    /// may be replaced though this program did not write it. Empty where any file of this path may be, because what
    /// its author wrote in it is carried over into the new one.
    pub adopts: Option<&'static str>,
}

/// How far into a file the words of [`OutputFile::adopts`] are looked for, in bytes.
const ADOPTION_REACH: usize = 200;

impl OutputFile {
    /// Whether a file that stands in the way is an earlier form of this one.
    pub fn may_adopt(&self, bytes: &[u8]) -> bool {
        self.adopts.is_some_and(|words| {
            let start = &bytes[..bytes.len().min(ADOPTION_REACH)];
            words.is_empty() || start.windows(words.len()).any(|it| it == words.as_bytes())
        })
    }
}

/// Files by relative path, in path order.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    files: BTreeMap<Utf8PathBuf, OutputFile>,
    faults: Vec<PathFault>,
}

impl OutputTree {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a generated file.
    pub fn generated(&mut self, path: impl AsRef<Utf8Path>, content: impl Into<Vec<u8>>) {
        self.insert(path.as_ref(), content.into(), Ownership::Generated, false);
    }

    /// Adds a scaffold file.
    pub fn scaffold(&mut self, path: impl AsRef<Utf8Path>, content: impl Into<Vec<u8>>) {
        self.insert(path.as_ref(), content.into(), Ownership::Scaffold, false);
    }

    /// Adds a file that may be run.
    pub fn executable(
        &mut self,
        path: impl AsRef<Utf8Path>,
        content: impl Into<Vec<u8>>,
        ownership: Ownership,
    ) {
        self.insert(path.as_ref(), content.into(), ownership, true);
    }

    /// All files, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&Utf8Path, &OutputFile)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// One file.
    pub fn get(&self, path: impl AsRef<Utf8Path>) -> Option<&OutputFile> {
        self.files.get(path.as_ref())
    }

    /// Lets a file replace another tool's form of itself; see [`OutputFile::adopts`].
    pub fn adopt(&mut self, path: impl AsRef<Utf8Path>, words: &'static str) {
        if let Some(file) = self.files.get_mut(path.as_ref()) {
            file.adopts = Some(words);
        }
    }

    /// Leaves a file to the author, whatever the target made of it.
    pub fn leave_to_author(&mut self, path: impl AsRef<Utf8Path>) {
        if let Some(file) = self.files.get_mut(path.as_ref()) {
            file.ownership = Ownership::Scaffold;
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The same files below `folder`.
    #[must_use]
    pub fn below(self, folder: impl AsRef<Utf8Path>) -> Self {
        let mut moved = Self {
            files: BTreeMap::new(),
            faults: self.faults,
        };
        for (path, file) in self.files {
            moved.insert_file(&folder.as_ref().join(path), file);
        }
        moved
    }

    /// Takes over another tree's files.
    pub fn merge(&mut self, other: Self) {
        self.faults.extend(other.faults);
        for (path, file) in other.files {
            self.insert_file(&path, file);
        }
    }

    /// What is wrong with the paths of this tree, sorted. A path is made from names in the spec, so a fault is the
    /// user's to mend and must reach them; a file whose path has a fatal fault of its own is not in the tree.
    pub fn faults(&self) -> Vec<PathFault> {
        let mut faults = self.faults.clone();
        faults.extend(path::collisions(
            self.files.keys().map(Utf8PathBuf::as_path),
        ));
        faults.sort();
        faults.dedup();
        faults
    }

    fn insert(&mut self, path: &Utf8Path, bytes: Vec<u8>, ownership: Ownership, executable: bool) {
        self.insert_file(
            path,
            OutputFile {
                bytes,
                ownership,
                executable,
                adopts: None,
            },
        );
    }

    fn insert_file(&mut self, path: &Utf8Path, file: OutputFile) {
        if let Some(problem) = path::problem(path) {
            let fault = PathFault::new(path, problem);
            let fatal = fault.is_fatal();
            self.faults.push(fault);
            if fatal {
                return;
            }
        }
        // Rebuilt from its components, so that `a//b` and `a/b` are one file.
        let path: Utf8PathBuf = path.components().collect();
        if self.files.contains_key(&path) {
            self.faults
                .push(PathFault::new(&path, PathProblem::Duplicate));
            return;
        }
        self.files.insert(path, file);
    }
}
