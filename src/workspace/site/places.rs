//! Which of the specs of one plugin has which page. The newest version has the plugin's own folder, the others have
//! folders below it. Specs are read in any order, so each is first put where it was in the last build, or where the
//! only version of a plugin would be; what then turns out to be in the wrong place is made once more.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::state::Known;
use super::{Build, Looked, Outcome, look};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::site::{self, Card};
use crate::text::{FileId, Source, Span};
use crate::workspace::discover::Input;
use crate::workspace::lower;
use crate::workspace::read;

/// One plugin from two specs.
pub static DUPLICATE_PLUGIN: RuleInfo = RuleInfo {
    id: "duplicate-plugin",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "two specs of a website are the same version of the same plugin",
    why: "A plugin's page, its JSON and its downloads lie in a folder of its vendor and its name, or of its version \
where several are shown. Two specs that claim the same folder cannot both have it, and which of them won would be \
chance. The same holds for names that differ only in upper and lower case: many file systems and web hosts do not tell \
them apart.\n\n\
It is often a copy that was left behind, or a spec that was copied to begin a new plugin and kept the old name. \
Different versions of a plugin may stand side by side: the newest has the plugin's page and the others pages below \
it.\n\n\
Only `specc site` and `specc serve` look for it. With `--keep-going` the first of them by path is shown.",
    bad: "# not shown: it takes two specs\n",
    good: "",
};

/// The place of a spec among those of its plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// No other has a newer version.
    pub newest: bool,
    /// There are others.
    pub several: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            newest: true,
            several: false,
        }
    }
}

impl Place {
    /// The place that a card was made for.
    pub fn of(card: &Card) -> Self {
        Self {
            newest: card.newest,
            several: card.types.is_some(),
        }
    }
}

/// Specs that name one plugin, by path.
type Group = Vec<(FileId, Arc<Known>)>;

/// What is to become of the specs that were read.
pub struct Places {
    /// Plugins with one spec, which is where it should be.
    settled: Vec<(FileId, Arc<Known>)>,
    /// The others.
    open: Vec<Group>,
    /// Specs that claim what another has, and so get no page.
    dropped: Vec<Arc<Known>>,
}

/// Sorts specs by plugin, and tells of those that claim what another has.
pub fn sort(build: &Build<'_>, known: Vec<(FileId, Arc<Known>)>, outcome: &mut Outcome) -> Places {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (id, known) in known {
        let name = format!("{}/{}", known.card.vendor, known.card.name);
        let group = groups.entry(name.to_lowercase()).or_default();
        group.push((id, known));
    }
    let mut places = Places {
        settled: Vec::new(),
        open: Vec::new(),
        dropped: Vec::new(),
    };
    for mut group in groups.into_values() {
        group.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
        let made: Vec<String> = group.iter().map(|(_, it)| it.card.folder()).collect();
        let (group, dropped) = without_duplicates(build, group, outcome);
        let disputed = !dropped.is_empty()
            || (1..made.len()).any(|index| made[..index].contains(&made[index]));
        places.dropped.extend(dropped);
        let newest = newest(&group);
        let misplaced = (0..)
            .zip(&group)
            .any(|(index, (_, known))| Place::of(&known.card) != place(&group, newest, index));
        if disputed || misplaced {
            places.open.push(group);
        } else {
            places.settled.extend(group);
        }
    }
    places
}

impl Places {
    /// Makes what is in the wrong place once more. The specs that have pages come back.
    pub fn settle(self, build: &Build<'_>, outcome: &mut Outcome) -> Vec<Arc<Known>> {
        let mut known: Vec<Arc<Known>> = self.settled.into_iter().map(|(_, known)| known).collect();
        for known in &self.dropped {
            release(build, known);
        }
        let made: Vec<(FileId, Looked)> = self
            .open
            .into_par_iter()
            .flat_map_iter(|group| settle(build, group))
            .collect();
        for (id, looked) in made {
            match looked {
                Looked::Card(card) => known.push(card),
                Looked::Faulty(faulty) => {
                    outcome.left_out += 1;
                    outcome.diagnostics.append(faulty.found);
                    show(outcome, id, faulty.source);
                }
                Looked::Stale(faulty, card) => {
                    outcome.diagnostics.append(faulty.found);
                    show(outcome, id, faulty.source);
                    known.push(card);
                }
                Looked::Failed(failure) => outcome.failures.push(failure),
            }
        }
        known.sort_by(|one, other| one.path.cmp(&other.path));
        known
    }
}

