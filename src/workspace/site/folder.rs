//! The folder that a site is written to. New files wait in a staging folder until the whole site is made, so that a
//! build that dies leaves the old site as it was; then each takes its place by a rename, and where a whole folder is new,
//! all of it by one.

mod commit;
mod sink;
mod staging;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::claim::Claim;
use super::error::{SiteError, failed};
use super::links::{Links, Target};
use super::state::State;
use crate::output::path::{PathFault, problem};
use crate::site::sink::Key;
use staging::{create, remove};

/// Form of what lies there.
const FORM: u32 = 5;

/// A length that no file has.
const UNTRUSTED: u64 = u64::MAX;

/// What is known of a file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    /// What it was made from; of a page in parts, what its middle was made from.
    key: Key,
    /// Its length in bytes.
    length: u64,
    /// SHA-256 of its bytes.
    sha256: [u8; 32],
    /// Of a page in parts: what its outer parts were made from, and their lengths.
    parts: Option<(Key, u64, u64)>,
    /// Of a page: what it links to.
    links: Vec<Target>,
}

/// What a build found and made of one file.
#[derive(Debug)]
enum Made {
    /// Somebody is about to make it.
    Reserved,
    /// As it was.
    Kept,
    /// Was made, but is what is there already.
    Same(Record),
    /// Waits in the staging folder.
    Staged(Record),
    /// The first part waits in the staging folder, the last one here, for the middle.
    Open(Box<Open>),
    /// The outer parts are those of the file that is there.
    OpenKept,
}

/// A page whose first part is staged.
#[derive(Debug)]
struct Open {
    key: Key,
    hash: Sha256,
    head: u64,
    tail: Vec<u8>,
    links: Vec<Target>,
}

/// Totals of a finished build.
#[derive(Debug, Default, Clone)]
pub struct Written {
    pub pages: usize,
    pub files: usize,
    pub bytes: u64,
    pub written: usize,
    pub deleted: usize,
    /// Links that lead nowhere, a line each.
    pub dead: Vec<String>,
}

/// The files of the last build, as stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    form: u32,
    records: BTreeMap<String, Record>,
    state: State,
}

/// An open site folder.
#[derive(Debug)]
pub struct Folder<'a> {
    claim: &'a Claim,
    old: BTreeMap<String, Record>,
    state: State,
    made: Vec<Mutex<HashMap<String, Made>>>,
    links: Links,
    /// The path of the site's root on its host.
    host_path: String,
    trouble: Mutex<Option<SiteError>>,
}

/// The map of files is cut into this many, so that threads seldom meet.
const SHARDS: usize = 16;

