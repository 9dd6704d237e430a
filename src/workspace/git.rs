//! What a git repository holds at a revision, read without checking it out. Part of `workspace`; writes nothing, runs no
//! program and asks no server.

mod error;

use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use gix::ObjectId;
use gix::objs::tree::EntryKind;
use rayon::prelude::*;

pub use error::GitError;

/// Links that lead to links are followed so often.
const MOST_LINKS: usize = 8;

/// A repository with a working tree.
pub(super) struct Repository {
    shared: gix::ThreadSafeRepository,
    /// The folder of the working tree, without links.
    pub(super) root: PathBuf,
}

/// The files of a revision.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    /// As the user calls it.
    pub(super) name: String,
    id: ObjectId,
}

/// A file in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    id: ObjectId,
    is_link: bool,
}

/// What lies at a path of a tree.
pub(super) enum Found {
    /// Nothing, or a folder.
    Nothing,
    /// A file, or a link.
    File(Entry),
    /// Another repository, at this commit.
    Repository(ObjectId),
}

/// The bytes of a file, or why there are none.
pub(super) enum Content {
    /// These.
    Bytes(Vec<u8>),
    /// What stands in the place of the file, in words.
    Unusable(String),
}

impl Repository {
    /// The repository that a folder lies in; `reference` is what will be asked for.
    pub(super) fn of(folder: &Path, reference: &str) -> Result<Self, GitError> {
        let shown = || folder.to_string_lossy().into_owned();
        let shared = gix::ThreadSafeRepository::discover(folder)
            .map_err(|error| error::open(&error, &shown(), reference))?;
        let Some(root) = shared.work_dir() else {
            return Err(GitError::Bare { path: shown() });
        };
        let root = std::fs::canonicalize(root).map_err(|error| GitError::Other {
            path: shown(),
            why: error.to_string(),
        })?;
        Ok(Self { shared, root })
    }

    /// The files of a branch, tag or commit.
    pub(super) fn tree(&self, reference: &str) -> Result<Tree, GitError> {
        let repository = self.shared.to_thread_local();
        let found = repository.rev_parse(reference);
        let spec = found.map_err(|cause| error::reference(&repository, reference, &cause))?;
        let Some(id) = spec.single() else {
            return Err(GitError::Range {
                reference: reference.to_owned(),
            });
        };
        self.tree_of(reference, id.detach())
    }

    /// The files of a commit.
    pub(super) fn tree_of(&self, name: &str, commit: ObjectId) -> Result<Tree, GitError> {
        let repository = self.shared.to_thread_local();
        let object = repository
            .find_object(commit)
            .map_err(|_| error::absent(&repository, name, &commit.to_string()))?;
        let tree =
            object
                .peel_to_tree()
                .map_err(|cause| match cause.classify().is_not_found() {
                    true => error::absent(&repository, name, &commit.to_string()),
                    false => GitError::NoTree {
                        reference: name.to_owned(),
                    },
                })?;
        Ok(Tree {
            name: name.to_owned(),
            id: tree.id,
        })
    }

    /// What lies at a path.
    pub(super) fn find(&self, tree: &Tree, path: &str) -> Result<Found, GitError> {
        let repository = self.shared.to_thread_local();
        let lost = |cause: gix::Error| self.lost(tree, path, &cause);
        let root = repository.find_tree(tree.id).map_err(lost)?;
        let parts = path.split('/').filter(|part| !part.is_empty());
        let entry = root.lookup_entry(parts.map(str::as_bytes)).map_err(lost)?;
        Ok(entry.map_or(Found::Nothing, |entry| {
            found(entry.mode().kind(), entry.object_id())
        }))
    }

