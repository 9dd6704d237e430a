//! `long-description`: descriptions of more than 500 characters.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "long-description",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a description has more than 500 characters",
        why: "The marketplace shows a description beside a title and refuses what does not fit. What needs more room belongs into \
`help.md` or the troubleshooting notes.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all up a host by all of its names
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up by all of its names
",
    },
    group: Group::InsightConnect,
    check,
};

/// The most that the marketplace takes.
const MOST: usize = 500;

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for node in written.descriptions() {
        let text = node.as_text().unwrap_or_default();
        // Bytes are at least as many, and counted already.
        if text.len() <= MOST {
            continue;
        }
        let count = text.chars().count();
        if count > MOST {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    node.span,
                    format!("the description has {count} characters"),
                )
                .at(format!("at most {MOST} fit"))
                .help("shorten it, and move the rest to `help.md`"),
            );
        }
    }
}
