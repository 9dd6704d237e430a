//! `unordered-history`: a version history that does not descend.

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "unordered-history",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`version_history` does not go from the newest version to the oldest",
        why: "Readers and tools take the first line for the newest version. A version out of order, or listed twice, hides what changed \
when.",
        bad: "version: 1.1.0
version_history:
  - 1.0.0 - Initial plugin
  - 1.1.0 - Look up addresses too
",
        good: "version: 1.1.0
version_history:
  - 1.1.0 - Look up addresses too
  - 1.0.0 - Initial plugin
",
    },
    group: Group::Style,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    let entries: Vec<_> = plugin
        .version_history
        .iter()
        .filter_map(|entry| Some((entry.version.as_ref()?, entry.origin)))
        .collect();
    // The first step that does not descend tells it all: the rest would repeat it line by line.
    let step = entries.windows(2).find(|pair| pair[0].0 <= pair[1].0);
    let Some([above, below]) = step else {
        return;
    };
    let problem = if above.0 == below.0 {
        format!("the history lists {} twice", below.0)
    } else {
        format!("the history lists {} below the older {}", below.0, above.0)
    };
    sink.push(
        Diagnostic::new(RULE.info, below.1, problem)
            .at("out of order")
            .label(above.1, "stands above it")
            .help("list the newest version first, each once"),
    );
}
