//! `missing-example`: fields without an example.

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-example",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an input, connection setting or plain output has no example",
        why: "Examples fill the help and the sample messages of the marketplace, and show a user what form a value has. Outputs that \
are objects or lists are not asked: theirs is in the sample message.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        required: true
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        required: true
        example: example.com
",
    },
    group: Group::InsightConnect,
    check,
};

/// Types of outputs that the marketplace asks an example of.
const PLAIN: [&str; 8] = [
    "boolean", "integer", "float", "string", "date", "bytes", "password", "file",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    for field in &written.fields {
        let asked = match field.part {
            Part::Connection | Part::Input => true,
            Part::Output => PLAIN.contains(&field.type_name()),
            Part::State | Part::Type => false,
        };
        let absent = field.example.is_none_or(|example| example.is_null());
        if asked && absent {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    field.name.span,
                    format!("`{}` has no example", field.name()),
                )
                .at("`example` is missing here")
                .help("add `example:` with a value as a user would give it"),
            );
        }
    }
}
