//! `lowercase-acronym`: acronyms that are not in capitals.

use super::acronyms::miswritten;
use super::written::Part;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "lowercase-acronym",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an acronym in a title or description is not in capitals",
        why: "The marketplace writes a fixed list of acronyms in capitals everywhere. A few of them are words too (`rest`, `mac`): \
where the word is meant, choose another or allow it.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look an ip up
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look an IP up
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(written) = subject.written() else {
        return;
    };
    let types = written.fields.iter().filter(|it| it.part == Part::Type);
    let of_types = types.flat_map(|it| [it.title, it.description]).flatten();
    let titles = written.titles().map(|(node, _)| node);
    for node in titles.chain(written.descriptions()).chain(of_types) {
        let text = node.as_text().unwrap_or_default();
        miswritten(text, |offset, word, meant| {
            let letters = subject.letters(node);
            let place = letters.map_or(node.span, |span| span.part(offset, offset + word.len()));
            let mut found = Diagnostic::new(
                RULE.info,
                place,
                format!("the acronym `{word}` is not in capitals"),
            )
            .at("an acronym")
            .help(format!("write `{meant}`"));
            if letters.is_some() {
                found = found.fix(
                    Applicability::Unsafe,
                    format!("write `{meant}`"),
                    place,
                    meant,
                );
            }
            sink.push(found);
        });
    }
}
