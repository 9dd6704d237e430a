//! What the head of a page tells machines: its address, previews for other sites, and what it is about (JSON-LD). What
//! needs absolute addresses is left out where the site does not know its own.

use minijinja::Value as Values;
use serde::Serialize;
use serde_json::json;

use super::html::push_attribute;
use super::{Card, Site, machine};

/// A page, as its head tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The page's folder relative to the root of the site, empty or ending in `/`: its address.
    pub path: &'a str,
    /// Title without that of the site.
    pub title: &'a str,
    /// One line of plain text; may be empty.
    pub description: &'a str,
    /// What it is about.
    pub about: About<'a>,
}

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// The site itself: its first page.
    Site,
    /// Plugins or words: any page that is neither of the others.
    Listing,
    /// One plugin.
    Plugin(&'a Card),
}

/// The elements of a page's head that are for machines. `root` is the relative way from the page to the root of the
/// site. The markup is safe as it is.
pub fn head(site: &Site, root: &str, page: &Page<'_>) -> String {
    let mut out = String::with_capacity(2048);
    let settings = &site.settings;
    let base = settings.base_url.as_deref();
    if !page.description.is_empty() {
        meta(&mut out, "name", "description", page.description);
    }
    meta(&mut out, "property", "og:site_name", &settings.title);
    let title = if page.title.is_empty() {
        &settings.title
    } else {
        page.title
    };
    meta(&mut out, "property", "og:title", title);
    meta(&mut out, "property", "og:type", "website");
    if !page.description.is_empty() {
        meta(&mut out, "property", "og:description", page.description);
    }
    let image = match page.about {
        About::Plugin(card) => machine::social_path(site, card),
        _ => None,
    };
    let card_kind = if image.is_some() && base.is_some() {
        "summary_large_image"
    } else {
        "summary"
    };
    meta(&mut out, "name", "twitter:card", card_kind);
    if let Some(base) = base {
        let address = format!("{base}{}", page.path);
        link(&mut out, "canonical", None, &address, None);
        meta(&mut out, "property", "og:url", &address);
        if let Some(image) = image {
            meta(&mut out, "property", "og:image", &format!("{base}{image}"));
            meta(&mut out, "property", "og:image:width", "1200");
            meta(&mut out, "property", "og:image:height", "630");
            meta(&mut out, "property", "og:image:alt", title);
        }
        link(
            &mut out,
            "alternate",
            Some("application/atom+xml"),
            &format!("{root}feed.xml"),
            Some("New versions"),
        );
        link(
            &mut out,
            "search",
            Some("application/opensearchdescription+xml"),
            &format!("{root}opensearch.xml"),
            Some(&settings.title),
        );
    }
    if let (About::Plugin(card), true) = (page.about, site.twins) {
        let record = format!("{root}{}", machine::record_path(card));
        link(
            &mut out,
            "alternate",
            Some("text/markdown"),
            "index.md",
            None,
        );
        link(
            &mut out,
            "alternate",
            Some("application/json"),
            &record,
            None,
        );
    }
    push_linked_data(&mut out, site, page);
    out
}

/// The same for the page of a plugin. Search engines are led to the newest version.
pub fn of_plugin(site: &Site, card: &Card) -> String {
    let page = Page {
        path: &format!("plugins/{}/{}/", card.vendor, card.name),
        title: &card.title,
        description: &card.summary,
        about: About::Plugin(card),
    };
    head(site, card.root(), &page)
}

/// The values of a page that lists plugins, with its head. Pages that mean nothing without a reader's question have
/// none.
pub fn with_head(site: &Site, template: &str, path: &str, root: &str, values: Values) -> Values {
    let of_page = values.get_attr("title").unwrap_or_default();
    let (title, about) = match template {
        "home.html" => ("", About::Site),
        "list.html" => ("Plugins", About::Listing),
        "about.html" => ("About", About::Listing),
        "facet.html" | "keywords.html" => (of_page.as_str().unwrap_or_default(), About::Listing),
        _ => return values,
    };
    let total = values.get_attr("total").unwrap_or_default();
    let count = match total.as_i64() {
        Some(1) => "1 plugin".to_owned(),
        _ => format!("{total} plugins"),
    };
    let description = match template {
        "home.html" => site.settings.tagline.clone(),
        "list.html" => format!("{count}, by use case, product, vendor and keyword."),
        "keywords.html" => format!("Plugins of {} by keyword.", site.settings.title),
        "about.html" => format!("What the pages of {} are made from.", site.settings.title),
        _ => format!("{title}: {count}, and what each of them can do."),
    };
    let page = Page {
        path: path.strip_suffix("index.html").unwrap_or(path),
        title,
        description: &description,
        about,
    };
    let meta = Values::from_safe_string(head(site, root, &page));
    minijinja::context! { meta, ..values }
}

