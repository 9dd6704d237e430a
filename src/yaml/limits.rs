//! Part of the YAML reader: the bounds that keep a hostile file from costing time or memory.

use super::{Limits, Node, NodeKind};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;

/// Collections too deep in one another.
pub static NESTING_LIMIT: RuleInfo = RuleInfo {
    id: "nesting-limit",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "lists and mappings are nested too deeply",
    why: "Real specs nest five or six levels. A file that nests more than a hundred is broken or hostile, and reading on \
          would cost time and memory that grow with the square of the depth. The limit can be raised in the \
          configuration.",
    bad: "tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
    good: "tags: []\n",
};

/// More values than the limit allows.
pub static EXPANSION_LIMIT: RuleInfo = RuleInfo {
    id: "expansion-limit",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the file holds too many values once its aliases are written out",
    why: "An alias stands for a copy of what it names. A few lines of aliases of aliases stand for billions of values, \
          which would exhaust the memory of everything that reads the file; this is known as an alias bomb. specc \
          counts the copies without making them and stops at a limit, which can be raised in the configuration.",
    bad: "# specc: allow(unknown-key) only to show the limit\nlaughs:\n- &a [x, x, x, x, x, x, x, x, x, x]\n- &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n- &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n- &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n- &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n- [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
    good: "tags:\n- x\n",
};

/// What a node without its children counts against the limit. Scalars are the only nodes whose copies cost memory,
/// so that long ones count for more.
pub(super) fn weight(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Scalar(scalar) => 1 + scalar.text().len() / 64,
        _ => 1,
    }
}

/// Nesting beyond the limit.
pub(super) fn too_deep(place: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(
        &NESTING_LIMIT,
        place,
        format!("lists and mappings are nested more than {limit} levels deep here"),
    )
    .at(format!("level {}", limit + 1))
    .help("specs need five or six levels: look for brackets that are never closed")
}

/// More values than the limit, written out one by one.
pub(super) fn too_many(place: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(
        &EXPANSION_LIMIT,
        place,
        format!("the file holds more than {limit} values"),
    )
    .at("the limit is reached here")
    .help("no spec needs that many; if this one does, raise the limit in the configuration")
}

/// More values than the limit through an alias.
pub(super) fn too_many_by_alias(place: Span, name: &str, limits: &Limits) -> Diagnostic {
    let message = format!(
        "with `*{name}` written out the file would hold more than {} values",
        limits.expanded_nodes
    );
    Diagnostic::new(&EXPANSION_LIMIT, place, message)
        .at("one alias too many")
        .help("aliases of aliases multiply: name smaller parts, or write them out")
}
