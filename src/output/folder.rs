//! What lies in an output folder. Reads only, and never through a link below the folder that the user named.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::OutputError;
use super::manifest::{Kind, MANIFEST_NAME, Manifest};

/// How files that are being written are called, so that a later run can sweep away what a killed one left.
pub(super) const TEMPORARY_PREFIX: &str = ".specc-writing-";

/// What a website keeps in its folder for its next build, and is known by.
pub const SITE_FOLDER: &str = ".specc-site";

/// Where one output lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    base: Utf8PathBuf,
    below: Utf8PathBuf,
}

/// What lies at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Absent,
    /// A file.
    File {
        /// Its content.
        bytes: Vec<u8>,
        /// Whether its owner may run it; always true where the system has no such mark.
        executable: bool,
    },
    /// A folder, with the files in and below it. `None` where a name in it is not UTF-8.
    Folder(Option<Vec<Utf8PathBuf>>),
    /// A symbolic link, wherever it leads.
    Link,
    /// A device, socket or pipe.
    Special,
    /// A folder of the path is no folder.
    Behind {
        /// Which, relative to the root.
        obstacle: Utf8PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
}

/// What lies at each path of interest.
pub type Observed = BTreeMap<Utf8PathBuf, Found>;

impl Place {
    /// `base` is the user's word and may be a link; the folders of `below` are ours and may not.
    pub fn new(base: impl Into<Utf8PathBuf>, below: impl Into<Utf8PathBuf>) -> Self {
        Self {
            base: base.into(),
            below: below.into(),
        }
    }

    /// The folder that the output's paths are relative to.
    pub fn root(&self) -> Utf8PathBuf {
        if self.below.as_str().is_empty() {
            self.base.clone()
        } else {
            self.base.join(&self.below)
        }
    }

    /// Whether the folder is there. Fails where something else is.
    pub fn exists(&self) -> Result<bool, OutputError> {
        self.walk(|_| Ok(false))
    }

    /// Makes the folder where it is missing.
    pub fn create(&self) -> Result<(), OutputError> {
        self.walk(|folder| {
            // A second process may be as far as this one.
            match fs::create_dir_all(folder) {
                Ok(()) => Ok(true),
                Err(error) => Err(OutputError::io("create the folder", folder)(error)),
            }
        })?;
        Ok(())
    }

    /// Goes down to the folder and asks `missing` about each that is not there: whether to go on.
    fn walk(
        &self,
        mut missing: impl FnMut(&Utf8Path) -> Result<bool, OutputError>,
    ) -> Result<bool, OutputError> {
        let mut folder = self.base.clone();
        if folder.as_str().is_empty() {
            folder.push(".");
        }
        let parts = std::iter::once(None).chain(self.below.components().map(Some));
        for part in parts {
            let kind = match part {
                None => fs::metadata(&folder),
                Some(part) => {
                    folder.push(part.as_str());
                    fs::symlink_metadata(&folder)
                }
            };
            match kind {
                Ok(data) if data.is_dir() => {}
                Ok(data) => {
                    return Err(OutputError::NotAFolder {
                        what: what(data.file_type()),
                        path: folder,
                    });
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    if !missing(&folder)? {
                        return Ok(false);
                    }
                }
                Err(error) => return Err(OutputError::io("look at", folder)(error)),
            }
        }
        Ok(true)
    }
}

/// The manifest in a folder, where there is one.
pub fn read_manifest(root: &Utf8Path) -> Result<Option<Manifest>, OutputError> {
    let path = root.join(MANIFEST_NAME);
    match fs::symlink_metadata(&path) {
        Ok(data) if data.is_file() => {
            let bytes = fs::read(&path).map_err(OutputError::io("read", &path))?;
            Manifest::parse(&path, &bytes).map(Some)
        }
        Ok(data) => Err(OutputError::ManifestDamaged {
            path,
            reason: format!("it is {}", what(data.file_type())),
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::io("look at", path)(error)),
    }
}

/// Tells generated files from those of authors, with each folder looked at once.
#[derive(Debug, Default)]
pub struct GeneratedFiles {
    folders: HashMap<Utf8PathBuf, Holds>,
}

/// What a folder holds of an earlier run.
#[derive(Debug)]
enum Holds {
    /// A website: all below it is part of it, or lies there to be published with it.
    Site,
    /// Files that a manifest lists.
    Listed(Manifest),
    /// Nothing.
    Nothing,
}

impl GeneratedFiles {
    /// Whether something of that name may tell that files beside and below it were generated.
    pub fn marks(name: &OsStr) -> bool {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        is(SITE_FOLDER) || is(MANIFEST_NAME)
    }

    /// Whether a file below `top` was generated there by an earlier run, and so is no source of anything.
    pub fn has(&mut self, file: &Utf8Path, top: &Utf8Path) -> bool {
        let folders = file.ancestors().skip(1);
        folders
            .take_while(|folder| folder.starts_with(top))
            .any(|folder| {
                let holds = match self.folders.get(folder) {
                    Some(known) => known,
                    None => self
                        .folders
                        .entry(folder.to_owned())
                        .or_insert_with(|| holds(folder)),
                };
                match holds {
                    Holds::Site => true,
                    Holds::Listed(manifest) => file
                        .strip_prefix(folder)
                        .ok()
                        .and_then(|path| manifest.files.get(path))
                        .is_some_and(|entry| entry.kind == Kind::Generated),
                    Holds::Nothing => false,
                }
            })
    }
}

fn holds(folder: &Utf8Path) -> Holds {
    if folder.join(SITE_FOLDER).is_dir() {
        return Holds::Site;
    }
    match read_manifest(folder) {
        Ok(Some(manifest)) => Holds::Listed(manifest),
        _ => Holds::Nothing,
    }
}

/// Looks at each of `paths` below `root`, which exists.
pub fn observe<'a>(
    root: &Utf8Path,
    paths: impl Iterator<Item = &'a Utf8Path>,
) -> Result<Observed, OutputError> {
    let mut folders = HashMap::new();
    paths
        .map(|path| Ok((path.to_owned(), look(root, path, &mut folders)?)))
        .collect()
}

