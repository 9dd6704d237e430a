//! A folder that one build, or a row of builds, has for itself. Knows whose a folder is and who is at work in it, and
//! nothing of what a site consists of.

use std::fs::{self, File};
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::folder::{SiteError, failed};
use crate::output::SITE_FOLDER as OWN;

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
        let own = root.join(OWN);
        if !own.is_dir() {
            match fs::read_dir(root) {
                Ok(mut entries) => {
                    if entries.next().is_some() {
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
        fs::create_dir_all(&own).map_err(failed("create the folder", &own))?;
        let path = own.join("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed("open", &path))?;
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            let folder = root.to_owned();
            return Err(SiteError::Busy { folder });
        }
        claim.lock = Some(lock);
        Ok(claim)
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
        let locked = self.lock.take().is_some();
        // Where a build got as far as moving files, what it left tells the next one of them.
        if self.made.is_empty() || self.own("state").exists() || self.own("moving").exists() {
            return;
        }
        if locked {
            let _ = fs::remove_file(self.own("lock"));
        }
        for folder in self.made.iter().rev() {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
