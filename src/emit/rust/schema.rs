//! The modules of types: inputs, outputs, states, the connection's settings, custom types. Part of the emitter.

use std::collections::BTreeSet;

use super::HEADER;
use super::choice::Choice;
use super::names::{Names, attributes, types_scope};
use super::structure::{Member, structure};
use super::values::{default, zero};
use crate::emit::numbers::Unlimited;
use crate::model::{Credential, Field, Plugin, Type, TypeId};
use crate::render::naming::Scope;
use crate::render::rust::{import, remark};

/// What the runtime offers to such a module.
const RUNTIME: &[&str] = &[
    "AsymmetricKey",
    "BigInteger",
    "Bytes",
    "Date",
    "File",
    "Secret",
    "SecretKey",
    "Token",
    "UsernamePassword",
    "choice",
    "from_spec",
];

/// A module of types as it grows.
pub(super) struct Module<'a> {
    plugin: &'a Plugin,
    names: &'a Names,
    unlimited: &'a Unlimited,
    /// Whether this is the module of custom types itself.
    is_types: bool,
    scope: Scope,
    used: BTreeSet<&'static str>,
    body: String,
}

impl<'a> Module<'a> {
    /// A module without types.
    pub(super) fn new(
        plugin: &'a Plugin,
        names: &'a Names,
        unlimited: &'a Unlimited,
        is_types: bool,
    ) -> Self {
        let mut scope = types_scope();
        if is_types {
            let taken: Vec<&str> = names.types.iter().map(String::as_str).collect();
            scope = scope.with(&taken);
        }
        Self {
            plugin,
            names,
            unlimited,
            is_types,
            scope,
            used: BTreeSet::new(),
            body: String::new(),
        }
    }

    /// Adds a struct. `own` is its index where it is a custom type.
    pub(super) fn structure(
        &mut self,
        class: &str,
        about: &str,
        fields: &[Field],
        own: Option<TypeId>,
    ) {
        let attributes = attributes(fields);
        let mut choices = String::new();
        let members: Vec<Member<'_>> = fields
            .iter()
            .zip(&attributes)
            .map(|(field, name)| self.member(class, field, name, own, &mut choices))
            .collect();
        let shown = own.map_or(class, |own| self.plugin.custom(own).name.as_str());
        self.body
            .push_str(&structure(class, shown, about, &members));
        self.body.push_str(&choices);
    }

    /// The whole module.
    pub(super) fn finish(self, about: &str) -> String {
        let mut text = format!("{HEADER}{}\n", remark("//!", about, 0));
        if !self.body.is_empty() {
            text.push_str("use serde::{Deserialize, Serialize};\n");
        }
        let json = self.names_of(&["Map", "Value"]);
        if !json.is_empty() {
            text.push_str(&import("serde_json", &json));
        }
        text.push('\n');
        let runtime = self.names_of(RUNTIME);
        let wire = "use crate::runtime::wire::{Fields, Object};\n";
        match runtime.as_slice() {
            [] => text.push_str(wire),
            // rustfmt sorts a name alone among the modules, and a list behind them.
            [single] => text.push_str(&format!("use crate::runtime::{single};\n{wire}")),
            several => text.push_str(&(wire.to_owned() + &import("crate::runtime", several))),
        }
        if self.used.contains("types") {
            text.push_str("use crate::schema::types;\n");
        }
        text + &self.body
    }

    fn names_of(&self, all: &[&'static str]) -> Vec<&'static str> {
        let used = all.iter().copied().filter(|name| self.used.contains(name));
        used.collect()
    }

    fn member<'b>(
        &mut self,
        class: &str,
        field: &'b Field,
        name: &'b str,
        own: Option<TypeId>,
        choices: &mut String,
    ) -> Member<'b> {
        let mut choice = None;
        let is_big = self.unlimited.contains(field);
        let ty = if field.allowed.is_empty() {
            self.type_text(&field.ty, is_big)
        } else {
            let choice_name = self.scope.add("choice", &format!("{class} {name}"));
            let base = self.type_text(field.allowed_type(), is_big);
            self.used.insert("choice");
            let made = Choice::new(choice_name, base, field);
            choices.push_str(&made.text(&format!("`{class}::{name}`")));
            let ty = match field.ty {
                Type::Array(_) => format!("Vec<{}>", made.name),
                _ => made.name.clone(),
            };
            choice = Some(made);
            ty
        };
        let default = default(field, is_big, choice.as_ref());
        if let Some(default) = &default {
            self.used.extend(default.uses());
        } else if field.required {
            self.used.extend(zero(field, is_big).uses());
        }
        Member {
            field,
            name,
            ty,
            default,
            is_big,
            is_boxed: own.is_some_and(|own| self.leads_back(&field.ty, own)),
        }
    }

    /// Whether a value of a type may hold a value of `own` without a list between them.
    fn leads_back(&self, ty: &Type, own: TypeId) -> bool {
        let mut pending = vec![ty];
        let mut seen = BTreeSet::new();
        while let Some(ty) = pending.pop() {
            if let Type::Custom(id) = ty {
                if *id == own {
                    return true;
                }
                if seen.insert(*id) {
                    pending.extend(self.plugin.custom(*id).fields.iter().map(|field| &field.ty));
                }
            }
        }
        false
    }

    /// The Rust type of a type.
    fn type_text(&mut self, ty: &Type, is_big: bool) -> String {
        let name = match ty {
            Type::Boolean => "bool",
            Type::Integer if is_big => "BigInteger",
            Type::Integer => "i64",
            Type::Float | Type::Number => "f64",
            Type::String | Type::Python => "String",
            Type::Password => "Secret",
            Type::Date => "Date",
            Type::Bytes => "Bytes",
            Type::Object => {
                self.used.extend(["Map", "Value"]);
                return "Map<String, Value>".to_owned();
            }
            Type::Any => "Value",
            Type::File => "File",
            Type::Credential(Credential::UsernamePassword) => "UsernamePassword",
            Type::Credential(Credential::SecretKey) => "SecretKey",
            Type::Credential(Credential::AsymmetricKey) => "AsymmetricKey",
            Type::Credential(Credential::Token) => "Token",
            Type::Array(item) => return format!("Vec<{}>", self.type_text(item, is_big)),
            Type::Custom(id) => {
                let class = &self.names.types[id.0];
                if self.is_types {
                    return class.clone();
                }
                self.used.insert("types");
                return format!("types::{class}");
            }
        };
        self.used.insert(name);
        name.to_owned()
    }
}
