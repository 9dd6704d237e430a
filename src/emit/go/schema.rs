//! The package of schemas: inputs, outputs, states, the connection's settings and custom types as structs, and their
//! enums as constants. Part of the emitter.

use std::collections::BTreeSet;

use super::names::{Names, attributes};
use super::{HEADER, imports};
use crate::emit::numbers::Unlimited;
use crate::model::{Credential, Field, Type, Value};
use crate::render::go::{comment, string, tag};

/// A file of the package as it grows.
pub(super) struct File<'a> {
    names: &'a mut Names,
    unlimited: &'a Unlimited,
    imports: BTreeSet<&'static str>,
    body: String,
}

impl<'a> File<'a> {
    /// A file without structs.
    pub(super) fn new(names: &'a mut Names, unlimited: &'a Unlimited) -> Self {
        Self {
            names,
            unlimited,
            imports: BTreeSet::new(),
            body: String::new(),
        }
    }

    /// The whole file.
    pub(super) fn finish(self) -> String {
        let imports = imports(
            &self.imports.iter().copied().collect::<Vec<_>>(),
            &[format!("{}/internal/wire", self.names.module)],
        );
        format!("{HEADER}\npackage schema\n\n{imports}{}", self.body)
    }

    /// Adds a struct. `shown` is what messages to people call it.
    pub(super) fn add(&mut self, name: &str, shown: &str, about: &str, fields: &[Field]) {
        let attributes = attributes(fields);
        let mut members = String::new();
        let mut wires = String::new();
        let mut enums = String::new();
        let mut untagged = false;
        for (index, (field, attribute)) in fields.iter().zip(&attributes).enumerate() {
            if index > 0 {
                members.push('\n');
            }
            let part = self.member(name, attribute, field, &mut enums);
            let text = field.description.as_deref().or(field.title.as_deref());
            let described = comment(&format!("{attribute} is"), text.unwrap_or_default(), 1);
            members.push_str(&described);
            let tag = tag(&field.name, part.can_be_left_out);
            untagged |= tag.is_none();
            let tag = tag.unwrap_or_default();
            members.push_str(&format!("\t{attribute} {}{tag}\n", part.ty));
            wires.push_str(&part.wire);
        }
        self.body.push('\n');
        self.body
            .push_str(&comment(name, &format!("{name} is {about}"), 0));
        if fields.is_empty() {
            self.body.push_str(&format!("type {name} struct{{}}\n"));
        } else {
            self.body
                .push_str(&format!("type {name} struct {{\n{members}}}\n"));
        }
        self.methods(name, shown, &wires, untagged);
        self.body.push_str(&enums);
    }

    fn methods(&mut self, name: &str, shown: &str, wires: &str, untagged: bool) {
        let shown = string(shown);
        let call = if wires.is_empty() {
            format!("wire.Struct({shown})")
        } else {
            format!("wire.Struct(\n\t\t{shown},\n{wires}\t)")
        };
        self.body.push_str(&format!(
            "\n// Fields implements wire.Fielded.\nfunc (object *{name}) Fields() wire.Fields {{\n\treturn {call}\n}}\n"
        ));
        if untagged {
            self.body.push_str(&format!(
                "\n// MarshalJSON writes keys that no struct tag can hold.\n\
                 func (object {name}) MarshalJSON() ([]byte, error) {{\n\treturn wire.Marshal(object)\n}}\n\
                 \n// UnmarshalJSON reads keys that no struct tag can hold.\n\
                 func (object *{name}) UnmarshalJSON(text []byte) error {{\n\treturn wire.Unmarshal(text, object)\n}}\n"
            ));
        }
    }

    /// One field: its type, and the call that tells the runtime of it.
    fn member(
        &mut self,
        owner: &str,
        attribute: &str,
        field: &Field,
        enums: &mut String,
    ) -> Member {
        let choice = self.choice(owner, attribute, field, enums);
        let default = field.default.as_ref();
        let is_big = self.unlimited.contains(field);
        let (mut ty, mut kind) = self.kind(&field.ty, choice.as_deref(), is_big);
        let is_struct = matches!(field.ty, Type::Custom(_) | Type::File | Type::Credential(_));
        let has_nil = is_big && field.ty == Type::Integer
            || matches!(
                field.ty,
                Type::Any | Type::Object | Type::Bytes | Type::Array(_)
            );
        let is_pointer = !field.required && !has_nil && (default.is_none() || is_struct);
        if is_pointer {
            ty = format!("*{ty}");
            kind = format!("wire.Pointer({kind})");
        }
        let function = if field.required {
            "Required"
        } else {
            "Optional"
        };
        let mut wire = format!(
            "\t\twire.{function}({}, {kind}, &object.{attribute})",
            string(&field.name)
        );
        if !field.allowed.is_empty() {
            let allowed: Vec<String> = field.allowed.iter().map(literal).collect();
            wire.push_str(&format!(".\n\t\t\tOneOf({})", allowed.join(", ")));
        }
        if let Some(default) = default {
            wire.push_str(&format!(".\n\t\t\tOrElse({})", literal(default)));
        }
        wire.push_str(",\n");
        Member {
            ty,
            wire,
            can_be_left_out: !field.required && (is_pointer || has_nil),
        }
    }

