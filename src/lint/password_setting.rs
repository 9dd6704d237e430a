//! `password-setting`: connection settings of type `password`.

use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "password-setting",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a connection setting has the type `password`",
        why: "Credentials of a connection are stored apart, encrypted, and can be shared between connections; a `password` is stored \
with the connection. Changing the type changes the interface: saved connections must be made anew.",
        bad: "connection:
  key:
    title: Key
    description: Key
    type: password
    required: true
",
        good: "connection:
  key:
    title: Key
    description: Key
    type: credential_secret_key
    required: true
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
        .filter(|it| it.part == Part::Connection)
    {
        let Some(ty) = field.ty.filter(|_| field.type_name() == "password") else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                ty.value.span,
                format!("the setting `{}` is a bare password", field.name()),
            )
            .at("no credential")
            .help("use `credential_secret_key` or `credential_username_password`"),
        );
    }
}
