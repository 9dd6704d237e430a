//! `unsafe-integer`: integers that JavaScript rounds.

use super::names::field_lists;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::Value;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unsafe-integer",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a default or a value of an enum is an integer beyond 2⁵³",
        why: "JavaScript, and every tool that reads JSON with doubles, rounds integers beyond 9007199254740991: the value that \
arrives is another. A string carries any number.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      id:
        title: Value
        description: What to look up
        type: integer
        required: true
        default: 9007199254740993
        example: 1
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      id:
        title: Value
        description: What to look up
        type: integer
        required: true
        default: 9007199254740991
        example: 1
",
    },
    group: Group::Portability,
    check,
};

/// The largest integer up to which a double has them all.
const MOST: u64 = 9_007_199_254_740_991;

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for field in field_lists(plugin).flatten() {
        let default = field
            .default
            .iter()
            .map(|value| (value, field.origin.default));
        let allowed = field
            .allowed
            .iter()
            .map(|value| (value, field.origin.allowed));
        for (value, place) in default.chain(allowed) {
            if is_unsafe(value) {
                sink.push(
                    Diagnostic::new(
                        RULE.info,
                        place,
                        format!("{value} is rounded by JavaScript"),
                    )
                    .at("beyond 9007199254740991")
                    .help("use a string, or a smaller number"),
                );
            }
        }
    }
}

fn is_unsafe(value: &Value) -> bool {
    let Value::Number(number) = value else {
        return false;
    };
    let text = number.to_string();
    let digits = text.trim_start_matches('-');
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<u64>().map_or(true, |number| number > MOST)
}
