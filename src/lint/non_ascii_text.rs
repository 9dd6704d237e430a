//! `non-ascii-text`: characters beyond ASCII.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::yaml::{Node, NodeKind};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "non-ascii-text",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a text has characters beyond ASCII",
        why: "Tools of the marketplace write generated code and help in ASCII and refuse the rest. Typographic quotes and dashes, \
which editors like to put in, have plain forms; names of people and places may be allowed.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up – by name
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up - by name
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(_) = subject.written() else {
        return;
    };
    if subject.source.text().is_ascii() {
        return;
    }
    if let Some(root) = &subject.document.root {
        walk(subject, root, sink);
    }
}

fn walk(subject: &Subject<'_>, node: &Node<'_>, sink: &mut Sink) {
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            if !scalar.text().is_ascii() {
                judge(subject, node, scalar.text(), sink);
            }
        }
        NodeKind::Sequence(items) => {
            for item in items.iter() {
                walk(subject, item, sink);
            }
        }
        NodeKind::Mapping(mapping) => {
            for entry in mapping.entries.iter().filter(|entry| !entry.merged) {
                walk(subject, &entry.key, sink);
                walk(subject, &entry.value, sink);
            }
        }
    }
}

/// One finding per text, on its first character beyond ASCII.
fn judge(subject: &Subject<'_>, node: &Node<'_>, text: &str, sink: &mut Sink) {
    let Some(first) = text.chars().find(|letter| !letter.is_ascii()) else {
        return;
    };
    let slice = subject.source.slice(node.span);
    let place = slice
        .find(first)
        .map_or(node.span, |at| node.span.part(at, at + first.len_utf8()));
    let count = text.chars().filter(|letter| !letter.is_ascii()).count();
    let mut found = Diagnostic::new(
        RULE.info,
        place,
        format!("the text has {count} characters beyond ASCII"),
    )
    .at(format!("U+{:04X}", u32::from(first)))
    .help("write it with plain characters");
    if count == 1 {
        found.message = "the text has a character beyond ASCII".to_owned();
        if let Some(plain) = plain(first).filter(|_| place != node.span) {
            found = found.fix(
                Applicability::Unsafe,
                format!("write `{plain}`"),
                place,
                plain,
            );
        }
    }
    sink.push(found);
}

/// The plain form of what editors put in.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{2010}'..='\u{2015}' => "-",
        '\u{a0}' => " ",
        '\u{2026}' => "...",
        _ => return None,
    })
}
