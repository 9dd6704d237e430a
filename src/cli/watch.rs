//! Wakes the program when a file changes that its answer is made from, and tells it when to end.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::CliError;

/// What wakes the program up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// A file has changed.
    Changed,
    /// Somebody wants it to end.
    End,
}

/// A change is looked at once no other has followed for so long: editors write a file in several steps.
const SETTLED: Duration = Duration::from_millis(20);

/// A change is looked at at the latest so long after it was seen, however many follow.
const LATEST: Duration = Duration::from_millis(200);

/// What temporary files of ours begin with.
pub const TEMPORARY: &str = ".specc-";

/// Lets Ctrl-C and its like end the program.
pub fn end_with(wake: &Sender<Wake>) -> Result<(), CliError> {
    let end = wake.clone();
    ctrlc::set_handler(move || {
        let _ = end.send(Wake::End);
    })
    .map_err(|error| CliError::Usage(format!("cannot wait for Ctrl-C: {error}")))
}

/// Waits until there is something to do.
pub fn wait(woken: &Receiver<Wake>) -> Wake {
    let Ok(Wake::Changed) = woken.recv() else {
        return Wake::End;
    };
    let first = Instant::now();
    while first.elapsed() < LATEST {
        match woken.recv_timeout(SETTLED) {
            Ok(Wake::Changed) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Ok(Wake::End) | Err(RecvTimeoutError::Disconnected) => return Wake::End,
        }
    }
    Wake::Changed
}

/// What is watched.
#[derive(Debug)]
pub struct Watch {
    watcher: Result<RecommendedWatcher, String>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watch {
    /// Watches nothing yet. What changes at or below `outputs` is of our own doing.
    pub fn new(outputs: &[Utf8PathBuf], wake: Sender<Wake>) -> Self {
        let own: Vec<PathBuf> = outputs
            .iter()
            .flat_map(|out| {
                let absolute = std::path::absolute(out).unwrap_or_else(|_| out.into());
                let real = out.as_std_path().canonicalize();
                [absolute.clone(), real.unwrap_or(absolute)]
            })
            .collect();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // An error means that events may have been lost, so everything may have changed.
            if event.map_or(true, |event| matters(&event, &own)) {
                let _ = wake.send(Wake::Changed);
            }
        });
        Self {
            watcher: watcher.map_err(|error| error.to_string()),
            watched: BTreeMap::new(),
        }
    }

    /// Watches folders with all below them, and files; no others any longer. What cannot be watched comes back.
    pub fn keep_to(
        &mut self,
        places: &BTreeSet<Utf8PathBuf>,
        files: &[Utf8PathBuf],
    ) -> Vec<String> {
        let watcher = match &mut self.watcher {
            Ok(watcher) => watcher,
            Err(error) => return vec![format!("changes of files are not seen: {error}")],
        };
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        for place in places.iter().chain(files) {
            let place = std::path::absolute(place).unwrap_or_else(|_| place.into());
            // Editors replace files, which a watch of the file itself would not survive.
            let (folder, mode) = if place.is_dir() {
                (place, RecursiveMode::Recursive)
            } else if let Some(folder) = place.parent() {
                (folder.to_owned(), RecursiveMode::NonRecursive)
            } else {
                continue;
            };
            let kept = wanted.entry(folder).or_insert(mode);
            if mode == RecursiveMode::Recursive {
                *kept = mode;
            }
        }
        let covered: Vec<PathBuf> = wanted
            .iter()
            .filter(|(_, mode)| **mode == RecursiveMode::Recursive)
            .map(|(folder, _)| folder.clone())
            .collect();
        wanted.retain(|folder, _| {
            !covered
                .iter()
                .any(|above| folder != above && folder.starts_with(above))
        });
        let mut faults = Vec::new();
        for folder in self.watched.keys() {
            if !wanted.contains_key(folder) {
                let _ = watcher.unwatch(folder);
            }
        }
        self.watched.retain(|folder, _| wanted.contains_key(folder));
        for (folder, mode) in wanted {
            if self.watched.get(&folder) == Some(&mode) {
                continue;
            }
            match watcher.watch(&folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder, mode);
                }
                Err(error) => faults.push(format!(
                    "changes below {} are not seen: {error}",
                    folder.display()
                )),
            }
        }
        faults
    }
}

/// Whether the answer may be another after an event.
fn matters(event: &Event, own: &[PathBuf]) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let passed_over = |path: &PathBuf| {
        let below = |folder: &PathBuf| path.starts_with(folder);
        let git = |part: std::path::Component<'_>| part.as_os_str() == OsStr::new(".git");
        let name = path.file_name().unwrap_or_default();
        let temporary = name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes());
        temporary || own.iter().any(below) || Path::new(path).components().any(git)
    };
    event.paths.is_empty() || !event.paths.iter().all(passed_over)
}
