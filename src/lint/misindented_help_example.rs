//! `misindented-help-example`: examples in `help.md` that are not laid out as all others.

use serde_json::Value;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "misindented-help-example",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an example in `help.md` is not indented by two",
        why: "All examples of the marketplace are laid out alike: JSON, each level indented by two blanks, one after each colon and \
comma's line.",
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

#### Lookup

##### Input

Example input:

```
{
    \"host\": \"a\"
}
```

##### Output

Example output:

```
{}
```


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

##### Input

Example input:

```
{
  \"host\": \"a\"
}
```

##### Output

Example output:

```
{}
```


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
    for example in help.examples() {
        let Ok(value) = serde_json::from_str::<Value>(example.text) else {
            continue;
        };
        if blanks(&format!("{value:#}")) == blanks(example.text) {
            continue;
        }

        let operation = written.operations.iter().find(|operation| {
            operation.kind == example.kind && operation.title() == Some(example.title)
        });
        let place = operation.map_or(written.place(), |operation| operation.name.span);
        sink.push(
            Diagnostic::new(
                RULE.info,
                place,
                format!(
                    "help.md:{}: the example {} of `{}` is not indented by two",
                    help.line(example.offset),
                    example.what,
                    example.title,
                ),
            )
            .at("of this operation")
            .help("lay the example out in help.md with two blanks a level"),
        );
    }
}

/// What is compared: the marketplace counts blanks, wherever they stand.
fn blanks(text: &str) -> usize {
    memchr::memchr_iter(b' ', text.as_bytes()).count()
}
