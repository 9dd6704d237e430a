//! Anchors: ids in a page, stable as long as the names in the spec are.

use xxhash_rust::xxh3::xxh3_64;

use crate::text::hashing::{FastSet, Seeded};

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
    if text.is_ascii() {
        // Nearly every name is, and letters of other scripts may change their number in lower case.
        let mut rest = text;
        loop {
            let gap = rest
                .bytes()
                .take_while(|byte| !byte.is_ascii_alphanumeric());
            rest = &rest[gap.count()..];
            let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if word == 0 {
                break;
            }
            if slug.len() > start {
                slug.push('-');
            }
            slug.push_str(&rest[..word]);
            rest = &rest[word..];
        }
        slug[start..].make_ascii_lowercase();
        return;
    }
    let mut gap = false;
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
    if !one.is_ascii() || !other.is_ascii() {
        return slug(one) == slug(other);
    }
    let (mut one, mut other) = (one.bytes(), other.bytes());
    // Before the first letter there is no hyphen.
    let mut is_first = true;
    loop {
        let (letter, gap) = next_letter(&mut one);
        let (other_letter, other_gap) = next_letter(&mut other);
        if letter != other_letter || gap != other_gap && !is_first && letter.is_some() {
            return false;
        }
        if letter.is_none() {
            return true;
        }
        is_first = false;
    }
}

/// The next letter or digit of an ASCII text, in small, and whether anything else stands before it.
fn next_letter(bytes: &mut std::str::Bytes<'_>) -> (Option<u8>, bool) {
    let mut gap = false;
    for byte in bytes {
        if byte.is_ascii_alphanumeric() {
            return (Some(byte.to_ascii_lowercase()), gap);
        }
        gap = true;
    }
    (None, gap)
}

/// Ids of one page, each given once.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Their hashes: two that share one by chance would only cost a number.
    taken: FastSet<u64>,
}

impl Anchors {
    /// None yet, with room for so many.
    pub fn with_capacity(many: usize) -> Self {
        Self {
            taken: FastSet::with_capacity_and_hasher(many, Seeded::default()),
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

    proptest::proptest! {
        #[test]
        fn texts_are_the_same_where_their_slugs_are(one in "[aAb é_-]{0,6}", other in "[aAb é_-]{0,6}") {
            assert_eq!(same(&one, &other), slug(&one) == slug(&other), "{one:?} {other:?}");
        }
    }

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
        assert!(same("ab", "AB ") && !same("ab", "a b") && !same("a b", "ab") && same(" ab", "ab"));
        assert!(same("-a  b_", "A b") && same("", "!") && !same("a b", "a") && !same("a", "a b"));
    }
}
