//! `specc sample`: the start message of one operation.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::one::OneArgs;
use super::{CliError, Outcome};
use crate::model::{Operation, OperationKind, Plugin};
use crate::sample::{Mode, start_message};
use crate::text::nearest;

/// Print the start message of an action, trigger or task, with sample values
#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    #[command(flatten)]
    spec: OneArgs,
    /// Name of the action, trigger or task
    #[arg(value_name = "NAME")]
    name: String,
    /// What NAME is, where the plugin uses it twice
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    /// Give lists that would be empty one element
    #[arg(long, conflicts_with = "zero")]
    full: bool,
    /// Use the bare zero of each type instead of defaults and examples
    #[arg(long)]
    zero: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Action,
    Trigger,
    Task,
}

impl From<Kind> for OperationKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Action => Self::Action,
            Kind::Trigger => Self::Trigger,
            Kind::Task => Self::Task,
        }
    }
}

pub(super) fn run(args: SampleArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let plugin = match args.spec.open(console)? {
        Ok(plugin) => plugin,
        Err(outcome) => return Ok(outcome),
    };
    let operation =
        find(&plugin, &args.name, args.kind.map(OperationKind::from)).map_err(CliError::Usage)?;
    let mode = match (args.full, args.zero) {
        (true, _) => Mode::Full,
        (_, true) => Mode::Zero,
        _ => Mode::Default,
    };
    let message = start_message(&plugin, operation, mode);
    writeln!(console.out, "{message:#}")?;
    Ok(Outcome::Clean)
}

/// The operation of a name and, where it is given, a kind; else why there is none.
fn find<'a>(
    plugin: &'a Plugin,
    name: &str,
    kind: Option<OperationKind>,
) -> Result<&'a Operation, String> {
    let candidates = || {
        let of_kind = move |one: &&Operation| kind.is_none_or(|kind| kind == one.kind);
        plugin.operations().filter(of_kind)
    };
    let found: Vec<&Operation> = candidates().filter(|one| one.name == name).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(unknown(plugin, name, kind, candidates().collect())),
        several => {
            let kinds: Vec<String> = several.iter().map(|one| with_article(one.kind)).collect();
            Err(format!(
                "{name} is {}: say which with --kind {}",
                kinds.join(" and "),
                several[0].kind.singular()
            ))
        }
    }
}

fn with_article(kind: OperationKind) -> String {
    let article = if kind == OperationKind::Action {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", kind.singular())
}

/// Says that nothing bears the name, what was probably meant, and what there is.
fn unknown(
    plugin: &Plugin,
    name: &str,
    kind: Option<OperationKind>,
    candidates: Vec<&Operation>,
) -> String {
    let wanted = kind.map_or("action, trigger or task", OperationKind::singular);
    let mut text = format!("{} has no {wanted} called {name}", plugin.name);
    let elsewhere = plugin.operations().find(|one| one.name == name);
    if let Some(elsewhere) = elsewhere {
        text += &format!(": it is {}", with_article(elsewhere.kind));
    } else if let Some(meant) = nearest(name, candidates.iter().map(|one| one.name.as_str())) {
        text += &format!(": did you mean {meant}?");
    }
    for kind in OperationKind::ALL {
        let of_kind = candidates.iter().filter(|one| one.kind == kind);
        let names: Vec<&str> = of_kind.map(|one| one.name.as_str()).collect();
        if !names.is_empty() {
            text += &format!("\n  {}: {}", kind.plural(), names.join(", "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plugin() -> Plugin {
        let mut plugin = Plugin::new("greeting", "acme", semver::Version::new(1, 0, 0));
        plugin.actions = ["greet", "say_goodbye"]
            .map(|name| Operation::new(OperationKind::Action, name))
            .to_vec();
        plugin.triggers = vec![Operation::new(OperationKind::Trigger, "greet")];
        plugin
    }

    #[test]
    fn a_name_in_two_kinds_needs_the_kind() {
        let plugin = plugin();
        let text = find(&plugin, "greet", None).unwrap_err();
        assert_eq!(
            text,
            "greet is an action and a trigger: say which with --kind action"
        );
        let trigger = find(&plugin, "greet", Some(OperationKind::Trigger));
        assert_eq!(trigger.unwrap().kind, OperationKind::Trigger);
        assert!(find(&plugin, "say_goodbye", None).is_ok());
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_and_the_list() {
        let plugin = plugin();
        assert_eq!(
            find(&plugin, "say_godbye", None).unwrap_err(),
            "greeting has no action, trigger or task called say_godbye: did you mean say_goodbye?\n  \
             actions: greet, say_goodbye\n  triggers: greet"
        );
        assert_eq!(
            find(&plugin, "say_goodbye", Some(OperationKind::Trigger)).unwrap_err(),
            "greeting has no trigger called say_goodbye: it is an action\n  triggers: greet"
        );
    }
}
