//! Part of the YAML reader: anchors (`&name`) and the aliases (`*name`) that stand for them.

use std::collections::HashMap;

use super::NodeKind;
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span, nearest};

/// An alias that nothing in the file defines.
pub static UNDEFINED_ANCHOR: RuleInfo = RuleInfo {
    id: "undefined-anchor",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "an alias names an anchor that is not defined before it",
    why: "`*name` stands for the value that was marked `&name` further up in the same file. Without that mark it stands \
          for nothing, and every reader of YAML refuses the file. Define the anchor first, correct the name, or, if \
          the asterisk was meant as text (`*.example.com`, `*important*`), put the value in quotes.",
    bad: "description: *summary\n",
    good: "description: \"*summary\"\n",
};

/// An alias inside the value that it names.
pub static RECURSIVE_ALIAS: RuleInfo = RuleInfo {
    id: "recursive-alias",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "an alias stands inside the value that it names",
    why: "`&a [*a]` is a list that contains itself, without end. No spec can mean that: use another name for one of the \
          two, or write the inner value out.",
    bad: "tags: &all\n- first\n- *all\n",
    good: "tags:\n- first\n",
};

/// What is known of each anchor.
pub(super) type Anchors<'s> = HashMap<Box<str>, Anchor<'s>>;

/// Aliases without an anchor that are reported in one file.
pub(super) const MOST_UNDEFINED: usize = 100;

/// What an anchor names.
pub(super) enum Anchor<'s> {
    /// A collection that has not ended.
    Open,
    /// Nothing: an alias that has no anchor was reported under this name.
    Undefined,
    /// A finished node.
    Done {
        /// The node, to be copied; collections are shared.
        kind: NodeKind<'s>,
        /// See [`super::limits::weight`], children included.
        weight: usize,
        /// Levels of nesting in it: none for a scalar.
        height: usize,
    },
}

/// The finding for an alias that has no anchor.
pub(super) fn undefined(source: &Source, place: Span, name: &str, anchors: &Anchors) -> Diagnostic {
    let message = format!("nothing above is marked `&{name}`, so `*{name}` stands for nothing");
    let found = Diagnostic::new(&UNDEFINED_ANCHOR, place, message).at("no such anchor");
    // Sorted, so that of equally near names always the same one is proposed.
    let mut names: Vec<&str> = anchors
        .iter()
        .filter(|(_, anchor)| matches!(anchor, Anchor::Done { .. }))
        .map(|(name, _)| &**name)
        .collect();
    names.sort_unstable();
    if let Some(near) = nearest(name, names.iter().copied()) {
        return found
            .help(format!("`&{near}` is defined: did you mean `*{near}`?"))
            .fix(
                Applicability::Unsafe,
                format!("name the anchor `{near}`"),
                place,
                format!("*{near}"),
            );
    }
    if source.text()[place.range().end..].contains(&format!("&{name}")) {
        return found.help(format!(
            "`&{name}` stands further down; an anchor must come before its aliases"
        ));
    }
    found
        .help("mark the value that is meant with an anchor, or put the text in quotes if no alias is meant")
        .fix(
            Applicability::Unsafe,
            "quote the value",
            place,
            format!("\"*{name}\""),
        )
}

/// The finding for an alias inside what it names.
pub(super) fn recursive(place: Span, name: &str) -> Diagnostic {
    let message = format!("`*{name}` stands inside the value that is marked `&{name}`");
    Diagnostic::new(&RECURSIVE_ALIAS, place, message)
        .at("would contain itself")
        .help("write the inner value out, or give one of the two another name")
}
