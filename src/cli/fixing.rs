//! `specc check --fix`: mends what is certain, in the files or as a diff.

use std::io::Write as _;

use clap::Args;

use super::console::Console;
use super::reporting::ReportArgs;
use super::{CliError, Outcome, configuring, diff};
use crate::report::counted;
use crate::text::Source;
use crate::workspace::fixing::{self, Fixed};
use crate::workspace::{Request, Workspace, against};

/// What to mend, and how.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct FixArgs {
    /// Mend what is certain, in the files; of standard input, print the result
    #[arg(long, help_heading = "Fixes")]
    pub(super) fix: bool,
    /// Mend what is only likely too; look at what it did
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,
    /// Write nothing; show what --fix would change, and end with status 1 if it would change anything
    #[arg(long, help_heading = "Fixes")]
    pub(super) diff: bool,
}

impl FixArgs {
    /// Whether anything is to be mended.
    pub(super) fn wanted(self) -> bool {
        self.fix || self.diff
    }

    /// Whether an argument is left without the one that it belongs to.
    pub(super) fn check(self) -> Result<(), CliError> {
        if self.unsafe_fixes && !self.wanted() {
            return Err(CliError::Usage(
                "--unsafe-fixes says what may be mended: add --fix, or --diff to look first"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Mends the specs of a workspace and the files of settings that it was read with, in memory. Settings come first: they
    /// decide what there is to mend in specs. Those beside standard input stay as they are.
    fn apply(self, workspace: &mut Workspace, request: &mut Request) -> Vec<Fixed> {
        let mut fixed = Vec::new();
        if !is_stdin(request) {
            fixed = fixing::fix_settings(request, self.unsafe_fixes);
        }
        if !fixed.is_empty() {
            *workspace = against::open(request);
        }
        fixed.extend(fixing::fix(workspace, request, self.unsafe_fixes));
        fixed
    }

    /// Shows what mending the specs of a workspace would change, and what keeps it from being known.
    pub(super) fn show(
        self,
        workspace: &mut Workspace,
        request: &mut Request,
        report: &ReportArgs,
        console: &mut Console,
    ) -> Result<Outcome, CliError> {
        let fixed = self.apply(workspace, request);
        for it in &fixed {
            diff::print(&it.path, &it.before, &it.after, console)?;
        }
        console.flush()?;
        for failure in &workspace.failures {
            console.complain(failure);
        }
        let (failed, found) = configuring::tell(&request.settings, console)?;
        let failed = failed || !workspace.failures.is_empty();
        Ok(report.outcome(failed, !fixed.is_empty(), found))
    }

    /// Mends the specs of a workspace where they lie; standard input is printed as it is then. Whether all could be written.
    pub(super) fn mend(
        self,
        workspace: &mut Workspace,
        request: &mut Request,
        quiet: bool,
        console: &mut Console,
    ) -> Result<bool, CliError> {
        let fixed = self.apply(workspace, request);
        if is_stdin(request) {
            let given = |source: &&Source| source.is_given();
            for source in workspace.sources.iter().filter(given) {
                console.out.write_all(source.text().as_bytes())?;
            }
            console.flush()?;
            return Ok(true);
        }
        let mut all = true;
        let (mut mends, mut files) = (0, 0);
        for it in &fixed {
            if console.replace(&it.path, &it.after) {
                (mends, files) = (mends + it.count, files + 1);
            } else {
                all = false;
            }
        }
        if files > 0 && !quiet {
            console.say(&format!(
                "mended {} in {}",
                counted(mends, "finding"),
                counted(files, "file")
            ));
        }
        Ok(all)
    }
}

/// Whether standard input is all that is looked at.
pub(super) fn is_stdin(request: &Request) -> bool {
    matches!(request.paths.as_slice(), [path] if path == "-")
}
