//! `specc explain`: the rules, and why each exists.

use std::io::Write;

use clap::Args;

use super::console::Console;
use super::{CliError, Outcome};
use crate::rules;

/// Say what a rule finds, why, and how to mend it; without a rule, list them all
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Id of the rule, as reports show it
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(args: ExplainArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let Some(id) = args.rule else {
        for rule in rules::all() {
            writeln!(
                console.out,
                "{}  {}  {}",
                rule.id,
                rule.severity.as_str(),
                rule.summary
            )?;
        }
        return Ok(Outcome::Clean);
    };
    let rule =
        rules::find(&id).ok_or_else(|| CliError::Usage(format!("no rule is called {id}")))?;
    writeln!(console.out, "{}", rule.why)?;
    Ok(Outcome::Clean)
}
