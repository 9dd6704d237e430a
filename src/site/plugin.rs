//! One plugin → its page.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::card::{self, Card, OperationCard};
use super::sink::{Key, Parts, Sink};
use super::tables::{TypeAnchors, push_fields};
use super::{Site, anchor, html, listing, markdown};
use crate::model::{Operation, OperationKind, Plugin};
use crate::sample::{self, Mode};

/// Stands in a rendered page where the part that names other plugins goes; no text of an author's can hold it, for
/// the writer of text leaves control characters out.
const HOLE: &str = "\u{1}";

/// All that a plugin's page is made from.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The model.
    pub plugin: &'a Plugin,
    /// The text of its `help.md`, where there is one.
    pub help: Option<&'a str>,
    /// File name of its icon below `icons/`.
    pub icon: String,
    /// Stands for the bytes of the spec, the help and the icon.
    pub key: Key,
}

/// The files that are a plugin's own, by their paths, in no promised order.
pub fn files(card: &Card, site: &Site) -> Vec<String> {
    let mut files = vec![page_path(card), format!("icons/{}", card.icon)];
    if site.settings.twins {
        files.extend(super::machine::twins(card));
    }
    files
}

/// The path of a plugin's page.
pub fn page_path(card: &Card) -> String {
    format!("{}index.html", card.folder())
}

/// Makes the files that are a plugin's own.
pub fn make(site: &Site, subject: &Subject<'_>, card: &Card, sink: &dyn Sink) {
    let key = card.key.with(site.key);
    sink.parts(&page_path(card), key, &mut || {
        page(site, subject, card).unwrap_or_else(|error| {
            // A template of the owner's own that does not fit: the page says so, and so does the build.
            let text = format!("{error:#}");
            site.complain(&text);
            Parts {
                head: html::text(&text).into_bytes(),
                tail: Vec::new(),
            }
        })
    });
    if site.settings.twins {
        super::machine::make_twins(site, subject, card, key, sink);
    }
}

/// The card of a plugin.
pub fn card(subject: &Subject<'_>) -> Card {
    let plugin = subject.plugin;
    let marked = |mark: &str| plugin.status.iter().any(|it| it.eq_ignore_ascii_case(mark));
    let mut keywords: Vec<String> = Vec::new();
    for word in plugin.keywords.iter().chain(&plugin.tags) {
        let known = |kept: &String| anchor::slug(kept) == anchor::slug(word);
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

/// An entry of the contents rail.
#[derive(Debug, Serialize)]
struct Contents {
    id: String,
    title: String,
    children: Vec<(String, String)>,
}

/// The page of a plugin.
///
/// # Errors
///
/// Where a template of the site owner's does not fit.
fn page(site: &Site, subject: &Subject<'_>, card: &Card) -> Result<Parts, minijinja::Error> {
    let plugin = subject.plugin;
    let types = TypeAnchors::new(plugin);
    let sections = operation_sections(plugin, &types, &card.operations);
    let mut contents = vec![entry("overview", "Overview")];
    if !plugin.connection.is_empty() {
        contents.push(entry("setup", "Setup"));
    }
    for kind in OperationKind::ALL {
        let kind_name = kind.singular();
        let children: Vec<(String, String)> = card
            .operations
            .iter()
            .filter(|operation| operation.kind == kind_name)
            .map(|operation| (operation.anchor.clone(), operation.title.clone()))
            .collect();
        if !children.is_empty() {
            contents.push(Contents {
                children,
                ..entry(kind.plural(), heading(kind))
            });
        }
    }
    if !plugin.types.is_empty() {
        let children = plugin.types.iter().enumerate();
        contents.push(Contents {
            children: children
                .map(|(index, custom)| (types.of(index).to_owned(), custom.name.clone()))
                .collect(),
            ..entry("types", "Custom types")
        });
    }
    if !plugin.version_history.is_empty() {
        contents.push(entry("history", "Version history"));
    }
    let page = site.render(
        "plugin.html",
        "../../../",
        context! {
            card => listing::value(card),
            plugin => context! {
                description => code(markdown::inline(&plugin.description)),
                resources => Value::from(Serde(&plugin.resources)),
                support => plugin.support.as_deref(),
                author => plugin.author.as_deref(),
                supported_versions => Value::from(Serde(&plugin.supported_versions)),
                connection => !plugin.connection.is_empty(),
                types => !plugin.types.is_empty(),
            },
            contents => Value::from(Serde(&contents)),
            sections,
            setup => code(setup(plugin, &types)),
            types => code(custom_types(plugin, &types)),
            history => code(history(plugin)),
            related => code(HOLE.to_owned()),
        },
    )?;
    let (head, tail) = memchr::memchr(1, page.as_bytes())
        .map_or((page.as_str(), ""), |at| (&page[..at], &page[at + 1..]));
    Ok(Parts {
        head: head.into(),
        tail: tail.into(),
    })
}

fn entry(id: &str, title: &str) -> Contents {
    Contents {
        id: id.to_owned(),
        title: title.to_owned(),
        children: Vec::new(),
    }
}

/// Marks markup that a writer of this phase made.
fn code(markup: String) -> Value {
    Value::from_safe_string(markup)
}

fn heading(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Action => "Actions",
        OperationKind::Trigger => "Triggers",
        OperationKind::Task => "Tasks",
    }
}

fn operation_sections(plugin: &Plugin, types: &TypeAnchors, cards: &[OperationCard]) -> Vec<Value> {
    let mut cards = cards.iter();
    OperationKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let operations = plugin.operations_of(kind);
            let mut markup = String::new();
            for (operation, card) in operations.iter().zip(cards.by_ref().take(operations.len())) {
                push_operation(&mut markup, plugin, types, operation, card);
            }
            (!markup.is_empty()).then(|| {
                context! {
                    id => kind.plural(),
                    title => heading(kind),
                    markup => code(markup),
                }
            })
        })
        .collect()
}

