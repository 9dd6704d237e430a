//! `cloud-token-connection`: connections of cloud plugins with a credential token.

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "cloud-token-connection",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a cloud-ready plugin's connection has a `credential_token`",
        why: "The cloud stores no credentials of this type: such a connection cannot be made there. A `credential_secret_key` holds \
a token too.",
        bad: "cloud_ready: true
connection:
  token:
    title: Token
    description: Token
    type: credential_token
    required: true
",
        good: "cloud_ready: true
connection:
  token:
    title: Token
    description: Token
    type: credential_secret_key
    required: true
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written().filter(|it| it.is_true("cloud_ready")) else {
        return;
    };
    for field in written
        .fields
        .iter()
        .filter(|it| it.part == Part::Connection)
    {
        let Some(ty) = field.ty.filter(|_| field.type_name() == "credential_token") else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                ty.value.span,
                format!(
                    "the cloud cannot store `{}`, a credential token",
                    field.name()
                ),
            )
            .at("not in the cloud")
            .help("use `credential_secret_key`"),
        );
    }
}
