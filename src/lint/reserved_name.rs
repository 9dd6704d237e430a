//! `reserved-name`: names that are words of a language.

use super::names::names;
use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "reserved-name",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "the name of an operation or field is a reserved word of some target's language",
        why: "Such a name cannot be that of a variable or function as it stands: generated code has it with an underscore, or in \
quotes, and reads less like the spec. On the wire nothing changes.",
        bad: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      class:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
        good: "actions:
  lookup:
    title: Lookup
    description: Look a host up
    input:
      category:
        title: Value
        description: What to look up
        type: string
        required: true
        example: a
",
    },
    group: Group::Portability,
    check,
};

/// Words that Python, Go, Rust or TypeScript keep for themselves, sorted.
#[rustfmt::skip]
const RESERVED: [&str; 105] = [
    "False", "None", "Self", "True", "abstract", "and", "any", "as", "assert", "async", "await",
    "become", "box", "break", "case", "catch", "chan", "class", "const", "continue", "crate",
    "debugger", "def", "default", "defer", "del", "delete", "do", "dyn", "elif", "else", "enum",
    "except", "export", "extends", "extern", "fallthrough", "false", "final", "finally", "fn",
    "for", "from", "func", "function", "global", "go", "goto", "if", "impl", "implements",
    "import", "in", "instanceof", "interface", "is", "lambda", "let", "loop", "macro", "map",
    "match", "mod", "move", "mut", "new", "nonlocal", "not", "null", "or", "override",
    "package", "pass", "priv", "private", "protected", "pub", "public", "raise", "range", "ref",
    "return", "select", "self", "static", "struct", "super", "switch", "this", "throw", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "var", "virtual", "void",
    "where", "while", "with", "yield",
];

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let Some(plugin) = subject.plugin else {
        return;
    };
    for (name, place) in names(plugin) {
        if RESERVED.binary_search(&name).is_ok() {
            sink.push(
                Diagnostic::new(
                    RULE.info,
                    place,
                    format!("`{name}` is a reserved word of a target's language"),
                )
                .at("changed in generated code")
                .help("choose another name while the plugin is not yet in use"),
            );
        }
    }
}
