//! Lints: the registry and the runner. A rule sees the document and the model, never an emitter.

mod ambiguous_scalar;
mod missing_description;
mod mistyped_example;
mod stale_version;
mod suppression;
mod unconventional_name;
mod unordered_history;

use crate::diagnostic::{Diagnostics, RuleInfo};
use crate::model::Plugin;
use crate::text::Source;
use crate::yaml::Document;

/// What a lint looks at.
pub struct Subject<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its tree.
    pub document: &'a Document<'a>,
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

/// Every lint of a file of its own, by id.
pub static RULES: &[&Rule] = &[
    &ambiguous_scalar::RULE,
    &missing_description::RULE,
    &mistyped_example::RULE,
    &stale_version::RULE,
    &unconventional_name::RULE,
    &unordered_history::RULE,
];

/// The rule about suppression comments themselves.
pub use suppression::INVALID_SUPPRESSION;

/// Runs every lint over one spec and adds what it finds to what the earlier phases found; then sorts the whole and
/// leaves out what the spec's own comments allow. `known` tells whether a rule of an id exists and may be allowed.
pub fn lint(
    subject: &Subject<'_>,
    mut diagnostics: Diagnostics,
    known: &dyn Fn(&str) -> Option<&'static RuleInfo>,
) -> Diagnostics {
    for rule in RULES {
        (rule.check)(subject, &mut diagnostics);
    }
    suppression::apply(subject, known, &mut diagnostics);
    diagnostics.sort();
    diagnostics
}