impl<'a> Folder<'a> {
    /// Opens a folder for a build.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn open(claim: &'a Claim, host_path: &str) -> Result<Self, SiteError> {
        let staging = claim.own("staging");
        // Left by a build that died.
        let _ = fs::remove_dir_all(&staging);
        fs::create_dir_all(&staging).map_err(failed("create the folder", &staging))?;
        let mut stored = read_stored(&claim.own("state"))
            .filter(|stored| stored.form == FORM)
            .unwrap_or_default();
        // A build that died while files took their places leaves old and new ones mixed, and none is to be trusted.
        if let Ok(moving) = fs::read_to_string(claim.own("moving")) {
            for record in stored.records.values_mut() {
                record.length = UNTRUSTED;
            }
            for path in moving.lines() {
                stored.records.entry(path.to_owned()).or_insert(Record {
                    key: Key::default(),
                    length: UNTRUSTED,
                    sha256: [0; 32],
                    parts: None,
                    links: Vec::new(),
                });
            }
            stored.state = State::default();
        }
        stored.state.index();
        Ok(Self {
            claim,
            old: stored.records,
            state: stored.state,
            made: (0..SHARDS).map(|_| Mutex::default()).collect(),
            links: Links::default(),
            host_path: host_path.to_owned(),
            trouble: Mutex::new(None),
        })
    }

    /// What the last build knew.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// A file of the site as the last build left it.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.old.get(path)?;
        fs::read(self.place(path)).ok()
    }

    /// The paths of all files that were made or kept so far, sorted.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        for shard in &self.made {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            paths.extend(shard.keys().cloned());
        }
        paths.sort_unstable();
        paths
    }

    fn place(&self, path: &str) -> Utf8PathBuf {
        self.claim.root().join(path)
    }

    /// The part of the staging folder that has the form of the site.
    fn staged(&self) -> Utf8PathBuf {
        self.claim.own("staging").join("site")
    }

    fn waiting(&self, path: &str) -> Utf8PathBuf {
        self.staged().join(path)
    }

    /// Writes a file to the staging folder.
    fn stage(&self, path: &str, bytes: &[&[u8]]) {
        let place = self.waiting(path);
        let written = create(&place)
            .and_then(|mut file| bytes.iter().try_for_each(|part| file.write_all(part)));
        if let Err(error) = written {
            self.note(failed("write", &place)(error));
        }
    }

    fn shard(&self, path: &str) -> MutexGuard<'_, HashMap<String, Made>> {
        let sum = path.bytes().fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        self.made[sum % SHARDS]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, error: SiteError) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.get_or_insert(error);
    }

    /// The record of a file that is there, of the length that it should have. What was written after the last build
    /// ended is not what that build wrote.
    fn present(&self, path: &str) -> Option<&Record> {
        let record = self.old.get(path)?;
        let metadata = fs::symlink_metadata(self.place(path)).ok()?;
        let same = metadata.is_file()
            && metadata.len() == record.length
            && modified(&metadata)? <= self.state.written;
        same.then_some(record)
    }

    fn scan(&self, path: &str, markup: &[u8], links: &mut Vec<Target>) {
        if path.ends_with(".html") {
            self.links.scan(path, &self.host_path, markup, links);
        }
    }

    /// Takes a whole file. Where its bytes are those that are there, nothing is written.
    fn take(&self, path: &str, bytes: &[&[u8]], key: Key, parts: Option<(Key, u64, u64)>) -> Made {
        let mut hash = Sha256::new();
        let mut length = 0;
        let mut links = Vec::new();
        for part in bytes {
            hash.update(part);
            length += part.len() as u64;
            self.scan(path, part, &mut links);
        }
        let record = Record {
            key,
            length,
            sha256: digest(hash),
            parts,
            links,
        };
        let sha256 = record.sha256;
        match self.present(path) {
            Some(old) if old.sha256 == sha256 => Made::Same(record),
            _ => {
                self.stage(path, bytes);
                Made::Staged(record)
            }
        }
    }

    /// Adds the middle and the end to a page whose first part is staged.
    fn close(&self, path: &str, open: Open, key: Key, middle: &[u8]) -> Made {
        let Open {
            key: outer,
            mut hash,
            head,
            tail,
            mut links,
        } = open;
        self.scan(path, middle, &mut links);
        hash.update(middle);
        hash.update(&tail);
        let record = Record {
            key,
            length: head + middle.len() as u64 + tail.len() as u64,
            sha256: digest(hash),
            parts: Some((outer, head, tail.len() as u64)),
            links,
        };
        let place = self.waiting(path);
        let same = self
            .present(path)
            .is_some_and(|old| old.sha256 == record.sha256);
        if same {
            remove(&place);
            return Made::Same(record);
        }
        let written = File::options()
            .append(true)
            .open(&place)
            .and_then(|mut file| {
                file.write_all(middle)?;
                file.write_all(&tail)
            });
        if let Err(error) = written {
            self.note(failed("write", &place)(error));
        }
        Made::Staged(record)
    }

    /// The outer parts of a page that is there.
    #[allow(clippy::type_complexity)]
    fn outer(
        &self,
        path: &str,
        record: &Record,
    ) -> Result<(Vec<u8>, Vec<u8>, (Key, u64, u64)), SiteError> {
        let place = self.place(path);
        let bytes = fs::read(&place).map_err(failed("read", &place))?;
        let parts = record.parts.unwrap_or_default();
        let cut = |length: u64| {
            usize::try_from(length)
                .unwrap_or(usize::MAX)
                .min(bytes.len())
        };
        let (head, tail) = (cut(parts.1), bytes.len() - cut(parts.2));
        Ok((bytes[..head].to_vec(), bytes[tail..].to_vec(), parts))
    }

    /// Whether the caller may make a file: nobody else does, and it can have this path. Nothing is written before.
    fn reserve(&self, path: &str) -> bool {
        if let Some(problem) = problem(Utf8Path::new(path)) {
            let fault = PathFault::new(Utf8Path::new(path), problem);
            if fault.is_fatal() {
                self.note(SiteError::Path(fault));
                return false;
            }
        }
        match self.shard(path).entry(path.to_owned()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(vacant) => {
                vacant.insert(Made::Reserved);
                true
            }
        }
    }

    fn enter(&self, path: &str, made: Made) {
        self.shard(path).insert(path.to_owned(), made);
    }

    /// Forgets that a file was made or kept in this build, so that it can be handed over again.
    pub fn release(&self, path: &str) {
        let before = self.shard(path).remove(path);
        if let Some(Made::Staged(_) | Made::Open(_)) = before {
            remove(&self.waiting(path));
        }
    }
}

impl Drop for Folder<'_> {
    /// What still waits is wanted no longer, however the build ended.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.claim.own("staging"));
    }
}

fn digest(hash: Sha256) -> [u8; 32] {
    let mut sha256 = [0; 32];
    for (to, from) in sha256.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    sha256
}

fn read_stored(path: &Utf8Path) -> Option<Stored> {
    let bytes = fs::read(path).ok()?;
    let mut stored: Stored = postcard::from_bytes(&bytes).ok()?;
    stored.state.written = modified(&fs::metadata(path).ok()?).unwrap_or(0);
    Some(stored)
}

/// When a file was written, in nanoseconds since 1970.
fn modified(metadata: &fs::Metadata) -> Option<u64> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}
