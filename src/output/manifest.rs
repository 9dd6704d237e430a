//! The manifest beside an output: which files specc wrote there and what it wrote, so that a later run can tell
//! untouched, edited and orphaned files apart without version control.
//!
//! The form promises: `version` grows when an older specc could misread it; otherwise fields are only added.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{OutputError, Ownership, path};

/// The manifest's name in the root of the output.
pub const MANIFEST_NAME: &str = ".specc-manifest.json";

/// The form that this specc writes, and the newest it reads.
const VERSION: u64 = 1;

/// Who made an output.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Stamp {
    /// The tool and its version. Kept as it was while nothing else changes.
    pub tool: String,
    /// The target's id.
    pub target: String,
    /// The plugin's name.
    pub plugin: String,
}

/// What is known about one written file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// Whose it is.
    pub kind: Kind,
    /// SHA-256 of what was written, in hexadecimal.
    pub sha256: String,
}

/// [`Ownership`] as the manifest spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// specc's.
    Generated,
    /// The author's.
    Scaffold,
}

impl From<Ownership> for Kind {
    fn from(ownership: Ownership) -> Self {
        match ownership {
            Ownership::Generated => Self::Generated,
            Ownership::Scaffold => Self::Scaffold,
        }
    }
}

/// Entries by path, in path order.
pub type Entries = BTreeMap<Utf8PathBuf, Entry>;

/// The manifest of one output.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// Form of the file.
    pub version: u64,
    /// Who made the output.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What was written.
    pub files: Entries,
    /// What a run that has not ended was about to write. Stands in the file only while a run is at work, or after one
    /// was killed: then a file may be in the state of `files` or of this, and both count as untouched.
    #[serde(default)]
    pub pending: Entries,
}

impl Manifest {
    /// A manifest of nothing.
    pub fn new(stamp: Stamp) -> Self {
        Self {
            version: VERSION,
            stamp,
            files: Entries::new(),
            pending: Entries::new(),
        }
    }

    /// Reads a manifest. `path` is for messages.
    pub fn parse(path: &Utf8Path, bytes: &[u8]) -> Result<Self, OutputError> {
        let damaged = |reason: String| OutputError::ManifestDamaged {
            path: path.to_owned(),
            reason,
        };
        let text = std::str::from_utf8(bytes).map_err(|_| damaged("it is not UTF-8".into()))?;
        // The version decides before the rest is understood, for a later form may look different.
        #[derive(Deserialize)]
        struct Form {
            version: u64,
        }
        let form: Form = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
        if form.version > VERSION {
            return Err(OutputError::ManifestNewer {
                path: path.to_owned(),
                found: form.version,
                known: VERSION,
            });
        }
        let manifest: Self =
            serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
        for listed in manifest.files.keys().chain(manifest.pending.keys()) {
            // A manifest comes from a checkout, and files it lists may be deleted: it must not name any outside.
            let fatal = path::problem(listed)
                .filter(|problem| !matches!(problem, path::PathProblem::Windows(_)));
            if fatal.is_some() {
                return Err(damaged(format!(
                    "it lists {:?}, which specc never writes",
                    listed.as_str()
                )));
            }
        }
        Ok(manifest)
    }

    /// The manifest as it is written: one line per file, so that version control merges it well.
    pub fn to_text(&self) -> String {
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        let list = |text: &mut String, name: &str, entries: &Entries| {
            let _ = write!(text, ",\n  \"{name}\": {{");
            for (index, (path, entry)) in entries.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                let kind = match entry.kind {
                    Kind::Generated => "generated",
                    Kind::Scaffold => "scaffold",
                };
                let _ = write!(
                    text,
                    "{comma}\n    {}: {{\"kind\": \"{kind}\", \"sha256\": {}}}",
                    quote(path.as_str()),
                    quote(&entry.sha256)
                );
            }
            text.push_str(if entries.is_empty() { "}" } else { "\n  }" });
        };
        let mut text = format!(
            "{{\n  \"version\": {},\n  \"tool\": {},\n  \"target\": {},\n  \"plugin\": {}",
            self.version,
            quote(&self.stamp.tool),
            quote(&self.stamp.target),
            quote(&self.stamp.plugin)
        );
        list(&mut text, "files", &self.files);
        if !self.pending.is_empty() {
            list(&mut text, "pending", &self.pending);
        }
        text.push_str("\n}\n");
        text
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let mut manifest = Manifest::new(Stamp {
            tool: "specc 1.2.3".into(),
            target: "python".into(),
            plugin: "a\"b".into(),
        });
        let entry = |kind, bytes: &[u8]| Entry {
            kind,
            sha256: sha256(bytes),
        };
        manifest
            .files
            .insert("z.py".into(), entry(Kind::Scaffold, b"z"));
        manifest
            .files
            .insert("a/\"é.py".into(), entry(Kind::Generated, b"a"));
        manifest
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut manifest = sample();
        let at = Utf8Path::new("m");
        let text = manifest.to_text();
        assert!(!text.contains("pending"));
        assert_eq!(text.lines().count(), 10, "one line per file: {text}");
        let read = Manifest::parse(at, text.as_bytes()).unwrap();
        assert_eq!(read, manifest);
        manifest.pending = manifest.files.clone();
        let read = Manifest::parse(at, manifest.to_text().as_bytes()).unwrap();
        assert_eq!(read, manifest);
        let empty = Manifest::new(manifest.stamp.clone());
        let read = Manifest::parse(at, empty.to_text().as_bytes()).unwrap();
        assert_eq!(read, empty);
    }

    #[test]
    fn damaged_and_newer_manifests_are_told_apart() {
        let parse = |text: &str| Manifest::parse(Utf8Path::new("out/m"), text.as_bytes());
        let text = sample().to_text();
        let newer = text.replace("\"version\": 1", "\"version\": 7");
        let newer = newer.replace("\"files\"", "\"something_else\"");
        let newer = parse(&newer).unwrap_err();
        assert!(matches!(newer, OutputError::ManifestNewer { found: 7, .. }));
        for damaged in [
            "",
            "[]",
            "<<<<<<< HEAD\n{}",
            "{\"version\": 1}",
            &text[..text.len() / 2],
            &text.replace("z.py", "../z.py"),
            &text.replace("z.py", "/etc/passwd"),
            &text.replace("scaffold", "other"),
        ] {
            assert!(
                matches!(parse(damaged), Err(OutputError::ManifestDamaged { .. })),
                "{damaged}"
            );
        }
    }

    #[test]
    fn a_known_hash() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
