//! `specc explain`: the rules, and why each exists.

mod paint;

use std::io::Write;

use clap::{Args, ValueEnum};
use owo_colors::Style as Paint;
use serde::Serialize;

use super::console::Console;
use super::{CliError, Outcome};
use crate::diagnostic::{RuleClass, RuleInfo, Severity};
use crate::report::visible;
use crate::rules;

/// Say what a rule finds, why, and how to mend it; without a rule, list them all
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Id of the rule, as reports show it
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// Form of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    #[default]
    Text,
    /// The page as the book has it
    Markdown,
    /// One JSON document: a rule, or the list of all
    Json,
}

/// A rule in the terms of JSON.
#[derive(Serialize)]
struct JsonRule {
    id: &'static str,
    class: &'static str,
    severity: &'static str,
    summary: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
    url: Option<String>,
}

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 100;

pub(super) fn run(args: ExplainArgs, console: &mut Console) -> Result<Outcome, CliError> {
    match args.rule {
        Some(id) => explain(find(&id)?, args.format, console)?,
        None => list(args.format, console)?,
    }
    Ok(Outcome::Clean)
}

fn find(id: &str) -> Result<&'static RuleInfo, CliError> {
    let wanted = id.trim().to_lowercase().replace(['_', ' '], "-");
    if let Some(rule) = rules::find(&wanted) {
        return Ok(rule);
    }
    let nearest = rules::all()
        .into_iter()
        .map(|rule| (strsim::jaro_winkler(rule.id, &wanted), rule.id))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match nearest {
        Some((_, id)) => format!("did you mean `{id}`?"),
        None => "`specc explain` lists all rules".to_owned(),
    };
    let id = visible(id, &[]);
    Err(CliError::Usage(format!("no rule is called `{id}`: {hint}")))
}

fn explain(rule: &'static RuleInfo, form: Form, console: &mut Console) -> Result<(), CliError> {
    match form {
        Form::Text => {
            let width = console.width().min(WIDEST);
            let text = paint::paint(&rules::page(rule), width, console.color);
            write!(console.out, "{text}")?;
        }
        Form::Markdown => write!(console.out, "{}", rules::page(rule))?,
        Form::Json => write_json(&json(rule), console)?,
    }
    Ok(())
}

fn list(form: Form, console: &mut Console) -> Result<(), CliError> {
    let all = rules::all();
    if form == Form::Json {
        let list: Vec<JsonRule> = all.into_iter().map(json).collect();
        return write_json(&list, console);
    }
    let widest = all.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let color = console.color && form == Form::Text;
    let painted = |text: &str, style: Paint| {
        if color {
            style.style(text).to_string()
        } else {
            text.to_owned()
        }
    };
    for class in RuleClass::ALL {
        let heading = format!("{} ({})", class.heading(), class.meaning());
        match form {
            Form::Markdown => writeln!(console.out, "## {heading}\n")?,
            _ => writeln!(console.out, "{}", painted(&heading, Paint::new().bold()))?,
        }
        for rule in all.iter().filter(|rule| rule.class == class) {
            if form == Form::Markdown {
                writeln!(console.out, "- `{}`: {}", rule.id, rule.summary)?;
                continue;
            }
            let level = match rule.severity {
                Severity::Error => Paint::new().red(),
                Severity::Warning => Paint::new().yellow(),
                Severity::Note => Paint::new().cyan(),
            };
            let gap = " ".repeat(widest - rule.id.len());
            let id = painted(rule.id, level);
            writeln!(console.out, "  {id}{gap}  {}", rule.summary)?;
        }
        writeln!(console.out)?;
    }
    if form == Form::Text {
        writeln!(console.out, "`specc explain RULE` says why, with examples.")?;
    }
    Ok(())
}

fn json(rule: &'static RuleInfo) -> JsonRule {
    JsonRule {
        id: rule.id,
        class: match rule.class {
            RuleClass::Language => "language",
            RuleClass::Lint => "lint",
            RuleClass::Config => "config",
            RuleClass::Emission => "emission",
            RuleClass::Change => "change",
        },
        severity: rule.severity.as_str(),
        summary: rule.summary,
        why: rule.why,
        bad: rule.bad,
        good: rule.good,
        url: rules::url(rule.id),
    }
}

fn write_json(value: &impl Serialize, console: &mut Console) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut console.out, value).map_err(std::io::Error::from)?;
    writeln!(console.out)?;
    Ok(())
}
