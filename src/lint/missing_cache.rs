//! `missing-cache`: plugins with triggers that do not ask for a cache.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::OperationKind;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-cache",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a plugin has triggers, and `enable_cache` is not true",
        why: "Triggers remember in the cache what they have seen. Without `enable_cache: true` the host of today gives them none, \
and a restarted trigger sends everything again.",
        bad: "triggers:
  arrived:
    title: Arrived
    description: A host arrived
",
        good: "enable_cache: true
triggers:
  arrived:
    title: Arrived
    description: A host arrived
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    let trigger = written
        .operations
        .iter()
        .find(|operation| operation.kind == OperationKind::Trigger);
    let Some(trigger) = trigger.filter(|_| !written.is_true("enable_cache")) else {
        return;
    };
    let entry = written.entry("enable_cache");
    let mut found = Diagnostic::new(
        RULE.info,
        entry.map_or(trigger.name.span, |entry| entry.value.span),
        "the plugin has triggers, but no cache",
    )
    .help("add `enable_cache: true`");
    if let Some(entry) = entry {
        found = found
            .at("expected `true`")
            .label(trigger.name.span, "a trigger")
            .help("write `true`")
            .fix(
                Applicability::Unsafe,
                "write `true`",
                entry.value.span,
                "true",
            );
    } else {
        found = found.at("`enable_cache: true` is missing for this trigger");
    }
    sink.push(found);
}
