//! `missing-help`: plugins without a `help.md`.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-help",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a plugin's folder has no `help.md`",
        why: "The marketplace shows `help.md` as the page of the plugin. `specc emit --target insightconnect` writes one from the \
spec.",
        bad: "# file: setup.py
",
        good: "# file: setup.py
# file: help.md
# Description
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    if !subject.folder.has("help.md") {
        sink.push(
            Diagnostic::new(RULE.info, written.place(), "the plugin has no `help.md`")
                .at("of this plugin")
                .help("write one; `specc emit --target insightconnect` makes it from the spec"),
        );
    }
}
