//! Where specs lie in git repositories: those that were asked for, and those that lie within them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use super::super::git::{Content, Entry, Found, GitError, Repository, Tree};
use super::super::{Failure, Request};

/// A file of a repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which of the repositories.
    repository: usize,
    /// From its root, with slashes.
    pub(super) path: Utf8PathBuf,
}

/// A repository, and what is compared with.
struct Open {
    repository: Repository,
    tree: Tree,
}

/// A folder that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    place: Place,
    /// As it was given.
    given: Utf8PathBuf,
}

/// The repositories of a run.
pub(super) struct Places {
    reference: String,
    open: Vec<Open>,
    /// The repository of each folder that was asked about, by its path without links; `None` where there is none to
    /// compare with.
    folders: BTreeMap<PathBuf, Option<usize>>,
    wanted: Vec<Wanted>,
    failures: Vec<Failure>,
}

impl Places {
    /// Opens the repositories of what a request asks for.
    pub(super) fn new(request: &Request, reference: &str) -> Self {
        let mut places = Self {
            reference: reference.to_owned(),
            open: Vec::new(),
            folders: BTreeMap::new(),
            wanted: Vec::new(),
            failures: Vec::new(),
        };
        let here = Utf8PathBuf::new();
        let given = match request.paths.as_slice() {
            [] => vec![&here],
            paths => paths.iter().collect(),
        };
        for path in given {
            if path == "-" {
                if request.stdin_filename.is_none() {
                    places.failed(path, GitError::Nameless);
                }
                continue;
            }
            let on_disk = or_here(path);
            if !on_disk.is_dir() {
                continue;
            }
            let Ok(folder) = std::fs::canonicalize(on_disk) else {
                continue;
            };
            if let Some(place) = places.place(&folder, path) {
                places.wanted.push(Wanted {
                    place,
                    given: path.clone(),
                });
            }
        }
        places
    }

    /// Where a spec lies; `None` where there is nothing to compare it with, which has been said.
    pub(super) fn of(&mut self, spec: &Utf8Path) -> Option<Place> {
        let name = spec.file_name()?;
        let folder = std::fs::canonicalize(or_here(spec.parent()?)).ok()?;
        let mut place = self.place(&folder, spec)?;
        place.path.push(name);
        Some(place)
    }

    /// A folder as one of a repository.
    fn place(&mut self, folder: &Path, shown: &Utf8Path) -> Option<Place> {
        let index = self.repository_of(folder, shown)?;
        let relative = folder
            .strip_prefix(&self.open[index].repository.root)
            .ok()?;
        let parts: Option<Vec<&str>> = relative
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        Some(Place {
            repository: index,
            path: parts?.join("/").into(),
        })
    }

    fn repository_of(&mut self, folder: &Path, shown: &Utf8Path) -> Option<usize> {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        // Below a known folder without a repository of its own, its repository goes on.
        let above = folder.parent().and_then(|above| self.folders.get(above));
        let index = match above {
            Some(index) if !folder.join(".git").exists() => *index,
            _ => match self.opened(folder) {
                Ok(index) => index,
                Err(cause) => {
                    self.failed(shown, cause);
                    None
                }
            },
        };
        self.folders.insert(folder.to_owned(), index);
        index
    }

    /// The repository of a folder, opened once. One within another is looked at as the outer one has it.
    fn opened(&mut self, folder: &Path) -> Result<Option<usize>, GitError> {
        let repository = Repository::of(folder, &self.reference)?;
        let known = |open: &Open| open.repository.root == repository.root;
        if let Some(index) = self.open.iter().position(known) {
            return Ok(Some(index));
        }
        let outer = self
            .open
            .iter()
            .filter(|open| repository.root.starts_with(&open.repository.root))
            .max_by_key(|open| open.repository.root.as_os_str().len());
        let tree = match outer {
            None => repository.tree(&self.reference)?,
            Some(outer) => {
                let path = repository.root.strip_prefix(&outer.repository.root);
                let path = path.ok().and_then(Path::to_str).unwrap_or_default();
                match outer
                    .repository
                    .find(&outer.tree, &path.replace('\\', "/"))?
                {
                    Found::Repository(commit) => repository.tree_of(&self.reference, commit)?,
                    // It is new there, and so are its specs.
                    Found::Nothing | Found::File(_) => return Ok(None),
                }
            }
        };
        self.open.push(Open { repository, tree });
        Ok(Some(self.open.len() - 1))
    }

