//! Part of the YAML reader: a fault of libyaml → a finding in our words, at the place that a person must edit.

use super::events::Fault;
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// Text that is not YAML and fits no more exact rule.
pub static SYNTAX_ERROR: RuleInfo = RuleInfo {
    id: "syntax-error",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the text is not YAML",
    why: "The reader cannot tell what is meant here. What follows up to the next key at the start of a line is left out; \
          the rest of the file is checked all the same.",
    bad: "description: \"Emits\" greetings\n",
    good: "description: \"Emits greetings\"\n",
};

/// A fault explained.
pub(super) struct Explained {
    pub found: Diagnostic,
    /// What was read from here on is not sound.
    pub cause: usize,
    /// Reading may go on at the first top-level key past the line that holds this byte.
    pub resume: usize,
}

/// Explains a fault met in a piece of the text that begins at `base`.
pub(super) fn explain(source: &Source, text: &str, base: usize, fault: &Fault) -> Explained {
    let _ = base;
    let place = Span::new(source.id, fault.at, fault.at);
    let _ = (text, fault.began, fault.problem);
    Explained {
        found: Diagnostic::new(&SYNTAX_ERROR, place, "this is not YAML"),
        cause: fault.at,
        resume: fault.at,
    }
}
