//! Fields → tables, written straight into the page: they are most of its bytes.
//!
//! Each row of a table that forms are made from carries what a form needs to know of its field and cannot read from the
//! cells: `data-name` where the name is not shown as it is, `data-type` where custom types are in it, `data-required`,
//! `data-default`, `data-enum`, and `data-example` where the form begins with it, the last three as JSON. So a page holds
//! its data once. A custom type stands in `data-type` as `#` and the id of its section, which no name of a built-in type
//! can be mistaken for.

use std::borrow::Cow;

use serde::Serialize;

use super::anchor::{Anchors, same};
use super::html::{push_attribute, push_content, push_text};
use crate::model::{Field, Plugin, Type, Value};
use crate::render::prose::is_unseen;

/// The anchors of a plugin's custom types, by index.
#[derive(Debug)]
pub struct TypeAnchors(Vec<String>);

impl TypeAnchors {
    /// Anchors for every custom type of a plugin.
    pub fn new(plugin: &Plugin) -> Self {
        let mut anchors = Anchors::with_capacity(plugin.types.len());
        Self(
            plugin
                .types
                .iter()
                .map(|custom| anchors.add("type", &custom.name))
                .collect(),
        )
    }

    /// The anchor of a custom type.
    pub fn of(&self, index: usize) -> &str {
        &self.0[index]
    }
}

/// Appends the table of some fields. `prefix` begins the ids of its rows, `label` names it for those who cannot see
/// it; `form` says whether a form may be made from it. Nothing in it is wider than a phone: the style lays its cells
/// below one another there, so that it needs no scrolling of its own.
pub fn push_fields(
    out: &mut String,
    plugin: &Plugin,
    types: &TypeAnchors,
    fields: &[Field],
    prefix: &str,
    label: &str,
    form: bool,
) {
    out.push_str("<table class=\"fields\"");
    push_attribute(out, "aria-label", label);
    if form {
        push_attribute(out, "data-fields", prefix);
    }
    out.push_str(
        "><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th>\
         <th scope=\"col\">Description</th></tr></thead><tbody>",
    );
    let mut anchors = Anchors::with_capacity(fields.len());
    for field in fields {
        let anchor = anchors.add(prefix, &field.name);
        push_row(out, plugin, types, field, &anchor, form);
    }
    out.push_str("</tbody></table>");
}

fn push_row(
    out: &mut String,
    plugin: &Plugin,
    types: &TypeAnchors,
    field: &Field,
    anchor: &str,
    form: bool,
) {
    let is_shown = field.name.chars().any(is_seen);
    out.push_str("<tr");
    push_attribute(out, "id", anchor);
    if form {
        push_form(out, plugin, types, field, is_shown);
    }
    out.push_str("><th scope=\"row\"><a class=\"field\" href=\"#");
    push_text(out, anchor);
    out.push_str("\"><code>");
    if is_shown {
        push_content(out, &field.name);
    } else {
        // A link needs words: a name of nothing but blanks is shown by its escapes.
        push_text(out, &format!("\"{}\"", field.name.escape_unicode()));
    }
    out.push_str("</code></a>");
    if field.required {
        out.push_str(" <span class=\"required\">required</span>");
    }
    out.push_str("</th><td>");
    push_type(out, plugin, types, &field.ty);
    out.push_str("</td><td>");
    push_about(out, field);
    out.push_str("</td></tr>");
}

/// Appends what a form needs to know of a field.
fn push_form(
    out: &mut String,
    plugin: &Plugin,
    types: &TypeAnchors,
    field: &Field,
    is_shown: bool,
) {
    if !is_shown {
        push_attribute(out, "data-name", &field.name);
    }
    if field.ty.custom().is_some() {
        push_attribute(out, "data-type", &form_type(plugin, types, &field.ty));
    }
    if field.required {
        out.push_str(" data-required");
    }
    if let Some(default) = &field.default {
        push_attribute(out, "data-default", &json(default));
    }
    if !field.allowed.is_empty() {
        push_attribute(out, "data-enum", &json(&field.allowed));
    }
    if let Some(example) = &field.example
        && begins_with_example(field)
    {
        push_attribute(out, "data-example", &json(example));
    }
    if let Some(placeholder) = &field.placeholder {
        push_attribute(out, "data-placeholder", placeholder);
    }
}

