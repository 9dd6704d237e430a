//! `plain-http-link`: links without encryption.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "plain-http-link",
        class: RuleClass::Lint,
        severity: Severity::Note,
        summary: "a link for readers begins with `http://`",
        why: "What a reader gets over such a link can be read and changed on its way. Nearly every site answers to `https://` too. \
Values of inputs are not looked at: a plugin may well ask a machine without encryption.",
        bad: "resources:
  vendor_url: http://example.com
",
        good: "resources:
  vendor_url: https://example.com
",
    },
    group: Group::Security,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let resources = written.top("resources").and_then(|node| node.as_mapping());
    let resources = resources.iter().flat_map(|it| &it.entries);
    let lists = ["links", "references"].into_iter();
    let lists = lists
        .filter_map(|key| written.top(key)?.as_sequence())
        .flatten();
    for node in resources.map(|entry| &entry.value).chain(lists) {
        let text = node.as_text().unwrap_or_default();
        for (at, _) in text.match_indices(PLAIN) {
            let host = &text[at + PLAIN.len()..];
            if host.starts_with("localhost") || host.starts_with("127.") {
                continue;
            }
            let letters = subject.letters(node);
            let place = letters.map_or(node.span, |span| span.part(at, at + PLAIN.len()));
            let mut found = Diagnostic::new(RULE.info, place, "the link is not encrypted")
                .at("`https://`, if the site has it")
                .help("write `https://`");
            if letters.is_some() {
                found = found.fix(Applicability::Unsafe, "write `https://`", place, "https://");
            }
            sink.push(found);
        }
    }
}

const PLAIN: &str = "http://";
