//! File names for any text: what a spec calls an operation or a type becomes one path component that is legal and
//! distinct on every file system, and that stands in a URI as it is.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// Longest stem in bytes; leaves room for suffixes below the usual limit of 255.
const LONGEST: usize = 150;

/// Names that Windows keeps for devices, whatever stands after the first dot.
pub const DEVICES: &[&str] = &[
    "aux", "con", "conin$", "conout$", "nul", "prn", "com0", "com1", "com2", "com3", "com4",
    "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6",
    "lpt7", "lpt8", "lpt9",
];

/// The stem for a name: letters, digits, `_`, `-` and inner dots stay, each other byte becomes `~` and two hexadecimal
/// digits. Different names give different stems, though some differ only by case: see [`FileNames`].
pub fn stem(name: &str) -> String {
    let device = name.split('.').next().unwrap_or_default();
    let is_device = DEVICES.contains(&device.to_ascii_lowercase().as_str());
    let mut stem = String::new();
    for (index, byte) in name.bytes().enumerate() {
        let plain = match byte {
            b'.' | b'-' => index > 0,
            _ => byte.is_ascii_alphanumeric() || byte == b'_',
        };
        if plain && !(is_device && index == 0) {
            stem.push(char::from(byte));
        } else {
            stem.push_str(&format!("~{byte:02X}"));
        }
    }
    if stem.is_empty() {
        return digest(name);
    }
    if stem.len() > LONGEST {
        // All ASCII, so any cut is between characters.
        stem.truncate(LONGEST);
        stem.push_str(&digest(name));
    }
    stem
}

/// `~~` and a digest of the name. No plain stem holds `~~`, because hexadecimal digits follow each `~` there.
fn digest(name: &str) -> String {
    let hash = Sha256::digest(name.as_bytes());
    let hex: String = hash
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("~~{hex}")
}

/// The stems of one folder. The first of several names that differ only by case keeps its plain stem; each later one
/// gets a digest of itself, so that it does not depend on the others.
#[derive(Debug, Clone, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stem for a name that this folder does not have yet.
    pub fn add(&mut self, name: &str) -> String {
        let plain = stem(name);
        if self.taken.insert(plain.to_ascii_lowercase()) {
            return plain;
        }
        let distinct = plain + &digest(name);
        self.taken.insert(distinct.to_ascii_lowercase());
        distinct
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_and_others_are_written_out() {
        for (name, expected) in [
            ("say_goodbye", "say_goodbye"),
            ("caseDetails", "caseDetails"),
            ("v2.2", "v2.2"),
            ("a/b", "a~2Fb"),
            ("..", "~2E."),
            (".hidden", "~2Ehidden"),
            ("-rf", "~2Drf"),
            ("CON", "~43ON"),
            ("nul.x", "~6Eul.x"),
            ("console", "console"),
            ("a b", "a~20b"),
            ("é", "~C3~A9"),
            ("~2F", "~7E2F"),
            ("", "~~e3b0c44298fc"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        let (one, other) = ("x".repeat(400), "x".repeat(401));
        assert!(stem(&one).len() < 200);
        assert_ne!(stem(&one), stem(&other));
    }

    #[test]
    fn names_that_differ_by_case_get_distinct_files() {
        let mut names = FileNames::new();
        let stems = ["Person", "person", "PERSON"].map(|name| names.add(name));
        assert_eq!(stems[0], "Person");
        let folded: BTreeSet<String> = stems.iter().map(|stem| stem.to_lowercase()).collect();
        assert_eq!(folded.len(), 3, "{stems:?}");
    }
}
