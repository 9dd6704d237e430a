//! `stale-help-history`: a `help.md` whose history is not in order.

use semver::Version;

use super::help_page::find;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "stale-help-history",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the version history of `help.md` is malformed, out of order or lacks the spec's version",
        why: "The marketplace shows the history of `help.md`: a line `* X.Y.Z - …` per version, the newest first, with the version \
of the spec among them.",
        bad: "version: 1.1.0
# file: help.md
# Description

# Key Features

# Requirements

# Documentation

## Setup

## Technical Details

### Actions

### Triggers

### Custom Types

## Troubleshooting

# Version History

* 1.0.0 - Initial plugin

# Links

## References
",
        good: "version: 1.0.0
# file: help.md
# Description

# Key Features

# Requirements

# Documentation

## Setup

## Technical Details

### Actions

### Triggers

### Custom Types

## Troubleshooting

# Version History

* 1.0.0 - Initial plugin

# Links

## References
",
    },
    group: Group::InsightConnect,
    check,
};

/// What stands before the history.
const HEADING: &str = "Version History\n\n";

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(help)) = (subject.written(), subject.help()) else {
        return;
    };
    let text = help.text();
    let Some(begin) = find(text, HEADING).map(|at| at + HEADING.len()) else {
        return;
    };
    let part = &text[begin..];
    let part = &part[..part.find("\n\n").unwrap_or(part.len())];
    let entry = written.entry("version_history");
    let place = entry.map_or(written.place(), |entry| entry.key.span);
    let mut report = |at: usize, place, problem: String, help_line: &str| {
        let line = help.line(at);
        let message = format!("help.md:{line}: {problem}");
        sink.push(
            Diagnostic::new(RULE.info, place, message)
                .at("of this plugin")
                .label(help.line_span(at), "in the help")
                .help(help_line),
        );
    };
    let mut versions: Vec<Version> = Vec::new();
    let mut at = begin;
    let mut ordered = true;
    for line in part.split('\n') {
        let number = line.split(" - ").next().unwrap_or_default();
        match number.strip_prefix("* ").map(str::trim).map(Version::parse) {
            Some(Ok(version)) => {
                if ordered && versions.last().is_some_and(|above| *above < version) {
                    ordered = false;
                    let problem = format!(
                        "{version} stands below the older {}",
                        versions[versions.len() - 1]
                    );
                    report(
                        at,
                        place,
                        problem,
                        "list the newest version first in help.md",
                    );
                }
                versions.push(version);
            }
            _ if line.trim().is_empty() => {}
            _ => report(
                at,
                place,
                format!("`{number}` is no version"),
                "begin the line in help.md with `* X.Y.Z - `",
            ),
        }
        at += line.len() + 1;
    }
    let Some(plugin) = subject.plugin else {
        return;
    };
    if !versions.is_empty() && !versions.contains(&plugin.version) {
        report(
            begin,
            plugin.origin.version,
            format!("the history lacks the version {}", plugin.version),
            "add a line on what it brings to help.md",
        );
    }
}
