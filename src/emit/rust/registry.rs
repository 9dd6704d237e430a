//! The module that tells the runtime what the plugin is and where its parts are, and the modules that hold others.
//! Part of the emitter.

use super::HEADER;
use super::names::{Names, OperationNames};
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::info::one_line;
use crate::render::rust::{WIDTH, import, modules, string};

/// The text of `plugin.rs`.
pub(super) fn registry(plugin: &Plugin, names: &Names) -> String {
    let kinds: Vec<OperationKind> = OperationKind::ALL
        .into_iter()
        .filter(|kind| !plugin.operations_of(*kind).is_empty())
        .collect();
    let mut text = format!("{HEADER}//! The plugin as its runtime sees it.\n\n");
    let mut runtime = vec!["Operation", "Plugin"];
    if !kinds.is_empty() {
        runtime.push("Entry");
    }
    let parts = import("crate::runtime", &runtime);
    let mut folders: Vec<&str> = kinds.iter().map(|kind| kind.plural()).collect();
    folders.sort_unstable();
    match folders.as_slice() {
        [] => text.push_str(&format!("use crate::connection::Connection;\n{parts}")),
        [single] if *single < "connection" => text.push_str(&format!(
            "use crate::{single};\nuse crate::connection::Connection;\n{parts}"
        )),
        [single] => text.push_str(&format!(
            "use crate::connection::Connection;\n{parts}use crate::{single};\n"
        )),
        several => text.push_str(&format!(
            "use crate::connection::Connection;\n{parts}{}",
            import("crate", several)
        )),
    }
    text.push_str("\n/// The plugin.\npub static PLUGIN: Plugin = Plugin {\n");
    for (key, value) in [
        ("name", plugin.name.as_str()),
        ("title", &one_line(&plugin.title)),
        ("vendor", &plugin.vendor),
        ("version", &plugin.version.to_string()),
        ("description", &one_line(&plugin.description)),
    ] {
        text.push_str(&format!("    {key}: {},\n", string(value)));
    }
    text.push_str("    connection: Operation::connection::<Connection>(),\n");
    for kind in OperationKind::ALL {
        let list = if kinds.contains(&kind) {
            kind.plural().to_ascii_uppercase()
        } else {
            "&[]".to_owned()
        };
        text.push_str(&format!("    {}: {list},\n", kind.plural()));
    }
    text.push_str("};\n");
    for kind in kinds {
        text.push_str(&entries(kind, plugin.operations_of(kind), names.of(kind)));
    }
    text
}

/// The list of one kind.
fn entries(kind: OperationKind, operations: &[Operation], names: &[OperationNames]) -> String {
    let folder = kind.plural();
    let list = folder.to_ascii_uppercase();
    // A list of one is written without lines of its own for the brackets.
    let (margin, open, close) = match operations {
        [_] => ("", "", "];\n"),
        _ => ("    ", "\n", "];\n"),
    };
    let mut text = format!("\nstatic {list}: &[Entry] = &[{open}");
    for (operation, names) in operations.iter().zip(names) {
        let (module, class) = (&names.module, &names.class);
        let comma = if operations.len() == 1 { "" } else { ",\n" };
        text.push_str(&format!(
            "{margin}Entry {{\n\
             {margin}    name: {},\n\
             {margin}    description: {},\n\
             {margin}    sample: include_str!(\"../samples/{folder}/{module}.json\"),\n\
             {margin}    operation: {},\n\
             {margin}}}{comma}",
            string(&operation.name),
            string(&one_line(&operation.description)),
            code(kind, &format!("{folder}::{module}::{class}"), margin),
        ));
    }
    text + close
}

/// What makes the runtime's view of an author's type, inside of an entry.
fn code(kind: OperationKind, path: &str, margin: &str) -> String {
    const KEY: &str = "    operation: ";
    let call = format!("Operation::{}::<", kind.singular());
    let length = margin.len() + KEY.len() + call.len() + path.len();
    if length + ">(),".len() <= WIDTH {
        format!("{call}{path}>()")
    } else if length <= WIDTH {
        format!("{call}{path}>(\n{margin}    )")
    } else {
        format!("{call}\n{margin}        {path},\n{margin}    >()")
    }
}

/// A module that holds one module for each operation of a kind.
pub(super) fn folder(about: &str, names: &[OperationNames]) -> String {
    let names: Vec<String> = names.iter().map(|names| names.module.clone()).collect();
    format!("{HEADER}//! {about}\n\n{}", modules("pub ", &names))
}
