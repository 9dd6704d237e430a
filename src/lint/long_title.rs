//! `long-title`: titles of more than seven words.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "long-title",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a title has more than seven words",
        why: "Titles are shown in lists and on buttons, where a long one is cut. What it explains belongs into the description.",
        bad: "actions:
  lookup:
    title: Look Up One Host by All Its Names
    description: Look a host up
",
        good: "actions:
  lookup:
    title: Look Up Host by Name
    description: Look a host up
",
    },
    group: Group::InsightConnect,
    check,
};

/// The most words that the marketplace takes.
const MOST: usize = 7;

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for (node, _) in written.titles() {
        let text = node.as_text().unwrap_or_default();
        let words = text.split_whitespace().count();
        if words > MOST {
            sink.push(
                Diagnostic::new(RULE.info, node.span, format!("the title has {words} words"))
                    .at(format!("at most {MOST} fit"))
                    .help("shorten it, and say the rest in the description"),
            );
        }
    }
}
