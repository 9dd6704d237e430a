//! `specc emit`: everything that is made from specs, brought in line with them on the disk.

mod show;
mod words;

use camino::Utf8PathBuf;
use clap::Args;

use super::configuring::{ConfigArgs, refused};
use super::console::Console;
use super::input::{InputArgs, LimitArgs};
use super::{CliError, Outcome};
use crate::diagnostic::RuleInfo;
use crate::dialect::Misspelt;
use crate::emit::{Options, TARGETS, Target};
use crate::output::Policy;
use crate::rules;
use crate::text::nearest;
use crate::workspace::emission::{self, Order};
use crate::workspace::{Keep, Workspace};

/// The word that stands for every target.
const ALL: &str = "all";

/// Make code, schemas and samples from specs
///
/// One spec as one target goes to DIR itself. Several targets get a folder each, DIR/<target>/; several specs, or a
/// folder of them, get one each below that: DIR/[<target>/]<plugin>/. A manifest there tells files that you edited
/// from those that you did not: edited ones are never overwritten unasked.
///
/// Exit status: 0 done, 1 something was not emitted or (with --check) is not up to date, 2 could not do what was asked.
#[derive(Debug, Args)]
pub(super) struct EmitArgs {
    #[command(flatten)]
    input: InputArgs,
    /// What to make; several with commas or by repeating, or `all`
    #[arg(long, short, value_delimiter = ',', value_name = "TARGET", help = targets_help())]
    target: Vec<String>,
    /// Folder to write to [default: the plugin's name]
    #[arg(long, short, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
    /// Write nothing; list what differs from the specs and end with status 1 if anything does
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    check: bool,
    /// Write nothing; show what would change as unified diffs
    #[arg(long)]
    diff: bool,
    /// Write nothing; list what would be done
    #[arg(long)]
    dry_run: bool,
    /// Overwrite generated files that were edited, and other files in the way
    #[arg(long)]
    force: bool,
    /// Write files again that were yours and that you deleted
    #[arg(long)]
    restore: bool,
    /// Emit from specs with errors too, where enough of them is whole: unknown types become any, misspelt keys are left
    /// out
    #[arg(long)]
    lenient: bool,
    /// Treat the findings of a rule as errors, such as `lossy`: what a target cannot express
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    deny: Vec<String>,
    /// A target's own setting
    #[arg(long = "opt", value_name = "TARGET.KEY=VALUE")]
    options: Vec<String>,
    #[command(flatten)]
    config: ConfigArgs,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

fn targets_help() -> String {
    let list: Vec<String> = TARGETS
        .iter()
        .map(|target| format!("{}: {}", target.id, target.summary))
        .collect();
    format!(
        "What to make; several with commas or by repeating, or `{ALL}`\n- {}",
        list.join("\n- ")
    )
}

impl EmitArgs {
    /// The arguments that make these targets of one spec.
    pub(super) fn of(spec: Utf8PathBuf, targets: &[&Target], out: Utf8PathBuf) -> Self {
        Self {
            input: InputArgs {
                paths: vec![spec],
                stdin_filename: None,
                limits: LimitArgs::default(),
            },
            target: targets.iter().map(|target| target.id.to_owned()).collect(),
            out: Some(out),
            check: false,
            diff: false,
            dry_run: false,
            force: false,
            restore: false,
            lenient: false,
            deny: Vec::new(),
            options: Vec::new(),
            config: ConfigArgs::default(),
            quiet: false,
        }
    }

    /// Whether the disk stays as it is.
    fn only_looks(&self) -> bool {
        self.check || self.diff || self.dry_run
    }
}

pub(super) fn run(args: EmitArgs, console: &mut Console) -> Result<Outcome, CliError> {
    let targets = with_options(chosen(&args.target)?, &args.options)?;
    if args.out.as_ref().is_some_and(|out| out.as_str().is_empty()) {
        return Err(CliError::Usage(
            "--out is empty; the current folder is `--out .`".to_owned(),
        ));
    }
    let misspelt = if args.lenient {
        Misspelt::LeftOut
    } else {
        Misspelt::ReadAsMeant
    };
    let denied = denied(&args.deny)?;
    let mut workspace = args.input.open(Keep::Models, misspelt);
    for analysis in &mut workspace.analyses {
        analysis.diagnostics.deny(&denied);
    }
    let settings = args.config.settings();
    if let Some(outcome) = refused(&settings, &workspace, console)? {
        return Ok(outcome);
    }
    let order = Order {
        settings: &settings,
        targets,
        out: args.out.as_deref(),
        level_per_plugin: level_per_plugin(&args.input, &workspace),
        lenient: args.lenient,
        denied,
        policy: Policy {
            force: args.force,
            restore: args.restore,
        },
        write: !args.only_looks(),
        diff: args.diff,
    };
    let emissions = emission::emit(&workspace, &order);
    show::show(workspace, emissions, &args, console)
}

/// Whether the command line means several specs, of which there may happen to be one.
fn level_per_plugin(input: &InputArgs, workspace: &Workspace) -> bool {
    let is_folder = |path: &Utf8PathBuf| path != "-" && path.is_dir();
    workspace.sources.len() > 1 || input.paths.is_empty() || input.paths.iter().any(is_folder)
}

/// The targets of `--target`, each once, in the order of the registry.
pub(super) fn chosen(names: &[String]) -> Result<Vec<&'static Target>, CliError> {
    if names.is_empty() {
        let list: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        return Err(CliError::Usage(format!(
            "say what to make with --target: {} or {ALL}",
            list.join(", ")
        )));
    }
    for name in names {
        if name != ALL && crate::emit::target(name).is_none() {
            return Err(unknown("target", name, TARGETS.iter().map(|it| it.id)));
        }
    }
    let is_chosen = |target: &Target| names.iter().any(|name| name == ALL || name == target.id);
    let all = TARGETS.iter().copied();
    Ok(all.filter(|target| is_chosen(target)).collect())
}

