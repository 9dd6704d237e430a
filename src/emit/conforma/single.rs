//! The plugin of one action alone: what an action's folder is made from. Part of the emitter.

use std::collections::BTreeMap;

use crate::model::{CustomType, Field, Operation, Plugin, Type, TypeId};

/// The plugin with one action, the connection, and the types that these are made of.
pub(super) fn single(plugin: &Plugin, action: &Operation) -> Plugin {
    let mut reached: BTreeMap<usize, usize> = BTreeMap::new();
    let sections = [&action.input, &action.output, &plugin.connection];
    let mut waiting: Vec<&Field> = sections.into_iter().flatten().collect();
    while let Some(field) = waiting.pop() {
        if let Some(id) = field.ty.custom()
            && reached.insert(id.0, 0).is_none()
        {
            waiting.extend(&plugin.custom(id).fields);
        }
    }
    for (place, index) in reached.values_mut().enumerate() {
        *index = place;
    }
    let fields = |fields: &[Field]| -> Vec<Field> {
        let mut moved = fields.to_vec();
        for field in &mut moved {
            move_to(&reached, &mut field.ty);
        }
        moved
    };
    let types = reached.keys().map(|&index| {
        let ty = &plugin.types[index];
        CustomType {
            fields: fields(&ty.fields),
            ..ty.clone()
        }
    });
    Plugin {
        title: action.title.clone(),
        description: String::new(),
        key_features: Vec::new(),
        types: types.collect(),
        connection: fields(&plugin.connection),
        actions: vec![Operation {
            input: fields(&action.input),
            output: fields(&action.output),
            ..action.clone()
        }],
        triggers: Vec::new(),
        tasks: Vec::new(),
        processes: Vec::new(),
        ..plugin.clone()
    }
}

/// Lets a type name custom types by their new places.
fn move_to(places: &BTreeMap<usize, usize>, ty: &mut Type) {
    match ty {
        Type::Array(item) => move_to(places, item),
        Type::Custom(TypeId(index)) => *index = places.get(index).copied().unwrap_or_default(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OperationKind;
    use crate::text::Span;

    #[test]
    fn only_types_that_are_used_are_there() {
        let custom = |name: &str, ty| CustomType {
            name: name.to_owned(),
            fields: vec![Field::new("next", ty)],
            origin: Span::default(),
        };
        let list = |index| Type::Array(Box::new(Type::Custom(TypeId(index))));
        let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
        plugin.types = vec![
            custom("unused", Type::Any),
            custom("leaf", Type::Any),
            custom("ring", list(2)),
            custom("root", list(1)),
        ];
        plugin.connection = vec![Field::new("ring", Type::Custom(TypeId(2)))];
        let mut action = Operation::new(OperationKind::Action, "a");
        action.output = vec![Field::new("root", Type::Custom(TypeId(3)))];
        let own = single(&plugin, &action);
        let fields = [&own.actions[0].output[0], &own.connection[0]];
        assert_eq!(
            fields.map(|field| own.type_name(&field.ty)),
            ["root", "ring"]
        );
        let types = own.types.iter();
        let types: Vec<(&str, String)> = types
            .map(|ty| (ty.name.as_str(), own.type_name(&ty.fields[0].ty)))
            .collect();
        let expected = [("leaf", "any"), ("ring", "[]ring"), ("root", "[]leaf")];
        assert_eq!(types, expected.map(|(name, ty)| (name, ty.to_owned())));
    }
}
