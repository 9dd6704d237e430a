//! `specc check`: every finding of every spec, in one run.

use std::collections::BTreeSet;
use std::sync::mpsc;

use camino::Utf8PathBuf;
use clap::Args;

use super::baseline::BaselineArgs;
use super::configuring::ConfigArgs;
use super::console::Console;
use super::fixing::{FixArgs, is_stdin};
use super::input::InputArgs;
use super::levels::LevelArgs;
use super::reporting::ReportArgs;
use super::watch::{Wake, Watch, end_with, wait};
use super::{CliError, Outcome};
use crate::dialect::Misspelt;
use crate::report::Shows;
use crate::workspace::{Keep, Request, against};

/// Check specs and report what is wrong with them
///
/// Exit status: 0 clean (or --exit-zero), 1 errors found (or warnings, with --deny-warnings), 2 could not do
/// what was asked.
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
    #[command(flatten)]
    baseline: BaselineArgs,
    /// Compare each spec with what it was at a branch, tag or commit too, as git names it: origin/main, v1.2, HEAD~1
    #[arg(long, value_name = "REF")]
    against: Option<String>,
    /// Show what comments in specs allow too, as notes
    #[arg(long, help_heading = "Lints")]
    show_allowed: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    watch: bool,
}

pub(super) fn run(args: CheckArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let mut request = args.input.request(Keep::Findings, Misspelt::ReadAsMeant);
    args.levels.apply(&mut request.levels)?;
    request.against.clone_from(&args.against);
    request.settings = args.config.settings();
    request.forget_help = args.report.shows() < Shows::Labels;
    args.fixes.check()?;
    args.report.check()?;
    if args.fixes.diff && args.report.writes_files() {
        return Err(CliError::Usage(
            "--diff shows what would change and reports nothing, so there is nothing for --output"
                .to_owned(),
        ));
    }
    if args.watch {
        return watch(&args, request, console);
    }
    if args.fixes.fix && is_stdin(&request) {
        // Its text is printed even where nothing is wrong with it.
        request.keep = Keep::Texts;
    }
    if args.is_plain() && args.report.shows() == Shows::Places {
        request.keep = Keep::Places;
    }
    let mut workspace = against::open(&mut request);
    let quiet = args.report.quiet;
    if args.fixes.diff {
        return args
            .fixes
            .show(&mut workspace, &mut request, &args.report, console);
    }
    if args.fixes.fix
        && !args
            .fixes
            .mend(&mut workspace, &mut request, quiet, console)?
    {
        return Ok(Outcome::Failed);
    }
    let remark = args.baseline.apply(&mut workspace, &request)?;
    if let Some(remark) = remark.filter(|_| !quiet) {
        console.say(&remark);
    }
    if args.show_allowed {
        workspace.show_allowed();
    }
    request.settings.tell(&mut workspace);
    let outcome = if args.fixes.fix && is_stdin(&request) {
        args.report.show_beside(&mut workspace, console)?
    } else {
        args.report.show(&mut workspace, console)?
    };
    // The process ends here, and its memory with it: giving it back piece by piece first would only take time.
    std::mem::forget(workspace);
    Ok(outcome)
}

impl CheckArgs {
    /// Whether findings are reported and nothing else is asked of the texts.
    fn is_plain(&self) -> bool {
        let compared = self.against.is_some() || self.baseline.file().is_some();
        !compared && !self.fixes.wanted()
    }
}

/// Checks whenever something has changed, and reports where that makes a difference.
fn watch(
    args: &CheckArgs,
    mut request: Request,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    if request.paths.iter().any(|path| path == "-") {
        let what = "standard input cannot be watched: name files or folders".to_owned();
        return Err(CliError::Usage(what));
    }
    let (wake, woken) = mpsc::channel();
    end_with(&wake)?;
    let mut watch = Watch::new(&args.report.files(), wake);
    let mut places: BTreeSet<Utf8PathBuf> = request.paths.iter().cloned().collect();
    if places.is_empty() {
        places.insert(".".into());
    }
    let files: Vec<Utf8PathBuf> = args.baseline.file().cloned().into_iter().collect();
    let mut last = None;
    let mut remarked = None;
    loop {
        // Watched first: a change during the check is not missed.
        for fault in watch.keep_to(&places, &files) {
            console.warn(&fault);
        }
        // The configuration is read anew too.
        request.settings = args.config.settings();
        let mut workspace = against::open(&mut request);
        let remark = match args.baseline.apply(&mut workspace, &request) {
            Ok(remark) => remark,
            // A file that is being written may be read well the next time; one that never was may not.
            Err(error) if last.is_some() => Some(error.to_string()),
            Err(error) => return Err(error),
        };
        if args.show_allowed {
            workspace.show_allowed();
        }
        request.settings.tell(&mut workspace);
        if remark != remarked {
            if let Some(remark) = remark.iter().find(|_| !args.report.quiet) {
                console.say(remark);
            }
            remarked = remark;
        }
        args.report.show_news(&mut workspace, &mut last, console)?;
        if wait(&woken) == Wake::End {
            return Ok(Outcome::Clean);
        }
    }
}
