//! `quoted-identifier`: quotes around `vendor`, `support` or `version`.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::yaml::ScalarStyle;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "quoted-identifier",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`vendor`, `support` or `version` stands in quotes",
        why: "Tools of the marketplace read these three lines as text, quotes and all, and refuse them. A version of three numbers \
is text without quotes, too.",
        bad: "version: \"1.0.0\"
",
        good: "version: 1.0.0
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for key in ["vendor", "support", "version"] {
        let Some(node) = written.top(key) else {
            continue;
        };
        let quoted = node.as_scalar().is_some_and(|scalar| {
            matches!(
                scalar.style,
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted
            )
        });
        if !quoted {
            continue;
        }
        let text = node.as_text().unwrap_or_default();
        let mut found = Diagnostic::new(
            RULE.info,
            node.span,
            format!("the value of `{key}` stands in quotes"),
        )
        .at("without quotes, please")
        .help(format!("write `{key}: {text}`"));
        // Without its quotes, another text might be something else.
        let parts = text.split('.').count();
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
        let stays_text = match key {
            "version" => parts == 3,
            _ => {
                text.bytes()
                    .next()
                    .is_some_and(|byte| byte.is_ascii_lowercase())
                    && text.len() > 5
            }
        };
        if plain && stays_text && subject.letters(node).is_some() {
            found = found.fix(Applicability::Safe, "remove the quotes", node.span, text);
        }
        sink.push(found);
    }
}
