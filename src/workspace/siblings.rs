//! What lies beside a spec, for the lints that look at it.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::Read;

use camino::{Utf8Path, Utf8PathBuf};

use crate::lint::Folder;

/// Largest file that a lint reads, in bytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The folder of a spec. Nothing is asked of the disk before a lint does.
#[derive(Debug, Clone)]
pub struct Siblings<'a> {
    spec: &'a Utf8Path,
    known: OnceCell<bool>,
    /// How long the files are that were asked for, by their paths; nothing where there is none. Several lints ask for the
    /// same.
    lengths: RefCell<HashMap<String, Option<u64>>>,
}

impl<'a> Siblings<'a> {
    /// The folder of a file, which may be standard input under any name.
    pub fn of(spec: &'a Utf8Path) -> Self {
        Self {
            spec,
            known: OnceCell::new(),
            lengths: RefCell::default(),
        }
    }

    /// The folder of a file that was read from the disk.
    pub fn beside(spec: &'a Utf8Path) -> Self {
        Self {
            known: OnceCell::from(true),
            ..Self::of(spec)
        }
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        self.spec.with_file_name(path)
    }

    /// How long a file is.
    fn length(&self, path: &str) -> Option<u64> {
        if let Some(length) = self.lengths.borrow().get(path) {
            return *length;
        }
        let metadata = fs::metadata(self.path(path)).ok();
        let length = metadata.filter(Metadata::is_file).map(|file| file.len());
        self.lengths.borrow_mut().insert(path.to_owned(), length);
        length
    }

    /// Opens a file and tells its length.
    fn open(&self, path: &str) -> Option<(File, u64)> {
        // Asked first: opening what is no file may wait for ever.
        let length = self.length(path).filter(|length| *length <= MOST_BYTES)?;
        Some((File::open(self.path(path)).ok()?, length))
    }
}

impl Folder for Siblings<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let (mut file, length) = self.open(path)?;
        // In one go; a file that is cut meanwhile is as good as none.
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn begin(&self, path: &str) -> Option<([u8; 8], u64)> {
        let (mut file, length) = self.open(path)?;
        let mut first = [0; 8];
        let there = usize::try_from(length).ok()?.min(first.len());
        file.read_exact(&mut first[..there]).ok()?;
        Some((first, length))
    }

    fn has(&self, path: &str) -> bool {
        self.length(path).is_some()
    }

    fn is_known(&self) -> bool {
        *self.known.get_or_init(|| self.spec.is_file())
    }
}