    pub(super) fn repository(&self, place: &Place) -> &Repository {
        &self.open[place.repository].repository
    }

    pub(super) fn tree(&self, place: &Place) -> &Tree {
        &self.open[place.repository].tree
    }

    /// What lay at a place.
    pub(super) fn find(&self, place: &Place) -> Result<Found, GitError> {
        let repository = self.repository(place);
        repository.find(self.tree(place), place.path.as_str())
    }

    /// The bytes of what lay there.
    pub(super) fn read(
        &self,
        place: &Place,
        entry: Entry,
        limit: u64,
    ) -> Result<Content, GitError> {
        let repository = self.repository(place);
        repository.read(self.tree(place), &place.path, entry, limit)
    }

    /// The folders to look through: those that were asked for, or whole repositories.
    pub(super) fn folders(&self, anywhere: bool) -> Vec<(Place, Wanted)> {
        let mut folders: Vec<(Place, Wanted)> = self
            .wanted
            .iter()
            .map(|wanted| (wanted.place.clone(), wanted.clone()))
            .collect();
        if anywhere {
            for (repository, open) in self.open.iter().enumerate() {
                let place = Place {
                    repository,
                    path: Utf8PathBuf::new(),
                };
                let given = Utf8PathBuf::try_from(open.repository.root.clone());
                let wanted = Wanted {
                    place: place.clone(),
                    given: given.unwrap_or_default(),
                };
                folders.push((place, wanted));
            }
        }
        folders
    }

    /// The files below a folder whose names are looked for.
    pub(super) fn below(
        &self,
        folder: &Place,
        is_looked_for: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Vec<(Place, Entry)>, GitError> {
        let open = &self.open[folder.repository];
        let path = folder.path.as_str();
        let found = open.repository.below(&open.tree, path, is_looked_for)?;
        let placed = found.into_iter().map(|(path, entry)| {
            let place = Place {
                repository: folder.repository,
                path,
            };
            (place, entry)
        });
        Ok(placed.collect())
    }

    /// Whether a place lies below a folder that was asked for.
    pub(super) fn is_wanted(&self, place: &Place) -> bool {
        self.wanted.iter().any(|wanted| {
            wanted.place.repository == place.repository
                && place.path.starts_with(&wanted.place.path)
        })
    }

    /// Where a place is on disk, if it is there.
    pub(super) fn on_disk(&self, place: &Place) -> PathBuf {
        self.repository(place).root.join(&place.path)
    }

    /// The path of a place below a folder that was asked for, as that was given.
    pub(super) fn shown(&self, place: &Place, wanted: &Wanted) -> Utf8PathBuf {
        let below = place.path.strip_prefix(&wanted.place.path);
        wanted.given.join(below.unwrap_or(&place.path))
    }

    /// Notes why something cannot be looked at; each reason once.
    pub(super) fn failed(&mut self, path: &Utf8Path, cause: GitError) {
        let said = |failure: &Failure| failure.to_string() == cause.to_string();
        if !self.failures.iter().any(said) {
            self.failures.push(Failure::Earlier {
                path: path.to_owned(),
                cause: Box::new(cause),
            });
        }
    }

    pub(super) fn into_failures(self) -> Vec<Failure> {
        self.failures
    }
}

/// The path of a folder that can be asked for: the empty one is the current folder.
fn or_here(folder: &Utf8Path) -> &Utf8Path {
    if folder.as_str().is_empty() {
        Utf8Path::new(".")
    } else {
        folder
    }
}
