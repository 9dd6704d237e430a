//! Judges defaults and enums against their types, once every type is known. One defect gives one finding: a field whose
//! type is unknown is passed over, and a default is not held against an enum that is itself wrong.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::findings::{
    DEFAULT_OUTSIDE_ENUM, DUPLICATE_ENUM_VALUE, LIST_DEFAULT, MISTYPED_DEFAULT, MISTYPED_ENUM_VALUE,
};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::model::value::{accepts, identity};
use crate::model::{CustomType, Field, Type};
use crate::spec::Parameter;
use crate::text::{Span, Spanned};

/// What becomes of a field's default and enum.
#[derive(Debug, Default)]
pub struct Verdict {
    default: Option<Option<Value>>,
    allowed: Option<Vec<Value>>,
}

/// Judges the values of fields made from `parameters`, one verdict each.
pub fn judge(
    parameters: &[Parameter],
    fields: &[Field],
    types: &[CustomType],
    diagnostics: &mut Diagnostics,
) -> Vec<Verdict> {
    parameters
        .iter()
        .zip(fields)
        .map(|(parameter, field)| {
            let mut verdict = Verdict::default();
            if field.origin.known && (parameter.default.is_some() || parameter.allowed.is_some()) {
                let enum_is_right = judge_enum(parameter, field, types, diagnostics, &mut verdict);
                judge_default(
                    parameter,
                    field,
                    types,
                    enum_is_right,
                    diagnostics,
                    &mut verdict,
                );
            } else if !field.origin.known {
                verdict.default = Some(None);
                verdict.allowed = Some(Vec::new());
            }
            verdict
        })
        .collect()
}

/// Changes the fields as judged.
pub fn apply(verdicts: Vec<Verdict>, fields: &mut [Field]) {
    for (verdict, field) in verdicts.into_iter().zip(fields) {
        if let Some(default) = verdict.default {
            field.default = default;
        }
        if let Some(allowed) = verdict.allowed {
            field.allowed = allowed;
        }
    }
}

/// The type that the values of a field's enum have: for a list that of its items.
fn enum_type(field: &Field) -> &Type {
    match &field.ty {
        Type::Array(item) => item,
        ty => ty,
    }
}

fn judge_enum(
    parameter: &Parameter,
    field: &Field,
    types: &[CustomType],
    diagnostics: &mut Diagnostics,
    verdict: &mut Verdict,
) -> bool {
    let Some(allowed) = &parameter.allowed else {
        return true;
    };
    let ty = enum_type(field);
    let mut kept: Vec<&Spanned<Value>> = Vec::with_capacity(allowed.len());
    let mut first_places: HashMap<String, Span> = HashMap::with_capacity(allowed.len());
    let mut right = true;
    for item in &allowed.value {
        if let Err(mismatch) = accepts(types, ty, &item.value) {
            right = false;
            let diagnostic = Diagnostic::new(
                &MISTYPED_ENUM_VALUE,
                item.span,
                format!(
                    "a value of the enum of `{}` is not of its type: {mismatch}",
                    field.name
                ),
            )
            .at(format!("expected {}", mismatch.expected))
            .label(field.origin.ty, "because of this type");
            diagnostics.push(with_quotes(diagnostic, ty, item));
        } else if let Some(first) = first_places.get(&identity(item)) {
            right = false;
            diagnostics.push(
                Diagnostic::new(
                    &DUPLICATE_ENUM_VALUE,
                    item.span,
                    format!("the enum of `{}` lists {} twice", field.name, item.value),
                )
                .at("listed again")
                .label(*first, "first listed here")
                .help("remove one of them"),
            );
        } else {
            first_places.insert(identity(item), item.span);
            kept.push(item);
        }
    }
    if !right {
        // With a part of it in doubt, nothing is held against the rest.
        verdict.allowed = Some(Vec::new());
    }
    right
}

