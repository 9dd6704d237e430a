//! `specc.toml` → [`Config`]: which lints run over which specs, options of targets, and what the owner of a website
//! decides about it. Pure: whether the files that it names are there is looked at by who reads them. Every mistake is a finding with a place, and the rest of the file still counts.

pub mod address;
pub mod colour;
mod findings;
mod form;
mod keys;
pub mod lint;
mod reader;
mod said;
pub mod schema;
mod targets;

pub use findings::{
    CONFIG_COLOUR, CONFIG_CONTRAST, CONFIG_FILE, CONFIG_KEY, CONFIG_KIND, CONFIG_MISSING_KEY,
    CONFIG_SYNTAX, CONFIG_TEMPLATE, CONFIG_VALUE, RULES,
};
pub use form::Form;
pub use keys::{Key, Kind, Names, ROOT, TABLES, Table};
pub use lint::Lint;
pub use said::{Said, said};
pub use targets::TargetOption;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{Source, Spanned};
use colour::Colour;
use reader::{Entry, Reader};

/// The name under which the file is looked for.
pub const FILE_NAME: &str = "specc.toml";

/// What a `specc.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// `extends`: a file whose settings count where this one has none.
    pub extends: Option<Spanned<String>>,
    /// `[lint]`.
    pub lint: Lint,
    /// `[targets]`: options of targets, in the order of their places.
    pub targets: Vec<TargetOption>,
    /// `[site]`.
    pub site: Site,
}

/// `[site]`: what stands in no file is left to the defaults.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Name of the site.
    pub title: Option<Spanned<String>>,
    /// One line below it.
    pub tagline: Option<Spanned<String>>,
    /// Language of the site's own words, as in HTML's `lang`.
    pub language: Option<Spanned<String>>,
    /// Absolute address of the root; ends in `/`.
    pub base_url: Option<Spanned<String>>,
    /// `auto`, `always` or `never`.
    pub twins: Option<Spanned<String>>,
    /// Image file shown beside the title.
    pub logo: Option<Spanned<String>>,
    /// Image file shown in tabs of browsers.
    pub favicon: Option<Spanned<String>>,
    /// Folder of templates that take the place of built-in ones.
    pub templates: Option<Spanned<String>>,
    /// File that keeps the days of releases.
    pub releases: Option<Spanned<String>>,
    /// Colour of links and buttons on a light background.
    pub accent: Option<Spanned<Colour>>,
    /// The same on a dark background.
    pub accent_dark: Option<Spanned<Colour>>,
    /// Links in the header and the footer, in their order.
    pub links: Option<Vec<Link>>,
    /// Further pages, in their order.
    pub pages: Option<Vec<Page>>,
}

/// `[[site.links]]`.
#[derive(Debug, Clone)]
pub struct Link {
    /// What it says.
    pub title: Spanned<String>,
    /// Where it leads.
    pub url: Spanned<String>,
    /// Whether it stands in the footer instead of the header.
    pub footer: bool,
}

/// `[[site.pages]]`.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its heading, and its name in the navigation.
    pub title: Spanned<String>,
    /// Its folder below the root, such as `legal/terms`.
    pub path: Spanned<String>,
    /// Its text, a Markdown file.
    pub file: Spanned<String>,
}

/// Folders below the root that the site itself fills.
pub const TAKEN: &[&str] = &[
    "api",
    "assets",
    "icons",
    "keywords",
    "plugins",
    "search",
    "social",
    "use-cases",
    "vendors",
];

/// Reads the text of a `specc.toml`.
pub fn read(source: &Source) -> (Config, Diagnostics) {
    let mut reader = Reader::new(source);
    let mut config = Config::default();
    let root = reader.document();
    config.extends = root.text("extends");
    if let Some(table) = root.table("lint") {
        config.lint = lint::read(&mut reader, table);
    }
    if let Some(table) = root.table("targets") {
        config.targets = targets::read(&mut reader, table);
    }
    if let Some(site) = root.table("site") {
        config.site = read_site(&mut reader, site);
    }
    let mut findings = reader.findings;
    findings.sort();
    (config, findings)
}

fn read_site<'a>(reader: &mut Reader<'a>, table: &Entry<'a>) -> Site {
    let values = reader.table(&keys::SITE, table);
    let mut site = Site {
        title: values.text("title"),
        tagline: values.text("tagline"),
        language: values.text("language"),
        twins: values.text("twins"),
        logo: values.text("logo"),
        favicon: values.text("favicon"),
        templates: values.text("templates"),
        releases: values.text("releases"),
        ..Site::default()
    };
    site.base_url = values
        .text("base-url")
        .and_then(|url| Some(Spanned::new(address::base(&url.value).ok()?, url.span)));
    if let Some(colours) = values.table("colours") {
        let values = reader.table(&keys::COLOURS, colours);
        site.accent = values
            .text("accent")
            .and_then(|text| reader.colour(&text, colour::LIGHT));
        site.accent_dark = values
            .text("accent-dark")
            .and_then(|text| reader.colour(&text, colour::DARK));
    }
    site.links = values.said("links").map(|links| {
        let read = |link| read_link(reader, link);
        links.iter().filter_map(read).collect()
    });
    site.pages = values.said("pages").map(|pages| read_pages(reader, pages));
    site
}

fn read_link<'a>(reader: &mut Reader<'a>, link: &Entry<'a>) -> Option<Link> {
    let values = reader.table(&keys::LINKS, link);
    let footer = values
        .text("place")
        .is_some_and(|place| place.value == "footer");
    Some(Link {
        title: values.text("title")?,
        url: values.text("url")?,
        footer,
    })
}

fn read_pages<'a>(reader: &mut Reader<'a>, tables: &[Entry<'a>]) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for page in tables {
        let values = reader.table(&keys::PAGES, page);
        let (Some(title), Some(path), Some(file)) = (
            values.text("title"),
            values.text("path"),
            values.text("file"),
        ) else {
            continue;
        };
        if let Some(first) = pages.iter().find(|first| first.path.value == path.value) {
            let message = format!("two pages have the path `{}`", path.value);
            reader.findings.push(
                Diagnostic::new(&CONFIG_VALUE, path.span, message)
                    .at("taken")
                    .label(first.path.span, "first used here")
                    .help("give each page a path of its own"),
            );
        } else {
            pages.push(Page { title, path, file });
        }
    }
    pages
}

impl Site {
    /// What this one says, and what `below` says where this one says nothing. A list takes the place of the whole list.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            title: self.title.or(below.title),
            tagline: self.tagline.or(below.tagline),
            language: self.language.or(below.language),
            base_url: self.base_url.or(below.base_url),
            twins: self.twins.or(below.twins),
            logo: self.logo.or(below.logo),
            favicon: self.favicon.or(below.favicon),
            templates: self.templates.or(below.templates),
            releases: self.releases.or(below.releases),
            accent: self.accent.or(below.accent),
            accent_dark: self.accent_dark.or(below.accent_dark),
            links: self.links.or(below.links),
            pages: self.pages.or(below.pages),
        }
    }
}
