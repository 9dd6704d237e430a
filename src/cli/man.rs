//! `specc man`: the manual pages, made from the same definitions as `--help`.

use std::io::Write;

use clap::{Args, Command};
use clap_mangen::Man;

use super::console::Console;
use super::{CliError, Outcome};
use crate::text::nearest;

/// Print a manual page: of specc, or of one of its commands
///
/// `specc man > specc.1` and `specc man check > specc-check.1` make what belongs into a folder man1 of the manual.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command [default: specc as a whole]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(
    args: ManArgs,
    mut program: Command,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    program.build();
    let page = match args.command {
        None => program,
        Some(name) => match program.find_subcommand(&name) {
            Some(found) => found.clone(),
            None => {
                let names = program.get_subcommands().map(Command::get_name);
                let meant = nearest(&name, names)
                    .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
                return Err(CliError::Usage(format!(
                    "no command is called `{name}`{meant} (`specc --help` lists them)"
                )));
            }
        },
    };
    let mut text = Vec::new();
    let title = page
        .get_display_name()
        .unwrap_or(page.get_name())
        .to_owned();
    Man::new(page).title(title).render(&mut text)?;
    console.out.write_all(&text)?;
    Ok(Outcome::Clean)
}
