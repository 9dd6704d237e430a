//! `missing-plugin-file`: files that every plugin's folder has.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-plugin-file",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a file that every plugin has is missing in its folder",
        why: "The image of a plugin is built from these files. `specc emit --target insightconnect` writes them.",
        bad: "# file: setup.py
# file: Dockerfile
# file: Makefile
",
        good: "# file: setup.py
# file: Dockerfile
# file: Makefile
# file: requirements.txt
",
    },
    group: Group::InsightConnect,
    check,
};

/// The files of a plugin in Python.
const FILES: [&str; 4] = ["Dockerfile", "Makefile", "requirements.txt", "setup.py"];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    // A plugin in Go has its connection at the top and other files.
    if subject.folder.has("connection/connection.go") {
        return;
    }
    for file in FILES {
        if !subject.folder.has(file) {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    written.place(),
                    format!("the file `{file}` is missing in the folder of the plugin"),
                )
                .at("of this plugin")
                .help("write it; `specc emit --target insightconnect` makes one"),
            );
        }
    }
}
