//! How a reader starts, and the facts at a glance.

use minijinja::{Value, context};

use crate::model::Plugin;
use crate::render::support::Support;
use crate::render::{docker, literal};
use crate::site::html::{push_attribute, push_text};
use crate::site::listing::facets::{self, Facet};
use crate::site::{Card, Site, listing, machine, markdown};

/// The host that is needed for a plugin of which nothing else can be used than its processes.
pub(super) fn needed_host<'a>(support: &'a [Support], card: &Card) -> Option<&'a Support> {
    let has_only_processes = card.operations.is_empty() && !card.processes.is_empty();
    let host = support.iter().find(|target| target.runs_processes);
    host.filter(|_| has_only_processes)
}

/// The commands to use it, a line each.
pub(super) fn commands(plugin: &Plugin, card: &Card, host: Option<&Support>) -> String {
    let image = docker::image(&plugin.vendor, &plugin.name, &plugin.version);
    match (card.operations.first(), host) {
        (Some(first), _) => format!(
            "specc sample plugin.spec.yaml {} > message.json\n\
             docker run --rm -i {image} run < message.json",
            literal::shell(&first.name)
        ),
        (None, Some(host)) => format!("specc emit --target {} plugin.spec.yaml", host.id),
        (None, None) => format!("docker run --rm -i {image} info"),
    }
}

/// The plugin's further files: what each is, its name and its address.
pub(super) fn downloads(site: &Site, card: &Card) -> Vec<Value> {
    if !site.twins {
        return Vec::new();
    }
    let folder = card.folder();
    let mut files: Vec<(&str, &str, String)> = Vec::new();
    let record = machine::record_path(card);
    let twins = machine::twins(card);
    for path in &twins {
        let Some(name) = path.strip_prefix(&folder) else {
            continue;
        };
        let words = match name {
            "plugin.spec.yaml" => "Spec",
            "plugin.schema.json" => "JSON Schema of its messages",
            "samples.json" => "Sample messages",
            "index.md" => "This page as Markdown",
            other => other,
        };
        files.push((words, name, name.to_owned()));
    }
    // The spec first: the commands start from it.
    files.sort_by_key(|(_, name, _)| *name != "plugin.spec.yaml");
    let name = record.rsplit('/').next().unwrap_or_default();
    let address = format!("{}{record}", card.root());
    files.push(("This page as JSON", name, address));
    files
        .into_iter()
        .map(|(words, name, address)| context! { words, name, address })
        .collect()
}

/// The facts at a glance, as the items of a description list.
pub(super) fn facts(site: &Site, plugin: &Plugin, card: &Card) -> String {
    let mut out = String::new();
    push_fact(&mut out, "Version", |out| push_text(out, &card.version));
    if let Some(author) = &plugin.author {
        push_fact(&mut out, "Author", |out| push_text(out, author));
    }
    if let (Some(domain), Some(url)) = (
        &card.product_vendor,
        plugin.resources.vendor_url.as_deref().and_then(web_address),
    ) {
        push_fact(&mut out, "Connects to", |out| push_link(out, url, domain));
    }
    if !card.products.is_empty() {
        let products = card.products.join(", ");
        push_fact(&mut out, "Runs in", |out| push_text(out, &products));
    }
    if !plugin.supported_versions.is_empty() {
        push_fact(&mut out, "Works with", |out| {
            push_text(
                out,
                &markdown::plain(&plugin.supported_versions.join(", "), 90),
            );
        });
    }
    for (name, url) in [
        ("Documentation", &plugin.resources.docs_url),
        ("Source", &plugin.resources.source_url),
        ("Licence", &plugin.resources.license_url),
    ] {
        if let Some(url) = url.as_deref().and_then(web_address) {
            push_fact(&mut out, name, |out| push_link(out, url, host(url)));
        }
    }
    for (name, facet, values) in [
        ("Used for", Facet::UseCase, &card.use_cases),
        ("Keywords", Facet::Keyword, &card.keywords),
    ] {
        if !values.is_empty() {
            push_fact(&mut out, name, |out| {
                push_tags(out, site, card, facet, values);
            });
        }
    }
    out
}

/// Values of a facet, each with the way to the plugins that share it, which leads on without a script too.
fn push_tags(out: &mut String, site: &Site, card: &Card, facet: Facet, values: &[String]) {
    out.push_str("<ul class=\"tags\">");
    for value in values {
        let slug = facets::slug(facet, value);
        if slug.is_empty() {
            continue;
        }
        out.push_str("<li><a href=\"");
        out.push_str(card.root());
        let address = if facet == Facet::Keyword {
            listing::keyword_address(&slug, site.by_letter)
        } else {
            format!("use-cases/{slug}/")
        };
        push_text(out, &address);
        out.push_str("\">");
        push_text(out, &value.replace('_', " "));
        out.push_str("</a></li>");
    }
    out.push_str("</ul>");
}

fn push_fact(out: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    out.push_str("<div><dt>");
    out.push_str(name);
    out.push_str("</dt><dd>");
    value(out);
    out.push_str("</dd></div>");
}

fn push_link(out: &mut String, url: &str, text: &str) {
    out.push_str("<a rel=\"noopener\"");
    push_attribute(out, "href", url);
    out.push('>');
    push_text(out, text);
    out.push_str("</a>");
}

/// An address that a page may link to.
fn web_address(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = url.split_once("://")?.0.to_ascii_lowercase();
    let is_plain = !url.contains(|it: char| it.is_whitespace() || it.is_control());
    (is_plain && matches!(&*scheme, "http" | "https")).then_some(url)
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest[..end].trim_start_matches("www.")
}
