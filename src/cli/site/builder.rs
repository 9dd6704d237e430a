//! What `specc site` and `specc serve` share: a site made from paths, `specc.toml` and arguments, and what is said of
//! it.

use std::io::{self, Write};

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::cli::CliError;
use crate::cli::console::Console;
use crate::cli::input::InputArgs;
use crate::config::address;
use crate::diagnostic::{Diagnostics, Severity};
use crate::dialect::Misspelt;
use crate::report::{Format, Report, Style};
use crate::site::releases::is_day;
use crate::site::{Site, Twins};
use crate::text::{FileId, Source};
use crate::workspace::configuration::{self, Configuration};
use crate::workspace::site::{self, Claim, Ledger, Outcome, Policy};
use crate::workspace::{Failure, Keep, Request};

/// What a site is made from.
#[derive(Debug, Clone, Args)]
pub struct SubjectArgs {
    #[command(flatten)]
    input: InputArgs,
    /// The configuration [default: specc.toml beside the PATHs or above, else in the current folder or above]
    #[arg(long, value_name = "FILE")]
    config: Option<Utf8PathBuf>,
    /// Absolute address that the site will have; feeds, sitemap and previews need it
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Name of the site
    #[arg(long, value_name = "TEXT", value_parser = title)]
    title: Option<String>,
    /// Whether each plugin gets a text and a JSON file beside its page
    #[arg(long, value_enum, value_name = "WHEN")]
    twins: Option<TwinsArg>,
    /// Show plugins with errors too, where enough of them is whole, as `specc emit --lenient` does
    #[arg(long)]
    lenient: bool,
    /// Day of the build, YYYY-MM-DD: new versions are dated with it
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
    /// File that keeps the days of versions from build to build; written where --date is given
    #[arg(long, value_name = "FILE")]
    releases: Option<Utf8PathBuf>,
}

/// Whether each plugin gets its further files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TwinsArg {
    /// Where there are so few plugins that static hosts take all the files
    Auto,
    /// In any case
    Always,
    /// Never
    Never,
}

impl From<TwinsArg> for Twins {
    fn from(twins: TwinsArg) -> Self {
        match twins {
            TwinsArg::Auto => Self::Auto,
            TwinsArg::Always => Self::Always,
            TwinsArg::Never => Self::Never,
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    address::base(text).map_err(|fault| format!("{fault}; {}", address::EXAMPLE))
}

fn title(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("it says nothing; write the name of the site".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("it holds a line end or another control character; write one line".to_owned());
    }
    Ok(text.to_owned())
}

/// Reads a day of the calendar.
fn day(text: &str) -> Result<String, String> {
    if is_day(text) {
        Ok(text.to_owned())
    } else {
        Err("it is no day of the calendar; write YYYY-MM-DD, for example 2026-11-21".to_owned())
    }
}

/// What becomes of plugins with errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// The site stays as it was.
    Whole,
    /// They are left out.
    LeaveOut,
    /// Their pages stay as they were; those that had none are left out.
    KeepLast,
}

/// What a build came to, and everything there is to say about it.
#[derive(Debug, Default)]
pub struct Built {
    /// The files that findings stand in; a file's id is its index.
    pub sources: Vec<Source>,
    /// Errors of specs, and errors and warnings of the configuration.
    pub diagnostics: Diagnostics,
    /// What could not be looked at, and what is wrong with templates.
    pub failures: Vec<String>,
    /// What is worth a word.
    pub remarks: Vec<String>,
    /// The figures.
    pub outcome: Outcome,
    /// What was read beside the specs and what lies beside them.
    pub files: Vec<Utf8PathBuf>,
}

impl SubjectArgs {
    /// The paths that the site is made from.
    pub fn paths(&self) -> &[Utf8PathBuf] {
        &self.input.paths
    }

