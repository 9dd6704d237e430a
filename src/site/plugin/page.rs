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

/// Stands on both sides of the number of a part that is filled into the rendered frame; no text of an author's can hold
/// it, for the writer of text leaves control characters out.
const MARK: char = '\u{1}';

/// The number of the part that names other plugins, which is not known yet.
const RELATED: &str = "related";

/// The long parts of a page. Templates are given marks in their places: what they would copy several times is copied
/// once. No part links to another file of the site: links of authors lead elsewhere or to a place in the page.
#[derive(Debug, Default)]
struct Filling(Vec<String>);

impl Filling {
    /// Takes a part; what a template is given for it is empty where the part is.
    fn put(&mut self, markup: String) -> Value {
        if markup.is_empty() {
            return code(markup);
        }
        let number = self.0.len();
        self.0.push(markup);
        code(format!("{MARK}{number}{MARK}"))
    }

    /// The page of a rendered frame.
    fn fill(&self, frame: String) -> Parts {
        let long: usize = self.0.iter().map(String::len).sum();
        let mut head = String::with_capacity(frame.len() + long);
        let mut tail = None;
        for (index, piece) in frame.split(MARK).enumerate() {
            let is_mark = index % 2 == 1;
            if is_mark && piece == RELATED && tail.is_none() {
                tail = Some(String::with_capacity(1024));
                continue;
            }
            let part = piece.parse().ok().and_then(|at: usize| self.0.get(at));
            let markup = part.filter(|_| is_mark).map_or(piece, String::as_str);
            tail.as_mut().unwrap_or(&mut head).push_str(markup);
        }
        Parts {
            head: head.into_bytes(),
            tail: tail.unwrap_or_default().into_bytes(),
            linking: frame,
        }
    }
}

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
    let mut filling = Filling::default();
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
            list => filling.put(operations::list(operations, cards)),
            markup => filling.put(operations::sections(plugin, &types, &prose, operations, cards)),
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
            list => filling.put(processes::list(&plugin.processes, cards)),
            markup => filling.put(processes::sections(plugin, &types, cards)),
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
    let host = about::needed_host(&subject.support, card);
    let frame = site.render(
        "plugin.html",
        card.root(),
        context! {
            meta => code(meta::of_plugin(site, card)),
            card => listing::value(card),
            publisher_page => (!card.hidden)
                .then(|| format!("vendors/{}/", facets::slug(Facet::Vendor, &card.vendor))),
            older => !card.newest,
            lead => code(markdown::inline(&plugin.description)),
            contents => filling.put(rail.markup()),
            sections,
            host => host.map(|host| host.title),
            commands => about::commands(plugin, card, host),
            downloads => about::downloads(site, card),
            connection => context! {
                count => plugin.connection.len(),
                required => plugin.connection.iter().filter(|field| field.required).count(),
            },
            requirements => prose.requirements,
            facts => code(about::facts(site, plugin, card)),
            about => filling.put(prose.about),
            setup_prose => filling.put(prose.setup),
            setup => filling.put(operations::connection(plugin, &types)),
            types => filling.put(custom_types),
            extra => filling.put(prose.extra.into_iter().map(|section| section.markup).collect()),
            troubleshooting => filling.put(prose.troubleshooting),
            history => filling.put(history),
            links => filling.put(prose.links),
            targets => (!subject.support.is_empty())
                .then(|| code(support::markup(&subject.support))),
            related => code(format!("{MARK}{RELATED}{MARK}")),
        },
    )?;
    Ok(filling.fill(frame))
}

/// Marks markup that a writer of this phase made.
fn code(markup: String) -> Value {
    Value::from_safe_string(markup)
}
