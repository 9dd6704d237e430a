//! What everything of one plugin is called on a host of Conforma: folders, codes, functions, files, environment
//! variables. Part of the emitter.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;

use crate::model::{Field, Operation, Plugin, Setting, SettingValue, Settings, Type};
use crate::render::file_name::DEVICES;
use crate::render::naming::{Case, Scope};
use crate::render::typescript::LANGUAGE;

/// Files and folders in `src` that are not the author's.
const FILES: &[&str] = &["index", "runtime", "schema"];

/// Names that an entry exports already, or that mean something to who loads it.
const EXPORTS: &[&str] = &["action", "__esModule"];

/// The names of one action.
pub(super) struct ActionNames {
    /// Its folder: `action_look_up`.
    pub folder: String,
    /// The code by which templates call it.
    pub code: String,
    /// The function that the host of 2020 calls.
    pub function: String,
    /// The script that the host of 2020 loads, in `src`, without `.js`.
    pub entry: String,
    /// The author's file, in `src`, without `.ts`.
    pub stem: String,
}

/// The environment variables of one connection field.
pub(super) enum Variables {
    /// One holds the field.
    One(String),
    /// A credential: one for each of its parts, by their names.
    Parts(Vec<(&'static str, String)>),
}

/// The names of one plugin.
pub(super) struct Names {
    /// In the order of the actions.
    pub actions: Vec<ActionNames>,
    /// In the order of the connection's fields.
    pub variables: Vec<Variables>,
}

impl Names {
    pub(super) fn new(plugin: &Plugin) -> Self {
        let texts = || plugin.actions.iter().map(|action| action.name.as_str());
        let stems = Scope::new(&LANGUAGE, Case::Snake).assign("action", texts());
        let functions = Scope::new(&LANGUAGE, Case::Camel)
            .with(EXPORTS)
            .assign("action", texts());
        let given = |index: usize, key| setting(plugin, index, key).and_then(text);
        let mut codes: BTreeSet<String> = (0..plugin.actions.len())
            .filter_map(|index| given(index, "code"))
            .map(str::to_owned)
            .collect();
        let name = |(index, (stem, function)): (usize, (String, String))| {
            let folder = format!("action_{}", stem.trim_end_matches('_'));
            let code = match given(index, "code") {
                Some(code) => code.to_owned(),
                None => distinct(&mut codes, &default_code(plugin, &stem)),
            };
            let entry = given(index, "file").map_or("index", |file| {
                file.strip_suffix(".js")
                    .or(file.strip_suffix(".ts"))
                    .unwrap_or(file)
            });
            // The author's file makes way for the host's.
            let mut taken: BTreeSet<String> = FILES.iter().map(|&it| it.to_owned()).collect();
            taken.insert(entry.to_ascii_lowercase());
            let stem = if taken.contains(&stem) || DEVICES.contains(&stem.as_str()) {
                distinct(&mut taken, &format!("{stem}_action"))
            } else {
                stem
            };
            ActionNames {
                folder,
                code,
                function: given(index, "function_name").map_or(function, str::to_owned),
                entry: entry.to_owned(),
                stem,
            }
        };
        let actions = stems.into_iter().zip(functions).enumerate().map(name);
        Self {
            actions: actions.collect(),
            variables: variables(plugin),
        }
    }
}

/// The setting of an action: its own, or the one at the top where there is no other action.
pub(super) fn setting<'a>(plugin: &'a Plugin, index: usize, key: &str) -> Option<&'a Setting> {
    let settings = plugin.targets.section("conforma");
    let own = of_action(plugin, &plugin.actions[index]).get(key);
    own.or_else(|| settings.get(key).filter(|_| plugin.actions.len() == 1))
}

/// The settings of one action.
pub(super) fn of_action<'a>(plugin: &'a Plugin, action: &Operation) -> &'a Settings {
    let settings = plugin.targets.section("conforma");
    settings.section("actions").section(&action.name)
}

