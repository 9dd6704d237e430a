//! What everything of one plugin is called in its folder and on its host. Part of the emitter.

use std::collections::BTreeSet;

use heck::ToKebabCase;

use crate::emit::by_kind::ByKind;
use crate::emit::python::names::Names as PythonNames;
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::file_name::DEVICES;
use crate::render::naming::{Case, Language, Scope};
use crate::render::python::LANGUAGE;

/// Longest name of a plugin or a process: the width of the host's column.
pub(super) const LONGEST_NAME: usize = 30;
/// Longest slug of an action. The host has no limit; an address should.
const LONGEST_SLUG: usize = 40;

/// Names of models. A trailing underscore, which would mend a reserved word, is refused by Django: those words are
/// taken instead.
static MODELS: Language = Language { reserved: &[] };
const TAKEN_MODELS: &[&str] = &[
    "False",
    "None",
    "True",
    "O",
    "I",
    "Any",
    "AuthType",
    "GovernanceProcess",
    "HttpRequest",
    "Meta",
    "Parameters",
    "Plugin",
    "Registry",
    "Settings",
];

/// The names of one operation.
pub(super) struct OperationNames {
    /// Its modules, in the folder of its kind and in that of its values.
    pub module: String,
    /// On the host: the slug of an action, the event type of a trigger or a task.
    pub on_host: String,
    /// Key of its input in the configuration, of a trigger or a task.
    pub key: String,
}

/// The names of one process.
pub(super) struct ProcessNames {
    /// Its modules.
    pub module: String,
    /// Its model.
    pub class: String,
    /// On the host.
    pub on_host: String,
}

/// What the host knows of one plugin by name, but for its actions: all that losses tell of.
pub(super) struct OnHost {
    /// The plugin.
    pub plugin: String,
    /// The processes, in their order.
    pub processes: Vec<String>,
    operations: ByKind<Vec<HostNames>>,
}

/// What the host knows of one operation by name.
pub(super) struct HostNames {
    /// The slug of an action, the event type of a trigger or a task.
    pub on_host: String,
    /// Key of its input in the configuration, of a trigger or a task.
    pub key: String,
}

impl OnHost {
    /// Names what losses tell of. The slugs of actions are left to [`Names`].
    pub(super) fn new(plugin: &Plugin) -> Self {
        let mut events = Distinct::default();
        let mut keys = Distinct::default();
        for field in &plugin.connection {
            keys.add(&field.name);
        }
        let own = plugin.targets.section("metagov").text("name");
        let processes = plugin.processes.iter().map(|it| it.name.as_str());
        Self {
            plugin: own.map_or_else(|| slug("plugin", LONGEST_NAME, &plugin.name), str::to_owned),
            processes: slugs("process", LONGEST_NAME, processes),
            operations: ByKind::new(|kind| match kind {
                OperationKind::Action => Vec::new(),
                OperationKind::Trigger | OperationKind::Task => {
                    let operations = plugin.operations_of(kind).iter();
                    let names = operations.map(|operation| HostNames {
                        on_host: events.add(&operation.name),
                        key: match operation.input.is_empty() {
                            true => operation.name.clone(),
                            false => keys.add(&operation.name),
                        },
                    });
                    names.collect()
                }
            }),
        }
    }

    /// The names of the triggers or the tasks, in their order.
    pub(super) fn of(&self, kind: OperationKind) -> &[HostNames] {
        self.operations.of(kind)
    }
}

/// The names of one plugin.
pub(super) struct Names {
    /// The folder, an identifier.
    pub package: String,
    /// The plugin on its host.
    pub plugin: String,
    /// The plugin's model.
    pub class: String,
    /// The dataclasses, called as in plugins of Python.
    pub python: PythonNames,
    /// In their order.
    pub processes: Vec<ProcessNames>,
    operations: ByKind<Vec<OperationNames>>,
}

impl Names {
    /// Names everything.
    pub(super) fn new(plugin: &Plugin) -> Self {
        let mut models = Scope::new(&MODELS, Case::Pascal).with(TAKEN_MODELS);
        let class = models.add("plugin", &plugin.name);
        let OnHost {
            plugin: on_host,
            processes: of_processes,
            operations: mut of_operations,
        } = OnHost::new(plugin);
        Self {
            package: Scope::new(&LANGUAGE, Case::Snake)
                .with(DEVICES)
                .add("plugin", &plugin.name),
            plugin: on_host,
            class,
            python: PythonNames::new(plugin),
            processes: processes(plugin, &mut models, of_processes),
            operations: ByKind::new(|kind| {
                let operations = plugin.operations_of(kind);
                let names = match kind {
                    OperationKind::Action => actions(operations),
                    _ => std::mem::take(of_operations.of_mut(kind)),
                };
                named(operations, kind, names)
            }),
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(super) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }
}

fn modules<'a>(noun: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Snake)
        .with(DEVICES)
        .assign(noun, names)
}

