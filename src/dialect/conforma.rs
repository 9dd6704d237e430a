//! Conforma's `plugin.json`, the form of 2020 and that of today: `Document` → `Spec`. JSON is read as the YAML that
//! it is, so that it has spans like any spec.

use std::collections::BTreeSet;

use super::keys::{Form, Key, KeyTable, Kind};
use super::reader::{Keys, Misspelt, Reader, text_of};
use super::{Dialect, reference, schema};
use crate::diagnostic::Diagnostics;
use crate::spec::{
    Metadata, OperationDefinition, Parameter, Section, Setting, SettingValue, Spec, TypeExpression,
};
use crate::text::{Source, Span, Spanned};
use crate::yaml::{Document, Node};

/// The dialect of openmSupply's action plugins.
pub static CONFORMA: Dialect = Dialect {
    id: "conforma",
    summary: "plugin.json of Conforma action plugins, 2020 form and today's",
    file_names: &["plugin.json"],
    name_tells: false,
    recognises_content,
    lower,
    keys: &TOP_LEVEL,
    schema: Some(json_schema),
    reference: key_reference,
};

/// The top level of the file.
pub static TOP_LEVEL: KeyTable = KeyTable {
    title: "Conforma plugin",
    what: "a Conforma plugin",
    keys: &[
        Key::new(
            "code",
            Kind::Text,
            "Identifier of the plugin, by which templates call it. Unique, and never changed.",
        )
        .required(),
        Key::new("name", Kind::Text, "Name of the plugin for people.").required(),
        Key::new("description", Kind::Markdown, "What the plugin does.").required(),
        Key::new("type", Kind::Text, "`action_plugin`."),
        Key::new(
            "file",
            Kind::Text,
            "The script that holds the function (2020 form).",
        ),
        Key::new(
            "function_name",
            Kind::Text,
            "The function that the host calls (2020 form).",
        ),
        Key::new(
            "required_parameters",
            Kind::Texts,
            "Names of the parameters that a template must give. One such as `...values` or `<tableName>` stands for further ones, here and in the lists below.",
        )
        .required(),
        Key::new(
            "optional_parameters",
            Kind::Texts,
            "Names of the parameters that a template may give.",
        )
        .since_v2(),
        Key::new(
            "output_properties",
            Kind::Texts,
            "Names of the values that the plugin gives back.",
        )
        .since_v2(),
        Key::new("info", Kind::Table(&INFO), "About the plugin."),
    ],
};

/// `info`.
pub static INFO: KeyTable = KeyTable {
    title: "Conforma `info`",
    what: "a description of the plugin",
    keys: &[
        Key::new("author", Kind::Value, "Name and address of the author."),
        Key::new("build", Kind::Value, "How the plugin was built."),
        Key::new("description", Kind::Markdown, "What the plugin does."),
        Key::new("keywords", Kind::Texts, "Words under which it is found."),
        Key::new("links", Kind::Value, "Links to related pages."),
        Key::new("logos", Kind::Value, "Images, small and large."),
        Key::new("screenshots", Kind::Value, "Images of the plugin at work."),
        Key::new("updated", Kind::Text, "Date of the last change."),
        Key::new("version", Kind::Text, "Version of the plugin."),
    ],
};

fn recognises_content(document: &Document) -> bool {
    document
        .root
        .as_ref()
        .and_then(Node::as_mapping)
        .is_some_and(|root| {
            root.get("plugin_spec_version").is_none()
                && root.get("code").is_some()
                && ["required_parameters", "function_name", "output_properties"]
                    .iter()
                    .any(|key| root.get(key).is_some())
        })
}

fn key_reference() -> String {
    reference::reference(
        &TOP_LEVEL,
        "Keys of Conforma's `plugin.json`",
        "Every key that specc reads. `v1` is the form of 2020, `v2` the form of today.",
    )
}

fn json_schema() -> serde_json::Value {
    schema::json_schema(&TOP_LEVEL, "plugin.json", "A Conforma action plugin.")
}

