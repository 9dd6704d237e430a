//! What everything of one plugin is called in Python. Part of the emitter.

use crate::emit::by_kind::ByKind;
use crate::model::{Field, Operation, OperationKind, Plugin};
use crate::render::file_name::DEVICES;
use crate::render::naming::{Case, Scope};
use crate::render::python::LANGUAGE;

/// Classes and functions that the file of an operation imports or that the language gives a meaning.
const OPERATION_FILE: &[&str] = &[
    "Action",
    "Trigger",
    "Task",
    "TaskResult",
    "Connection",
    "Input",
    "Output",
    "State",
    "zero",
];

/// What the module of a dataclass imports, or needs in its annotations.
const TYPES_FILE: &[&str] = &[
    "Any",
    "Literal",
    "ANY",
    "BIG_INTEGER",
    "BOOLEAN",
    "BYTES",
    "DATE",
    "INTEGER",
    "NUMBER",
    "OBJECT",
    "SECRET",
    "STRING",
    "ArrayOf",
    "ObjectOf",
    "File",
    "AsymmetricKey",
    "SecretKey",
    "Token",
    "UsernamePassword",
    "Input",
    "Output",
    "State",
    "Settings",
    "datetime",
    "dataclass",
    "field",
    "fresh",
    "decoded",
    "key",
    "str",
    "int",
    "float",
    "bool",
    "list",
    "dict",
    "bytes",
    "types",
];

/// Names that the body of a dataclass uses: a field of such a name would hide it from the fields below.
const CLASS_BODY: &[&str] = &[
    "str", "int", "float", "bool", "list", "dict", "bytes", "datetime", "field", "fresh",
    "decoded", "key", "types",
];

/// The names of one operation.
pub(in crate::emit) struct OperationNames {
    /// Its module, in the folder of its kind.
    pub module: String,
    /// Its class.
    pub class: String,
    /// Its test's file, without `.py`.
    pub test: String,
}

/// The names of one plugin.
pub(in crate::emit) struct Names {
    /// The package.
    pub package: String,
    /// The classes of the custom types, by their index.
    pub types: Vec<String>,
    operations: ByKind<Vec<OperationNames>>,
}

impl Names {
    /// Names everything.
    pub(in crate::emit) fn new(plugin: &Plugin) -> Self {
        let mut tests = Scope::new(&LANGUAGE, Case::Snake);
        let operations = ByKind::new(|kind| operations(plugin.operations_of(kind), &mut tests));
        Self {
            package: Scope::new(&LANGUAGE, Case::Snake)
                .add("plugin", &format!("komand_{}", plugin.name)),
            types: types_scope().assign("type", plugin.types.iter().map(|it| it.name.as_str())),
            operations,
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(in crate::emit) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }
}

/// The scope of a module of dataclasses.
pub(in crate::emit) fn types_scope() -> Scope {
    Scope::new(&LANGUAGE, Case::Pascal).with(TYPES_FILE)
}

/// The attributes of a dataclass, one for each field.
pub(in crate::emit) fn attributes(fields: &[Field]) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Snake)
        .with(CLASS_BODY)
        .assign("field", fields.iter().map(|field| field.name.as_str()))
}

fn operations(operations: &[Operation], tests: &mut Scope) -> Vec<OperationNames> {
    let noun = operations.first().map_or("", |it| it.kind.singular());
    let modules = Scope::new(&LANGUAGE, Case::Snake)
        .with(DEVICES)
        .assign(noun, operations.iter().map(|it| it.name.as_str()));
    modules
        .into_iter()
        .map(|module| OperationNames {
            class: Scope::new(&LANGUAGE, Case::Pascal)
                .with(OPERATION_FILE)
                .add(noun, &module),
            test: tests.add(noun, &format!("test_{module}")),
            module,
        })
        .collect()
}
