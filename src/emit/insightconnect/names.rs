//! What everything of one plugin is called: as the incumbent does wherever its names are legal and unique. Part of the
//! emitter.

use std::collections::BTreeSet;

use crate::emit::by_kind::ByKind;
use crate::model::{Field, Operation, OperationKind, Plugin};
use crate::render::naming::{Case, Scope};
use crate::render::python::LANGUAGE;

/// Classes that the file of an operation imports.
const IMPORTED: &[&str] = &["Input", "Output", "State", "Component"];

/// Names that the body of an author's function uses.
const BODY: &[&str] = &["params", "state", "custom_config", "time"];

/// The names of one operation.
#[derive(Debug, Clone)]
pub(super) struct OperationNames {
    /// Its folder below that of its kind.
    pub module: String,
    /// Its class.
    pub class: String,
}

/// The names of one plugin.
pub(super) struct Names {
    /// The package: `icon_lookup`, or `komand_lookup`.
    pub package: String,
    /// The class of the plugin itself.
    pub class: String,
    operations: ByKind<Vec<OperationNames>>,
}

impl Names {
    /// Names everything; `prefix` is that of the package.
    pub(super) fn new(plugin: &Plugin, prefix: &str) -> Self {
        Self {
            package: format!("{prefix}_{}", plugin.name),
            class: format!("ICON{}", upper_camel_case(&plugin.name)),
            operations: ByKind::new(|kind| operations(plugin.operations_of(kind))),
        }
    }

    /// The names of the operations of one kind, in their order.
    pub(super) fn of(&self, kind: OperationKind) -> &[OperationNames] {
        self.operations.of(kind)
    }
}

fn operations(operations: &[Operation]) -> Vec<OperationNames> {
    let noun = operations.first().map_or("", |it| it.kind.singular());
    let names = || operations.iter().map(|it| it.name.as_str());
    let plain: Vec<&str> = names().filter(|name| is_module(name)).collect();
    let mut scope = Scope::new(&LANGUAGE, Case::Snake).with(&plain);
    let mut taken = Distinct::new(IMPORTED);
    names()
        .map(|name| {
            let module = if is_module(name) {
                name.to_owned()
            } else {
                scope.add(noun, name)
            };
            let mut class = upper_camel_case(name);
            if !is_identifier(&class) {
                class = Scope::new(&LANGUAGE, Case::Pascal).add(noun, name);
            }
            OperationNames {
                class: taken.add(class, ""),
                module,
            }
        })
        .collect()
}

/// Whether a name can be a folder that Python imports from.
fn is_module(name: &str) -> bool {
    name.is_ascii() && is_identifier(name)
}

/// The constants of fields, each with its field, sorted by key.
pub(super) fn constants(fields: &[Field]) -> Vec<(String, &Field)> {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut taken = Distinct::new(&[]);
    // A key whose own name is its constant keeps it whatever stands before it.
    let wanted: Vec<String> = sorted.iter().map(|field| constant(&field.name)).collect();
    let plain: Vec<bool> = sorted
        .iter()
        .zip(&wanted)
        .map(|(field, wanted)| field.name.to_uppercase() == *wanted && taken.take(wanted))
        .collect();
    let named = wanted.into_iter().zip(plain).map(|(wanted, is_plain)| {
        if is_plain {
            wanted
        } else {
            taken.add(wanted, "_")
        }
    });
    named.zip(sorted).collect()
}

/// The constant of a key: upper case, without hyphens, and `_` for what no name may hold.
fn constant(key: &str) -> String {
    let mut constant: String = key
        .to_uppercase()
        .chars()
        .filter(|character| *character != '-')
        .map(|character| {
            if is_letter(character) || character.is_ascii_digit() {
                character
            } else {
                '_'
            }
        })
        .collect();
    if !constant.starts_with(is_letter) {
        constant.insert(0, '_');
    }
    constant
}

