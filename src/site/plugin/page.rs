//! The frame of a plugin's page: what its template is given. The long parts are written by the files beside this one.

use minijinja::{Value, context};

use super::prose::Prose;
use super::rail::Rail;
use super::{Subject, about, history, operations, processes};
use crate::model::OperationKind;
use crate::site::listing::facets::{self, Facet};
use crate::site::sink::Parts;
use crate::site::tables::TypeAnchors;
use crate::site::{Card, Site, listing, markdown, meta, support};

/// Stands in a rendered page where the part that names other plugins goes; no text of an author's can hold it, for
/// the writer of text leaves control characters out.
const HOLE: &str = "\u{1}related\u{1}";

/// The page of a plugin.
///
/// # Errors
///
/// Where a template of the site owner's does not fit.
pub(super) fn make(
    site: &Site,
    subject: &Subject<'_>,
    card: &Card,
) -> Result<Parts, minijinja::Error> {
    let plugin = subject.plugin;
    let types = TypeAnchors::new(plugin);
    let prose = Prose::new(plugin, subject.help);
    let mut rail = Rail::default();
    rail.add("overview", "Overview");
    if !prose.about.is_empty() {
        rail.add("about", "About");
    }
    rail.add("setup", "Setup");
    let mut sections = Vec::new();
    for kind in OperationKind::ALL {
        let cards = card.operations_of(kind);
        if cards.is_empty() {
            continue;
        }
        let title = operations::heading(kind);
        rail.group(
            kind.plural(),
            title,
            cards.iter().map(|card| (&*card.anchor, &*card.title)),
        );
        let operations = plugin.operations_of(kind);
        sections.push(context! {
            id => kind.plural(),
            title,
            count => cards.len(),
            kind => kind.singular(),
            list => code(operations::list(operations, cards)),
            markup => code(operations::sections(plugin, &types, &prose, operations, cards)),
        });
    }
    if !card.processes.is_empty() {
        let cards = &card.processes;
        let parts = cards.iter().map(|card| (&*card.anchor, &*card.title));
        rail.group("processes", "Processes", parts);
        sections.push(context! {
            id => "processes",
            title => "Processes",
            count => cards.len(),
            kind => "process",
            list => code(processes::list(&plugin.processes, cards)),
            markup => code(processes::sections(plugin, &types, cards)),
        });
    }
    if !plugin.types.is_empty() {
        rail.group(
            "types",
            "Custom types",
            plugin
                .types
                .iter()
                .enumerate()
                .map(|(index, custom)| (types.of(index), &*custom.name)),
        );
    }
    for heading in &prose.extra {
        rail.add(&heading.id, &heading.title);
    }
    if !prose.troubleshooting.is_empty() {
        rail.add("troubleshooting", "Troubleshooting");
    }
    if !plugin.version_history.is_empty() || !prose.history.is_empty() {
        rail.add("history", "Version history");
    }
    if !prose.links.is_empty() {
        rail.add("links", "Links");
    }
    if !subject.support.is_empty() {
        rail.add("targets", "Targets");
    }
    if subject.several {
        rail.add("versions", "Versions");
    }
    let custom_types = operations::custom_types(plugin, &types, &prose);
    let history = if plugin.version_history.is_empty() {
        prose.history
    } else {
        history::timeline(plugin)
    };
    let page = site.render(
        "plugin.html",
        card.root(),
        context! {
            meta => code(meta::of_plugin(site, card)),
            card => listing::value(card),
            publisher_page => (!card.hidden)
                .then(|| format!("vendors/{}/", facets::slug(Facet::Vendor, &card.vendor))),
            older => !card.newest,
            lead => code(markdown::inline(&plugin.description)),
            contents => code(rail.markup()),
            sections,
            commands => about::commands(plugin, card),
            downloads => about::downloads(site, card),
            connection => context! {
                count => plugin.connection.len(),
                required => plugin.connection.iter().filter(|field| field.required).count(),
            },
            requirements => prose.requirements,
            facts => code(about::facts(site, plugin, card)),
            about => code(prose.about),
            setup_prose => code(prose.setup),
            setup => code(operations::connection(plugin, &types)),
            types => code(custom_types),
            extra => code(prose.extra.into_iter().map(|section| section.markup).collect()),
            troubleshooting => code(prose.troubleshooting),
            history => code(history),
            links => code(prose.links),
            targets => (!subject.support.is_empty())
                .then(|| code(support::markup(&subject.support))),
            related => code(HOLE.to_owned()),
        },
    )?;
    let (head, tail) = page.split_once(HOLE).unwrap_or((&page, ""));
    Ok(Parts {
        head: head.into(),
        tail: tail.into(),
    })
}

/// Marks markup that a writer of this phase made.
fn code(markup: String) -> Value {
    Value::from_safe_string(markup)
}
