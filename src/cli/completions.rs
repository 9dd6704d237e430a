//! `specc completions`: what lets a shell complete the words of specc's command line.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::console::Console;
use super::{CliError, Outcome};

/// Print a script that completes specc's commands and options in a shell
///
/// Where it belongs hangs on the shell: for bash, `specc completions bash >
/// ~/.local/share/bash-completion/completions/specc`; for zsh, a file `_specc` in a folder of $fpath; for fish,
/// ~/.config/fish/completions/specc.fish.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(
    args: CompletionsArgs,
    command: &Command,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    generate(
        args.shell,
        &mut command.clone(),
        command.get_name(),
        &mut script,
    );
    console.out.write_all(&script)?;
    Ok(Outcome::Clean)
}
