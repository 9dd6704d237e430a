//! One plugin → its page.

mod about;
mod history;
mod operations;
mod page;
mod processes;
mod prose;
mod rail;

use super::card::{self, Card};
use super::sink::{Key, Parts, Sink};
use super::{Site, anchor, html, markdown};
use crate::model::Plugin;
use crate::render::support::Support;

/// All that a plugin's page is made from.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The model.
    pub plugin: &'a Plugin,
    /// The text of its `help.md`, where there is one.
    pub help: Option<&'a str>,
    /// The bytes of its icon, where it has one of its own.
    pub image: Option<&'a [u8]>,
    /// File name of its icon below `icons/`.
    pub icon: String,
    /// What becomes of it on each target.
    pub support: Vec<Support>,
    /// Whether no newer version of it is on the site.
    pub newest: bool,
    /// Whether other versions of it are on the site.
    pub several: bool,
    /// Stands for the bytes of the spec, the help and the icon.
    pub key: Key,
}

/// The files that are a plugin's own, by their paths, in no promised order.
pub fn files(card: &Card, site: &Site) -> Vec<String> {
    let mut files = vec![page_path(card), format!("icons/{}", card.icon)];
    if site.twins {
        files.extend(super::machine::twins(card));
        files.extend(super::machine::social_path(site, card));
    }
    files
}

/// The path of a plugin's page.
pub fn page_path(card: &Card) -> String {
    card.folder() + "index.html"
}

/// Makes the files that are a plugin's own.
pub fn make(site: &Site, subject: &Subject<'_>, card: &Card, sink: &dyn Sink) {
    let key = card.key.with(site.key);
    sink.parts(&page_path(card), key, &mut || {
        page::make(site, subject, card).unwrap_or_else(|error| {
            // A template of the owner's own that does not fit: the page says so, and so does the build.
            let text = error.to_string();
            Parts {
                head: html::text(&text).into_owned().into_bytes(),
                tail: Vec::new(),
                linking: String::new(),
            }
        })
    });
    if site.twins {
        super::machine::make_twins(site, subject, card, key, sink);
    }
}

/// The card of a plugin.
pub fn card(subject: &Subject<'_>) -> Card {
    let plugin = subject.plugin;
    let marked = |mark: &str| plugin.status.iter().any(|it| it.eq_ignore_ascii_case(mark));
    let mut keywords: Vec<String> = Vec::new();
    for word in plugin.keywords.iter().chain(&plugin.tags) {
        let known = |kept: &String| anchor::same(kept, word);
        if !anchor::slug(word).is_empty() && !keywords.iter().any(known) {
            keywords.push(word.clone());
        }
    }
    Card {
        vendor: plugin.vendor.clone(),
        name: plugin.name.clone(),
        title: plugin.title.clone(),
        summary: markdown::plain(&plugin.description, 160),
        version: plugin.version.to_string(),
        support: plugin.support.clone(),
        cloud_ready: plugin.cloud_ready,
        hidden: marked("hidden"),
        deprecated: marked("deprecated") || marked("obsolete"),
        products: plugin.products.clone(),
        product_vendor: plugin.resources.vendor_url.as_deref().and_then(domain),
        use_cases: plugin.use_cases.clone(),
        keywords,
        operations: card::operations(plugin),
        processes: card::processes(plugin),
        connection: card::lines(plugin, &plugin.connection),
        icon: subject.icon.clone(),
        changes: plugin
            .version_history
            .iter()
            .find(|entry| entry.version.as_ref() == Some(&plugin.version))
            .map(|entry| {
                let changes = entry.changes.iter();
                changes.map(|change| markdown::plain(change, 300)).collect()
            })
            .unwrap_or_default(),
        spec_file: plugin.spec_file.name.to_owned(),
        types: subject.several.then(|| {
            let types = plugin.types.iter();
            types
                .map(|custom| (custom.name.clone(), card::lines(plugin, &custom.fields)))
                .collect()
        }),
        newest: subject.newest,
        key: subject.key,
    }
}

/// The registrable domain of an address, as far as its form tells: `www.atlassian.com` is `atlassian.com`.
fn domain(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let plain = |label: &&str| {
        label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if labels.len() < 2 || !labels.iter().all(plain) {
        return None;
    }
    let second = labels[labels.len() - 2];
    let country = labels[labels.len() - 1].len() == 2;
    let shared = matches!(second, "co" | "com" | "net" | "org" | "gov" | "ac" | "edu");
    let kept = if country && shared { 3 } else { 2 };
    Some(labels[labels.len().saturating_sub(kept)..].join("."))
}
