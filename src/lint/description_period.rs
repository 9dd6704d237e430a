//! `description-period`: descriptions that end in a period.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "description-period",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a description ends in a period",
        why: "In forms and tables of the marketplace descriptions stand without a final period; one with it is refused.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up.
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
        if !text.ends_with('.') {
            continue;
        }
        let letters = subject.letters(node);
        let place = letters.map_or(node.span, |span| span.part(text.len() - 1, text.len()));
        let mut found = Diagnostic::new(RULE.info, place, "the description ends in a period")
            .at("ends here")
            .help("leave the period out");
        // Of several periods, or an abbreviation's, none is certainly too many.
        if letters.is_some() && !text.ends_with("..") && text.len() > 1 {
            found = found.fix(Applicability::Safe, "remove the period", place, "");
        }
        sink.push(found);
    }
}
