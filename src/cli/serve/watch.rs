//! Wakes the program when a file changes that the site is made from.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use camino::{Utf8Path, Utf8PathBuf};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Wake;

/// What is watched.
#[derive(Debug)]
pub struct Watch {
    watcher: Result<RecommendedWatcher, String>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watch {
    /// Watches nothing yet. What changes below `out` is of our own doing.
    pub fn new(out: &Utf8Path, wake: Sender<Wake>) -> Self {
        let absolute = std::path::absolute(out).unwrap_or_else(|_| out.into());
        let real = out.as_std_path().canonicalize();
        let own = [absolute.clone(), real.unwrap_or(absolute)];
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

/// Whether a page may look different after an event.
fn matters(event: &Event, own: &[PathBuf]) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let passed_over = |path: &PathBuf| {
        let below = |folder: &PathBuf| path.starts_with(folder);
        let git = |part: std::path::Component<'_>| part.as_os_str() == OsStr::new(".git");
        own.iter().any(below) || Path::new(path).components().any(git)
    };
    event.paths.is_empty() || !event.paths.iter().all(passed_over)
}
