//! What everything of one plugin is called in a `gilbert.yaml`. Part of the emitter.

use std::collections::BTreeSet;

use super::ID;
use crate::emit::by_kind::ByKind;
use crate::model::{OperationKind, Plugin};
use crate::render::naming::{Case, Language, Scope};

/// Ids are no code: no word is reserved.
static LANGUAGE: Language = Language { reserved: &[] };

/// The host's own action whose id has a colon.
const OWN: (&str, &str) = ("cover", "html");

/// The task of `gilbert.yaml` that builds the plugin.
const BUILD: &str = "build";

/// The names of one plugin.
pub(super) struct Ids {
    /// The plugin: what stands before the colon.
    pub plugin: String,
    /// The actions: what stands behind the colon.
    pub actions: ByKind<Vec<String>>,
    /// The sample tasks.
    pub tasks: ByKind<Vec<String>>,
    /// The keys of the connection's fields among the params of each action.
    pub connection: Vec<String>,
}

impl Ids {
    /// Names everything.
    pub(super) fn new(plugin: &Plugin) -> Self {
        Self {
            plugin: id(plugin),
            actions: actions(plugin),
            tasks: distinct(plugin, &[BUILD]),
            connection: connection(plugin),
        }
    }
}

/// What stands before the colon.
fn id(plugin: &Plugin) -> String {
    let own = plugin.targets.section(ID).text("name");
    own.map_or_else(
        || {
            let mut scope = Scope::new(&LANGUAGE, Case::Snake);
            kebab(&scope.add("plugin", &plugin.name))
        },
        str::to_owned,
    )
}

/// What stands behind the colon.
pub(super) fn actions(plugin: &Plugin) -> ByKind<Vec<String>> {
    let reserved: &[&str] = if id(plugin) == OWN.0 { &[OWN.1] } else { &[] };
    distinct(plugin, reserved)
}

/// An id for every operation; those of all kinds are distinct.
fn distinct(plugin: &Plugin, reserved: &[&str]) -> ByKind<Vec<String>> {
    let mut scope = Scope::new(&LANGUAGE, Case::Snake).with(reserved);
    ByKind::new(|kind: OperationKind| {
        let operations = plugin.operations_of(kind).iter();
        let names = operations.map(|operation| operation.name.as_str());
        let ids = scope.assign(kind.singular(), names);
        ids.iter().map(|id| kebab(id)).collect()
    })
}

/// The name with hyphens: distinct names stay distinct.
fn kebab(snake: &str) -> String {
    snake.replace('_', "-")
}

/// The connection's keys: each field keeps its name, unless an input has it too. The host takes keys in any case.
pub(super) fn connection(plugin: &Plugin) -> Vec<String> {
    let inputs = plugin.operations().flat_map(|it| &it.input);
    let inputs: BTreeSet<String> = inputs.map(|field| field.name.to_lowercase()).collect();
    let own = plugin.connection.iter().map(|field| &field.name);
    let mut taken: BTreeSet<String> = own.map(|name| name.to_lowercase()).collect();
    let rename = |name: &String| {
        if !inputs.contains(&name.to_lowercase()) {
            return name.clone();
        }
        let wanted = format!("connection_{name}");
        let mut key = wanted.clone();
        let mut number = 2;
        while inputs.contains(&key.to_lowercase()) || !taken.insert(key.to_lowercase()) {
            key = format!("{wanted}_{number}");
            number += 1;
        }
        key
    };
    let fields = plugin.connection.iter().map(|field| &field.name);
    fields.map(rename).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Operation, Type};

    fn plugin(name: &str, actions: &[&str], triggers: &[&str]) -> Plugin {
        let mut plugin = Plugin::new(name, "acme", semver::Version::new(1, 0, 0));
        let of = |kind, names: &[&str]| {
            let operation = |name: &&str| Operation::new(kind, *name);
            names.iter().map(operation).collect::<Vec<_>>()
        };
        plugin.actions = of(OperationKind::Action, actions);
        plugin.triggers = of(OperationKind::Trigger, triggers);
        plugin
    }

    #[test]
    fn ids_are_kebab_case_and_distinct() {
        let actions = ["look_up", "LookUp", "look-up", "2fa"];
        let ids = Ids::new(&plugin("_my_plugin", &actions, &["look_up", "build"]));
        assert_eq!(ids.plugin, "my-plugin");
        assert_eq!(
            ids.actions.of(OperationKind::Action),
            &["look-up", "look-up-2", "look-up-3", "action-2fa"]
        );
        assert_eq!(
            ids.actions.of(OperationKind::Trigger),
            &["look-up-4", "build"]
        );
        assert_eq!(
            ids.tasks.of(OperationKind::Trigger),
            &["look-up-4", "build-2"]
        );
    }

    #[test]
    fn the_host_keeps_its_own_action() {
        let ids = Ids::new(&plugin("cover", &["html"], &[]));
        assert_eq!(ids.actions.of(OperationKind::Action), &["html-2"]);
    }

    #[test]
    fn connection_and_input_do_not_share_keys() {
        let mut plugin = plugin("p", &["a"], &[]);
        let field = |name: &str| Field::new(name, Type::String);
        plugin.connection = ["url", "Key", "port"].map(field).to_vec();
        plugin.actions[0].input = ["URL", "key", "connection_key"].map(field).to_vec();
        assert_eq!(
            Ids::new(&plugin).connection,
            ["connection_url", "connection_Key_2", "port"]
        );
    }
}
