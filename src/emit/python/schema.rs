//! The modules of dataclasses: inputs, outputs, states, the connection's settings, custom types. Part of the emitter.

use std::collections::BTreeSet;

use super::HEADER;
use super::names::{Names, attributes, types_scope};
use crate::emit::numbers::Unlimited;
use crate::model::{Credential, CustomType, Field, Plugin, Type, Value};
use crate::render::layout::Expression;
use crate::render::naming::Scope;
use crate::render::python::{WIDTH, comment, docstring, string, value};

/// What the runtime's module `values` offers, in the order in which an import lists it.
const VALUES: &[&str] = &[
    "ANY",
    "BIG_INTEGER",
    "BOOLEAN",
    "BYTES",
    "DATE",
    "INTEGER",
    "NUMBER",
    "OBJECT",
    "SECRET",
    "STRING",
    "ArrayOf",
    "AsymmetricKey",
    "File",
    "ObjectOf",
    "SecretKey",
    "Token",
    "UsernamePassword",
    "decoded",
    "fresh",
    "key",
];

/// How long a field's name and annotation may be together, so that they share a line with what stands around them:
/// `    name: annotation | None = field(`.
const LONGEST_ANNOTATED: usize = WIDTH - 22;

/// Where a module stands: its way to the runtime and to the module of custom types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Place {
    /// `schema/<kind>/<operation>.py`
    Operation,
    /// `schema/connection.py`
    Connection,
    /// `schema/types.py`
    Types,
}

/// A module of dataclasses as it grows.
pub(in crate::emit) struct Module<'a> {
    types: &'a [CustomType],
    names: &'a Names,
    unlimited: &'a Unlimited,
    place: Place,
    scope: Scope,
    used: BTreeSet<&'static str>,
    body: String,
    /// Whether the body ends with an alias, so that another may follow without empty lines.
    ends_with_alias: bool,
}

impl<'a> Module<'a> {
    /// A module without classes.
    pub(in crate::emit) fn new(
        plugin: &'a Plugin,
        names: &'a Names,
        unlimited: &'a Unlimited,
        place: Place,
    ) -> Self {
        let mut scope = types_scope();
        if place == Place::Types {
            let classes: Vec<&str> = names.types.iter().map(String::as_str).collect();
            scope = scope.with(&classes);
        }
        Self {
            types: &plugin.types,
            names,
            unlimited,
            place,
            scope,
            used: BTreeSet::new(),
            body: String::new(),
            ends_with_alias: false,
        }
    }

    /// Adds a dataclass.
    pub(in crate::emit) fn class(&mut self, class: &str, about: &str, fields: &[Field]) {
        let attributes = attributes(fields);
        let mut members = String::new();
        for (field, attribute) in fields.iter().zip(&attributes) {
            let about = field.description.as_deref().or(field.title.as_deref());
            members.push_str(&comment(about.unwrap_or_default(), 4));
            members.push_str(&self.member(class, attribute, field));
        }
        self.ends_with_alias = false;
        self.body.push_str("\n\n@dataclass(kw_only=True)\n");
        self.body
            .push_str(&format!("class {class}:\n    {}\n", docstring(about, 4)));
        if !members.is_empty() {
            self.used.insert("field");
            self.used.insert("key");
            self.body.push('\n');
            self.body.push_str(&members);
        }
    }

    /// The whole module.
    pub(in crate::emit) fn finish(self, about: &str) -> String {
        let mut text = format!("{HEADER}{}\n\n", docstring(about, 0));
        text.push_str("from __future__ import annotations\n\n");
        let field = if self.used.contains("field") {
            ", field"
        } else {
            ""
        };
        text.push_str(&format!("from dataclasses import dataclass{field}\n"));
        if self.used.contains("datetime") {
            text.push_str("from datetime import datetime\n");
        }
        let typing = self.names_of(&["Any", "Literal"]);
        if !typing.is_empty() {
            text.push_str(&format!("from typing import {}\n", typing.join(", ")));
        }
        text.push('\n');
        let (runtime, types) = match self.place {
            Place::Operation => ("...runtime.values", "from .. import types\n"),
            Place::Connection | Place::Types => ("..runtime.values", "from . import types\n"),
        };
        let values = self.names_of(VALUES);
        if !values.is_empty() {
            text.push_str(&import(runtime, &values));
        }
        if self.used.contains("types") {
            text.push_str(types);
        }
        let text = text.trim_end().to_owned() + "\n";
        text + &self.body
    }

