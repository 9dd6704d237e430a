//! The look of a site: its templates and the files that pages refer to, carried in the program.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};

use super::html;
use super::owner::Template;
use super::sink::Key;

/// The built-in templates by name.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../site/templates/404.html")),
    (
        "about.html",
        include_str!("../../site/templates/about.html"),
    ),
    ("base.html", include_str!("../../site/templates/base.html")),
    ("page.html", include_str!("../../site/templates/page.html")),
    (
        "facet.html",
        include_str!("../../site/templates/facet.html"),
    ),
    (
        "keywords.html",
        include_str!("../../site/templates/keywords.html"),
    ),
    ("home.html", include_str!("../../site/templates/home.html")),
    ("list.html", include_str!("../../site/templates/list.html")),
    (
        "pages.html",
        include_str!("../../site/templates/pages.html"),
    ),
    (
        "plugin.html",
        include_str!("../../site/templates/plugin.html"),
    ),
    (
        "plugin_header.html",
        include_str!("../../site/templates/plugin_header.html"),
    ),
    (
        "plugin_overview.html",
        include_str!("../../site/templates/plugin_overview.html"),
    ),
    (
        "plugin_start.html",
        include_str!("../../site/templates/plugin_start.html"),
    ),
    (
        "search.html",
        include_str!("../../site/templates/search.html"),
    ),
];

/// The styles of a site, in the order in which they are joined.
const STYLES: &[&str] = &[
    include_str!("../../site/assets/tokens.css"),
    include_str!("../../site/assets/base.css"),
    include_str!("../../site/assets/listing.css"),
    include_str!("../../site/assets/search.css"),
    include_str!("../../site/assets/plugin.css"),
    include_str!("../../site/assets/tables.css"),
    include_str!("../../site/assets/explorer.css"),
    include_str!("../../site/assets/versions.css"),
    include_str!("../../site/assets/print.css"),
];

/// The scripts of a site: the name that templates call each by, and its parts in the order in which they are joined.
const SCRIPTS: &[(&str, &[&str])] = &[
    ("theme", &[include_str!("../../site/assets/theme.js")]),
    (
        "site",
        &[
            include_str!("../../site/assets/site.js"),
            include_str!("../../site/assets/match.js"),
            include_str!("../../site/assets/search.js"),
        ],
    ),
    ("list", &[include_str!("../../site/assets/facets.js")]),
    (
        "plugin",
        &[
            include_str!("../../site/assets/contents.js"),
            include_str!("../../site/assets/explorer.js"),
        ],
    ),
];

/// The image in the tabs of browsers, where the owner has none.
const FAVICON: &[u8] = include_bytes!("../../site/assets/favicon.svg");

/// A file that pages refer to. Its name changes with its content, so that caches may keep it for ever.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Relative to the root of the site.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The files that pages refer to, with the names that templates call them by.
#[derive(Debug, Clone)]
pub struct Assets(Vec<(&'static str, Asset)>);

impl Assets {
    /// The built-in ones and those of the owner.
    pub(super) fn new(own: Vec<(&'static str, Asset)>) -> Self {
        let style = STYLES.concat().into_bytes();
        let mut assets = vec![("style", asset("style", "css", style))];
        for (name, parts) in SCRIPTS {
            assets.push((name, asset(name, "js", parts.concat().into_bytes())));
        }
        // Without one, browsers ask every host for a file that is not there.
        if !own.iter().any(|(name, _)| *name == "favicon") {
            assets.push(("favicon", asset("favicon", "svg", FAVICON.to_vec())));
        }
        assets.extend(own);
        Self(assets)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.0.iter().map(|(_, asset)| asset)
    }

    /// Their paths by their names, for templates.
    pub fn names(&self) -> BTreeMap<&str, &str> {
        self.0
            .iter()
            .map(|(name, asset)| (*name, asset.path.as_str()))
            .collect()
    }
}

/// A file that is named by its content.
pub(super) fn asset(stem: &str, extension: &str, bytes: Vec<u8>) -> Asset {
    let hash = Key::unique(&bytes).hex();
    Asset {
        path: format!("assets/{stem}.{}.{extension}", &hash[..12]),
        bytes,
    }
}

/// The line at which a template of the owner's own does not parse, from 1, and why.
pub fn fault(name: &str, text: &str) -> Option<(usize, String)> {
    let error = empty().add_template(name, text).err()?;
    Some(told(&error))
}

/// The line and the words of an error, its causes included.
pub(super) fn told(error: &minijinja::Error) -> (usize, String) {
    let what = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    (error.line().unwrap_or(1), what)
}

fn empty<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    match syntax {
        Ok(syntax) => environment.set_syntax(syntax),
        Err(error) => panic!("bug in specc: the template syntax is not accepted: {error}"),
    }
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // One rule of escaping for all that reaches a page; that of the engine also changes slashes.
    environment.set_formatter(|out, _, value| {
        let is_markup = value.is_safe() || value.kind() == ValueKind::Number;
        match value.as_str() {
            Some(text) if is_markup => out.write_str(text),
            Some(text) => out.write_str(&html::text(text)),
            None if is_markup => write!(out, "{value}"),
            None => out.write_str(&html::text(&value.to_string())),
        }
        .map_err(Error::from)
    });
    environment
}

/// An environment of templates, in which those of the owner take the place of the built-in ones. Everything in them is
/// escaped for HTML unless a writer of this phase has made it.
///
/// # Panics
///
/// When a built-in template has a syntax error, which is a bug of ours.
pub(super) fn environment(
    templates: &'static [(&'static str, &'static str)],
    own: &[Template],
) -> Environment<'static> {
    let mut environment = empty();
    for (name, text) in templates {
        if let Err(error) = environment.add_template(name, text) {
            panic!("bug in specc: the template {name} does not parse: {error}");
        }
    }
    for template in own {
        // One that does not parse has been reported with its place.
        let _ = environment.add_template_owned(template.name.clone(), template.text.clone());
    }
    environment
}
