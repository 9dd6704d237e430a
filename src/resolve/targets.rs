//! Settings of targets: taken over as they are, once the operations and fields that they name are known to exist.

use super::findings::UNKNOWN_NAME;
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::model::{Field, OperationKind, Plugin, Setting, SettingValue, Settings};
use crate::spec;
use crate::text::nearest;

/// The settings of the model.
pub fn settings(written: Vec<spec::Setting>) -> Settings {
    let entry = |setting: spec::Setting| Setting {
        key: setting.key.value,
        key_origin: setting.key.span,
        origin: setting.span,
        value: match setting.value {
            spec::SettingValue::Text(text) => SettingValue::Text(text),
            spec::SettingValue::Texts(texts) => SettingValue::Texts(texts),
            spec::SettingValue::Boolean(flag) => SettingValue::Boolean(flag),
            spec::SettingValue::Integer(number) => SettingValue::Integer(number),
            spec::SettingValue::Section(inner) => SettingValue::Section(settings(inner)),
        },
    };
    Settings::new(written.into_iter().map(entry).collect())
}

/// What names stand for in a section of settings.
#[derive(Clone, Copy)]
struct Names<'a> {
    /// "action", "input field".
    what: &'a str,
    /// Where they are defined: "under `actions`".
    place: &'a str,
}

/// Reports settings of operations and fields that the plugin does not have.
pub fn check_names(plugin: &Plugin, diagnostics: &mut Diagnostics) {
    let targets = plugin.targets.iter();
    for section in targets.filter_map(|target| section(&target.value)) {
        for kind in OperationKind::ALL {
            let operations = plugin.operations_of(kind);
            let names = Names {
                what: kind.singular(),
                place: &format!("under `{}`", kind.plural()),
            };
            let known = || operations.iter().map(|operation| operation.name.as_str());
            for entry in section.section(kind.plural()).iter() {
                let found = operations.iter().find(|it| it.name == entry.key);
                let Some(operation) = found else {
                    diagnostics.push(unknown(entry, names, known()));
                    continue;
                };
                let Some(inner) = self::section(&entry.value) else {
                    continue;
                };
                fields(inner, "input", &operation.input, &entry.key, diagnostics);
                fields(inner, "output", &operation.output, &entry.key, diagnostics);
            }
        }
        let names = Names {
            what: "process",
            place: "under `processes`",
        };
        let known = || plugin.processes.iter().map(|process| process.name.as_str());
        for entry in section.section("processes").iter() {
            if !known().any(|name| name == entry.key) {
                diagnostics.push(unknown(entry, names, known()));
            }
        }
        let names = Names {
            what: "connection field",
            place: "under `connection`",
        };
        let known = || plugin.connection.iter().map(|field| field.name.as_str());
        for entry in section.section("connection").iter() {
            if !known().any(|name| name == entry.key) {
                diagnostics.push(unknown(entry, names, known()));
            }
        }
    }
}

fn fields(
    settings: &Settings,
    key: &str,
    fields: &[Field],
    operation: &str,
    diagnostics: &mut Diagnostics,
) {
    let known = || fields.iter().map(|field| field.name.as_str());
    let names = Names {
        what: &format!("{key} field"),
        place: &format!("among the {key} of `{}`", operation.escape_debug()),
    };
    for entry in settings.section(key).iter() {
        if !known().any(|name| name == entry.key) {
            diagnostics.push(unknown(entry, names, known()));
        }
    }
}

fn section(value: &SettingValue) -> Option<&Settings> {
    match value {
        SettingValue::Section(settings) => Some(settings),
        _ => None,
    }
}

fn unknown<'a>(
    entry: &Setting,
    names: Names<'_>,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let Names { what, place } = names;
    let found = entry.key.escape_debug();
    let diagnostic = Diagnostic::new(
        &UNKNOWN_NAME,
        entry.key_origin,
        format!("no {what} is called `{found}`"),
    )
    .at(format!("nothing of this name stands {place}"));
    if let Some(meant) = nearest(&entry.key, known.clone()) {
        return diagnostic.help(format!("did you mean `{meant}`?")).fix(
            Applicability::Unsafe,
            format!("rename to `{meant}`"),
            entry.key_origin,
            meant,
        );
    }
    let mut list: Vec<String> = known
        .map(|name| format!("`{}`", name.escape_debug()))
        .collect();
    let more = list.len() > 8;
    list.truncate(8);
    diagnostic.help(match list.as_slice() {
        [] => format!("remove it: the spec has no {what}"),
        list => format!(
            "name one that stands there: {}{}",
            list.join(", "),
            if more { ", …" } else { "" }
        ),
    })
}
