//! What everything of one plugin is called in LimitedMediaServer. Part of the emitter.

use crate::emit::by_kind::ByKind;
use crate::emit::python::names::Names as PythonNames;
use crate::model::{Field, OperationKind, Plugin, Type};
use crate::render::file_name::DEVICES;
use crate::render::naming::{Case, Language, Scope};
use crate::render::python::LANGUAGE;

/// Names that are no words of a program, or become ones only with a suffix: nothing is reserved.
static FREE: Language = Language { reserved: &[] };

/// How long the id of a property may be in the server's database, and how long the number of equal ones at most.
const LONGEST_PROPERTY: usize = 64;
const LONGEST_NUMBER: usize = 4;

/// The names of one operation.
pub(super) struct OperationNames {
    /// Its module, in the folder of its kind.
    pub module: String,
    /// Its classes, without `Plugin` and `Task`.
    pub class: String,
    /// The id by which the server calls it.
    pub action: String,
}

/// The names of one plugin.
pub(super) struct Names {
    /// The module that the server loads.
    pub module: String,
    /// The package beside it.
    pub package: String,
    /// What `--target python` calls the types.
    pub python: PythonNames,
    operations: ByKind<Vec<OperationNames>>,
}

impl Names {
    /// Names everything.
    pub(super) fn new(plugin: &Plugin) -> Self {
        let module = Scope::new(&LANGUAGE, Case::Snake)
            .with(DEVICES)
            .add("plugin", &plugin.name);
        // Operations of all kinds become actions of the server, so that their ids and classes share one scope each.
        let all = || plugin.operations().map(|operation| operation.name.as_str());
        let ids = Scope::new(&FREE, Case::Snake).assign("action", all());
        let classes = Scope::new(&FREE, Case::Pascal).assign("action", all());
        let python = PythonNames::new(plugin);
        let mut shared = ids.into_iter().zip(classes);
        let operations = ByKind::new(|kind| {
            python
                .of(kind)
                .iter()
                .zip(shared.by_ref())
                .map(|(names, (id, class))| OperationNames {
                    module: names.module.clone(),
                    class,
                    action: format!("action.{}.{id}", plugin.name),
                })
                .collect()
        });
        Self {
            package: format!("{}_work", module.trim_end_matches('_')),
            module,
            python,
            operations,
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(super) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }

    /// The names of all operations: of actions, triggers, tasks.
    pub(super) fn all(&self) -> impl Iterator<Item = &OperationNames> {
        OperationKind::ALL
            .into_iter()
            .flat_map(|kind| self.of(kind))
    }
}

/// One text that the server passes on: a field, or a part of one.
pub(super) struct Text<'a> {
    /// The field.
    pub field: &'a Field,
    /// The part of it, where it takes several texts, and whether that is a secret.
    pub part: Option<(&'static str, bool)>,
    /// What the server calls it.
    pub id: String,
    /// Whether the server asks for it by itself.
    pub is_hosts: bool,
}

/// The parts of a type that takes several texts, with whether each is a secret.
pub(super) fn parts(ty: &Type) -> &'static [(&'static str, bool)] {
    match ty {
        Type::Credential(credential) => credential.parts(),
        Type::File => &[("filename", false), ("content", false)],
        _ => &[],
    }
}

/// The texts of the input, where the server asks for some by itself: a field of such a name is that text.
pub(super) fn arguments<'a>(fields: &'a [Field], hosts: &[&str]) -> Vec<Text<'a>> {
    let scope = Scope::new(&FREE, Case::Snake).with(hosts);
    texts(fields, scope, hosts)
}

/// What the ids of all properties of a plugin begin with.
pub(super) fn properties_prefix(plugin: &Plugin) -> String {
    let name = Scope::new(&FREE, Case::Shouty).add("plugin", &plugin.name);
    format!("PLUGIN.{name}.")
}

/// The texts of the connection, which are properties of the server.
pub(super) fn properties(plugin: &Plugin) -> Vec<Text<'_>> {
    let shouty = || Scope::new(&FREE, Case::Shouty);
    let prefix = properties_prefix(plugin);
    let mut texts = texts(&plugin.connection, shouty(), &[]);
    // Cut ids may be equal, and are named again.
    let longest = LONGEST_PROPERTY.saturating_sub(prefix.len() + LONGEST_NUMBER);
    for text in &mut texts {
        text.id.truncate(longest);
    }
    let wanted: Vec<&str> = texts.iter().map(|text| text.id.as_str()).collect();
    let ids = shouty().assign("field", wanted);
    for (text, id) in texts.iter_mut().zip(ids) {
        text.id = format!("{prefix}{id}");
    }
    texts
}

