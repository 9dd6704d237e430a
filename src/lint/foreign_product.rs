//! `foreign-product`: a list of products without InsightConnect.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "foreign-product",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`products` does not name `insightconnect`",
        why: "A plugin is offered in the products that it names. One that does not name `insightconnect` is refused by the \
marketplace.",
        bad: "products: [insightvm]
",
        good: "products: [insightconnect]
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(products) = subject
        .written()
        .and_then(|written| written.top("products"))
    else {
        return;
    };
    let named = |text: Option<&str>| text == Some("insightconnect");
    let has = named(products.as_text())
        || products
            .as_sequence()
            .is_some_and(|items| items.iter().any(|item| named(item.as_text())));
    if !has {
        sink.push(
            Diagnostic::new(
                RULE.info,
                products.span,
                "the products do not include `insightconnect`",
            )
            .at("`insightconnect` is missing here")
            .help("add `insightconnect` to the list"),
        );
    }
}
