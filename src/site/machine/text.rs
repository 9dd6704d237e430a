//! `plugins/<vendor>/<name>/index.md`: the page of a plugin as Markdown, for readers without a browser.

use super::samples::Samples;
use super::{record_path, samples_path, schemas_path, spec_path};
use crate::render::literal::{markdown, markdown_code};
use crate::render::readme;
use crate::site::plugin::Subject;
use crate::site::{Card, Site, support};

/// The text of a plugin's page.
pub fn twin(site: &Site, subject: &Subject<'_>, card: &Card, samples: &Samples<'_>) -> String {
    let plugin = subject.plugin;
    let mut out = format!("# {}\n\n", markdown(&plugin.title));
    readme::block(&mut out, &plugin.description);
    if !card.newest {
        out.push_str("There is a newer version of this plugin: [the newest](../index.md).\n\n");
    }
    push_facts(&mut out, site, subject, card);
    let mut index = 0;
    readme::reference(&mut out, plugin, &mut |out, _| {
        if let Some(sample) = samples.of(index) {
            push_sample(out, "Start message", &sample.start);
            push_sample(out, "Example output", &sample.output);
        }
        index += 1;
    });
    if !subject.support.is_empty() {
        out.push_str("## Targets\n\n");
        out.push_str(&support::text(&subject.support));
        out.push('\n');
    }
    let help = subject.help.or(plugin.help.as_deref()).unwrap_or_default();
    if !help.trim().is_empty() {
        out.push_str("## Help\n\n");
        readme::block(&mut out, help);
    }
    out
}

fn push_facts(out: &mut String, site: &Site, subject: &Subject<'_>, card: &Card) {
    let plugin = subject.plugin;
    let mut fact = |name: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("- {name}: {text}\n"));
        }
    };
    let words = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| markdown(word)).collect();
        words.join(", ")
    };
    let yes = |is: bool| if is { "yes" } else { "" };
    fact("Vendor", &markdown_code(&plugin.vendor));
    fact("Name", &markdown_code(&plugin.name));
    fact("Version", &markdown_code(&card.version));
    fact(
        "Support",
        &markdown(plugin.support.as_deref().unwrap_or("")),
    );
    fact("Author", &markdown(plugin.author.as_deref().unwrap_or("")));
    fact("Products", &words(&plugin.products));
    fact("Use cases", &words(&plugin.use_cases));
    fact("Keywords", &words(&card.keywords));
    fact("Cloud ready", yes(plugin.cloud_ready));
    fact("Deprecated", yes(card.deprecated));
    let root = "../".repeat(card.folder().matches('/').count());
    let base = site.settings.base_url.as_deref();
    if let Some(base) = base {
        fact("Page", &format!("<{base}{}>", card.folder()));
    }
    let files = [
        ("spec", spec_path(card)),
        ("JSON Schemas", schemas_path(card)),
        ("sample messages", samples_path(card)),
        ("JSON", record_path(card)),
    ];
    let files = files.map(|(name, path)| format!("[{name}]({root}{path})"));
    fact("Files", &files.join(", "));
    out.push('\n');
}

fn push_sample(out: &mut String, title: &str, value: &serde_json::Value) {
    if value.as_object().is_some_and(serde_json::Map::is_empty) {
        return;
    }
    // JSON has no line that is a fence: its line breaks are escapes.
    out.push_str(&format!("{title}:\n\n```json\n{value:#}\n```\n\n"));
}
