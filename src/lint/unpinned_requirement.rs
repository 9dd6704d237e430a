//! `unpinned-requirement`: lines of `requirements.txt` without a version.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unpinned-requirement",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a requirement of a plugin has no version",
        why: "An image that is built again tomorrow holds what the registry has tomorrow. Requirements with versions give the same \
image, and the marketplace asks for them.",
        bad: "# file: setup.py
# file: requirements.txt
lxml
",
        good: "# file: setup.py
# file: requirements.txt
lxml==5.3.0
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    let Some(text) = subject.text_of("requirements.txt") else {
        return;
    };
    for (index, line) in text.lines().enumerate() {
        let content = line.split('#').next().unwrap_or_default().trim();
        let is_pinned = |part: &str| {
            part.starts_with("git+")
                || part.contains(['<', '>'])
                || part.contains("==")
                || part.contains("!=")
                || part.contains("~=")
        };
        for part in content.split(',').map(str::trim) {
            // An option of the installer is no requirement.
            if content.is_empty() || content.starts_with('-') || is_pinned(part) {
                continue;
            }
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    written.place(),
                    format!("requirements.txt:{}: `{part}` has no version", index + 1),
                )
                .at("of this plugin")
                .help("pin it in requirements.txt, as in `lxml==5.3.0`"),
            );
        }
    }
}
