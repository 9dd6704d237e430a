//! The author's files of an action: the work, in TypeScript and in the JavaScript that the compiler makes of it, and a
//! test. Part of the emitter.

use minijinja::context;
use serde_json::{Map, Value};

use super::names::Variables;
use super::{Action, Emission, TEMPLATES};
use crate::model::{Field, Operation, Type};
use crate::render::template::{code, render};
use crate::render::typescript::{Data, Style, comment};
use crate::sample::{self, Mode};

/// More fields than this are not written out: the author's file is to stay short.
const MOST_FIELDS: usize = 8;

impl Emission<'_> {
    /// The files of the author's.
    pub(super) fn scaffold(&mut self, action: Action<'_>) {
        let (operation, names) = (action.operation, action.names);
        let output = output(&operation.output);
        let values = |style| {
            let written = output.as_ref().map(|output| output.nested(style, 1));
            context! {
                about => code(about(operation)),
                uses_zero => output.is_none(),
                output => code(written.unwrap_or_default()),
            }
        };
        for (extension, style) in [("ts", Style::TypeScript), ("js", Style::JavaScript)] {
            let text = render(&TEMPLATES, &format!("action.{extension}"), values(style));
            let path = action.path(&format!("src/{}.{extension}", names.stem));
            self.tree.scaffold(path, text);
        }
        let values = context! { function => code(&names.function) };
        let text = render(&TEMPLATES, "action.test.js", values);
        let path = action.path(&format!("test/{}.test.js", names.stem));
        self.tree.scaffold(path, text);
        let sample = self.sample(action).lay_out(Style::Json) + "\n";
        self.tree.generated(action.path("test/sample.json"), sample);
    }

    /// What the test calls the plugin with: the parameters, and the environment.
    fn sample(&self, action: Action<'_>) -> Data {
        let (plugin, operation) = (action.plugin, action.operation);
        let mut parameters = sample::of_fields(plugin, &operation.input, Mode::Default);
        fill(&operation.input, &mut parameters);
        let mut settings = sample::of_fields(plugin, &plugin.connection, Mode::Default);
        fill(&plugin.connection, &mut settings);
        let mut environment = Map::new();
        for (field, variables) in plugin.connection.iter().zip(&self.names.variables) {
            let value = &settings[&field.name];
            match variables {
                Variables::One(name) => {
                    environment.insert(name.clone(), variable(value));
                }
                Variables::Parts(parts) => {
                    for (part, name) in parts {
                        let value = match &value[*part] {
                            // An empty variable is none.
                            Value::String(text) if text.is_empty() => Value::from("text"),
                            value => variable(value),
                        };
                        environment.insert(name.clone(), value);
                    }
                }
            }
        }
        environment.retain(|_, value| value != "");
        Data::object([
            ("environment", Data::value(&Value::Object(environment))),
            ("parameters", Data::value(&parameters)),
        ])
    }
}

/// What an environment variable holds for a value.
fn variable(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.clone()),
        Value::Null => Value::from(""),
        other => Value::String(other.to_string()),
    }
}

/// Fills in the texts that may not be empty.
fn fill(fields: &[Field], sample: &mut Value) {
    for field in fields {
        let is_free = field.allowed.is_empty() && field.default.is_none();
        if field.required && field.ty.is_text() && is_free && sample[&field.name] == "" {
            let text = if field.ty == Type::Bytes {
                "dGV4dA=="
            } else {
                "text"
            };
            sample[&field.name] = Value::from(text);
        }
    }
}

/// The comment above the author's function.
fn about(operation: &Operation) -> String {
    let text = operation.description.trim();
    let text = if text.is_empty() {
        operation.title.trim()
    } else {
        text
    };
    let end = if text.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    comment(&format!("{text}{end}"), 0)
}

/// An object with a plain value for each field that has to be there; `None` where that would be long.
fn output(fields: &[Field]) -> Option<Data> {
    let mut members = Vec::new();
    for field in fields {
        if field.required && field.default.is_none() {
            members.push((field.name.clone(), zero(field)?));
        }
    }
    (members.len() <= MOST_FIELDS).then_some(Data::Object(members))
}

/// A plain value of a field, where it is short.
fn zero(field: &Field) -> Option<Data> {
    Some(match &field.ty {
        Type::Array(_) => Data::List(Vec::new()),
        _ if !field.allowed.is_empty() => {
            let first = &field.allowed[0];
            let is_short = first.to_string().len() < 40 && !first.is_object() && !first.is_array();
            return is_short.then(|| Data::value(first));
        }
        Type::Boolean => Data::Code("false".to_owned()),
        Type::Integer | Type::Float | Type::Number => Data::Number("0".to_owned()),
        Type::String | Type::Password | Type::Python | Type::Bytes => Data::text(""),
        Type::Object | Type::Any | Type::File => Data::Object(Vec::new()),
        Type::Date | Type::Credential(_) | Type::Custom(_) => return None,
    })
}
