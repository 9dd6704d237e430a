//! `needless-cache`: plugins for the cloud that ask for a cache without having triggers.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::OperationKind;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "needless-cache",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a cloud-ready plugin without triggers sets `enable_cache`",
        why: "In the cloud, the cache is for triggers alone; the marketplace refuses a plugin that asks for one without having any.",
        bad: "cloud_ready: true
enable_cache: true
",
        good: "cloud_ready: true
enable_cache: false
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    let has_triggers = written
        .operations
        .iter()
        .any(|operation| operation.kind == OperationKind::Trigger);
    if has_triggers || !written.is_true("cloud_ready") || !written.is_true("enable_cache") {
        return;
    }
    if let Some(node) = written.top("enable_cache") {
        sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                "the plugin asks for a cache, but has no triggers",
            )
            .at("for triggers alone")
            .help("write `false`")
            .fix(Applicability::Unsafe, "write `false`", node.span, "false"),
        );
    }
}
