//! `title-case`: words in titles that are capital where they should be small, or the other way round.

use super::acronyms::words;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "title-case",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "a word of a title has the wrong case",
        why: "Titles of the marketplace are written as headlines: every word with a capital, but articles, prepositions and \
conjunctions small inside. Names that are written small by their owners may be allowed.",
        bad: "actions:
  lookup:
    title: Look Up The host
    description: Look a host up
",
        good: "actions:
  lookup:
    title: Look Up the Host
    description: Look a host up
",
    },
    group: Group::InsightConnect,
    check,
};

/// Words that are small inside a title.
const SMALL: [&str; 30] = [
    "a", "after", "also", "an", "and", "as", "at", "before", "but", "by", "for", "from", "if",
    "in", "is", "nor", "of", "on", "or", "out", "so", "than", "that", "the", "then", "to", "when",
    "where", "while", "with",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    for (node, _) in written.titles() {
        let text = node.as_text().unwrap_or_default();
        let letters = subject.letters(node);
        let mut words = words(text).peekable();
        // The first word is a matter of its own.
        words.next();
        while let Some((offset, word)) = words.next() {
            let is_last = words.peek().is_none();
            let Some(meant) = recased(word, is_last) else {
                continue;
            };
            let place = letters.map_or(node.span, |span| span.part(offset, offset + word.len()));
            let mut found = Diagnostic::new(
                RULE.info,
                place,
                format!("`{word}` in the title `{text}` has the wrong case"),
            )
            .at(format!("`{meant}` inside a title"))
            .help(format!("write `{meant}`"));
            if letters.is_some() {
                // A small word may be a name that is written so.
                let applicability = if meant.starts_with(char::is_lowercase) {
                    Applicability::Safe
                } else {
                    Applicability::Unsafe
                };
                found = found.fix(applicability, format!("write `{meant}`"), place, meant);
            }
            sink.push(found);
        }
    }
}

/// How a word is meant to stand behind the first; `None` where it stands so.
fn recased(word: &str, is_last: bool) -> Option<String> {
    let first = word.chars().next()?;
    if first.is_uppercase() {
        let rest = &word[first.len_utf8()..];
        let is_small = SMALL
            .iter()
            .any(|small| small.eq_ignore_ascii_case(word) && rest == &small[1..]);
        return (is_small && !is_last).then(|| word.to_lowercase());
    }
    let is_word = first.is_lowercase() && word.chars().all(char::is_alphabetic);
    let may_be_small = SMALL.iter().any(|small| small.eq_ignore_ascii_case(word));
    (is_word && !may_be_small).then(|| {
        let rest = &word[first.len_utf8()..];
        format!("{}{rest}", first.to_uppercase())
    })
}
