//! The descent through a folder in search of specs. Each folder is listed once, and nothing else is asked of the disk
//! about it: the listing tells which ignore files it holds. Reads no spec.

mod rules;

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::vec;

use ignore::{Error, Match};

use rules::{Holds, Outside, Rules};

/// What may be looked for, by its name alone.
pub(super) type Test = fn(&OsStr) -> bool;

/// Walks folders. The ignore files above them and the user's own are read once for all walks.
pub(super) struct Walker {
    /// Whether a file or folder of that name is looked for.
    wanted: Test,
    /// Whether a file or folder of that name says something about the files beside and below it.
    marks: Test,
    outside: Outside,
}

/// Something of a wanted name.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it is, by the path of the folder that was walked.
    pub(super) path: PathBuf,
    /// Where it is in the folder that was walked.
    pub(super) relative: PathBuf,
    /// What it is; of a symbolic link, that it is one.
    pub(super) kind: FileType,
    /// Whether something that marks lies beside it or beside a folder on the way to it.
    pub(super) marked: bool,
}

impl Walker {
    pub(super) fn new(wanted: Test, marks: Test) -> Self {
        Self {
            wanted,
            marks,
            outside: Outside::default(),
        }
    }

    /// What is wanted below a folder, in the order of the paths' components, and what could not be looked at. Without
    /// what is hidden and what `.gitignore`, `.ignore` and their like leave out. Symbolic links are not followed, so a
    /// walk ends. `canonical` is the folder's one path that no symbolic link is part of.
    pub(super) fn walk(&mut self, root: &Path, canonical: Option<&Path>) -> Walk<'_> {
        let (rules, error) = match canonical {
            Some(canonical) => self.outside.above(canonical),
            None => (None, None),
        };
        let mut walk = Walk {
            walker: self,
            canonical: canonical.map(Path::to_owned),
            error,
            open: Vec::new(),
        };
        walk.open(root.to_owned(), PathBuf::new(), rules, false);
        walk
    }
}

/// A walk through one folder.
pub(super) struct Walk<'a> {
    walker: &'a Walker,
    canonical: Option<PathBuf>,
    /// What was wrong with the ignore files above the folder.
    error: Option<Error>,
    /// The folders that are being looked through, each in the one before it.
    open: Vec<Open>,
}

/// A folder that is being looked through.
struct Open {
    path: PathBuf,
    relative: PathBuf,
    rules: Option<Rc<Rules>>,
    marked: bool,
    errors: vec::IntoIter<Error>,
    listed: vec::IntoIter<Listed>,
}

/// A folder, or something of a wanted name.
struct Listed {
    name: OsString,
    kind: FileType,
    hidden: bool,
}

impl Walk<'_> {
    /// Lists a folder and makes its content the next to be looked at.
    fn open(&mut self, path: PathBuf, relative: PathBuf, above: Option<Rc<Rules>>, marked: bool) {
        let mut holds = Holds::default();
        let mut marked = marked;
        let mut errors = Vec::new();
        let mut listed = Vec::new();
        let mut list = || -> io::Result<()> {
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let name = entry.file_name();
                let kind = match entry.file_type() {
                    Ok(kind) => kind,
                    Err(error) => {
                        errors.push(at(&entry.path(), error));
                        continue;
                    }
                };
                holds.see(&name, kind);
                marked |= (self.walker.marks)(&name);
                if kind.is_dir() || (self.walker.wanted)(&name) {
                    let hidden = is_hidden(&name, &entry);
                    listed.push(Listed { name, kind, hidden });
                }
            }
            Ok(())
        };
        if let Err(error) = list() {
            errors.push(at(&path, error));
        }
        listed.sort_unstable_by(|left, right| left.name.cmp(&right.name));
        // Of a pattern that is no good in an ignore file below the folder nobody is told: git says nothing either.
        let rules = Rules::of(&path, &relative, &holds, above, false).0;
        self.open.push(Open {
            path,
            relative,
            rules,
            marked,
            errors: errors.into_iter(),
            listed: listed.into_iter(),
        });
    }

    /// Whether something that a folder holds is passed over.
    fn leaves_out(&self, folder: &Open, listed: &Listed, path: &Path, relative: &Path) -> bool {
        let verdict = folder.rules.as_ref().map_or(Match::None, |rules| {
            let outside = self.canonical.as_deref();
            let is_dir = listed.kind.is_dir();
            match rules.verdict(relative, outside, is_dir) {
                Match::None if rules.within_repository() => {
                    self.walker.outside.everywhere(path, is_dir)
                }
                verdict => verdict,
            }
        });
        match verdict {
            Match::None => listed.hidden,
            verdict => verdict.is_ignore(),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        loop {
            let folder = self.open.last_mut()?;
            if let Some(error) = folder.errors.next() {
                return Some(Err(error));
            }
            let Some(listed) = folder.listed.next() else {
                self.open.pop();
                continue;
            };
            let folder = self.open.last()?;
            if listed.hidden && folder.rules.is_none() {
                continue;
            }
            let path = folder.path.join(&listed.name);
            let relative = folder.relative.join(&listed.name);
            if self.leaves_out(folder, &listed, &path, &relative) {
                continue;
            }
            let entry = (self.walker.wanted)(&listed.name).then(|| Entry {
                path: path.clone(),
                relative: relative.clone(),
                kind: listed.kind,
                marked: folder.marked,
            });
            if listed.kind.is_dir() {
                let (rules, marked) = (folder.rules.clone(), folder.marked);
                self.open(path, relative, rules, marked);
            }
            if let Some(entry) = entry {
                return Some(Ok(entry));
            }
        }
    }
}

/// Whether a name, or on Windows the system, says that something is hidden.
#[cfg(not(windows))]
fn is_hidden(name: &OsStr, _: &DirEntry) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a name, or on Windows the system, says that something is hidden.
#[cfg(windows)]
fn is_hidden(name: &OsStr, entry: &DirEntry) -> bool {
    use std::os::windows::fs::MetadataExt;
    const FILE_ATTRIBUTE_HIDDEN: u32 = 0x2;
    // The listing brought the attributes along.
    let is_marked =
        |metadata: fs::Metadata| metadata.file_attributes() & FILE_ATTRIBUTE_HIDDEN != 0;
    name.as_encoded_bytes().starts_with(b".") || entry.metadata().is_ok_and(is_marked)
}

/// What the system says of a path.
fn at(path: &Path, error: io::Error) -> Error {
    Error::WithPath {
        path: path.to_owned(),
        err: Box::new(Error::Io(error)),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
