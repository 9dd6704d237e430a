//! `unconventional-vendor`: vendors that are not written small.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unconventional-vendor",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`vendor` is not in lower case with underscores, or is `komand`",
        why: "The vendor is a part of the name of the plugin's image, which must be small. `komand` is the former name of `rapid7`.",
        bad: "vendor: Acme
",
        good: "vendor: acme
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let vendor = subject.written().and_then(|written| written.top("vendor"));
    let Some((node, text)) = vendor.and_then(|node| Some((node, node.as_text()?))) else {
        return;
    };
    let meant = if text.eq_ignore_ascii_case("komand") {
        "rapid7".to_owned()
    } else {
        text.trim_end_matches('.').to_lowercase().replace(' ', "_")
    };
    if meant != text && !meant.is_empty() {
        sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                format!("the marketplace does not take the vendor `{text}`"),
            )
            .at("not in lower case with underscores")
            .help(format!("write `{meant}`"))
            .fix(
                Applicability::Unsafe,
                format!("write `{meant}`"),
                node.span,
                meant,
            ),
        );
    }
}
