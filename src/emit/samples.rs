//! `--target samples`: one start message per operation and one for the connection test. An emitter: sees the model,
//! writes into the tree, touches nothing else.
//!
//! All files are generated. Messages that an author edits stand in the skeletons' own test folders; these are a view of
//! the spec, which has to follow it when it changes.

use crate::diagnostic::Diagnostics;
use crate::emit::{Options, Target, loss};
use crate::model::{OperationKind, Plugin};
use crate::output::OutputTree;
use crate::render::file_name::FileNames;
use crate::sample::{self, Mode};

/// The target.
pub static TARGET: Target = Target {
    id: "samples",
    title: "Samples",
    summary: "a start message with sample values for every operation and for the connection test",
    options: &[],
    reads: &[],
    pictures: &[],
    try_out: &[],
    losses: loss::processes_left_out,
    emit,
};

fn emit(plugin: &Plugin, _options: &Options, tree: &mut OutputTree) -> Diagnostics {
    let mode = Mode::Default;
    for kind in OperationKind::ALL {
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::{Field, Operation, Type};
    use crate::output::Ownership;

    #[test]
    fn a_message_per_operation_and_one_for_the_connection() {
        let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
        plugin.connection = vec![Field::new("port", Type::Integer)];
        plugin.actions = vec![Operation::new(OperationKind::Action, "../a")];
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "b")];
        plugin.tasks = vec![Operation::new(OperationKind::Task, "b")];
        let mut tree = OutputTree::new();
        assert!(emit(&plugin, &Options::default(), &mut tree).is_empty());
        let types: Vec<(String, Value)> = tree
            .iter()
            .map(|(path, file)| {
                assert_eq!(file.ownership, Ownership::Generated);
                let message: Value = serde_json::from_slice(&file.bytes).unwrap();
                assert_eq!(message["body"]["connection"]["port"], 0);
                (path.to_string(), message["type"].clone())
            })
            .collect();
        let wanted = [
            ("actions/~2E.~2Fa.json", "action_start"),
            ("connection_test.json", "connection_test"),
            ("tasks/b.json", "task_start"),
            ("triggers/b.json", "trigger_start"),
        ];
        assert_eq!(types, wanted.map(|(path, ty)| (path.to_owned(), ty.into())));
    }
}
