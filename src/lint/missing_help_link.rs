//! `missing-help-link`: a `help.md` without a link.

use super::help_page::between;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-help-link",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`help.md` has no address under `# Links`",
        why: "Users go from the help to the product. The marketplace asks for at least one address between `# Links` and `## \
References`, that of the vendor.",
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

* [Example](https://example.com)

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
    let Some((at, part)) = between(help.text(), "# Links", "## References") else {
        return;
    };
    if !part.contains("http") {
        let entry = written.entry("links");
        sink.push(
            Diagnostic::new(
                RULE.info,
                entry.map_or(written.place(), |entry| entry.key.span),
                format!("help.md:{}: no address is given there", help.line(at)),
            )
            .at("of this plugin")
            .label(help.line_span(at), "below this heading")
            .help("link to the vendor's site under `# Links` in help.md"),
        );
    }
}
