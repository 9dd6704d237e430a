//! The rules of resolving that are about values: defaults and enums.

use crate::diagnostic::{RuleClass, RuleInfo, Severity};

/// A default that does not fit its type.
pub static MISTYPED_DEFAULT: RuleInfo = RuleInfo {
    id: "mistyped-default",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a default is not of its parameter's type",
    why: "The default is filled in where a message leaves the value out, and then breaks the very check that every other value must pass. A number that 64 bits cannot hold, such as `1.0e+400`, is of no type: it would become infinite.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      port:
        type: integer
        description: Port
        default: \"80\"
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      port:
        type: integer
        description: Port
        default: 80
",
};

/// A default that the enum does not list.
pub static DEFAULT_OUTSIDE_ENUM: RuleInfo = RuleInfo {
    id: "default-outside-enum",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a default is not one of the values that the enum allows",
    why: "A message that leaves the value out gets one that is not allowed, and is refused.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, AAAA]
        default: MX
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
        default: A
",
};

/// An enum value that does not fit the type.
pub static MISTYPED_ENUM_VALUE: RuleInfo = RuleInfo {
    id: "mistyped-enum-value",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a value of an enum is not of its parameter's type",
    why: "No message can ever use the value: it is refused by its type. Mostly quotes are missing: in YAML `yes`, `on` and `1` are not text.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      answer:
        type: string
        description: Answer
        enum: [1, two]
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      answer:
        type: string
        description: Answer
        enum: [\"1\", two]
",
};

/// An enum value that stands twice.
pub static DUPLICATE_ENUM_VALUE: RuleInfo = RuleInfo {
    id: "duplicate-enum-value",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "an enum lists a value twice",
    why: "One of the two was probably meant to be another value; languages with real enums refuse the duplicate.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, MX, A]
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, MX]
",
};

/// A list as the default of a single choice.
pub static LIST_DEFAULT: RuleInfo = RuleInfo {
    id: "list-default",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "the default of a single choice is written as a list",
    why: "A parameter with an enum takes one of its values. Some hosts read a list of one as its item, others show no default or refuse it.",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, MX]
        default: [A]
",
    good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      kind:
        type: string
        description: Kind of record
        enum: [A, MX]
        default: A
",
};
