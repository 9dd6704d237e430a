//! Reads a `specc.toml` and the files that it extends.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::config::lint::Word;
use crate::config::{self, CONFIG_FILE, Config, FILE_NAME};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{FileId, Source, Spanned, nearest};
use crate::workspace::Failure;
use crate::workspace::configuration::names_in;

/// Larger files are not read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// A file of settings with those that it extends.
#[derive(Debug)]
pub struct Loaded {
    /// Where it is, as it is reported.
    pub path: Utf8PathBuf,
    /// What the files say, the one that extends nothing first.
    pub layers: Vec<Layer>,
    /// The files; a file's id is its index.
    pub sources: Vec<Source>,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
}

/// What one file says.
#[derive(Debug)]
pub struct Layer {
    /// The folder that its paths count from, as a whole path.
    pub folder: Utf8PathBuf,
    /// The file.
    pub file: FileId,
    /// What it says.
    pub config: Config,
}

impl Loaded {
    /// The words on lints that hold for a spec, given by its whole path, each list over those before it.
    pub fn words<'a>(&'a self, spec: &Utf8Path) -> impl Iterator<Item = &'a [Word]> {
        self.layers.iter().flat_map(move |layer| {
            let lint = &layer.config.lint;
            let below = spec
                .strip_prefix(&layer.folder)
                .ok()
                .map(Utf8Path::to_owned);
            let fits = move |below: &Utf8Path| -> Vec<&'a [Word]> {
                let held = lint.overrides.iter().filter(|it| it.holds_for(below));
                held.map(|it| it.words.as_slice()).collect()
            };
            let overrides = below.map(|below| fits(&below)).unwrap_or_default();
            std::iter::once(lint.words.as_slice()).chain(overrides)
        })
    }
}

/// Reads a file and what it extends. Whole paths are shown as they are seen from the current folder.
///
/// # Errors
///
/// Where the file itself cannot be read. Whatever is wrong with those that it extends is a finding.
pub fn load(path: &Utf8Path, current: &Utf8Path) -> Result<Arc<Loaded>, Failure> {
    let whole = current.join(path);
    let shown = whole.strip_prefix(current).unwrap_or(&whole).to_owned();
    let text = text(&whole).map_err(|cause| {
        if is_absent(&cause) {
            Failure::Missing {
                path: shown.clone(),
            }
        } else {
            Failure::Unreadable {
                path: shown.clone(),
                cause,
            }
        }
    })?;
    let mut loaded = Loaded {
        path: shown.clone(),
        layers: Vec::new(),
        sources: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    let mut seen = vec![identity(&whole)];
    let mut next = loaded.add(&whole, shown, text);
    while let Some(extended) = next {
        let folder = loaded.layers.last().map(|layer| layer.folder.clone());
        let whole = folder.unwrap_or_default().join(&extended.value);
        let shown = whole.strip_prefix(current).unwrap_or(&whole).to_owned();
        let identity = identity(&whole);
        if seen.contains(&identity) {
            loaded.complain(
                &extended,
                format!("{shown} extends itself, by way of this file"),
                "comes full circle",
                "let one of the files extend nothing",
            );
            break;
        }
        seen.push(identity);
        next = match self::text(&whole) {
            Ok(text) => loaded.add(&whole, shown, text),
            Err(cause) if is_absent(&cause) => {
                let help = near(&whole, &extended);
                let message = format!("{shown} does not exist");
                loaded.complain(&extended, message, "nothing is there", &help);
                break;
            }
            Err(cause) => {
                let message = format!("{shown} cannot be used: {cause}");
                loaded.complain(&extended, message, "cannot be used", "name another file");
                break;
            }
        };
    }
    loaded.layers.reverse();
    loaded.diagnostics.sort();
    Ok(Arc::new(loaded))
}

impl Loaded {
    /// Reads a text, and gives the file that it extends.
    fn add(
        &mut self,
        whole: &Utf8Path,
        shown: Utf8PathBuf,
        text: String,
    ) -> Option<Spanned<String>> {
        let file = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        let source = Source::new(file, shown, text);
        let (config, found) = config::read(&source);
        self.diagnostics.append(found);
        self.sources.push(source);
        let extends = config.extends.clone();
        let folder = whole.parent().unwrap_or(Utf8Path::new(""));
        self.layers.push(Layer {
            folder: lexical(folder),
            file,
            config,
        });
        extends
    }

    fn complain(&mut self, place: &Spanned<String>, message: String, label: &str, help: &str) {
        let finding = Diagnostic::new(&CONFIG_FILE, place.span, message);
        self.diagnostics.push(finding.at(label).help(help));
    }
}

/// The path without links, by which a file is known again.
fn identity(path: &Utf8Path) -> Utf8PathBuf {
    path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned())
}

/// A folder without steps upward, so that paths below it begin with it.
fn lexical(folder: &Utf8Path) -> Utf8PathBuf {
    if folder.components().all(|part| part.as_str() != "..") {
        return folder.to_owned();
    }
    identity(folder)
}

fn near(path: &Utf8Path, written: &Spanned<String>) -> String {
    let names = path.parent().map(names_in).unwrap_or_default();
    let name = path.file_name().unwrap_or_default();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!(
            "did you mean `{}`?",
            Utf8Path::new(&written.value).with_file_name(near)
        ),
        None => format!("paths count from the folder of {FILE_NAME}"),
    }
}

fn text(path: &Utf8Path) -> std::io::Result<String> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("it is larger than {} MiB", MOST_BYTES >> 20);
        return Err(std::io::Error::other(message));
    }
    String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is not UTF-8 text"))
}

fn is_absent(cause: &std::io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
