//! Tables of texts and of hashes that are filled by the thousand. The standard library's hasher takes several times as
//! long for short texts.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A map by [`Seeded`]. Nothing that is written may depend on its order.
pub type FastMap<K, V> = HashMap<K, V, Seeded>;

/// A set by [`Seeded`]. Nothing that is written may depend on its order.
pub type FastSet<K> = HashSet<K, Seeded>;

/// Hashes with a number that is another in each run, so that nobody can write a file whose keys all meet in one place.
#[derive(Debug, Clone, Copy)]
pub struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        static SEED: OnceLock<u64> = OnceLock::new();
        Self(*SEED.get_or_init(|| RandomState::new().build_hasher().finish()))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Hashing;

    fn build_hasher(&self) -> Hashing {
        Hashing(self.0)
    }
}

/// The hash so far.
#[derive(Debug)]
pub struct Hashing(u64);

impl Hasher for Hashing {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// What ends a text, which its length in the hash does already.
    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_is_found_and_nothing_else() {
        let mut map: FastMap<String, u32> = FastMap::default();
        map.extend((0..1000).map(|number| (number.to_string(), number)));
        assert_eq!(map.len(), 1000);
        assert!((0..1000).all(|number| map.get(number.to_string().as_str()) == Some(&number)));
        assert_eq!(map.get("1000"), None);
        let pairs: FastSet<(&str, &str)> = [("ab", "c"), ("a", "bc")].into_iter().collect();
        assert_eq!(pairs.len(), 2);
        let one = Seeded::default();
        assert_ne!(one.hash_one(("ab", "c")), one.hash_one(("a", "bc")));
    }
}
