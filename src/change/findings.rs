//! The rules of comparing two versions.

use crate::diagnostic::{RuleClass, RuleInfo, Severity};

/// Something is gone or asks for more.
pub static BREAKING_CHANGE: RuleInfo = RuleInfo {
    id: "breaking-change",
    class: RuleClass::Change,
    severity: Severity::Warning,
    summary: "a part of the interface is gone, has another type, or asks for more",
    why: "Workflows that use the plugin name its operations and fields. One that is gone, has another type, or must be given where it need not be before, stops them. Such a change needs a new major version, so that nobody gets it unasked.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// Something is new.
pub static COMPATIBLE_CHANGE: RuleInfo = RuleInfo {
    id: "compatible-change",
    class: RuleClass::Change,
    severity: Severity::Note,
    summary: "a part of the interface is new, and what worked goes on working",
    why: "What is new needs a new minor version, by which users see that there is something to gain.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// Words changed.
pub static DOCUMENTATION_CHANGE: RuleInfo = RuleInfo {
    id: "documentation-change",
    class: RuleClass::Change,
    severity: Severity::Note,
    summary: "titles, descriptions or examples changed, and nothing else",
    why: "Words are part of what is published too: a new patch version brings them to users.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// What was there before cannot be read.
pub static INCOMPARABLE_VERSION: RuleInfo = RuleInfo {
    id: "incomparable-version",
    class: RuleClass::Change,
    severity: Severity::Note,
    summary: "the version before has errors, so that nobody can tell what changed",
    why: "A spec with errors has no interface to compare with. That is no fault of the new spec, which may be what mends the old one; \
but nothing has looked at its version either.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// A plugin is no longer there.
pub static REMOVED_PLUGIN: RuleInfo = RuleInfo {
    id: "removed-plugin",
    class: RuleClass::Change,
    severity: Severity::Warning,
    summary: "a plugin that was there is gone",
    why: "Whoever uses it gets no further version, and hosts that look it up find nothing. A plugin that only moved to another folder \
is recognised by its vendor and name and is not told of. The finding stands at the old spec, where no comment can allow it: \
`--allow removed-plugin` does for one run, `[lint.rules]` of `specc.toml` for all.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// The version does not tell of the changes.
pub static MISSING_VERSION_BUMP: RuleInfo = RuleInfo {
    id: "missing-version-bump",
    class: RuleClass::Change,
    severity: Severity::Error,
    summary: "the version does not tell of what changed",
    why: "Hosts offer an update by its number, and users judge by it what they risk. Two different plugins under one number cannot be told apart, and a breaking change under a minor number reaches those who asked for none.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};

/// The connection changed under its old version.
pub static MISSING_CONNECTION_BUMP: RuleInfo = RuleInfo {
    id: "missing-connection-bump",
    class: RuleClass::Change,
    severity: Severity::Error,
    summary: "the connection changed, and `connection_version` did not",
    why: "Hosts keep the connections that users made. By `connection_version` they see that those must be made again; without it, old settings are given to new code.",
    bad: "# not shown: it takes two versions of a spec",
    good: "",
};
