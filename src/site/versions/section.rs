//! The part of a plugin's page that tells of its other versions.

use super::changes::{Change, FieldChange, Shape};
use super::{Version, of};
use crate::site::html::{push_attribute, push_text};
use crate::site::{Card, Catalog};

/// The section, empty where there is but one version. On the newest version's page it says what each changed.
pub fn section(catalog: &Catalog<'_>, card: &Card) -> String {
    let mut out = String::new();
    if card.newest && catalog.older_than(card).is_empty() {
        return out;
    }
    let versions = of(catalog, card);
    out.push_str("<section class=\"part versions\" id=\"versions\"><h2>Versions</h2>");
    out.push_str("<ol class=\"version-list\">");
    for version in &versions {
        push_version(&mut out, card, version);
    }
    out.push_str("</ol></section>");
    out
}

fn push_version(out: &mut String, card: &Card, version: &Version<'_>) {
    out.push_str("<li><h3>");
    if version.version == card.version {
        push_text(out, version.version);
        out.push_str(" <span class=\"badge\">this page</span>");
    } else {
        out.push_str("<a");
        push_attribute(out, "href", &format!("{}{}", card.root(), version.page));
        out.push('>');
        push_text(out, version.version);
        out.push_str("</a>");
    }
    let changes = version.changes.as_ref().filter(|_| card.newest);
    if changes.is_some_and(|changes| changes.breaking) {
        push_breaking(out);
    }
    out.push_str("</h3>");
    if let Some(day) = version.updated {
        out.push_str("<p><time");
        push_attribute(out, "datetime", day);
        out.push('>');
        push_text(out, day);
        out.push_str("</time></p>");
    }
    if let Some(changes) = changes {
        out.push_str("<p>");
        if changes.is_empty() {
            out.push_str("Inputs, outputs and settings are those of ");
        } else {
            out.push_str("Changes since ");
        }
        push_text(out, changes.since);
        out.push_str(if changes.is_empty() { ".</p>" } else { ":</p>" });
        if !changes.is_empty() {
            out.push_str("<ul class=\"changes\">");
            for change in &changes.connection {
                out.push_str("<li>Connection setting ");
                push_field(out, change);
                out.push_str("</li>");
            }
            for change in &changes.operations {
                // Links lead to the page's own operations, which are those of its own version.
                push_operation(out, change, version.version == card.version);
            }
            for change in &changes.types {
                out.push_str("<li>Type ");
                push_code(out, change.name);
                out.push_str(" changed<ul>");
                for field in &change.fields {
                    out.push_str("<li>Field ");
                    push_field(out, field);
                    out.push_str("</li>");
                }
                out.push_str("</ul></li>");
            }
            out.push_str("</ul>");
        }
    }
    out.push_str("</li>");
}

fn push_operation(out: &mut String, change: &Change<'_>, is_here: bool) {
    out.push_str("<li>");
    let (first, rest) = change.kind.split_at(1);
    out.push_str(&first.to_uppercase());
    out.push_str(rest);
    out.push(' ');
    match change.anchor.filter(|_| is_here) {
        Some(anchor) => {
            out.push_str("<a");
            push_attribute(out, "href", &format!("#{anchor}"));
            out.push('>');
            push_code(out, change.name);
            out.push_str("</a>");
        }
        None => push_code(out, change.name),
    }
    out.push(' ');
    out.push_str(change.change);
    if let Some(was) = change.was {
        out.push_str(" from ");
        push_code(out, was);
    }
    let fields = change.input.len() + change.output.len();
    if change.breaking && fields == 0 {
        push_breaking(out);
    }
    if fields > 0 {
        out.push_str("<ul>");
        for (side, changes) in [("Input", &change.input), ("Output", &change.output)] {
            for change in changes {
                out.push_str("<li>");
                out.push_str(side);
                out.push(' ');
                push_field(out, change);
                out.push_str("</li>");
            }
        }
        out.push_str("</ul>");
    }
    out.push_str("</li>");
}

fn push_field(out: &mut String, change: &FieldChange<'_>) {
    push_code(out, change.name);
    out.push(' ');
    out.push_str(change.change);
    match (change.before, change.now) {
        (Some(before), Some(now)) => {
            out.push_str(": ");
            push_shape(out, before);
            out.push_str(" → ");
            push_shape(out, now);
        }
        (None, Some(shape)) => {
            out.push_str(": ");
            push_shape(out, shape);
        }
        _ => {}
    }
    if change.breaking {
        push_breaking(out);
    }
}

fn push_shape(out: &mut String, shape: Shape<'_>) {
    push_code(out, shape.ty);
    out.push_str(if shape.required {
        " required"
    } else {
        " optional"
    });
}

fn push_code(out: &mut String, text: &str) {
    out.push_str("<code>");
    push_text(out, text);
    out.push_str("</code>");
}

fn push_breaking(out: &mut String) {
    out.push_str(" <span class=\"badge bad\">breaking</span>");
}