fn meta(out: &mut String, attribute: &str, name: &str, content: &str) {
    out.push_str("<meta");
    push_attribute(out, attribute, name);
    push_attribute(out, "content", content);
    out.push_str(">\n");
}

fn link(out: &mut String, rel: &str, kind: Option<&str>, address: &str, title: Option<&str>) {
    out.push_str("<link");
    push_attribute(out, "rel", rel);
    if let Some(kind) = kind {
        push_attribute(out, "type", kind);
    }
    if let Some(title) = title {
        push_attribute(out, "title", title);
    }
    push_attribute(out, "href", address);
    out.push_str(">\n");
}

/// Appends a block of data. With every `<` written as an escape, no text in it can end the block or open a comment.
fn push_block(out: &mut String, data: &impl Serialize) {
    out.push_str("<script type=\"application/ld+json\">");
    let text = serde_json::to_string(data).unwrap_or_default();
    for (index, piece) in text.split('<').enumerate() {
        if index > 0 {
            out.push_str("\\u003c");
        }
        out.push_str(piece);
    }
    out.push_str("</script>\n");
}

const CONTEXT: &str = "https://schema.org";

fn push_linked_data(out: &mut String, site: &Site, page: &Page<'_>) {
    let title = &site.settings.title;
    let base = site.settings.base_url.as_deref();
    match (page.about, base) {
        (About::Site, Some(base)) => push_block(
            out,
            &json!({
                "@context": CONTEXT,
                "@type": "WebSite",
                "name": title,
                "description": site.settings.tagline,
                "url": base,
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": format!("{base}search/?q={{search_term_string}}"),
                    },
                    "query-input": "required name=search_term_string",
                },
            }),
        ),
        (About::Site, None) => push_block(
            out,
            &json!({
                "@context": CONTEXT,
                "@type": "WebSite",
                "name": title,
                "description": site.settings.tagline,
            }),
        ),
        (About::Listing, Some(base)) => {
            push_block(
                out,
                &breadcrumbs(base, &[(title, ""), (page.title, page.path)]),
            );
        }
        (About::Listing, None) => {}
        (About::Plugin(card), base) => {
            push_block(out, &software(site, card, base));
            if let Some(base) = base {
                let here = format!("plugins/{}/{}/", card.vendor, card.name);
                let steps = [
                    (title.as_str(), ""),
                    ("Plugins", "plugins/"),
                    (&card.title, &here),
                ];
                push_block(out, &breadcrumbs(base, &steps));
            }
        }
    }
}

/// A plugin. Every page of one has this, so that it is written without a value in between.
#[derive(Serialize)]
struct Software<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(rename = "applicationCategory")]
    category: &'static str,
    #[serde(rename = "softwareVersion")]
    version: &'a str,
    publisher: Publisher<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    keywords: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
}

#[derive(Serialize)]
struct Publisher<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

fn software<'a>(site: &Site, card: &'a Card, base: Option<&str>) -> Software<'a> {
    let image = |base: &str| match machine::social_path(site, card) {
        Some(image) => format!("{base}{image}"),
        None => format!("{base}icons/{}", card.icon),
    };
    Software {
        context: CONTEXT,
        kind: "SoftwareApplication",
        name: &card.title,
        category: "SecurityApplication",
        version: &card.version,
        publisher: Publisher {
            kind: "Organization",
            name: &card.vendor,
        },
        description: &card.summary,
        keywords: card.keywords.join(", "),
        url: base.map(|base| format!("{base}{}", card.folder())),
        image: base.map(image),
    }
}

/// The way to a page.
#[derive(Serialize)]
struct Breadcrumbs<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

fn breadcrumbs<'a>(base: &str, steps: &[(&'a str, &str)]) -> Breadcrumbs<'a> {
    let steps = (1..).zip(steps);
    let items = steps.map(|(position, (name, path))| Step {
        kind: "ListItem",
        position,
        name,
        item: format!("{base}{path}"),
    });
    Breadcrumbs {
        context: CONTEXT,
        kind: "BreadcrumbList",
        items: items.collect(),
    }
}
