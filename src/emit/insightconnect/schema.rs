//! Fields → JSON Schema in the form that the runtime and its host read: draft 4 keywords, `displayType`, `order`, and
//! definitions beside the properties. Part of the emitter.
//!
//! The form is that of `insight-plugin` 1.11.0, except where that is wrong: a list in a list has its items, and the
//! output of a task is the list that its `run` gives.

use serde_json::{Map, Value, json};

use crate::model::{Credential, Field, Plugin, Type};

/// The schema of an object with these fields; `{}` where there are none.
pub(super) fn of_fields(plugin: &Plugin, fields: &[Field]) -> Value {
    if fields.is_empty() {
        return json!({});
    }
    let mut definitions = Definitions::new(plugin);
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("title".to_owned(), json!("Variables"));
    let (mut properties, required) = definitions.properties(fields);
    properties.sort_keys();
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.extend(required);
    schema.insert("definitions".to_owned(), Value::Object(definitions.list));
    Value::Object(schema)
}

/// The schema of a task's output: the list that it gives. Of one field that is a list itself, that list; else a list of
/// objects with the fields.
pub(super) fn of_task_output(plugin: &Plugin, fields: &[Field]) -> Value {
    let Some(first) = fields.first() else {
        return json!({});
    };
    let mut definitions = Definitions::new(plugin);
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("array"));
    for (key, text) in [("title", &first.title), ("description", &first.description)] {
        schema.extend(text.as_ref().map(|text| (key.to_owned(), json!(text))));
    }
    let items = match fields {
        [
            Field {
                ty: Type::Array(item),
                ..
            },
        ] => definitions.of_type(item),
        _ => {
            let (mut properties, required) = definitions.properties(fields);
            properties.sort_keys();
            let mut items = Map::new();
            items.insert("type".to_owned(), json!("object"));
            items.insert("properties".to_owned(), Value::Object(properties));
            items.extend(required);
            items
        }
    };
    schema.insert("items".to_owned(), Value::Object(items));
    schema.insert("definitions".to_owned(), Value::Object(definitions.list));
    Value::Object(schema)
}

/// The definitions of one schema, in the order in which types are first met.
struct Definitions<'a> {
    plugin: &'a Plugin,
    list: Map<String, Value>,
}

impl<'a> Definitions<'a> {
    fn new(plugin: &'a Plugin) -> Self {
        Self {
            plugin,
            list: Map::new(),
        }
    }

    /// Properties in spec order, and the entry `required` where any is.
    fn properties(&mut self, fields: &[Field]) -> (Map<String, Value>, Option<(String, Value)>) {
        let mut properties = Map::new();
        for (field, order) in fields.iter().zip(1_u64..) {
            properties.insert(field.name.clone(), self.property(field, order));
        }
        let mut required: Vec<&str> = fields
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name.as_str())
            .collect();
        required.sort_unstable();
        let entry = (!required.is_empty()).then(|| ("required".to_owned(), json!(required)));
        (properties, entry)
    }

    fn property(&mut self, field: &Field, order: u64) -> Value {
        let mut property = self.of_type(&field.ty);
        let mut items = property.shift_remove("items");
        let mut allowed = (!field.allowed.is_empty()).then(|| json!(field.allowed));
        // The values that a list may hold: the incumbent puts them beside the list's own type, where no list can pass.
        if let Some(Value::Object(items)) = &mut items {
            items.extend(allowed.take().map(|values| ("enum".to_owned(), values)));
        }
        let texts = [
            ("title", field.title.as_ref().map(|it| json!(it))),
            (
                "description",
                field.description.as_ref().map(|it| json!(it)),
            ),
            ("default", field.default.clone()),
            (
                "placeholder",
                field.placeholder.as_ref().map(|it| json!(it)),
            ),
            ("tooltip", field.tooltip.as_ref().map(|it| json!(it))),
            ("items", items),
            ("enum", allowed),
        ];
        for (key, value) in texts {
            property.extend(value.map(|value| (key.to_owned(), value)));
        }
        property.insert("order".to_owned(), json!(order));
        Value::Object(property)
    }

    /// The keywords of a type; makes its definition where it needs one.
    fn of_type(&mut self, ty: &Type) -> Map<String, Value> {
        let keywords = match ty {
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Integer => json!({ "type": "integer" }),
            Type::Float | Type::Number => json!({ "type": "number" }),
            Type::String => json!({ "type": "string" }),
            Type::Object => json!({ "type": "object" }),
            // The runtime cannot make a sample of what names no type.
            Type::Any => {
                json!({ "type": ["object", "array", "string", "number", "boolean", "null"] })
            }
            Type::Date => json!({ "type": "string", "format": "date-time", "displayType": "date" }),
            Type::Bytes => json!({ "type": "string", "format": "bytes", "displayType": "bytes" }),
            Type::Array(item) => json!({ "type": "array", "items": self.of_type(item) }),
            Type::Password => self.fixed("password", || secret(None, None)),
            Type::Python => self.fixed(
                "python",
                || json!({ "type": "string", "format": "python", "displayType": "python" }),
            ),
            Type::File => self.fixed("file", file),
            Type::Credential(kind) => self.fixed(kind.name(), || credential(*kind)),
            Type::Custom(id) => {
                let custom = self.plugin.custom(*id);
                if !self.list.contains_key(&custom.name) {
                    // Its place is taken before its fields are looked at: they may lead back to it.
                    self.list.insert(custom.name.clone(), Value::Null);
                    let mut definition = Map::new();
                    definition.insert("type".to_owned(), json!("object"));
                    definition.insert("title".to_owned(), json!(custom.name));
                    let (properties, required) = self.properties(&custom.fields);
                    definition.insert("properties".to_owned(), Value::Object(properties));
                    definition.extend(required);
                    self.list
                        .insert(custom.name.clone(), Value::Object(definition));
                }
                reference(&custom.name)
            }
        };
        match keywords {
            Value::Object(keywords) => keywords,
            _ => Map::new(),
        }
    }

    /// A reference to a definition that is the same in every plugin.
    fn fixed(&mut self, name: &str, definition: impl FnOnce() -> Value) -> Value {
        if !self.list.contains_key(name) {
            self.list.insert(name.to_owned(), definition());
        }
        reference(name)
    }
}

