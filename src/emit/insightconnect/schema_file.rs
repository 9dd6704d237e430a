//! `schema.py`: the constants and schemas of an operation or of the connection. Part of the emitter.

use std::fmt::Write as _;

use super::{names, schema};
use crate::model::{Field, Operation, OperationKind, Plugin, Value};
use crate::render::python::string;

const IMPORTS: &str = "import json\n\nimport insightconnect_plugin_runtime\n";

/// The file of an operation.
pub(super) fn operation(plugin: &Plugin, operation: &Operation, class: &str) -> String {
    let mut text = IMPORTS.to_owned();
    let description = string(&operation.description);
    let _ = write!(
        text,
        "\n\nclass Component:\n    DESCRIPTION = {description}\n"
    );
    let is_task = operation.kind == OperationKind::Task;
    constants(&mut text, "Input", &operation.input);
    if is_task {
        constants(&mut text, "State", &operation.state);
    }
    constants(&mut text, "Output", &operation.output);
    let of = |fields: &[Field]| schema::of_fields(plugin, fields);
    schema_class(&mut text, class, "Input", &of(&operation.input));
    if is_task {
        schema_class(&mut text, class, "State", &of(&operation.state));
        let output = schema::of_task_output(plugin, &operation.output);
        schema_class(&mut text, class, "Output", &output);
    } else {
        schema_class(&mut text, class, "Output", &of(&operation.output));
    }
    text
}

/// The file of the connection.
pub(super) fn connection(plugin: &Plugin) -> String {
    let mut text = IMPORTS.to_owned();
    constants(&mut text, "Input", &plugin.connection);
    let schema = schema::of_fields(plugin, &plugin.connection);
    class(&mut text, "ConnectionSchema", "Input", &schema);
    text
}

/// A class with the key of each field as a constant.
fn constants(text: &mut String, class: &str, fields: &[Field]) {
    let _ = write!(text, "\n\nclass {class}:\n");
    if fields.is_empty() {
        text.push_str("    pass\n");
    }
    for (constant, field) in names::constants(fields) {
        let _ = writeln!(text, "    {constant} = {}", string(&field.name));
    }
}

fn schema_class(text: &mut String, name: &str, kind: &str, schema: &Value) {
    class(text, &format!("{name}{kind}"), kind, schema);
}

/// A class of the runtime's with its schema. The JSON stands in a raw literal: in it, each quote of a text follows a
/// backslash, so three quotes in a row never end the literal early.
fn class(text: &mut String, name: &str, base: &str, schema: &Value) {
    let json = ascii(&format!("{schema:#}"));
    let _ = write!(
        text,
        "\n\nclass {name}(insightconnect_plugin_runtime.{base}):\n    \
         schema = json.loads(r\"\"\"\n{json}\n    \"\"\")\n\n    \
         def __init__(self):\n        super().__init__(self.schema)\n"
    );
}

/// JSON with everything outside ASCII escaped. Only texts hold such characters.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\x7f' {
            out.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
