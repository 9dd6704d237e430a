//! `specc targets`: what a spec can be turned into.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::console::Console;
use super::{CliError, Outcome};
use crate::emit::TARGETS;

/// List everything that a spec can be turned into
#[derive(Debug, Args)]
pub(super) struct TargetsArgs {
    /// How to print the list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// A line each
    #[default]
    Human,
    /// One JSON document: id, title, summary and options of each
    Json,
}

pub(super) fn run(args: TargetsArgs, console: &mut Console) -> Result<Outcome, CliError> {
    match args.format {
        Format::Human => {
            let widest = TARGETS.iter().map(|it| it.id.len()).max().unwrap_or(0);
            for target in TARGETS {
                writeln!(console.out, "{:widest$}  {}", target.id, target.summary)?;
                for (key, doc) in target.options {
                    let option = format!("--opt {}.{key}=…", target.id);
                    writeln!(console.out, "{:widest$}  {option}  {doc}", "")?;
                }
            }
        }
        Format::Json => {
            let list: Vec<_> = TARGETS
                .iter()
                .map(|target| {
                    let options: Vec<_> = target
                        .options
                        .iter()
                        .map(|(key, doc)| json!({ "key": key, "description": doc }))
                        .collect();
                    json!({
                        "id": target.id,
                        "title": target.title,
                        "summary": target.summary,
                        "options": options,
                    })
                })
                .collect();
            let document = json!({ "version": 1, "targets": list });
            serde_json::to_writer_pretty(&mut console.out, &document)
                .map_err(std::io::Error::from)?;
            writeln!(console.out)?;
        }
    }
    Ok(Outcome::Clean)
}
