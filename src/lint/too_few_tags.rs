//! `too-few-tags`: fewer than two tags.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "too-few-tags",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a plugin has fewer than two tags",
        why: "Tags are how a plugin is found by words that its title does not hold. The marketplace asks for two at least.",
        bad: "tags: [example]
",
        good: "tags: [example, echo]
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(entry) = subject.whole().and_then(|written| written.entry("tags")) else {
        return;
    };
    let count = entry.value.as_sequence().map_or(0, <[_]>::len);
    if count < 2 {
        let counted = if count == 0 { "no tag" } else { "only one tag" };
        sink.push(
            Diagnostic::new(
                RULE.info,
                entry.key.span,
                format!("the plugin has {counted}"),
            )
            .at("the marketplace asks for two")
            .help("add words under which users may look for it"),
        );
    }
}
