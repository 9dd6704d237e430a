//! The params of the actions: what the runtime is to do with them beyond their schema, and samples. Part of the
//! emitter.

use serde_json::Map;

use super::names::Ids;
use super::{Emission, ID};
use crate::emit::numbers::Unlimited;
use crate::model::{Field, Operation, Plugin, Type, Value};
use crate::render::go::string;
use crate::sample::{self, Mode};

/// A field of an action's params.
struct Param<'a> {
    key: &'a str,
    field: &'a Field,
    is_expanded: bool,
}

/// Every field of an action's params: the connection's first.
fn params<'a>(plugin: &'a Plugin, ids: &'a Ids, operation: &'a Operation) -> Vec<Param<'a>> {
    let settings = plugin.targets.section(ID);
    let of_connection = settings.section("connection");
    let own = settings
        .section(operation.kind.plural())
        .section(&operation.name);
    let of_input = own.section("input");
    let fields = plugin.connection.iter().zip(&ids.connection);
    let connection = fields.map(|(field, key)| (key.as_str(), field, of_connection));
    let input = operation.input.iter();
    let input = input.map(|field| (field.name.as_str(), field, of_input));
    let param = |(key, field, settings): (&'a str, &'a Field, &crate::model::Settings)| Param {
        key,
        field,
        is_expanded: settings.section(&field.name).boolean("expand") == Some(true),
    };
    connection.chain(input).map(param).collect()
}

/// The type at the bottom of lists.
fn leaf(ty: &Type) -> &Type {
    match ty {
        Type::Array(item) => leaf(item),
        other => other,
    }
}

impl Param<'_> {
    /// Whether a text may spell its value: a variable of the host is a text, and YAML has no integers beyond 64 bits.
    fn is_spelt(&self, unlimited: &Unlimited) -> bool {
        match leaf(&self.field.ty) {
            Type::Integer if unlimited.contains(self.field) => true,
            Type::Boolean | Type::Float | Type::Integer | Type::Number => self.is_expanded,
            _ => false,
        }
    }
}

impl Emission<'_> {
    /// The statement that makes the option of every call where the connection's fields have other names.
    pub(super) fn renaming(&self) -> String {
        let pairs: Vec<String> = self
            .renamed()
            .map(|(field, key)| format!("\n\t\t[2]string{{{}, {}}},", string(field), string(key)))
            .collect();
        if pairs.is_empty() {
            return String::new();
        }
        format!("\trenamed := gilbert.Rename({}\n\t)\n", pairs.join(""))
    }

    /// The fields of the connection that have another key among the params, with it.
    fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let has_operations = self.plugin.operations().next().is_some();
        let fields = self.plugin.connection.iter().zip(&self.ids.connection);
        fields
            .filter(move |(field, key)| has_operations && field.name != **key)
            .map(|(field, key)| (field.name.as_str(), key.as_str()))
    }

    /// The options of the call that makes an action's factory.
    pub(super) fn options(&self, operation: &Operation) -> Vec<String> {
        let params = params(self.plugin, &self.ids, operation);
        let mut options = Vec::new();
        if self.renamed().next().is_some() {
            options.push("renamed".to_owned());
        }
        let expanded = params.iter().filter(|param| param.is_expanded);
        let spelt = params.iter().filter(|it| it.is_spelt(&self.unlimited));
        let lists: [(&str, Vec<&Param>); 2] =
            [("Expand", expanded.collect()), ("Spell", spelt.collect())];
        for (option, params) in lists {
            if !params.is_empty() {
                let keys: Vec<String> = params.iter().map(|param| string(param.key)).collect();
                options.push(format!("gilbert.{option}({})", keys.join(", ")));
            }
        }
        options
    }

    /// The keys of the params whose texts the host expands.
    pub(super) fn expanded(&self, operation: &Operation) -> Vec<String> {
        let params = params(self.plugin, &self.ids, operation).into_iter();
        let expanded = params.filter(|param| param.is_expanded);
        expanded.map(|param| param.key.to_owned()).collect()
    }

    /// Params that the action accepts.
    pub(super) fn sample(&self, operation: &Operation) -> Value {
        let mut sample = Map::new();
        for param in params(self.plugin, &self.ids, operation) {
            let field = param.field;
            let value = sample::of_fields(self.plugin, std::slice::from_ref(field), Mode::Default);
            let Some(mut value) = value.get(&field.name).cloned() else {
                continue;
            };
            // A required text may not be empty, unless that is its default.
            let may_be_empty = !field.required || !field.allowed.is_empty();
            if value == "" && !may_be_empty && field.default.is_none() {
                value = Value::from("text");
            }
            sample.insert(param.key.to_owned(), value);
        }
        Value::Object(sample)
    }
}
