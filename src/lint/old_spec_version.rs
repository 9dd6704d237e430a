//! `old-spec-version`: specs of the first form.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "old-spec-version",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`plugin_spec_version` is not `v2`",
        why: "The marketplace takes the second form alone. `v1` is that of Komand.",
        bad: "plugin_spec_version: v1
# omit: extension
# omit: products
# omit: support
# omit: resources
# omit: hub_tags
",
        good: "plugin_spec_version: v2
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(node) = subject
        .written()
        .and_then(|written| written.top("plugin_spec_version"))
    else {
        return;
    };
    if node.as_text().is_some_and(|text| text != "v2") {
        sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                "the spec is not of the form that the marketplace takes",
            )
            .at("expected `v2`")
            .help("write `v2`, and see which keys the check then asks for"),
        );
    }
}
