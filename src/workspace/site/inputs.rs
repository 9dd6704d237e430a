//! What lies beside a spec and belongs to its page, and whether it has changed since it was read.

use std::fs;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::model::Plugin;

/// Names that an icon beside a spec may have; the first that is there counts.
const ICONS: [&str; 5] = ["icon.png", "icon.svg", "icon.webp", "icon.jpg", "icon.jpeg"];

/// Largest help text and icon that are read, in bytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What the file system says of a file, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    /// Nanoseconds since 1970.
    pub modified: u64,
}

/// The files that a page is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    spec: Option<Stamp>,
    help: Option<Stamp>,
    icon: Option<(u8, Stamp)>,
    /// Empty in what a build left for the next one.
    #[serde(skip)]
    folder: Utf8PathBuf,
}

impl Inputs {
    /// Looks at the files beside a spec.
    pub fn of(spec: &Utf8Path) -> Self {
        let folder = spec.parent().unwrap_or(Utf8Path::new("")).to_owned();
        let icon = ICONS.iter().zip(0..).find_map(|(name, index)| {
            let stamp = stamp(&folder.join(name))?;
            Some((index, stamp))
        });
        Self {
            spec: stamp(spec),
            help: stamp(&folder.join("help.md")),
            icon,
            folder,
        }
    }

    /// Whether these are what they were, as far as can be told: a file that was written at the very time at which they
    /// were looked at may have changed since without a new time.
    pub fn same(&self, before: &Self, looked_at: u64) -> bool {
        let stamps = [self.spec, self.help, self.icon.map(|(_, stamp)| stamp)];
        let settled = stamps
            .iter()
            .flatten()
            .all(|stamp| stamp.modified < looked_at);
        settled
            && self.spec.is_some()
            && (self.spec, self.help, self.icon) == (before.spec, before.help, before.icon)
    }

    /// The text of `help.md`, where there is one that can be read. Bytes that are no text are replaced.
    pub fn help(&self) -> Option<String> {
        let stamp = self.help?;
        if stamp.length > MOST_BYTES {
            return None;
        }
        let bytes = fs::read(self.folder.join("help.md")).ok()?;
        Some(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })
    }

    /// The bytes of the icon: the file beside the spec, else the one in the spec.
    pub fn icon(&self, plugin: &Plugin) -> Option<Arc<[u8]>> {
        if let Some((index, stamp)) = self.icon
            && stamp.length <= MOST_BYTES
        {
            let name = ICONS[usize::from(index)];
            if let Ok(bytes) = fs::read(self.folder.join(name)) {
                return Some(bytes.into());
            }
        }
        plugin.icon.as_ref().map(|icon| Arc::clone(&icon.bytes))
    }
}

fn stamp(path: &Utf8Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp {
        length: metadata.len(),
        modified: u64::try_from(modified.as_nanos()).unwrap_or(u64::MAX),
    })
}
