//! What lies beside a spec, for the lints that look at it.

use std::cell::OnceCell;
use std::fs;

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
        self.spec.with_file_name("").join(path)
    }
}

impl Folder for Siblings<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let path = self.path(path);
        let metadata = fs::metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > MOST_BYTES {
            return None;
        }
        fs::read(path).ok()
    }

    fn has(&self, path: &str) -> bool {
        self.path(path).is_file()
    }

    fn is_known(&self) -> bool {
        *self.known.get_or_init(|| self.spec.is_file())
    }
}
