//! `foreign-base-image`: images that are not built on one of the host's.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "foreign-base-image",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the image of a plugin is not built on one of the host's",
        why: "The host's images bring the runtime that speaks with it. An image on another base does not start, or starts with a \
runtime that nobody keeps up to date.",
        bad: "# file: Dockerfile
FROM python:3.11
ADD ./plugin.spec.yaml /plugin.spec.yaml
",
        good: "# file: Dockerfile
FROM --platform=linux/amd64 rapid7/insightconnect-python-3-slim-plugin:6.6.0
ADD ./plugin.spec.yaml /plugin.spec.yaml
",
    },
    group: Group::InsightConnect,
    check,
};

/// The host's images, former ones among them.
const IMAGES: [&str; 11] = [
    "komand/go-plugin-2",
    "komand/python-3-37-plugin",
    "komand/python-3-37-slim-plugin",
    "komand/python-3-plugin",
    "komand/python-3-slim-plugin",
    "komand/python-pypy3-full-plugin",
    "komand/python-pypy3-plugin",
    "rapid7/insightconnect-python-3-38-plugin",
    "rapid7/insightconnect-python-3-38-slim-plugin",
    "rapid7/insightconnect-python-3-plugin",
    "rapid7/insightconnect-python-3-slim-plugin",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|_| subject.is_plugin_folder()) else {
        return;
    };
    let Some(text) = subject.text_of("Dockerfile") else {
        return;
    };
    for (index, line) in text.lines().enumerate() {
        let Some(base) = line.strip_prefix("FROM") else {
            continue;
        };
        let base = base.split_whitespace().find(|word| !word.starts_with("--"));
        let base = base.unwrap_or_default();
        let image = base.split(':').next().unwrap_or_default();
        if !IMAGES.contains(&image) {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    written.place(),
                    format!("Dockerfile:{}: the base `{base}` is not the host's", index + 1),
                )
                .at("of this plugin")
                .help("build on `rapid7/insightconnect-python-3-slim-plugin` or `rapid7/insightconnect-python-3-plugin`"),
            );
        }
    }
}
