//! Anchors: ids in a page, stable as long as the names in the spec are.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// Lower-case letters and digits of a text with single hyphens between them; other scripts stay. Empty where there is
/// nothing of the kind.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    push_slug(&mut slug, text);
    slug
}

/// Appends the slug of a text.
fn push_slug(slug: &mut String, text: &str) {
    let start = slug.len();
    let mut gap = false;
    if text.is_ascii() {
        slug.reserve(text.len());
        // Nearly every name is, and letters of other scripts may change their number in lower case.
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                if gap && slug.len() > start {
                    slug.push('-');
                }
                gap = false;
                slug.push(char::from(byte.to_ascii_lowercase()));
            } else {
                gap = true;
            }
        }
        return;
    }
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            if gap && slug.len() > start {
                slug.push('-');
            }
            gap = false;
            slug.push(character);
        } else {
            gap = true;
        }
    }
}

/// Whether two texts have the same [`slug`].
pub fn same(one: &str, other: &str) -> bool {
    /// The parts of a text that its slug has hyphens between.
    fn parts(text: &str) -> impl Iterator<Item = &[u8]> {
        text.as_bytes()
            .split(|byte| !byte.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
    }
    if one.is_ascii() && other.is_ascii() {
        let (mut one, mut other) = (parts(one), parts(other));
        loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one.eq_ignore_ascii_case(other) => {}
                _ => return false,
            }
        }
    }
    slug(one) == slug(other)
}

/// Ids of one page, each given once.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Their hashes: two that share one by chance would only cost a number.
    taken: HashSet<u64, BuildHasherDefault<Hashed>>,
}

/// The hash of what is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Anchors {
    /// None yet, with room for so many.
    pub fn with_capacity(many: usize) -> Self {
        Self {
            taken: HashSet::with_capacity_and_hasher(many, BuildHasherDefault::default()),
        }
    }

    /// An id of a prefix and a name; one that is taken gets a number.
    pub fn add(&mut self, prefix: &str, name: &str) -> String {
        let mut base = String::with_capacity(prefix.len() + name.len() + 4);
        base.push_str(prefix);
        if !prefix.is_empty() {
            base.push('-');
        }
        let start = base.len();
        push_slug(&mut base, name);
        if base.len() == start && !prefix.is_empty() {
            base.push('x');
        }
        if self.taken.insert(xxh3_64(base.as_bytes())) {
            return base;
        }
        let mut number = 2;
        loop {
            let numbered = format!("{base}-{number}");
            if self.taken.insert(xxh3_64(numbered.as_bytes())) {
                return numbered;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_plain() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.add("action", "Get_User"), "action-get-user");
        assert_eq!(anchors.add("action", "get user"), "action-get-user-2");
        assert_eq!(anchors.add("action", "\"><script>"), "action-script");
        assert_eq!(anchors.add("action", "!"), "action-x");
        assert_eq!(slug("  Ünï--漢字 "), "ünï-漢字");
        assert!(same("User ID", "user_id") && same("É", "é"));
        assert!(!same("User ID", "userid") && !same("a", "b"));
        assert!(same("-a  b_", "A b") && same("", "!") && !same("a b", "a") && !same("a", "a b"));
    }
}
