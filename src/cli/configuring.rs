//! Arguments that say which `specc.toml` counts.

use std::sync::Arc;

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::{CliError, Outcome};
use crate::report::{Report, Summary};
use crate::workspace::Workspace;
use crate::workspace::settings::{Choice, Settings};

/// Which files of settings count.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct ConfigArgs {
    /// The file of settings for every spec [default: the nearest specc.toml above each]
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    config: Option<Utf8PathBuf>,
    /// Read no specc.toml
    #[arg(long, help_heading = "Settings", conflicts_with = "config")]
    no_config: bool,
}

impl ConfigArgs {
    /// The settings that count, yet to be read.
    pub(super) fn settings(&self) -> Arc<Settings> {
        Arc::new(Settings::new(match &self.config {
            _ if self.no_config => Choice::None,
            Some(path) => Choice::File(path.clone()),
            None => Choice::Nearest,
        }))
    }
}

/// Shows what is wrong with the settings of the specs of a workspace, and gives the outcome to end with where they
/// cannot be used.
pub(super) fn refused(
    settings: &Settings,
    workspace: &Workspace,
    console: &Console,
) -> Result<Option<Outcome>, CliError> {
    for source in &workspace.sources {
        settings.of(source.path());
    }
    let (failed, found) = tell(settings, console)?;
    Ok(if failed {
        Some(Outcome::Failed)
    } else {
        (found.errors > 0).then_some(Outcome::Findings)
    })
}

/// Shows what is wrong with the settings that were read, beside what a command prints. Whether a file could not be read,
/// and the figures.
pub(super) fn tell(settings: &Settings, console: &Console) -> Result<(bool, Summary), CliError> {
    let mut told = Workspace::default();
    settings.tell(&mut told);
    for failure in &told.failures {
        console.complain(failure);
    }
    let diagnostics = told.take_diagnostics();
    console.findings(&told.sources, &diagnostics, false)?;
    let report = Report {
        sources: &told.sources,
        diagnostics: &diagnostics,
        hidden: None,
        complete: told.failures.is_empty(),
    };
    Ok((!told.failures.is_empty(), report.summary()))
}
