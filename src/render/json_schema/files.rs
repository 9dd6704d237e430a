//! Which file holds which type.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::model::{Credential, Plugin, Type, TypeId};
use crate::render::file_name::FileNames;

/// The built-in types that are objects with parts of their own, in the order in which they are written.
const BUILT_IN: &[Type] = &[
    Type::File,
    Type::Credential(Credential::UsernamePassword),
    Type::Credential(Credential::SecretKey),
    Type::Credential(Credential::AsymmetricKey),
    Type::Credential(Credential::Token),
];

/// The files of the folder `types/`.
pub struct TypeFiles<'a> {
    pub(super) plugin: &'a Plugin,
    custom: Vec<String>,
    used: BTreeSet<usize>,
}

impl<'a> TypeFiles<'a> {
    /// Names the file of every type. Built-in types keep their plain names, whether they are used or not: a spec may
    /// define a type called `file`, which its fields cannot reach.
    pub fn new(plugin: &'a Plugin) -> Self {
        let mut names = FileNames::new();
        for ty in BUILT_IN {
            names.add(&ty.spec_name(&[]));
        }
        let custom = plugin.types.iter();
        Self {
            plugin,
            custom: custom
                .map(|custom| format!("{}.json", names.add(&custom.name)))
                .collect(),
            used: BTreeSet::new(),
        }
    }

    /// The file of the custom type at this index of the arena.
    pub fn custom(&self, index: usize) -> &str {
        &self.custom[index]
    }

    /// The file of a type that has one.
    pub fn file_of(&mut self, ty: &Type) -> Option<String> {
        if let Type::Custom(TypeId(index)) = ty {
            return Some(self.custom[*index].clone());
        }
        let index = BUILT_IN.iter().position(|built_in| built_in == ty)?;
        self.used.insert(index);
        Some(built_in_file(ty))
    }

    /// The built-in types that were asked for: file name and schema.
    pub fn built_in(self) -> impl Iterator<Item = (String, Map<String, Value>)> {
        let used = self.used.into_iter().map(|index| &BUILT_IN[index]);
        used.map(|ty| (built_in_file(ty), built_in_schema(ty)))
    }
}

fn built_in_file(ty: &Type) -> String {
    format!("{}.json", ty.spec_name(&[]))
}

fn built_in_schema(ty: &Type) -> Map<String, Value> {
    let (properties, required) = match ty {
        Type::Credential(credential) => {
            let parts = credential.parts().iter().map(|(name, secret)| {
                let schema = if *secret {
                    json!({"type": "string", "format": "password"})
                } else {
                    json!({"type": "string"})
                };
                ((*name).to_owned(), schema)
            });
            (parts.collect(), credential.required_parts())
        }
        _ => {
            let mut parts = Map::new();
            parts.insert("filename".to_owned(), json!({"type": "string"}));
            let content = json!({"type": "string", "contentEncoding": "base64"});
            parts.insert("content".to_owned(), content);
            (parts, &[] as &[&str])
        }
    };
    let mut keywords = Map::new();
    keywords.insert("title".to_owned(), json!(ty.spec_name(&[])));
    keywords.insert("type".to_owned(), json!("object"));
    keywords.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        keywords.insert("required".to_owned(), json!(required));
    }
    keywords
}
