//! Finds `specc.toml`, reads it and the files that it names, and gives what a website is made with.

mod templates;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::Failure;
use super::settings::load;
use crate::config::colour::{Colour, DARK, LIGHT};
use crate::config::{CONFIG_FILE, FILE_NAME, Site};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::owner::Accent;
use crate::site::{Link, Owner, PageLink, Settings, Twins, icon};
use crate::text::{FileId, Source, Span, Spanned, nearest};

/// Larger files are not read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What a website is made with, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The file, where there is one.
    pub path: Option<Utf8PathBuf>,
    /// What the pages say.
    pub settings: Settings,
    /// What the owner brings along.
    pub owner: Owner,
    /// The file that keeps the days of releases.
    pub releases: Option<Utf8PathBuf>,
    /// The file and the templates; a file's id is its index.
    pub sources: Vec<Source>,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
    /// Everything that was read or looked for: a change in one of these changes the site.
    pub files: Vec<Utf8PathBuf>,
}

/// Looks for the file: in the folder that all paths have in common and upward, then in the current folder and upward.
pub fn find(paths: &[Utf8PathBuf]) -> Option<Utf8PathBuf> {
    let current = std::env::current_dir().ok()?;
    let current = Utf8PathBuf::try_from(current).ok()?;
    let folders = paths.iter().filter(|path| *path != "-").map(|path| {
        let whole = current.join(path);
        // `..` and links have parents other than their spelling says.
        let whole = whole.canonicalize_utf8().unwrap_or(whole);
        if whole.is_dir() {
            whole
        } else {
            whole.parent().map(Utf8Path::to_owned).unwrap_or_default()
        }
    });
    let common = folders.reduce(|one, other| {
        let both = one.components().zip(other.components());
        both.take_while(|(one, other)| one == other)
            .map(|(one, _)| one)
            .collect()
    });
    let found = common
        .iter()
        .flat_map(|folder| folder.ancestors())
        .chain(current.ancestors())
        .map(|folder| folder.join(FILE_NAME))
        .find(|path| path.is_file())?;
    Some(match found.strip_prefix(&current) {
        Ok(relative) => relative.to_owned(),
        Err(_) => found,
    })
}

/// Reads a file, or gives the defaults where there is none.
///
/// # Errors
///
/// Where the file cannot be read. What it says wrongly is in the diagnostics.
pub fn read(path: Option<&Utf8Path>) -> Result<Configuration, Failure> {
    let Some(path) = path else {
        return Ok(Configuration::default());
    };
    let current = std::env::current_dir().ok();
    let current = current.and_then(|path| Utf8PathBuf::try_from(path).ok());
    let mut loaded = load(path, &current.unwrap_or_default(), &BTreeMap::new())?;
    let site = loaded.site();
    let mut files = Files {
        sources: std::mem::take(&mut loaded.sources),
        diagnostics: std::mem::take(&mut loaded.diagnostics),
        seen: std::mem::take(&mut loaded.asked),
    };
    let owner = files.owner(&site);
    let releases = site.releases.as_ref().map(|file| files.place(file));
    let settings = settings(&site);
    let mut diagnostics = files.diagnostics;
    diagnostics.sort();
    Ok(Configuration {
        path: Some(path.to_owned()),
        settings,
        owner,
        releases,
        sources: files.sources,
        diagnostics,
        files: files.seen,
    })
}

fn settings(site: &Site) -> Settings {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|text| text.value.clone());
    let mut settings = Settings::default();
    settings.title = text(&site.title).unwrap_or(settings.title);
    settings.tagline = text(&site.tagline).unwrap_or(settings.tagline);
    settings.language = text(&site.language).unwrap_or(settings.language);
    settings.base_url = text(&site.base_url);
    settings.twins = match text(&site.twins).as_deref() {
        Some("always") => Twins::Always,
        Some("never") => Twins::Never,
        _ => Twins::Auto,
    };
    for link in site.links.iter().flatten() {
        let list = if link.footer {
            &mut settings.links.footer
        } else {
            &mut settings.links.header
        };
        let local = link.url.value.strip_prefix('/');
        list.push(Link {
            title: link.title.value.clone(),
            url: local.unwrap_or(&link.url.value).to_owned(),
            local: local.is_some(),
        });
    }
    let pages = site.pages.iter().flatten();
    settings.pages = pages
        .map(|page| PageLink {
            title: page.title.value.clone(),
            path: page.path.value.clone(),
        })
        .collect();
    settings
}

/// Reads what a configuration names.
struct Files {
    sources: Vec<Source>,
    diagnostics: Diagnostics,
    seen: Vec<Utf8PathBuf>,
}

impl Files {
    /// Where a file is that the configuration names: paths count from the folder of the file that says them.
    fn place(&self, file: &Spanned<String>) -> Utf8PathBuf {
        let says = self.sources.get(file.span.file.0 as usize);
        let folder = says.and_then(|source| source.path().parent());
        folder.unwrap_or(Utf8Path::new("")).join(&file.value)
    }

