//! The one spec that a command prints something of.

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::input::LimitArgs;
use super::{CliError, Outcome};
use crate::diagnostic::Severity;
use crate::dialect::Misspelt;
use crate::model::Plugin;
use crate::workspace::{Keep, Request, Workspace};

/// Which spec to read.
#[derive(Debug, Args)]
pub(super) struct OneArgs {
    /// Spec file, the folder it lies in, or - for standard input
    #[arg(value_name = "SPEC")]
    spec: Utf8PathBuf,
    /// The path under which standard input is reported
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<Utf8PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
}

impl OneArgs {
    /// The spec's model. Where it has errors they are shown on standard error, and the outcome to end with is given
    /// instead: what a command prints is made from a good spec or not at all.
    pub(super) fn open(&self, console: &Console) -> Result<Result<Plugin, Outcome>, CliError> {
        let mut workspace = Workspace::open(&Request {
            paths: vec![self.spec.clone()],
            stdin_filename: self.stdin_filename.clone(),
            limits: self.limits.limits(),
            keep: Keep::Models,
            misspelt: Misspelt::ReadAsMeant,
            ..Request::default()
        });
        if !workspace.failures.is_empty() {
            for failure in &workspace.failures {
                console.complain(failure);
            }
            return Ok(Err(Outcome::Failed));
        }
        if workspace.sources.len() > 1 {
            let paths = workspace.sources.iter().map(|source| source.path());
            let list: String = paths.map(|path| format!("\n  {path}")).collect();
            let text = format!("{} holds more than one spec; name one:{list}", self.spec);
            return Err(CliError::Usage(text));
        }
        let plugin = workspace
            .analyses
            .first_mut()
            .and_then(|one| one.plugin.take());
        let mut diagnostics = workspace.take_diagnostics();
        diagnostics.retain(|found| found.severity == Severity::Error);
        match plugin {
            Some(plugin) if diagnostics.is_empty() => Ok(Ok(plugin)),
            _ => {
                console.findings(&workspace.sources, &diagnostics, true)?;
                Ok(Err(Outcome::Findings))
            }
        }
    }
}
