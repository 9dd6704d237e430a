//! Which settings hold for which spec: the nearest `specc.toml` above it, and the files that one extends. Each folder
//! is asked once, however many specs lie in it.

pub mod effective;
mod load;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Analysis, Failure, Workspace};
use crate::config::{FILE_NAME, TargetOption, lint};
use crate::lint::Levels;
use crate::text::{FileId, Source};
pub(super) use load::load;
pub use load::{Layer, Loaded, Words};

/// Which files of settings count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// None.
    #[default]
    None,
    /// The nearest one above each spec.
    Nearest,
    /// This one, for every spec.
    File(Utf8PathBuf),
}

/// The settings of a run, read when they are first asked for.
#[derive(Debug, Default)]
pub struct Settings {
    choice: Choice,
    current: Utf8PathBuf,
    /// Texts that stand in for those of files, by the paths without links.
    texts: BTreeMap<Utf8PathBuf, String>,
    named: OnceLock<Option<Arc<Loaded>>>,
    folders: Mutex<HashMap<Utf8PathBuf, Option<Arc<Loaded>>>>,
    failures: Mutex<Vec<Failure>>,
}

impl Settings {
    /// Settings that are yet to be read.
    pub fn new(choice: Choice) -> Self {
        let current = std::env::current_dir().ok();
        let current = current.and_then(|path| Utf8PathBuf::try_from(path).ok());
        Self {
            choice,
            current: current.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The same settings, not yet read, with other texts for some files.
    #[must_use]
    pub fn anew(&self, texts: impl IntoIterator<Item = (Utf8PathBuf, String)>) -> Self {
        let mut all = self.texts.clone();
        all.extend(texts);
        Self {
            choice: self.choice.clone(),
            current: self.current.clone(),
            texts: all,
            ..Self::default()
        }
    }

    /// Every file that was read: its path without links, its path in reports, and its text.
    pub fn texts(&self) -> Vec<(Utf8PathBuf, Utf8PathBuf, String)> {
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let named = self.named.get().and_then(Option::as_ref);
        let all = known.values().flatten().chain(named);
        let sources = all.flat_map(|loaded| &loaded.sources);
        let texts = sources.map(|source| {
            let path = source.path().to_owned();
            let whole = load::identity(&self.current.join(&path));
            (whole, (path, source.text().to_owned()))
        });
        // A file that many extend is one.
        let texts: BTreeMap<_, _> = texts.collect();
        texts
            .into_iter()
            .map(|(whole, (path, text))| (whole, path, text))
            .collect()
    }

    /// The file that holds for a spec, read.
    pub fn of(&self, spec: &Utf8Path) -> Option<Arc<Loaded>> {
        match &self.choice {
            Choice::None => None,
            Choice::File(path) => self
                .named
                .get_or_init(|| {
                    let loaded = load::load(path, &self.current, &self.texts);
                    loaded
                        .map_err(|failure| self.failed(failure))
                        .ok()
                        .map(Arc::new)
                })
                .clone(),
            Choice::Nearest => {
                let whole = self.whole(spec);
                self.nearest(whole.parent()?)
            }
        }
    }

    /// The levels of lints for a spec: those of its settings, and over them those that were chosen for the run.
    pub fn levels<'a>(&self, spec: &Utf8Path, chosen: &'a Levels) -> Cow<'a, Levels> {
        let Some(loaded) = self.of(spec) else {
            return Cow::Borrowed(chosen);
        };
        let whole = self.whole(spec);
        let mut levels = Levels::new();
        for list in loaded.words(&whole) {
            levels.overlay(&lint::levels(list.words));
        }
        levels.overlay(chosen);
        Cow::Owned(levels)
    }

    /// The options of targets for a spec. A later one beats an earlier one of its name.
    pub fn options(&self, spec: &Utf8Path) -> Vec<TargetOption> {
        let loaded = self.of(spec);
        let layers = loaded.iter().flat_map(|loaded| &loaded.layers);
        layers
            .flat_map(|layer| &layer.config.targets)
            .cloned()
            .collect()
    }

    /// The whole path of a file, without steps upward.
    pub fn whole(&self, path: &Utf8Path) -> Utf8PathBuf {
        let whole = self.current.join(path);
        let plain = whole.components().all(|part| part.as_str() != "..");
        if plain {
            return whole;
        }
        // Links have parents other than their spelling says, but only a step upward asks for them.
        let folder = whole.parent().and_then(|it| it.canonicalize_utf8().ok());
        match (folder, whole.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => whole,
        }
    }

    /// The file in a folder, or in the nearest one above.
    fn nearest(&self, folder: &Utf8Path) -> Option<Arc<Loaded>> {
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        drop(known);
        let path = folder.join(FILE_NAME);
        let found = match load::load(&path, &self.current, &self.texts) {
            Ok(loaded) => Some(Arc::new(loaded)),
            Err(failure) if is_none(&failure) => {
                folder.parent().and_then(|above| self.nearest(above))
            }
            Err(failure) => {
                self.failed(failure);
                None
            }
        };
        let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        // Two specs may ask at once; both then get what came first.
        known.entry(folder.to_owned()).or_insert(found).clone()
    }

    fn failed(&self, failure: Failure) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push(failure);
    }

    /// Adds what is wrong with the files that were read to a workspace, behind its specs. A file of which there is
    /// nothing to say is not added.
    pub fn tell(&self, workspace: &mut Workspace) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        workspace.failures.append(&mut failures);
        workspace.failures.sort_by_key(Failure::path);
        workspace.failures.dedup_by_key(|failure| failure.path());
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let named = self.named.get().and_then(Option::as_ref);
        let loaded: BTreeMap<&Utf8Path, &Arc<Loaded>> = known
            .values()
            .flatten()
            .chain(named)
            .map(|loaded| (loaded.path.as_path(), loaded))
            .collect();
        let mut ids: BTreeMap<Utf8PathBuf, FileId> = BTreeMap::new();
        for loaded in loaded.values() {
            for finding in &loaded.diagnostics {
                let raised = finding.clone().with_files(|file| {
                    let source = &loaded.sources[file.0 as usize];
                    *ids.entry(source.path().to_owned())
                        .or_insert_with(|| add(workspace, source))
                });
                if let Some(analysis) = workspace
                    .analyses
                    .get_mut(raised.primary.span.file.0 as usize)
                {
                    analysis.diagnostics.push(raised);
                }
            }
        }
    }
}

/// Adds a file that is no spec to a workspace.
fn add(workspace: &mut Workspace, source: &Source) -> FileId {
    let id = FileId(u32::try_from(workspace.sources.len()).unwrap_or(u32::MAX));
    let copy = Source::new(id, source.path(), source.shared_text());
    workspace.sources.push(copy);
    workspace.analyses.push(Analysis::default());
    id
}

/// Whether there is no such file. A folder of that name is none of ours.
fn is_none(failure: &Failure) -> bool {
    match failure {
        Failure::Missing { .. } => true,
        Failure::Unreadable { cause, .. } => cause.kind() == ErrorKind::IsADirectory,
        _ => false,
    }
}
