//! The mends of a version that does not tell of what changed: the number, and a line of the history.

use semver::Version;

use super::{Change, Gravity};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::Plugin;
use crate::text::{Source, Span, TextEdit};

/// Changes that a line of the history names before the rest is summed up.
const NAMED: usize = 6;

/// Adds the mend that sets the version and writes a line of the history.
pub(super) fn version(
    mut finding: Diagnostic,
    plugin: &Plugin,
    source: &Source,
    wanted: &Version,
    gravity: Gravity,
    changes: &[Change],
) -> Diagnostic {
    let mut edits = vec![TextEdit {
        span: plugin.origin.version,
        text: wanted.to_string(),
    }];
    let line = history_line(plugin, source, wanted, gravity, changes);
    let title = match &line {
        Some(_) => format!("set the version to {wanted} and tell of it in the history"),
        None => format!("set the version to {wanted}"),
    };
    edits.extend(line);
    finding.fixes.push(Fix {
        title,
        applicability: Applicability::Safe,
        edits,
    });
    finding
}

/// Adds the mend that sets `connection_version`.
pub(super) fn connection_version(
    mut finding: Diagnostic,
    plugin: &Plugin,
    source: &Source,
    wanted: u64,
) -> Diagnostic {
    let known = plugin.origin.connection_version;
    let edit = if known == known.at_start() {
        // The key is not there: it stands best below the version.
        let Some(place) = below_version(plugin, source) else {
            return finding;
        };
        TextEdit {
            span: place,
            text: format!("connection_version: {wanted}{}", line_end(source)),
        }
    } else {
        TextEdit {
            span: known,
            text: wanted.to_string(),
        }
    };
    finding.fixes.push(Fix {
        title: format!("set `connection_version` to {wanted}"),
        applicability: Applicability::Safe,
        edits: vec![edit],
    });
    finding
}

/// Where the line after that of the version begins.
fn below_version(plugin: &Plugin, source: &Source) -> Option<Span> {
    let end = plugin.origin.version.range().end;
    let at = end + source.text()[end..].find('\n')? + 1;
    Some(Span::new(source.id, at, at))
}

/// A new first line of the history, where that is a list of lines, or the history itself, where there is none.
fn history_line(
    plugin: &Plugin,
    source: &Source,
    wanted: &Version,
    gravity: Gravity,
    changes: &[Change],
) -> Option<TextEdit> {
    let line = told(wanted, gravity, changes)?;
    let end = line_end(source);
    let text = source.text();
    let Some(first) = plugin.version_history.first() else {
        // An empty list, or one that could not be read, is the author's to mend.
        let is_yaml = plugin.spec_file.name == "plugin.spec.yaml";
        let is_there = text.lines().any(|line| line.starts_with("version_history"));
        let place = below_version(plugin, source).filter(|_| is_yaml && !is_there)?;
        return Some(TextEdit {
            span: place,
            text: format!("version_history:{end}- {line}{end}"),
        });
    };
    let start = text[..first.origin.range().start].rfind('\n')? + 1;
    let before = &text[start..first.origin.range().start];
    let dash = before.find('-')?;
    // Anything but a dash before the line means a list in brackets, or a comment.
    if !before.chars().all(|it| it == ' ' || it == '-') || before.matches('-').count() != 1 {
        return None;
    }
    Some(TextEdit {
        span: Span::new(source.id, start, start),
        text: format!("{}- {line}{end}", &before[..dash]),
    })
}

/// What a line of the history says of these changes, in quotes.
fn told(wanted: &Version, gravity: Gravity, changes: &[Change]) -> Option<String> {
    let told: Vec<&Change> = changes
        .iter()
        .filter(|change| change.gravity == gravity || change.gravity > Gravity::Documentation)
        .collect();
    let mut parts: Vec<String> = told
        .iter()
        .take(NAMED)
        .map(|change| change.what.replace(" | ", " or "))
        .collect();
    if told.len() > NAMED {
        parts.push(format!("and {} more changes", told.len() - NAMED));
    }
    let line = format!("{wanted} - {}", parts.join(" | "));
    serde_json::to_string(&line).ok()
}

fn line_end(source: &Source) -> &'static str {
    if source.text().contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}
