//! `padded-text`: titles and descriptions that begin with a blank.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "padded-text",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a title or description begins with a blank",
        why: "The blank is shown: the text stands askew in forms and tables. The marketplace refuses it.",
        bad: "actions:
  lookup:
    title: Lookup
    description: \" Look a host up\"
",
        good: "actions:
  lookup:
    title: Lookup
    description: \"Look a host up\"
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let titles = written.titles().map(|(node, _)| (node, "title"));
    let descriptions = written.descriptions().map(|node| (node, "description"));
    for (node, what) in titles.chain(descriptions) {
        let text = node.as_text().unwrap_or_default();
        let blanks = text.len() - text.trim_start().len();
        if blanks == 0 || blanks == text.len() {
            continue;
        }
        let letters = subject.letters(node);
        let place = letters.map_or(node.span, |span| span.part(0, blanks));
        let mut found =
            Diagnostic::new(RULE.info, place, format!("the {what} begins with a blank"))
                .at("here")
                .help("remove the blank");
        if letters.is_some() {
            found = found.fix(Applicability::Safe, "remove the blank", place, "");
        }
        sink.push(found);
    }
}
