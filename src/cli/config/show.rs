//! The forms of `specc config show`.

use std::io::Write;

use camino::Utf8Path;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::cli::CliError;
use crate::cli::console::Console;
use crate::diagnostic::Severity;
use crate::lint::Level;
use crate::workspace::settings::effective::{Effective, Origin, Override, Place, Setting};

/// Origins stand in a column of their own, which longer lines leave.
const MOST_ALIGNED: usize = 60;

/// Writes a `specc.toml`.
pub(super) fn toml(
    spec: &Utf8Path,
    effective: &Effective,
    console: &mut Console,
) -> Result<(), CliError> {
    let mut head = vec![format!("What holds for {}.", name(spec))];
    match effective.files.as_slice() {
        [] => head.push("No specc.toml was read.".to_owned()),
        files => {
            let files: Vec<String> = files.iter().rev().map(|path| name(path)).collect();
            head.push(format!("Read: {}.", files.join(", which extends ")));
        }
    }
    head.push("Lines that begin with # set nothing: they show what holds unasked.".to_owned());
    for line in head {
        comment(&format!("# {line}"), console)?;
    }
    let mut tables: Vec<(&[String], Vec<&Setting>)> = Vec::new();
    for setting in &effective.settings {
        let Some((_, table)) = setting.key.split_last() else {
            continue;
        };
        match tables.iter_mut().find(|(name, _)| *name == table) {
            Some((_, settings)) => settings.push(setting),
            None => tables.push((table, vec![setting])),
        }
    }
    for (table, settings) in tables {
        writeln!(console.out, "\n[{}]", table.join("."))?;
        let lines: Vec<(String, String)> = settings.into_iter().map(line).collect();
        let widths = lines.iter().map(|(line, _)| line.as_str().width());
        let width = widths.filter(|width| *width <= MOST_ALIGNED).max();
        for (line, origin) in lines {
            let gap = width.unwrap_or(0).saturating_sub(line.as_str().width());
            if line.starts_with('#') {
                comment(&format!("{line}{}  # {origin}", " ".repeat(gap)), console)?;
            } else {
                write!(console.out, "{line}{}  ", " ".repeat(gap))?;
                comment(&format!("# {origin}"), console)?;
            }
        }
    }
    let others = effective.overrides.iter().filter(|one| !one.holds);
    for (index, one) in others.enumerate() {
        if index == 0 {
            writeln!(console.out)?;
            comment("# Overrides for other specs:", console)?;
        }
        let paths: Vec<String> = one.paths.iter().map(|path| quoted(path)).collect();
        let line = format!("#   {} for {}", at(&one.place), paths.join(", "));
        comment(&line, console)?;
    }
    Ok(())
}

/// A comment, paler than what counts.
fn comment(text: &str, console: &mut Console) -> Result<(), CliError> {
    let (on, off) = match console.color {
        true => ("\u{1b}[2m", "\u{1b}[0m"),
        false => ("", ""),
    };
    Ok(writeln!(console.out, "{on}{text}{off}")?)
}

/// A setting, commented out where nobody has said it, and its origin.
fn line(setting: &Setting) -> (String, String) {
    let key = setting.key.last().map_or("", String::as_str);
    let line = match (&setting.value, &setting.origin) {
        (Value::Null, _) => format!("# {key}"),
        (value, Origin::Default(_)) => format!("# {key} = {}", written(value)),
        (value, _) => format!("{key} = {}", written(value)),
    };
    let origin = match &setting.origin {
        Origin::Default(_) if setting.value.is_null() => "not set".to_owned(),
        Origin::Default(None) => "default".to_owned(),
        Origin::Default(Some((group, true))) => format!("default, group {group}"),
        Origin::Default(Some((group, false))) => format!("default, group {group} is off"),
        Origin::Run(word, level) => format!("{} {word}", option(*level)),
        Origin::File { place, word, by } => {
            let mut text = at(place);
            if let Some(word) = word {
                text.push_str(&match *word {
                    "all" => ", all".to_owned(),
                    group => format!(", group {group}"),
                });
            }
            if let Some((index, glob)) = by {
                text.push_str(&format!(", override {index} for {}", quoted(glob)));
            }
            text
        }
    };
    (line, origin)
}

fn option(level: Level) -> &'static str {
    match level {
        Level::Off => "--allow",
        Level::On(Severity::Note | Severity::Warning) => "--warn",
        Level::On(Severity::Error) => "--deny",
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}", name(&place.path), place.line)
}

/// A path in a comment: a line end in it would end the comment.
fn name(path: &Utf8Path) -> String {
    match path.as_str().chars().any(char::is_control) {
        true => quoted(path.as_str()),
        false => path.as_str().to_owned(),
    }
}

/// A value as TOML writes it. A list of tables has a line for each.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let items = items.iter().map(|item| format!("  {},\n", written(item)));
            format!("[\n{}]", items.collect::<String>())
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{key} = {}", written(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text in quotes. The escapes of JSON are some of TOML's, which wants one more.
fn quoted(text: &str) -> String {
    json!(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Writes JSON.
pub(super) fn json(
    spec: &Utf8Path,
    effective: &Effective,
    console: &mut Console,
) -> Result<(), CliError> {
    let place =
        |place: &Place| json!({ "path": place.path, "line": place.line, "column": place.column });
    let setting = |setting: &Setting| {
        let origin = match &setting.origin {
            Origin::Default(None) => json!({ "kind": "default" }),
            Origin::Default(Some((group, on))) => {
                json!({ "kind": "default", "group": group, "on": on })
            }
            Origin::Run(word, level) => {
                json!({ "kind": "argument", "argument": option(*level), "name": word })
            }
            Origin::File {
                place: at,
                word,
                by,
            } => {
                let mut origin = place(at);
                origin["kind"] = json!("file");
                if let Some(word) = word {
                    origin["name"] = json!(word);
                }
                if let Some((index, glob)) = by {
                    origin["override"] = json!({ "index": index, "path": glob });
                }
                origin
            }
        };
        json!({ "key": setting.key, "value": setting.value, "origin": origin })
    };
    let one = |one: &Override| {
        let mut value = place(&one.place);
        value["paths"] = json!(one.paths);
        value["holds"] = json!(one.holds);
        value
    };
    let answer = json!({
        "version": 1,
        "spec": spec,
        "files": effective.files,
        "settings": effective.settings.iter().map(setting).collect::<Vec<_>>(),
        "overrides": effective.overrides.iter().map(one).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut console.out, &answer).map_err(std::io::Error::from)?;
    Ok(writeln!(console.out)?)
}
