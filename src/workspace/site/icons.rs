//! The icons of a build: each image is made ready once, however many plugins share it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::folder::Folder;
use crate::model::Plugin;
use crate::site::{Key, Sink as _, icon};

/// What became of one image: the name of its file, or why there is none.
type Ready = Arc<OnceLock<Result<String, String>>>;

/// The images of a build so far.
#[derive(Debug, Default)]
pub struct Icons {
    ready: Mutex<HashMap<Key, Ready>>,
}

impl Icons {
    /// Hands over the icon of a plugin, given with its unique key, and names its file; a plugin without one gets a drawn
    /// monogram. The second member says why its own image is not used, where it has one.
    pub fn file(
        &self,
        folder: &Folder<'_>,
        plugin: &Plugin,
        image: Option<(&[u8], Key)>,
    ) -> (String, Option<String>) {
        let Some((image, key)) = image else {
            return (monogram(folder, plugin), None);
        };
        let ready = {
            let mut all = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key).or_default())
        };
        match ready.get_or_init(|| make(folder, key, image)) {
            Ok(name) => (name.clone(), None),
            Err(problem) => (monogram(folder, plugin), Some(problem.clone())),
        }
    }
}

/// The file is named after the image as it was given, so that one that is there needs no decoding to be found.
fn make(folder: &Folder<'_>, key: Key, image: &[u8]) -> Result<String, String> {
    let hash = key.hex();
    let name = |extension: &str| format!("{}.{extension}", &hash[..16]);
    for extension in ["png", "svg"] {
        let name = name(extension);
        if folder.keep(&format!("icons/{name}")) {
            return Ok(name);
        }
    }
    let icon = icon::read(image).map_err(|problem| format!("{problem}: {}", problem.help()))?;
    let name = name(icon.extension);
    let mut bytes = Some(icon.bytes);
    folder.file(&format!("icons/{name}"), key, &mut || {
        bytes.take().unwrap_or_default()
    });
    Ok(name)
}

fn monogram(folder: &Folder<'_>, plugin: &Plugin) -> String {
    let drawn = icon::monogram(&plugin.title, &format!("{}/{}", plugin.vendor, plugin.name));
    let key = Key::unique(drawn.as_bytes());
    let name = format!("{}.svg", &key.hex()[..16]);
    let mut bytes = Some(drawn.into_bytes());
    folder.file(&format!("icons/{name}"), key, &mut || {
        bytes.take().unwrap_or_default()
    });
    name
}