/// What a folder on the way to a file turned out to be.
#[derive(Debug, Clone)]
enum Way {
    Open,
    Missing,
    Shut {
        obstacle: Utf8PathBuf,
        what: &'static str,
    },
}

fn look(
    root: &Utf8Path,
    path: &Utf8Path,
    folders: &mut HashMap<Utf8PathBuf, Way>,
) -> Result<Found, OutputError> {
    match way(root, path.parent().unwrap_or(Utf8Path::new("")), folders)? {
        Way::Open => {}
        Way::Missing => return Ok(Found::Absent),
        Way::Shut { obstacle, what } => return Ok(Found::Behind { obstacle, what }),
    }
    let full = root.join(path);
    let data = match fs::symlink_metadata(&full) {
        Ok(data) => data,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Absent),
        Err(error) => return Err(OutputError::io("look at", full)(error)),
    };
    let kind = data.file_type();
    if kind.is_symlink() {
        return Ok(Found::Link);
    }
    if kind.is_dir() {
        let mut files = Vec::new();
        let whole = list(root, path, &mut files)?;
        return Ok(Found::Folder(whole.then_some(files)));
    }
    if !kind.is_file() {
        return Ok(Found::Special);
    }
    Ok(Found::File {
        executable: is_executable(&data),
        bytes: fs::read(&full).map_err(OutputError::io("read", full))?,
    })
}

fn way(
    root: &Utf8Path,
    folder: &Utf8Path,
    folders: &mut HashMap<Utf8PathBuf, Way>,
) -> Result<Way, OutputError> {
    if folder.as_str().is_empty() {
        return Ok(Way::Open);
    }
    if let Some(known) = folders.get(folder) {
        return Ok(known.clone());
    }
    let above = folder.parent().unwrap_or(Utf8Path::new(""));
    let found = match way(root, above, folders)? {
        Way::Open => {
            let full = root.join(folder);
            match fs::symlink_metadata(&full) {
                Ok(data) if data.is_dir() => Way::Open,
                Ok(data) => Way::Shut {
                    obstacle: folder.to_owned(),
                    what: what(data.file_type()),
                },
                Err(error) if error.kind() == ErrorKind::NotFound => Way::Missing,
                Err(error) => return Err(OutputError::io("look at", full)(error)),
            }
        }
        other => other,
    };
    folders.insert(folder.to_owned(), found.clone());
    Ok(found)
}

/// Collects all that is no folder in and below a folder. False where a name is not UTF-8.
fn list(
    root: &Utf8Path,
    folder: &Utf8Path,
    files: &mut Vec<Utf8PathBuf>,
) -> Result<bool, OutputError> {
    let full = root.join(folder);
    let entries = fs::read_dir(&full).map_err(OutputError::io("list", &full))?;
    for entry in entries {
        let entry = entry.map_err(OutputError::io("list", &full))?;
        let Ok(name) = entry.file_name().into_string() else {
            return Ok(false);
        };
        let path = folder.join(name);
        let kind = entry
            .file_type()
            .map_err(OutputError::io("look at", root.join(&path)))?;
        if !kind.is_dir() {
            // What a killed run was writing is swept away before anything else.
            if !path
                .file_name()
                .is_some_and(|name| name.starts_with(TEMPORARY_PREFIX))
            {
                files.push(path);
            }
        } else if !list(root, &path, files)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn what(kind: FileType) -> &'static str {
    if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a folder"
    } else if kind.is_file() {
        "a file"
    } else {
        "no regular file"
    }
}

#[cfg(unix)]
fn is_executable(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    data.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}
