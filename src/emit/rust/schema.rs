//! The modules of types: inputs, outputs, states, the connection's settings, custom types. Part of the emitter.

use std::collections::BTreeSet;

use super::HEADER;
use super::choice::Choice;
use super::names::{Names, attributes, types_scope};
use super::values::{Default, default, zero};
use crate::emit::numbers::Unlimited;
use crate::model::{Credential, Field, Plugin, Type, TypeId};
use crate::render::naming::Scope;
use crate::render::rust::{
    call, code_span, documentation, import, method_call, remark, serde_attributes, string,
    struct_body,
};

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

/// Types nested deeper than this are remarked upon by clippy, or nearly so.
const DEEPEST_PLAIN: usize = 5;

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

/// One field on its way into the code.
struct Member<'a> {
    field: &'a Field,
    name: &'a str,
    /// Its type without what makes it optional: what the wire is held against.
    ty: String,
    default: Option<Default>,
    is_big: bool,
    is_boxed: bool,
}

impl Member<'_> {
    fn is_optional(&self) -> bool {
        !self.field.required && self.default.is_none()
    }

    /// The type as it is declared.
    fn declared(&self) -> String {
        match (self.is_optional(), self.is_boxed) {
            (false, _) => self.ty.clone(),
            (true, false) => format!("Option<{}>", self.ty),
            (true, true) => format!("Option<Box<{}>>", self.ty),
        }
    }
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

    /// Adds a struct. `shown` is what messages call a value of it; `own` is its index where it is a custom type.
    pub(super) fn structure(
        &mut self,
        class: &str,
        shown: &str,
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
        let has_zeroes = members.iter().all(|member| {
            member.default.is_none() && zero(member.field, member.is_big).is_derived()
        });
        let derived = if has_zeroes { "Default, " } else { "" };
        let mut text = format!("\n{}", remark("///", about, 0));
        text.push_str(&format!(
            "#[derive(Debug, Clone, {derived}PartialEq, Serialize, Deserialize)]\npub struct {class} "
        ));
        let declared: String = members
            .iter()
            .map(|member| declaration(class, member))
            .collect();
        text.push_str(&if declared.is_empty() {
            "{}\n".to_owned()
        } else {
            format!("{{\n{declared}}}\n")
        });
        text.push_str(&self.defaults(class, &members));
        if !has_zeroes {
            text.push_str(&self.zeroes(class, &members));
        }
        text.push_str(&wire(class, shown, &members));
        self.body.push_str(&text);
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
        let default = default(self.plugin, field, is_big, choice.as_ref());
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

    /// The functions that give the spec's defaults.
    fn defaults(&self, class: &str, members: &[Member<'_>]) -> String {
        let functions: Vec<String> = members
            .iter()
            .filter_map(|member| {
                let value = member.default.as_ref()?.text(8);
                let (name, ty) = (member.name, &member.ty);
                let head = call(&format!("    fn default_{name}("), &[], 4, 0);
                Some(format!("{head} -> {ty} {{\n        {value}\n    }}\n"))
            })
            .collect();
        if functions.is_empty() {
            return String::new();
        }
        format!("\nimpl {class} {{\n{}}}\n", functions.join("\n"))
    }

    /// The plainest value: the spec's defaults, and zeroes where there is none.
    fn zeroes(&self, class: &str, members: &[Member<'_>]) -> String {
        let values: Vec<String> = members
            .iter()
            .map(|member| {
                let name = member.name;
                if member.default.is_some() {
                    return format!("{name}: Self::default_{name}()");
                }
                if member.is_optional() {
                    return format!("{name}: None");
                }
                if !member.field.allowed.is_empty() && !matches!(member.field.ty, Type::Array(_)) {
                    return format!("{name}: {}::default()", member.ty);
                }
                format!(
                    "{name}: {}",
                    zero(member.field, member.is_big).text(&member.ty)
                )
            })
            .collect();
        let body = struct_body(&values, 8);
        format!(
            "\nimpl Default for {class} {{\n    fn default() -> Self {{\n        Self {body}\n    }}\n}}\n"
        )
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

/// One field of a struct.
fn declaration(class: &str, member: &Member<'_>) -> String {
    let field = member.field;
    let about = field.description.as_deref().or(field.title.as_deref());
    let about = documentation("///", about.unwrap_or_default(), 4);
    let about = if about.is_empty() {
        // Every field is documented, where by nothing else than by what it is called.
        remark("///", &format!("The field {}.", code_span(&field.name)), 4)
    } else {
        about
    };
    let name = member.name;
    let mut arguments = Vec::new();
    if field.name != *name {
        arguments.push(format!("rename = {}", string(&field.name)));
    }
    if member.default.is_some() {
        arguments.push(format!("default = \"{class}::default_{name}\""));
    }
    if member.is_optional() {
        arguments.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    let declared = member.declared();
    let allow = if declared.matches('<').count() > DEEPEST_PLAIN {
        "    #[allow(clippy::type_complexity)] // The spec nests lists so deep.\n"
    } else {
        ""
    };
    format!(
        "{about}{}{allow}    pub {name}: {declared},\n",
        serde_attributes(&arguments, 4),
    )
}

/// How the struct is held against the wire.
fn wire(class: &str, shown: &str, members: &[Member<'_>]) -> String {
    let checks: String = members
        .iter()
        .map(|member| {
            let field = member.field;
            let how = match (field.required, member.default.is_some()) {
                (true, false) => "required",
                // What is its default is no mistake, even empty.
                (true, true) if field.default.as_ref().is_some_and(|it| it != "") => "defaulted",
                _ => "optional",
            };
            let method = format!("{how}::<{}>", member.ty);
            method_call("fields", &method, &string(&field.name), 8)
        })
        .collect();
    let (fields, body) = if checks.is_empty() {
        ("_", "{}".to_owned())
    } else {
        ("fields", format!("{{\n{checks}    }}"))
    };
    format!(
        "\nimpl Object for {class} {{\n    const NAME: &'static str = {};\n\n    \
         fn fields({fields}: &mut Fields<'_>) {body}\n}}\n",
        string(shown)
    )
}
