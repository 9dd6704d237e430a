//! `foreign-extension`: an `extension` other than `plugin`.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "foreign-extension",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`extension` is not `plugin`",
        why: "The marketplace sorts what it lists by this word, and knows what a plugin spec describes under the word `plugin` \
alone.",
        bad: "extension: workflow
",
        good: "extension: plugin
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let extension = subject
        .written()
        .and_then(|written| written.top("extension"));
    let Some((node, text)) = extension.and_then(|node| Some((node, node.as_text()?))) else {
        return;
    };
    if text != "plugin" {
        sink.push(
            Diagnostic::new(RULE.info, node.span, format!("the extension is `{text}`"))
                .at("expected `plugin`")
                .help("write `plugin`")
                .fix(Applicability::Safe, "write `plugin`", node.span, "plugin"),
        );
    }
}
