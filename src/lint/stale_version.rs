//! `stale-version`: a version that is not the newest entry of the history.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "stale-version",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`version` is not the newest entry of `version_history`",
        why: "Users read in the history what a new version brings. Where the two differ, either the version was raised without a word \
on what changed, or the history tells of a version that nobody gets.",
        bad: "version: 1.1.0
version_history:
  - 1.0.0 - Initial plugin
",
        good: "version: 1.1.0
version_history:
  - 1.1.0 - Look up addresses too
  - 1.0.0 - Initial plugin
",
    },
    group: Group::Correctness,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    let newest = plugin
        .version_history
        .iter()
        .filter_map(|entry| Some((entry.version.as_ref()?, entry.origin)))
        .max_by(|left, right| left.0.cmp(right.0));
    let Some((newest, place)) = newest else {
        return;
    };
    if *newest == plugin.version {
        return;
    }
    let help = if *newest < plugin.version {
        format!(
            "add a line `{} - …` at the top of `version_history`",
            plugin.version
        )
    } else {
        format!("raise `version` to {newest}, or correct the history")
    };
    sink.push(
        Diagnostic::new(
            RULE.info,
            plugin.origin.version,
            format!(
                "the version is {}, but the newest entry of the history is {newest}",
                plugin.version
            ),
        )
        .at("not in step with the history")
        .label(place, "the newest entry")
        .help(help),
    );
}
