//! `lowercase-description`: descriptions that begin with a small letter.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "lowercase-description",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a description begins with a small letter",
        why: "The marketplace shows descriptions as sentences and asks for a capital first. Where the first word is a name that is \
written small, put another word before it.",
        bad: "actions:
  lookup:
    title: Lookup
    description: look a host up
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for node in written.descriptions() {
        let text = node.as_text().unwrap_or_default();
        let Some(first) = text.chars().next().filter(|first| first.is_lowercase()) else {
            continue;
        };
        let letters = subject.letters(node);
        let place = letters.map_or(node.span, |span| span.part(0, first.len_utf8()));
        let mut found = Diagnostic::new(
            RULE.info,
            place,
            "the description begins with a small letter",
        )
        .at("a capital, please")
        .help("begin with a capital");
        if letters.is_some() {
            found = found.fix(
                Applicability::Unsafe,
                "write it with a capital",
                place,
                first.to_uppercase().to_string(),
            );
        }
        sink.push(found);
    }
}
