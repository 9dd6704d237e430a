//! `title-period`: titles that end in a period.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "title-period",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a title ends in a period",
        why: "A title is a name, not a sentence; the marketplace refuses one with a final period.",
        bad: "actions:
  lookup:
    title: Lookup.
    description: Look a host up
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
    for (node, _) in written.titles() {
        let text = node.as_text().unwrap_or_default();
        if !text.ends_with('.') {
            continue;
        }
        let letters = subject.letters(node);
        let place = letters.map_or(node.span, |span| span.part(text.len() - 1, text.len()));
        let mut found = Diagnostic::new(
            RULE.info,
            place,
            format!("the title `{text}` ends in a period"),
        )
        .at("ends here")
        .help("leave the period out");
        if letters.is_some() && !text.ends_with("..") && text.len() > 1 {
            found = found.fix(Applicability::Safe, "remove the period", place, "");
        }
        sink.push(found);
    }
}
