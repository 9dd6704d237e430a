//! Which numbers of a spec are beyond 64 bits. In generated programs an integer has 64 bits, unless the spec itself names
//! a larger one for it: then it has any size. Shared by emitters; sees the model alone.

use std::collections::BTreeSet;

use crate::model::value::convert_field;
use crate::model::{Field, Plugin, Type, Value};

/// The fields whose integers have any size, by identity: of two equal fields one may be unlimited.
pub(super) struct Unlimited {
    fields: BTreeSet<*const Field>,
}

impl Unlimited {
    /// Looks through every value that the spec names.
    pub(super) fn new(plugin: &Plugin) -> Self {
        let mut unlimited = Self {
            fields: BTreeSet::new(),
        };
        let operations = plugin.operations();
        let sections = operations.flat_map(|it| [&it.input, &it.output, &it.state]);
        let types = plugin.types.iter().map(|it| &it.fields);
        let processes = plugin.processes.iter();
        let processes = processes.flat_map(|it| [&it.input, &it.outcome]);
        let connection = [&plugin.connection];
        for fields in sections.chain(types).chain(processes).chain(connection) {
            for field in fields {
                unlimited.look_at(plugin, field);
            }
        }
        unlimited
    }

    /// Whether the integers of a field have any size.
    pub(super) fn contains(&self, field: &Field) -> bool {
        self.fields.contains(&std::ptr::from_ref(field))
    }

    fn look_at(&mut self, plugin: &Plugin, field: &Field) {
        if let Some(default) = &field.default {
            self.note(plugin, field, &field.ty, default);
        }
        for allowed in &field.allowed {
            self.note(plugin, field, field.allowed_type(), allowed);
        }
        // Examples become samples, which have to be accepted.
        let example = field.example.as_ref();
        if let Some(example) = example.and_then(|it| convert_field(&plugin.types, field, it)) {
            self.note(plugin, field, &field.ty, &example);
        }
    }

    /// Notes the field, or a field of a custom type inside it, where a value is too large for 64 bits.
    fn note(&mut self, plugin: &Plugin, field: &Field, ty: &Type, value: &Value) {
        match (ty, value) {
            (Type::Integer, Value::Number(number))
                if number.to_string().parse::<i64>().is_err() =>
            {
                self.fields.insert(std::ptr::from_ref(field));
            }
            (Type::Array(item), Value::Array(values)) => {
                for value in values {
                    self.note(plugin, field, item, value);
                }
            }
            (Type::Custom(id), Value::Object(members)) => {
                for field in &plugin.custom(*id).fields {
                    if let Some(member) = members.get(&field.name) {
                        self.note(plugin, field, &field.ty, member);
                    }
                }
            }
            _ => {}
        }
    }
}
