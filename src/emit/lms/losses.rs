//! What LimitedMediaServer has no counterpart for. Part of the emitter.

use crate::emit::loss::{self, Loss};
use crate::model::{Operation, OperationKind, Plugin, Type};

use super::names;

/// What becomes of the parts of a plugin that the server has no counterpart for, in spec order.
pub(super) fn losses(plugin: &Plugin) -> Vec<Loss> {
    let mut losses = Vec::new();
    if !plugin.connection.is_empty() {
        let shared = names::properties_prefix(plugin);
        losses.push(Loss::new(
            "connections",
            "the connection",
            format!(
                "becomes properties of the server, `{shared}*`: one set for all users, which its administrators can read"
            ),
            plugin.origin.connection,
        ));
    }
    for operation in plugin.operations() {
        self::operation(operation, &mut losses);
    }
    losses.extend(loss::processes(plugin));
    losses
}

fn operation(operation: &Operation, losses: &mut Vec<Loss>) {
    let name = operation.name.escape_debug();
    match operation.kind {
        OperationKind::Action if operation.output.is_empty() => {}
        OperationKind::Action => losses.push(Loss::new(
            "results of actions",
            format!("the output of `{name}`"),
            "becomes a line in the log of its task",
            operation.origin,
        )),
        OperationKind::Trigger => losses.push(Loss::new(
            "triggers",
            format!("`{name}`"),
            "becomes an action that runs until its task is cancelled and writes its events to the task's log",
            operation.origin,
        )),
        OperationKind::Task => losses.push(Loss::new(
            "scheduled tasks",
            format!("`{name}`"),
            "becomes an action that somebody starts, and that keeps its state until the server ends",
            operation.origin,
        )),
    }
    for field in &operation.input {
        if matches!(field.ty, Type::Password | Type::Credential(_)) {
            losses.push(Loss::new(
                "secret arguments",
                format!("`{}` of `{name}`", field.name.escape_debug()),
                "is typed in plain sight",
                field.origin.name,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Process};

    #[test]
    fn each_part_without_counterpart_is_named_once() {
        let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
        let mut action = Operation::new(OperationKind::Action, "a");
        assert!(losses(&plugin).is_empty());
        action.input = vec![
            Field::new("secret", Type::Password),
            Field::new("open", Type::String),
        ];
        action.output = vec![Field::new("result", Type::String)];
        let silent = Operation::new(OperationKind::Action, "silent");
        plugin.connection = vec![
            Field::new("url", Type::String),
            Field::new("key", Type::Password),
        ];
        plugin.actions = vec![action, silent];
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "t")];
        plugin.tasks = vec![Operation::new(OperationKind::Task, "k")];
        plugin.processes = vec![Process::new("vote")];
        let losses = losses(&plugin);
        let told: Vec<(&str, &str)> = losses
            .iter()
            .map(|loss| (loss.lacks, loss.element.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("connections", "the connection"),
                ("results of actions", "the output of `a`"),
                ("secret arguments", "`secret` of `a`"),
                ("triggers", "`t`"),
                ("scheduled tasks", "`k`"),
                ("governance processes", "`vote`"),
            ]
        );
        assert!(losses[0].consequence.contains("`PLUGIN.P.*`"));
    }
}