fn texts<'a>(fields: &'a [Field], mut scope: Scope, hosts: &[&str]) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    for field in fields {
        let is_hosts = hosts.contains(&field.name.as_str());
        let parts = parts(&field.ty);
        if is_hosts || parts.is_empty() {
            texts.push((field, None, is_hosts));
        } else {
            texts.extend(parts.iter().map(|part| (field, Some(*part), false)));
        }
    }
    let wanted: Vec<String> = texts
        .iter()
        .filter(|(_, _, is_hosts)| !is_hosts)
        .map(|(field, part, _)| match part {
            Some((part, _)) => format!("{} {part}", field.name),
            None => field.name.clone(),
        })
        .collect();
    let mut ids = scope
        .assign("field", wanted.iter().map(String::as_str))
        .into_iter();
    let id = |(field, part, is_hosts): (&'a Field, _, bool)| Text {
        field,
        part,
        is_hosts,
        id: match is_hosts {
            true => field.name.clone(),
            false => ids.next().unwrap_or_default(),
        },
    };
    texts.into_iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Credential, Operation};

    #[test]
    fn operations_of_all_kinds_share_the_servers_ids_and_classes() {
        let mut plugin = Plugin::new("import", "acme", semver::Version::new(1, 0, 0));
        plugin.actions = vec![
            Operation::new(OperationKind::Action, "look-up"),
            Operation::new(OperationKind::Action, "look_up"),
        ];
        plugin.tasks = vec![Operation::new(OperationKind::Task, "look_up")];
        let names = Names::new(&plugin);
        assert_eq!(names.module, "import_");
        assert_eq!(names.package, "import_work");
        let all =
            |of: fn(&OperationNames) -> &String| names.all().map(of).cloned().collect::<Vec<_>>();
        assert_eq!(
            all(|it| &it.action),
            [
                "action.import.look_up_2",
                "action.import.look_up",
                "action.import.look_up_3"
            ]
        );
        assert_eq!(all(|it| &it.class), ["LookUp", "LookUp2", "LookUp3"]);
    }

    #[test]
    fn texts_have_distinct_ids_and_leave_the_servers_own_alone() {
        let fields = [
            Field::new("login", Type::Credential(Credential::UsernamePassword)),
            Field::new("login_username", Type::String),
            Field::new("folder_id", Type::String),
            Field::new("Folder-ID", Type::String),
            Field::new("_logging_level", Type::String),
        ];
        let texts = arguments(&fields, &["folder_id"]);
        let ids: Vec<(&str, bool)> = texts
            .iter()
            .map(|it| (it.id.as_str(), it.is_hosts))
            .collect();
        assert_eq!(
            ids,
            [
                ("login_username_2", false),
                ("login_password", false),
                ("login_username", false),
                ("folder_id", true),
                ("folder_id_2", false),
                ("logging_level", false),
            ]
        );
        let mut plugin = Plugin::new("lookUp", "acme", semver::Version::new(1, 0, 0));
        plugin.connection = fields.to_vec();
        let ids: Vec<String> = properties(&plugin).into_iter().map(|it| it.id).collect();
        assert_eq!(ids[0], "PLUGIN.LOOK_UP.LOGIN_USERNAME");
        assert_eq!(ids[2], "PLUGIN.LOOK_UP.LOGIN_USERNAME_2");

        let long = |end: &str| Field::new("x".repeat(38) + end, Type::String);
        plugin.name = "a_name_that_is_long_by_itself_already".to_owned();
        plugin.connection = vec![long("a"), long("b"), Field::new("url", Type::String)];
        let ids: Vec<String> = properties(&plugin).into_iter().map(|it| it.id).collect();
        let prefix = "PLUGIN.A_NAME_THAT_IS_LONG_BY_ITSELF_ALREADY.";
        let cut = "X".repeat(LONGEST_PROPERTY - LONGEST_NUMBER - prefix.len());
        assert_eq!(
            ids,
            [
                format!("{prefix}{cut}"),
                format!("{prefix}{cut}_2"),
                format!("{prefix}URL")
            ]
        );
    }
}
