//! Which files a request means. Reads a file only where its name does not tell whether it is a spec.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};

use super::walk::Walker;
use super::{Failure, Request, read};
use crate::dialect::{DIALECTS, Dialect};
use crate::output::GeneratedFiles;
use crate::text::FileId;
use crate::yaml::{self, Limits};

/// A spec to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A file on disk.
    File(Utf8PathBuf),
    /// Standard input, under the path that it is reported with.
    Stdin(Utf8PathBuf),
}

impl Input {
    pub(super) fn path(&self) -> &Utf8Path {
        match self {
            Self::File(path) | Self::Stdin(path) => path,
        }
    }
}

/// The path of standard input where the command line gives none.
const STDIN: &str = "<stdin>";

/// The file names that a walk looks for.
pub fn looked_for() -> Vec<&'static str> {
    DIALECTS
        .iter()
        .flat_map(|dialect| dialect.file_names.iter().copied())
        .collect()
}

/// Hands over each file that a request means, once, in the order of the paths' components, as soon as it is found: the
/// walk goes on while the first files are parsed. What could not be looked at comes back.
pub(super) fn discover(request: &Request, found: &mut dyn FnMut(Input)) -> Vec<Failure> {
    let mut search = Search {
        limits: &request.limits,
        seen: HashSet::new(),
        generated: GeneratedFiles::default(),
        found,
        failures: Vec::new(),
    };
    let mut walker = Walker::new(|name| of_name(name).is_some(), GeneratedFiles::marks);
    if request.paths.is_empty() {
        search.folder(Utf8Path::new(""), &mut walker);
    }
    let mut paths: Vec<&Utf8PathBuf> = request.paths.iter().collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        if path == "-" {
            let name = request.stdin_filename.clone();
            (search.found)(Input::Stdin(name.unwrap_or_else(|| STDIN.into())));
        } else {
            search.argument(path, &mut walker);
        }
    }
    search.failures
}

/// The form of the specs that have a name.
fn of_name(name: &OsStr) -> Option<&'static Dialect> {
    let name = name.to_str()?;
    DIALECTS
        .iter()
        .copied()
        .find(|dialect| dialect.recognises_name(name))
}

struct Search<'a> {
    limits: &'a Limits,
    /// The files handed over, by the one path that no symbolic link is part of.
    seen: HashSet<PathBuf>,
    generated: GeneratedFiles,
    found: &'a mut dyn FnMut(Input),
    failures: Vec<Failure>,
}

impl Search<'_> {
    /// A path of the command line: a folder is walked, anything else is read whatever its name.
    fn argument(&mut self, path: &Utf8Path, walker: &mut Walker) {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path, walker),
            Ok(_) => self.file(path.to_owned(), canonical(path)),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                self.failures.push(Failure::Missing { path: path.into() });
            }
            Err(cause) => self.failures.push(Failure::Unreadable {
                path: path.into(),
                cause,
            }),
        }
    }

    /// Every spec below a folder. Symbolic links to folders are not followed, so a walk ends.
    fn folder(&mut self, folder: &Utf8Path, walker: &mut Walker) {
        let root = if folder.as_str().is_empty() {
            Utf8Path::new(".")
        } else {
            folder
        };
        let mut found = false;
        let failures_before = self.failures.len();
        // Below it no folder is reached through a link, so that no file has to be asked for its own.
        let canonical_root = std::fs::canonicalize(root).ok();
        for entry in walker.walk(root.as_ref(), canonical_root.as_deref()) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(cause) => {
                    self.failures.push(Failure::Walk {
                        path: root.into(),
                        cause,
                    });
                    continue;
                }
            };
            let Some(dialect) = entry.path.file_name().and_then(of_name) else {
                continue;
            };
            let link = entry.kind.is_symlink();
            let path = match Utf8PathBuf::try_from(entry.path) {
                Ok(path) => path,
                Err(error) => {
                    let path = error.into_path_buf();
                    self.failures.push(Failure::PathNotUtf8 { path });
                    continue;
                }
            };
            // Nobody who wrote no path expects to read one that begins with "./".
            let path = match path.strip_prefix(".") {
                Ok(rest) if folder.as_str().is_empty() => rest.to_owned(),
                _ => path,
            };
            let kind = match link {
                true => std::fs::metadata(&path).map(|metadata| metadata.file_type()),
                false => Ok(entry.kind),
            };
            let kind = match kind {
                Ok(kind) => kind,
                Err(cause) => {
                    self.failures.push(Failure::Unreadable { path, cause });
                    continue;
                }
            };
            if kind.is_dir() {
                if dialect.name_tells && !link {
                    self.failures.push(Failure::Folder { path });
                }
            } else if kind.is_file()
                // A copy that an output holds is not the spec it was made from.
                && !(entry.marked && self.generated.has(&path, folder))
                && (dialect.name_tells || self.is_spec(&path, dialect.recognises_content))
            {
                found = true;
                let identity = match &canonical_root {
                    Some(root) if !link => root.join(entry.relative),
                    _ => canonical(&path),
                };
                self.file(path, identity);
            }
        }
        if !found && self.failures.len() == failures_before {
            self.failures.push(Failure::NoSpec {
                path: folder.to_owned(),
            });
        }
    }

    /// Whether a file whose name is also that of other things is a spec. One that cannot be read is none of ours.
    fn is_spec(&self, path: &Utf8Path, recognises: fn(&yaml::Document) -> bool) -> bool {
        let input = Input::File(path.to_owned());
        let Ok((source, None)) = read::read(FileId::default(), input, self.limits) else {
            return false;
        };
        let (document, _) = yaml::parse(&source, self.limits);
        recognises(&document)
    }

    /// Hands a file over unless it was reached before, by whatever path.
    fn file(&mut self, path: Utf8PathBuf, identity: PathBuf) {
        if self.seen.insert(identity) {
            (self.found)(Input::File(path));
        }
    }
}

/// The path without symbolic links, or as it is where nobody can tell.
fn canonical(path: &Utf8Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.into())
}