fn reference(name: &str) -> Value {
    // A fragment is a JSON pointer in a URI.
    let mut pointer = String::new();
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            '%' => pointer.push_str("%25"),
            other => pointer.push(other),
        }
    }
    json!({ "$ref": format!("#/definitions/{pointer}") })
}

fn file() -> Value {
    json!({
        "id": "file",
        "type": "object",
        "title": "File",
        "description": "File Object",
        "properties": {
            "filename": { "type": "string", "title": "Filename", "description": "Name of file" },
            "content": {
                "type": "string", "format": "bytes", "title": "Content", "description": "File contents",
            },
        },
    })
}

/// A text that is not shown; with its place in a form where it has one.
fn secret(texts: Option<(&str, &str)>, order: Option<u8>) -> Value {
    let mut secret = Map::new();
    secret.insert("type".to_owned(), json!("string"));
    if let Some((title, description)) = texts {
        secret.insert("title".to_owned(), json!(title));
        secret.insert("description".to_owned(), json!(description));
    }
    secret.insert("format".to_owned(), json!("password"));
    secret.insert("displayType".to_owned(), json!("password"));
    secret.extend(order.map(|order| ("order".to_owned(), json!(order))));
    Value::Object(secret)
}

fn credential(kind: Credential) -> Value {
    let (title, description, properties) = match kind {
        Credential::UsernamePassword => (
            "Credential: Username and Password",
            "A username and password combination",
            json!({
                "username": {
                    "type": "string", "title": "Username", "description": "The username to log in with", "order": 1,
                },
                "password": secret(Some(("Password", "The password")), Some(2)),
            }),
        ),
        Credential::SecretKey => (
            "Credential: Secret Key",
            "A shared secret key",
            json!({ "secretKey": secret(Some(("Secret Key", "The shared secret key")), None) }),
        ),
        Credential::AsymmetricKey => (
            "Credential: Asymmetric key",
            "A shared key",
            json!({ "privateKey": secret(Some(("Private Key", "The private key")), None) }),
        ),
        Credential::Token => (
            "Credential: Token",
            "A pair of a token, and an optional domain",
            json!({
                "domain": {
                    "type": "string", "title": "Domain", "description": "The domain for the token", "order": 1,
                },
                "token": secret(Some(("Token", "The shared token")), Some(2)),
            }),
        ),
    };
    json!({
        "id": kind.name(),
        "type": "object",
        "title": title,
        "description": description,
        "properties": properties,
        "required": kind.required_parts(),
    })
}
