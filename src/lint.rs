//! Lints: the registry and the runner. A rule sees the document and the model, never an emitter.

use crate::diagnostic::{Diagnostics, RuleInfo};
use crate::model::Plugin;
use crate::text::Source;
use crate::yaml::Document;

/// What a lint looks at.
pub struct Subject<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its tree.
    pub document: &'a Document,
    /// Its model, where there is one.
    pub plugin: Option<&'a Plugin>,
}

/// Where a lint puts what it finds.
pub type Sink = Diagnostics;

/// A lint.
pub struct Rule {
    /// Id, level and documentation.
    pub info: &'static RuleInfo,
    /// Looks at one spec.
    pub check: fn(&Subject<'_>, &mut Sink),
}

/// Every lint, by id.
pub static RULES: &[&Rule] = &[];

/// Runs every lint over one spec, minus what the spec's own comments allow.
pub fn lint(subject: &Subject<'_>) -> Diagnostics {
    let mut sink = Sink::new();
    for rule in RULES {
        (rule.check)(subject, &mut sink);
    }
    sink
}
