//! Parameters → fields. Defaults and enums are taken as written; `values` judges them.

use super::types::TypeTable;
use crate::diagnostic::Diagnostics;
use crate::model::{Field, FieldOrigin, Type};
use crate::spec::Parameter;
use crate::text::Spanned;

/// Resolves parameters, one field each, in the same order. A type that is missing, unreadable or unknown becomes
/// `any`.
pub fn resolve(
    parameters: &[Parameter],
    table: &mut TypeTable<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    parameters
        .iter()
        .map(|parameter| field(parameter, table, diagnostics))
        .collect()
}

fn field(parameter: &Parameter, table: &mut TypeTable<'_>, diagnostics: &mut Diagnostics) -> Field {
    let name = &parameter.name;
    let ty = table.resolve(parameter.ty.as_ref().map(|ty| &ty.value), diagnostics);
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let value = |value: &Option<Spanned<serde_json::Value>>| {
        value.as_ref().map(|value| value.value.clone())
    };
    Field {
        name: name.value.clone(),
        title: text(&parameter.title),
        description: text(&parameter.description),
        required: parameter.required.as_ref().is_some_and(|it| it.value),
        default: value(&parameter.default),
        allowed: parameter.allowed.as_ref().map_or_else(Vec::new, |allowed| {
            allowed.iter().map(|item| item.value.clone()).collect()
        }),
        example: value(&parameter.example),
        order: parameter.order.as_ref().map(|order| order.value),
        placeholder: text(&parameter.placeholder),
        tooltip: text(&parameter.tooltip),
        origin: FieldOrigin {
            name: name.span,
            ty: parameter.ty.as_ref().map_or(name.span, |it| it.span),
            default: parameter.default.as_ref().map_or(name.span, |it| it.span),
            allowed: parameter.allowed.as_ref().map_or(name.span, |it| it.span),
            example: parameter.example.as_ref().map_or(name.span, |it| it.span),
            known: ty.is_some(),
        },
        ty: ty.unwrap_or(Type::Any),
    }
}
