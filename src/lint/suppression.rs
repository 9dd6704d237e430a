//! Comments that allow lints: `# specc: allow(rule) reason`.

use super::{Group, Levels, Rule, Subject};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::grammar::{Scope, parse_suppression};
use crate::text::{Span, Spanned};
use crate::yaml::Comment;

/// The rule about the comments themselves.
pub static INVALID_SUPPRESSION: RuleInfo = RuleInfo {
    id: "invalid-suppression",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a suppression comment cannot be read, or names a rule that cannot be allowed",
    why: "A comment that begins with `specc:` is meant for this tool. One that it cannot read allows nothing, and the finding that it \
was written for stays. Errors of the language can never be allowed.",
    bad: "# specc: ignore(ambiguous-scalar) our own tools read YAML 1.1
cloud_ready: true
",
    good: "# specc: allow(ambiguous-scalar) our own tools read YAML 1.1
cloud_ready: yes
",
};

/// A comment that says no why.
pub static REASONLESS: Rule = Rule {
    info: &RuleInfo {
        id: "reasonless-suppression",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a comment allows a lint and does not say why",
        why: "Whoever reads the spec next year sees that somebody silenced a finding and cannot tell whether it is still right to: the \
vendor may have documented its API since, or the comment may have been a way to get a build through. A few words after the bracket \
settle it.",
        bad: "# specc: allow(ambiguous-scalar)
cloud_ready: yes
",
        good: "# specc: allow(ambiguous-scalar) our own tools read YAML 1.1
cloud_ready: yes
",
    },
    group: Group::Docs,
    // What it finds, the reader of comments finds on the way.
    check: |_, _| {},
};

/// A comment that is of no use.
pub static UNUSED: Rule = Rule {
    info: &RuleInfo {
        id: "unused-suppression",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a comment allows a lint that finds nothing there",
        why: "The finding was mended, or the comment stands in the wrong place. Left there, it hides the next finding of that lint, which \
nobody has looked at. Only lints that ran are told of: one that is off, that needs files which are not there, or that a spec with \
errors of the language keeps from looking, may find something yet.",
        bad: "# specc: allow(ambiguous-scalar) our own tools read YAML 1.1
cloud_ready: true
",
        good: "cloud_ready: true
",
    },
    group: Group::Correctness,
    check: |_, _| {},
};

/// A finding that a comment allows.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// What was found.
    pub finding: Diagnostic,
    /// The comment.
    pub comment: Span,
    /// What it gives as the reason; may be empty.
    pub reason: String,
}

/// One rule of a comment.
struct Allowance {
    info: &'static RuleInfo,
    /// The name in the comment.
    span: Span,
    /// Where it counts; `None` for the whole file.
    reach: Option<Span>,
    /// Which of the comments it stands in.
    comment: usize,
    used: bool,
}

/// A comment that was understood.
struct Read {
    comment: Comment,
    rules: Vec<Spanned<String>>,
    reason: String,
}

/// Takes out lints that the comments allow, and gives them back; reports comments that cannot be read, give no reason, or
/// allow what is not there. `judged` tells whether a rule has looked at the whole spec.
pub fn apply(
    subject: &Subject<'_>,
    levels: &Levels,
    known: &dyn Fn(&str) -> Option<&'static RuleInfo>,
    judged: &dyn Fn(&'static RuleInfo) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Allowed> {
    let mut comments: Vec<Read> = Vec::new();
    let mut allowances: Vec<Allowance> = Vec::new();
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
        for rule in &suppression.rules {
            match known(&rule.value) {
                Some(info) if info.class.is_lint() => allowances.push(Allowance {
                    info,
                    span: rule.span,
                    reach,
                    comment: comments.len(),
                    used: false,
                }),
                info => diagnostics.push(not_allowable(rule, info.is_some())),
            }
        }
        comments.push(Read {
            comment: *comment,
            rules: suppression.rules,
            reason: suppression.reason,
        });
    }
    let mut allowed = Vec::new();
    if comments.is_empty() {
        return allowed;
    }
    if let Some(level) = levels.of(&REASONLESS) {
        for read in comments.iter().filter(|read| read.reason.is_empty()) {
            diagnostics.push(reasonless(read.comment, level));
        }
    }
    take_out(diagnostics, &mut allowances, &comments, &mut allowed);
    let broken = diagnostics
        .iter()
        .any(|it| it.rule.class == RuleClass::Language && it.severity == Severity::Error);
    let Some(level) = levels.of(&UNUSED).filter(|_| !broken) else {
        return allowed;
    };
    let of_no_use =
        |it: &&Allowance| !it.used && !std::ptr::eq(it.info, UNUSED.info) && judged(it.info);
    let unused: Vec<Diagnostic> = allowances
        .iter()
        .filter(of_no_use)
        .map(|it| unused(subject, it, &comments[it.comment], level))
        .collect();
    let mut found: Diagnostics = unused.into_iter().collect();
    take_out(&mut found, &mut allowances, &comments, &mut allowed);
    diagnostics.append(found);
    allowed
}

