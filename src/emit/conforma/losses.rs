//! What of a plugin has no counterpart on a host of Conforma. Part of the emitter.

use super::names::{self, Variables};
use crate::emit::loss::{self, Loss};
use crate::model::Plugin;

/// The losses, in spec order.
pub(super) fn losses(plugin: &Plugin) -> Vec<Loss> {
    let mut losses = Vec::new();
    if !plugin.connection.is_empty() {
        let names = names::variables(plugin);
        let variables = names.iter().flat_map(Variables::all).count();
        let first = names.iter().flat_map(Variables::all).next();
        let count = match variables {
            1 => "the environment variable".to_owned(),
            count => format!("{count} environment variables, the first of them"),
        };
        let consequence = format!("is read from {count} `{}`", first.unwrap_or_default());
        let origin = plugin.origin.connection;
        losses.push(
            Loss::new("connections", "the connection", consequence, origin)
                .advice("set what the README lists under \"Environment\" where the host runs"),
        );
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
    losses.extend(loss::processes(plugin));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Credential, Field, Operation, OperationKind, Process, Type};

    #[test]
    fn what_the_host_has_not_is_told_one_by_one() {
        let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
        plugin.actions = vec![Operation::new(OperationKind::Action, "act")];
        assert_eq!(losses(&plugin), []);
        plugin.connection = vec![Field::new("host", Type::String)];
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "watch")];
        plugin.tasks = vec![Operation::new(OperationKind::Task, "poll")];
        plugin.processes = vec![Process::new("vote")];
        let told = losses(&plugin);
        let elements: Vec<&str> = told.iter().map(|loss| loss.element.as_str()).collect();
        assert_eq!(elements, ["the connection", "`watch`", "`poll`", "`vote`"]);
        let consequence = "is read from the environment variable `P_HOST`";
        assert_eq!(told[0].consequence, consequence);
        let login = Type::Credential(Credential::UsernamePassword);
        plugin.connection.insert(0, Field::new("login", login));
        assert_eq!(
            losses(&plugin)[0].consequence,
            "is read from 3 environment variables, the first of them `P_LOGIN_USERNAME`"
        );
    }
}
