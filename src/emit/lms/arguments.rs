//! The texts that the server passes on, as expressions of Python: the arguments of an action and the properties of the
//! connection. Part of the emitter.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use super::names::{Text, arguments as argument_texts, properties as property_texts};
use super::settings::Setup;
use crate::model::value::same_value;
use crate::model::{Field, Operation, Plugin, Type, TypeId, Value};
use crate::render::info::one_line;
use crate::render::layout::Expression;
use crate::render::python::string;

/// How many values of an enum an explanation lists.
const MOST_LISTED: usize = 12;

/// What a text is asked for with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Property,
    Select,
    Line,
}

/// The arguments of an operation: `Argument(id=…, …)` for each.
pub(super) fn arguments(
    plugin: &Plugin,
    operation: &Operation,
    setup: &Setup<'_>,
) -> Vec<Expression> {
    argument_texts(&operation.input, setup.kind.arguments)
        .iter()
        .map(|text| {
            let form = (!text.is_hosts).then(|| form(plugin, text, setup.argument(text.field)));
            declaration(plugin, text, form)
        })
        .collect()
}

/// The properties of the connection.
pub(super) fn properties(plugin: &Plugin) -> Vec<Expression> {
    property_texts(plugin)
        .iter()
        .map(|text| {
            let default = string(&default(text).unwrap_or_default());
            let mut about = about(plugin, text, Asked::Property);
            about.push_str(" Restart the server after a change.");
            let id = string(&text.id);
            let parts = [id, default, string(&about)].map(Expression::atom);
            let form = Expression::bracket("setting(", parts.to_vec(), ")");
            declaration(plugin, text, Some(form))
        })
        .collect()
}

fn declaration(plugin: &Plugin, text: &Text<'_>, form: Option<Expression>) -> Expression {
    let mut parts = vec![Expression::atom(string(&text.field.name))];
    parts.extend(form);
    if let Some((part, _)) = text.part {
        parts.push(Expression::atom(format!("part={}", string(part))));
    }
    if is_secret(plugin, text) {
        parts.push(Expression::atom("secret=True"));
    }
    Expression::bracket("Argument(", parts, ")")
}

/// Whether a text must not be shown, or has something inside that must not.
fn is_secret(plugin: &Plugin, text: &Text<'_>) -> bool {
    match text.part {
        Some((_, is_secret)) => is_secret,
        None => holds_secret(plugin, &text.field.ty, &mut BTreeSet::new()),
    }
}

fn holds_secret(plugin: &Plugin, ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
    match ty {
        Type::Password | Type::Credential(_) => true,
        Type::Array(item) => holds_secret(plugin, item, seen),
        Type::Custom(id) if seen.insert(*id) => {
            let mut fields = plugin.custom(*id).fields.iter();
            fields.any(|field| holds_secret(plugin, &field.ty, seen))
        }
        _ => false,
    }
}

/// The call of the server's function that makes a form element.
fn form(plugin: &Plugin, text: &Text<'_>, chosen: Option<&str>) -> Expression {
    let field = text.field;
    let chosen = chosen.unwrap_or_else(|| usual_form(text));
    let asked = match chosen {
        "select" => Asked::Select,
        _ => Asked::Line,
    };
    let title = match (field.title.as_deref().map(one_line), text.part) {
        (title, None) => title.filter(|it| !it.is_empty()).unwrap_or(text.id.clone()),
        (Some(title), Some((part, _))) if !title.is_empty() => {
            format!("{title}: {}", words_of(part))
        }
        (_, Some(_)) => text.id.clone(),
    };
    let (id, about) = (string(&text.id), string(&about(plugin, text, asked)));
    let title = Expression::atom(string(&title));
    if chosen == "select" {
        return select(field, title, id, about);
    }
    let function = match chosen {
        "long_string" => "plugin_long_string_arg",
        "filename" => "plugin_filename_arg",
        "url" => "plugin_url_arg",
        "media_folder" => "plugin_media_folder_chooser_folder_arg",
        _ => "plugin_string_arg",
    };
    let parts = vec![title, Expression::atom(id), Expression::atom(about)];
    Expression::bracket(format!("plugin_methods.{function}("), parts, ")")
}

