//! `missing-marketplace-key`: top-level keys that the marketplace cannot do without.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-marketplace-key",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a key that the marketplace asks for is missing",
        why: "The marketplace builds a plugin's entry from these keys, and its own checks refuse a plugin without them. A plugin \
that is not published there may go without.",
        bad: "# omit: tags
",
        good: "tags: [example]
",
    },
    group: Group::InsightConnect,
    check,
};

/// The keys, and what each is for. Those that every spec needs are asked for by the language.
const KEYS: [(&str, &str); 7] = [
    ("extension", "the kind of extension, `plugin`"),
    ("products", "the products that the plugin is for"),
    ("support", "who helps its users"),
    ("status", "a list of marks, empty as a rule"),
    ("resources", "where source, licence and vendor are found"),
    ("tags", "the words under which it is found"),
    ("hub_tags", "use cases, keywords and features"),
];

/// The keys within `hub_tags`.
const HUB_TAGS: [&str; 3] = ["use_cases", "keywords", "features"];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    for (key, what) in KEYS {
        if written.entry(key).is_none() {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    written.place(),
                    format!("the key `{key}` is missing"),
                )
                .at("this plugin")
                .help(format!("add `{key}:`, {what}")),
            );
        }
    }
    let Some(entry) = written.entry("hub_tags") else {
        return;
    };
    for key in HUB_TAGS {
        let has = entry
            .value
            .as_mapping()
            .is_some_and(|tags| tags.get(key).is_some());
        if !has {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    entry.key.span,
                    format!("the key `hub_tags.{key}` is missing"),
                )
                .at("in here")
                .help(format!("add `{key}:`, a list that may be empty")),
            );
        }
    }
}
