//! `uninitial-help-history`: a `help.md` whose history does not tell of the first version.

use super::help_page::find;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "uninitial-help-history",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the version history of `help.md` has no initial plugin",
        why: "The history tells the whole life of a plugin, and the marketplace looks for its beginning: a line `* 1.0.0 - Initial \
plugin`.",
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

* 1.0.0 - First release

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

* 1.0.0 - Initial plugin

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
    let holds = |wanted| find(help.text(), wanted).is_some();
    // Versions once began at 0.1.0, and 1.0.0 brought the web server.
    let unfinished =
        holds("* 0.") && !holds("1.0.0 - Initial plugin") && !holds("Support web server mode");
    let problem = if !holds("- Initial plugin") {
        "the history does not begin with `1.0.0 - Initial plugin`"
    } else if unfinished {
        "the history does not tell of the step to 1.0.0"
    } else {
        return;
    };
    let entry = written.entry("version_history");
    sink.push(
        Diagnostic::new(
            RULE.info,
            entry.map_or(written.place(), |entry| entry.key.span),
            format!("help.md: {problem}"),
        )
        .at("of this plugin")
        .help("add the line under `# Version History` in help.md"),
    );
}