    fn names_of(&self, all: &[&'static str]) -> Vec<&'static str> {
        let used = all.iter().copied().filter(|name| self.used.contains(name));
        used.collect()
    }

    /// One field of a dataclass.
    fn member(&mut self, class: &str, attribute: &str, field: &Field) -> String {
        let mut annotation = self.annotation(class, attribute, field);
        let mut parts = Vec::new();
        match self.default(field) {
            Some(default) => parts.push(default),
            None if field.required => {}
            None => {
                if field.ty != Type::Any {
                    annotation.push_str(" | None");
                }
                parts.push(Expression::atom("default=None"));
            }
        }
        if field.ty == Type::Password {
            parts.push(Expression::atom("repr=False"));
        }
        parts.push(self.key(field).prefixed("metadata="));
        let expression = Expression::bracket("field(", parts, ")")
            .prefixed(&format!("{attribute}: {annotation} = "));
        format!("    {}\n", expression.lay_out(4, WIDTH, 0))
    }

    /// `key("name", STRING, …)`
    fn key(&mut self, field: &Field) -> Expression {
        let is_big = self.unlimited.contains(field);
        let kind = self.kind(&field.ty, is_big);
        let mut parts = vec![Expression::atom(string(&field.name)), kind];
        if field.required {
            parts.push(Expression::atom("required=True"));
        }
        if !field.allowed.is_empty() {
            let allowed = field.allowed.iter().map(value).collect();
            parts.push(Expression::bracket("allowed=[", allowed, "]"));
        }
        Expression::bracket("key(", parts, ")")
    }

    /// The default as an argument of `field`.
    fn default(&mut self, field: &Field) -> Option<Expression> {
        let default = field.default.as_ref()?;
        if !is_plain(&field.ty) {
            self.used.insert("decoded");
            let is_big = self.unlimited.contains(field);
            let parts = vec![self.kind(&field.ty, is_big), value(default)];
            return Some(Expression::bracket("default_factory=decoded(", parts, ")"));
        }
        Some(match default {
            Value::Array(items) if items.is_empty() => Expression::atom("default_factory=list"),
            Value::Object(members) if members.is_empty() => {
                Expression::atom("default_factory=dict")
            }
            Value::Array(_) | Value::Object(_) => {
                self.used.insert("fresh");
                Expression::bracket("default_factory=fresh(", vec![value(default)], ")")
            }
            scalar => value(scalar).prefixed("default="),
        })
    }

    /// The runtime's description of a type; `is_big` where its integers may have any size.
    fn kind(&mut self, ty: &Type, is_big: bool) -> Expression {
        let constant = match ty {
            Type::Boolean => "BOOLEAN",
            Type::Integer if is_big => "BIG_INTEGER",
            Type::Integer => "INTEGER",
            Type::Float | Type::Number => "NUMBER",
            Type::String | Type::Python => "STRING",
            Type::Password => "SECRET",
            Type::Date => "DATE",
            Type::Bytes => "BYTES",
            Type::Object => "OBJECT",
            Type::Any => "ANY",
            Type::Array(item) => {
                self.used.insert("ArrayOf");
                let (mut inner, mut levels) = (item.as_ref(), 1);
                while let Type::Array(item) = inner {
                    (inner, levels) = (item, levels + 1);
                }
                let mut parts = vec![self.kind(inner, is_big)];
                if levels > 1 {
                    parts.push(Expression::atom(levels.to_string()));
                }
                return Expression::bracket("ArrayOf(", parts, ")");
            }
            Type::File | Type::Credential(_) | Type::Custom(_) => {
                self.used.insert("ObjectOf");
                let class = Expression::atom(format!("lambda: {}", self.type_text(ty)));
                let name = Expression::atom(string(&ty.spec_name(self.types)));
                return Expression::bracket("ObjectOf(", vec![class, name], ")");
            }
        };
        self.used.insert(constant);
        Expression::atom(constant)
    }

    /// The annotation of a field, without what makes it optional.
    fn annotation(&mut self, class: &str, attribute: &str, field: &Field) -> String {
        if !is_choice(field) {
            let text = self.type_text(&field.ty);
            // Only lists in lists of types with long names are longer.
            return if attribute.len() + text.len() <= LONGEST_ANNOTATED {
                text
            } else {
                self.used.insert("Any");
                "list[Any]".to_owned()
            };
        }
        self.used.insert("Literal");
        let alias = self.scope.add("choice", &format!("{class} {attribute}"));
        let allowed = field.allowed.iter().map(value).collect();
        let literal = Expression::bracket(format!("{alias} = Literal["), allowed, "]");
        self.body
            .push_str(match (self.body.is_empty(), self.ends_with_alias) {
                (true, _) => "\n",
                (_, true) => "",
                _ => "\n\n",
            });
        self.ends_with_alias = true;
        self.body.push_str(&literal.lay_out(0, WIDTH, 0));
        self.body.push('\n');
        match &field.ty {
            Type::Array(_) => format!("list[{alias}]"),
            _ => alias,
        }
    }

    /// The Python type of a type.
    fn type_text(&mut self, ty: &Type) -> String {
        let name = match ty {
            Type::Boolean => "bool",
            Type::Integer => "int",
            Type::Float | Type::Number => "float",
            Type::String | Type::Password | Type::Python => "str",
            Type::Date => "datetime",
            Type::Bytes => "bytes",
            Type::Object => {
                self.used.insert("Any");
                "dict[str, Any]"
            }
            Type::Any => "Any",
            Type::File => "File",
            Type::Credential(Credential::UsernamePassword) => "UsernamePassword",
            Type::Credential(Credential::SecretKey) => "SecretKey",
            Type::Credential(Credential::AsymmetricKey) => "AsymmetricKey",
            Type::Credential(Credential::Token) => "Token",
            Type::Array(item) => return format!("list[{}]", self.type_text(item)),
            Type::Custom(id) => {
                let class = &self.names.types[id.0];
                if self.place == Place::Types {
                    return class.clone();
                }
                self.used.insert("types");
                return format!("types.{class}");
            }
        };
        self.used.insert(name);
        name.to_owned()
    }
}

/// Whether the JSON value and the Python value of a type are the same.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Date | Type::Bytes | Type::File | Type::Credential(_) | Type::Custom(_) => false,
        Type::Array(item) => is_plain(item),
        _ => true,
    }
}

/// Whether a field's enum can be a `Literal`: several strings, integers or booleans, for the field or its items.
pub(in crate::emit) fn is_choice(field: &Field) -> bool {
    let of_items = match &field.ty {
        Type::Array(item) => item,
        ty => ty,
    };
    let is_literal = |value: &Value| match of_items {
        Type::String | Type::Password | Type::Python => value.is_string(),
        Type::Integer => value.is_i64(),
        Type::Boolean => value.is_boolean(),
        _ => false,
    };
    field.allowed.len() > 1 && field.allowed.iter().all(is_literal)
}

/// A `from … import …`, one name per line where it does not fit.
fn import(module: &str, names: &[&str]) -> String {
    let line = format!("from {module} import {}", names.join(", "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let names = names.iter().copied().map(Expression::atom).collect();
    let import = Expression::bracket(format!("from {module} import ("), names, ")");
    import.lay_out(0, 0, 0) + "\n"
}
