//! What changed since an earlier version, as lints: with levels, and with comments that allow them. `change` compares.

use super::{Group, Rule, Sink, Subject};
use crate::change;
use crate::diagnostic::RuleInfo;

/// Something is gone or asks for more.
pub static BREAKING: Rule = Rule {
    info: &change::BREAKING_CHANGE,
    group: Group::Change,
    check: |subject, sink| tell(&change::BREAKING_CHANGE, subject, sink),
};

/// Something is new.
pub static COMPATIBLE: Rule = Rule {
    info: &change::COMPATIBLE_CHANGE,
    group: Group::Change,
    check: |subject, sink| tell(&change::COMPATIBLE_CHANGE, subject, sink),
};

/// Words changed.
pub static DOCUMENTATION: Rule = Rule {
    info: &change::DOCUMENTATION_CHANGE,
    group: Group::Change,
    check: |subject, sink| tell(&change::DOCUMENTATION_CHANGE, subject, sink),
};

/// What was there before cannot be read.
pub static INCOMPARABLE: Rule = Rule {
    info: &change::INCOMPARABLE_VERSION,
    group: Group::Change,
    check: |subject, sink| tell(&change::INCOMPARABLE_VERSION, subject, sink),
};

/// The connection changed under its old version.
pub static CONNECTION_BUMP: Rule = Rule {
    info: &change::MISSING_CONNECTION_BUMP,
    group: Group::Change,
    check: |subject, sink| tell(&change::MISSING_CONNECTION_BUMP, subject, sink),
};

/// The version does not tell of the changes.
pub static VERSION_BUMP: Rule = Rule {
    info: &change::MISSING_VERSION_BUMP,
    group: Group::Change,
    check: |subject, sink| tell(&change::MISSING_VERSION_BUMP, subject, sink),
};

/// A plugin is no longer there.
pub static REMOVED: Rule = Rule {
    info: &change::REMOVED_PLUGIN,
    group: Group::Change,
    // There is no spec left to look at: whoever compares two sets of specs finds it.
    check: |_, _| {},
};

/// Reports what one of the rules found.
fn tell(rule: &RuleInfo, subject: &Subject<'_>, sink: &mut Sink) {
    let found = subject.changes().iter();
    sink.extend(found.filter(|found| found.rule.id == rule.id).cloned());
}
