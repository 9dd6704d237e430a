//! `unknown-support`: a `support` that the marketplace does not know.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::nearest;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unknown-support",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`support` is not one of `rapid7`, `community`, `partner`",
        why: "The marketplace shows who helps with a plugin, in one of three words. A plugin that is published elsewhere may name \
its vendor.",
        bad: "support: Acme
",
        good: "support: community
",
    },
    group: Group::InsightConnect,
    check,
};

/// The words of the marketplace.
const WORDS: [&str; 3] = ["community", "partner", "rapid7"];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let support = subject.written().and_then(|written| written.top("support"));
    let Some((node, text)) = support.and_then(|node| Some((node, node.as_text()?))) else {
        return;
    };
    if WORDS.contains(&text) {
        return;
    }
    let mut found = Diagnostic::new(
        RULE.info,
        node.span,
        format!("the marketplace knows no support `{text}`"),
    )
    .at("not one of `rapid7`, `community`, `partner`")
    .help("write `rapid7`, `community` or `partner`");
    // The first publisher changed its name.
    let near = if text.eq_ignore_ascii_case("komand") {
        Some("rapid7")
    } else {
        nearest(text, WORDS)
    };
    if let Some(near) = near {
        found = found.fix(
            Applicability::Unsafe,
            format!("write `{near}`"),
            node.span,
            near,
        );
    }
    sink.push(found);
}
