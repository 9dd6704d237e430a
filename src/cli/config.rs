//! `specc config`: which settings hold for a spec and why, and the JSON Schema of `specc.toml`.

mod show;

use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Subcommand, ValueEnum};

use super::configuring::{ConfigArgs, refused};
use super::console::Console;
use super::levels::LevelArgs;
use super::{CliError, Outcome};
use crate::config::schema::json_schema;
use crate::lint::Levels;
use crate::text::{FileId, Source};
use crate::workspace::{Failure, Workspace, looked_for};

/// Show which settings hold, or print the JSON Schema of specc.toml
#[derive(Debug, Args)]
pub(super) struct ConfigCommand {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    Show(ShowArgs),
    /// Print the JSON Schema of specc.toml, for editors
    Schema,
}

/// Show every setting that holds for a spec, and where it comes from
///
/// The answer is a specc.toml itself: written beside the one that counts, it says the same for that spec. What nobody has set is
/// commented out.
///
/// Exit status: 0 shown, 1 a specc.toml has errors, 2 could not do what was asked.
#[derive(Debug, Args)]
struct ShowArgs {
    /// A spec, or a folder, which stands for the spec in it [default: the current folder]
    #[arg(value_name = "PATH")]
    path: Option<Utf8PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    #[command(flatten)]
    levels: LevelArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// A specc.toml, with comments
    #[default]
    Toml,
    /// For programs
    Json,
}

pub(super) fn run(args: ConfigCommand, console: &mut Console) -> Result<Outcome, CliError> {
    match args.command {
        Subcommands::Show(args) => show(&args, console),
        Subcommands::Schema => {
            serde_json::to_writer_pretty(&mut console.out, &json_schema())
                .map_err(std::io::Error::from)?;
            writeln!(console.out)?;
            Ok(Outcome::Clean)
        }
    }
}

fn show(args: &ShowArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let path = args.path.as_deref().unwrap_or(Utf8Path::new(""));
    let spec = match spec(path) {
        Ok(spec) => spec,
        Err(failure) => {
            console.complain(&failure);
            return Ok(Outcome::Failed);
        }
    };
    let mut levels = Levels::new();
    args.levels.apply(&mut levels)?;
    let settings = args.config.settings();
    let one = Workspace {
        sources: vec![Source::new(FileId(0), spec.as_path(), "")],
        ..Workspace::default()
    };
    if let Some(outcome) = refused(&settings, &one, console)? {
        return Ok(outcome);
    }
    let effective = settings.effective(&spec, &levels);
    match args.format {
        Form::Toml => show::toml(&spec, &effective, console)?,
        Form::Json => show::json(&spec, &effective, console)?,
    }
    Ok(Outcome::Clean)
}

/// The spec that a path stands for. In a folder without one it is the one that might be there.
fn spec(path: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    if !path.as_str().is_empty() {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Ok(path.to_owned()),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::Missing { path: path.into() });
            }
            Err(cause) => {
                return Err(Failure::Unreadable {
                    path: path.into(),
                    cause,
                });
            }
        }
    }
    let names = looked_for();
    let there = names.iter().find(|name| path.join(name).is_file());
    let name = there.or(names.first()).copied().unwrap_or_default();
    Ok(path.join(name))
}
