//! What is wrong for Metagov alone. Part of the emitter.

use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::model::Plugin;

/// An input of a process that its host could never hand over.
pub static RESERVED_INPUT: RuleInfo = RuleInfo {
    id: "reserved-input",
    class: RuleClass::Emission,
    severity: Severity::Error,
    summary: "an input of a process has a name that its host uses for itself",
    why: "Metagov starts a process with a function whose own parameters are called `process_name`, `callback_url` and `self`, and hands over the inputs beside them, by name. An input of such a name would be taken for that parameter: the process would start without it, or not at all. Renaming it silently would hand callers a field that no documentation of the plugin mentions. Raised by `specc emit --target metagov` alone.",
    bad: "processes:
  vote:
    title: Vote
    description: Let the members vote
    input:
      callback_url:
        title: Callback
        description: Address that hears of the outcome
        type: string
        required: false
",
    good: "processes:
  vote:
    title: Vote
    description: Let the members vote
    input:
      notify_url:
        title: Callback
        description: Address that hears of the outcome
        type: string
        required: false
",
};

/// Parameters of the host's own.
const TAKEN: &[(&str, &str)] = &[
    (
        "callback_url",
        "the host itself calls that address when the process changes",
    ),
    ("process_name", "the host finds the process by it"),
    ("self", "the host's function has a parameter of this name"),
];

/// Reports inputs of processes whose names are taken.
pub(super) fn check(plugin: &Plugin) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for process in &plugin.processes {
        for field in &process.input {
            let Some((taken, why)) = TAKEN.iter().find(|(taken, _)| *taken == field.name) else {
                continue;
            };
            diagnostics.push(
                Diagnostic::new(
                    &RESERVED_INPUT,
                    field.origin.name,
                    format!(
                        "Metagov uses `{taken}` for itself: the process `{}` would not be given it",
                        process.name.escape_debug()
                    ),
                )
                .at(*why)
                .help("rename the field"),
            );
        }
    }
    diagnostics
}
