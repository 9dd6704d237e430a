//! `privileged-container`: plugins for the cloud that run as root.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "privileged-container",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a cloud-ready plugin does not run as `nobody`",
        why: "In the cloud, plugins of many owners share machines: a process that breaks out of its container must not be root.",
        bad: "cloud_ready: true
# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
ADD ./plugin.spec.yaml /plugin.spec.yaml
",
        good: "cloud_ready: true
# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
ADD ./plugin.spec.yaml /plugin.spec.yaml
USER nobody
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|it| it.is_true("cloud_ready")) else {
        return;
    };
    let Some(text) = subject.text_of("Dockerfile") else {
        return;
    };
    if !text.contains("USER nobody") {
        sink.push(
            Diagnostic::new(
                RULE.info,
                written
                    .entry("cloud_ready")
                    .map_or(written.place(), |entry| entry.key.span),
                "Dockerfile: the plugin does not run as `nobody`",
            )
            .at("not ready for the cloud")
            .help("add the line `USER nobody` to the Dockerfile"),
        );
    }
}
