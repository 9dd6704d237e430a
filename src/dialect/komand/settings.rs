//! Settings of targets: a tree that is read by its key tables alone, so that a new target adds a table and nothing
//! else.

use std::fmt::Display;

use crate::dialect::keys::{KeyTable, Kind};
use crate::dialect::reader::{Quoted, Reader};
use crate::spec::{Setting, SettingValue};
use crate::text::{Span, Spanned};
use crate::yaml::Node;

/// The settings of a mapping with the keys of a table. An empty mapping may be left empty altogether.
pub fn settings(
    reader: &mut Reader<'_>,
    node: &Node,
    table: &'static KeyTable,
    at: Span,
    owner: &dyn Display,
) -> Vec<Setting> {
    let Some(keys) = reader.keys(node, table, at, owner) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    for key in table.keys {
        let Some(entry) = keys.entry(key.name) else {
            continue;
        };
        let at = entry.key.span;
        let value = match key.kind {
            Kind::Table(inner) => {
                let owner = Quoted(key.name);
                Some(SettingValue::Section(settings(
                    reader,
                    &entry.value,
                    inner,
                    at,
                    &owner,
                )))
            }
            Kind::Named(inner) => named(reader, &entry.value, inner, at, key.name),
            Kind::Boolean => keys
                .boolean(key.name)
                .map(|flag| SettingValue::Boolean(flag.value)),
            Kind::Integer => keys
                .integer(key.name)
                .map(|number| SettingValue::Integer(number.value)),
            Kind::Texts | Kind::TextOrTexts | Kind::Choices(_) => {
                let texts = keys.texts(key.name);
                let texts = texts.into_iter().map(|text| text.value).collect();
                Some(SettingValue::Texts(texts))
            }
            _ => keys
                .text(key.name)
                .map(|text| SettingValue::Text(text.value)),
        };
        list.extend(value.map(|value| Setting {
            key: Spanned::new(key.name.to_owned(), at),
            value,
            span: entry.value.span,
        }));
    }
    list
}

fn named(
    reader: &mut Reader<'_>,
    node: &Node,
    table: &'static KeyTable,
    at: Span,
    section: &str,
) -> Option<SettingValue> {
    let mapping = reader.mapping(node, Kind::Named(table), at, &Quoted(section))?;
    let mut list = Vec::new();
    for entry in &mapping.entries {
        let Some(key) = reader.name(entry) else {
            continue;
        };
        let owner = Quoted(&key);
        let value = settings(reader, &entry.value, table, key.span, &owner);
        list.push(Setting {
            key,
            value: SettingValue::Section(value),
            span: entry.value.span,
        });
    }
    Some(SettingValue::Section(list))
}
