//! What everything of one plugin is called in Rust. Part of the emitter.

use crate::emit::by_kind::ByKind;
use crate::model::{Field, Operation, OperationKind, Plugin};
use crate::render::file_name::DEVICES;
use crate::render::naming::{Case, Scope};
use crate::render::rust::LANGUAGE;

/// What the file of an operation imports.
const OPERATION_FILE: &[&str] = &[
    "Action",
    "Connection",
    "Default",
    "Duration",
    "Err",
    "Events",
    "Input",
    "None",
    "Ok",
    "Option",
    "Output",
    "Result",
    "Some",
    "State",
    "String",
    "Task",
    "TaskResult",
    "Trigger",
    "Vec",
];

/// What the module of a type imports, or takes from the prelude.
const TYPES_FILE: &[&str] = &[
    "AsRef",
    "AsymmetricKey",
    "BigInteger",
    "Box",
    "Bytes",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Default",
    "Deserialize",
    "Drop",
    "Eq",
    "Err",
    "Fields",
    "File",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Input",
    "Into",
    "Iterator",
    "Map",
    "None",
    "Object",
    "Ok",
    "Option",
    "Ord",
    "Output",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Secret",
    "SecretKey",
    "Send",
    "Serialize",
    "Settings",
    "Sized",
    "Some",
    "State",
    "String",
    "Sync",
    "Token",
    "UsernamePassword",
    "Value",
    "Vec",
];

/// Names that Cargo keeps for itself in the folder where programs are built.
const BUILD_FOLDERS: &[&str] = &["build", "deps", "examples", "incremental"];

/// The names of one operation.
pub(super) struct OperationNames {
    /// Its module, in the folder of its kind.
    pub module: String,
    /// Its type.
    pub class: String,
    /// Its test's module.
    pub test: String,
}

/// The names of one plugin.
pub(super) struct Names {
    /// The Cargo package.
    pub package: String,
    /// The library, as code names it.
    pub library: String,
    /// The program.
    pub program: String,
    /// The types of the custom types, by their index.
    pub types: Vec<String>,
    operations: ByKind<Vec<OperationNames>>,
}

impl Names {
    /// Names everything.
    pub(super) fn new(plugin: &Plugin) -> Self {
        let mut tests = Scope::new(&LANGUAGE, Case::Snake).with(&["main"]);
        let operations =
            ByKind::new(|kind| operations(kind, plugin.operations_of(kind), &mut tests));
        // The ending keeps the library apart from every crate it may want to depend on.
        let library =
            Scope::new(&LANGUAGE, Case::Snake).add("x", &format!("{}_plugin", plugin.name));
        let program = if BUILD_FOLDERS.contains(&plugin.name.as_str()) {
            format!("{}-plugin", plugin.name)
        } else {
            plugin.name.clone()
        };
        Self {
            package: library.replace('_', "-"),
            library,
            program,
            types: types_scope().assign("type", plugin.types.iter().map(|it| it.name.as_str())),
            operations,
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(super) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }
}

/// The scope of a module of types.
pub(super) fn types_scope() -> Scope {
    Scope::new(&LANGUAGE, Case::Pascal).with(TYPES_FILE)
}

/// The names of a struct's fields.
pub(super) fn attributes(fields: &[Field]) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Snake)
        .assign("field", fields.iter().map(|field| field.name.as_str()))
}

fn operations(
    kind: OperationKind,
    operations: &[Operation],
    tests: &mut Scope,
) -> Vec<OperationNames> {
    let noun = kind.singular();
    let modules = Scope::new(&LANGUAGE, Case::Snake)
        .with(DEVICES)
        // A module of its parent's name reads badly, and linters say so.
        .with(&[kind.plural()])
        .assign(noun, operations.iter().map(|it| it.name.as_str()));
    modules
        .into_iter()
        .map(|module| OperationNames {
            class: Scope::new(&LANGUAGE, Case::Pascal)
                .with(OPERATION_FILE)
                .add(noun, &module),
            test: tests.add(noun, &module),
            module,
        })
        .collect()
}
