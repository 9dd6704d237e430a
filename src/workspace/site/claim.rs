//! A folder that one build, or a row of builds, has for itself. Knows whose a folder is and who is at work in it, and
//! nothing of what a site consists of.

use std::fs::{self, File};
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::error::{SiteError, failed};
use crate::output::SITE_FOLDER as OWN;

/// So often a claim is tried while others come to nothing in the same folder.
const MOST_ATTEMPTS: usize = 1000;

/// A folder that nobody else builds into for as long as this lives.
#[derive(Debug)]
pub struct Claim {
    root: Utf8PathBuf,
    /// The system lets go of it also when the program dies.
    lock: Option<File>,
    /// Folders that were not there before, from the outermost to the innermost.
    made: Vec<Utf8PathBuf>,
}

impl Claim {
    /// Claims a folder, made where it is missing. It is removed again where nothing gets built.
    ///
    /// # Errors
    ///
    /// Where it is somebody else's, another build is at work in it, or it cannot be written.
    pub fn take(root: &Utf8Path) -> Result<Self, SiteError> {
        let root = if root.as_str().is_empty() {
            Utf8Path::new(".")
        } else {
            root
        };
        for _ in 0..MOST_ATTEMPTS {
            if let Some(claim) = Self::attempt(root)? {
                return Ok(claim);
            }
        }
        let folder = root.to_owned();
        Err(SiteError::Busy { folder })
    }

    /// Claims a folder; `None` where another that comes to nothing is just taking away what it had made.
    fn attempt(root: &Utf8Path) -> Result<Option<Self>, SiteError> {
        let own = root.join(OWN);
        if !own.is_dir() {
            match fs::read_dir(root) {
                Ok(entries) => {
                    // What another build has made since the question above is no stranger's.
                    let foreign = entries.flatten().any(|entry| entry.file_name() != OWN);
                    if foreign {
                        let folder = root.to_owned();
                        return Err(SiteError::Foreign { folder });
                    }
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(failed("read the folder", root)(error)),
            }
        }
        let mut claim = Self {
            root: root.to_owned(),
            lock: None,
            made: own
                .ancestors()
                .take_while(|folder| !folder.as_str().is_empty() && !folder.exists())
                .map(Utf8Path::to_owned)
                .collect(),
        };
        claim.made.reverse();
        let path = own.join("lock");
        let opened = fs::create_dir_all(&own)
            .map_err(|error| (error, "create the folder", &own))
            .and_then(|()| {
                let mut options = File::options();
                let options = options.create(true).truncate(false).write(true);
                options.open(&path).map_err(|error| (error, "open", &path))
            });
        let lock = match opened {
            Ok(lock) => lock,
            Err((error, ..)) if error.kind() == ErrorKind::NotFound => return Ok(None),
            // It was there while it was being made, and is gone or a new one by now.
            Err((error, ..)) if error.kind() == ErrorKind::AlreadyExists && !own.is_file() => {
                return Ok(None);
            }
            Err((error, what, path)) => return Err(failed(what, path)(error)),
        };
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            let folder = root.to_owned();
            return Err(SiteError::Busy { folder });
        }
        if !is_at(&lock, &path) {
            return Ok(None);
        }
        claim.lock = Some(lock);
        Ok(Some(claim))
    }

    /// The folder.
    pub(super) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// A file or folder of ours that is no part of the site.
    pub(super) fn own(&self, name: &str) -> Utf8PathBuf {
        self.root.join(OWN).join(name)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let lock = self.lock.take();
        // Where a build got as far as moving files, what it left tells the next one of them.
        if self.made.is_empty() || self.own("state").exists() || self.own("moving").exists() {
            return;
        }
        if lock.is_some() {
            // Removed while it is held: who opened it before finds out that it is no longer there.
            let _ = fs::remove_file(self.own("lock"));
        }
        for folder in self.made.iter().rev() {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Whether an open file is the one that lies at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Utf8Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => identity(open) == identity(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Utf8Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_folder_has_one_claim_however_often_builds_come_to_nothing() {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let scratch = Utf8Path::from_path(scratch.path()).expect("a path of text");
        let root = scratch.join("new/and/deep");
        let (held, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let build = || {
            for _ in 0..1000 {
                match Claim::take(&root) {
                    Ok(claim) => {
                        assert_eq!(held.fetch_add(1, Ordering::SeqCst), 0, "claimed twice");
                        taken.fetch_add(1, Ordering::SeqCst);
                        // Long enough for another to come in.
                        std::thread::sleep(Duration::from_micros(50));
                        held.fetch_sub(1, Ordering::SeqCst);
                        drop(claim);
                    }
                    Err(SiteError::Busy { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(build);
            }
        });
        assert!(taken.into_inner() > 0);
    }
}
