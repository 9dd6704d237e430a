//! What `specc emit` says: lists and diffs on standard output, all else on standard error.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};

use camino::Utf8Path;

use super::EmitArgs;
use super::words::{action_word, state_word, summary};
use crate::cli::console::Console;
use crate::cli::diff::painted;
use crate::cli::{CliError, Outcome};
use crate::diagnostic::{Diagnostics, Severity};
use crate::output::compare::{Refusal, Step};
use crate::output::{PathFault, Plan, Verdict};
use crate::text::{FileId, Source};
use crate::workspace::Workspace;
use crate::workspace::emission::{Emission, Emissions, LeftOut, Reason};

pub(super) fn show(
    mut workspace: Workspace,
    mut emissions: Emissions,
    args: &EmitArgs,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    findings(&mut workspace, &mut emissions, args, console)?;
    let sources = &workspace.sources;
    for failure in &workspace.failures {
        console.complain(failure);
    }
    for left_out in &emissions.left_out {
        console.complain(&why_left_out(left_out, sources));
    }
    let mut worst = Worst::default();
    worst.failed |= !workspace.failures.is_empty();
    worst.found |= !emissions.left_out.is_empty();
    for emission in &emissions.done {
        one(emission, sources, args, console, &mut worst)?;
    }
    console.flush()?;
    if !args.quiet && !emissions.done.is_empty() {
        console.say(&summary(&emissions, args));
    }
    Ok(match worst {
        Worst { failed: true, .. } => Outcome::Failed,
        Worst { found: true, .. } => Outcome::Findings,
        _ => Outcome::Clean,
    })
}

#[derive(Default)]
struct Worst {
    found: bool,
    failed: bool,
}

/// Shows why specs are not emitted, or what is left out of them, and what targets cannot express.
fn findings(
    workspace: &mut Workspace,
    emissions: &mut Emissions,
    args: &EmitArgs,
    console: &Console,
) -> Result<(), CliError> {
    let emitted: BTreeSet<FileId> = emissions.done.iter().map(|it| it.file).collect();
    let mut in_spite: BTreeMap<FileId, usize> = BTreeMap::new();
    let mut shown = Diagnostics::new();
    for mut finding in workspace.take_diagnostics() {
        if finding.severity != Severity::Error {
            continue;
        }
        let file = finding.primary.span.file;
        if emitted.contains(&file) {
            finding.severity = Severity::Warning;
            *in_spite.entry(file).or_default() += 1;
        }
        shown.push(finding);
    }
    for emission in &mut emissions.done {
        shown.append(std::mem::take(&mut emission.diagnostics));
    }
    if args.quiet {
        shown.retain(|finding| finding.severity == Severity::Error);
    }
    shown.sort();
    console.findings(&workspace.sources, &shown, false)?;
    for (file, count) in in_spite.iter().filter(|_| !args.quiet) {
        let path = workspace.sources[file.0 as usize].path();
        let places = match count {
            1 => "the place above".to_owned(),
            _ => format!("the {count} places above"),
        };
        console.warn(&format!(
            "{path} is emitted all the same; at {places}, what is wrong was left out, and an unknown type taken as any"
        ));
    }
    Ok(())
}

fn why_left_out(left_out: &LeftOut, sources: &[Source]) -> String {
    let path = |file: FileId| sources[file.0 as usize].path();
    let why = match &left_out.reason {
        Reason::Errors(1) => {
            "it has an error (--lenient emits what is whole all the same)".to_owned()
        }
        Reason::Errors(count) => {
            format!("it has {count} errors (--lenient emits what is whole all the same)")
        }
        Reason::NoModel => {
            "without a name, vendor and version that can be used there is nothing to make"
                .to_owned()
        }
        Reason::SameName { plugin, other } => format!(
            "{} is called `{plugin}` too, and both would go to one folder",
            path(*other)
        ),
        Reason::Name(fault) => {
            format!("its name cannot be a folder: {fault}; choose a folder with --out")
        }
    };
    format!("{} was not emitted: {why}", path(left_out.file))
}

