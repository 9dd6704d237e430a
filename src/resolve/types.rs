//! Names of types: built-in and custom ones, and uses of them.

use std::collections::HashMap;

use super::findings::{INVALID_NAME, SHADOWED_TYPE, UNKNOWN_TYPE, UNUSED_TYPE};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::model::{Credential, Type, TypeId};
use crate::spec::TypeExpression;
use crate::text::{Spanned, nearest};

/// Built-in types by every name that specs use for them; the first name of each type is the usual one.
static BUILT_IN: &[(&str, Type)] = &[
    ("string", Type::String),
    ("boolean", Type::Boolean),
    ("bool", Type::Boolean),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("float", Type::Float),
    ("number", Type::Number),
    ("date", Type::Date),
    ("bytes", Type::Bytes),
    ("object", Type::Object),
    ("file", Type::File),
    ("password", Type::Password),
    ("python", Type::Python),
    ("any", Type::Any),
    (
        "credential_username_password",
        Type::Credential(Credential::UsernamePassword),
    ),
    (
        "credential_secret_key",
        Type::Credential(Credential::SecretKey),
    ),
    (
        "credential_asymmetric_key",
        Type::Credential(Credential::AsymmetricKey),
    ),
    ("credential_token", Type::Credential(Credential::Token)),
];

/// What other languages and formats call the built-in types.
static FOREIGN: &[(&str, &str)] = &[
    ("str", "string"),
    ("text", "string"),
    ("char", "string"),
    ("varchar", "string"),
    ("uuid", "string"),
    ("url", "string"),
    ("uri", "string"),
    ("email", "string"),
    ("list", "[]string"),
    ("dict", "object"),
    ("dictionary", "object"),
    ("map", "object"),
    ("hash", "object"),
    ("json", "object"),
    ("struct", "object"),
    ("double", "float"),
    ("decimal", "float"),
    ("real", "float"),
    ("long", "integer"),
    ("short", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("uint", "integer"),
    ("numeric", "number"),
    ("datetime", "date"),
    ("date-time", "date"),
    ("timestamp", "date"),
    ("time", "date"),
    ("binary", "bytes"),
    ("byte", "bytes"),
    ("base64", "bytes"),
    ("blob", "bytes"),
    ("flag", "boolean"),
    ("secret", "password"),
    ("credential", "credential_secret_key"),
    ("mixed", "any"),
    ("unknown", "any"),
    ("object[]", "[]object"),
];

/// How many names unknown types are held against in one spec, to find what was meant: past this there is no suggestion,
/// so that a file of nothing but unknown types costs no more than its length.
const MOST_COMPARED: usize = 200_000;

/// Who uses a custom type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    /// A field of the custom type of this index.
    Type(usize),
    /// An operation or the connection.
    Operation,
}

/// The custom types by name, and what is known of their use.
pub struct TypeTable<'s> {
    custom: HashMap<&'s str, TypeId>,
    names: &'s [Spanned<String>],
    uses: Vec<(User, TypeId)>,
    user: Option<User>,
    unreadable: bool,
    incomplete: bool,
    compared: usize,
}

impl<'s> TypeTable<'s> {
    /// The names that a spec defines, and whether some of them could not be read; reports those that no type may have.
    pub fn new(
        names: &'s [Spanned<String>],
        incomplete: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut table = Self {
            custom: HashMap::with_capacity(names.len()),
            names,
            uses: Vec::new(),
            user: None,
            unreadable: false,
            incomplete,
            compared: 0,
        };
        for (index, name) in names.iter().enumerate() {
            check_name(name, diagnostics);
            table.custom.entry(&name.value).or_insert(TypeId(index));
        }
        table
    }

    /// From here on fields are those of the next custom type.
    pub fn enter_type(&mut self) {
        self.user = Some(match self.user {
            Some(User::Type(index)) => User::Type(index + 1),
            _ => User::Type(0),
        });
    }

    /// From here on fields are those of the connection and of operations.
    pub fn enter_operations(&mut self) {
        self.user = Some(User::Operation);
    }

    /// The type of an expression; an unknown one is reported and read as `any`. `None` stands for an expression that
    /// could not be read, which has been reported.
    pub fn resolve(
        &mut self,
        expression: Option<&TypeExpression>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        match expression {
            None => {
                self.unreadable = true;
                None
            }
            Some(TypeExpression::Array(item)) => self
                .resolve(Some(item), diagnostics)
                .map(|item| Type::Array(Box::new(item))),
            Some(TypeExpression::Name(name)) => self.named(name, diagnostics),
        }
    }

