//! `specc check --fix`: mends what is certain, in the files or as a diff.

use std::io::{IsTerminal, Write, stderr, stdout};

use camino::Utf8Path;
use clap::Args;

use super::console::Console;
use super::diff::painted;
use super::{CliError, Outcome};
use crate::output::{diff, whole};
use crate::report::{FORMATS, Report, Style, counted};
use crate::workspace::fixing::{self, Fixed};
use crate::workspace::{Request, Workspace};

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

    /// Mends the specs of a workspace, and writes them or shows what would change. Gives the outcome where that ends the
    /// run.
    pub(super) fn run(
        self,
        workspace: &mut Workspace,
        request: &Request,
        quiet: bool,
        console: &mut Console,
    ) -> Result<Option<Outcome>, CliError> {
        let fixed = fixing::fix(workspace, request, self.unsafe_fixes);
        if self.diff {
            for it in &fixed {
                show(it, workspace.sources[it.file.0 as usize].path(), console)?;
            }
            console.flush()?;
            for failure in &workspace.failures {
                console.complain(failure);
            }
            return Ok(Some(match fixed.is_empty() {
                _ if !workspace.failures.is_empty() => Outcome::Failed,
                true => Outcome::Clean,
                false => Outcome::Findings,
            }));
        }
        let stdin = is_stdin(request);
        let mut failed = false;
        let (mut mends, mut files) = (0, 0);
        for it in &fixed {
            let path = workspace.sources[it.file.0 as usize].path();
            if stdin {
                continue;
            }
            match whole::replace(path, it.after.as_bytes()) {
                Ok(()) => (mends, files) = (mends + it.count, files + 1),
                Err(error) => {
                    failed = true;
                    console.complain(&format!("cannot write {path}: {error}; it is as it was"));
                }
            }
        }
        if stdin {
            return self.answer(workspace, quiet, console).map(Some);
        }
        if files > 0 && !quiet {
            console.say(&format!(
                "mended {} in {}",
                counted(mends, "finding"),
                counted(files, "file")
            ));
        }
        Ok(failed.then_some(Outcome::Failed))
    }

    /// Prints the mended text of standard input, and what is left to say of it where that cannot be taken for the text.
    fn answer(
        self,
        workspace: &mut Workspace,
        quiet: bool,
        console: &mut Console,
    ) -> Result<Outcome, CliError> {
        for source in &workspace.sources {
            console.out.write_all(source.text().as_bytes())?;
        }
        console.flush()?;
        for failure in &workspace.failures {
            console.complain(failure);
        }
        let diagnostics = workspace.take_diagnostics();
        let report = Report {
            sources: &workspace.sources,
            diagnostics: &diagnostics,
        };
        let style = Style {
            color: console.error_color,
            width: console.width(),
            summary: !quiet,
        };
        let mut text = Vec::new();
        (FORMATS[0].render)(&report, &style, &mut text)?;
        // Nobody is left to tell when standard error is closed; the exit status still does.
        let _ = stderr().write_all(&text);
        Ok(if !workspace.failures.is_empty() {
            Outcome::Failed
        } else if report.summary().errors > 0 {
            Outcome::Findings
        } else {
            Outcome::Clean
        })
    }
}

/// Whether standard input is all that is looked at.
pub(super) fn is_stdin(request: &Request) -> bool {
    matches!(request.paths.as_slice(), [path] if path == "-")
}

fn show(fixed: &Fixed, path: &Utf8Path, console: &mut Console) -> Result<(), CliError> {
    let (before, after) = (fixed.before.as_bytes(), fixed.after.as_bytes());
    let shown = Utf8Path::new(
        path.as_str()
            .trim_start_matches("./")
            .trim_start_matches('/'),
    );
    let plain = !stdout().is_terminal();
    for line in diff::unified(shown, Some(before), Some(after), false) {
        let line = painted(&line, console.color, plain);
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}
