//! Reads a `specc.toml` and the files that it extends.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};

use camino::{Utf8Path, Utf8PathBuf};

use crate::config::lint::Word;
use crate::config::{self, CONFIG_FILE, Config, FILE_NAME, Site};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{FileId, Source, Spanned, nearest};
use crate::workspace::configuration::names_in;
use crate::workspace::{Failure, reason};

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
    /// The files that were asked for, also those that are not there.
    pub asked: Vec<Utf8PathBuf>,
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

/// Words on lints that stand together and hold for a spec.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The words.
    pub words: &'a [Word],
    /// The override that they stand in, counted from 1 in its file, and the glob by which it holds.
    pub by: Option<(usize, &'a Spanned<String>)>,
}

impl Loaded {
    /// The words on lints that hold for a spec, given by its whole path, each list over those before it.
    pub fn words<'a>(&'a self, spec: &Utf8Path) -> impl Iterator<Item = Words<'a>> {
        self.layers.iter().flat_map(move |layer| {
            let lint = &layer.config.lint;
            let below = spec.strip_prefix(&layer.folder).ok();
            let mut lists = vec![Words {
                words: &lint.words,
                by: None,
            }];
            for (index, one) in lint.overrides.iter().enumerate() {
                let glob = below.and_then(|below| one.holds_for(below));
                lists.extend(glob.map(|glob| Words {
                    words: &one.words,
                    by: Some((index + 1, glob)),
                }));
            }
            lists
        })
    }

    /// What the files say of a website: each word of the last file that has one.
    pub fn site(&self) -> Site {
        let sites = self.layers.iter().map(|layer| layer.config.site.clone());
        sites.fold(Site::default(), |below, site| site.over(below))
    }
}

/// Reads a file and what it extends; `texts` stand in for those of files, by their paths without links. Whole paths are shown as they are seen from the current folder.
///
/// # Errors
///
/// Where the file itself cannot be read. Whatever is wrong with those that it extends is a finding.
pub fn load(
    path: &Utf8Path,
    current: &Utf8Path,
    texts: &BTreeMap<Utf8PathBuf, String>,
) -> Result<Loaded, Failure> {
    let read = |whole: &Utf8Path| match texts.is_empty() {
        true => self::text(whole),
        false => texts
            .get(&identity(whole))
            .map_or_else(|| self::text(whole), |text| Ok(text.clone())),
    };
    let whole = current.join(path);
    let shown = self::shown(&whole, current);
    let text = read(&whole).map_err(|cause| {
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
        asked: vec![shown.clone()],
    };
    let mut seen = vec![identity(&whole)];
    let mut next = loaded.add(&whole, shown, text);
    while let Some(extended) = next {
        let folder = loaded.layers.last().map(|layer| layer.folder.clone());
        let whole = folder.unwrap_or_default().join(&extended.value);
        let shown = self::shown(&whole, current);
        let identity = identity(&whole);
        if seen.contains(&identity) {
            let (by_way, help) = match seen.last() == Some(&identity) {
                true => ("", "leave `extends` out"),
                false => (
                    ", by way of this file",
                    "let one of the files extend nothing",
                ),
            };
            loaded.complain(
                &extended,
                format!("{shown} extends itself{by_way}"),
                "comes full circle",
                help,
            );
            break;
        }
        seen.push(identity);
        loaded.asked.push(shown.clone());
        next = match read(&whole) {
            Ok(text) => loaded.add(&whole, shown, text),
            Err(cause) if is_absent(&cause) => {
                let help = near(&whole, &extended);
                let message = format!("{shown} does not exist");
                loaded.complain(&extended, message, "nothing is there", &help);
                break;
            }
            Err(cause) if cause.kind() == ErrorKind::IsADirectory => {
                let message = format!("{shown} is a folder");
                let file = Utf8Path::new(&extended.value).join(FILE_NAME);
                let help = format!("name a file, such as `{file}`");
                loaded.complain(&extended, message, "a folder, not a file", &help);
                break;
            }
            Err(cause) => {
                let message = format!("{shown} cannot be used: {}", reason(&cause));
                loaded.complain(&extended, message, "cannot be used", "name another file");
                break;
            }
        };
    }
    loaded.layers.reverse();
    loaded.diagnostics.sort();
    Ok(loaded)
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

/// A path as it is reported: seen from the current folder, and without steps upward where it lies below that.
fn shown(whole: &Utf8Path, current: &Utf8Path) -> Utf8PathBuf {
    let plain = whole.strip_prefix(current).unwrap_or(whole);
    if plain.components().all(|part| part.as_str() != "..") {
        return plain.to_owned();
    }
    let folder = whole.parent().and_then(|it| it.canonicalize_utf8().ok());
    let below = folder
        .as_deref()
        .and_then(|it| it.strip_prefix(current).ok());
    match (below.or(folder.as_deref()), whole.file_name()) {
        (Some(folder), Some(name)) if below.is_some() || plain.is_absolute() => folder.join(name),
        _ => plain.to_owned(),
    }
}

/// The path without links, by which a file is known again.
pub(super) fn identity(path: &Utf8Path) -> Utf8PathBuf {
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
