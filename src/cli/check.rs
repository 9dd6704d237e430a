//! `specc check`: every finding of every spec, in one run.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::configuring::ConfigArgs;
use super::console::Console;
use super::fixing::{FixArgs, is_stdin};
use super::input::InputArgs;
use super::levels::LevelArgs;
use super::{CliError, Outcome};
use crate::dialect::Misspelt;
use crate::report::{self, FORMATS, Format, Report, Style, Summary};
use crate::workspace::{Keep, Workspace};

/// Check specs and report what is wrong with them
///
/// Exit status: 0 clean, 1 errors found (or warnings, with --deny-warnings), 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    levels: LevelArgs,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    fixes: FixArgs,
    /// Show what comments in specs allow too, as notes
    #[arg(long, help_heading = "Lints")]
    show_allowed: bool,
    /// End with status 1 on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

/// How findings are shown.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Form of the report
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].id, value_parser = formats())]
    format: &'static Format,
    /// Print the findings and nothing else
    #[arg(long, short)]
    pub(super) quiet: bool,
}

pub(super) fn formats() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(
        FORMATS
            .iter()
            .map(|format| PossibleValue::new(format.id).help(format.summary)),
    )
    .try_map(|id| report::format(&id).ok_or("no such format"))
}

pub(super) fn run(args: CheckArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let mut request = args.input.request(Keep::Findings, Misspelt::ReadAsMeant);
    args.levels.apply(&mut request.levels)?;
    request.settings = args.config.settings();
    args.fixes.check()?;
    if args.fixes.fix && is_stdin(&request) {
        // Its text is printed even where nothing is wrong with it.
        request.keep = Keep::Models;
    }
    let mut workspace = Workspace::open(&request);
    if args.fixes.wanted() {
        let ended = args
            .fixes
            .run(&mut workspace, &request, args.report.quiet, console)?;
        if let Some(outcome) = ended {
            return Ok(outcome);
        }
    }
    if args.show_allowed {
        workspace.show_allowed();
    }
    request.settings.tell(&mut workspace);
    let summary = args.report.show(&mut workspace, console)?;
    let outcome = if !workspace.failures.is_empty() {
        Outcome::Failed
    } else if summary.errors > 0 || (args.deny_warnings && summary.warnings > 0) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    // The process ends here, and its memory with it: giving it back piece by piece first would only take time.
    std::mem::forget(workspace);
    Ok(outcome)
}

impl ReportArgs {
    /// Writes the findings of a workspace, taking them out of it, and says which paths could not be looked at.
    pub(super) fn show(
        &self,
        workspace: &mut Workspace,
        console: &mut Console,
    ) -> Result<Summary, CliError> {
        let diagnostics = workspace.take_diagnostics();
        let report = Report {
            sources: &workspace.sources,
            diagnostics: &diagnostics,
        };
        let style = Style {
            color: console.color,
            width: console.width(),
            summary: !self.quiet && !workspace.sources.is_empty(),
        };
        (self.format.render)(&report, &style, &mut console.out)?;
        console.flush()?;
        for failure in &workspace.failures {
            console.complain(failure);
        }
        let summary = report.summary();
        std::mem::forget(diagnostics);
        Ok(summary)
    }
}