/// Variables for fields, in their order.
pub(super) fn variables(fields: &[Field]) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Snake)
        .with(BODY)
        .assign("field", fields.iter().map(|field| field.name.as_str()))
}

/// Attributes for fields of the connection, in their order.
pub(super) fn attributes(fields: &[Field]) -> Vec<String> {
    Scope::new(&LANGUAGE, Case::Snake)
        .with(&[
            "connect",
            "test",
            "logger",
            "parameters",
            "schema",
            "set_",
            "sample",
            "meta",
        ])
        .assign("field", fields.iter().map(|field| field.name.as_str()))
}

/// Letters, underscores, and of what is not ASCII only what Python does not fold into another letter.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || character == '_'
        || matches!(character, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'Ѐ'..='џ' | '一'..='龥')
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(is_letter)
        && name
            .chars()
            .all(|character| is_letter(character) || character.is_ascii_digit())
        && !LANGUAGE.reserved.contains(&name)
}

/// `look_up` → `LookUp`. A name with an inner capital keeps its letters, and only its first word is put in title case.
pub(super) fn upper_camel_case(name: &str) -> String {
    let is_capital = |character: char| character.is_ascii_uppercase();
    let inner = name
        .char_indices()
        .skip(1)
        .find(|(_, character)| is_capital(*character));
    match inner {
        Some((at, _)) => title_case(&name[..at]) + &name[at..],
        None => title_case(&name.replace('-', "_")).replace('_', ""),
    }
}

/// A capital after everything that is no letter, small letters after letters.
fn title_case(text: &str) -> String {
    let mut after_letter = false;
    let mut title = String::with_capacity(text.len());
    for character in text.chars() {
        if after_letter {
            title.extend(character.to_lowercase());
        } else {
            title.extend(character.to_uppercase());
        }
        after_letter = character.is_alphabetic();
    }
    title
}

/// Names that differ in more than case.
struct Distinct(BTreeSet<String>);

impl Distinct {
    fn new(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| name.to_lowercase()).collect())
    }

    fn take(&mut self, name: &str) -> bool {
        self.0.insert(name.to_lowercase())
    }

    /// The name, with a number behind it where it is taken.
    fn add(&mut self, wanted: String, separator: &str) -> String {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.take(&name) {
            name = format!("{wanted}{separator}{number}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Type;

    #[test]
    fn classes_are_those_of_the_incumbent() {
        for (name, class) in [
            ("look_up", "LookUp"),
            ("look-up_it", "LookUpIt"),
            ("getUser", "GetUser"),
            ("get_userName", "Get_UserName"),
            ("Get_user", "GetUser"),
            ("get2fa", "Get2Fa"),
            ("v2_get", "V2Get"),
            ("URL", "URL"),
        ] {
            assert_eq!(upper_camel_case(name), class, "{name}");
        }
    }

    #[test]
    fn constants_are_legal_and_distinct() {
        let keys = [
            "file-name",
            "filename",
            "a b",
            "2fa",
            "größe",
            "$id",
            "a.b",
            "_",
            "File_Name",
            "file_name",
        ];
        let fields: Vec<Field> = keys.iter().map(|key| Field::new(*key, Type::Any)).collect();
        let named: Vec<(String, &str)> = constants(&fields)
            .into_iter()
            .map(|(constant, field)| (constant, field.name.as_str()))
            .collect();
        let wanted = [
            ("_ID", "$id"),
            ("_2FA", "2fa"),
            ("FILE_NAME", "File_Name"),
            ("_", "_"),
            ("A_B", "a b"),
            ("A_B_2", "a.b"),
            ("FILENAME_2", "file-name"),
            ("FILE_NAME_2", "file_name"),
            ("FILENAME", "filename"),
            ("GRÖSSE", "größe"),
        ];
        assert_eq!(named, wanted.map(|(name, key)| (name.to_owned(), key)));
    }
}
