//! Governance processes → their section.

use crate::model::{Plugin, Process};
use crate::site::OperationCard;
use crate::site::html::{push_attribute, push_text};
use crate::site::markdown;
use crate::site::tables::{TypeAnchors, push_fields};

/// The titles of the processes, each with what it does in a line.
pub(super) fn list(processes: &[Process], cards: &[OperationCard]) -> String {
    let mut out = String::from("<ul class=\"operation-list\">");
    for (process, card) in processes.iter().zip(cards) {
        out.push_str("<li><a href=\"#");
        push_text(&mut out, &card.anchor);
        out.push_str("\">");
        push_text(&mut out, &process.title);
        out.push_str("</a>");
        let line = markdown::plain(&process.description, super::operations::LINE);
        if !line.is_empty() {
            out.push_str(" <span>");
            push_text(&mut out, &line);
            out.push_str("</span>");
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
    out
}

/// Everything about the processes.
pub(super) fn sections(plugin: &Plugin, types: &TypeAnchors, cards: &[OperationCard]) -> String {
    let mut out = String::new();
    for (process, card) in plugin.processes.iter().zip(cards) {
        let id = &card.anchor;
        out.push_str("<section class=\"operation\"");
        push_attribute(&mut out, "id", id);
        out.push_str("><h3><a href=\"#");
        push_text(&mut out, id);
        out.push_str("\">");
        push_text(&mut out, &process.title);
        out.push_str("</a> <code>");
        push_text(&mut out, &process.name);
        out.push_str("</code></h3>");
        if !process.description.trim().is_empty() {
            out.push_str("<p class=\"what\">");
            markdown::push_inline(&mut out, &process.description);
            out.push_str("</p>");
        }
        out.push_str("<p class=\"quiet\">");
        out.push_str(life(process));
        out.push_str("</p>");
        for (what, word, fields) in [
            ("input", "Input", &process.input),
            ("outcome", "Outcome", &process.outcome),
        ] {
            if fields.is_empty() {
                continue;
            }
            out.push_str("<h4>");
            out.push_str(word);
            out.push_str("</h4>");
            let label = format!("{word} of {}", process.title);
            let id = format!("{id}--{what}");
            push_fields(&mut out, plugin, types, fields, &id, &label, false);
        }
        out.push_str("</section>");
    }
    out
}

/// How a process goes on and ends.
fn life(process: &Process) -> &'static str {
    match (process.update || process.webhook, process.close) {
        (true, true) => "Follows its service, and can be closed early.",
        (true, false) => "Follows its service until it ends.",
        (false, true) => "Goes on until it is closed.",
        (false, false) => "Ends as soon as it is started.",
    }
}
