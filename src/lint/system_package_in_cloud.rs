//! `system-package-in-cloud`: plugins for the cloud that install packages of the system.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "system-package-in-cloud",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a cloud-ready plugin installs packages of the system",
        why: "The cloud scans what a plugin brings by its Python requirements. Packages of the system escape it, and the marketplace \
refuses them.",
        bad: "cloud_ready: true
# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
ADD ./plugin.spec.yaml /plugin.spec.yaml
RUN apt-get install -y gawk
USER nobody
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
    for (index, line) in text.lines().enumerate() {
        let Some(tool) = ["apt", "apk", "dpkg"]
            .into_iter()
            .find(|tool| line.contains(tool))
        else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                written
                    .entry("cloud_ready")
                    .map_or(written.place(), |entry| entry.key.span),
                format!("Dockerfile:{}: the line calls `{tool}`", index + 1),
            )
            .at("not ready for the cloud")
            .help("do without the package, or set `cloud_ready: false`"),
        );
    }
}
