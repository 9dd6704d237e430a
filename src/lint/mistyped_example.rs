//! `mistyped-example`: examples that do not show a value of the type.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::value::{accepts_field, convert_field, fits_field};
use crate::model::{Field, Plugin};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "mistyped-example",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an example is not a value of its parameter's type",
        why: "Samples, help pages and generated tests use the example where it fits, and a bare zero where it does not. Examples are \
read leniently: a number for a text, a date, and a text that holds JSON for an object or a list all do.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      port:
        type: integer
        description: Port
        example: eighty
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      port:
        type: integer
        description: Port
        example: 80
",
    },
    group: Group::Correctness,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    fields(plugin, &plugin.connection, sink);
    for operation in plugin.operations() {
        fields(plugin, &operation.input, sink);
        fields(plugin, &operation.output, sink);
        fields(plugin, &operation.state, sink);
    }
    for custom in &plugin.types {
        fields(plugin, &custom.fields, sink);
    }
}

fn fields(plugin: &Plugin, fields: &[Field], sink: &mut Sink) {
    for field in fields {
        let Some(example) = &field.example else {
            continue;
        };
        // Most examples fit as they stand; only the others are worth the copy that a lenient reading makes.
        if !field.origin.known
            || fits_field(&plugin.types, field, example)
            || convert_field(&plugin.types, field, example).is_some()
        {
            continue;
        }
        let Err(mismatch) = accepts_field(&plugin.types, field, example) else {
            continue;
        };
        sink.push(
            Diagnostic::new(
                RULE.info,
                field.origin.example,
                format!("the example of `{}` does not fit: {mismatch}", field.name),
            )
            .at(format!("expected {}", mismatch.expected))
            .label(field.origin.ty, "because of this type")
            .help("show a value that a message could hold"),
        );
    }
}
