//! `implausible-address`: defaults of fields named `domain` or `email` that are none.

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "implausible-address",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the default of a field named `domain`, `email` or `email_address` is none",
        why: "A user who leaves such a field as it is sends a message that cannot arrive. Better no default than one that is not an \
address.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      domain:
        title: Domain
        description: Domain of the host
        type: string
        required: true
        default: none
        example: example.com
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      domain:
        title: Domain
        description: Domain of the host
        type: string
        required: true
        default: example.org
        example: example.com
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for field in written
        .fields
        .iter()
        .filter(|it| it.part != Part::Connection)
    {
        let what = match field.name() {
            "domain" => "domain",
            "email" | "email_address" => "mail address",
            _ => continue,
        };
        let Some((node, text)) = field.default.and_then(|node| Some((node, node.as_text()?)))
        else {
            continue;
        };
        let legal = if what == "domain" {
            is_domain(text)
        } else {
            text.split_once('@')
                .is_some_and(|(user, domain)| is_user(user) && is_domain(domain))
        };
        if !legal {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    node.span,
                    format!("the default of `{}` is no {what}", field.name()),
                )
                .at(format!("expected a {what}"))
                .help(format!("give a {what}, or leave the default out")),
            );
        }
    }
}

/// Labels of letters, digits and inner hyphens, two at least, the last not a number.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.contains('.')
        && text.split('.').all(label)
        && last.len() > 1
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_user(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && !text.contains('@')
}
