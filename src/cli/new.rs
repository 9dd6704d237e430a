//! `specc new`: a folder with a new plugin, from nothing to running.

mod place;
mod prompt;

use std::io::{self, IsTerminal, Write};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::console::Console;
use super::emit::{self, EmitArgs};
use super::{CliError, Outcome};
use crate::diagnostic::Severity;
use crate::emit::{Options, TARGETS, Target};
use crate::lint::{Level, NoFolder};
use crate::output::PathFault;
use crate::output::path::name_problem;
use crate::render::literal::shell;
use crate::starter::{ICON, SPEC, Starter};
use crate::text::{FileId, Source};
use crate::workspace::{Request, analyse_with};
use prompt::Prompt;

/// The target whose file every new plugin has.
const HELP: &str = "help";

/// That file.
const HELP_FILE: &str = "help.md";

/// Start a new plugin
///
/// Makes a folder with a spec that explains itself, an icon and help.md, and with --target the code, ready to run.
/// One target goes into the folder itself, several into a folder each below it. What is not given is asked for, on a
/// terminal. Nothing that is there is ever written over.
///
/// Exit status: 0 done, 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// Identifier of the plugin: lower case, digits and underscores
    name: Option<String>,
    /// Identifier of its publisher [default: acme]
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Name for people [default: made from NAME]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// What to make of it at once; several with commas or by repeating (`specc targets` lists them)
    #[arg(long, short, value_delimiter = ',', value_name = "TARGET")]
    target: Vec<String>,
    /// Folder to make [default: NAME]
    #[arg(long, short, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
}

