//! What everything of one plugin is called in Go. Part of the emitter.

use std::collections::BTreeSet;

use crate::emit::by_kind::ByKind;
use crate::model::{Field, Operation, OperationKind, Plugin};
use crate::render::go::{LANGUAGE, is_conditional, is_special_element, with_initialisms};
use crate::render::naming::{Case, Scope};

/// Methods of generated structs: a field may not have their names.
const METHODS: &[&str] = &["Fields", "MarshalJSON", "UnmarshalJSON"];

/// The names of one operation.
#[derive(Clone)]
pub(in crate::emit) struct OperationNames {
    /// Its file, in the folder of its kind, without `.go`.
    pub file: String,
    /// Its struct, in the package of its kind.
    pub ty: String,
    /// The struct of its input, in the package of schemas.
    pub input: String,
    /// The struct of its state.
    pub state: String,
    /// The struct of its output.
    pub output: String,
}

/// The names of one plugin.
pub(in crate::emit) struct Names {
    /// The module's path.
    pub module: String,
    /// The program, and the folder of its main package.
    pub program: String,
    /// The structs of the custom types, by their index.
    pub types: Vec<String>,
    /// The struct of the connection's settings.
    pub settings: String,
    operations: ByKind<Vec<OperationNames>>,
    /// The names of the package of schemas.
    schema: BTreeSet<String>,
}

impl Names {
    /// Names everything. `module` is the module's path, where the user gives one.
    pub(in crate::emit) fn new(plugin: &Plugin, module: Option<&str>) -> Self {
        let types: Vec<String> = Scope::new(&LANGUAGE, Case::Pascal)
            .assign("type", plugin.types.iter().map(|it| it.name.as_str()))
            .iter()
            .map(|name| with_initialisms(name))
            .collect();
        let mut schema: BTreeSet<String> = types.iter().cloned().collect();
        let settings = distinct(&mut schema, "Settings");
        let operations =
            ByKind::new(|kind| operations(plugin.operations_of(kind), kind, &mut schema));
        let program = element(&plugin.name);
        Self {
            module: module.map_or_else(
                || format!("plugins.internal/{}/{program}", element(&plugin.vendor)),
                str::to_owned,
            ),
            program,
            types,
            settings,
            operations,
            schema,
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(in crate::emit) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }

    /// A new name in the package of schemas, made of a name there and a text.
    pub(in crate::emit) fn add(&mut self, owner: &str, noun: &str, text: &str) -> String {
        let own = Scope::new(&LANGUAGE, Case::Pascal).add(noun, text);
        let wanted = format!("{owner}{}", with_initialisms(&own));
        distinct(&mut self.schema, &wanted)
    }
}

/// The fields of a struct.
pub(in crate::emit) fn attributes(fields: &[Field]) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Pascal)
        .with(METHODS)
        .assign("field", fields.iter().map(|field| field.name.as_str()))
        .iter()
        .map(|name| with_initialisms(name))
        .collect()
}

fn operations(
    operations: &[Operation],
    kind: OperationKind,
    schema: &mut BTreeSet<String>,
) -> Vec<OperationNames> {
    let texts = || operations.iter().map(|it| it.name.as_str());
    let noun = kind.singular();
    let types = Scope::new(&LANGUAGE, Case::Pascal).assign(noun, texts());
    // A package's own file has the name `doc`.
    let stems = Scope::new(&LANGUAGE, Case::Snake)
        .with(&["doc"])
        .assign(noun, texts());
    let mut files: BTreeSet<String> = stems
        .iter()
        .filter(|stem| !is_special(stem))
        .cloned()
        .collect();
    stems
        .into_iter()
        .zip(types)
        .map(|(stem, ty)| {
            let ty = with_initialisms(&ty);
            let file = if is_special(&stem) {
                distinct_by(&mut files, &format!("{stem}_{noun}"), "_")
            } else {
                stem
            };
            let sides = ["Input", "State", "Output"];
            let own = format!("{ty}{}{}", noun[..1].to_ascii_uppercase(), &noun[1..]);
            let numbered = (2..).map(|number| format!("{own}{number}"));
            let stem = [ty.clone(), own.clone()]
                .into_iter()
                .chain(numbered)
                .find(|stem| {
                    let is_free = |side: &&str| !schema.contains(&format!("{stem}{side}"));
                    sides.iter().all(is_free)
                })
                .unwrap_or(own);
            let [input, state, output] =
                sides.map(|side| distinct(schema, &format!("{stem}{side}")));
            OperationNames {
                file,
                ty,
                input,
                state,
                output,
            }
        })
        .collect()
}

/// Whether a file of this stem means something to the go command or a file system.
fn is_special(stem: &str) -> bool {
    is_conditional(stem) || is_special_element(stem)
}

fn distinct(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    distinct_by(taken, wanted, "")
}

/// Takes the name, numbered where it is taken.
fn distinct_by(taken: &mut BTreeSet<String>, wanted: &str, separator: &str) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{wanted}{separator}{number}");
        number += 1;
    }
    name
}

/// The name of a plugin or vendor as an element of a path.
fn element(name: &str) -> String {
    let trimmed = name.trim_start_matches('_');
    if trimmed.is_empty() || is_special_element(trimmed) {
        return format!("{trimmed}_plugin")
            .trim_start_matches('_')
            .to_owned();
    }
    trimmed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plugin(actions: &[&str]) -> Plugin {
        let mut plugin = Plugin::new("_con", "acme", semver::Version::new(1, 0, 0));
        plugin.actions = actions
            .iter()
            .map(|name| Operation::new(OperationKind::Action, *name))
            .collect();
        plugin
    }

    #[test]
    fn files_are_built_everywhere() {
        let names = Names::new(
            &plugin(&["x_linux", "x_linux_action", "doc", "y_test"]),
            None,
        );
        let files: Vec<&str> = names
            .of(OperationKind::Action)
            .iter()
            .map(|names| names.file.as_str())
            .collect();
        assert_eq!(
            files,
            [
                "x_linux_action_2",
                "x_linux_action",
                "doc_2",
                "y_test_action"
            ]
        );
    }

    #[test]
    fn structs_of_one_package_are_distinct() {
        let mut plugin = plugin(&["class"]);
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "class")];
        let names = Names::new(&plugin, None);
        assert_eq!(names.of(OperationKind::Action)[0].input, "ClassInput");
        let trigger = &names.of(OperationKind::Trigger)[0];
        assert_eq!(trigger.ty, "Class");
        assert_eq!(trigger.input, "ClassTriggerInput");
    }

    #[test]
    fn path_elements_are_legal() {
        let names = Names::new(&plugin(&[]), None);
        assert_eq!(names.module, "plugins.internal/acme/con_plugin");
        assert_eq!(element("__"), "plugin");
        assert_eq!(element("Example"), "Example");
    }
}
