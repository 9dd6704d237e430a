//! The staging folder, which has the form of the site: files come and go there while a site is made, and are moved out of
//! it at the end. Knows paths, and nothing of what was made from what.

use std::fs::{self, File};
use std::io::{self, ErrorKind};

use camino::Utf8Path;

use crate::workspace::site::error::{SiteError, failed};

/// So often a file is tried whose folder somebody else takes away again.
const MOST_ATTEMPTS: usize = 16;

/// Makes a new file and the folders above it.
pub(super) fn create(place: &Utf8Path) -> io::Result<File> {
    let mut attempts = 0;
    loop {
        match File::create(place) {
            Err(error) if error.kind() == ErrorKind::NotFound && attempts < MOST_ATTEMPTS => {
                fs::create_dir_all(place.parent().unwrap_or(place))?;
                attempts += 1;
            }
            result => return result,
        }
    }
}

/// Removes a file from the staging folder, and its folder where that is empty then: folders are moved as they are.
pub(super) fn remove(place: &Utf8Path) {
    let _ = fs::remove_file(place);
    if let Some(folder) = place.parent() {
        let _ = fs::remove_dir(folder);
    }
}

/// Moves what is in a folder to another, folders that are not there yet as a whole.
pub(super) fn move_in(from: &Utf8Path, to: &Utf8Path) -> Result<(), SiteError> {
    for entry in from
        .read_dir_utf8()
        .map_err(failed("read the folder", from))?
    {
        let entry = entry.map_err(failed("read the folder", from))?;
        let place = to.join(entry.file_name());
        let kind = entry.file_type().map_err(failed("read", entry.path()))?;
        if kind.is_dir() && place.exists() {
            move_in(entry.path(), &place)?;
        } else {
            fs::rename(entry.path(), &place).map_err(failed("write", &place))?;
        }
    }
    Ok(())
}
