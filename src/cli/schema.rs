//! `specc schema`: the JSON Schema of a dialect's own files, for editors.

use std::io::Write;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::console::Console;
use super::{CliError, Outcome};
use crate::dialect::{DIALECTS, Dialect};

/// Print the JSON Schema of spec files, for editors
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Which form of spec [default: that of plugin.spec.yaml]
    #[arg(long, value_name = "DIALECT", value_parser = PossibleValuesParser::new(with_schema().map(|dialect| dialect.id)))]
    dialect: Option<String>,
}

fn with_schema() -> impl Iterator<Item = &'static Dialect> {
    DIALECTS
        .iter()
        .copied()
        .filter(|dialect| dialect.schema.is_some())
}

pub(super) fn run(args: SchemaArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let schema = with_schema()
        .find(|dialect| args.dialect.as_deref().is_none_or(|id| id == dialect.id))
        .and_then(|dialect| dialect.schema)
        .ok_or_else(|| CliError::Usage("no form of spec has a schema".to_owned()))?;
    serde_json::to_writer_pretty(&mut console.out, &schema()).map_err(std::io::Error::from)?;
    writeln!(console.out)?;
    Ok(Outcome::Clean)
}
