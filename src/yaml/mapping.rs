//! Part of the YAML reader: keys and values → a mapping with unique keys, merge keys resolved.

use std::collections::HashSet;
use std::sync::Arc;

use super::build::is_left_out;
use super::{Entry, Mapping, Node, NodeKind, ScalarStyle, limits, quote};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// A key that stands twice in one mapping.
pub static DUPLICATE_KEY: RuleInfo = RuleInfo {
    id: "duplicate-key",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a key stands twice in one mapping",
    why: "Only one of the two values can count, and readers disagree on which: PyYAML silently takes the last, \
          go-yaml refuses the file. So one of the two values that somebody wrote is lost without a word, often half \
          of a section that was copied. specc reads the first and reports the second.\n\n\
          Delete one of them, or rename it if both are meant.",
    bad: "title: Example\ntitle: Another example\n",
    good: "title: Example\n",
};

/// A key that is not a single value.
pub static COMPLEX_KEY: RuleInfo = RuleInfo {
    id: "complex-key",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a key is a list or a mapping",
    why: "YAML allows whole lists and mappings as keys. No plugin spec has a use for them, and neither JSON nor the \
          readers of specs can represent them. Most often a bracket at the start of a line was meant as text: quote \
          it.",
    bad: "connection:\n  settings:\n    title: Settings\n    description: Free settings\n    type: object\n    required: true\n    example:\n      [first, second]: x\n",
    good: "connection:\n  settings:\n    title: Settings\n    description: Free settings\n    type: object\n    required: true\n    example:\n      first: x\n      second: x\n",
};

/// A `<<` whose value cannot be merged.
pub static MERGE_KEY: RuleInfo = RuleInfo {
    id: "merge-key",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the value of `<<` is not a mapping",
    why: "The key `<<` takes the entries of another mapping into this one, most often through an alias: \
          `<<: *defaults`. Its value is a mapping or a list of mappings; there is nothing to take from anything else.",
    bad: "connection:\n  host:\n    <<: text\n    title: Host\n    description: The host\n    type: string\n    required: true\n",
    good: "connection:\n  host:\n    title: Host\n    description: The host\n    type: string\n    required: true\n",
};

/// `{{ name }}` without quotes.
pub static UNQUOTED_TEMPLATE: RuleInfo = RuleInfo {
    id: "unquoted-template",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "`{{ … }}` stands without quotes",
    why: "A value that begins with `{` is a mapping to YAML, so `{{ name }}` is a mapping whose key is a mapping, and \
          every reader refuses it or makes nonsense of it. Put the whole value in quotes.",
    bad: "description: {{ name }}\n",
    good: "description: \"{{ name }}\"\n",
};

/// Fewer entries than this are compared pair by pair; more are sorted.
const FEW: usize = 16;

/// Duplicate keys that are reported of one mapping.
const MOST_DUPLICATES: usize = 100;

/// What the making of one mapping touches.
pub(super) struct Context<'a> {
    pub span: Span,
    pub weight: &'a mut usize,
    /// Bound of `weight`.
    pub most: usize,
    pub too_heavy: &'a mut bool,
    pub left_out: &'a mut Vec<Span>,
    pub diagnostics: &'a mut Diagnostics,
}

/// Makes a mapping of keys and values in turn.
pub(super) fn build<'s>(
    mut children: std::vec::Drain<'_, Node<'s>>,
    context: &mut Context<'_>,
) -> NodeKind<'s> {
    let mut entries = Vec::with_capacity(children.len() / 2);
    let mut merge: Option<(Span, Node)> = None;
    while let Some(key) = children.next() {
        let Some(value) = children.next() else {
            break;
        };
        if is_left_out(&key) || is_left_out(&value) {
            continue;
        }
        let Some(scalar) = key.as_scalar() else {
            context.left_out.push(key.span);
            context.diagnostics.push(complex(&key));
            continue;
        };
        if scalar.style == ScalarStyle::Plain && scalar.text() == "<<" {
            match &merge {
                Some((first, _)) => context.diagnostics.push(duplicate("<<", key.span, *first)),
                None => merge = Some((key.span, value)),
            }
            continue;
        }
        entries.push(Entry {
            key,
            value,
            merged: false,
        });
    }
    drop_duplicates(&mut entries, context.diagnostics);
    if let Some((key, value)) = merge {
        take_in(&mut entries, key, &value, context);
    }
    NodeKind::Mapping(Arc::new(Mapping { entries }))
}

fn text<'n>(entry: &'n Entry) -> &'n str {
    entry.key.as_text().unwrap_or_default()
}