/// The form element of a text, where the spec names none.
fn usual_form(text: &Text<'_>) -> &'static str {
    let field = text.field;
    let is_choice = !field.allowed.is_empty() && !matches!(field.ty, Type::Array(_));
    match (text.part, &field.ty) {
        (Some(("filename", _)), _) => "filename",
        (Some(("content" | "privateKey", _)), _) => "long_string",
        (Some(_), _) => "string",
        (None, Type::Boolean) => "select",
        (None, _) if is_choice => "select",
        (None, Type::Integer | Type::Float | Type::Number) => "string",
        (None, Type::String | Type::Password | Type::Date) => "string",
        (None, _) => "long_string",
    }
}

/// A choice of one value. The value chosen beforehand has to be one of those on offer, so that where the spec has no
/// default an empty one is offered too.
fn select(field: &Field, title: Expression, id: String, about: String) -> Expression {
    let of_boolean = [Value::Bool(false), Value::Bool(true)];
    let allowed = match field.allowed.as_slice() {
        [] => of_boolean.as_slice(),
        allowed => allowed,
    };
    let offered: Vec<String> = allowed
        .iter()
        .map(|value| value_text(field.allowed_type(), value))
        .collect();
    // The default may be written otherwise than the value of the enum: 1.0 and 1.
    let default = field.default.as_ref();
    let default = default.and_then(|default| allowed.iter().find(|it| same_value(it, default)));
    let default = default.map_or_else(String::new, |value| value_text(&field.ty, value));
    let mut values = Vec::new();
    if default.is_empty() && !offered.contains(&default) {
        let name = if field.required { "Choose" } else { "Not set" };
        values.push((name.to_owned(), String::new()));
    }
    for (value, offered) in allowed.iter().zip(offered) {
        let name = match (value, one_line(&offered)) {
            (Value::Bool(true), _) => "Yes".to_owned(),
            (Value::Bool(false), _) => "No".to_owned(),
            (_, line) if line.is_empty() => "(empty)".to_owned(),
            (_, line) => line,
        };
        values.push((name, offered));
    }
    let values = values
        .into_iter()
        .flat_map(|(name, id)| [name, id])
        .map(|text| Expression::atom(string(&text)))
        .collect();
    let parts = vec![
        title,
        Expression::atom(id),
        Expression::atom(string(&default)),
        Expression::bracket("plugin_methods.plugin_select_values(", values, ")"),
        Expression::atom(about),
    ];
    Expression::bracket("plugin_methods.plugin_select_arg(", parts, ")")
}

/// The text that stands for a value of a type.
fn value_text(ty: &Type, value: &Value) -> String {
    match value {
        Value::Bool(true) if *ty == Type::Boolean => "y".to_owned(),
        Value::Bool(false) if *ty == Type::Boolean => "n".to_owned(),
        Value::String(text) if ty.is_text() => text.clone(),
        other => other.to_string(),
    }
}

/// The default of a field, or of a part of one, as text.
fn default(text: &Text<'_>) -> Option<String> {
    let default = text.field.default.as_ref()?;
    match text.part {
        None => Some(value_text(&text.field.ty, default)),
        Some((part, _)) => default.get(part)?.as_str().map(str::to_owned),
    }
}

/// The name of a part for people: `private key` of `privateKey`.
fn words_of(part: &str) -> String {
    part.to_snake_case().replace('_', " ")
}

/// Whether a text has to be there where its field has to be.
fn is_required(text: &Text<'_>) -> bool {
    let is_required = text.field.required && text.field.default.is_none();
    is_required
        && match (text.part, &text.field.ty) {
            (Some((part, _)), Type::Credential(credential)) => {
                credential.required_parts().contains(&part)
            }
            (Some((part, _)), _) => part == "content",
            (None, _) => true,
        }
}

/// What a text is about: the spec's words, how it is written, and what the form cannot show: whether it must be there
/// and what stands for it otherwise.
fn about(plugin: &Plugin, text: &Text<'_>, asked: Asked) -> String {
    let field = text.field;
    let mut sentences = Vec::new();
    let words = field.description.as_deref().or(field.title.as_deref());
    let words = one_line(words.unwrap_or_default());
    if !words.is_empty() {
        let end = if words.ends_with(char::is_alphanumeric) {
            "."
        } else {
            ""
        };
        sentences.push(format!("{words}{end}"));
    }
    match text.part {
        Some(("content", _)) => sentences.push("The content in base64.".to_owned()),
        Some((part, _)) => sentences.push(format!("Its {}.", words_of(part))),
        None => sentences.extend(how(field, asked == Asked::Property)),
    }
    let default = default(text)
        .map(|it| one_line(&it))
        .filter(|it| !it.is_empty());
    match default {
        // It shows by itself what is chosen beforehand.
        Some(_) if asked == Asked::Select => {}
        Some(_) if is_secret(plugin, text) => sentences.push("Has a default.".to_owned()),
        Some(default) => {
            let end = if default.ends_with('.') { "" } else { "." };
            sentences.push(format!("Default: {default}{end}"));
        }
        None if is_required(text) => sentences.push("Required.".to_owned()),
        None => {}
    }
    sentences.join(" ")
}

/// How a text of a field is written, where that is not plain.
fn how(field: &Field, is_property: bool) -> Option<String> {
    let allowed = || {
        let all = field.allowed.iter();
        let mut listed: Vec<String> = all
            .take(MOST_LISTED)
            .map(|value| one_line(&value_text(field.allowed_type(), value)))
            .collect();
        if field.allowed.len() > MOST_LISTED {
            listed.push("…".to_owned());
        }
        listed.join(", ")
    };
    Some(match &field.ty {
        Type::Array(_) if !field.allowed.is_empty() => {
            format!("Any of these, one per line: {}.", allowed())
        }
        _ if !field.allowed.is_empty() && is_property => format!("One of: {}.", allowed()),
        _ if !field.allowed.is_empty() => return None,
        Type::Boolean if is_property => "Yes or no.".to_owned(),
        Type::Integer => "A whole number.".to_owned(),
        Type::Float | Type::Number => "A number.".to_owned(),
        Type::Date => "An instant such as 2024-01-31T12:00:00Z.".to_owned(),
        Type::Bytes => "In base64.".to_owned(),
        Type::Array(item) if is_plain(item) => "One per line, or a JSON list.".to_owned(),
        Type::Array(_) => "A JSON list.".to_owned(),
        Type::Any => "JSON, or plain text.".to_owned(),
        Type::Object | Type::Custom(_) => "A JSON object.".to_owned(),
        _ => return None,
    })
}

/// Whether items of a type can stand one per line.
fn is_plain(ty: &Type) -> bool {
    ty.is_text()
        || matches!(
            ty,
            Type::Boolean | Type::Integer | Type::Float | Type::Number
        )
}