fn push_operation(
    out: &mut String,
    plugin: &Plugin,
    types: &TypeAnchors,
    operation: &Operation,
    card: &OperationCard,
) {
    let id = &card.anchor;
    out.push_str("<section class=\"operation\"");
    html::push_attribute(out, "id", id);
    html::push_attribute(out, "data-kind", operation.kind.singular());
    html::push_attribute(out, "data-name", &operation.name);
    out.push_str("><h3><a");
    html::push_attribute(out, "href", &format!("#{id}"));
    out.push('>');
    html::push_text(out, &operation.title);
    out.push_str("</a> <code>");
    html::push_text(out, &operation.name);
    out.push_str("</code></h3>");
    if !operation.description.trim().is_empty() {
        out.push_str("<p>");
        out.push_str(&markdown::inline(&operation.description));
        out.push_str("</p>");
    }
    for (what, word, fields) in [
        ("input", "Input", &operation.input),
        ("output", "Output", &operation.output),
        ("state", "State", &operation.state),
    ] {
        if fields.is_empty() {
            continue;
        }
        out.push_str("<h4>");
        out.push_str(word);
        out.push_str("</h4>");
        let label = format!("{word} of {}", operation.title);
        push_fields(out, plugin, types, fields, &format!("{id}-{what}"), &label);
    }
    let message = sample::start_message(plugin, operation, Mode::Default);
    push_sample(out, "Start message", "start", &format!("{message:#}"));
    if !operation.output.is_empty() {
        let output = sample::of_fields(plugin, &operation.output, Mode::Full);
        push_sample(out, "Example output", "output", &format!("{output:#}"));
    }
    out.push_str("</section>");
}

fn push_sample(out: &mut String, title: &str, kind: &str, json: &str) {
    out.push_str("<details class=\"sample\"");
    html::push_attribute(out, "data-sample", kind);
    out.push_str("><summary>");
    out.push_str(title);
    out.push_str("</summary><pre tabindex=\"0\"><code class=\"language-json\">");
    html::push_text(out, json);
    out.push_str("</code></pre></details>");
}

fn setup(plugin: &Plugin, types: &TypeAnchors) -> String {
    let mut out = String::new();
    if !plugin.connection.is_empty() {
        let label = "Connection settings";
        push_fields(
            &mut out,
            plugin,
            types,
            &plugin.connection,
            "connection",
            label,
        );
    }
    out
}

fn custom_types(plugin: &Plugin, types: &TypeAnchors) -> String {
    let mut out = String::new();
    for (index, custom) in plugin.types.iter().enumerate() {
        let id = types.of(index);
        out.push_str("<section class=\"type\"");
        html::push_attribute(&mut out, "id", id);
        html::push_attribute(&mut out, "data-type", &custom.name);
        out.push_str("><h3><a");
        html::push_attribute(&mut out, "href", &format!("#{id}"));
        out.push_str("><code>");
        html::push_text(&mut out, &custom.name);
        out.push_str("</code></a></h3>");
        let label = format!("Fields of {}", custom.name);
        let prefix = format!("field-{}", id.trim_start_matches("type-"));
        push_fields(&mut out, plugin, types, &custom.fields, &prefix, &label);
        out.push_str("</section>");
    }
    out
}

fn history(plugin: &Plugin) -> String {
    let mut out = String::new();
    if plugin.version_history.is_empty() {
        return out;
    }
    let mut anchors = anchor::Anchors::default();
    out.push_str("<ol class=\"timeline\">");
    for entry in &plugin.version_history {
        let version = entry.version.as_ref().map(ToString::to_string);
        let id = anchors.add("version", version.as_deref().unwrap_or(""));
        out.push_str("<li");
        html::push_attribute(&mut out, "id", &id);
        out.push('>');
        if let Some(version) = version {
            out.push_str("<h3><a");
            html::push_attribute(&mut out, "href", &format!("#{id}"));
            out.push('>');
            html::push_text(&mut out, &version);
            out.push_str("</a></h3>");
        }
        out.push_str("<ul>");
        for change in &entry.changes {
            out.push_str("<li>");
            out.push_str(&markdown::inline(change));
            out.push_str("</li>");
        }
        out.push_str("</ul></li>");
    }
    out.push_str("</ol>");
    out
}
