//! `missing-help-feature`: a `help.md` without a key feature.

use super::help_page::between;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-help-feature",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`help.md` lists no key feature",
        why: "The key features are what the marketplace shows first. It refuses a help without at least one, as a line that begins \
with `*`.",
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

* Looks hosts up

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
    let Some((at, part)) = between(help.text(), "# Key Features", "# Requirements") else {
        return;
    };
    if !part.contains('*') {
        let entry = written.entry("key_features");
        sink.push(
            Diagnostic::new(
                RULE.info,
                entry.map_or(written.place(), |entry| entry.key.span),
                format!("help.md:{}: no key feature is listed there", help.line(at)),
            )
            .at("of this plugin")
            .label(help.line_span(at), "below this heading")
            .help("list at least one under `# Key Features` in help.md, as `* …`"),
        );
    }
}
