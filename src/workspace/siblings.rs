//! What lies beside a spec, for the lints that look at it.

use std::cell::OnceCell;
use std::fs::{self, File};
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
}

impl<'a> Siblings<'a> {
    /// The folder of a file, which may be standard input under any name.
    pub fn of(spec: &'a Utf8Path) -> Self {
        Self {
            spec,
            known: OnceCell::new(),
        }
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        self.spec.with_file_name(path)
    }

    /// Opens a file and tells its length.
    fn open(&self, path: &str) -> Option<(File, u64)> {
        let path = self.path(path);
        // Asked first: opening what is no file may wait for ever.
        let metadata = fs::metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > MOST_BYTES {
            return None;
        }
        Some((File::open(path).ok()?, metadata.len()))
    }
}

impl Folder for Siblings<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let (file, length) = self.open(path)?;
        // One more than there is: the reader sees the end without asking for more room.
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?.saturating_add(1));
        file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
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
        self.path(path).is_file()
    }

    fn is_known(&self) -> bool {
        *self.known.get_or_init(|| self.spec.is_file())
    }
}
