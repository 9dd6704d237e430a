//! `use-case-keyword`: keywords that are use cases.

use super::use_cases::{USE_CASES, hub_tags};
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "use-case-keyword",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a keyword is a use case",
        why: "The names of use cases are reserved: among the keywords they would be listed twice. Name it under `use_cases`.",
        bad: "hub_tags:
  use_cases: [devops]
  keywords: [devops]
  features: []
",
        good: "hub_tags:
  use_cases: [devops]
  keywords: [containers]
  features: []
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    for node in hub_tags(subject, "keywords") {
        let Some(text) = node.as_text().filter(|text| USE_CASES.contains(text)) else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                format!("the keyword `{text}` is the name of a use case"),
            )
            .at("reserved")
            .help("list it under `use_cases`, and remove it here"),
        );
    }
}
