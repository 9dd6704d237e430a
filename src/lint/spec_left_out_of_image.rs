//! `spec-left-out-of-image`: images without the plugin's spec.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "spec-left-out-of-image",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the Dockerfile does not copy the spec to `/plugin.spec.yaml`",
        why: "The host reads the spec out of the image, under this name and no other.",
        bad: "# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
",
        good: "# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
ADD ./plugin.spec.yaml /plugin.spec.yaml
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    let Some(text) = subject.text_of("Dockerfile") else {
        return;
    };
    let line = "ADD ./plugin.spec.yaml /plugin.spec.yaml";
    if !text.lines().any(|written| written.starts_with(line)) {
        sink.push(
            Diagnostic::new(
                RULE.info,
                written.place(),
                "Dockerfile: the spec is not copied into the image",
            )
            .at("of this plugin")
            .help(format!("add the line `{line}` to the Dockerfile")),
        );
    }
}