    /// The named type of an enum, where its values are ones that Go has constants for.
    fn choice(
        &mut self,
        owner: &str,
        attribute: &str,
        field: &Field,
        enums: &mut String,
    ) -> Option<String> {
        if field.allowed.is_empty() || self.unlimited.contains(field) {
            return None;
        }
        let base = match field.allowed_type() {
            Type::String | Type::Python => "string",
            Type::Integer => "int64",
            Type::Float | Type::Number => "float64",
            _ => return None,
        };
        let name = self.names.add(owner, "choice", attribute);
        let values: Vec<(String, String)> = field
            .allowed
            .iter()
            .map(|value| {
                let (text, written) = match value {
                    Value::String(text) => (text.clone(), string(text)),
                    other => (other.to_string(), other.to_string()),
                };
                (self.names.add(&name, "value", &text), written)
            })
            .collect();
        let key = format!("{name} is a value of the field {attribute} of {owner}.");
        enums.push_str(&format!(
            "\n{}type {name} {base}\n",
            comment(&name, &key, 0)
        ));
        let width = values.iter().map(|(name, _)| name.len()).max()?;
        enums.push_str(&format!("\n// The values of {name}.\nconst (\n"));
        for (constant, value) in values {
            enums.push_str(&format!("\t{constant:width$} {name} = {value}\n"));
        }
        enums.push_str(")\n");
        Some(name)
    }

    /// The Go type of a type, and the runtime's kind for it.
    fn kind(&mut self, ty: &Type, choice: Option<&str>, is_big: bool) -> (String, String) {
        let (ty, kind) = match (ty, choice) {
            (Type::Array(item), _) => {
                // The values of an enum are those of the items.
                let choice = choice.filter(|_| !matches!(**item, Type::Array(_)));
                let (item, kind) = self.kind(item, choice, is_big);
                return (format!("[]{item}"), format!("wire.ListOf({kind})"));
            }
            (Type::Custom(id), _) => {
                let name = &self.names.types[id.0];
                return (name.clone(), format!("wire.ObjectOf[{name}]()"));
            }
            (Type::Integer, Some(choice)) => return named(choice, "Integer"),
            (Type::Float | Type::Number, Some(choice)) => return named(choice, "Float"),
            (Type::String | Type::Python, Some(choice)) => return named(choice, "Text"),
            (Type::Integer, None) if is_big => {
                self.imports.insert("math/big");
                ("*big.Int", "BigInteger")
            }
            (Type::Integer, None) => ("int64", "Int64"),
            (Type::Float | Type::Number, None) => ("float64", "Float64"),
            (Type::String | Type::Python, None) => ("string", "String"),
            (Type::Boolean, _) => ("bool", "Boolean"),
            (Type::Password, _) => ("wire.Secret", "Password"),
            (Type::Date, _) => {
                self.imports.insert("time");
                ("time.Time", "Date")
            }
            (Type::Bytes, _) => ("[]byte", "Bytes"),
            (Type::Object, _) => ("map[string]any", "Object"),
            (Type::Any, _) => ("any", "Any"),
            (Type::File, _) => return part("File"),
            (Type::Credential(Credential::UsernamePassword), _) => {
                return part("UsernamePassword");
            }
            (Type::Credential(Credential::SecretKey), _) => return part("SecretKey"),
            (Type::Credential(Credential::AsymmetricKey), _) => return part("AsymmetricKey"),
            (Type::Credential(Credential::Token), _) => return part("Token"),
        };
        (ty.to_owned(), format!("wire.{kind}"))
    }
}

/// One field of a struct.
struct Member {
    ty: String,
    wire: String,
    /// Whether its zero value means that it is not there.
    can_be_left_out: bool,
}

fn named(choice: &str, kind: &str) -> (String, String) {
    (choice.to_owned(), format!("wire.{kind}[{choice}]()"))
}

fn part(name: &str) -> (String, String) {
    (
        format!("wire.{name}"),
        format!("wire.ObjectOf[wire.{name}]()"),
    )
}

/// A JSON value as a string literal of its text.
fn literal(value: &Value) -> String {
    string(&value.to_string())
}
