//! Types: the built-in ones and the arena of custom ones.

use serde::Serialize;

use super::Field;
use crate::text::Span;

/// Index of a custom type in [`super::Plugin::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TypeId(pub usize);

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// JSON boolean.
    Boolean,
    /// JSON number without a fraction, of any size.
    Integer,
    /// JSON number; the spec said `float`.
    Float,
    /// JSON number; the spec said `number`.
    Number,
    /// JSON string.
    String,
    /// JSON string that must not be shown.
    Password,
    /// JSON string: Python source that the host runs.
    Python,
    /// JSON string: an RFC 3339 instant.
    Date,
    /// JSON string: base64.
    Bytes,
    /// JSON object of any content.
    Object,
    /// JSON object `{filename, content}` with base64 content.
    File,
    /// Any JSON value.
    Any,
    /// JSON object with the fixed parts of a credential.
    Credential(Credential),
    /// JSON array.
    Array(Box<Self>),
    /// JSON object with the fields of a custom type.
    Custom(TypeId),
}

/// The credential kinds of the hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// `credential_username_password`: `username`, `password`.
    UsernamePassword,
    /// `credential_secret_key`: `secretKey`.
    SecretKey,
    /// `credential_asymmetric_key`: `privateKey`.
    AsymmetricKey,
    /// `credential_token`: `token`, `domain`.
    Token,
}

impl Credential {
    /// The name that specs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::UsernamePassword => "credential_username_password",
            Self::SecretKey => "credential_secret_key",
            Self::AsymmetricKey => "credential_asymmetric_key",
            Self::Token => "credential_token",
        }
    }

    /// Wire names of its parts, in order, each a string; the second member says whether the part is secret.
    pub fn parts(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::UsernamePassword => &[("username", false), ("password", true)],
            Self::SecretKey => &[("secretKey", true)],
            Self::AsymmetricKey => &[("privateKey", true)],
            Self::Token => &[("token", true), ("domain", false)],
        }
    }

    /// Wire names of the parts that must be there. The hosts' own schemas require all but a token's domain.
    pub fn required_parts(self) -> &'static [&'static str] {
        match self {
            Self::UsernamePassword => &["username", "password"],
            Self::SecretKey => &["secretKey"],
            Self::AsymmetricKey => &["privateKey"],
            Self::Token => &["token"],
        }
    }
}

/// A type that the spec defines.
#[derive(Debug, Clone, Serialize)]
pub struct CustomType {
    /// Its name in the spec; unique.
    pub name: String,
    /// Its fields, in spec order.
    pub fields: Vec<Field>,
    /// Where its name stands.
    #[serde(skip)]
    pub origin: Span,
}

impl Type {
    /// The name as a spec writes it, given the arena.
    pub fn spec_name(&self, types: &[CustomType]) -> String {
        let mut name = String::new();
        self.push_spec_name(types, &mut name);
        name
    }

    /// Appends that name.
    pub fn push_spec_name(&self, types: &[CustomType], out: &mut String) {
        match self {
            Self::Array(item) => {
                out.push_str("[]");
                item.push_spec_name(types, out);
            }
            Self::Custom(id) => out.push_str(&types[id.0].name),
            built_in => out.push_str(built_in.built_in_name().unwrap_or_default()),
        }
    }

    /// The name of a type that every spec has; none for lists and custom types.
    pub fn built_in_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Number => "number",
            Self::String => "string",
            Self::Password => "password",
            Self::Python => "python",
            Self::Date => "date",
            Self::Bytes => "bytes",
            Self::Object => "object",
            Self::File => "file",
            Self::Any => "any",
            Self::Credential(credential) => credential.name(),
            Self::Array(_) | Self::Custom(_) => return None,
        })
    }

    /// Whether its JSON is a string.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            Self::String | Self::Password | Self::Python | Self::Date | Self::Bytes
        )
    }

    /// The custom type at the heart of this type, through any number of arrays.
    pub fn custom(&self) -> Option<TypeId> {
        match self {
            Self::Custom(id) => Some(*id),
            Self::Array(item) => item.custom(),
            _ => None,
        }
    }
}
