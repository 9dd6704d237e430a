//! The files of the package of schemas. Part of the emitter; also of that of other targets in Go.

use super::HEADER;
use super::names::{Names, OperationNames};
use super::schema::File;
use crate::emit::numbers::Unlimited;
use crate::model::{Operation, OperationKind, Plugin};
use crate::output::OutputTree;

/// Where the package stands.
const FOLDER: &str = "internal/schema";

/// What the package of the actions, triggers or tasks is for.
pub(in crate::emit) fn operations(kind: OperationKind, tree: &mut OutputTree) {
    let folder = kind.plural();
    let package = format!(
        "// Package {folder} holds the plugin's {folder}, one file each.\npackage {folder}\n"
    );
    tree.generated(format!("{folder}/doc.go"), format!("{HEADER}\n{package}"));
}

/// The connection's settings and the custom types.
pub(in crate::emit) fn common(
    plugin: &Plugin,
    names: &mut Names,
    unlimited: &Unlimited,
    tree: &mut OutputTree,
) {
    let package = "// Package schema holds what the plugin is given and gives.\npackage schema\n";
    tree.generated(format!("{FOLDER}/doc.go"), format!("{HEADER}\n{package}"));
    let settings = names.settings.clone();
    let mut file = File::new(names, unlimited);
    let about = "what the connection is made from.";
    file.add(&settings, "Settings", about, &plugin.connection);
    let text = file.finish();
    tree.generated(format!("{FOLDER}/connection.go"), text);
    if plugin.types.is_empty() {
        return;
    }
    let types = names.types.clone();
    let mut file = File::new(names, unlimited);
    for (custom, name) in plugin.types.iter().zip(&types) {
        let about = format!("the type {}.", custom.name);
        file.add(name, &custom.name, &about, &custom.fields);
    }
    let text = file.finish();
    tree.generated(format!("{FOLDER}/types.go"), text);
}

/// The structs of one operation.
pub(in crate::emit) fn operation(
    operation: &Operation,
    own: &OperationNames,
    names: &mut Names,
    unlimited: &Unlimited,
    tree: &mut OutputTree,
) {
    let one = operation.kind.singular();
    let mut file = File::new(names, unlimited);
    let what = format!("the {one} {}", operation.name);
    let about = format!("what {what} is given.");
    file.add(&own.input, "Input", &about, &operation.input);
    if operation.kind == OperationKind::Task {
        let about = format!("what {what} keeps from one run to the next.");
        file.add(&own.state, "State", &about, &operation.state);
    }
    let about = format!("what {what} gives.");
    file.add(&own.output, "Output", &about, &operation.output);
    let text = file.finish();
    // The kind comes first, so that it cannot be taken for a condition.
    tree.generated(format!("{FOLDER}/{one}_{}.go", own.file), text);
}
