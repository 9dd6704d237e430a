//! The command line: arguments, standard streams and exit statuses. One file per command; each has its arguments and
//! a `run` that calls the library.

mod baseline;
mod check;
mod compare;
mod completions;
mod config;
mod configuring;
mod console;
mod diff;
mod emit;
mod explain;
mod fixing;
mod fmt;
mod info;
mod input;
mod levels;
mod man;
mod new;
mod one;
mod reporting;
mod sample;
mod schema;
mod serve;
mod site;
mod targets;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use console::{Color, Console};

/// A compiler for plugin specs.
#[derive(Debug, Parser)]
#[command(name = "specc", version, about, max_term_width = 100)]
struct Cli {
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

/// One line and one file for each command.
#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Completions(completions::CompletionsArgs),
    Config(config::ConfigCommand),
    Diff(compare::DiffArgs),
    Emit(emit::EmitArgs),
    Explain(explain::ExplainArgs),
    Fmt(fmt::FmtArgs),
    Info(info::InfoArgs),
    Man(man::ManArgs),
    New(new::NewArgs),
    Sample(sample::SampleArgs),
    Schema(schema::SchemaArgs),
    Serve(serve::ServeArgs),
    Site(site::SiteArgs),
    Targets(targets::TargetsArgs),
}

/// How a command ended, when it ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// The specs (or what was made from them) are not as they should be.
    Findings,
    /// Part of what was asked could not be done; what, has been said.
    Failed,
}

/// Why a command could not run, or could not say what it found.
#[derive(Debug, thiserror::Error)]
enum CliError {
    /// The arguments make no sense.
    #[error("{0}")]
    Usage(String),
    /// The answer could not be written.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] std::io::Error),
}

/// Runs the program on its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` is an answer, anything else a complaint: clap knows where each belongs.
            let written = error.print();
            return ExitCode::from(match written {
                Ok(()) if !error.use_stderr() => 0,
                _ => 2,
            });
        }
    };
    let mut console = Console::new(cli.color);
    let outcome = match cli.command {
        Command::Check(args) => check::run(args, &mut console),
        Command::Completions(args) => completions::run(args, &Cli::command(), &mut console),
        Command::Config(args) => config::run(args, &mut console),
        Command::Diff(args) => compare::run(args, &mut console),
        Command::Emit(args) => emit::run(args, &mut console),
        Command::Explain(args) => explain::run(args, &mut console),
        Command::Fmt(args) => fmt::run(args, &mut console),
        Command::Info(args) => info::run(args, &mut console),
        Command::Man(args) => man::run(args, Cli::command(), &mut console),
        Command::New(args) => new::run(args, &mut console),
        Command::Sample(args) => sample::run(args, &mut console),
        Command::Schema(args) => schema::run(args, &mut console),
        Command::Serve(args) => serve::run(args, &mut console),
        Command::Site(args) => site::run(args, &mut console),
        Command::Targets(args) => targets::run(args, &mut console),
    };
    let outcome = outcome.and_then(|outcome| {
        console.flush()?;
        Ok(outcome)
    });
    ExitCode::from(match outcome {
        Ok(Outcome::Clean) => 0,
        Ok(Outcome::Findings) => 1,
        Ok(Outcome::Failed) => 2,
        Err(error) => {
            console.error(&error);
            2
        }
    })
}