    /// The files below a folder whose names are looked for, by path. Hidden folders and other repositories are passed
    /// over, as on disk.
    pub(super) fn below(
        &self,
        tree: &Tree,
        folder: &str,
        is_looked_for: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Vec<(Utf8PathBuf, Entry)>, GitError> {
        let repository = self.shared.to_thread_local();
        let lost = |cause: gix::Error| self.lost(tree, folder, &cause);
        let root = repository.find_tree(tree.id).map_err(lost)?;
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let start = if parts.is_empty() {
            tree.id
        } else {
            let entry = root
                .lookup_entry(parts.iter().map(|part| part.as_bytes()))
                .map_err(lost)?;
            match entry {
                Some(entry) if entry.mode().is_tree() => entry.object_id(),
                _ => return Ok(Vec::new()),
            }
        };
        let mut found = Vec::new();
        let mut folders = vec![(Utf8PathBuf::from(folder), start)];
        // Level by level, so that the folders of a level are read side by side.
        while !folders.is_empty() {
            let read: Vec<Result<Level, GitError>> = folders
                .par_iter()
                .with_min_len(16)
                .map_init(
                    || self.shared.to_thread_local(),
                    |repository, (path, id)| {
                        level(repository, path, *id, is_looked_for)
                            .map_err(|cause| self.lost(tree, path.as_str(), &cause))
                    },
                )
                .collect();
            folders = Vec::new();
            for level in read {
                let level = level?;
                found.extend(level.files);
                folders.extend(level.folders);
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(found)
    }

    /// Whether a text is what an entry holds: told by its digest, without reading the entry.
    pub(super) fn is_same(&self, entry: Entry, text: &str) -> bool {
        let digest =
            gix::objs::compute_hash(entry.id.kind(), gix::objs::Kind::Blob, text.as_bytes());
        !entry.is_link && digest.is_ok_and(|digest| digest == entry.id)
    }

    /// The bytes of a file, at most `limit` of them. Links are followed within the tree.
    pub(super) fn read(
        &self,
        tree: &Tree,
        path: &Utf8Path,
        entry: Entry,
        limit: u64,
    ) -> Result<Content, GitError> {
        let repository = self.shared.to_thread_local();
        let (mut place, mut entry) = (path.to_owned(), entry);
        for _ in 0..MOST_LINKS {
            let lost = |cause: gix::Error| self.lost(tree, place.as_str(), &cause);
            let size = repository.find_header(entry.id).map_err(lost)?.size();
            if size > limit {
                return Ok(Content::Unusable(format!(
                    "it has {size} bytes there, more than are read (--max-file-size)"
                )));
            }
            let bytes = repository.find_blob(entry.id).map_err(lost)?.take_data();
            if !entry.is_link {
                return Ok(Content::Bytes(bytes));
            }
            let target = String::from_utf8_lossy(&bytes).into_owned();
            let Some(next) = beside(&place, &target) else {
                return Ok(Content::Unusable(format!(
                    "it is a link to `{}` there, outside of the repository",
                    target.escape_debug()
                )));
            };
            match self.find(tree, next.as_str())? {
                Found::File(found) => (place, entry) = (next, found),
                Found::Nothing | Found::Repository(_) => {
                    return Ok(Content::Unusable(format!(
                        "it is a link to `{}` there, where no file is",
                        target.escape_debug()
                    )));
                }
            }
        }
        Ok(Content::Unusable(format!(
            "it is a link there that {MOST_LINKS} steps do not follow to its end"
        )))
    }

    fn lost(&self, tree: &Tree, path: &str, cause: &gix::Error) -> GitError {
        error::lost(&self.root.to_string_lossy(), &tree.name, path, cause)
    }
}

/// What stands in one folder of a tree.
struct Level {
    folders: Vec<(Utf8PathBuf, ObjectId)>,
    files: Vec<(Utf8PathBuf, Entry)>,
}

fn level(
    repository: &gix::Repository,
    path: &Utf8Path,
    id: ObjectId,
    is_looked_for: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Level, gix::Error> {
    let tree = repository.find_tree(id)?;
    let mut level = Level {
        folders: Vec::new(),
        files: Vec::new(),
    };
    for entry in tree.iter() {
        let entry = entry?;
        // A path that is not UTF-8 cannot be that of a spec: on disk it is refused.
        let Ok(name) = std::str::from_utf8(entry.filename()) else {
            continue;
        };
        match found(entry.mode().kind(), entry.object_id()) {
            Found::File(file) if is_looked_for(name) => level.files.push((path.join(name), file)),
            Found::Nothing if !name.starts_with('.') => {
                level.folders.push((path.join(name), entry.object_id()));
            }
            _ => {}
        }
    }
    Ok(level)
}

fn found(kind: EntryKind, id: ObjectId) -> Found {
    let is_link = kind == EntryKind::Link;
    match kind {
        EntryKind::Tree => Found::Nothing,
        EntryKind::Blob | EntryKind::BlobExecutable | EntryKind::Link => {
            Found::File(Entry { id, is_link })
        }
        EntryKind::Commit => Found::Repository(id),
    }
}

/// The path that a link beside a file leads to, unless that is outside of the repository.
fn beside(file: &Utf8Path, target: &str) -> Option<Utf8PathBuf> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = file.as_str().split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_places_in_the_repository_or_nowhere() {
        let beside = |target| beside(Utf8Path::new("a/b/plugin.spec.yaml"), target);
        assert_eq!(
            beside("x.yaml").as_deref(),
            Some(Utf8Path::new("a/b/x.yaml"))
        );
        assert_eq!(beside("../../c/./x").as_deref(), Some(Utf8Path::new("c/x")));
        assert_eq!(beside("../../../x"), None);
        assert_eq!(beside("/etc/x"), None);
    }
}
