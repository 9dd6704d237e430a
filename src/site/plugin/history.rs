//! The version history → a timeline in which every version has its anchor.

use crate::model::{HistoryEntry, Plugin};
use crate::site::anchor::Anchors;
use crate::site::html::{push_attribute, push_text};
use crate::site::markdown;

/// Versions that stand open; older ones are folded away.
const OPEN: usize = 8;

/// The timeline; empty where the spec tells no history.
pub(super) fn timeline(plugin: &Plugin) -> String {
    let mut out = String::new();
    let entries = &plugin.version_history;
    let (open, folded) = entries.split_at(entries.len().min(OPEN));
    if open.is_empty() {
        return out;
    }
    let mut anchors = Anchors::default();
    push_entries(&mut out, plugin, open, &mut anchors);
    if !folded.is_empty() {
        let number = folded.len();
        let noun = if number == 1 { "version" } else { "versions" };
        out.push_str("<details class=\"older\"><summary>");
        out.push_str(&format!("{number} older {noun}"));
        out.push_str("</summary>");
        push_entries(&mut out, plugin, folded, &mut anchors);
        out.push_str("</details>");
    }
    out
}

fn push_entries(
    out: &mut String,
    plugin: &Plugin,
    entries: &[HistoryEntry],
    anchors: &mut Anchors,
) {
    out.push_str("<ol class=\"timeline\">");
    for entry in entries {
        let version = entry.version.as_ref().map(ToString::to_string);
        let id = anchors.add("version", version.as_deref().unwrap_or_default());
        out.push_str("<li");
        push_attribute(out, "id", &id);
        out.push('>');
        if let Some(version) = version {
            out.push_str("<h3><a href=\"#");
            push_text(out, &id);
            out.push_str("\">");
            push_text(out, &version);
            out.push_str("</a>");
            if entry.version.as_ref() == Some(&plugin.version) {
                out.push_str(" <span class=\"badge good\">this version</span>");
            }
            out.push_str("</h3>");
        }
        if let [only] = &*entry.changes {
            out.push_str("<p>");
            markdown::push_inline(out, only);
            out.push_str("</p>");
        } else if !entry.changes.is_empty() {
            out.push_str("<ul>");
            for change in &entry.changes {
                out.push_str("<li>");
                markdown::push_inline(out, change);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>");
    }
    out.push_str("</ol>");
}
