//! `unhelped-operation`: operations without a heading in `help.md`.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unhelped-operation",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`help.md` has no heading of an operation's title",
        why: "Users read in the help what an action takes and gives. One whose heading is missing, or is that of a former title, is \
not found there.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
# file: help.md
# Description

# Key Features

# Requirements

# Documentation

## Setup

## Technical Details

### Actions

#### Search

### Triggers

### Custom Types

## Troubleshooting

# Version History

# Links

## References
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
# file: help.md
# Description

# Key Features

# Requirements

# Documentation

## Setup

## Technical Details

### Actions

#### Lookup

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
    for operation in &written.operations {
        let Some((node, title)) = operation
            .title
            .and_then(|node| Some((node, node.as_text()?)))
        else {
            continue;
        };
        if !help.has_heading(&format!("#### {title}")) {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    node.span,
                    format!("help.md: the heading `#### {title}` is missing"),
                )
                .at("not in the help")
                .help(format!(
                    "describe the {} `{}` in help.md under `#### {title}`",
                    operation.kind.singular(),
                    operation.name()
                )),
            );
        }
    }
}
