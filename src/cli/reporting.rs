//! How findings are reported: on standard output, in files, and as figures.

use std::io::{self, Write};

use camino::Utf8PathBuf;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::console::{Console, DEFAULT_WIDTH};
use super::{CliError, Outcome};
use crate::diagnostic::Diagnostics;
use crate::output::whole;
use crate::report::{self, FORMATS, Format, Report, Shows, Style, Summary};
use crate::text::nearest;
use crate::workspace::Workspace;

/// What a report tells of, taken out of a workspace.
struct Findings {
    diagnostics: Diagnostics,
    /// Those that do not count.
    hidden: Diagnostics,
}

impl Findings {
    fn of(workspace: &mut Workspace) -> Self {
        Self {
            hidden: workspace.take_hidden(),
            diagnostics: workspace.take_diagnostics(),
        }
    }

    fn report<'a>(&'a self, workspace: &'a Workspace) -> Report<'a> {
        Report {
            sources: &workspace.sources,
            diagnostics: &self.diagnostics,
            hidden: Some(&self.hidden),
            complete: workspace.failures.is_empty(),
        }
    }
}

/// How findings are shown.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Form of the report on standard output
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].id, value_parser = formats())]
    format: &'static Format,
    /// Write the report to a file too, in a form of its own; may be repeated
    ///
    /// A FILE without a form takes the report of --format in the place of standard output.
    #[arg(long, short, value_name = "[FORMAT=]FILE", value_parser = output)]
    output: Vec<Output>,
    /// Print how often each rule found something, and what can be mended, in place of the findings
    #[arg(long, conflicts_with = "format")]
    statistics: bool,
    /// End with status 0 whatever was found; 2 still says that something could not be done
    #[arg(long)]
    exit_zero: bool,
    /// End with status 1 on warnings too
    #[arg(long, conflicts_with = "exit_zero")]
    deny_warnings: bool,
    /// Print the findings and nothing else
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// A file that a report goes to.
#[derive(Debug, Clone)]
struct Output {
    /// None stands for that of `--format`.
    format: Option<&'static Format>,
    path: Utf8PathBuf,
}

pub(super) fn formats() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(
        FORMATS
            .iter()
            .map(|format| PossibleValue::new(format.id).help(format.summary)),
    )
    .try_map(|id| report::format(&id).ok_or("no such format"))
}

/// Reads `FORMAT=FILE` or `FILE`. A file whose name holds an equals sign is written with a folder: `./a=b`.
fn output(text: &str) -> Result<Output, String> {
    let (format, path) = match text.split_once('=') {
        Some((id, path)) if !id.contains(['/', '\\']) => {
            let Some(format) = report::format(id) else {
                let ids = FORMATS.iter().map(|format| format.id);
                let meant = nearest(id, ids.clone())
                    .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
                let list: Vec<&str> = ids.collect();
                return Err(format!(
                    "no form is called `{id}`{meant} There are {}",
                    list.join(", ")
                ));
            };
            (Some(format), path)
        }
        _ => (None, text),
    };
    match path {
        "" => Err("the name of the file is missing: FORMAT=FILE".to_owned()),
        "-" => Err("standard output takes the report of --format".to_owned()),
        path => Ok(Output {
            format,
            path: path.into(),
        }),
    }
}

