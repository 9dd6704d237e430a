//! What a run would write: a tree of files in memory. Imports nothing of ours.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

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
}

/// Files by relative path, in path order.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    files: BTreeMap<Utf8PathBuf, OutputFile>,
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
        Self {
            files: self
                .files
                .into_iter()
                .map(|(path, file)| (folder.as_ref().join(path), file))
                .collect(),
        }
    }

    /// Takes over another tree's files.
    pub fn merge(&mut self, other: Self) {
        for (path, file) in other.files {
            self.insert(&path, file.bytes, file.ownership, file.executable);
        }
    }

    fn insert(&mut self, path: &Utf8Path, bytes: Vec<u8>, ownership: Ownership, executable: bool) {
        let legal = !path.as_str().is_empty()
            && path
                .components()
                .all(|part| matches!(part, camino::Utf8Component::Normal(_)));
        assert!(
            legal,
            "bug in specc: an emitter made the path {path:?}, which leaves its folder"
        );
        let previous = self.files.insert(
            path.to_owned(),
            OutputFile {
                bytes,
                ownership,
                executable,
            },
        );
        assert!(
            previous.is_none(),
            "bug in specc: two emitted files are both called {path:?}"
        );
    }
}
