//! The rules of resolving: what can be wrong with names, types and values.

mod values;

use crate::diagnostic::{RuleClass, RuleInfo, Severity};
pub use values::{
    DEFAULT_OUTSIDE_ENUM, DUPLICATE_ENUM_VALUE, LIST_DEFAULT, MISTYPED_DEFAULT, MISTYPED_ENUM_VALUE,
};

/// Every rule of this phase.
pub static RULES: &[&RuleInfo] = &[
    &INVALID_NAME,
    &INVALID_VERSION,
    &UNKNOWN_TYPE,
    &ENDLESS_TYPE,
    &ENDLESS_DEFAULT,
    &UNUSED_TYPE,
    &COLLIDING_NAMES,
    &SHADOWED_TYPE,
    &MISTYPED_DEFAULT,
    &DEFAULT_OUTSIDE_ENUM,
    &MISTYPED_ENUM_VALUE,
    &DUPLICATE_ENUM_VALUE,
    &LIST_DEFAULT,
    &INVALID_ICON,
    &UNKNOWN_NAME,
];

/// A name with characters that names may not have.
pub static INVALID_NAME: RuleInfo = RuleInfo {
    id: "invalid-name",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a name has characters that a name may not have",
    why: "The names of a plugin, its vendor and its operations become names of folders, packages, modules and images; a type name must be one word, so that a type expression can name it. Titles are the place for blanks and punctuation.",
    bad: "name: my-plugin
",
    good: "name: my_plugin
",
};

/// A version that is not semantic.
pub static INVALID_VERSION: RuleInfo = RuleInfo {
    id: "invalid-version",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the version is not of the form MAJOR.MINOR.PATCH",
    why: "Hosts compare versions to offer updates, and a major number tells them that something broke. `1.0` or `v1` cannot be compared. Beware of `version: 1.10` without quotes in YAML: it is the number 1.1.",
    bad: "version: \"1.0\"
",
    good: "version: 1.0.0
",
};

/// A type that is neither built in nor defined.
pub static UNKNOWN_TYPE: RuleInfo = RuleInfo {
    id: "unknown-type",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a type is neither built in nor defined under `types`",
    why: "Nothing can be said of the values of such a field: no schema, no check, no typed code. Most often the name is misspelt, written in another case than its definition, or the word of another language (`str`, `dict`).",
    bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: strng
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

/// A type that holds itself and whose values can end.
const ENDING_TYPE: &str = "types:
  node:
    next:
      type: node
      description: Next node
      required: false
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      tree:
        type: node
        description: Tree
";

/// A type that requires itself.
pub static ENDLESS_TYPE: RuleInfo = RuleInfo {
    id: "endless-type",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a type requires itself, so that no value of it could ever end",
    why: "A recursive type is fine where a value can end: through an optional field, or a list that may be empty. Where every value must hold another one, no finite value exists.",
    bad: "types:
  node:
    next:
      type: node
      description: Next node
      required: true
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      tree:
        type: node
        description: Tree
",
    good: ENDING_TYPE,
};

/// A default that holds itself.
pub static ENDLESS_DEFAULT: RuleInfo = RuleInfo {
    id: "endless-default",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a default fills in itself, so that it could never end",
    why: "Fields that a default leaves out get their own defaults. Where these lead back to a field that is being filled in, a program would go on until its memory is used up. A field that is left out of a value is no value: it needs no default.",
    bad: "types:
  node:
    next:
      type: node
      description: Next node
      required: false
      default: {}
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      tree:
        type: node
        description: Tree
",
    good: ENDING_TYPE,
};

/// A custom type without a use.
pub static UNUSED_TYPE: RuleInfo = RuleInfo {
    id: "unused-type",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a type under `types` is never used",
    why: "Generated code and documentation carry it along, and readers look for its use in vain. Often it is a sign that a field was given another type than was meant.",
    bad: "types:
  address:
    street:
      type: string
      description: Street
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
",
    good: "types:
  address:
    street:
      type: string
      description: Street
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: address
        description: Host
",
};

/// Two names that become one.
pub static COLLIDING_NAMES: RuleInfo = RuleInfo {
    id: "colliding-names",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "two operations would become one file",
    why: "Every operation becomes a file and a module; file systems and languages take `Look-Up` and `look_up` for the same.",
    bad: "actions:
  look_up:
    title: Look up
    description: Look a host up
  Look-Up:
    title: Look up again
    description: Look a host up again
",
    good: "actions:
  look_up:
    title: Look up
    description: Look a host up
  look_up_again:
    title: Look up again
    description: Look a host up again
",
};

/// A custom type with the name of a built-in one.
pub static SHADOWED_TYPE: RuleInfo = RuleInfo {
    id: "shadowed-type",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "a type under `types` has the name of a built-in type",
    why: "Every host takes the name for the built-in type, so the fields that are listed here are never seen: `file`, for one, is always `{filename, content}`.",
    bad: "types:
  file:
    path:
      type: string
      description: Path
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: string
        description: Host
",
    good: "types:
  file_entry:
    path:
      type: string
      description: Path
actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      host:
        type: file_entry
        description: Host
",
};

/// An icon that is no data URI.
pub static INVALID_ICON: RuleInfo = RuleInfo {
    id: "invalid-icon",
    class: RuleClass::Lint,
    severity: Severity::Warning,
    summary: "the icon is not an image as a data URI",
    why: "The icon cannot be shown: it must be an image in base64 behind `data:image/…;base64,`. A file `icon.png` or `icon.svg` beside the spec does as well.",
    bad: "plugin_spec_version: v1
icon: icon.png
",
    good: "plugin_spec_version: v1
icon: data:image/gif;base64,R0lGODlhAQABAAAAACw=
",
};

/// Settings of an operation or field that does not exist.
pub static UNKNOWN_NAME: RuleInfo = RuleInfo {
    id: "unknown-name",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a target's settings name an operation or field that the spec does not have",
    why: "What stands below a name that does not exist is never read: after a rename of an action, its settings would silently be lost and the target would fall back to what it does by default.",
    bad: "targets:
  lms:
    actions:
      look_upp:
        icon: search
actions:
  look_up:
    title: Look Up
    description: Look a host up
",
    good: "targets:
  lms:
    actions:
      look_up:
        icon: search
actions:
  look_up:
    title: Look Up
    description: Look a host up
",
};
