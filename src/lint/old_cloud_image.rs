//! `old-cloud-image`: plugins for the cloud on a runtime that is too old.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "old-cloud-image",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a cloud-ready plugin is built on a runtime before 4",
        why: "The cloud starts plugins in a way that runtimes before version 4 do not know.",
        bad: "cloud_ready: true
# file: Dockerfile
FROM rapid7/insightconnect-python-3-slim-plugin:3
ADD ./plugin.spec.yaml /plugin.spec.yaml
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
    let base = text.lines().find_map(|line| line.strip_prefix("FROM "));
    let base = base.and_then(|base| base.split_whitespace().find(|word| !word.starts_with("--")));
    let base = base.unwrap_or_default();
    if !is_new(base) {
        sink.push(
            Diagnostic::new(
                RULE.info,
                written
                    .entry("cloud_ready")
                    .map_or(written.place(), |entry| entry.key.span),
                format!("Dockerfile: the cloud does not run `{base}`"),
            )
            .at("not ready for the cloud")
            .help("build on `rapid7/insightconnect-python-3-slim-plugin` of version 4 or later"),
        );
    }
}

/// Whether an image is one of the host's with a major version from 4 on.
fn is_new(base: &str) -> bool {
    let Some((image, tag)) = base.split_once(':') else {
        return false;
    };
    let major = tag
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    matches!(
        image,
        "rapid7/insightconnect-python-3-plugin" | "rapid7/insightconnect-python-3-slim-plugin"
    ) && (tag == "latest" || major.is_some_and(|major| major >= 4))
}
