//! `awkward-name`: names that are no identifiers.

use super::names::names;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "awkward-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the name of an operation or field is not made of ASCII letters, digits and underscores",
        why: "A name that begins with a digit, or holds a hyphen, a dot, a blank or a letter beyond ASCII is no identifier in most \
languages: generated code has a changed one, and the wire another.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      2fa:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      second_factor:
        title: Value
        description: What to look up
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
    for (name, place) in names(plugin) {
        // Nearly all names end here.
        let is_plain = name.bytes().all(|letter| is_legal(char::from(letter)));
        if is_plain && !name.starts_with(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        let problem = match name.chars().find(|letter| !is_legal(*letter)) {
            Some(letter) if letter.is_ascii() => format!("holds `{letter}`"),
            Some(_) => "holds a character beyond ASCII".to_owned(),
            None if name.starts_with(|letter: char| letter.is_ascii_digit()) => {
                "begins with a digit".to_owned()
            }
            None => continue,
        };
        sink.push(
            Diagnostic::new(RULE.info, place, format!("the name `{name}` {problem}"))
                .at("changed in generated code")
                .help("use letters, digits and underscores while the plugin is not yet in use"),
        );
    }
}

fn is_legal(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
