//! `specc diff`: what changed between two versions of specs, and which version that demands.

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::input::LimitArgs;
use super::reporting::ReportArgs;
use super::{CliError, Outcome};
use crate::dialect::Misspelt;
use crate::fix;
use crate::report::counted;
use crate::text::FileId;
use crate::workspace::comparison::{self, Comparison};
use crate::workspace::{Keep, Request};

/// Show what changed between two versions of a spec, or of a folder of them
///
/// Two paths are compared with each other; with --against, specs are compared with what git has of them.
///
/// Each change of the interface is a finding: what breaks, what is new, and what is said in other words. A version that
/// does not tell of them is an error.
///
/// Exit status: 0 the versions tell of every change, 1 one does not, 2 could not do what was asked.
#[derive(Debug, Args)]
#[command(
    override_usage = "specc diff [OPTIONS] <OLD> <NEW>\n       specc diff [OPTIONS] --against <REF> [PATH]..."
)]
pub(super) struct DiffArgs {
    /// The spec before and the spec now, or folders of them; with --against, those of now [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// Compare with a branch, tag or commit, as git names it: origin/main, v1.2, HEAD~1
    #[arg(long, value_name = "REF")]
    against: Option<String>,
    /// Set version and connection_version as the changes demand, and write a line of the history
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(super) fn run(args: DiffArgs, console: &mut Console) -> Result<Outcome, CliError> {
    args.report.check()?;
    let request = |paths: &[Utf8PathBuf]| Request {
        paths: paths.to_vec(),
        stdin_filename: None,
        limits: args.limits.limits(),
        keep: Keep::Models,
        misspelt: Misspelt::ReadAsMeant,
        ..Request::default()
    };
    let mut found = match (&args.against, args.paths.as_slice()) {
        (Some(reference), paths) => comparison::against(&mut request(paths), reference),
        (None, [old, new]) => comparison::compare(
            &request(std::slice::from_ref(old)),
            &request(std::slice::from_ref(new)),
        ),
        (None, _) => {
            let text = "two paths are compared, the old and the new one; one alone is compared with what git has of \
                        it: add --against REF";
            return Err(CliError::Usage(text.to_owned()));
        }
    };
    let mut failed = false;
    if args.fix {
        failed = !mend(&mut found, console);
    }
    tell(&found, args.report.quiet, console);
    let unreadable = !found.unreadable.is_empty();
    let outcome = args.report.show(&mut found.workspace, console)?;
    Ok(if failed || unreadable {
        Outcome::Failed
    } else {
        outcome
    })
}

/// Applies the mends of versions, and takes their findings out. Whether every file could be written.
fn mend(found: &mut Comparison, console: &Console) -> bool {
    let mut all = true;
    let mut files = 0;
    let workspace = &mut found.workspace;
    for (source, analysis) in workspace.sources.iter().zip(&mut workspace.analyses) {
        let chosen = fix::choose(&analysis.diagnostics, false);
        if chosen.is_empty() {
            continue;
        }
        let text = fix::apply(source.text(), &chosen);
        if console.replace(source.path(), &text) {
            files += 1;
            analysis
                .diagnostics
                .retain(|finding| finding.fixes.is_empty());
        } else {
            all = false;
        }
    }
    if files > 0 {
        console.say(&format!(
            "raised the versions in {}",
            counted(files, "file")
        ));
    }
    all
}

fn tell(found: &Comparison, quiet: bool, console: &Console) {
    let path = |id: &FileId| found.workspace.sources[id.0 as usize].path();
    for id in &found.unreadable {
        console.complain(&format!(
            "{} has errors and cannot be compared: mend them first (`specc check`)",
            path(id)
        ));
    }
    if quiet {
        return;
    }
    for id in &found.added {
        console.say(&format!("{} is new", path(id)));
    }
}
