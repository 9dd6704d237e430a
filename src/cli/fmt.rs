//! `specc fmt`: the same specs, tidier, in the files or as a diff.

use std::io::Write as _;

use clap::Args;

use super::console::Console;
use super::input::InputArgs;
use super::{CliError, Outcome, diff};
use crate::diagnostic::Diagnostics;
use crate::dialect::Misspelt;
use crate::format::Refusal;
use crate::report::counted;
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
                    diff::print(source.path(), source.text(), &text, console)?;
                } else if args.check {
                    writeln!(console.out, "{} is not tidy", source.path())?;
                } else if !console.replace(source.path(), &text) {
                    (failed, changed) = (true, changed - 1);
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
        left.sort();
        console.findings(&sources, &left, false)?;
        console.complain(&"files with errors are left alone: mend them first (`specc check`)");
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