/// The text of a setting.
pub(super) fn text(setting: &Setting) -> Option<&str> {
    match &setting.value {
        SettingValue::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether an entry cannot export a function of this name.
pub(super) fn is_taken_export(function: &str) -> bool {
    EXPORTS.contains(&function)
}

/// Whether the host of 2020 cannot load a script of this name, since another one has it.
pub(super) fn is_taken_file(entry: &str) -> bool {
    entry != "index" && FILES.contains(&entry.to_ascii_lowercase().as_str())
}

/// Codes are unique on a host, so the plugin's name stands before the action's.
fn default_code(plugin: &Plugin, stem: &str) -> String {
    let action = stem.trim_end_matches('_');
    if action == plugin.name {
        action.to_owned()
    } else {
        format!("{}_{action}", plugin.name)
    }
}

/// One variable for each field, with the plugin's name before it; for a credential one for each part.
pub(super) fn variables(plugin: &Plugin) -> Vec<Variables> {
    let parts = |field: &Field| -> Vec<&'static str> {
        match &field.ty {
            Type::Credential(kind) => kind.parts().iter().map(|(part, _)| *part).collect(),
            _ => Vec::new(),
        }
    };
    let texts = plugin.connection.iter().flat_map(|field| {
        let parts = parts(field);
        if parts.is_empty() {
            return vec![field.name.clone()];
        }
        let part = |part: &&str| format!("{} {part}", field.name);
        parts.iter().map(part).collect()
    });
    let texts: Vec<String> = texts.collect();
    let mut names = Scope::new(&LANGUAGE, Case::Shouty)
        .assign("field", texts.iter().map(String::as_str))
        .into_iter();
    let prefix = plugin.name.to_shouty_snake_case();
    let mut next = || format!("{prefix}_{}", names.next().unwrap_or_default());
    let variables = |field: &Field| {
        let parts = parts(field);
        if parts.is_empty() {
            return Variables::One(next());
        }
        Variables::Parts(parts.into_iter().map(|part| (part, next())).collect())
    };
    plugin.connection.iter().map(variables).collect()
}

/// The name, numbered where it is taken.
fn distinct(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let free = std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(|name| !taken.contains(name));
    let name = free.unwrap_or_default();
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Credential, OperationKind};
    use crate::text::Span;

    fn plugin(actions: &[&str]) -> Plugin {
        let mut plugin = Plugin::new("lookup", "acme", semver::Version::new(1, 0, 0));
        let action = |name: &&str| Operation::new(OperationKind::Action, *name);
        plugin.actions = actions.iter().map(action).collect();
        plugin
    }

    fn with_setting(plugin: &mut Plugin, key: &str, value: &str) {
        let setting = |key: &str, value| Setting {
            key: key.to_owned(),
            value,
            key_origin: Span::default(),
            origin: Span::default(),
        };
        let inner = Settings::new(vec![setting(key, SettingValue::Text(value.to_owned()))]);
        let section = setting("conforma", SettingValue::Section(inner));
        plugin.targets = Settings::new(vec![section]);
    }

    #[test]
    fn names_are_legal_and_distinct() {
        let plugin = plugin(&["a-b", "a_b", "index", "class", "action", "lookup", "con"]);
        let names = Names::new(&plugin).actions;
        let list = |get: fn(&ActionNames) -> &String| names.iter().map(get).collect::<Vec<_>>();
        assert_eq!(
            list(|it| &it.folder),
            [
                "action_a_b_2",
                "action_a_b",
                "action_index",
                "action_class",
                "action_action",
                "action_lookup",
                "action_con"
            ]
        );
        assert_eq!(
            list(|it| &it.code),
            [
                "lookup_a_b_2",
                "lookup_a_b",
                "lookup_index",
                "lookup_class",
                "lookup_action",
                "lookup",
                "lookup_con"
            ]
        );
        assert_eq!(
            list(|it| &it.function),
            ["aB", "aB2", "index", "class_", "action2", "lookup", "con"]
        );
        assert_eq!(
            list(|it| &it.stem),
            [
                "a_b_2",
                "a_b",
                "index_action",
                "class_",
                "action",
                "lookup",
                "con_action"
            ]
        );
    }

    #[test]
    fn the_file_of_the_author_makes_way() {
        let mut plugin = plugin(&["find"]);
        with_setting(&mut plugin, "file", "Find.js");
        let names = &Names::new(&plugin).actions[0];
        assert_eq!((&*names.entry, &*names.stem), ("Find", "find_action"));
    }

    #[test]
    fn every_part_of_a_credential_has_a_variable() {
        let mut plugin = plugin(&[]);
        plugin.connection = vec![
            Field::new("apiKey", Type::Credential(Credential::Token)),
            Field::new("api_key_token", Type::String),
        ];
        let variables = Names::new(&plugin).variables;
        let [Variables::Parts(parts), Variables::One(one)] = &*variables else {
            panic!("other variables");
        };
        assert_eq!(parts[0], ("token", "LOOKUP_API_KEY_TOKEN".to_owned()));
        assert_eq!(parts[1], ("domain", "LOOKUP_API_KEY_DOMAIN".to_owned()));
        assert_eq!(one, "LOOKUP_API_KEY_TOKEN_2");
    }
}
