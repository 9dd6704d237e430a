//! Lints: the registry and the runner. A rule sees the document and the model, never an emitter.

mod ambiguous_scalar;
mod level;
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
    /// What lies beside the file.
    pub folder: &'a dyn Folder,
    /// The file.
    pub source: &'a Source,
    /// Its tree.
    pub document: &'a Document<'a>,
    /// Its model, where there is one.
    pub plugin: Option<&'a Plugin>,
}

/// The folder of a spec, as far as lints may see it. Who runs them knows the disk.
pub trait Folder {
    /// The bytes of a file beside the spec, by its path from there; `None` where there is none or it cannot be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// Whether a file is there.
    fn has(&self, path: &str) -> bool;

    /// Whether there is a folder to look at: a spec from standard input has none.
    fn is_known(&self) -> bool;
}

/// The folder of a text that is not on a disk.
#[derive(Debug, Clone, Copy)]
pub struct NoFolder;

impl Folder for NoFolder {
    fn read(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn has(&self, _: &str) -> bool {
        false
    }

    fn is_known(&self) -> bool {
        false
    }
}

/// Where a lint puts what it finds.
pub type Sink = Diagnostics;

/// A lint.
pub struct Rule {
    /// Id, level and documentation.
    pub info: &'static RuleInfo,
    /// What it is about.
    pub group: Group,
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

pub use level::{ALL, Group, Level, Levels};

/// The rule about suppression comments themselves.
pub use suppression::INVALID_SUPPRESSION;

/// The group of a lint.
pub fn group(id: &str) -> Option<Group> {
    let rule = RULES.iter().find(|rule| rule.info.id == id)?;
    Some(rule.group)
}

/// Runs the lints that `levels` lets run over one spec and adds what it finds to what the earlier phases found; then sorts the whole and
/// leaves out what the spec's own comments allow. `known` tells whether a rule of an id exists and may be allowed.
pub fn lint(
    subject: &Subject<'_>,
    levels: &Levels,
    mut diagnostics: Diagnostics,
    known: &dyn Fn(&str) -> Option<&'static RuleInfo>,
) -> Diagnostics {
    for rule in RULES {
        let Some(level) = levels.of(rule) else {
            continue;
        };
        match level {
            None => (rule.check)(subject, &mut diagnostics),
            Some(level) => {
                let mut found = Diagnostics::new();
                (rule.check)(subject, &mut found);
                found.set_severity(level);
                diagnostics.append(found);
            }
        }
    }
    suppression::apply(subject, known, &mut diagnostics);
    diagnostics.sort();
    diagnostics
}