fn settle(build: &Build<'_>, group: Group) -> Vec<(FileId, Looked)> {
    let newest = newest(&group);
    for (_, known) in &group {
        release(build, known);
    }
    let places: Vec<Place> = (0..group.len())
        .map(|index| place(&group, newest, index))
        .collect();
    places
        .into_iter()
        .zip(group)
        .map(|(place, (id, known))| {
            let input = Input::File(known.path.clone());
            (id, look(build, id, input, Some(place)))
        })
        .collect()
}

/// The place of the spec with this index.
fn place(group: &Group, newest: usize, index: usize) -> Place {
    Place {
        newest: index == newest,
        several: group.len() > 1,
    }
}

/// Takes back the files of a spec: some may be those of another that took the same place. Icons are shared and stay.
fn release(build: &Build<'_>, known: &Known) {
    for file in site::plugin::files(&known.card, build.site) {
        if !file.starts_with("icons/") {
            build.folder.release(&file);
        }
    }
}

/// The index of the newest version.
fn newest(group: &Group) -> usize {
    let version = |known: &Known| semver::Version::parse(&known.card.version).ok();
    let versions = (0..)
        .zip(group)
        .map(|(index, (_, known))| (version(known), index));
    versions.max().map_or(0, |(_, index)| index)
}

/// The specs that have a place of their own, and the others, which are told of.
fn without_duplicates(
    build: &Build<'_>,
    group: Group,
    outcome: &mut Outcome,
) -> (Group, Vec<Arc<Known>>) {
    let mut kept: Group = Vec::with_capacity(group.len());
    let mut dropped = Vec::new();
    for (id, known) in group {
        let claim = |other: &Known| {
            let named = (&other.card.vendor, &other.card.name);
            named != (&known.card.vendor, &known.card.name)
                || other.card.version.eq_ignore_ascii_case(&known.card.version)
        };
        match kept.iter().find(|(_, other)| claim(other)) {
            Some(first) => {
                outcome.left_out += 1;
                let second = (id, known);
                tell(build, first, &second, outcome);
                dropped.push(second.1);
            }
            None => kept.push((id, known)),
        }
    }
    (kept, dropped)
}

fn tell(
    build: &Build<'_>,
    first: &(FileId, Arc<Known>),
    second: &(FileId, Arc<Known>),
    outcome: &mut Outcome,
) {
    let card = &second.1.card;
    let of_first = &first.1.card;
    let same_name = (&card.vendor, &card.name) == (&of_first.vendor, &of_first.name);
    let message = if same_name {
        format!(
            "version {} of the plugin {}/{} is defined twice",
            card.version, card.vendor, card.name
        )
    } else {
        format!(
            "{}/{} and {}/{} differ only in upper and lower case",
            card.vendor, card.name, of_first.vendor, of_first.name
        )
    };
    let here = name_span(build, second, outcome);
    let there = name_span(build, first, outcome);
    let help = if same_name {
        "remove one of the specs, rename the plugin, or give one of them another version"
    } else {
        "rename one of the plugins, or write both names alike if they are versions of one plugin"
    };
    outcome.diagnostics.push(
        Diagnostic::new(&DUPLICATE_PLUGIN, here, message)
            .at("claims a page that another spec has")
            .label(there, "first defined here")
            .help(help),
    );
}

/// Where a spec says its name. Its text becomes part of the outcome, to be shown.
fn name_span(build: &Build<'_>, (id, known): &(FileId, Arc<Known>), outcome: &mut Outcome) -> Span {
    let input = Input::File(known.path.clone());
    let Ok((source, _)) = read::read(*id, input, &build.request.limits) else {
        show(outcome, *id, Source::new(*id, known.path.clone(), ""));
        return Span::new(*id, 0, 0);
    };
    let span = lower(&source, build.request)
        .plugin
        .map_or(Span::new(*id, 0, 0), |plugin| plugin.origin.name);
    show(outcome, *id, source);
    span
}

fn show(outcome: &mut Outcome, id: FileId, source: Source) {
    let index = usize::try_from(id.0).unwrap_or(usize::MAX);
    if let Some(place) = outcome.sources.get_mut(index) {
        *place = source;
    }
}
