//! `missing-initial-version`: histories that do not end with the first version.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-initial-version",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the last entry of `version_history` is not the initial plugin",
        why: "The history tells the whole life of a plugin, and the marketplace looks for its beginning: a last line `1.0.0 - \
Initial plugin`.",
        bad: "version_history:
  - 1.0.0 - First release
",
        good: "version_history:
  - 1.0.0 - Initial plugin
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let history = subject
        .written()
        .and_then(|written| written.top("version_history")?.as_sequence());
    let Some(last) = history.and_then(<[_]>::last) else {
        return;
    };
    let initial = last
        .as_text()
        .is_some_and(|text| text.contains("- Initial plugin"));
    if !initial {
        sink.push(
            Diagnostic::new(
                RULE.info,
                last.span,
                "the history does not begin with the initial plugin",
            )
            .at("expected `1.0.0 - Initial plugin`")
            .help("add the line `1.0.0 - Initial plugin` at the end"),
        );
    }
}
