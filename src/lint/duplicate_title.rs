//! `duplicate-title`: operations of one kind with one title.

use std::collections::BTreeMap;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "duplicate-title",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "two operations of one kind have the same title",
        why: "In lists, menus and the help the two cannot be told apart, and links to their headings lead to the first.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
  search:
    title: Lookup
    description: Search for hosts
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
  search:
    title: Search
    description: Search for hosts
",
    },
    group: Group::Docs,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let mut seen = BTreeMap::new();
    for operation in &written.operations {
        let (Some(node), Some(title)) = (operation.title, operation.title()) else {
            continue;
        };
        let Some(first) = seen.insert((operation.kind, title), node.span) else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                format!("two {} have the title `{title}`", operation.kind.plural()),
            )
            .at("the same again")
            .label(first, "the first of them")
            .help("say in one title what the other does not do"),
        );
    }
}
