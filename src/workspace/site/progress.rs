//! How far a build has come, for who looks on from another thread.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Counts what a build has found and done.
#[derive(Debug, Default)]
pub struct Progress {
    found: AtomicUsize,
    done: AtomicUsize,
    all: AtomicBool,
}

impl Progress {
    /// A spec was found.
    pub fn found(&self) {
        self.found.fetch_add(1, Ordering::Relaxed);
    }

    /// No more specs will be found.
    pub fn found_all(&self) {
        self.all.store(true, Ordering::Relaxed);
    }

    /// A spec has been looked at.
    pub fn done(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Specs found, specs done, and whether all have been found.
    pub fn figures(&self) -> (usize, usize, bool) {
        let done = self.done.load(Ordering::Relaxed);
        let found = self.found.load(Ordering::Relaxed);
        (found, done, self.all.load(Ordering::Relaxed))
    }
}