impl ReportArgs {
    /// Refuses what makes no sense together.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let unnamed = self.output.iter().filter(|one| one.format.is_none());
        if unnamed.count() > 1 {
            return Err(CliError::Usage(
                "--output names two files without a form; write --output FORMAT=FILE".to_owned(),
            ));
        }
        for (index, one) in self.output.iter().enumerate() {
            if self.output[..index]
                .iter()
                .any(|other| other.path == one.path)
            {
                return Err(CliError::Usage(format!(
                    "--output names {} twice; one report would replace the other",
                    one.path
                )));
            }
        }
        Ok(())
    }

    /// What the reports show of the texts in which findings lie.
    pub(super) fn shows(&self) -> Shows {
        let printed = if self.statistics {
            Shows::Texts
        } else {
            self.format.shows
        };
        let written = self.output.iter();
        let written = written.map(|output| output.format.unwrap_or(self.format).shows);
        written.fold(printed, Shows::max)
    }

    /// Whether reports go to files.
    pub(super) fn writes_files(&self) -> bool {
        !self.output.is_empty()
    }

    /// The files that reports go to.
    pub(super) fn files(&self) -> Vec<Utf8PathBuf> {
        self.output
            .iter()
            .map(|output| output.path.clone())
            .collect()
    }

    /// Writes the findings of a workspace everywhere, taking them out of it, and says which paths could not be looked
    /// at and which reports not be written.
    pub(super) fn show(
        &self,
        workspace: &mut Workspace,
        console: &mut Console,
    ) -> Result<Outcome, CliError> {
        let findings = Findings::of(workspace);
        let report = findings.report(workspace);
        // Files first: they are wanted even where nobody reads standard output to its end.
        let failed = !self.write_files(&report, console);
        let style = self.style(workspace, console);
        self.render(&report, &style, &mut console.out)?;
        console.flush()?;
        for failure in &workspace.failures {
            console.complain(failure);
        }
        let failed = failed || !workspace.failures.is_empty();
        let outcome = self.outcome(failed, false, report.summary());
        std::mem::forget(findings);
        Ok(outcome)
    }

    /// The same where standard output holds what the command is asked for: the report goes to standard error.
    pub(super) fn show_beside(
        &self,
        workspace: &mut Workspace,
        console: &Console,
    ) -> Result<Outcome, CliError> {
        let findings = Findings::of(workspace);
        let report = findings.report(workspace);
        let written = self.write_files(&report, console);
        for failure in &workspace.failures {
            console.complain(failure);
        }
        let style = Style {
            color: console.error_color,
            ..self.style(workspace, console)
        };
        let mut text = Vec::new();
        self.render(&report, &style, &mut text)?;
        // Nobody is left to tell when standard error is closed; the exit status still does.
        let _ = io::stderr().write_all(&text);
        let failed = !written || !workspace.failures.is_empty();
        Ok(self.outcome(failed, false, report.summary()))
    }

    /// The same for a run that goes on: what would be said as it was said `last` is not said again.
    pub(super) fn show_news(
        &self,
        workspace: &mut Workspace,
        last: &mut Option<Vec<u8>>,
        console: &mut Console,
    ) -> Result<(), CliError> {
        let findings = Findings::of(workspace);
        let report = findings.report(workspace);
        let style = self.style(workspace, console);
        let mut text = Vec::new();
        self.render(&report, &style, &mut text)?;
        let failures: Vec<String> = workspace.failures.iter().map(ToString::to_string).collect();
        let mut news = text.clone();
        news.extend_from_slice(failures.join("\n").as_bytes());
        if last.as_ref() == Some(&news) {
            return Ok(());
        }
        if last.is_some() && !self.quiet {
            console.say("── changed ──");
        }
        self.write_files(&report, console);
        console.out.write_all(&text)?;
        console.flush()?;
        for failure in &failures {
            console.complain(failure);
        }
        *last = Some(news);
        Ok(())
    }

    fn style(&self, workspace: &Workspace, console: &Console) -> Style {
        Style {
            color: console.color,
            width: console.width(),
            summary: !self.quiet && !workspace.sources.is_empty(),
        }
    }

    /// What belongs on standard output.
    fn render(&self, report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        if self.statistics {
            report::statistics(report, style, out)
        } else if self.output.iter().all(|output| output.format.is_some()) {
            (self.format.render)(report, style, out)
        } else {
            Ok(())
        }
    }

    /// Writes the reports that go to files. Whether all could be written.
    fn write_files(&self, report: &Report<'_>, console: &Console) -> bool {
        let mut all = true;
        for output in &self.output {
            if let Err(error) = self.write(output, report) {
                all = false;
                console.complain(&format!(
                    "cannot write a report to {}: {error}",
                    output.path
                ));
            }
        }
        all
    }

    /// How a run ends that `failed`, or would have `changes` to make, or found as much as the figures say.
    pub(super) fn outcome(&self, failed: bool, changes: bool, summary: Summary) -> Outcome {
        let found = changes || summary.errors > 0 || (self.deny_warnings && summary.warnings > 0);
        if failed {
            Outcome::Failed
        } else if found && !self.exit_zero {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }

    fn write(&self, output: &Output, report: &Report<'_>) -> io::Result<()> {
        let style = Style {
            color: false,
            width: DEFAULT_WIDTH,
            summary: !self.quiet,
        };
        let format = output.format.unwrap_or(self.format);
        whole::replace_with(&output.path, &mut |to| (format.render)(report, &style, to))
    }
}