    fn owner(&mut self, site: &Site) -> Owner {
        let light = site.accent.as_ref().map(|colour| colour.value);
        let dark = site.accent_dark.as_ref().map(|colour| colour.value);
        Owner {
            templates: match &site.templates {
                Some(folder) => self.templates(folder),
                None => Vec::new(),
            },
            colours: accent(light, dark),
            logo: site.logo.as_ref().and_then(|file| self.image(file)),
            favicon: site.favicon.as_ref().and_then(|file| self.image(file)),
            pages: site
                .pages
                .iter()
                .flatten()
                .map(|page| self.text(&page.file).unwrap_or_default())
                .collect(),
        }
    }

    /// The bytes of a file that the configuration names at a place.
    fn bytes(&mut self, file: &Spanned<String>) -> Option<Vec<u8>> {
        let path = self.place(file);
        self.seen.push(path.clone());
        let fault = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => "it is a folder".to_owned(),
            Ok(metadata) if metadata.len() > MOST_BYTES => {
                format!("it is larger than {} MiB", MOST_BYTES >> 20)
            }
            Ok(_) => match fs::read(&path) {
                Ok(bytes) => return Some(bytes),
                Err(error) => error.to_string(),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.missing(file, &path);
                return None;
            }
            Err(error) => error.to_string(),
        };
        self.unusable(file, &path, &fault, "name another file");
        None
    }

    fn missing(&mut self, file: &Spanned<String>, path: &Utf8Path) {
        let folder = path.parent().filter(|folder| !folder.as_str().is_empty());
        let names = names_in(folder.unwrap_or(Utf8Path::new(".")));
        let near = path
            .file_name()
            .and_then(|name| nearest(name, names.iter().map(String::as_str)));
        let help = match near {
            Some(near) => {
                let place = Utf8Path::new(&file.value).with_file_name(near);
                format!("did you mean `{place}`?")
            }
            None => format!("paths count from the folder of {FILE_NAME}"),
        };
        let message = format!("{path} does not exist");
        self.diagnostics.push(
            Diagnostic::new(&CONFIG_FILE, file.span, message)
                .at("nothing is there")
                .help(help),
        );
    }

    fn unusable(&mut self, file: &Spanned<String>, path: &Utf8Path, fault: &str, help: &str) {
        let message = format!("{path} cannot be used: {fault}");
        self.diagnostics.push(
            Diagnostic::new(&CONFIG_FILE, file.span, message)
                .at("cannot be used")
                .help(help),
        );
    }

    fn image(&mut self, file: &Spanned<String>) -> Option<(Vec<u8>, &'static str)> {
        let bytes = self.bytes(file)?;
        match icon::read(&bytes) {
            Ok(icon) => Some((icon.bytes, icon.extension)),
            Err(problem) => {
                let path = self.place(file);
                self.unusable(file, &path, &problem.to_string(), &problem.help());
                None
            }
        }
    }

    fn text(&mut self, file: &Spanned<String>) -> Option<String> {
        let bytes = self.bytes(file)?;
        let text = String::from_utf8(bytes);
        if text.is_err() {
            let path = self.place(file);
            self.unusable(file, &path, "it is not UTF-8 text", "save it as UTF-8");
        }
        text.ok()
    }

    /// Adds a file that findings may stand in.
    fn source(&mut self, path: &Utf8Path, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source::new(id, path, text));
        id
    }
}

/// The span of a line, counted from 1, without the white space around it.
fn line_span(source: &Source, line: usize) -> Span {
    let text = source.text();
    let range = source.line_index().line_range(text, line.saturating_sub(1));
    let content = text.get(range.clone()).unwrap_or_default();
    let start = range.start + content.len() - content.trim_start().len();
    Span::new(source.id, start, start + content.trim().len())
}

pub(super) fn names_in(folder: &Utf8Path) -> Vec<String> {
    let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_owned()).collect();
    names.sort();
    names
}

/// What a stylesheet says of one or two colours; the missing one is made from the other.
fn accent(light: Option<Colour>, dark: Option<Colour>) -> Option<Accent> {
    let either = light.or(dark)?;
    let light = light.unwrap_or_else(|| either.readable_on(LIGHT));
    let dark = dark.unwrap_or_else(|| either.readable_on(DARK));
    let both = |light: Colour, dark: Colour| [light.to_string(), dark.to_string()];
    Some(Accent {
        accent: both(light, dark),
        strong: both(
            light.mixed(LIGHT.text_on(), 0.25),
            dark.mixed(DARK.text_on(), 0.25),
        ),
        on_accent: both(light.text_on(), dark.text_on()),
        soft: both(LIGHT.mixed(light, 0.1), DARK.mixed(dark, 0.15)),
    })
}
