//! `committed-secret`: keys and tokens in the text of a spec.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "committed-secret",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the spec holds what has the form of a real key or token",
        why: "A spec is published with its plugin: whoever reads it has the key. Only forms are looked for that nothing else has, \
such as those of AWS, GitHub, GitLab, Google, Slack and Stripe, and private keys in full; placeholders (`EXAMPLE`, one \
letter over and over) are left alone. A key that was committed once must be revoked: removing it is not enough.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      key:
        title: Value
        description: What to look up
        type: string
        required: true
        example: AKIAQ3EGUZ7XKHVJ2L5P
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      key:
        title: Value
        description: What to look up
        type: string
        required: true
        example: AKIAIOSFODNN7EXAMPLE
",
    },
    group: Group::Security,
    check,
};

/// A form of key: how it begins, what follows, how much of that, and whose it is.
struct Form {
    prefix: &'static str,
    body: fn(u8) -> bool,
    length: std::ops::RangeInclusive<usize>,
    whose: &'static str,
}

/// The forms that nothing else has.
static FORMS: [Form; 13] = [
    form("AKIA", is_capital, 16..=16, "an access key of AWS"),
    form("ASIA", is_capital, 16..=16, "an access key of AWS"),
    form("ghp_", is_letter, 36..=36, "a token of GitHub"),
    form("gho_", is_letter, 36..=36, "a token of GitHub"),
    form("ghs_", is_letter, 36..=36, "a token of GitHub"),
    form("github_pat_", is_word, 82..=82, "a token of GitHub"),
    form("glpat-", is_word, 20..=20, "a token of GitLab"),
    form("AIza", is_word, 35..=35, "a key of Google"),
    form("xoxb-", is_word, 40..=80, "a token of Slack"),
    form("xoxp-", is_word, 40..=80, "a token of Slack"),
    form("sk_live_", is_letter, 24..=99, "a key of Stripe"),
    form("rk_live_", is_letter, 24..=99, "a key of Stripe"),
    form(
        "PRIVATE KEY-----",
        is_base64,
        400..=usize::MAX,
        "a private key",
    ),
];

const fn form(
    prefix: &'static str,
    body: fn(u8) -> bool,
    length: std::ops::RangeInclusive<usize>,
    whose: &'static str,
) -> Form {
    Form {
        prefix,
        body,
        length,
        whose,
    }
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_word(byte: u8) -> bool {
    is_letter(byte) || matches!(byte, b'_' | b'-')
}

/// With the line ends, written out or not, between the lines of a key.
fn is_base64(byte: u8) -> bool {
    is_letter(byte) || matches!(byte, b'+' | b'/' | b'=' | b'\\' | b' ' | b'\n' | b'\r')
}

/// What finds the beginning of all of them in one go.
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // No beginning overlaps with another. Of this kind are those that look at many bytes at once.
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst);
    let built = builder.build(FORMS.iter().map(|form| form.prefix));
    built.unwrap_or_else(|error| panic!("bug in specc: the forms of secrets: {error}"))
});

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let text = subject.source.text().as_bytes();
    for found in FINDER.find_iter(text) {
        let (form, start) = (&FORMS[found.pattern()], found.start());
        let inside = start > 0 && is_word(text[start - 1]) && form.prefix != "PRIVATE KEY-----";
        let body = &text[found.end()..];
        let length = body.iter().take_while(|byte| (form.body)(**byte)).count();
        if inside || !form.length.contains(&length) || is_placeholder(&body[..length]) {
            continue;
        }
        let shown = length.min(40);
        sink.push(
            Diagnostic::new(
                RULE.info,
                Span::new(subject.document.file, start, found.end() + shown),
                format!("this has the form of {}", form.whose),
            )
            .at("everybody can read it")
            .help("if it is real, revoke it; write a placeholder here"),
        );
    }
}

/// Whether somebody made a text up: real keys have many letters and none in a row.
fn is_placeholder(body: &[u8]) -> bool {
    let said = [
        "EXAMPLE", "example", "Example", "xxxx", "XXXX", "12345", "abcde", "ABCDE",
    ];
    let distinct: std::collections::BTreeSet<u8> = body.iter().copied().collect();
    distinct.len() < 8
        || said
            .iter()
            .any(|word| memchr::memmem::find(body, word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_is_found_and_none_hides_another() {
        for (at, form) in FORMS.iter().enumerate() {
            let text = format!("key: {}x", form.prefix);
            let found: Vec<usize> = FINDER
                .find_iter(&text)
                .map(|found| found.pattern().as_usize())
                .collect();
            assert_eq!(found, [at], "{text}");
            for other in &FORMS {
                let overlaps = |from: usize| other.prefix.starts_with(&form.prefix[from..]);
                // What follows a letter of a word is no beginning.
                let letter = |from: usize| is_word(form.prefix.as_bytes()[from - 1]);
                let hidden = (1..form.prefix.len()).find(|from| overlaps(*from) && !letter(*from));
                assert_eq!(hidden, None, "{} {}", form.prefix, other.prefix);
                assert!(other.prefix == form.prefix || !other.prefix.starts_with(form.prefix));
            }
        }
    }
}
