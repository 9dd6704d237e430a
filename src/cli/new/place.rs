//! The folder of a new plugin: made, or refused where something is there. Part of the command.

use std::fs::{self, File};
use std::io::{self, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

/// Most names that are told of a folder that is not empty.
const SHOWN: usize = 3;

/// Why a plugin was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlaceError {
    #[error("{folder} is there and is no folder; choose another one with --out")]
    NoFolder { folder: Utf8PathBuf },
    #[error(
        "{folder} is not empty: it holds {names}. Nothing is ever written over; choose another folder with --out, or for \
         a spec that is there, use `specc emit`"
    )]
    NotEmpty { folder: Utf8PathBuf, names: String },
    #[error("cannot write {path}: {cause}")]
    Unwritable { path: Utf8PathBuf, cause: io::Error },
}

/// Writes the files into a folder that is new, or empty but for a repository.
pub(super) fn write(folder: &Utf8Path, files: &[(Utf8PathBuf, Vec<u8>)]) -> Result<(), PlaceError> {
    let unwritable = |path: &Utf8Path| {
        let path = path.to_owned();
        move |cause| PlaceError::Unwritable { path, cause }
    };
    match fs::read_dir(folder) {
        Ok(entries) => {
            let names = entries.map(|entry| entry.map(|it| it.file_name()));
            let names: io::Result<Vec<_>> = names.collect();
            let mut names: Vec<String> = names
                .map_err(unwritable(folder))?
                .iter()
                .filter(|name| *name != ".git")
                .map(|name| format!("`{}`", name.to_string_lossy()))
                .collect();
            if !names.is_empty() {
                names.sort();
                return Err(PlaceError::NotEmpty {
                    folder: folder.to_owned(),
                    names: told(&names),
                });
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map_err(unwritable(folder))?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(PlaceError::NoFolder {
                folder: folder.to_owned(),
            });
        }
        Err(error) => return Err(unwritable(folder)(error)),
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(unwritable(parent))?;
        }
        // Fails where somebody else made the file meanwhile.
        let mut file = File::create_new(&path).map_err(unwritable(&path))?;
        file.write_all(bytes).map_err(unwritable(&path))?;
    }
    Ok(())
}

fn told(names: &[String]) -> String {
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}
