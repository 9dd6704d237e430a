//! `missing-use-case`: plugins without a use case.

use super::use_cases::USE_CASES;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-use-case",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`hub_tags.use_cases` is empty",
        why: "Users of the marketplace look for plugins by use case; one without any is found by its name alone, and the marketplace \
refuses it.",
        bad: "hub_tags:
  use_cases: []
  keywords: []
  features: []
",
        good: "hub_tags:
  use_cases: [data_utility]
  keywords: []
  features: []
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let tags = subject
        .whole()
        .and_then(|written| written.entry("hub_tags"));
    let Some((entry, tags)) = tags.and_then(|entry| Some((entry, entry.value.as_mapping()?)))
    else {
        return;
    };
    let cases = tags.get("use_cases");
    let empty = cases.is_none_or(|cases| match cases.value.as_sequence() {
        Some(items) => items.is_empty(),
        None => cases.value.as_text().is_none_or(str::is_empty) || cases.value.is_null(),
    });
    if empty {
        sink.push(
            Diagnostic::new(
                RULE.info,
                cases.map_or(entry.key.span, |cases| cases.key.span),
                "the plugin names no use case",
            )
            .at("a use case is missing here")
            .help(format!("name one or more of {}", USE_CASES.join(", "))),
        );
    }
}
