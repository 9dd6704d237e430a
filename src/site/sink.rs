//! Where the finished files of a site go, and what tells that one need not be made again.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_128;

/// Stands for what a file is made from: equal keys promise equal bytes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of some bytes. It is made as fast as they are read: whoever wants to can find other bytes with the same
    /// key, and gains a page of his own that is not made again.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes).to_be_bytes())
    }

    /// A key of some bytes that no others have, also where somebody looks for them: for what is named after its
    /// content and shared by many.
    pub fn unique(bytes: &[u8]) -> Self {
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(Sha256::digest(bytes)) {
            *to = from;
        }
        Self(key)
    }

    /// The key of this and some bytes after it.
    #[must_use]
    pub fn and(self, bytes: &[u8]) -> Self {
        self.with(Self::of(bytes))
    }

    /// The key of this and another, in this order.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// The key of many, in their order.
    pub fn all(keys: impl IntoIterator<Item = Self>) -> Self {
        let bytes: Vec<u8> = keys.into_iter().flat_map(|key| key.0).collect();
        Self::of(&bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// In hexadecimal.
    pub fn hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A page whose middle names other plugins, and so is known last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// All before the middle.
    pub head: Vec<u8>,
    /// All after it.
    pub tail: Vec<u8>,
    /// What stands in both but for long parts without any link to another file of the site.
    pub linking: String,
}

/// Takes the files of a site, from any thread and in any order. Paths are relative to the root of the site, with `/`
/// between folders, and each is handed over once.
pub trait Sink: Sync {
    /// Takes a file, unless the one that is there was made from the same key: then `make` is not called.
    fn file(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>);

    /// Takes a page but for its middle, unless the one that is there was made from the same key. Every page that is
    /// handed over in parts gets its middle later by [`Sink::middle`].
    fn parts(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Parts);

    /// Takes the middle of a page.
    fn middle(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>);

    /// Says that a file that was there before is still wanted as it is. False where it is not there: then it has to be
    /// handed over anew.
    fn keep(&self, path: &str) -> bool;
}
