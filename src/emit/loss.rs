//! What a target's host has no counterpart for. Nothing of a spec is dropped silently: each such part is told of, with
//! what became of it.

use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::model::{Plugin, Process};
use crate::text::Span;

use super::Target;

/// A part of a spec that a target cannot express, and what it makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What the host has not, after "has no": "triggers", "connection".
    pub lacks: &'static str,
    /// The part, as the spec calls it: "the connection", "`new_user`".
    pub element: String,
    /// What becomes of it, after the element: "becomes an action that loops until it is cancelled".
    pub consequence: String,
    /// What the author can do, where anything can be done: "set `targets.lms.actions.look_up.kind`".
    pub advice: Option<String>,
    /// Where the part stands.
    pub origin: Span,
}

/// A part of a spec that a target cannot express.
pub static LOSSY: RuleInfo = RuleInfo {
    id: "lossy",
    class: RuleClass::Emission,
    severity: Severity::Warning,
    summary: "a target's host has no counterpart for a part of the spec",
    why: "The hosts differ: one has no triggers, another no types. A target makes the most of what its host has, and says here which part became what, so that nobody finds out in production. Raised by `specc emit` alone, since it depends on the target; `--deny lossy` makes it an error, for specs that must mean the same everywhere.",
    bad: "processes:
  vote:
    title: Vote
    description: Let the members vote
",
    good: "actions:
  vote:
    title: Vote
    description: Count the votes
",
};

impl Loss {
    /// A loss without advice.
    pub fn new(
        lacks: &'static str,
        element: impl Into<String>,
        consequence: impl Into<String>,
        origin: Span,
    ) -> Self {
        Self {
            lacks,
            element: element.into(),
            consequence: consequence.into(),
            advice: None,
            origin,
        }
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The finding that tells of it.
    pub fn diagnostic(&self, target: &Target) -> Diagnostic {
        let Self {
            lacks,
            element,
            consequence,
            ..
        } = self;
        let title = target.title;
        let diagnostic = Diagnostic::new(
            &LOSSY,
            self.origin,
            format!("{title} has no {lacks}: {element} {consequence}"),
        )
        .at(format!("not as `--target {}` can say it", target.id));
        match &self.advice {
            Some(advice) => diagnostic.help(advice.clone()),
            None => diagnostic,
        }
    }
}

/// The losses of a target that expresses everything.
pub fn nothing(_plugin: &Plugin) -> Vec<Loss> {
    Vec::new()
}

/// The losses of what follows the Komand protocol: everything but governance processes has its place there.
pub fn processes(plugin: &Plugin) -> Vec<Loss> {
    processes_as(plugin, "is only described")
}

/// The losses of a target that says nothing of governance processes.
pub fn processes_left_out(plugin: &Plugin) -> Vec<Loss> {
    processes_as(plugin, "is left out")
}

fn processes_as(plugin: &Plugin, consequence: &str) -> Vec<Loss> {
    let loss = |process: &Process| {
        Loss::new(
            "governance processes",
            format!("`{}`", process.name.escape_debug()),
            consequence,
            process.origin,
        )
    };
    plugin.processes.iter().map(loss).collect()
}
