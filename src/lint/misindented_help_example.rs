//! `misindented-help-example`: examples in `help.md` that are not laid out as all others.

use std::str::Bytes;

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
        let found = memchr::memchr_iter(b' ', example.text.as_bytes()).count();
        // What is no JSON is a finding of its own.
        if blanks(example.text) == found || example.fault().is_some() {
            continue;
        }

        let operation = written.operations.iter().find(|operation| {
            operation.kind == example.kind() && operation.title() == Some(example.title)
        });
        let place = operation.map_or(written.place(), |operation| operation.name.span);
        sink.push(
            Diagnostic::new(
                RULE.info,
                place,
                format!(
                    "help.md:{}: the example {} of `{}` is not indented by two",
                    help.line(example.offset()),
                    example.what(),
                    example.title,
                ),
            )
            .at("of this operation")
            .label(example.span(help), "the example")
            .help("lay the example out in help.md with two blanks a level"),
        );
    }
}

/// How many blanks a text of JSON would have if it were laid out with two a level. The marketplace counts them, wherever
/// they stand.
fn blanks(text: &str) -> usize {
    let mut count = 0;
    let mut depth: usize = 0;
    let mut opened = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(byte, b'}' | b']');
        // An empty object or list stays on its line.
        if opened && !closes {
            count += 2 * depth;
        }
        match byte {
            b'"' => count += blanks_to_quote(&mut bytes),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                count += if opened { 0 } else { 2 * depth };
            }
            b',' => count += 2 * depth,
            b':' => count += 1,
            _ => {}
        }
        opened = matches!(byte, b'{' | b'[');
    }
    count
}

/// How many blanks are left of a string, the end of which is passed.
fn blanks_to_quote(bytes: &mut Bytes<'_>) -> usize {
    let mut count = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' => count += 1,
            b'"' => break,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::blanks;

    #[test]
    fn as_many_as_a_printer_writes() {
        for text in [
            r#"{"a": [1, {"b c": "d \" e"}, [], {}], "f": true}"#,
            "[]",
            "[[[1]], \"x y\"]",
            "3",
        ] {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let printed = format!("{value:#}");
            let count = printed.bytes().filter(|byte| *byte == b' ').count();
            assert_eq!(blanks(text), count, "{printed}");
            assert_eq!(blanks(&printed), count);
        }
    }
}
