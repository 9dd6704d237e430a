//! `active-html`: HTML in texts for readers that does something.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "active-html",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a text for readers holds HTML that runs or loads something",
        why: "Descriptions and help become web pages. specc's own website takes such HTML out; others may not, and then whoever \
writes a plugin runs scripts as whoever reads of it. What stands in code is left alone.",
        bad: "troubleshooting: \"See <script>alert(1)</script>\"
",
        good: "troubleshooting: \"See `<script>alert(1)</script>`\"
",
    },
    group: Group::Security,
    check,
};

/// What begins the elements that run or load something.
const ELEMENTS: [&str; 7] = [
    "<script", "<iframe", "<object", "<embed", "<form", "<style", "<meta",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let texts = [
        "help",
        "troubleshooting",
        "key_features",
        "requirements",
        "links",
        "references",
    ];
    let nodes = texts.into_iter().filter_map(|key| written.top(key));
    let nodes = nodes.flat_map(|node| node.as_sequence().unwrap_or(std::slice::from_ref(node)));
    for node in nodes.chain(written.descriptions()) {
        let text = node.as_text().unwrap_or_default();
        if let Some((at, element)) = active(text) {
            let letters = subject.letters(node);
            let place = letters.map_or(node.span, |span| span.part(at, at + element.len()));
            sink.push(
                Diagnostic::new(RULE.info, place, format!("the text holds `{element}…`"))
                    .at("not in a text for readers")
                    .help("remove it, or put it between backquotes if it is meant to be read"),
            );
        }
    }
    let Some(help) = subject.help() else {
        return;
    };
    if let Some((at, element)) = active(help.text()) {
        let line = help.line(at);
        sink.push(
            Diagnostic::new(
                RULE.info,
                written.place(),
                format!("help.md:{line}: the text holds `{element}…`"),
            )
            .at("of this plugin")
            .label(
                help.span(at..at + element.len()),
                "not in a text for readers",
            )
            .help("remove it, or put it between backquotes if it is meant to be read"),
        );
    }
}

/// The first such element outside of code.
fn active(text: &str) -> Option<(usize, &'static str)> {
    // Hardly any text holds one at all.
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        // Most are of line breaks and placeholders.
        let known = bytes
            .get(at + 1)
            .is_some_and(|next| b"sioefm".contains(&(next | 0x20)));
        known
            && ELEMENTS.iter().any(|element| {
                bytes[at..]
                    .get(..element.len())
                    .is_some_and(|begin| begin.eq_ignore_ascii_case(element.as_bytes()))
            })
    };
    if !memchr::memchr_iter(b'<', bytes).any(begins) {
        return None;
    }
    let mut fenced = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !line.starts_with("    ") && line.contains('<') {
            let mut at = offset;
            for (index, part) in line.split('`').enumerate() {
                let lower = part.to_ascii_lowercase();
                // Every other part stands between backquotes.
                let found = ELEMENTS.into_iter().find_map(|element| {
                    let begin = lower.find(element)?;
                    let next = lower.as_bytes().get(begin + element.len());
                    let ends =
                        next.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
                    ends.then_some((at + begin, element))
                });
                if index % 2 == 0 && found.is_some() {
                    return found;
                }
                at += part.len() + 1;
            }
        }
        offset += line.len();
    }
    None
}
