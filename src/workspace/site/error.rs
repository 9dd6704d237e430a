//! What can go wrong with the folder of a site, in words for its owner.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::output::path::PathFault;

/// Why a site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file operation failed.
    #[error("cannot {what} {path}: {cause}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// With what.
        path: Utf8PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// The folder holds something that is no site.
    #[error(
        "{folder} is not empty and holds no site that specc made: name a new or empty folder, or empty this one"
    )]
    Foreign {
        /// The folder.
        folder: Utf8PathBuf,
    },
    /// Another build is at work.
    #[error(
        "another `specc site` or `specc serve` is at work in {folder}: wait for its end, or choose another --out"
    )]
    Busy {
        /// The folder.
        folder: Utf8PathBuf,
    },
    /// A file name that cannot be.
    #[error("{0}: rename the plugin or its vendor")]
    Path(PathFault),
    /// The owner's ledger of releases is none.
    #[error(
        "{path} is no ledger of releases: {problem}; mend it, or remove it to begin with the days that the site knows"
    )]
    Ledger {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Two things want to be one file.
    #[error("two parts of the site are both called {path}: rename one of them")]
    Twice {
        /// Relative to the root of the site.
        path: String,
    },
}

/// Makes an error of the system's one of ours.
pub(super) fn failed(what: &'static str, path: &Utf8Path) -> impl FnOnce(io::Error) -> SiteError {
    let path = path.to_owned();
    move |cause| SiteError::Io { what, path, cause }
}