/// Moves what is allowed out of the findings.
fn take_out(
    diagnostics: &mut Diagnostics,
    allowances: &mut [Allowance],
    comments: &[Read],
    allowed: &mut Vec<Allowed>,
) {
    diagnostics.retain(|found| {
        if !found.rule.class.is_lint() {
            return true;
        }
        let start = found.primary.span.start;
        let mut by = None;
        for it in &mut *allowances {
            let reaches = it
                .reach
                .is_none_or(|reach| reach.start <= start && start < reach.end);
            if it.info.id == found.rule.id && reaches {
                it.used = true;
                by = by.or(Some(it.comment));
            }
        }
        let Some(by) = by else {
            return true;
        };
        allowed.push(Allowed {
            finding: found.clone(),
            comment: comments[by].comment.span,
            reason: comments[by].reason.clone(),
        });
        false
    });
}

fn not_allowable(rule: &Spanned<String>, exists: bool) -> Diagnostic {
    let message = if exists {
        format!(
            "`{}` is an error of the language and cannot be allowed",
            rule.value
        )
    } else {
        format!("there is no rule `{}` to allow", rule.value)
    };
    Diagnostic::new(&INVALID_SUPPRESSION, rule.span, message)
        .at("allows nothing")
        .help("`specc explain` lists all rules; only lints can be allowed")
}

fn reasonless(comment: Comment, level: Option<Severity>) -> Diagnostic {
    Diagnostic::new(
        REASONLESS.info,
        comment.span,
        "the comment does not say why it allows this",
    )
    .severity(level.unwrap_or(REASONLESS.info.severity))
    .at("no reason")
    .help("say it after the bracket, in a few words")
}

fn unused(
    subject: &Subject<'_>,
    it: &Allowance,
    read: &Read,
    level: Option<Severity>,
) -> Diagnostic {
    let id = it.info.id;
    let place = match it.reach {
        None => "in this file",
        Some(_) if read.comment.own_line => "in what follows",
        Some(_) => "on this line",
    };
    let (title, span) = removal(subject, it.span, read);
    Diagnostic::new(
        UNUSED.info,
        it.span,
        format!("`{id}` finds nothing {place} to allow"),
    )
    .severity(level.unwrap_or(UNUSED.info.severity))
    .at("not needed")
    .help("take it out, or move the comment to what it is about")
    .fix(Applicability::Safe, title, span, "")
}

/// What goes with a rule that nobody needs: the name, or the comment where it is the only one, and the line where that holds
/// nothing else.
fn removal(subject: &Subject<'_>, name: Span, read: &Read) -> (String, Span) {
    let spans: Vec<Span> = read.rules.iter().map(|rule| rule.span).collect();
    let at = spans.iter().position(|span| *span == name).unwrap_or(0);
    let id = subject.source.slice(name);
    if let Some(next) = spans.get(at + 1) {
        let whole = Span {
            end: next.start,
            ..name
        };
        return (format!("take out `{id}`"), whole);
    }
    if at > 0 {
        let whole = Span {
            start: spans[at - 1].end,
            ..name
        };
        return (format!("take out `{id}`"), whole);
    }
    let text = subject.source.text();
    let comment = read.comment.span;
    let before = &text[..comment.range().start];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let mut range = comment.range();
    range.start -= blanks;
    if read.comment.own_line {
        let after = &text[range.end..];
        let end = ["\r\n", "\n", "\r"]
            .into_iter()
            .find(|end| after.starts_with(end));
        range.end += end.map_or(0, str::len);
    }
    let whole = Span::new(comment.file, range.start, range.end);
    ("take the comment out".to_owned(), whole)
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
