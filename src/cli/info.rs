//! `specc info`: what a plugin is and does, as the plugin's own `info` prints it.

use std::io::Write;

use clap::Args;

use super::console::Console;
use super::one::OneArgs;
use super::{CliError, Outcome};
use crate::render::info::info;

/// Print what a plugin is and does
#[derive(Debug, Args)]
pub(super) struct InfoArgs {
    #[command(flatten)]
    spec: OneArgs,
}

pub(super) fn run(args: InfoArgs, console: &mut Console) -> Result<Outcome, CliError> {
    match args.spec.open(console)? {
        Ok(plugin) => {
            write!(console.out, "{}", info(&plugin, console.color))?;
            Ok(Outcome::Clean)
        }
        Err(outcome) => Ok(outcome),
    }
}
