//! What the environment can do to a run: the failures that are neither the spec's nor ours.

use camino::Utf8PathBuf;

/// A failure at the disk. Nobody's file was lost: each file is either as before or as it was to become.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The system refused.
    #[error("cannot {action} {path}: {}", reason(source))]
    Io {
        /// What was tried, as a verb: `read`, `write`.
        action: &'static str,
        /// On what.
        path: Utf8PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A manifest that is no manifest, such as one with the marks of a merge conflict.
    #[error(
        "{path} is damaged: {reason}. Nothing was written. Restore it from version control, or delete it: then files \
         that are what specc would write are taken over, and all others are left alone"
    )]
    ManifestDamaged {
        /// The manifest.
        path: Utf8PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A manifest of a later specc.
    #[error(
        "{path} has the form {found}, and this specc knows up to form {known}: update specc. Nothing was written"
    )]
    ManifestNewer {
        /// The manifest.
        path: Utf8PathBuf,
        /// Its form.
        found: u64,
        /// The newest form that we know.
        known: u64,
    },
    /// The folder is that of another target.
    #[error(
        "{folder} holds the output of the target `{holds}`, not `{wanted}`: choose another folder. Nothing was written"
    )]
    OtherTarget {
        /// The folder.
        folder: Utf8PathBuf,
        /// Whose it is.
        holds: String,
        /// Whose it was to become.
        wanted: String,
    },
    /// A folder on the way is a link, which could lead anywhere, or no folder.
    #[error(
        "{path} is {what}, and specc writes below real folders only. Nothing was written there"
    )]
    NotAFolder {
        /// What stands in the way.
        path: Utf8PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
    /// Another process has written there for too long.
    #[error("another specc is writing to {folder}; try again when it has ended")]
    Busy {
        /// The folder.
        folder: Utf8PathBuf,
    },
}

/// The system's words without the number that the standard library adds to them.
fn reason(source: &std::io::Error) -> String {
    let text = source.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

impl OutputError {
    pub(super) fn io(
        action: &'static str,
        path: impl Into<Utf8PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
