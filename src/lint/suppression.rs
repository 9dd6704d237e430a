//! Comments that allow lints: `# specc: allow(rule) reason`.

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::grammar::{Scope, parse_suppression};
use crate::text::Span;
use crate::yaml::Comment;

/// The rule about the comments themselves.
pub static INVALID_SUPPRESSION: RuleInfo = RuleInfo {
    id: "invalid-suppression",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a suppression comment cannot be read, or names a rule that cannot be allowed",
    why: "A comment that begins with `specc:` is meant for this tool. One that it cannot read allows nothing, and the finding that it \
was written for stays. Errors of the language can never be allowed.",
    bad: "# specc: ignore(unused-type)
tags: [network]
",
    good: "# specc: allow(unused-type) kept for the next version
tags: [network]
",
};

/// Leaves out lints that the comments allow; reports comments that cannot be read.
pub fn apply(
    subject: &Subject<'_>,
    known: &dyn Fn(&str) -> Option<&'static RuleInfo>,
    diagnostics: &mut Diagnostics,
) {
    let mut allowed: Vec<(String, Option<Span>)> = Vec::new();
    for comment in &subject.document.comments {
        let Some(read) = parse_suppression(subject.source.slice(comment.span), comment.span) else {
            continue;
        };
        let suppression = match read {
            Ok(suppression) => suppression,
            Err(error) => {
                diagnostics.push(
                    Diagnostic::new(
                        &INVALID_SUPPRESSION,
                        error.span,
                        format!("the suppression comment cannot be read: {}", error.message),
                    )
                    .at("not understood")
                    .help("write `# specc: allow(rule, other-rule) reason`, or `allow-file` for the whole file"),
                );
                continue;
            }
        };
        let reach = match suppression.scope {
            Scope::File => None,
            Scope::Block => Some(reach(subject, *comment)),
        };
        for rule in suppression.rules {
            match known(&rule) {
                Some(info) if info.class == RuleClass::Lint => {
                    allowed.push((rule.value, reach));
                }
                info => {
                    let message = if info.is_some() {
                        format!(
                            "`{}` is an error of the language and cannot be allowed",
                            rule.value
                        )
                    } else {
                        format!("there is no rule `{}` to allow", rule.value)
                    };
                    diagnostics.push(
                        Diagnostic::new(&INVALID_SUPPRESSION, rule.span, message)
                            .at("allows nothing")
                            .help("`specc explain` lists all rules; only lints can be allowed"),
                    );
                }
            }
        }
    }
    if allowed.is_empty() {
        return;
    }
    diagnostics.retain(|found| {
        found.rule.class != RuleClass::Lint
            || !allowed.iter().any(|(rule, reach)| {
                let start = found.primary.span.start;
                rule == found.rule.id
                    && reach.is_none_or(|reach| reach.start <= start && start < reach.end)
            })
    });
}

/// What a comment covers: its own line, or, where it stands alone, the next line and all that is indented below it.
fn reach(subject: &Subject<'_>, comment: Comment) -> Span {
    let text = subject.source.text();
    let starts = subject.source.line_index().line_starts();
    let line_of = |offset: u32| starts.partition_point(|start| *start <= offset) - 1;
    let line_text = |line: usize| {
        let end = starts.get(line + 1).map_or(text.len(), |end| *end as usize);
        &text[starts[line] as usize..end]
    };
    let indentation =
        |line: usize| line_text(line).len() - line_text(line).trim_start_matches(' ').len();
    let is_content = |line: usize| {
        let trimmed = line_text(line).trim();
        !trimmed.is_empty() && !trimmed.starts_with('#')
    };
    let own = line_of(comment.span.start);
    let first = if comment.own_line {
        (own + 1..starts.len())
            .find(|line| is_content(*line))
            .unwrap_or(own)
    } else {
        own
    };
    let mut last = first;
    if comment.own_line {
        for line in first + 1..starts.len() {
            if !is_content(line) {
                continue;
            }
            if indentation(line) <= indentation(first) {
                break;
            }
            last = line;
        }
    }
    let end = starts.get(last + 1).map_or(text.len(), |end| *end as usize);
    Span::new(comment.span.file, starts[first] as usize, end)
}
