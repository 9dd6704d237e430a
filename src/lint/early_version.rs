//! `early-version`: versions below 1.0.0, and versions with more than three numbers.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "early-version",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`version` is below 1.0.0, or more than three numbers",
        why: "Versions of the marketplace begin at 1.0.0 and have the form X.Y.Z; it refuses zeros in front, and suffixes such as \
`-beta`.",
        bad: "version: 0.9.0
",
        good: "version: 1.0.0
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin.filter(|_| subject.written().is_some()) else {
        return;
    };
    let version = &plugin.version;
    let problem = if version.major == 0 {
        "is below 1.0.0"
    } else if !version.pre.is_empty() || !version.build.is_empty() {
        "has a suffix"
    } else {
        return;
    };
    sink.push(
        Diagnostic::new(
            RULE.info,
            plugin.origin.version,
            format!("the version {version} {problem}"),
        )
        .at("the marketplace takes X.Y.Z from 1.0.0 on")
        .help("publish it under a version such as 1.0.0"),
    );
}
