//! `missing-help-heading`: a `help.md` without a heading that the marketplace looks for.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::OperationKind;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-help-heading",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a heading is missing in `help.md`",
        why: "The marketplace cuts the help at its headings into the parts of the plugin's page, and its checks refuse a help \
without one of them. A part with nothing to say keeps its heading and says so.",
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

# Version History

# Links

## References
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

/// The headings, each as text that must occur.
pub(super) const HEADINGS: [&str; 12] = [
    "# Description",
    "# Key Features",
    "# Requirements",
    "# Documentation",
    "## Setup",
    "## Technical Details",
    "### Actions",
    "### Triggers",
    "## Troubleshooting",
    "# Version History",
    "# Links",
    "## References",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(help)) = (subject.written(), subject.help()) else {
        return;
    };
    let mut missing: Vec<&str> = HEADINGS
        .into_iter()
        .filter(|heading| !help.has_heading(heading))
        .collect();
    // A former generator gave it another name.
    if !help.has_heading("### Custom Types") && !help.has_heading("### Custom Output Types") {
        missing.push("### Custom Types");
    }
    let has_tasks = written
        .operations
        .iter()
        .any(|operation| operation.kind == OperationKind::Task);
    if has_tasks && !help.has_heading("### Tasks") {
        missing.push("### Tasks");
    }
    for heading in missing {
        sink.push(
            Diagnostic::new(
                RULE.info,
                written.place(),
                format!("help.md: the heading `{heading}` is missing"),
            )
            .at("of this plugin")
            .help(format!("add the line `{heading}` to help.md")),
        );
    }
}
