//! What Gilbert has no counterpart for, and what becomes of it. Part of the emitter.

use super::names;
use crate::emit::Loss;
use crate::emit::loss;
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::literal::markdown_code;

/// The losses, in spec order.
pub(super) fn losses(plugin: &Plugin) -> Vec<Loss> {
    let mut losses = Vec::new();
    losses.extend(image(plugin));
    losses.extend(connection(plugin));
    losses.extend(outputs(plugin));
    // Of most plugins, which have actions alone, there is nothing to tell and so nothing to name.
    if !(plugin.triggers.is_empty() && plugin.tasks.is_empty()) {
        let ids = names::actions(plugin);
        for kind in [OperationKind::Trigger, OperationKind::Task] {
            let operations = plugin.operations_of(kind).iter();
            let losses_of = operations.zip(ids.of(kind));
            losses.extend(losses_of.map(|(operation, id)| endless_or_kept(operation, id)));
        }
    }
    losses.extend(loss::processes(plugin));
    losses
}

fn image(plugin: &Plugin) -> Option<Loss> {
    let sdk = plugin.sdk.as_ref()?;
    let has_parts = !sdk.packages.is_empty() || !sdk.custom_cmd.is_empty();
    let loss = || {
        Loss::new(
            "container images",
            "what `sdk` installs",
            "has to be installed where Gilbert runs",
            plugin.origin.sdk,
        )
    };
    has_parts.then(loss)
}

fn connection(plugin: &Plugin) -> Option<Loss> {
    if plugin.connection.is_empty() {
        return None;
    }
    let keys = names::connection(plugin);
    let fields = plugin.connection.iter().zip(&keys);
    let renamed = fields.filter(|(field, key)| field.name != **key);
    let renamed: Vec<String> = renamed
        .map(|(field, key)| format!("{} as {}", markdown_code(&field.name), markdown_code(key)))
        .collect();
    let mut consequence = "becomes params of every action".to_owned();
    if !renamed.is_empty() {
        consequence.push_str(&format!(" (with {})", renamed.join(", ")));
    }
    let origin = plugin.origin.connection;
    Some(Loss::new(
        "connections",
        "the connection",
        consequence,
        origin,
    ))
}

/// One loss for all outputs: the same becomes of each.
fn outputs(plugin: &Plugin) -> Option<Loss> {
    let operations = plugin.actions.iter().chain(&plugin.tasks);
    let with_output: Vec<&Operation> = operations.filter(|it| !it.output.is_empty()).collect();
    let first = with_output.first()?;
    let (element, consequence) = match with_output.len() {
        1 => (
            format!("the output of {}", markdown_code(&first.name)),
            "becomes a line of JSON in the log",
        ),
        count => (
            format!(
                "the outputs of {} and {} more",
                markdown_code(&first.name),
                count - 1
            ),
            "become lines of JSON in the log",
        ),
    };
    Some(Loss::new("results", element, consequence, first.origin))
}

fn endless_or_kept(operation: &Operation, id: &str) -> Loss {
    let element = markdown_code(&operation.name);
    if operation.kind == OperationKind::Trigger {
        let consequence = format!(
            "becomes the action `{id}`, which runs until it is cancelled and logs each event as JSON"
        );
        return Loss::new("triggers", element, consequence, operation.origin);
    }
    let schedule = match &operation.schedule {
        Some(_) => "; its schedule is left to whoever runs it",
        None => "",
    };
    let consequence = format!(
        "becomes the action `{id}`, which runs once and keeps its state in a file of the project{schedule}"
    );
    Loss::new("scheduled tasks", element, consequence, operation.origin)
}