fn actions(operations: &[Operation]) -> Vec<HostNames> {
    let names = operations.iter().map(|it| it.name.as_str());
    let slugs = slugs(OperationKind::Action.singular(), LONGEST_SLUG, names);
    let named = slugs.into_iter().map(|on_host| HostNames {
        on_host,
        key: String::new(),
    });
    named.collect()
}

fn named(
    operations: &[Operation],
    kind: OperationKind,
    on_host: Vec<HostNames>,
) -> Vec<OperationNames> {
    let names = operations.iter().map(|it| it.name.as_str());
    let named = modules(kind.singular(), names).into_iter().zip(on_host);
    named
        .map(|(module, HostNames { on_host, key })| OperationNames {
            module,
            on_host,
            key,
        })
        .collect()
}

fn processes(plugin: &Plugin, models: &mut Scope, on_host: Vec<String>) -> Vec<ProcessNames> {
    let names = || plugin.processes.iter().map(|it| it.name.as_str());
    let classes = models.assign("process", names());
    let named = modules("process", names()).into_iter().zip(classes);
    named
        .zip(on_host)
        .map(|((module, class), on_host)| ProcessNames {
            module,
            class,
            on_host,
        })
        .collect()
}

/// Texts kept apart: one that is there already is numbered.
#[derive(Default)]
struct Distinct {
    taken: BTreeSet<String>,
}

impl Distinct {
    fn add(&mut self, text: &str) -> String {
        let mut name = text.to_owned();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{text}_{number}");
            number += 1;
        }
        name
    }
}

/// Slugs of texts, all different. A text that is a slug already keeps it whatever stands before it.
fn slugs<'a>(noun: &str, longest: usize, texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let texts: Vec<&str> = texts.collect();
    let wanted: Vec<String> = texts.iter().map(|it| slug(noun, longest, it)).collect();
    let mut taken = BTreeSet::new();
    let kept: Vec<bool> = texts
        .iter()
        .zip(&wanted)
        .map(|(text, wanted)| text == wanted && taken.insert(wanted.clone()))
        .collect();
    let each = wanted.into_iter().zip(kept);
    each.map(|(wanted, kept)| {
        let mut name = wanted.clone();
        let mut number = 2;
        while !kept && !taken.insert(name.clone()) {
            let end = format!("-{number}");
            let stem = &wanted[..wanted.len().min(longest - end.len())];
            name = format!("{}{end}", stem.trim_end_matches('-'));
            number += 1;
        }
        name
    })
    .collect()
}

/// A text in lower case with hyphens, no longer than `longest`; `noun` where nothing of it is left.
pub(super) fn slug(noun: &str, longest: usize, text: &str) -> String {
    let mut slug = full_slug(text);
    if slug.is_empty() {
        noun.clone_into(&mut slug);
    }
    slug.truncate(longest);
    slug.trim_end_matches('-').to_owned()
}

/// A text in lower case with hyphens, of any length.
pub(super) fn full_slug(text: &str) -> String {
    let ascii = |it: char| if it.is_ascii_alphanumeric() { it } else { ' ' };
    text.chars().map(ascii).collect::<String>().to_kebab_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_differ_and_are_short_enough() {
        let long = "a".repeat(40);
        let texts = ["aB", "a-b", "a_b", "__init__", "é", "", &long, &long];
        let slugs = slugs("action", 30, texts.into_iter());
        let expected = ["a-b-2", "a-b", "a-b-3", "init", "action", "action-2"];
        assert_eq!(slugs[..6], expected);
        assert_eq!(slugs[6], "a".repeat(30));
        assert_eq!(slugs[7], format!("{}-2", "a".repeat(28)));
    }

    #[test]
    fn models_have_no_name_that_django_refuses() {
        let mut plugin = Plugin::new("none", "acme", semver::Version::new(1, 0, 0));
        let names = ["None", "NONE_", "plugin", "__proto__"];
        plugin.processes = names.map(crate::model::Process::new).to_vec();
        let names = Names::new(&plugin);
        let classes: Vec<&str> = names.processes.iter().map(|it| it.class.as_str()).collect();
        assert_eq!(names.class, "None2");
        assert_eq!(classes, ["None3", "None4", "Plugin2", "Proto"]);
    }

    #[test]
    fn triggers_and_tasks_share_events_and_the_configuration() {
        use crate::model::{Field, Type};
        let mut plugin = Plugin::new("one", "acme", semver::Version::new(1, 0, 0));
        plugin.connection = vec![Field::new("watch", Type::String)];
        let mut trigger = Operation::new(OperationKind::Trigger, "watch");
        trigger.input = plugin.connection.clone();
        let mut task = trigger.clone();
        task.kind = OperationKind::Task;
        (plugin.triggers, plugin.tasks) = (vec![trigger], vec![task]);
        let names = Names::new(&plugin);
        let of = |kind| {
            let names = &names.of(kind)[0];
            (names.on_host.as_str(), names.key.as_str())
        };
        assert_eq!(of(OperationKind::Trigger), ("watch", "watch_2"));
        assert_eq!(of(OperationKind::Task), ("watch_2", "watch_3"));
    }
}
