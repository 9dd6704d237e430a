//! What an earlier run is known to have written, and whether a file is still that. Pure.

use std::collections::BTreeMap;

use camino::Utf8Path;

use crate::output::folder::Found;
use crate::output::manifest::{Entry, Kind, Manifest, sha256};
use crate::output::path::case_key;

/// What the manifest knows.
pub(super) struct Known<'a> {
    manifest: Option<&'a Manifest>,
    /// Paths as they meet where case does not count: there, a file that changed its case is not a stranger.
    by_case: BTreeMap<String, &'a Entry>,
}

impl<'a> Known<'a> {
    pub(super) fn new(manifest: Option<&'a Manifest>) -> Self {
        let files = manifest.into_iter().flat_map(|manifest| &manifest.files);
        Self {
            manifest,
            by_case: files.map(|(path, entry)| (case_key(path), entry)).collect(),
        }
    }

    /// The entries of a path: what was written, and what a killed run was about to write.
    fn entries(&self, path: &Utf8Path) -> impl Iterator<Item = &'a Entry> {
        self.manifest.into_iter().flat_map(move |manifest| {
            let maps = [&manifest.files, &manifest.pending];
            maps.into_iter().filter_map(move |map| map.get(path))
        })
    }

    pub(super) fn kind(&self, path: &Utf8Path) -> Option<Kind> {
        self.entries(path).next().map(|entry| entry.kind)
    }

    /// Whether a scaffold file is known to have been written, not only planned.
    pub(super) fn is_written_scaffold(&self, path: &Utf8Path) -> bool {
        self.manifest
            .and_then(|manifest| manifest.files.get(path))
            .is_some_and(|entry| entry.kind == Kind::Scaffold)
    }

    /// The entry that the content was written under, if it is as we left it.
    pub(super) fn matching(&self, path: &Utf8Path, bytes: &[u8]) -> Option<&'a Entry> {
        let case = self.by_case.get(&case_key(path)).copied();
        let mut candidates = self.entries(path).chain(case).peekable();
        candidates.peek()?;
        let hash = sha256(bytes);
        let unix_hash = to_unix_lines(bytes).map(|bytes| sha256(&bytes));
        candidates.find(|entry| entry.sha256 == hash || Some(&entry.sha256) == unix_hash.as_ref())
    }

    /// The one entry that describes a path as the disk stands now.
    pub(super) fn resolve(&self, path: &Utf8Path, found: &Found) -> Option<Entry> {
        match found {
            Found::Absent => self
                .manifest
                .and_then(|manifest| manifest.files.get(path))
                .cloned(),
            Found::File { bytes, .. } => {
                let kind = self.kind(path)?;
                let entry = self
                    .matching(path, bytes)
                    .or_else(|| self.entries(path).next())?;
                Some(Entry {
                    kind,
                    ..entry.clone()
                })
            }
            _ => self.entries(path).next().cloned(),
        }
    }
}

/// Whether a file is what would be written. A checkout that turned line ends into CRLF has edited nothing.
pub(super) fn same(disk: &[u8], wanted: &[u8]) -> bool {
    disk == wanted || to_unix_lines(disk).is_some_and(|disk| disk == wanted)
}

/// The content with `\n` for `\r\n`, where that changes anything.
fn to_unix_lines(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return None;
    }
    let mut unix = Vec::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(index + 1) != Some(&b'\n') {
            unix.push(*byte);
        }
    }
    Some(unix)
}
