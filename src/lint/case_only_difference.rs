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
    let mut keys: Vec<u64> = Vec::new();
    for fields in field_lists(plugin) {
        // Names that differ have different keys but for an accident; only the others are worth a closer look.
        keys.clear();
        keys.extend(fields.iter().map(|field| key(&field.name)));
        keys.sort_unstable();
        if keys.windows(2).all(|pair| pair[0] != pair[1]) {
            continue;
        }
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

/// A number that two names have in common if [`folded`] makes one text of them: FNV-1a of that text.
fn key(name: &str) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let add = |key: u64, byte: u8| (key ^ u64::from(byte)).wrapping_mul(PRIME);
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        letters
            .map(|letter| letter.to_ascii_lowercase())
            .fold(BASIS, add)
    } else {
        folded(name).bytes().fold(BASIS, add)
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
