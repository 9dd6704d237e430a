//! The text of one struct: its fields, its defaults, and how it is held against the wire. Part of the emitter.

use super::values::{Default, zero};
use crate::model::{Field, Type};
use crate::render::rust::{
    SKIP, WIDTH, code_span, documentation, field as field_line, is_short_body, method_call, remark,
    serde_attributes, string, struct_body,
};

/// Types nested deeper than this are remarked upon by clippy, or nearly so.
const DEEPEST_PLAIN: usize = 5;

/// One field on its way into the code.
pub(super) struct Member<'a> {
    /// As the spec has it.
    pub field: &'a Field,
    /// Its name in code.
    pub name: &'a str,
    /// Its type without what makes it optional: what the wire is held against.
    pub ty: String,
    /// The spec's default.
    pub default: Option<Default>,
    /// Whether its integers have any size.
    pub is_big: bool,
    /// Whether it holds, without a list between them, the struct that it is in.
    pub is_boxed: bool,
}

impl Member<'_> {
    fn is_optional(&self) -> bool {
        !self.field.required && self.default.is_none()
    }

    /// The type as it is declared.
    fn declared(&self) -> String {
        let held = if self.is_boxed {
            format!("Box<{}>", self.ty)
        } else {
            self.ty.clone()
        };
        if self.is_optional() {
            format!("Option<{held}>")
        } else {
            held
        }
    }
}

/// The struct and what it can do. `shown` is what messages to people call it.
pub(super) fn structure(class: &str, shown: &str, about: &str, members: &[Member<'_>]) -> String {
    let has_zeroes = members
        .iter()
        .all(|member| member.default.is_none() && zero(member.field, member.is_big).is_derived());
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
    text.push_str(&defaults(class, members));
    if !has_zeroes {
        text.push_str(&zeroes(class, members));
    }
    text.push_str(&wire(class, shown, members));
    text
}

/// The functions that give the spec's defaults.
fn defaults(class: &str, members: &[Member<'_>]) -> String {
    let functions: Vec<String> = members
        .iter()
        .filter_map(|member| {
            let value = member.default.as_ref()?.text(8);
            let (name, ty) = (member.name, member.declared());
            let head = format!("    fn default_{name}() -> {ty} {{\n");
            let skip = if head.len() <= WIDTH + 1 { "" } else { SKIP };
            let allow = indented(allowance(&ty));
            let skip = indented(skip);
            Some(format!("{allow}{skip}{head}        {value}\n    }}\n"))
        })
        .collect();
    if functions.is_empty() {
        return String::new();
    }
    format!("\nimpl {class} {{\n{}}}\n", functions.join("\n"))
}

/// The plainest value: the spec's defaults, and zeroes where there is none.
fn zeroes(class: &str, members: &[Member<'_>]) -> String {
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
    let skip = if is_short_body(&values, 8) { "" } else { SKIP };
    format!(
        "\n{skip}impl Default for {class} {{\n    fn default() -> Self {{\n        Self {body}\n    }}\n}}\n"
    )
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
    let allow = indented(allowance(&declared));
    format!(
        "{about}{}{allow}{}",
        serde_attributes(&arguments, 4),
        field_line(name, &declared, 4),
    )
}

/// What keeps clippy from remarking on a type, where it would.
fn allowance(ty: &str) -> &'static str {
    if ty.matches('<').count() > DEEPEST_PLAIN {
        "#[allow(clippy::type_complexity)] // The spec nests lists so deep.\n"
    } else {
        ""
    }
}

/// How the struct is held against the wire.
fn wire(class: &str, shown: &str, members: &[Member<'_>]) -> String {
    let mut skip = "";
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
            let name = string(&field.name);
            method_call("fields", &method, &name, 8).unwrap_or_else(|| {
                skip = SKIP;
                format!("        fields.{method}({name});\n")
            })
        })
        .collect();
    let (fields, body) = if checks.is_empty() {
        ("_", "{}".to_owned())
    } else {
        ("fields", format!("{{\n{checks}    }}"))
    };
    format!(
        "\nimpl Object for {class} {{\n    const NAME: &'static str = {};\n\n{}    \
         fn fields({fields}: &mut Fields<'_>) {body}\n}}\n",
        string(shown),
        indented(skip),
    )
}

/// A line inside of an `impl`, where there is one.
fn indented(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!("    {line}")
    }
}
