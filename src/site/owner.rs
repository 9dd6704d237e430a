//! What the owner of a site brings along, already read: templates, colours, images and pages of its own.

use minijinja::context;

use super::sink::{Key, Sink};
use super::theme::{Asset, asset};
use super::{PageLink, Site, html, markdown};

/// What the owner of a site brings along.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    /// Templates, each in the place of the built-in one of its name.
    pub templates: Vec<Template>,
    /// Colours of links and buttons.
    pub colours: Option<Accent>,
    /// Image beside the name: its bytes and `png` or `svg`.
    pub logo: Option<(Vec<u8>, &'static str)>,
    /// Image in the tabs of browsers, likewise.
    pub favicon: Option<(Vec<u8>, &'static str)>,
    /// The texts of `Settings::pages`, in the same order.
    pub pages: Vec<String>,
}

/// A template of the owner's own.
#[derive(Debug, Clone)]
pub struct Template {
    /// What others include and extend it by: its path below the folder of templates.
    pub name: String,
    /// Where it was read, for messages.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the style sheet of colours says, each value a colour as `#rrggbb`: on the light background, on the dark one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    /// Links.
    pub accent: [String; 2],
    /// Links that are pointed at.
    pub strong: [String; 2],
    /// Text on a button.
    pub on_accent: [String; 2],
    /// The background of what is chosen.
    pub soft: [String; 2],
}

impl Owner {
    /// The files that templates refer to, by their names in templates.
    pub(super) fn assets(&self) -> Vec<(&'static str, Asset)> {
        let mut assets = Vec::new();
        if let Some(colours) = &self.colours {
            assets.push((
                "colours",
                asset("theme", "css", colours.style().into_bytes()),
            ));
        }
        for (name, image) in [("logo", &self.logo), ("favicon", &self.favicon)] {
            if let Some((bytes, extension)) = image {
                assets.push((name, asset(name, extension, bytes.clone())));
            }
        }
        assets
    }
}

impl Accent {
    fn style(&self) -> String {
        let line = |name: &str, [light, dark]: &[String; 2]| {
            format!("  --color-{name}: light-dark({light}, {dark});\n")
        };
        [
            ":root {\n".to_owned(),
            line("accent", &self.accent),
            line("accent-strong", &self.strong),
            line("accent-soft", &self.soft),
            line("on-accent", &self.on_accent),
            line("action", &self.accent),
            "}\n".to_owned(),
        ]
        .concat()
    }
}

/// Makes the pages of the owner's own.
pub fn pages(site: &Site, sink: &dyn Sink) {
    for (page, text) in site.settings.pages.iter().zip(&site.owner.pages) {
        let key = site.key.and(text.as_bytes());
        sink.file(&format!("{}/index.html", page.path), key, &mut || {
            let rendered = render(page, text);
            let root = "../".repeat(page.path.split('/').count());
            let values = context! {
                page => context! { title => &page.title, path => &page.path },
                content => minijinja::Value::from_safe_string(rendered.html),
            };
            site.render("page.html", &root, values)
                .unwrap_or_else(|error| html::text(&error.to_string()).into_owned())
                .into_bytes()
        });
    }
}

fn render(page: &PageLink, text: &str) -> markdown::Rendered {
    let options = markdown::Options {
        shift: 1,
        page: Some(&page.path),
        ..markdown::Options::default()
    };
    markdown::render(text, &options)
}

/// The links of those pages that come to nothing, a line each.
pub fn refused(site: &Site) -> Vec<String> {
    let mut told = Vec::new();
    for (page, text) in site.settings.pages.iter().zip(&site.owner.pages) {
        let mut refused = render(page, text).refused;
        refused.sort();
        refused.dedup();
        told.extend(refused.iter().map(|link| {
            format!(
                "{}/index.html goes without its link to `{}`: {}",
                page.path,
                link.destination.escape_debug(),
                link.why.why()
            )
        }));
    }
    told
}

/// What stands for everything but the plugins, with the texts of the owner's own pages: no page of a plugin is made
/// anew for those.
pub fn whole_key(site: &Site) -> Key {
    let texts = site.owner.pages.iter();
    texts.fold(site.key, |key, text| key.and(text.as_bytes()))
}

/// What stands for the templates of the owner's own.
pub(super) fn key(owner: &Owner, mut key: Key) -> Key {
    for template in &owner.templates {
        key = key
            .and(template.name.as_bytes())
            .and(template.text.as_bytes());
    }
    key
}
