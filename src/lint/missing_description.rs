//! `missing-description`: operations and their fields that say nothing of themselves.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::Field;
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-description",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an operation, a process or one of its fields has no description",
        why: "The description is all that a user sees of a field in a form, in the help and in generated code. Fields of custom types \
are not asked for one: they mirror the product's own documentation.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
processes:
  vote:
    title: Vote
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Name or address of the host
processes:
  vote:
    title: Vote
    description: Let members choose, and count what they chose
",
    },
    group: Group::Docs,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    // What seems to be missing may stand in a part that could not be read.
    let Some(plugin) = subject.plugin.filter(|_| !subject.document.damaged) else {
        return;
    };
    fields(&plugin.connection, sink);
    for operation in plugin.operations() {
        let kind = operation.kind.singular();
        if let Some(found) = missing(
            &operation.description,
            kind,
            &operation.name,
            operation.origin,
        ) {
            sink.push(found);
        }
        fields(&operation.input, sink);
        fields(&operation.output, sink);
        fields(&operation.state, sink);
    }
    for process in &plugin.processes {
        if let Some(found) = missing(
            &process.description,
            "process",
            &process.name,
            process.origin,
        ) {
            sink.push(found);
        }
        fields(&process.input, sink);
        fields(&process.outcome, sink);
    }
}

fn missing(description: &str, kind: &str, name: &str, place: Span) -> Option<Diagnostic> {
    let found = || {
        let message = format!("the {kind} `{name}` has no description");
        Diagnostic::new(RULE.info, place, message)
            .at("`description` is missing here")
            .help("add `description:` with a sentence on what it does")
    };
    description.trim().is_empty().then(found)
}

fn fields(fields: &[Field], sink: &mut Sink) {
    for field in fields {
        let missing = field
            .description
            .as_ref()
            .is_none_or(|text| text.trim().is_empty());
        // A field that could not be read has been reported already.
        if missing && field.origin.known {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    field.origin.name,
                    format!("`{}` has no description", field.name),
                )
                .at("`description` is missing here")
                .help("add `description:` with a sentence on what it means"),
            );
        }
    }
}
