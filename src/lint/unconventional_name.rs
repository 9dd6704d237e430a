//! `unconventional-name`: names of operations and connection settings that break the convention.

use heck::ToSnakeCase as _;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unconventional-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the name of an operation, process or connection setting is not in lower case with underscores",
        why: "Operations and processes become modules, and connection settings become variables; by convention all are `lower_case_with_underscores`. \
Other forms work, but look foreign in generated code. Renaming changes the interface: allow it where the plugin is in use. \
Inputs, outputs and fields of types are not asked: they mirror the product's own names.",
        bad: "actions:
  lookUpHost:
    title: Look Up Host
    description: Look a host up
processes:
  Vote:
    title: Vote
    description: Let members choose
",
        good: "actions:
  look_up_host:
    title: Look Up Host
    description: Look a host up
processes:
  vote:
    title: Vote
    description: Let members choose
",
    },
    group: Group::Style,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    let operations = plugin.operations();
    let operations = operations.map(|it| (it.kind.singular(), it.name.as_str(), it.origin));
    let processes = plugin.processes.iter();
    let processes = processes.map(|it| ("process", it.name.as_str(), it.origin));
    for (kind, name, place) in operations.chain(processes) {
        // Names that no file could have are errors, reported before.
        let is_error = name
            .chars()
            .any(|character| !(character.is_alphanumeric() || matches!(character, '_' | '-')));
        if !is_error && !is_conventional(name, true) {
            sink.push(finding(&format!("{kind} name"), name, place));
        }
    }
    for field in &plugin.connection {
        if !is_conventional(&field.name, false) {
            sink.push(finding(
                "connection setting",
                &field.name,
                field.origin.name,
            ));
        }
    }
}

fn is_conventional(name: &str, letter_first: bool) -> bool {
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().all(legal)
        && (!letter_first
            || name
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_lowercase()))
}

fn finding(what: &str, name: &str, span: Span) -> Diagnostic {
    let mended = name.to_snake_case();
    let diagnostic = Diagnostic::new(
        RULE.info,
        span,
        format!(
            "the {what} `{}` is not in lower case with underscores",
            name.escape_debug()
        ),
    )
    .at("against the convention");
    if is_conventional(&mended, true) {
        diagnostic.help(format!(
            "`{mended}` follows it; renaming changes the interface of a plugin in use"
        ))
    } else {
        diagnostic.help("begin with a letter, and use lower case, digits and underscores")
    }
}