fn lower(source: &Source, document: &Document, misspelt: Misspelt) -> (Spec, Diagnostics) {
    let start = Span::new(source.id, 0, 0);
    let mut spec = Spec {
        start,
        file_name: "plugin.json",
        incomplete: document.damaged,
        ..Spec::default()
    };
    let root = document.root.as_ref();
    let has = |key: &str| {
        root.and_then(Node::as_mapping)
            .is_some_and(|root| root.get(key).is_some())
    };
    let form = if has("file") || has("function_name") {
        Form::V1
    } else {
        Form::V2
    };
    let mut reader = Reader::new(source, document, form, misspelt);
    let Some(root) = root else {
        reader.empty_file(start);
        return (spec, reader.diagnostics);
    };
    let at = root
        .as_mapping()
        .and_then(|mapping| mapping.entries.first())
        .map_or(root.span, |entry| entry.key.span);
    let Some(keys) = reader.keys(root, &TOP_LEVEL, at, &"the plugin") else {
        spec.incomplete = true;
        return (spec, reader.diagnostics);
    };
    let code = keys.text("code");
    spec.metadata = Metadata {
        // A code may hold hyphens; the model's names may not.
        name: code
            .clone()
            .map(|code| code.map(|text| text.replace(['-', ' ', '.'], "_"))),
        title: keys.text("name"),
        vendor: Some(Spanned::new("conforma".to_owned(), start)),
        description: keys.text("description"),
        version: Some(Spanned::new("1.0.0".to_owned(), start)),
        ..Metadata::default()
    };
    let mut settings = Vec::new();
    for key in ["code", "file", "function_name"] {
        settings.extend(keys.text(key).map(|text| text_setting(key, text)));
    }
    if let Some(entry) = keys.entry("info")
        && let Some(info) = reader.keys(&entry.value, &INFO, entry.key.span, &"`info`")
    {
        if let Some(version) = info.text("version") {
            spec.metadata.version = Some(version);
        }
        spec.metadata.keywords = info.texts("keywords");
        let author = info.node("author").and_then(Node::as_mapping);
        let of_author = |key| author.and_then(|author| text_of(&author.get(key)?.value));
        spec.metadata.author = of_author("name").or_else(|| info.text("author"));
        settings.extend(of_author("url").map(|url| text_setting("author_url", url)));
        settings.extend(
            info.text("updated")
                .map(|date| text_setting("updated", date)),
        );
    }
    let section = |names: &[(&str, bool)]| -> Option<Section> {
        let mut known = BTreeSet::new();
        let parameters: Vec<Parameter> = names
            .iter()
            .flat_map(|(key, required)| {
                keys.texts(key)
                    .into_iter()
                    .map(|name| (name, *required))
                    .collect::<Vec<_>>()
            })
            // A name in both lists is that of one parameter.
            .filter(|(name, _)| !is_pattern(&name.value) && known.insert(name.value.clone()))
            .map(|(name, required)| parameter(name, required))
            .collect();
        let key = names.iter().find_map(|(key, _)| keys.entry(key))?.key.span;
        (!parameters.is_empty()).then_some(Section { key, parameters })
    };
    let name = keys
        .text("function_name")
        .or(code)
        .unwrap_or_else(|| Spanned::new("action".to_owned(), start));
    let patterns = patterns(&keys);
    if !patterns.is_empty() {
        let of_action = setting(name.clone(), SettingValue::Section(patterns));
        let actions = Spanned::new("actions".to_owned(), name.span);
        settings.push(setting(actions, SettingValue::Section(vec![of_action])));
    }
    let target = Spanned::new("conforma".to_owned(), at);
    spec.targets = vec![setting(target, SettingValue::Section(settings))];
    spec.actions.push(OperationDefinition {
        name,
        title: keys.text("name"),
        description: keys.text("description"),
        input: section(&[
            ("required_parameters", true),
            ("optional_parameters", false),
        ]),
        output: section(&[("output_properties", false)]),
        state: None,
        schedule: None,
    });
    (spec, reader.diagnostics)
}

/// The names that are patterns, as settings of the action.
fn patterns(keys: &Keys<'_>) -> Vec<Setting> {
    let lists = [
        ("required_parameters", "required_patterns"),
        ("optional_parameters", "optional_patterns"),
        ("output_properties", "output_patterns"),
    ];
    let list = |(key, setting_key): (&str, &str)| {
        let mut names = keys.texts(key);
        names.retain(|name| is_pattern(&name.value));
        let key = Spanned::new(setting_key.to_owned(), names.first()?.span);
        let names = names.into_iter().map(|name| name.value).collect();
        Some(setting(key, SettingValue::Texts(names)))
    };
    lists.into_iter().filter_map(list).collect()
}

fn text_setting(key: &str, text: Spanned<String>) -> Setting {
    let key = Spanned::new(key.to_owned(), text.span);
    setting(key, SettingValue::Text(text.value))
}

fn setting(key: Spanned<String>, value: SettingValue) -> Setting {
    Setting {
        span: key.span,
        key,
        value,
    }
}

/// Whether a name such as `...values` or `<tableName>` stands for further keys.
fn is_pattern(name: &str) -> bool {
    let is_word = |text: &str| {
        text.chars()
            .all(|it| it.is_alphanumeric() || "_- ".contains(it))
    };
    match name.strip_prefix("...") {
        Some(rest) => is_word(rest),
        None => name
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .is_some_and(|inner| !inner.is_empty() && is_word(inner)),
    }
}

fn parameter(name: Spanned<String>, required: bool) -> Parameter {
    let span = name.span;
    let any = TypeExpression::Name(Spanned::new("any".to_owned(), span));
    Parameter {
        ty: Some(Spanned::new(any, span)),
        required: Some(Spanned::new(required, span)),
        ..Parameter::named(name)
    }
}
