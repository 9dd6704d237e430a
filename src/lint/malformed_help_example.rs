//! `malformed-help-example`: examples in `help.md` that are no JSON.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "malformed-help-example",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an example in `help.md` is no JSON",
        why: "Users copy the examples of the help into their workflows. Where an object or list goes on and on, close it all the \
same.",
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
{\"host\": \"a\",}
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
{\"host\": \"a\"}
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
        let Some(fault) = example.fault() else {
            continue;
        };
        // The reader counts from the first line of the example.
        let why = if example.text.trim().is_empty() {
            "is empty".to_owned()
        } else {
            let why = fault.split(" at line ").next().unwrap_or(fault);
            format!("is no JSON: {why}")
        };

        let operation = written.operations.iter().find(|operation| {
            operation.kind == example.kind() && operation.title() == Some(example.title)
        });
        let place = operation.map_or(written.place(), |operation| operation.name.span);
        sink.push(
            Diagnostic::new(
                RULE.info,
                place,
                format!(
                    "help.md:{}: the example {} of `{}` {why}",
                    help.line(example.offset()),
                    example.what(),
                    example.title,
                ),
            )
            .at("of this operation")
            .label(example.fault_span(help), "here")
            .help("mend the example in help.md"),
        );
    }
}