/// Says what was done, or would be, for one plugin as one target.
fn one(
    emission: &Emission,
    sources: &[Source],
    args: &EmitArgs,
    console: &mut Console,
    worst: &mut Worst,
) -> Result<(), CliError> {
    let path = sources[emission.file.0 as usize].path();
    let plan = match &emission.plan {
        Ok(plan) => plan,
        Err(error) => {
            console.complain(error);
            worst.failed = true;
            return Ok(());
        }
    };
    for fault in &plan.faults {
        let text = format!("{path} as {}: {fault}", emission.target.id);
        if fault.is_fatal() {
            console.complain(&format!("{text}. Nothing of it was written"));
        } else if !args.quiet {
            console.warn(&text);
        }
    }
    worst.found |= emission.refused || plan.faults.iter().any(PathFault::is_fatal);
    if !args.check {
        worst.found |= plan.is_refused();
    }
    if args.check && plan.is_drift() {
        worst.found = true;
    }
    if args.only_looks() {
        for step in &plan.steps {
            list(step, emission, args, console)?;
        }
    } else {
        refusals(plan, emission, console);
    }
    if !args.quiet {
        for step in &plan.steps {
            left_behind(step, emission, console);
        }
    }
    Ok(())
}

/// One line, or one diff, on standard output.
fn list(
    step: &Step,
    emission: &Emission,
    args: &EmitArgs,
    console: &mut Console,
) -> Result<(), CliError> {
    if args.check || args.dry_run {
        let word = if args.check {
            state_word(&step.verdict)
        } else {
            action_word(&step.verdict)
        };
        if let Some(word) = word {
            let path = shown_path(emission, &step.path);
            writeln!(console.out, "{word:<9}  {path}")?;
        }
    }
    if args.diff
        && let Some(lines) = emission.diffs.get(&step.path)
    {
        // A file or a pipe gets the diff as it is, so that it can be applied.
        let plain = !console.color && !io::stdout().is_terminal();
        for line in lines {
            writeln!(console.out, "{}", painted(line, console.color, plain))?;
        }
    }
    Ok(())
}

/// Says which files stand against an emit, and what would be lost.
fn refusals(plan: &Plan, emission: &Emission, console: &mut Console) {
    let refused: Vec<(&Step, &Refusal)> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.verdict {
            Verdict::Refuse(refusal) => Some((step, refusal)),
            _ => None,
        })
        .collect();
    if refused.is_empty() {
        return;
    }
    let mut may_force = true;
    let mut obstacle = None;
    for (step, refusal) in &refused {
        let path = shown_path(emission, &step.path);
        may_force &= refusal.yields_to_force();
        match refusal {
            Refusal::Edited => {
                console.complain(&format!("{path} is generated, but was edited"));
            }
            Refusal::Foreign => {
                console.complain(&format!("{path} is in the way: specc did not write it"));
            }
            Refusal::Link => console.complain(&format!(
                "{path} is a symbolic link, where a file has to be written"
            )),
            Refusal::Blocked { by, what } if *by == step.path => {
                console.complain(&format!("{path} is {what}, where a file has to be written"));
            }
            Refusal::Blocked { by, what } => {
                // One thing in the way may stand before many files.
                if obstacle.replace(by) != Some(by) {
                    let by = shown_path(emission, by);
                    console.complain(&format!("{by} is {what}, where a folder has to be"));
                }
            }
        }
        for line in emission.diffs.get(&step.path).into_iter().flatten() {
            console.say(&painted(line, console.error_color, false));
        }
    }
    let force = if may_force {
        ", or overwrite them with --force"
    } else {
        ""
    };
    console.say(&format!(
        "  help: nothing was written to {}; keep your changes elsewhere and delete the files named above{force}",
        shown_path(emission, Utf8Path::new(""))
    ));
}

/// Says what stays although the plugin has it no longer.
fn left_behind(step: &Step, emission: &Emission, console: &Console) {
    let path = shown_path(emission, &step.path);
    match step.verdict {
        Verdict::KeepEdited => console.warn(&format!(
            "{path} is no longer generated, but was edited, so it is kept: delete it when nothing needs it"
        )),
        Verdict::KeepScaffold => console.warn(&format!(
            "{path} is yours, but the spec no longer calls for it: delete it when nothing needs it"
        )),
        _ => {}
    }
}

/// A path of an output as it is reached from the current folder.
pub(super) fn shown_path(emission: &Emission, path: &Utf8Path) -> String {
    let full = if path.as_str().is_empty() {
        emission.root.clone()
    } else {
        emission.root.join(path)
    };
    full.into_string()
}
