//! `lowercase-title`: titles that begin with a small letter.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "lowercase-title",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a title begins with a small letter",
        why: "Titles are names. The marketplace asks for a capital first in all but that of the plugin, which may be a brand that is \
written small.",
        bad: "actions:
  lookup:
    title: lookup
    description: Look a host up
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for (node, is_plugins) in written.titles() {
        let text = node.as_text().unwrap_or_default();
        let first = text.chars().next().filter(|first| first.is_lowercase());
        let Some(first) = first.filter(|_| !is_plugins) else {
            continue;
        };
        let letters = subject.letters(node);
        let place = letters.map_or(node.span, |span| span.part(0, first.len_utf8()));
        let mut found = Diagnostic::new(
            RULE.info,
            place,
            format!("the title `{text}` begins with a small letter"),
        )
        .at("a capital, please")
        .help("begin with a capital");
        if letters.is_some() {
            found = found.fix(
                Applicability::Unsafe,
                "write it with a capital",
                place,
                first.to_uppercase().to_string(),
            );
        }
        sink.push(found);
    }
}
