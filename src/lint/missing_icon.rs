//! `missing-icon`: plugins without pictures.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-icon",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a plugin's folder has no `icon.png` or `extension.png`",
        why: "The marketplace shows `icon.png` in lists of steps and `extension.png` on the plugin's page.",
        bad: "# file: setup.py
# file: icon.png
picture
",
        good: "# file: setup.py
# file: icon.png
picture
# file: extension.png
picture
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    for file in ["icon.png", "extension.png"] {
        let problem = if !subject.folder.has(file) {
            "is missing"
        } else if subject
            .folder
            .begin(file)
            .is_some_and(|(_, length)| length == 0)
        {
            "is empty"
        } else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                written.place(),
                format!("the picture `{file}` {problem}"),
            )
            .at("of this plugin")
            .help("put a PNG with the logo of the product there"),
        );
    }
}
