//! What could never end: types that require themselves, and defaults that fill in themselves.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::findings::{ENDLESS_DEFAULT, ENDLESS_TYPE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{CustomType, Field, Type, TypeId, Value};

/// Finds types whose every value must hold another value of the same type, reports them, and makes the field that
/// closes the circle optional, so that the model stays whole.
pub fn end_types(types: &mut [CustomType], diagnostics: &mut Diagnostics) {
    // A depth-first walk over required fields; an edge to a type on the path closes a circle.
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnPath { depth: usize },
        Done,
    }
    let mut states = vec![State::New; types.len()];
    for root in 0..types.len() {
        if states[root] != State::New {
            continue;
        }
        states[root] = State::OnPath { depth: 0 };
        // Types on the path with the next field to look at in each.
        let mut path = vec![(root, 0)];
        while let Some((index, field)) = path.last_mut() {
            let (index, place) = (*index, *field);
            *field += 1;
            let Some(field) = types[index].fields.get(place) else {
                states[index] = State::Done;
                path.pop();
                continue;
            };
            let Type::Custom(TypeId(next)) = field.ty else {
                continue;
            };
            if !field.required {
                continue;
            }
            match states[next] {
                State::New => {
                    states[next] = State::OnPath { depth: path.len() };
                    path.push((next, 0));
                }
                State::Done => {}
                State::OnPath { depth } => {
                    diagnostics.push(endless_type(types, &path[depth..], place));
                    types[index].fields[place].required = false;
                }
            }
        }
    }
}

/// `circle` holds the types on it, each first.
fn endless_type(types: &[CustomType], circle: &[(usize, usize)], place: usize) -> Diagnostic {
    let name = |(index, _): &(usize, usize)| format!("`{}`", types[*index].name);
    let first = &types[circle[0].0];
    let last = &types[circle[circle.len() - 1].0];
    let field = &last.fields[place];
    let message = if circle.len() == 1 {
        format!(
            "the type `{}` requires itself: no value of it could ever end",
            first.name
        )
    } else {
        format!(
            "the type `{}` requires itself ({}): no value of it could ever end",
            first.name,
            ring(circle.iter().map(name))
        )
    };
    Diagnostic::new(&ENDLESS_TYPE, field.origin.ty, message)
        .at(format!(
            "every `{}` must hold a `{}`",
            last.name, first.name
        ))
        .label(first.origin, format!("`{}` is defined here", first.name))
        .help(format!(
            "make `{}` optional with `required: false`, or a list (`\"[]{}\"`), which can be empty",
            field.name, first.name
        ))
}

/// A field of a custom type: the indices of both.
type Place = (usize, usize);

/// Finds defaults that fill in themselves through the defaults of the fields that they leave out, reports them, and
/// drops the one that closes the circle, so that the model stays whole. A default of an operation's field can lead to
/// such a circle, but be in none.
pub fn end_defaults(types: &mut [CustomType], diagnostics: &mut Diagnostics) {
    let mut fields = types.iter().flat_map(|ty| &ty.fields);
    if fields.any(leads_on) {
        for (ty, field) in endless_defaults(types, diagnostics) {
            types[ty].fields[field].default = None;
        }
    }
}

/// Whether a field's default may hold objects of custom types, and so fill in their defaults.
fn leads_on(field: &Field) -> bool {
    let mut ty = &field.ty;
    while let Type::Array(item) = ty {
        ty = item;
    }
    field.default.is_some() && matches!(ty, Type::Custom(_))
}

/// A default on the path of the walk.
struct Step {
    place: Place,
    /// What it fills in and is still to be looked at, the last type first.
    pending: Vec<FilledIn>,
}

/// The fields of one type that a default fills in.
struct FilledIn {
    ty: usize,
    /// All from this one on that have a default.
    from: usize,
    /// But not these, which it has a value for; in order.
    given: Vec<usize>,
}

/// A depth-first walk from default to default. One default may fill in as many as a type has, so a field that was
/// looked at is never met again: the walk takes as long as the types and the defaults are, not their product.
fn endless_defaults(types: &[CustomType], diagnostics: &mut Diagnostics) -> Vec<Place> {
    let names: Vec<HashMap<&str, usize>> = types
        .iter()
        .map(|ty| {
            let names = ty.fields.iter().map(|field| field.name.as_str());
            names.zip(0..).collect()
        })
        .collect();
    let mut open: Vec<Open> = types.iter().map(|ty| Open::new(&ty.fields)).collect();
    let mut depths: HashMap<Place, usize> = HashMap::new();
    let mut endless = Vec::new();
    for ty in 0..types.len() {
        while let Some(field) = open[ty].first(0) {
            let mut path = vec![Step::new(types, &names, (ty, field))];
            depths.insert((ty, field), 0);
            while let Some(step) = path.last_mut() {
                let next = step.next(&mut open);
                let circle = next.and_then(|next| depths.get(&next).copied());
                if let Some(start) = circle {
                    diagnostics.push(endless_default(types, &path[start..]));
                } else if let Some(next) = next {
                    depths.insert(next, path.len());
                    path.push(Step::new(types, &names, next));
                    continue;
                }
                if let Some(Step { place, .. }) = path.pop() {
                    endless.extend(circle.map(|_| place));
                    depths.remove(&place);
                    open[place.0].close(place.1);
                }
            }
        }
    }
    endless
}

