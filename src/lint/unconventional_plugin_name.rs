//! `unconventional-plugin-name`: names of plugins with capitals, or of more than seven words.

use heck::ToSnakeCase as _;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unconventional-plugin-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the plugin's name has capitals, or more than seven words",
        why: "The name is a part of the name of the plugin's image, which must be small, and of every path. It never changes, so a \
published one may be allowed.",
        bad: "name: lookUp
",
        good: "name: look_up
",
    },
    group: Group::InsightConnect,
    check,
};

/// The most words that the marketplace takes.
const MOST: usize = 7;

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let name = subject.written().and_then(|written| written.top("name"));
    let Some((node, text)) = name.and_then(|node| Some((node, node.as_text()?))) else {
        return;
    };
    let words = text.split('_').count();
    let problem = if text.chars().any(char::is_uppercase) {
        "has capitals".to_owned()
    } else if words > MOST {
        format!("has {words} words")
    } else {
        return;
    };
    let small = text.to_snake_case();
    let fits = small != text && small.split('_').count() <= MOST;
    let help = match fits {
        true => format!("`{small}` is such a name; choose it before the plugin is published"),
        false => "choose another name before the plugin is published".to_owned(),
    };
    sink.push(
        Diagnostic::new(RULE.info, node.span, format!("the name `{text}` {problem}"))
            .at(format!(
                "small letters, digits and underscores, at most {MOST} words"
            ))
            .help(help),
    );
}
