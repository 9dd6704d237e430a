//! `empty-resource`: addresses under `resources` that are empty.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "empty-resource",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an address under `resources` has no value",
        why: "An empty address becomes a dead link in the marketplace, which refuses it. Leave the key out where there is no \
address.",
        bad: "resources:
  vendor_url:
",
        good: "resources:
  vendor_url: https://example.com
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let resources = subject
        .written()
        .and_then(|written| written.top("resources"));
    let Some(resources) = resources.and_then(|node| node.as_mapping()) else {
        return;
    };
    for entry in &resources.entries {
        let key = entry.key.as_text().unwrap_or_default();
        if matches!(key, "vendor_url" | "source_url" | "license_url") && entry.value.is_null() {
            sink.push(
                Diagnostic::new(RULE.info, entry.key.span, format!("`{key}` is empty"))
                    .at("no address follows")
                    .help("give the address, or remove the key"),
            );
        }
    }
}