/// A value on one line.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whether a form fills in the example: only what has to be there, and no secret.
fn begins_with_example(field: &Field) -> bool {
    let is_secret = matches!(field.ty, Type::Password | Type::Credential(_));
    field.required && field.default.is_none() && !is_secret
}

fn is_seen(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !is_unseen(character)
}

/// A type as forms read it.
fn form_type(plugin: &Plugin, types: &TypeAnchors, ty: &Type) -> String {
    match ty {
        Type::Array(item) => format!("[]{}", form_type(plugin, types, item)),
        Type::Custom(id) => format!("#{}", types.of(id.0)),
        plain => plugin.type_name(plain),
    }
}

fn push_type(out: &mut String, plugin: &Plugin, types: &TypeAnchors, ty: &Type) {
    let mut inner = ty;
    while let Type::Array(item) = inner {
        inner = item;
    }
    if let Some(name) = ty.built_in_name() {
        out.push_str("<code>");
        out.push_str(name);
        out.push_str("</code>");
        return;
    }
    let name = plugin.type_name(ty);
    if let Type::Custom(id) = inner {
        out.push_str("<a");
        push_attribute(out, "href", &format!("#{}", types.of(id.0)));
        out.push_str("><code>");
        push_text(out, &name);
        out.push_str("</code></a>");
    } else {
        out.push_str("<code>");
        push_text(out, &name);
        out.push_str("</code>");
    }
}

fn push_about(out: &mut String, field: &Field) {
    let description = field.description.as_deref().unwrap_or_default().trim();
    let title = field.title.as_deref().unwrap_or_default().trim();
    let says_more = !title.is_empty() && !same(title, &field.name) && title != description;
    if says_more || !description.is_empty() {
        out.push_str("<p>");
        if says_more {
            out.push_str("<b>");
            push_content(out, title);
            out.push_str(if description.is_empty() {
                "</b>"
            } else {
                "</b>: "
            });
        }
        super::markdown::push_inline(out, description);
        out.push_str("</p>");
    }
    let facts = field.default.is_some() || !field.allowed.is_empty() || field.example.is_some();
    if !facts {
        return;
    }
    out.push_str("<dl class=\"facts\">");
    if let Some(default) = &field.default {
        push_fact(out, "Default", std::slice::from_ref(default));
    }
    if !field.allowed.is_empty() {
        push_fact(out, "One of", &field.allowed);
    }
    if let Some(example) = &field.example {
        push_fact(out, "Example", std::slice::from_ref(example));
    }
    out.push_str("</dl>");
}

/// Values shown of an enum before the rest is folded away.
const SHOWN: usize = 24;

/// Longest value shown in a table, in characters; the whole stands in the samples.
const LONGEST: usize = 300;

fn push_fact(out: &mut String, name: &str, values: &[Value]) {
    out.push_str("<div><dt>");
    out.push_str(name);
    out.push_str("</dt><dd>");
    let (shown, folded) = values.split_at(values.len().min(SHOWN));
    push_values(out, shown);
    if !folded.is_empty() {
        out.push_str(" <details><summary>");
        out.push_str(&folded.len().to_string());
        out.push_str(" more</summary>");
        push_values(out, folded);
        out.push_str("</details>");
    }
    out.push_str("</dd></div>");
}

fn push_values(out: &mut String, values: &[Value]) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str("<code>");
        let text = match value {
            Value::String(text) if !text.is_empty() => Cow::Borrowed(text.as_str()),
            other => Cow::Owned(json(other)),
        };
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => {
                push_content(out, &text[..end]);
                out.push('…');
            }
            None => push_content(out, &text),
        }
        out.push_str("</code>");
    }
}
