//! The end of a build: what waits takes its place, what nobody makes any longer goes, and the state is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::sync::PoisonError;

use camino::Utf8Path;
use rayon::prelude::*;

use super::staging::move_in;
use super::{FORM, Folder, Made, Record, Stored, Written};
use crate::site::machine;
use crate::site::sink::Key;
use crate::workspace::site::error::{SiteError, failed};
use crate::workspace::site::state::State;

/// Lists all other files, and so is made last.
const MANIFEST: &str = "site-manifest.json";

impl Folder<'_> {
    /// What the site holds, where every file that was handed over is as it was and every other one is there: then
    /// nothing is left to make.
    pub fn as_it_was(&self) -> Option<Written> {
        let touched = |made: &Made| !matches!(made, Made::Kept | Made::OpenKept);
        let changed = self.made.iter().any(|shard| {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.values().any(touched)
        });
        let whole = !changed
            && !self.old.is_empty()
            && self
                .old
                .par_iter()
                .all(|(path, _)| self.present(path).is_some());
        whole.then(|| {
            let kept = self.old.iter();
            let kept = kept.map(|(path, record)| (path.as_str(), record.links.as_slice()));
            Written {
                dead: self.links.dead(self.old.keys().map(String::as_str), kept),
                ..Written::of(&self.old)
            }
        })
    }

    /// Puts everything in its place and remembers it.
    ///
    /// # Errors
    ///
    /// Where anything went wrong on the way; then the old site stands as it was, unless the failure came while files
    /// took their places.
    pub fn commit(self, state: State) -> Result<Written, SiteError> {
        let mut records = BTreeMap::new();
        let mut moves = Vec::new();
        let mut renewed = false;
        let mut kept = Vec::new();
        for shard in &self.made {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for (path, made) in shard.drain() {
                match made {
                    Made::Kept => {
                        if let Some(record) = self.old.get(&path) {
                            kept.push((path.clone(), record));
                            records.insert(path, record.clone());
                        }
                    }
                    Made::Same(record) => {
                        renewed = true;
                        records.insert(path, record);
                    }
                    Made::Staged(record) => {
                        moves.push(path.clone());
                        records.insert(path, record);
                    }
                    Made::Reserved | Made::Open(_) | Made::OpenKept => {
                        unreachable!("bug in specc: the page {path} is not whole")
                    }
                }
            }
        }
        let gone: Vec<&String> = self
            .old
            .keys()
            .filter(|path| *path != MANIFEST && !records.contains_key(*path))
            .collect();
        let changed = !moves.is_empty() || !gone.is_empty() || self.present(MANIFEST).is_none();
        if changed {
            let entries = records
                .iter()
                .map(|(path, record)| (path.as_str(), record.length, record.sha256.as_slice()));
            let manifest = machine::manifest(entries);
            let made = self.take(MANIFEST, &[manifest.as_bytes()], Key::default(), None);
            if matches!(made, Made::Staged(_)) {
                moves.push(MANIFEST.to_owned());
            }
            if let Made::Staged(record) | Made::Same(record) = made {
                records.insert(MANIFEST.to_owned(), record);
            }
        } else if let Some(record) = self.old.get(MANIFEST) {
            records.insert(MANIFEST.to_owned(), record.clone());
        }
        if let Some(error) = self
            .trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            return Err(error);
        }
        let kept = kept.iter();
        let kept = kept.map(|(path, record)| (path.as_str(), record.links.as_slice()));
        let total = Written {
            dead: self.links.dead(records.keys().map(String::as_str), kept),
            written: moves.len(),
            deleted: gone.len(),
            ..Written::of(&records)
        };
        let state_changed = !state.adds_nothing(&self.state);
        if !changed && !renewed && !state_changed {
            return Ok(total);
        }
        let moving = self.claim.own("moving");
        if changed {
            // A build that finds this knows also of files that no state names.
            let moved = moves.iter().map(String::as_str);
            let paths: Vec<&str> = moved.chain(gone.iter().map(|path| path.as_str())).collect();
            let fresh = self.claim.own("staging").join("moving");
            fs::write(&fresh, paths.join("\n")).map_err(failed("write", &fresh))?;
            fs::rename(&fresh, &moving).map_err(failed("write", &moving))?;
            if !moves.is_empty() {
                move_in(&self.staged(), self.claim.root())?;
            }
            for path in gone {
                self.delete(path)?;
            }
        }
        let stored = Stored {
            form: FORM,
            records,
            state,
        };
        let path = self.claim.own("state");
        let fresh = self.claim.own("staging").join("state");
        let bytes = postcard::to_stdvec(&stored).unwrap_or_default();
        fs::write(&fresh, bytes).map_err(failed("write", &fresh))?;
        fs::rename(&fresh, &path).map_err(failed("write", &path))?;
        if changed {
            fs::remove_file(&moving).map_err(failed("remove", &moving))?;
        }
        Ok(total)
    }

    fn delete(&self, path: &str) -> Result<(), SiteError> {
        let place = self.place(path);
        match fs::remove_file(&place) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed("remove", &place)(error)),
        }
        for folder in Utf8Path::new(path).ancestors().skip(1) {
            if folder.as_str().is_empty() || fs::remove_dir(self.place(folder.as_str())).is_err() {
                break;
            }
        }
        Ok(())
    }
}

impl Written {
    /// What a site of these files holds.
    fn of(records: &BTreeMap<String, Record>) -> Self {
        Self {
            pages: records
                .keys()
                .filter(|path| path.ends_with(".html"))
                .count(),
            files: records.len(),
            bytes: records.values().map(|record| record.length).sum(),
            ..Self::default()
        }
    }
}
