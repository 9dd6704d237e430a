//! `ambiguous-scalar`: plain scalars that YAML 1.1 and 1.2 read as different values.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::yaml::{Node, NodeKind, Resolved, Scalar, ScalarStyle};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "ambiguous-scalar",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an unquoted value means one thing to YAML 1.1 and another to YAML 1.2",
        why: "The tools that read plugin specs follow YAML 1.1, where `yes`, `no`, `on` and `off` are booleans, `0777` is octal (511), \
`1:30` is ninety and `1_000` a thousand. Editors and most newer libraries follow YAML 1.2, where they are not. A version \
without quotes, such as `1.10`, is the number 1.1 to both. Quotes, or `true` and `false`, say the same to everyone.",
        bad: "cloud_ready: yes\n",
        good: "cloud_ready: true\n",
    },
    group: Group::Correctness,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    if let Some(root) = &subject.document.root {
        walk(root, None, sink);
    }
}

fn walk(node: &Node, key: Option<&Node>, sink: &mut Sink) {
    match &node.kind {
        NodeKind::Scalar(scalar) => judge(node, scalar, key, sink),
        NodeKind::Sequence(items) => {
            for item in items.iter() {
                walk(item, key, sink);
            }
        }
        NodeKind::Mapping(mapping) => {
            for entry in &mapping.entries {
                // What comes through a merge key was looked at where it is written.
                if entry.merged {
                    continue;
                }
                if let NodeKind::Scalar(scalar) = &entry.key.kind {
                    judge(&entry.key, scalar, None, sink);
                }
                walk(&entry.value, Some(&entry.key), sink);
            }
        }
    }
}

fn judge(node: &Node, scalar: &Scalar, key: Option<&Node>, sink: &mut Sink) {
    // Most scalars of a file are.
    if scalar.resolved == Resolved::String {
        return;
    }
    // An alias is looked at where its anchor stands.
    let written_here = (node.span.end - node.span.start) as usize == scalar.text().len();
    if scalar.style != ScalarStyle::Plain || !written_here {
        return;
    }
    let text = scalar.text();
    let key = key.and_then(Node::as_text);
    match scalar.resolved {
        Resolved::Bool(value)
            if !matches!(text.to_ascii_lowercase().as_str(), "true" | "false") =>
        {
            let mut diagnostic = Diagnostic::new(
                RULE.info,
                node.span,
                format!("`{text}` is the boolean `{value}` to YAML 1.1 and text to YAML 1.2"),
            )
            .at(format!("read as `{value}`"))
            .help(format!(
                "write `{value}` if the boolean is meant, `\"{text}\"` if the text is"
            ));
            let boolean_key = matches!(
                key,
                Some("required" | "cloud_ready" | "fedramp_ready" | "enable_cache")
            );
            if boolean_key {
                diagnostic = diagnostic.fix(
                    Applicability::Safe,
                    format!("write `{value}`"),
                    node.span,
                    value.to_string(),
                );
            }
            sink.push(diagnostic);
        }
        Resolved::Integer if reads_otherwise(text) => sink.push({
            let digits = scalar.digits().unwrap_or(text);
            Diagnostic::new(
                RULE.info,
                node.span,
                format!(
                    "`{text}` is the number {digits} to YAML 1.1 and something else to YAML 1.2"
                ),
            )
            .at(format!("read as {digits}"))
            .help(format!(
                "write `{digits}` if the number is meant, `\"{text}\"` if the text is"
            ))
        }),
        Resolved::Float if text.contains(':') || text.contains('_') => sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                format!("`{text}` is a number to YAML 1.1 and text to YAML 1.2"),
            )
            .at("read as a number")
            .help(format!("write `\"{text}\"` if the text is meant")),
        ),
        Resolved::Float if key.is_some_and(is_version_key) => sink.push(
            Diagnostic::new(
                RULE.info,
                node.span,
                format!("the version `{text}` is a number: its last zeros are lost"),
            )
            .at("a number, not a version")
            .help(format!("put it in quotes: `\"{text}\"`"))
            .fix(
                Applicability::Safe,
                "put it in quotes",
                node.span,
                format!("\"{text}\""),
            ),
        ),
        _ => {}
    }
}

/// Whether YAML 1.2's core schema reads an integer of YAML 1.1 as another number or as text.
fn reads_otherwise(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let octal = digits.len() > 1
        && digits.starts_with('0')
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_');
    octal || digits.contains('_') || digits.contains(':') || digits.starts_with("0b")
}

fn is_version_key(key: &str) -> bool {
    key.ends_with("version") || key.ends_with("versions")
}
