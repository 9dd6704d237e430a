//! The rules of the lowering: what can be wrong with the keys of a spec and with what they hold.

use crate::diagnostic::{RuleClass, RuleInfo, Severity};

/// Every rule of this phase.
pub static RULES: &[&RuleInfo] = &[
    &MISSPELT_KEY,
    &UNKNOWN_KEY,
    &WRONG_KIND,
    &MISSING_KEY,
    &DEPRECATED_KEY,
    &NULL_SECTION,
    &REQUIRED_NOT_BOOLEAN,
    &MALFORMED_TYPE,
    &EMPTY_ENUM,
    &UNTYPED_ARRAY,
    &MALFORMED_HISTORY,
];

/// A key near to a known one.
pub static MISSPELT_KEY: RuleInfo = RuleInfo {
    id: "misspelt-key",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a key is a slip away from one that the language knows",
    why: "A key that nothing knows is read by nobody: `reuiqred: true` leaves the parameter optional and `actionss:` leaves the plugin \
without actions, and neither is noticed until a user runs into it. Keys are compared with the known ones of their \
place by edit distance, by case and by words of other formats. Renaming is a safe fix.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
        reuiqred: true
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
        required: true
",
};

/// A key near to nothing known.
pub static UNKNOWN_KEY: RuleInfo = RuleInfo {
    id: "unknown-key",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a key is not one of the language's",
    why: "Nothing reads the key, so what stands under it has no effect. It may belong to another level of the file, to a newer \
version of specc, or to a tool of your own; in the last case allow it with a reason.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    rate_limit: 5
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up. At most five a second.
",
};

/// A list where a mapping belongs, and so on.
pub static WRONG_KIND: RuleInfo = RuleInfo {
    id: "wrong-kind",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a value is of another kind than its key holds",
    why: "Each key holds one kind of value: a text, a boolean, a number, a list or a mapping. A value of another kind cannot be \
read, and what stands in it is lost. Most often a `-` too many made a list of what is a mapping, or a shorthand such as \
`host: string` stands where a parameter with `type: string` belongs.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host: string
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
",
};

/// A required key that is not there.
pub static MISSING_KEY: RuleInfo = RuleInfo {
    id: "missing-key",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a key that must be there is not",
    why: "Without it the plugin has no model: a plugin needs a name, title, description, version and vendor and must say in which form it is written, and a \
parameter needs a type.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        description: Host
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
",
};

/// A key of an older form.
pub static DEPRECATED_KEY: RuleInfo = RuleInfo {
    id: "deprecated-key",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a key belongs to an older form of the file",
    why: "The key still works, but its form gave it up: tools that know only the new form pass over it.",
    bad: "actions:
  lookup:
    name: Lookup
    description: Look a host up
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
",
};

/// A section with nothing in it.
pub static NULL_SECTION: RuleInfo = RuleInfo {
    id: "null-section",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a section is there but holds nothing",
    why: "`input:` with nothing after it is null, not an empty mapping. specc reads it as empty; other tools stop with an error or \
generate half a plugin. Remove the key, or write `{}`.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input: {}
",
};

/// `required` that is neither true nor false.
pub static REQUIRED_NOT_BOOLEAN: RuleInfo = RuleInfo {
    id: "required-not-boolean",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "`required` is neither true nor false",
    why: "`required` decides whether a message without the value is refused. A text such as `\"true\"` is not a boolean: one tool \
takes every text for true, another for false.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
        required: \"yes\"
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
        required: true
",
};

/// A type expression that cannot be read.
pub static MALFORMED_TYPE: RuleInfo = RuleInfo {
    id: "malformed-type",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a type is written in a form that the language has not",
    why: "A type is a name, with `[]` before it for a list: `string`, `[]string`, `[][]user`. Forms of other languages (`string[]`, \
`array<string>`, `Optional[string]`) are not read.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look hosts up
    input:
      hosts:
        type: string[]
        description: Hosts
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look hosts up
    input:
      hosts:
        type: \"[]string\"
        description: Hosts
",
};

/// An enum without values.
pub static EMPTY_ENUM: RuleInfo = RuleInfo {
    id: "empty-enum",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "an enum has no values",
    why: "An enum lists the only values allowed; an empty one allows none, so that no message could ever be valid.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: []
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, AAAA]
",
};

/// `array` without a type of items.
pub static UNTYPED_ARRAY: RuleInfo = RuleInfo {
    id: "untyped-array",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "`array` does not say what its items are",
    why: "`array` is read as `[]any`: no tool can check its items, and some stop at it. Say what the items are: `[]string`, \
`[]object`, or `[]any` where they really may be anything.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look hosts up
    input:
      hosts:
        type: array
        description: Hosts
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look hosts up
    input:
      hosts:
        type: \"[]string\"
        description: Hosts
",
};

/// A line of the version history of another form.
pub static MALFORMED_HISTORY: RuleInfo = RuleInfo {
    id: "malformed-history",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a line of the version history has not the form `1.2.3 - change`",
    why: "The history is shown as a timeline and compared with `version`; a line that does not begin with a version and a dash has \
no place in it.",
    bad: "version: 1.0.0
version_history:
  - First version
",
    good: "version: 1.0.0
version_history:
  - 1.0.0 - First version
",
};
