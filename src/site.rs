//! Catalog → website. Pure: a page is a function of the model, the help text, the icon and the settings; what was made
//! is handed to a [`Sink`], which alone knows a disk.
//!
//! A build has two turns. The first looks at one plugin at a time, in any order and on any core: it gives the plugin's
//! [`Card`], which is all that other pages need to know of it, and the plugin's own files, which leave memory at once.
//! The second makes everything that needs the cards of all: listings, search, feeds and the closing part of each plugin
//! page, which names its relatives. So the memory of a build grows with the cards and not with the pages.
//!
//! The second turn sees a [`Catalog`]: `catalog.cards` are what listings show, and `catalog.updated(card)` is the day
//! that they sort by, where it is known.

pub mod anchor;
pub mod card;
pub mod catalog;
pub mod html;
pub mod icon;
pub mod listing;
pub mod machine;
pub mod markdown;
pub mod meta;
pub mod owner;
pub mod plugin;
pub mod releases;
pub mod search;
pub mod sink;
pub mod social;
pub mod support;
pub mod tables;
pub mod theme;
pub mod versions;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

pub use card::{Card, OperationCard};
pub use catalog::Catalog;
pub use owner::Owner;
pub use sink::{Key, Parts, Sink};

/// What the owner of a site decides about it.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// Name of the site.
    pub title: String,
    /// One line below it.
    pub tagline: String,
    /// Language of the site's own words, as in HTML's `lang`.
    pub language: String,
    /// Absolute address of the root, ending in `/`. Without it nothing is made that needs absolute addresses.
    pub base_url: Option<String>,
    /// Day of the build as `YYYY-MM-DD`; dates what was not there in the build before.
    pub date: Option<String>,
    /// Whether each plugin gets its further files: text twin, JSON, downloads and social image.
    pub twins: Twins,
    /// Links of the owner's own.
    pub links: Links,
    /// Pages of the owner's own, as the navigation shows them.
    pub pages: Vec<PageLink>,
}

/// Whether each plugin gets its further files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Twins {
    /// Where there are so few plugins that static hosts take all the files.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// Links of the owner's own, in their order.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Links {
    /// At the top of every page.
    pub header: Vec<Link>,
    /// At its end.
    pub footer: Vec<Link>,
}

/// A link of the owner's own.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it says.
    pub title: String,
    /// Where it leads; where `local`, from the root of the site.
    pub url: String,
    /// Whether it leads to a page of the site.
    pub local: bool,
}

/// A page of the owner's own.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its heading.
    pub title: String,
    /// Its folder below the root, without slashes around it.
    pub path: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "Plugin marketplace".to_owned(),
            tagline: "Find a plugin, see what it does, and start using it.".to_owned(),
            base_url: None,
            date: None,
            twins: Twins::Auto,
            language: "en".to_owned(),
            links: Links::default(),
            pages: Vec::new(),
        }
    }
}

impl Settings {
    /// The path of the site's root on its host: `/`, or that of [`Settings::base_url`].
    pub fn host_path(&self) -> &str {
        self.base_url
            .as_deref()
            .and_then(|url| url.split_once("://"))
            .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
            .unwrap_or("/")
    }
}

/// A site to be built: its settings and its templates, ready to render.
#[derive(Debug, Clone)]
pub struct Site {
    /// The owner's settings.
    pub settings: Settings,
    /// Whether each plugin gets its further files; see [`Site::of_size`].
    pub twins: bool,
    /// Whether keywords are shown on a page for each letter; see [`Site::of_size`].
    pub by_letter: bool,
    /// Stands for everything but the plugins that a page is made from: settings, templates, and this program.
    pub key: Key,
    /// What the owner brings along.
    pub owner: Owner,
    templates: Environment<'static>,
    assets: theme::Assets,
    /// The settings and the names of the assets, as templates see them.
    values: (minijinja::Value, minijinja::Value),
    /// What went wrong with templates, each once.
    complaints: Arc<Mutex<BTreeSet<String>>>,
}

impl Site {
    /// A site with the built-in templates.
    pub fn new(settings: Settings) -> Self {
        Self::with(settings, Owner::default())
    }

    /// A site with what its owner brings along. A template that does not parse is none: see [`theme::fault`].
    pub fn with(settings: Settings, owner: Owner) -> Self {
        let assets = theme::Assets::new(owner.assets());
        let mut key = Key::of(env!("CARGO_PKG_VERSION").as_bytes());
        // The day says when a version came, which no page of its own shows.
        let dateless = Settings {
            date: None,
            ..settings.clone()
        };
        key = key.and(format!("{dateless:?}").as_bytes());
        for (name, text) in theme::TEMPLATES {
            key = key.and(name.as_bytes()).and(text.as_bytes());
        }
        for asset in assets.iter() {
            key = key.and(asset.path.as_bytes());
        }
        key = owner::key(&owner, key);
        Self {
            templates: theme::environment(theme::TEMPLATES, &owner.templates),
            twins: settings.twins != Twins::Never,
            by_letter: false,
            values: (
                minijinja::Value::from(Serde(&settings)),
                minijinja::Value::from(Serde(assets.names())),
            ),
            owner,
            settings,
            key,
            assets,
            complaints: Arc::default(),
        }
    }

    /// The site for at most so many plugins: decides whether there is room for further files of each, and whether all
    /// keywords fit on a page. Complaints of both are the same.
    #[must_use]
    pub fn of_size(&self, plugins: usize) -> Self {
        let mut site = self.clone();
        if self.settings.twins == Twins::Auto {
            site.twins = machine::has_room(plugins);
        }
        site.by_letter = plugins > listing::MOST_KEYWORDS_ON_ONE_PAGE;
        site.key = site
            .key
            .and(&[u8::from(site.twins), u8::from(site.by_letter)]);
        site
    }

    /// Notes what is wrong with a template of the owner's own.
    pub fn complain(&self, what: &str) {
        let mut complaints = self
            .complaints
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        complaints.insert(what.to_owned());
    }

    /// What went wrong with templates so far.
    pub fn complaints(&self) -> Vec<String> {
        let complaints = self
            .complaints
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        complaints.iter().cloned().collect()
    }

    /// Renders a template. `root` is the relative way from the page to the root of the site, such as `../../`.
    ///
    /// # Errors
    ///
    /// Where a template of the owner's own does not fit the values it is given.
    pub fn render(
        &self,
        template: &str,
        root: &str,
        values: minijinja::Value,
    ) -> Result<String, minijinja::Error> {
        let frame = minijinja::context! {
            site => &self.values.0,
            root => root,
            assets => &self.values.1,
        };
        let rendered = self
            .templates
            .get_template(template)
            .and_then(|template| template.render(minijinja::context! { ..values, ..frame }));
        if let Err(error) = &rendered {
            self.complain(&self.place(error));
        }
        rendered
    }

    /// What is wrong with a template, and where.
    fn place(&self, error: &minijinja::Error) -> String {
        let name = error.name().unwrap_or_default();
        let own = self.owner.templates.iter().find(|own| own.name == name);
        let path = own.map_or(name, |own| own.path.as_str());
        let (line, what) = theme::told(error);
        format!("{path}:{line}: {what}")
    }

    /// Hands over styles, scripts and the like.
    pub fn assets(&self, sink: &dyn Sink) {
        for asset in self.assets.iter() {
            sink.file(&asset.path, Key::of(asset.path.as_bytes()), &mut || {
                asset.bytes.to_vec()
            });
        }
    }
}
