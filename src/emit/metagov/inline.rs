//! Types inside of schemas: the host knows no references, so each type is described where it is used, and the
//! description has to end. Part of the emitter.

use crate::model::{Field, Plugin, Type, TypeId};

/// Past this many fields, counted through all types inside, a type is described as an object and no more.
const MOST_FIELDS: usize = 2_000;

/// Which uses of types are described in full.
pub(super) struct Inlining {
    /// Per type, the types inside of it at any depth.
    reach: Vec<Vec<bool>>,
    /// Per type, whether its description is too long to be repeated.
    is_large: Vec<bool>,
    /// The types in an order in which each comes after those that it describes.
    order: Vec<TypeId>,
}

impl Inlining {
    /// Looks at every type.
    pub(super) fn new(plugin: &Plugin) -> Self {
        let count = plugin.types.len();
        let reach = (0..count).map(|index| reached(plugin, index)).collect();
        let mut inlining = Self {
            reach,
            is_large: vec![false; count],
            order: Vec::new(),
        };
        // Fewer types first, itself counted: what a type describes does not lead back to it, and so holds fewer.
        let mut order: Vec<usize> = (0..count).collect();
        let held = |index: usize| {
            let reached = inlining.reach[index].iter().enumerate();
            reached
                .filter(|(other, it)| **it || *other == index)
                .count()
        };
        order.sort_by_key(|index| (held(*index), *index));
        inlining.order = order.into_iter().map(TypeId).collect();
        inlining.measure(plugin);
        inlining
    }

    /// The custom type of a use that is described in full there; `from` is the type that uses it.
    pub(super) fn described(&self, from: Option<TypeId>, ty: &Type) -> Option<TypeId> {
        let Type::Custom(to) = *ty else {
            return None;
        };
        let repeats = from.is_some_and(|from| self.reach[to.0][from.0]);
        (!repeats && !self.is_large[to.0]).then_some(to)
    }

    /// Whether a type is inside of itself.
    pub(super) fn is_recursive(&self, id: TypeId) -> bool {
        self.reach[id.0][id.0]
    }

    /// Whether a type is too large to be described.
    pub(super) fn is_large(&self, id: TypeId) -> bool {
        self.is_large[id.0]
    }

    /// The types that are described somewhere, each after those that it describes itself.
    pub(super) fn used(&self, plugin: &Plugin) -> Vec<TypeId> {
        let mut used = vec![false; plugin.types.len()];
        for field in given_and_made(plugin) {
            if let Some(id) = self.described(None, innermost(&field.ty)) {
                used[id.0] = true;
            }
        }
        for id in self.order.iter().rev() {
            if !used[id.0] {
                continue;
            }
            for field in &plugin.custom(*id).fields {
                if let Some(inner) = self.described(Some(*id), innermost(&field.ty)) {
                    used[inner.0] = true;
                }
            }
        }
        let order = self.order.iter().copied();
        order.filter(|id| used[id.0]).collect()
    }

    fn measure(&mut self, plugin: &Plugin) {
        let mut sizes = vec![0_usize; plugin.types.len()];
        for id in self.order.clone() {
            let mut size = 0_usize;
            for field in &plugin.custom(id).fields {
                let inner = self.described(Some(id), innermost(&field.ty));
                size = size.saturating_add(1 + inner.map_or(0, |inner| sizes[inner.0]));
            }
            sizes[id.0] = size;
            self.is_large[id.0] = size > MOST_FIELDS;
        }
    }
}

/// Every field of the plugin that stands in a schema by itself, in the order of the schemas.
pub(super) fn given_and_made(plugin: &Plugin) -> impl Iterator<Item = &Field> {
    let operations = plugin.operations();
    let operations = operations.flat_map(|it| it.input.iter().chain(&it.output));
    let processes = plugin.processes.iter();
    let processes = processes.flat_map(|it| it.input.iter().chain(&it.outcome));
    plugin.connection.iter().chain(operations).chain(processes)
}

/// The type at the heart of lists.
pub(super) fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Array(item) => innermost(item),
        other => other,
    }
}

fn reached(plugin: &Plugin, start: usize) -> Vec<bool> {
    let mut reached = vec![false; plugin.types.len()];
    let mut waiting = vec![start];
    while let Some(index) = waiting.pop() {
        for field in &plugin.types[index].fields {
            if let Some(TypeId(inner)) = field.ty.custom()
                && !std::mem::replace(&mut reached[inner], true)
            {
                waiting.push(inner);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CustomType;
    use crate::text::Span;

    /// A plugin whose types have fields of other types.
    fn plugin(types: &[&[usize]]) -> Plugin {
        let mut plugin = Plugin::new("one", "acme", semver::Version::new(1, 0, 0));
        let field = |inner: &usize| Field::new(format!("f{inner}"), Type::Custom(TypeId(*inner)));
        plugin.types = types
            .iter()
            .enumerate()
            .map(|(index, inner)| CustomType {
                name: format!("t{index}"),
                fields: inner.iter().map(field).collect(),
                origin: Span::default(),
            })
            .collect();
        plugin.connection = vec![field(&0)];
        plugin
    }

    #[test]
    fn descriptions_end_where_a_type_repeats() {
        let plugin = plugin(&[&[1, 2], &[0], &[]]);
        let inlining = Inlining::new(&plugin);
        let used = inlining.used(&plugin);
        assert_eq!(used, [TypeId(2), TypeId(0)]);
        assert!(inlining.is_recursive(TypeId(1)) && !inlining.is_recursive(TypeId(2)));
        let to = |id| Type::Custom(TypeId(id));
        assert_eq!(inlining.described(Some(TypeId(0)), &to(1)), None);
        assert_eq!(inlining.described(Some(TypeId(0)), &to(2)), Some(TypeId(2)));
    }

    #[test]
    fn a_type_stands_before_those_that_describe_it() {
        let plugin = plugin(&[&[1], &[1, 2], &[3], &[2]]);
        let inlining = Inlining::new(&plugin);
        let used = inlining.used(&plugin);
        assert_eq!(used, [TypeId(2), TypeId(1), TypeId(0)]);
        let place = |id| used.iter().position(|it| *it == id);
        for id in &used {
            for field in &plugin.custom(*id).fields {
                if let Some(inner) = inlining.described(Some(*id), &field.ty) {
                    assert!(place(inner) < place(*id));
                }
            }
        }
    }

    #[test]
    fn types_that_double_stop_at_a_size() {
        let types: Vec<Vec<usize>> = (0..40).map(|it| vec![it + 1, it + 1]).collect();
        let mut types: Vec<&[usize]> = types.iter().map(Vec::as_slice).collect();
        types.push(&[]);
        let plugin = plugin(&types);
        let inlining = Inlining::new(&plugin);
        let large = (0..41).filter(|it| inlining.is_large(TypeId(*it))).count();
        assert!((1..40).contains(&large), "{large}");
        assert_eq!(
            inlining.described(None, &Type::Custom(TypeId(40))),
            Some(TypeId(40))
        );
    }
}
