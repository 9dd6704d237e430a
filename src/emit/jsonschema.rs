//! `--target jsonschema`: one JSON Schema (draft 2020-12) per operation side, connection and type, and `plugin.json`
//! that bundles them all. An emitter: sees the model, writes into the tree, touches nothing else.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::emit::{Options, Target, loss};
use crate::model::Plugin;
use crate::output::OutputTree;
use crate::render::json_schema::{bundle, document, schema_files};

/// The target.
pub static TARGET: Target = Target {
    id: "jsonschema",
    title: "JSON Schema",
    summary: "JSON Schema 2020-12 of every input, output, state, connection and type",
    options: &[],
    reads: &[],
    pictures: &[],
    try_out: &[],
    losses: loss::nothing,
    emit,
};

fn emit(plugin: &Plugin, _options: &Options, tree: &mut OutputTree) -> Diagnostics {
    let files = schema_files(plugin);
    for file in &files {
        let path = format!("{}{}", file.folder, file.name);
        let document = document(&file.name, file.keywords.clone());
        tree.generated(&path, text(document));
    }
    tree.generated("plugin.json", text(bundle(plugin, files)));
    Diagnostics::new()
}

fn text(document: Value) -> String {
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests;