impl Step {
    fn new(types: &[CustomType], names: &[HashMap<&str, usize>], place: Place) -> Self {
        let field = &types[place.0].fields[place.1];
        let mut given_by_type: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut values: Vec<(&Type, &Value)> =
            field.default.iter().map(|it| (&field.ty, it)).collect();
        while let Some((ty, value)) = values.pop() {
            match (ty, value) {
                (Type::Array(item), Value::Array(items)) => {
                    values.extend(items.iter().map(|value| (&**item, value)));
                }
                (Type::Custom(TypeId(ty)), Value::Object(members)) => {
                    let mut given = Vec::with_capacity(members.len());
                    for (name, value) in members {
                        if let Some(index) = names[*ty].get(name.as_str()) {
                            given.push(*index);
                            values.push((&types[*ty].fields[*index].ty, value));
                        }
                    }
                    given.sort_unstable();
                    // What one of several objects leaves out is filled in.
                    match given_by_type.entry(*ty) {
                        Entry::Vacant(entry) => drop(entry.insert(given)),
                        Entry::Occupied(mut entry) => entry
                            .get_mut()
                            .retain(|index| given.binary_search(index).is_ok()),
                    }
                }
                _ => {}
            }
        }
        let pending = given_by_type.into_iter().rev();
        Self {
            place,
            pending: pending
                .map(|(ty, given)| FilledIn { ty, from: 0, given })
                .collect(),
        }
    }

    /// The next field that it fills in and that was not looked at to its end.
    fn next(&mut self, open: &mut [Open]) -> Option<Place> {
        while let Some(filled_in) = self.pending.last_mut() {
            while let Some(field) = open[filled_in.ty].first(filled_in.from) {
                filled_in.from = field + 1;
                if filled_in.given.binary_search(&field).is_err() {
                    return Some((filled_in.ty, field));
                }
            }
            self.pending.pop();
        }
        None
    }
}

/// The fields of a type that have a default that was not looked at to its end. From each field it leads to the first
/// such field from there on, by a way that gets shorter each time it is taken.
struct Open {
    onward: Vec<usize>,
}

impl Open {
    fn new(fields: &[Field]) -> Self {
        let onward = fields
            .iter()
            .enumerate()
            .map(|(index, field)| index + usize::from(field.default.is_none()));
        Self {
            onward: onward.collect(),
        }
    }

    fn first(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(next) = self.onward.get(at).copied().filter(|next| *next != at) {
            self.onward[at] = self.onward.get(next).copied().unwrap_or(next);
            at = next;
        }
        (at < self.onward.len()).then_some(at)
    }

    fn close(&mut self, field: usize) {
        self.onward[field] = field + 1;
    }
}

fn endless_default(types: &[CustomType], circle: &[Step]) -> Diagnostic {
    let field = |step: &Step| &types[step.place.0].fields[step.place.1];
    let name = |step: &Step| format!("`{}.{}`", types[step.place.0].name, field(step).name);
    let (first, last) = (&circle[0], &circle[circle.len() - 1]);
    let message = if circle.len() == 1 {
        format!(
            "the default of {} fills in itself: it could never end",
            name(last)
        )
    } else {
        let names = circle[circle.len() - 1..].iter().chain(circle);
        format!(
            "the default of {} fills in itself ({}): it could never end",
            name(last),
            ring(names.take(circle.len()).map(name)),
        )
    };
    let mut diagnostic =
        Diagnostic::new(&ENDLESS_DEFAULT, field(last).origin.default, message).at(format!(
            "leaves out `{}`, which has a default too",
            field(first).name
        ));
    if circle.len() > 1 {
        diagnostic = diagnostic.label(field(first).origin.default, "which leads back");
    }
    diagnostic.help("remove the default: a field that need not be there can be left out")
}

/// Most names that are told of a circle.
const MOST_NAMES: usize = 12;

/// Names that lead back to the first one.
fn ring(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.take(MOST_NAMES + 1).collect();
    if names.len() > MOST_NAMES {
        names.truncate(MOST_NAMES - 1);
        names.push("…".to_owned());
    }
    names.extend(names.first().cloned());
    names.join(" → ")
}
