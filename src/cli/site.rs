//! `specc site`: a website of plugins.

pub(super) mod builder;
mod progress;

use std::sync::Arc;
use std::time::Instant;

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::reporting::formats;
use super::{CliError, Outcome};
use crate::report::{FORMATS, Format, counted};
use crate::workspace::site::{Claim, Progress};
use builder::{Built, Care, SubjectArgs};
use progress::Bar;

/// Build a website of plugins
///
/// Every spec below PATH gets a page, made from the spec, the help.md and the icon beside it. A spec with errors is
/// reported; with --keep-going the site is made without it, otherwise DIR stays as it is. What the pages say and how they
/// look beyond that stands in specc.toml; arguments win over it.
///
/// Exit status: 0 done, 1 a plugin was left out or specc.toml has errors, 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Folder to write to
    #[arg(long, short, value_name = "DIR")]
    out: Utf8PathBuf,
    /// Leave plugins with errors out and build the site without them
    #[arg(long)]
    keep_going: bool,
    /// Form in which errors are reported
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].id, value_parser = formats())]
    format: &'static Format,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: SiteArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let started = Instant::now();
    let progress = Arc::new(Progress::default());
    let care = if args.keep_going {
        Care::LeaveOut
    } else {
        Care::Whole
    };
    let claim = Claim::take(&args.out).map_err(|error| CliError::Usage(error.to_string()))?;
    let bar = Bar::start(&progress, args.quiet);
    let built = args.subject.build(&claim, care, None, &progress);
    drop(bar);
    built.say(args.format, console)?;
    let outcome = &built.outcome;
    if !outcome.committed {
        let out = &args.out;
        console.complain(&match outcome.left_out {
            0 => format!("the site in {out} stays as it was"),
            1 => format!(
                "1 plugin has errors, so the site in {out} stays as it was; --keep-going builds it without it"
            ),
            some => format!(
                "{some} plugins have errors, so the site in {out} stays as it was; --keep-going builds it without them"
            ),
        });
    } else if !args.quiet {
        let time = started.elapsed().as_secs_f64() * 1000.0;
        console.say(&format!(
            "{} in {}, {time:.0} ms",
            summary(&built),
            args.out
        ));
    }
    Ok(if !built.failures.is_empty() {
        Outcome::Failed
    } else if built.is_whole() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// The figures of a build in a line.
pub(super) fn summary(built: &Built) -> String {
    let outcome = &built.outcome;
    let mut line = format!(
        "{}, {}, {} of {} ({} written, {} deleted)",
        counted(outcome.plugins, "plugin"),
        counted(outcome.pages, "page"),
        counted(outcome.files, "file"),
        size(outcome.bytes),
        outcome.written,
        outcome.deleted,
    );
    if outcome.left_out > 0 {
        line.push_str(&format!(
            "; {} left out because of errors",
            outcome.left_out
        ));
    }
    line
}

/// A size for people.
fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE {
        format!(
            "{}.{} MiB",
            bytes / MEBIBYTE,
            bytes % MEBIBYTE * 10 / MEBIBYTE
        )
    } else {
        format!("{} KiB", bytes.div_ceil(1024))
    }
}
