//! `duplicate-help-heading`: headings that stand twice in a `help.md`.

use super::missing_help_heading::HEADINGS;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "duplicate-help-heading",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a heading stands twice in `help.md`",
        why: "The marketplace cuts the help at its headings: of a part that begins twice, one is lost.",
        bad: "# file: help.md
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

# Links

## References

# Links
",
        good: "# file: help.md
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

# Links

## References
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(help)) = (subject.written(), subject.help()) else {
        return;
    };
    for heading in HEADINGS {
        let title = heading.trim_start_matches(['#', ' ']);
        let mut places = help.titles(title);
        let (Some(first), Some(second)) = (places.next(), places.next()) else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                written.place(),
                format!(
                    "help.md:{}: the heading `{heading}` stands there a second time, first in line {}",
                    help.line(second),
                    help.line(first)
                ),
            )
            .at("of this plugin")
            .label(help.line_span(second), "again")
            .label(help.line_span(first), "first")
            .help("join the two parts in help.md under one heading"),
        );
    }
}
