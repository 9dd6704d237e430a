//! `lowercase-help-acronym`: acronyms in `help.md` that are not in capitals.

use memchr::memmem::Finder;

use super::acronyms::miswritten;
use super::help_page::find;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "lowercase-help-acronym",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "an acronym in `help.md` is not in capitals",
        why: "The marketplace writes a fixed list of acronyms in capitals everywhere, the help included; only example outputs are \
left as they are.",
        bad: "# file: help.md
Looks an ip up
",
        good: "# file: help.md
Looks an IP up
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(help)) = (subject.written(), subject.help()) else {
        return;
    };
    let text = help.text();
    let mark = Finder::new(MARK);
    let mut begin = 0;
    while begin < text.len() {
        // Up to the next example output, which is left as it is.
        let rest = &text[begin..];
        let example = mark.find(rest.as_bytes()).and_then(|at| {
            let inner = at + MARK.len();
            let length = find(&rest[inner..], "```\n\n")?;
            Some((at, inner + length))
        });
        let (end, next) = example.unwrap_or((rest.len(), rest.len()));
        miswritten(&rest[..end], |offset, word, meant| {
            let line = help.line(begin + offset);
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    written.place(),
                    format!("help.md:{line}: the acronym `{word}` is not in capitals"),
                )
                .at("of this plugin")
                .label(
                    help.span(begin + offset..begin + offset + word.len()),
                    "an acronym",
                )
                .help(format!("write `{meant}` in help.md")),
            );
        });
        begin += next;
    }
}

/// How an example output begins.
const MARK: &str = "Example output:\n\n```\n";
