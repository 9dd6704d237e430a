//! `untyped-value`: fields of any type.

use super::names::field_lists;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::Type;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "untyped-value",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a field may hold anything",
        why: "A value of type `any` has no type in generated code: every use needs a cast or a check, and forms can only offer a \
text box for JSON. Where the form of the value is known, say it.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      value:
        title: Value
        description: What to look up
        type: any
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      value:
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

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for field in field_lists(plugin).flatten() {
        let mut ty = &field.ty;
        while let Type::Array(item) = ty {
            ty = item;
        }
        if *ty == Type::Any && field.origin.known {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    field.origin.ty,
                    format!("`{}` may hold anything", field.name),
                )
                .at("no type in generated code")
                .help("name the type, or define one under `types`"),
            );
        }
    }
}