fn drop_duplicates(entries: &mut Vec<Entry>, diagnostics: &mut Diagnostics) {
    // Pairs of the later and the first entry of one key.
    let mut twice: Vec<(usize, usize)> = Vec::new();
    if entries.len() < FEW {
        // Keys of one mapping are hardly ever alike in length and first letter, so that most need no comparison.
        let mut met = 0_u64;
        for later in 0..entries.len() {
            let key = text(&entries[later]);
            let first = key.as_bytes().first().copied().unwrap_or_default();
            let mark = 1 << ((key.len() * 7 + usize::from(first)) % 64);
            let may_be_met = met & mark != 0;
            met |= mark;
            if may_be_met
                && let Some(first) = entries[..later].iter().position(|entry| text(entry) == key)
            {
                twice.push((later, first));
            }
        }
    } else {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|a, b| text(&entries[*a]).cmp(text(&entries[*b])).then(a.cmp(b)));
        let mut first = order[0];
        for later in order.into_iter().skip(1) {
            if text(&entries[later]) == text(&entries[first]) {
                twice.push((later, first));
            } else {
                first = later;
            }
        }
        twice.sort_unstable();
    }
    if twice.is_empty() {
        return;
    }
    for (later, first) in twice.iter().take(MOST_DUPLICATES) {
        let (later, first) = (&entries[*later], &entries[*first]);
        diagnostics.push(duplicate(text(later), later.key.span, first.key.span));
    }
    let mut index = 0;
    entries.retain(|_| {
        index += 1;
        twice
            .binary_search_by(|(later, _)| later.cmp(&(index - 1)))
            .is_err()
    });
}

fn duplicate(key: &str, later: Span, first: Span) -> Diagnostic {
    let message = format!(
        "the key `{}` stands twice in one mapping",
        quote::short(key)
    );
    Diagnostic::new(&DUPLICATE_KEY, later, message)
        .at("this one is left out")
        .label(first, "first defined here")
        .help("delete one of the two, or rename it: readers of YAML disagree on which one counts")
}

fn complex(key: &Node) -> Diagnostic {
    let message = format!("{} cannot be a key", key.kind_name());
    Diagnostic::new(&COMPLEX_KEY, key.span, message)
        .at("stands where a key is expected")
        .help("if it is meant as text, put it in quotes")
}

/// The finding for `{{ … }}` without quotes.
pub(super) fn template(source: &Source, span: Span) -> Diagnostic {
    let text = source.slice(span);
    Diagnostic::new(
        &UNQUOTED_TEMPLATE,
        span,
        format!("`{}` stands without quotes", quote::short(text)),
    )
    .at("YAML reads a mapping here")
    .help("put the whole value in quotes")
    .fix(
        Applicability::Safe,
        "quote the value",
        span,
        quote::quoted(text),
    )
}

/// Resolves a merge key: entries of `value` follow those that are written, which win; in a list the first wins.
fn take_in<'s>(
    entries: &mut Vec<Entry<'s>>,
    key: Span,
    value: &Node<'s>,
    context: &mut Context<'_>,
) {
    let lists = std::slice::from_ref(value);
    for from in value.as_sequence().unwrap_or(lists) {
        let Some(mapping) = from.as_mapping() else {
            let message = format!(
                "`<<` takes in the entries of a mapping, but this is {}",
                from.kind_name()
            );
            let found = Diagnostic::new(&MERGE_KEY, from.span, message)
                .at("not a mapping")
                .label(key, "merged here")
                .help(
                    "name a mapping by its alias, as in `<<: *defaults`, or a list of such aliases",
                );
            context.diagnostics.push(found);
            continue;
        };
        let weight: usize = mapping
            .entries
            .iter()
            .map(|entry| limits::weight(&entry.key) + limits::weight(&entry.value))
            .sum();
        if *context.weight + weight > context.most {
            if !std::mem::replace(context.too_heavy, true) {
                let found = limits::too_many(from.span, context.most);
                context.diagnostics.push(found);
            }
            context.left_out.push(context.span);
            return;
        }
        *context.weight += weight;
        let new: Vec<Entry> = if entries.len() + mapping.entries.len() < FEW {
            let absent = |new: &&Entry| entries.iter().all(|entry| text(entry) != text(new));
            mapping.entries.iter().filter(absent).cloned().collect()
        } else {
            let present: HashSet<&str> = entries.iter().map(text).collect();
            let absent = |new: &&Entry| !present.contains(text(new));
            mapping.entries.iter().filter(absent).cloned().collect()
        };
        entries.extend(new.into_iter().map(|entry| Entry {
            merged: true,
            ..entry
        }));
    }
}

/// Drops what lies past `limit` from a collection that begins before it. `false` if nothing is left.
pub(super) fn prune(node: &mut Node, limit: u32) -> bool {
    let keeps =
        |node: &mut Node| node.span.end <= limit || (node.span.start < limit && prune(node, limit));
    let end = match &mut node.kind {
        NodeKind::Scalar(_) => None,
        NodeKind::Sequence(items) => {
            let mut kept = items.to_vec();
            kept.retain_mut(keeps);
            let end = kept.last().map(|last| last.span.end);
            *items = kept.into();
            end
        }
        NodeKind::Mapping(mapping) => {
            let mapping = Arc::make_mut(mapping);
            mapping.entries.retain_mut(|entry| {
                entry.merged || (entry.key.span.end <= limit && keeps(&mut entry.value))
            });
            let written = mapping.entries.iter().rfind(|entry| !entry.merged);
            written.map(|entry| entry.value.span.end)
        }
    };
    node.span.end = end.unwrap_or(node.span.start).max(node.span.start);
    end.is_some()
}
