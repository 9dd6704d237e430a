//! Where the days of releases are kept from build to build: on the site itself, and in a file of the owner's where there
//! is no site of yesterday's to read.

use std::fs;
use std::io::ErrorKind;
use std::sync::Arc;

use camino::Utf8PathBuf;

use super::Outcome;
use super::error::{SiteError, failed};
use super::folder::Folder;
use super::state::Known;
use crate::output::whole;
use crate::site::releases::{self, Releases};
use crate::site::{Key, Sink as _, Site};

/// A ledger that its owner keeps.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Its file, where there is one to be.
    pub path: Option<Utf8PathBuf>,
    /// Whether what is new is written to it.
    pub grows: bool,
}

impl Ledger {
    /// The days that are known, with what is new entered.
    pub(super) fn enter(
        &self,
        site: &Site,
        known: &[Arc<Known>],
        folder: &Folder<'_>,
        outcome: &mut Outcome,
    ) -> Result<Releases, SiteError> {
        let mut ledger = match self.read()? {
            Some(kept) => kept,
            None => on_site(folder, outcome),
        };
        for known in known {
            ledger.add(&known.card, site.settings.date.as_deref());
        }
        let text = ledger.json().into_bytes();
        folder.file(releases::PATH, Key::of(&text), &mut || text.clone());
        Ok(ledger)
    }

    fn read(&self) -> Result<Option<Releases>, SiteError> {
        let Some(path) = &self.path else {
            return Ok(None);
        };
        match fs::read(path) {
            Ok(text) => Releases::read(&text)
                .map(Some)
                .map_err(|problem| SiteError::Ledger {
                    path: path.clone(),
                    problem,
                }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", path)(error)),
        }
    }

    /// Writes the file where it does not say the same already.
    pub(super) fn keep(&self, releases: &Releases) -> Result<(), SiteError> {
        let Some(path) = self.path.as_ref().filter(|_| self.grows) else {
            return Ok(());
        };
        let text = releases.json();
        if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        // A file that is written half would lose what it is there to keep.
        whole::replace(path, text.as_bytes()).map_err(failed("write", path))
    }
}

/// The ledger that the last build left on the site.
fn on_site(folder: &Folder<'_>, outcome: &mut Outcome) -> Releases {
    let Some(text) = folder.read(releases::PATH) else {
        return Releases::default();
    };
    Releases::read(&text).unwrap_or_else(|problem| {
        outcome.remarks.push(format!(
            "{} of the site cannot be read, so its days are lost: {problem}",
            releases::PATH
        ));
        Releases::default()
    })
}
