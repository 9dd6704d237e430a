//! `missing-supported-versions`: plugins that do not say which versions of the product they work with.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-supported-versions",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`supported_versions` is missing or empty",
        why: "Users of another version of the product learn too late that nobody tried it. The marketplace refuses a plugin that \
does not say. Name the versions, or the date on which it was tried with a service that has none.",
        bad: "supported_versions: []
",
        good: "supported_versions: [\"3.2\"]
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    let entry = written.entry("supported_versions");
    let named = entry.is_some_and(|entry| match entry.value.as_sequence() {
        Some(items) => !items.is_empty(),
        None => !entry.value.is_null(),
    });
    if !named {
        let problem = if entry.is_some() {
            "is empty"
        } else {
            "is missing"
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                entry.map_or(written.place(), |entry| entry.key.span),
                format!("`supported_versions` {problem}"),
            )
            .at("which versions of the product?")
            .help("add `supported_versions:`, a list of the versions that it was tried with"),
        );
    }
}
