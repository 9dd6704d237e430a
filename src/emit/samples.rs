//! `--target samples`: one start message per operation and one for the connection test. An emitter: sees the model,
//! writes into the tree, touches nothing else.
//!
//! All files are generated. Messages that an author edits stand in the skeletons' own test folders; these are a view of
//! the spec, which has to follow it when it changes.

use crate::diagnostic::Diagnostics;
use crate::emit::{Options, Target};
use crate::model::{OperationKind, Plugin};
use crate::output::OutputTree;
use crate::render::file_name::FileNames;
use crate::sample::{self, Mode};

/// The target.
pub static TARGET: Target = Target {
    id: "samples",
    summary: "a start message with sample values for every operation and for the connection test",
    options: &[],
    emit,
};

fn emit(plugin: &Plugin, _options: &Options, tree: &mut OutputTree) -> Diagnostics {
    let mode = Mode::Default;
    for kind in [
        OperationKind::Action,
        OperationKind::Trigger,
        OperationKind::Task,
    ] {
        let mut names = FileNames::new();
        for operation in plugin.operations_of(kind) {
            let path = format!("{}/{}.json", kind.plural(), names.add(&operation.name));
            let message = sample::start_message(plugin, operation, mode);
            tree.generated(path, format!("{message:#}\n"));
        }
    }
    let message = sample::connection_test(plugin, mode);
    tree.generated("connection_test.json", format!("{message:#}\n"));
    Diagnostics::new()
}