/// The rules of `--deny`.
fn denied(names: &[String]) -> Result<Vec<&'static RuleInfo>, CliError> {
    let find = |name: &String| {
        let known = rules::all();
        rules::find(name).ok_or_else(|| {
            let meant = nearest(name, known.iter().map(|rule| rule.id))
                .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            CliError::Usage(format!(
                "--deny: no rule is called `{name}`{meant} (`specc explain` lists them all)"
            ))
        })
    };
    names.iter().map(find).collect()
}

/// Gives each target its settings from `--opt target.key=value`.
fn with_options(
    targets: Vec<&'static Target>,
    options: &[String],
) -> Result<Vec<(&'static Target, Options)>, CliError> {
    let mut settings: Vec<Vec<(String, String)>> = vec![Vec::new(); targets.len()];
    for option in options {
        let usage = || CliError::Usage(format!("--opt {option}: write it as TARGET.KEY=VALUE"));
        let (name, value) = option.split_once('=').ok_or_else(usage)?;
        let (id, key) = name.split_once('.').ok_or_else(usage)?;
        let Some(index) = targets.iter().position(|target| target.id == id) else {
            return Err(match crate::emit::target(id) {
                Some(_) => CliError::Usage(format!(
                    "--opt {option}: the target `{id}` is not among those of --target"
                )),
                None => unknown("target", id, targets.iter().map(|target| target.id)),
            });
        };
        let known = targets[index].options.iter().map(|(known, _)| *known);
        if !known.clone().any(|known| known == key) {
            return Err(unknown(&format!("option of `{id}`"), key, known));
        }
        if let Err(expected) = crate::emit::check_option(targets[index], key, value) {
            return Err(CliError::Usage(format!(
                "--opt {option}: expected {expected}"
            )));
        }
        settings[index].push((key.to_owned(), value.to_owned()));
    }
    let settings = settings.into_iter().map(Options::new);
    Ok(targets.into_iter().zip(settings).collect())
}

/// What to say of a name that is none, with what was probably meant and the whole list.
fn unknown(what: &str, name: &str, known: impl Iterator<Item = &'static str> + Clone) -> CliError {
    let meant = nearest(name, known.clone())
        .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    let list: Vec<&str> = known.collect();
    let list = match list.as_slice() {
        [] => "there is none".to_owned(),
        list => format!("known are: {}", list.join(", ")),
    };
    CliError::Usage(format!("no {what} is called `{name}`{meant} ({list})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_once_and_in_order() {
        let ids = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            chosen(&names).map(|targets| targets.iter().map(|it| it.id).collect::<Vec<_>>())
        };
        let all: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        assert_eq!(ids(&["all"]).unwrap(), all);
        assert_eq!(
            ids(&["samples", "jsonschema", "samples"]).unwrap(),
            ["jsonschema", "samples"]
        );
        let error = ids(&["jsonshema"]).unwrap_err().to_string();
        assert!(error.contains("did you mean `jsonschema`?"), "{error}");
        assert!(error.contains("samples"), "{error}");
    }

    #[test]
    fn options_are_checked() {
        static TOY: Target = Target {
            id: "toy",
            title: "Toy",
            summary: "a toy",
            options: &[("colour", "its colour")],
            reads: &[],
            pictures: &[],
            try_out: &[],
            losses: |_| Vec::new(),
            emit: |_, _, _| crate::diagnostic::Diagnostics::new(),
        };
        let options = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            with_options(vec![&TOY], &texts)
        };
        let read = options(&["toy.colour=red", "toy.colour=a=b"]).unwrap();
        assert_eq!(read[0].1.get("colour"), Some("a=b"));
        for (text, part) in [
            ("toy.color=red", "did you mean `colour`?"),
            ("tyo.colour=red", "did you mean `toy`?"),
            ("samples.x=1", "not among those of --target"),
            ("toy.colour", "TARGET.KEY=VALUE"),
            ("colour=red", "TARGET.KEY=VALUE"),
        ] {
            let error = options(&[text]).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
        for id in ["gilbert", "go"] {
            let targets = || vec![crate::emit::target(id).unwrap()];
            let module = |path: &str| with_options(targets(), &[format!("{id}.module={path}")]);
            assert!(module("example.com/a~b").is_ok());
            let error = module("a b").unwrap_err().to_string();
            assert!(error.contains("expected a Go module path"), "{error}");
        }
    }
}
