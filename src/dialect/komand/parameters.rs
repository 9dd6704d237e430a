//! Parameters: inputs, outputs, state, connection settings and fields of types.

use std::fmt::Display;

use super::PARAMETER;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::dialect::findings::{EMPTY_ENUM, MALFORMED_TYPE, UNTYPED_ARRAY};
use crate::dialect::keys::Kind;
use crate::dialect::reader::{Keys, Quoted, Reader, printable, text_of};
use crate::dialect::value::to_value;
use crate::grammar::{ForeignType, parse_type_expression};
use crate::spec::{Parameter, Section, TypeExpression};
use crate::text::{Span, Spanned};
use crate::yaml::{Entry, Node};

/// A section of parameters and the key it stands under.
pub fn section(reader: &mut Reader<'_>, entry: &Entry, owner: &dyn Display) -> Option<Section> {
    // The shape is checked here once more because a parameter's section may be an alias.
    Some(Section {
        key: entry.key.span,
        parameters: parameters(reader, &entry.value, entry.key.span, owner),
    })
}

/// The parameters of a mapping.
pub fn parameters(
    reader: &mut Reader<'_>,
    node: &Node,
    at: Span,
    owner: &dyn Display,
) -> Vec<Parameter> {
    if node.is_null() {
        return Vec::new();
    }
    let Some(mapping) = reader.mapping(node, Kind::Named(&PARAMETER), at, owner) else {
        return Vec::new();
    };
    let mut list = Vec::with_capacity(mapping.entries.len());
    for entry in &mapping.entries {
        let Some(name) = reader.name(entry) else {
            continue;
        };
        list.push(parameter(reader, name, entry));
    }
    list
}

fn parameter(reader: &mut Reader<'_>, name: Spanned<String>, entry: &Entry) -> Parameter {
    let mut parameter = Parameter::named(name);
    let keys = {
        let owner = Quoted(&parameter.name);
        reader.keys(&entry.value, &PARAMETER, entry.key.span, &owner)
    };
    let Some(keys) = keys else {
        return parameter;
    };
    parameter.ty = keys.node("type").and_then(|node| type_of(reader, node));
    parameter.title = keys.text("title").or_else(|| keys.text("name"));
    parameter.description = keys.text("description");
    parameter.required = keys.boolean("required");
    parameter.default = keys.value("default").filter(|value| !value.is_null());
    parameter.example = keys.value("example").filter(|value| !value.is_null());
    parameter.allowed = allowed(reader, &keys);
    parameter.order = keys.integer("order");
    parameter.placeholder = keys.text("placeholder");
    parameter.tooltip = keys.text("tooltip");
    parameter
}

fn allowed(
    reader: &mut Reader<'_>,
    keys: &Keys<'_>,
) -> Option<Spanned<Vec<Spanned<serde_json::Value>>>> {
    let entry = keys.entry("enum")?;
    let items = entry.value.as_sequence()?;
    if items.is_empty() {
        let diagnostic = Diagnostic::new(
            &EMPTY_ENUM,
            entry.value.span,
            "the enum is empty: no value would be allowed",
        )
        .at("no values")
        .help("list the values, or remove `enum`");
        reader.diagnostics.push(diagnostic);
        return None;
    }
    Some(Spanned::new(
        items
            .iter()
            .map(|item| Spanned::new(to_value(item), item.span))
            .collect(),
        entry.value.span,
    ))
}

fn type_of(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<TypeExpression>> {
    let Some(text) = text_of(node) else {
        reader.diagnostics.push(not_text(node));
        return None;
    };
    let span = text.span;
    match parse_type_expression(&text.value).map(|shape| shape.place(&text.value, span)) {
        Ok(TypeExpression::Name(name)) if name.value == "array" => {
            reader.diagnostics.push(
                Diagnostic::new(
                    &UNTYPED_ARRAY,
                    span,
                    "`array` does not say what its items are",
                )
                .at("read as `[]any`")
                .help("say what the items are, for example `type: \"[]string\"`")
                .fix(Applicability::Unsafe, "write `[]any`", span, "\"[]any\""),
            );
            let any = Spanned::new("any".to_owned(), span);
            Some(Spanned::new(
                TypeExpression::Array(Box::new(TypeExpression::Name(any))),
                span,
            ))
        }
        Ok(expression) => Some(Spanned::new(expression, span)),
        Err(foreign) => {
            reader
                .diagnostics
                .push(malformed(&printable(&text.value), span, &foreign));
            None
        }
    }
}

/// A type that YAML read as a list or mapping: `[]` and `[string]` without quotes.
fn not_text(node: &Node) -> Diagnostic {
    let items = node.as_sequence();
    let single = items
        .and_then(|items| <&[Node; 1]>::try_from(items).ok())
        .and_then(|[item]| item.as_text());
    let foreign = match (items, single) {
        (Some([]), _) => ForeignType {
            problem: "is a list of nothing: the type of its items is missing".to_owned(),
            instead: None,
        },
        (Some(_), Some(item)) => ForeignType {
            problem: "puts the type inside the brackets of the list".to_owned(),
            instead: Some(format!("[]{item}")),
        },
        (Some(_), None) => ForeignType {
            problem: "names several types; a parameter has one".to_owned(),
            instead: None,
        },
        (None, _) => ForeignType {
            problem: "spells the type out in place; a type of your own stands under `types` and is used by its name".to_owned(),
            instead: None,
        },
    };
    let shown = match (items, single) {
        (Some([]), _) => "[]".to_owned(),
        (_, Some(item)) => format!("[{}]", printable(item)),
        (Some(_), None) => "a list".to_owned(),
        (None, _) => "a mapping".to_owned(),
    };
    malformed(&shown, node.span, &foreign)
}

fn malformed(shown: &str, span: Span, foreign: &ForeignType) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &MALFORMED_TYPE,
        span,
        format!("`{shown}` {}", foreign.problem),
    )
    .at("not a type of this language");
    match &foreign.instead {
        Some(instead) => diagnostic.help(format!("write `type: \"{instead}\"`")).fix(
            Applicability::Safe,
            format!("write `{instead}`"),
            span,
            if instead.starts_with('[') {
                format!("\"{instead}\"")
            } else {
                instead.clone()
            },
        ),
        None if shown == "[]" => {
            diagnostic.help("add the type of the items, in quotes: `type: \"[]string\"`")
        }
        None => diagnostic
            .help("write a built-in type, a type of `types`, or `\"[]\"` and a type for a list"),
    }
}
