//! `unknown-use-case`: use cases that the marketplace does not have.

use super::use_cases::{USE_CASES, hub_tags};
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::nearest;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unknown-use-case",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a use case is not one of the marketplace's",
        why: "The marketplace has a fixed list of use cases, by which users find plugins. Words of your own belong under `keywords`.",
        bad: "hub_tags:
  use_cases: [data_enrichmnt]
  keywords: []
  features: []
",
        good: "hub_tags:
  use_cases: [data_enrichment]
  keywords: []
  features: []
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    for node in hub_tags(subject, "use_cases") {
        let Some(text) = node.as_text().filter(|text| !USE_CASES.contains(text)) else {
            continue;
        };
        let mut found = Diagnostic::new(
            RULE.info,
            node.span,
            format!("`{text}` is not a use case of the marketplace"),
        )
        .help(format!("choose among {}", USE_CASES.join(", ")));
        if let Some(near) = nearest(text, USE_CASES.iter().copied()) {
            found = found.at(format!("did you mean `{near}`?")).fix(
                Applicability::Unsafe,
                format!("write `{near}`"),
                node.span,
                near,
            );
        }
        sink.push(found);
    }
}
