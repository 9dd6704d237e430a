//! Parameters → fields. Defaults and enums are taken as written; `values` judges them.

use super::types::TypeTable;
use crate::diagnostic::Diagnostics;
use crate::model::{Field, FieldOrigin, Type};
use crate::spec::Parameter;
use crate::text::Spanned;

/// Resolves parameters, one field each, in the same order. A type that is missing, unreadable or unknown becomes
/// `any`. What only the field needs moves into it; the values to be judged stay.
pub fn resolve(
    parameters: &mut [Parameter],
    table: &mut TypeTable<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    parameters
        .iter_mut()
        .map(|parameter| field(parameter, table, diagnostics))
        .collect()
}

fn field(
    parameter: &mut Parameter,
    table: &mut TypeTable<'_>,
    diagnostics: &mut Diagnostics,
) -> Field {
    let name = &mut parameter.name;
    let ty = table.resolve(parameter.ty.as_ref().map(|ty| &ty.value), diagnostics);
    let text = |text: &mut Option<Spanned<String>>| text.take().map(|text| text.value);
    let example = parameter.example.take();
    let example_span = example.as_ref().map_or(name.span, |it| it.span);
    Field {
        name: std::mem::take(&mut name.value),
        title: text(&mut parameter.title),
        description: text(&mut parameter.description),
        required: parameter.required.as_ref().is_some_and(|it| it.value),
        default: parameter.default.as_ref().map(|it| it.value.clone()),
        allowed: parameter.allowed.as_ref().map_or_else(Vec::new, |allowed| {
            allowed.iter().map(|item| item.value.clone()).collect()
        }),
        example: example.map(|it| it.value),
        order: parameter.order.as_ref().map(|order| order.value),
        placeholder: text(&mut parameter.placeholder),
        tooltip: text(&mut parameter.tooltip),
        origin: FieldOrigin {
            name: name.span,
            ty: parameter.ty.as_ref().map_or(name.span, |it| it.span),
            default: parameter.default.as_ref().map_or(name.span, |it| it.span),
            allowed: parameter.allowed.as_ref().map_or(name.span, |it| it.span),
            example: example_span,
            known: ty.is_some(),
        },
        ty: ty.unwrap_or(Type::Any),
    }
}
