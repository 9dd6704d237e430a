//! `specc fmt`: the same specs, tidier, in the files or as a diff.

use std::io::{IsTerminal, Write, stderr, stdout};

use camino::Utf8Path;
use clap::Args;

use super::console::Console;
use super::diff::painted;
use super::input::InputArgs;
use super::{CliError, Outcome};
use crate::diagnostic::Diagnostics;
use crate::dialect::Misspelt;
use crate::format::Refusal;
use crate::output::{diff, whole};
use crate::report::{FORMATS, Report, Style, counted};
use crate::text::Source;
use crate::workspace::Keep;
use crate::workspace::formatting::{self, Formatting};

/// Lay specs out alike: order of keys, quotes, indentation, blank lines
///
/// Nothing that a spec says changes, and every comment stays. A spec with errors of YAML is left alone. Of standard input
/// the result is printed.
///
/// Exit status: 0 done, or nothing to do; 1 --check or --diff found something to do; 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Write nothing; name the specs that would change, and end with status 1 if any would
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change, and end with status 1 if anything would
    #[arg(long)]
    diff: bool,
    /// Say nothing of what was done
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: FmtArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let request = args.input.request(Keep::Findings, Misspelt::ReadAsMeant);
    let stdin = request.paths.iter().any(|path| path == "-");
    if stdin && request.paths.len() > 1 {
        let text = "- is standard input, whose result is printed: name no other path beside it";
        return Err(CliError::Usage(text.to_owned()));
    }
    let Formatting { specs, failures } = formatting::format(&request);
    let mut failed = !failures.is_empty();
    let (mut changed, mut left) = (0, Diagnostics::new());
    let mut sources = Vec::with_capacity(specs.len());
    let looks = args.check || args.diff;
    for (source, result) in specs {
        match result {
            Ok(text) if stdin && !looks => console.out.write_all(text.as_bytes())?,
            Ok(text) if text == source.text() => {}
            Ok(text) => {
                changed += 1;
                if args.diff {
                    show(&source, &text, console)?;
                } else if args.check {
                    writeln!(console.out, "{} is not tidy", source.path())?;
                } else if let Err(error) = whole::replace(source.path(), text.as_bytes()) {
                    (failed, changed) = (true, changed - 1);
                    let path = source.path();
                    console.complain(&format!("cannot write {path}: {error}; it is as it was"));
                }
            }
            Err(refusal) => {
                failed = true;
                refuse(&source, refusal, &mut left, console);
            }
        }
        sources.push(source);
    }
    console.flush()?;
    if !left.is_empty() {
        report(&sources, &mut left, console)?;
    }
    for failure in &failures {
        console.complain(failure);
    }
    if !args.quiet && !stdin && changed > 0 {
        let files = counted(changed, "file");
        console.say(&if looks {
            format!("{files} would change")
        } else {
            format!("tidied {files}")
        });
    }
    Ok(match (failed, looks && changed > 0) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// Says why a file was left alone; findings are collected, to be shown together.
fn refuse(source: &Source, refusal: Refusal, left: &mut Diagnostics, console: &Console) {
    let path = source.path();
    match refusal {
        Refusal::Broken(found) => left.append(found),
        Refusal::Unsupported { at, what } => {
            let place = source.position(at);
            console.complain(&format!(
                "{path}:{}:{}: {what} cannot be laid out: the file is as it was",
                place.line, place.column
            ));
        }
        Refusal::Changed => console.complain(&format!(
            "{path}: laid out anew it would say something else, which is a bug of specc: please report it with the \
             file, which is as it was"
        )),
    }
}

fn report(
    sources: &[Source],
    left: &mut Diagnostics,
    console: &mut Console,
) -> Result<(), CliError> {
    left.sort();
    let report = Report {
        sources,
        diagnostics: left,
    };
    let style = Style {
        color: console.error_color,
        width: console.width(),
        summary: false,
    };
    let mut text = Vec::new();
    (FORMATS[0].render)(&report, &style, &mut text)?;
    // Nobody is left to tell when standard error is closed; the exit status still does.
    let _ = stderr().write_all(&text);
    console.complain(&"files with errors are left alone: mend them first (`specc check`)");
    Ok(())
}

fn show(source: &Source, after: &str, console: &mut Console) -> Result<(), CliError> {
    let path = source.path().as_str();
    let shown = Utf8Path::new(path.trim_start_matches("./").trim_start_matches('/'));
    let plain = !stdout().is_terminal();
    let (before, after) = (source.text().as_bytes(), after.as_bytes());
    for line in diff::unified(shown, Some(before), Some(after), false) {
        let line = painted(&line, console.color, plain);
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}
