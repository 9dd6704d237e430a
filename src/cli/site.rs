//! `specc site`: a website of plugins.

use std::time::Instant;

use camino::Utf8PathBuf;
use clap::Args;

use super::console::Console;
use super::input::InputArgs;
use super::{CliError, Outcome};
use crate::diagnostic::Severity;
use crate::dialect::Misspelt;
use crate::report::{FORMATS, Report, Style};
use crate::site::releases::is_day;
use crate::site::{Settings, Site};
use crate::workspace::{Keep, Request, site};

/// Build a website of plugins
///
/// Every spec below PATH gets a page, made from the spec, the help.md and the icon beside it. A spec with errors is
/// reported; with --keep-going the site is made without it, otherwise DIR stays as it is.
///
/// Exit status: 0 done, 1 a plugin was left out, 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct SiteArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Folder to write to
    #[arg(long, short, value_name = "DIR")]
    out: Utf8PathBuf,
    /// Absolute address that the site will have; feeds, sitemap and previews need it
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Name of the site
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Leave plugins with errors out and build the site without them
    #[arg(long)]
    keep_going: bool,
    /// Show plugins with errors too, where enough of them is whole, as `specc emit --lenient` does
    #[arg(long)]
    lenient: bool,
    /// Day of the build, YYYY-MM-DD: new versions are dated with it
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: SiteArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let started = Instant::now();
    let mut settings = Settings {
        date: args.date,
        base_url: args.base_url.map(|url| {
            let slash = if url.ends_with('/') { "" } else { "/" };
            format!("{url}{slash}")
        }),
        ..Settings::default()
    };
    if let Some(title) = args.title {
        settings.title = title;
    }
    let request = Request {
        paths: args.input.paths,
        stdin_filename: args.input.stdin_filename,
        limits: args.input.limits.limits(),
        keep: Keep::Models,
        misspelt: Misspelt::LeftOut,
    };
    let site = Site::new(settings);
    let policy = site::Policy {
        keep_going: args.keep_going,
        lenient: args.lenient,
    };
    let outcome = match site::build(&request, &site, &args.out, policy) {
        Ok(outcome) => outcome,
        Err(error) => {
            console.complain(&error);
            return Ok(Outcome::Failed);
        }
    };
    // Warnings keep no plugin off the site; `specc check` tells them.
    let mut errors = outcome.diagnostics.clone();
    errors.retain(|found| found.severity == Severity::Error);
    let report = Report {
        sources: &outcome.sources,
        diagnostics: &errors,
    };
    let style = Style {
        color: console.color,
        width: console.width(),
        summary: false,
    };
    (FORMATS[0].render)(&report, &style, &mut console.out)?;
    console.flush()?;
    for failure in &outcome.failures {
        console.complain(failure);
    }
    for remark in outcome.remarks.iter().chain(&site.complaints()) {
        console.warn(remark);
    }
    let left_out = outcome.left_out;
    if !outcome.committed {
        console.complain(&format!(
            "{left_out} {} errors, so the site in {} stays as it was; --keep-going builds it without them",
            if left_out == 1 { "plugin has" } else { "plugins have" },
            args.out
        ));
    } else if !args.quiet {
        console.say(&format!(
            "{} plugins, {} files, {} in {}: {} written, {} deleted, {:.0} ms{}",
            outcome.plugins,
            outcome.files,
            size(outcome.bytes),
            args.out,
            outcome.written,
            outcome.deleted,
            started.elapsed().as_secs_f64() * 1000.0,
            if left_out > 0 {
                format!("; {left_out} left out because of errors")
            } else {
                String::new()
            },
        ));
    }
    Ok(if !outcome.failures.is_empty() {
        Outcome::Failed
    } else if left_out > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Reads a day of the calendar.
fn day(text: &str) -> Result<String, String> {
    if is_day(text) {
        Ok(text.to_owned())
    } else {
        Err("it is no day of the calendar; write YYYY-MM-DD, for example 2026-11-21".to_owned())
    }
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
