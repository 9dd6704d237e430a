//! `reserved-name`: names that are words of a language.

use super::names::names;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "reserved-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the name of an operation or field is a reserved word of some target's language",
        why: "Such a name cannot be that of a variable or function as it stands: generated code has it with an underscore, or in \
quotes, and reads less like the spec. On the wire nothing changes.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      class:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      category:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
    },
    group: Group::Portability,
    check,
};

/// Words that the languages of the targets keep for themselves, sorted, with the languages: see [`LANGUAGES`].
#[rustfmt::skip]
const RESERVED: [(&str, u8); 105] = [
    ("False", 0b0010), ("None", 0b0010), ("Self", 0b0100), ("True", 0b0010), ("abstract", 0b0100),
    ("and", 0b0010), ("as", 0b0110), ("assert", 0b0010), ("async", 0b0110), ("await", 0b1110),
    ("become", 0b0100), ("box", 0b0100), ("break", 0b1111), ("case", 0b1001), ("catch", 0b1000),
    ("chan", 0b0001), ("class", 0b1010), ("const", 0b1101), ("continue", 0b1111), ("crate", 0b0100),
    ("debugger", 0b1000), ("def", 0b0010), ("default", 0b1001), ("defer", 0b0001), ("del", 0b0010),
    ("delete", 0b1000), ("do", 0b1100), ("dyn", 0b0100), ("elif", 0b0010), ("else", 0b1111),
    ("enum", 0b1100), ("except", 0b0010), ("export", 0b1000), ("extends", 0b1000),
    ("extern", 0b0100), ("fallthrough", 0b0001), ("false", 0b1100), ("final", 0b0100),
    ("finally", 0b1010), ("fn", 0b0100), ("for", 0b1111), ("from", 0b0010), ("func", 0b0001),
    ("function", 0b1000), ("gen", 0b0100), ("global", 0b0010), ("go", 0b0001), ("goto", 0b0001),
    ("if", 0b1111), ("impl", 0b0100), ("implements", 0b1000), ("import", 0b1011), ("in", 0b1110),
    ("instanceof", 0b1000), ("interface", 0b1001), ("is", 0b0010), ("lambda", 0b0010),
    ("let", 0b1100), ("loop", 0b0100), ("macro", 0b0100), ("map", 0b0001), ("match", 0b0100),
    ("mod", 0b0100), ("move", 0b0100), ("mut", 0b0100), ("new", 0b1000), ("nonlocal", 0b0010),
    ("not", 0b0010), ("null", 0b1000), ("or", 0b0010), ("override", 0b0100), ("package", 0b1001),
    ("pass", 0b0010), ("priv", 0b0100), ("private", 0b1000), ("protected", 0b1000), ("pub", 0b0100),
    ("public", 0b1000), ("raise", 0b0010), ("range", 0b0001), ("ref", 0b0100), ("return", 0b1111),
    ("select", 0b0001), ("self", 0b0100), ("static", 0b1100), ("struct", 0b0101), ("super", 0b1100),
    ("switch", 0b1001), ("this", 0b1000), ("throw", 0b1000), ("trait", 0b0100), ("true", 0b1100),
    ("try", 0b1110), ("type", 0b0101), ("typeof", 0b1100), ("unsafe", 0b0100), ("unsized", 0b0100),
    ("use", 0b0100), ("var", 0b1001), ("virtual", 0b0100), ("void", 0b1000), ("where", 0b0100),
    ("while", 0b1110), ("with", 0b1010), ("yield", 0b1110),
];

/// The languages, from the lowest bit on.
const LANGUAGES: [&str; 4] = ["Go", "Python", "Rust", "TypeScript"];

/// How long the words that begin with a letter are: a bit for each length.
static LENGTHS: [u16; 128] = {
    let mut lengths = [0; 128];
    let mut at = 0;
    while at < RESERVED.len() {
        let word = RESERVED[at].0.as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// Whether a reserved word of the name's length begins as it does.
fn may_be(name: &[u8]) -> bool {
    let lengths = name
        .first()
        .and_then(|first| LENGTHS.get(usize::from(*first)));
    name.len() < 16 && lengths.is_some_and(|lengths| lengths & (1 << name.len()) != 0)
}

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for (name, place) in names(plugin) {
        // Most names end here.
        if !may_be(name.as_bytes()) {
            continue;
        }
        let Ok(at) = RESERVED.binary_search_by_key(&name, |(word, _)| word) else {
            continue;
        };
        let message = format!(
            "`{name}` is a reserved word in {}",
            languages(RESERVED[at].1)
        );
        sink.push(
            Diagnostic::new(RULE.info, place, message)
                .at("changed in generated code")
                .help("choose another name while the plugin is not yet in use"),
        );
    }
}

/// `Go, Python and Rust`.
fn languages(bits: u8) -> String {
    let names: Vec<&str> = LANGUAGES
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| bits & (1 << bit) != 0)
        .map(|(_, name)| name)
        .collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_each_has_a_language() {
        assert!(RESERVED.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(RESERVED.iter().all(|(_, bits)| (1..16).contains(bits)));
        assert!(RESERVED.iter().all(|(word, _)| may_be(word.as_bytes())));
        assert!(!may_be(b"") && !may_be(b"host") && !may_be("é".as_bytes()));
        assert_eq!(languages(0b0101), "Go and Rust");
        assert_eq!(languages(0b0111), "Go, Python and Rust");
    }
}