fn judge_default(
    parameter: &Parameter,
    field: &Field,
    types: &[CustomType],
    enum_is_right: bool,
    diagnostics: &mut Diagnostics,
    verdict: &mut Verdict,
) {
    let Some(default) = &parameter.default else {
        return;
    };
    let mut value = &default.value;
    // Published specs wrap the default of a single choice into a list; the hosts' forms read it all the same.
    if let (Value::Array(items), Some(_), false) = (
        value,
        &parameter.allowed,
        matches!(field.ty, Type::Array(_) | Type::Any),
    ) {
        let single = items.first().filter(|_| items.len() == 1);
        verdict.default = Some(single.cloned());
        if items.len() < 2 {
            diagnostics.push(list_default(field, default.span, single));
        }
        match (items.len(), single) {
            (_, Some(single)) => value = single,
            (0, _) => return,
            _ => {}
        }
    }
    if let Err(mismatch) = accepts(types, &field.ty, value) {
        verdict.default = Some(None);
        let diagnostic = Diagnostic::new(
            &MISTYPED_DEFAULT,
            default.span,
            format!(
                "the default of `{}` is not of its type: {mismatch}",
                field.name
            ),
        )
        .at(format!("expected {}", mismatch.expected))
        .label(field.origin.ty, "because of this type");
        diagnostics.push(with_quotes(diagnostic, &field.ty, default));
        return;
    }
    let Some(allowed) = parameter.allowed.as_ref().filter(|_| enum_is_right) else {
        return;
    };
    let allowed_values: HashSet<String> = allowed.value.iter().map(|it| identity(it)).collect();
    let is_allowed = |value: &Value| allowed_values.contains(&identity(value));
    let outside = match (&field.ty, value) {
        (Type::Array(_), Value::Array(items)) => items.iter().find(|item| !is_allowed(item)),
        _ => Some(value).filter(|value| !is_allowed(value)),
    };
    if let Some(outside) = outside {
        verdict.default = Some(None);
        diagnostics.push(outside_enum(field, default.span, outside, allowed));
    }
}

fn list_default(field: &Field, span: Span, single: Option<&Value>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &LIST_DEFAULT,
        span,
        format!(
            "the default of `{}` is a list, but its type is not",
            field.name
        ),
    )
    .label(field.origin.ty, "one value, not a list");
    match single {
        Some(value) => diagnostic
            .at("read as its only item")
            .help("write the value without the brackets")
            .fix(
                Applicability::Safe,
                format!("write `{value}`"),
                span,
                value.to_string(),
            ),
        None => diagnostic.at("read as no default").help("remove the key"),
    }
}

fn outside_enum(
    field: &Field,
    span: Span,
    value: &Value,
    allowed: &Spanned<Vec<Spanned<Value>>>,
) -> Diagnostic {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let words: Vec<String> = allowed.value.iter().map(|item| text(&item.value)).collect();
    let mut diagnostic = Diagnostic::new(
        &DEFAULT_OUTSIDE_ENUM,
        span,
        format!(
            "the default of `{}` is not one of its enum: {value}",
            field.name
        ),
    )
    .at("not a value of the enum")
    .label(allowed.span, "the values allowed");
    let meant = crate::text::nearest(&text(value), words.iter().map(String::as_str))
        .and_then(|meant| allowed.value.iter().find(|item| text(&item.value) == meant));
    if let Some(meant) = meant {
        diagnostic = diagnostic
            .help(format!("did you mean {}?", meant.value))
            .fix(
                Applicability::Unsafe,
                format!("write {}", meant.value),
                span,
                meant.value.to_string(),
            );
    } else {
        diagnostic = diagnostic.help("use one of its values, or add this one to the enum");
    }
    diagnostic
}

/// Adds the mend where quotes, or their removal, are all that is missing.
fn with_quotes(diagnostic: Diagnostic, ty: &Type, value: &Spanned<Value>) -> Diagnostic {
    let is_text = matches!(ty, Type::String | Type::Password | Type::Python);
    match &value.value {
        Value::Number(_) if matches!(ty, Type::Float | Type::Number) => diagnostic
            .help("numbers have 64 bits and end at 1.8e308: beyond that they are infinite, which JSON has no word for"),
        Value::Bool(_) | Value::Number(_) if is_text => {
            diagnostic.help("put it in quotes: without them it is not text")
        }
        Value::String(text) => {
            let bare = match ty {
                Type::Boolean => matches!(text.to_lowercase().as_str(), "true" | "false"),
                Type::Integer => text.parse::<i64>().is_ok(),
                Type::Float | Type::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
                _ => false,
            };
            if bare {
                diagnostic
                    .help("write it without quotes: with them it is text")
                    .fix(
                        Applicability::Safe,
                        "remove the quotes",
                        value.span,
                        text.to_lowercase(),
                    )
            } else if text.is_empty() {
                diagnostic.help("remove the key: an empty text is not the same as no value")
            } else {
                diagnostic.help("change the value, or the type")
            }
        }
        _ => diagnostic.help("change the value, or the type"),
    }
}
