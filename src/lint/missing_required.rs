//! `missing-required`: fields that do not say whether they are required.

use super::written::{Part, WrittenField};
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "missing-required",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an input, output or connection setting does not say whether it is required",
        why: "Where `required` is missing it is false, but a reader cannot tell whether that was decided or forgotten. The \
marketplace asks for the word.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        example: example.com
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        title: Host
        description: Name of the host
        type: string
        required: false
        example: example.com
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.whole() else {
        return;
    };
    for field in &written.fields {
        let asked = matches!(field.part, Part::Connection | Part::Input | Part::Output);
        if field.required || !asked {
            continue;
        }
        let mut found = Diagnostic::new(
            RULE.info,
            field.name.span,
            format!("`{}` does not say whether it is required", field.name()),
        )
        .at("`required` is missing here")
        .help("add `required: true` or `required: false`");
        if let Some((place, text)) = line_after_type(subject, field) {
            found = found.fix(Applicability::Safe, "add `required: false`", place, text);
        }
        sink.push(found);
    }
}

/// What is meant today, on a line of its own below the type. Only where the type's line holds nothing else.
fn line_after_type(subject: &Subject<'_>, field: &WrittenField<'_>) -> Option<(Span, String)> {
    let ty = field.ty.filter(|ty| !ty.merged)?;
    let text = subject.source.text();
    let (start, end) = (ty.key.span.start as usize, ty.value.span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &text[line..start];
    let rest = &text[end..];
    let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let alone = indent.bytes().all(|byte| byte == b' ')
        && rest.trim_end().is_empty()
        && !text[start..end].contains('\n');
    let ending = if rest.ends_with('\r') { "\r\n" } else { "\n" };
    let place = Span::new(ty.value.span.file, end, end);
    alone.then(|| (place, format!("{ending}{indent}required: false")))
}
