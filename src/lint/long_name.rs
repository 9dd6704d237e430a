//! `long-name`: names of more than 64 characters.

use super::names::names;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "long-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the name of an operation or field has more than 64 characters",
        why: "Names become file names, columns and identifiers, with prefixes before them. Registries and file systems end at 64, \
128 or 255 characters.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      a_very_long_name_a_very_long_name_a_very_long_name_a_very_long_name_:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      a_short_name:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
    },
    group: Group::Portability,
    check,
};

/// The longest that every target carries.
const MOST: usize = 64;

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for (name, place) in names(plugin) {
        if name.len() <= MOST {
            continue;
        }
        let count = name.chars().count();
        if count > MOST {
            sink.push(
                Diagnostic::new(RULE.info, place, format!("the name has {count} characters"))
                    .at(format!("at most {MOST} fit everywhere"))
                    .help("choose a shorter name while the plugin is not yet in use"),
            );
        }
    }
}
