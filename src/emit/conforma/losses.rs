//! What of a plugin has no counterpart on a host of Conforma. Part of the emitter.

use super::names::{Names, Variables};
use crate::emit::Loss;
use crate::model::Plugin;

/// The losses, in spec order.
pub(super) fn losses(plugin: &Plugin) -> Vec<Loss> {
    let mut losses = Vec::new();
    if !plugin.connection.is_empty() {
        let names = Names::new(plugin).variables;
        let variables = names.iter().flat_map(Variables::all).count();
        let first = names.iter().flat_map(Variables::all).next();
        let count = match variables {
            1 => "the environment variable".to_owned(),
            count => format!("{count} environment variables, the first of them"),
        };
        losses.push(Loss::new(
            "connections",
            "the connection",
            format!("is read from {count} `{}`", first.unwrap_or_default()),
            plugin.origin.connection,
        ));
    }
    let quoted = |name: &str| format!("`{}`", name.escape_debug());
    for trigger in &plugin.triggers {
        losses.push(
            Loss::new(
                "triggers of a plugin's own",
                quoted(&trigger.name),
                "is left out",
                trigger.origin,
            )
            .advice("let a trigger of the host, such as `ON_SCHEDULE`, call an action"),
        );
    }
    for task in &plugin.tasks {
        losses.push(
            Loss::new("tasks", quoted(&task.name), "is left out", task.origin)
                .advice("let the host's trigger `ON_SCHEDULE` call an action"),
        );
    }
    for process in &plugin.processes {
        losses.push(Loss::new(
            "governance processes",
            quoted(&process.name),
            "is left out",
            process.origin,
        ));
    }
    losses
}

impl Variables {
    /// Every variable of the field.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let (one, parts) = match self {
            Self::One(name) => (Some(name.as_str()), [].as_slice()),
            Self::Parts(parts) => (None, parts.as_slice()),
        };
        one.into_iter()
            .chain(parts.iter().map(|(_, name)| name.as_str()))
    }
}
