//! `plain-secret`: secrets in the connection that are plain strings.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::Type;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "plain-secret",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a connection setting named like a secret is a plain `string`",
        why: "Hosts show strings in forms, logs and exports. A `password` or a credential is hidden and stored encrypted. Changing \
the type changes the interface: raise the major version with it, or allow it until then.",
        bad: "connection:
  api_key:
    title: Key
    description: Key of the service
    type: string
    required: true
",
        good: "connection:
  api_key:
    title: Key
    description: Key of the service
    type: credential_secret_key
    required: true
",
    },
    group: Group::Security,
    check,
};

/// Last words of names that only secrets have.
const SECRETS: [&str; 8] = [
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "secret_key",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for field in &plugin.connection {
        if field.ty != Type::String || !field.origin.known {
            continue;
        }
        let name = field.name.to_ascii_lowercase();
        let is_secret = SECRETS.iter().any(|secret| {
            name.strip_suffix(secret)
                .is_some_and(|before| before.is_empty() || before.ends_with(['_', '-']))
        });
        if is_secret {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    field.origin.ty,
                    format!("the secret `{}` is a plain string", field.name),
                )
                .at("shown and stored as it is")
                .help("use `credential_secret_key`, or `password`"),
            );
        }
    }
}
