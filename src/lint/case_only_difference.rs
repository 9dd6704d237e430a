//! `case-only-difference`: names that differ only in case or separators.

use std::collections::BTreeMap;

use super::names::field_lists;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::Field;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "case-only-difference",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "two fields of one section differ only in case or separators",
        why: "Languages have conventions of their own: `host_name` and `hostName` both become `HostName` in Go and `host_name` in \
Python. Targets number the second one, and which is which is hard to see.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host_name:
        title: Host
        description: A host
        type: string
        required: true
        example: a
      hostName:
        title: Host Name
        description: Another host
        type: string
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host_name:
        title: Host
        description: A host
        type: string
        required: true
        example: a
      other_name:
        title: Host Name
        description: Another host
        type: string
        required: true
        example: a
",
    },
    group: Group::Portability,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for fields in field_lists(plugin) {
        let mut seen: BTreeMap<String, &Field> = BTreeMap::new();
        for field in fields {
            let folded = folded(&field.name);
            if let Some(first) = seen.get(folded.as_str()) {
                sink.push(
                    Diagnostic::new(
                        RULE.info,
                        field.origin.name,
                        format!(
                            "`{}` and `{}` differ only in case or separators",
                            first.name, field.name
                        ),
                    )
                    .at("numbered in generated code")
                    .label(first.origin.name, "the other one")
                    .help("choose names that differ in their words"),
                );
            } else if !folded.is_empty() {
                seen.insert(folded, field);
            }
        }
    }
}

/// A name without its separators, in small letters.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        folded.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
    } else {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        folded.extend(letters.flat_map(char::to_lowercase));
    }
    folded
}
