//! Arguments that switch lints on and off.

use std::collections::BTreeMap;

use clap::Args;

use super::CliError;
use crate::diagnostic::Severity;
use crate::lint::{Group, Level, Levels};
use crate::text::nearest;

/// Which lints run, and how grave they are.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct LevelArgs {
    /// Leave a lint or a group of them out
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Lints", long_help = long_help())]
    allow: Vec<String>,
    /// Report a lint or a group of them as warnings
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Lints"
    )]
    warn: Vec<String>,
    /// Report a lint or a group of them as errors
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Lints"
    )]
    deny: Vec<String>,
}

fn long_help() -> String {
    let groups: Vec<String> = Group::ALL
        .iter()
        .map(|group| {
            let off = if group.is_on() {
                ""
            } else {
                " (off unless asked for)"
            };
            format!("- {}: {}{off}", group.id(), group.about())
        })
        .collect();
    format!(
        "Leave a lint or a group of them out. A word on a rule beats one on its group, which beats one on `all`.\n\n\
         Groups:\n{}",
        groups.join("\n")
    )
}

impl LevelArgs {
    /// Adds what the arguments choose.
    pub(super) fn apply(&self, levels: &mut Levels) -> Result<(), CliError> {
        let chosen = [
            (&self.allow, "--allow", Level::Off),
            (&self.warn, "--warn", Level::On(Severity::Warning)),
            (&self.deny, "--deny", Level::On(Severity::Error)),
        ];
        let mut said: BTreeMap<&str, &str> = BTreeMap::new();
        for (names, option, level) in chosen {
            for name in names {
                if !Levels::is_name(name) {
                    return Err(unknown(option, name));
                }
                if let Some(other) = said.insert(name, option).filter(|other| *other != option) {
                    return Err(CliError::Usage(format!(
                        "{other} {name} and {option} {name} contradict each other: leave one of them out"
                    )));
                }
                levels.set(name, level);
            }
        }
        Ok(())
    }
}

fn unknown(option: &str, name: &str) -> CliError {
    if crate::rules::find(name).is_some() {
        return CliError::Usage(format!(
            "{option} {name}: `{name}` is no lint: errors of the language are always on"
        ));
    }
    let meant = nearest(name, Levels::names())
        .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    CliError::Usage(format!(
        "{option} {name}: no lint or group is called `{name}`{meant} (`specc explain` lists them all)"
    ))
}