    /// Builds the site into a folder. `address` stands in for that of a site that nobody has given one.
    pub fn build(
        &self,
        claim: &Claim,
        care: Care,
        address: Option<&str>,
        progress: &site::Progress,
    ) -> Built {
        let path = self
            .config
            .clone()
            .or_else(|| configuration::find(&self.input.paths));
        let configuration = match configuration::read(path.as_deref()) {
            Ok(configuration) => configuration,
            Err(failure) => return failed(&failure, path),
        };
        if configuration.diagnostics.has_errors() {
            return Built {
                sources: configuration.sources,
                diagnostics: configuration.diagnostics,
                files: configuration.files,
                ..Built::default()
            };
        }
        let Configuration {
            mut settings,
            owner,
            sources,
            diagnostics,
            mut files,
            releases,
            ..
        } = configuration;
        let ledger = Ledger {
            path: self.releases.clone().or(releases),
            // While a plugin is being written, nothing is released.
            grows: self.date.is_some() && care != Care::KeepLast,
        };
        files.extend(ledger.path.clone());
        settings.date.clone_from(&self.date);
        settings.base_url = self
            .base_url
            .clone()
            .or(settings.base_url)
            .or_else(|| address.map(str::to_owned));
        settings.twins = self.twins.map_or(settings.twins, Twins::from);
        settings.title = self.title.clone().unwrap_or(settings.title);
        let site = Site::with(settings, owner);
        let request = Request {
            paths: self.input.paths.clone(),
            stdin_filename: self.input.stdin_filename.clone(),
            limits: self.input.limits.limits(),
            keep: Keep::Models,
            misspelt: Misspelt::LeftOut,
            ..Request::default()
        };
        let policy = Policy {
            keep_going: care != Care::Whole,
            lenient: self.lenient,
            keep_last: care == Care::KeepLast,
        };
        let mut built = match site::build(&request, &site, claim, policy, &ledger, progress) {
            Ok(outcome) => gather(outcome),
            Err(error) => Built {
                failures: vec![error.to_string()],
                ..Built::default()
            },
        };
        built.failures.extend(site.complaints());
        built.files = files;
        // The files of the configuration come after the specs.
        let by = u32::try_from(built.sources.len()).unwrap_or(u32::MAX);
        built.sources.extend(sources.into_iter().map(|mut source| {
            source.id.0 += by;
            source
        }));
        for finding in diagnostics {
            let raised = finding.with_files(|file| FileId(file.0 + by));
            built.diagnostics.push(raised);
        }
        built
    }
}

fn gather(mut outcome: Outcome) -> Built {
    let mut diagnostics = std::mem::take(&mut outcome.diagnostics);
    // Warnings keep no plugin off the site; `specc check` tells them.
    diagnostics.retain(|found| found.severity == Severity::Error);
    Built {
        sources: std::mem::take(&mut outcome.sources),
        diagnostics,
        failures: outcome.failures.iter().map(Failure::to_string).collect(),
        remarks: std::mem::take(&mut outcome.remarks),
        outcome,
        ..Built::default()
    }
}

fn failed(failure: &Failure, path: Option<Utf8PathBuf>) -> Built {
    Built {
        failures: vec![failure.to_string()],
        files: path.into_iter().collect(),
        ..Built::default()
    }
}

impl Built {
    /// Whether the site is up to date, with every plugin on it.
    pub fn is_whole(&self) -> bool {
        self.outcome.committed && self.failures.is_empty() && !self.diagnostics.has_errors()
    }

    /// Writes the findings.
    pub fn report(&self, format: &Format, style: &Style, to: &mut dyn Write) -> io::Result<()> {
        let report = Report {
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            hidden: None,
            complete: true,
        };
        (format.render)(&report, style, to)
    }

    /// Says everything on the streams of the program.
    pub fn say(&self, format: &Format, console: &mut Console) -> Result<(), CliError> {
        let style = Style {
            color: console.color,
            width: console.width(),
            summary: false,
        };
        self.report(format, &style, &mut console.out)?;
        console.flush()?;
        for failure in &self.failures {
            console.complain(failure);
        }
        for remark in &self.remarks {
            console.warn(remark);
        }
        Ok(())
    }
}