pub(super) fn run(args: NewArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let targets = if args.target.is_empty() {
        Vec::new()
    } else {
        emit::chosen(&args.target)?
    };
    let (starter, targets) = if io::stdin().is_terminal() && io::stdout().is_terminal() {
        let mut prompt = Prompt::new(io::stdin().lock(), io::stdout().lock());
        asked(&args, targets, &mut prompt)?
    } else {
        (given(&args)?, targets)
    };
    if let Some(problem) = problem(&starter) {
        return Err(CliError::Usage(problem));
    }
    let folder = args.out.unwrap_or_else(|| starter.name.clone().into());
    let files = files(&starter, &targets);
    if let Err(problem) = place::write(&folder, &files) {
        console.complain(&problem);
        return Ok(Outcome::Failed);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let shown = crate::report::visible(folder.as_str(), &[]);
    writeln!(console.out, "{shown}: made with {}", list(&names))?;
    let mut outcome = Outcome::Clean;
    if !targets.is_empty() {
        console.flush()?;
        let order = EmitArgs::of(folder.join(SPEC), &targets, folder.clone());
        outcome = emit::run(order, console)?;
    }
    if outcome == Outcome::Clean {
        next_steps(&folder, &starter, &targets, console)?;
    }
    Ok(outcome)
}

/// What the arguments say, with the defaults for the rest.
fn given(args: &NewArgs) -> Result<Starter, CliError> {
    let Some(name) = &args.name else {
        return Err(CliError::Usage(
            "say what the plugin is called: `specc new NAME`, with --vendor, --title and --target where they are known \
             (they are asked for on a terminal only)"
                .to_owned(),
        ));
    };
    let (vendor, title) = (args.vendor.as_deref(), args.title.as_deref());
    Ok(Starter::new(name, vendor, title))
}

/// What the arguments say, and for the rest, what somebody answers.
fn asked(
    args: &NewArgs,
    targets: Vec<&'static Target>,
    prompt: &mut Prompt<impl io::BufRead, impl Write>,
) -> Result<(Starter, Vec<&'static Target>), CliError> {
    // Each is tried with good ones for the others, so that its own question is asked again.
    let with = |name: &str, vendor: &str, title: &str| {
        problem(&Starter::new(name, Some(vendor), Some(title))).map_or(Ok(()), Err)
    };
    let name = match &args.name {
        Some(name) => name.clone(),
        None => prompt.ask("Name (lower case, digits, _)", None, |it| {
            with(it, "a", "A")
        })?,
    };
    let defaults = Starter::new(&name, None, None);
    let vendor = match &args.vendor {
        Some(vendor) => vendor.clone(),
        None => prompt.ask("Vendor", Some(&defaults.vendor), |it| with("a", it, "A"))?,
    };
    let title = match &args.title {
        Some(title) => title.clone(),
        None => prompt.ask("Title", Some(&defaults.title), |it| with("a", "a", it))?,
    };
    let targets = if targets.is_empty() {
        let known: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        let question = format!("Targets ({}, or none)", known.join(", "));
        let split = |text: &str| -> Vec<String> {
            let words = text.split([',', ' ']).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let answer = prompt.ask(&question, Some("none"), |it| match it {
            "none" => Ok(()),
            _ => emit::chosen(&split(it))
                .map(|_| ())
                .map_err(|error| error.to_string()),
        })?;
        match answer.as_str() {
            "none" => targets,
            _ => emit::chosen(&split(&answer))?,
        }
    } else {
        targets
    };
    let starter = Starter::new(&name, Some(&vendor), Some(&title));
    Ok((starter, targets))
}

/// What hosts ask of a name: a plugin that is yet to be made can have one that all of them take.
const NAME_RULE: &str = "unconventional-plugin-name";

/// Why no plugin can be called so: whatever a check of its spec would find.
fn problem(starter: &Starter) -> Option<String> {
    let source = Source::new(FileId(0), SPEC, starter.spec());
    let mut request = Request::default();
    request.levels.set(NAME_RULE, Level::On(Severity::Error));
    let analysis = analyse_with(&source, &request, &NoFolder);
    let findings = analysis.diagnostics.iter().map(|found| {
        let help = found.help.as_ref();
        let help = help.map_or_else(String::new, |help| format!("\n  help: {help}"));
        format!("{}{help}", found.message)
    });
    let findings: Vec<String> = findings.collect();
    if !findings.is_empty() {
        return Some(findings.join("\n"));
    }
    let problem = name_problem(&starter.name)?;
    let fault = PathFault::new(Utf8Path::new(&starter.name), problem);
    Some(format!("the plugin's name is that of its folder: {fault}"))
}

/// The author's first files, by path.
fn files(starter: &Starter, targets: &[&'static Target]) -> Vec<(Utf8PathBuf, Vec<u8>)> {
    let icon = starter.icon();
    let mut files = vec![
        (SPEC.into(), starter.spec().into_bytes()),
        (ICON.into(), icon.clone()),
    ];
    for target in targets {
        for picture in target.pictures {
            let path = Utf8PathBuf::from(below(targets, target)).join(picture);
            if path != ICON {
                files.push((path, icon.clone()));
            }
        }
    }
    // A target that makes it from the spec in this very folder knows it as its own.
    if !matches!(targets, [only] if only.reads.contains(&HELP_FILE)) {
        let source = Source::new(FileId(0), SPEC, starter.spec());
        let plugin = crate::check(&source).plugin;
        if let (Some(plugin), Some(help)) = (plugin, crate::emit::target(HELP)) {
            let (tree, _) = crate::emit(&plugin, help, &Options::default());
            let file = tree.get(HELP_FILE);
            files.extend(file.map(|file| (HELP_FILE.into(), file.bytes.clone())));
        }
    }
    files.sort();
    files
}

/// Where a target goes, from the plugin's folder: into that itself where it is the only one.
fn below(targets: &[&'static Target], target: &Target) -> &'static str {
    match targets {
        [_] => "",
        _ => target.id,
    }
}

/// Says what to do now.
fn next_steps(
    folder: &Utf8Path,
    starter: &Starter,
    targets: &[&'static Target],
    console: &mut Console,
) -> Result<(), CliError> {
    let out = &mut console.out;
    let spec = shell(folder.join(SPEC).as_str());
    writeln!(out, "\nDescribe the plugin in the spec and check it:\n")?;
    writeln!(out, "  specc check {spec}")?;
    if targets.is_empty() {
        let folder = shell(folder.as_str());
        writeln!(out, "\nThen choose what to make of it:\n")?;
        writeln!(out, "  specc targets")?;
        writeln!(out, "  specc emit --target TARGET --out {folder} {spec}")?;
        return Ok(());
    }
    let ids: Vec<&str> = targets.iter().map(|target| target.id).collect();
    writeln!(out, "\nAfter a change of the spec, make the rest anew:\n")?;
    writeln!(
        out,
        "  specc emit --target {} --out {} {spec}",
        ids.join(","),
        shell(folder.as_str())
    )?;
    let runs: Vec<_> = targets.iter().filter(|it| !it.try_out.is_empty()).collect();
    if !runs.is_empty() {
        writeln!(out, "\nSee it at work:\n")?;
    }
    for target in runs {
        let commands: Vec<String> = target
            .try_out
            .iter()
            .map(|command| command.replace("{name}", &starter.name))
            .collect();
        let folder = match below(targets, target) {
            "" => shell(folder.as_str()),
            below => shell(folder.join(below).as_str()),
        };
        writeln!(out, "  (cd {folder} && {})", commands.join(" && "))?;
    }
    Ok(())
}

/// `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(texts: &[&str]) -> NewArgs {
        use clap::Parser;
        #[derive(Parser)]
        struct Line {
            #[command(flatten)]
            args: NewArgs,
        }
        Line::parse_from([&["new"], texts].concat()).args
    }

    fn answers(
        arguments: &[&str],
        typed: &str,
    ) -> (Result<(Starter, Vec<&'static str>), String>, String) {
        let mut shown = Vec::new();
        let mut prompt = Prompt::new(typed.as_bytes(), &mut shown);
        let answer = asked(&args(arguments), Vec::new(), &mut prompt)
            .map(|(starter, targets)| (starter, targets.iter().map(|it| it.id).collect()))
            .map_err(|error| error.to_string());
        (answer, String::from_utf8(shown).unwrap())
    }

    #[test]
    fn what_is_missing_is_asked_for_until_it_is_good() {
        let (answer, shown) = answers(&[], "Look Up\nlookup\n\nHost Lookup\npyton\npython, help\n");
        let starter = Starter::new("lookup", Some("acme"), Some("Host Lookup"));
        assert_eq!(answer, Ok((starter, vec!["help", "python"])));
        assert!(shown.contains("write `look_up`"), "{shown}");
        assert!(shown.contains("Title [Lookup]: "), "{shown}");
        assert!(shown.contains("did you mean `python`?"), "{shown}");
    }

    #[test]
    fn names_that_a_host_complains_of_are_refused() {
        assert!(crate::lint::group(NAME_RULE).is_some());
        let (answer, shown) = answers(&[], "LookUp\nlook_up\n\n\n\n");
        assert_eq!(
            answer.map(|(starter, _)| starter.name),
            Ok("look_up".to_owned())
        );
        assert!(shown.contains("`look_up`"), "{shown}");
        assert!(problem(&Starter::new("LookUp", None, None)).is_some());
        assert_eq!(problem(&Starter::new("look_up", None, None)), None);
    }

    #[test]
    fn what_is_given_is_not_asked_for() {
        let (answer, shown) = answers(&["a", "--vendor", "b", "--title", "C"], "\n");
        assert_eq!(
            answer,
            Ok((Starter::new("a", Some("b"), Some("C")), vec![]))
        );
        assert_eq!(shown.matches(": ").count(), 1, "{shown}");
    }

    #[test]
    fn an_end_of_the_answers_is_an_end() {
        let (answer, _) = answers(&[], "lookup\n");
        assert!(answer.is_err_and(|error| error.contains("Vendor")));
    }
}