    fn named(&mut self, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Type> {
        if let Some((_, ty)) = BUILT_IN.iter().find(|(known, _)| *known == name.value) {
            return Some(ty.clone());
        }
        if let Some(id) = self.custom.get(name.value.as_str()).copied() {
            self.used(id);
            return Some(Type::Custom(id));
        }
        let diagnostic = self.unknown(name);
        if !self.incomplete {
            diagnostics.push(diagnostic);
        }
        None
    }

    fn used(&mut self, id: TypeId) {
        if let Some(user) = self.user {
            self.uses.push((user, id));
        }
    }

    fn unknown(&mut self, name: &Spanned<String>) -> Diagnostic {
        let text = name.value.as_str();
        let lower = text.to_lowercase();
        self.compared += self.names.len();
        let names: &[Spanned<String>] = match self.compared <= MOST_COMPARED {
            true => self.names,
            false => &[],
        };
        let known = || {
            let custom = names.iter().map(|name| name.value.as_str());
            custom.chain(BUILT_IN.iter().map(|(name, _)| *name))
        };
        let case_slip = known().find(|known| known.to_lowercase() == lower);
        let foreign = FOREIGN
            .iter()
            .find(|(foreign, _)| *foreign == lower)
            .map(|(_, instead)| *instead);
        let meant = case_slip.or(foreign).or_else(|| nearest(text, known()));
        let message = match (case_slip, foreign) {
            (Some(known), _) => {
                format!("unknown type `{text}`: the type `{known}` is written in another case")
            }
            (None, Some(instead)) => {
                format!("unknown type `{text}`: this language calls it `{instead}`")
            }
            (None, None) => format!("unknown type `{text}`"),
        };
        let mut diagnostic = Diagnostic::new(&UNKNOWN_TYPE, name.span, message);
        if let Some(meant) = meant {
            let text = if meant.starts_with('[') {
                format!("\"{meant}\"")
            } else {
                meant.to_owned()
            };
            let applicability = if case_slip.is_some() {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            diagnostic = diagnostic
                .at(format!("did you mean `{meant}`?"))
                .help(format!(
                    "write `{meant}`, or define `{}` under `types`",
                    name.value
                ))
                .fix(applicability, format!("write `{meant}`"), name.span, text);
            match self.custom.get(meant).copied() {
                Some(id) => self.used(id),
                None => self.unreadable = true,
            }
        } else {
            self.unreadable = true;
            diagnostic = diagnostic
                .at("neither built in nor defined under `types`")
                .help(format!(
                    "define `{text}` under `types`, or use a built-in type: string, integer, number, float, boolean, date, bytes, object, file, any"
                ));
        }
        diagnostic
    }

    /// Reports custom types that nothing uses. A type used only by an unused one is not reported: it goes with it.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        if self.unreadable {
            return;
        }
        let mut reached = vec![false; self.names.len()];
        let mut used_by_another = vec![false; self.names.len()];
        let mut uses_of_type = vec![Vec::new(); self.names.len()];
        let mut stack: Vec<TypeId> = Vec::new();
        for (user, id) in &self.uses {
            match user {
                User::Operation => stack.push(*id),
                User::Type(index) => {
                    uses_of_type[*index].push(*id);
                    used_by_another[id.0] |= *index != id.0;
                }
            }
        }
        while let Some(TypeId(index)) = stack.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                stack.append(&mut uses_of_type[index]);
            }
        }
        for (index, name) in self.names.iter().enumerate() {
            let shadowed = is_built_in(name);
            if reached[index] || used_by_another[index] || shadowed {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    &UNUSED_TYPE,
                    name.span,
                    format!("the type `{}` is never used", name.value),
                )
                .at("no field has this type")
                .help("remove it, or give it to the field it was made for"),
            );
        }
    }
}

fn check_name(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    if is_built_in(name) {
        diagnostics.push(
            Diagnostic::new(
                &SHADOWED_TYPE,
                name.span,
                format!("the type `{}` has the name of a built-in type", name.value),
            )
            .at("never used: the built-in type comes first")
            .help("give it a name of its own, and use that where it is meant"),
        );
    } else if let Some(character) = name.value.chars().find(|character| {
        character.is_whitespace() || character.is_control() || "[]<>(){},|?".contains(*character)
    }) {
        diagnostics.push(
            Diagnostic::new(
                &INVALID_NAME,
                name.span,
                format!(
                    "the type name `{}` holds {}, which no type expression can name",
                    name.value.escape_debug(),
                    describe(character)
                ),
            )
            .at("not a name of a type")
            .help("use letters, digits and underscores"),
        );
    }
}

fn is_built_in(name: &str) -> bool {
    name == "array" || BUILT_IN.iter().any(|(known, _)| *known == name)
}

/// A character, for a sentence.
pub fn describe(character: char) -> String {
    match character {
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        other if other.is_control() => format!("the character U+{:04X}", u32::from(other)),
        other => format!("`{other}`"),
    }
}
