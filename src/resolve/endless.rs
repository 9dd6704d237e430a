//! What could never end: types that require themselves, and defaults that fill in themselves.

use std::collections::BTreeSet;

use super::findings::{ENDLESS_DEFAULT, ENDLESS_TYPE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{CustomType, Type, TypeId, Value};

/// Finds types whose every value must hold another value of the same type, reports them, and makes the field that
/// closes the circle optional, so that the model stays whole.
pub fn end_types(types: &mut [CustomType], diagnostics: &mut Diagnostics) {
    // A depth-first walk over required fields; an edge to a type on the path closes a circle.
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnPath,
        Done,
    }
    let mut states = vec![State::New; types.len()];
    for root in 0..types.len() {
        if states[root] != State::New {
            continue;
        }
        states[root] = State::OnPath;
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
                    states[next] = State::OnPath;
                    path.push((next, 0));
                }
                State::Done => {}
                State::OnPath => {
                    let circle: Vec<usize> = path
                        .iter()
                        .map(|(index, _)| *index)
                        .skip_while(|index| *index != next)
                        .collect();
                    diagnostics.push(endless_type(types, &circle, place));
                    types[index].fields[place].required = false;
                }
            }
        }
    }
}

fn endless_type(types: &[CustomType], circle: &[usize], place: usize) -> Diagnostic {
    let first = &types[circle[0]];
    let last = &types[circle[circle.len() - 1]];
    let field = &last.fields[place];
    let message = if circle.len() == 1 {
        format!(
            "the type `{}` requires itself: no value of it could ever end",
            first.name
        )
    } else {
        let names = circle.iter().map(|index| types[*index].name.clone());
        format!(
            "the type `{}` requires itself ({}): no value of it could ever end",
            first.name,
            ring(names)
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
    let mut done: BTreeSet<Place> = BTreeSet::new();
    let places: Vec<Place> = (0..types.len())
        .flat_map(|ty| (0..types[ty].fields.len()).map(move |field| (ty, field)))
        .collect();
    for root in places {
        if done.contains(&root) {
            continue;
        }
        // A depth-first walk from default to default; each on the path with those that it fills in and are still to
        // be looked at.
        let mut path = vec![(root, filled_in(types, root))];
        while let Some((place, pending)) = path.last_mut() {
            let place = *place;
            let Some(next) = pending.pop() else {
                done.insert(place);
                path.pop();
                continue;
            };
            if let Some(start) = path.iter().position(|(on_path, _)| *on_path == next) {
                let circle: Vec<Place> = path[start..].iter().map(|(place, _)| *place).collect();
                diagnostics.push(endless_default(types, &circle));
                types[place.0].fields[place.1].default = None;
                done.insert(place);
                path.pop();
            } else if !done.contains(&next) {
                let inside = filled_in(types, next);
                path.push((next, inside));
            }
        }
    }
}

/// The fields whose defaults a field's default fills in, last first.
fn filled_in(types: &[CustomType], (ty, field): Place) -> Vec<Place> {
    let field = &types[ty].fields[field];
    let mut found = Vec::new();
    let mut pending: Vec<(&Type, &Value)> =
        field.default.iter().map(|it| (&field.ty, it)).collect();
    while let Some((ty, value)) = pending.pop() {
        match (ty, value) {
            (Type::Array(item), Value::Array(values)) => {
                pending.extend(values.iter().map(|value| (&**item, value)));
            }
            (Type::Custom(TypeId(ty)), Value::Object(members)) => {
                for (index, field) in types[*ty].fields.iter().enumerate() {
                    match members.get(&field.name) {
                        Some(member) => pending.push((&field.ty, member)),
                        None if field.default.is_some() => found.push((*ty, index)),
                        None => {}
                    }
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found.reverse();
    found
}

fn endless_default(types: &[CustomType], circle: &[Place]) -> Diagnostic {
    let name =
        |(ty, field): &Place| format!("{}.{}", types[*ty].name, types[*ty].fields[*field].name);
    let field = |(ty, field): &Place| &types[*ty].fields[*field];
    let (first, last) = (&circle[0], &circle[circle.len() - 1]);
    let message = if circle.len() == 1 {
        format!(
            "the default of `{}` fills in itself: it could never end",
            name(last)
        )
    } else {
        format!(
            "the default of `{}` fills in itself ({}): it could never end",
            name(last),
            ring(
                circle[circle.len() - 1..]
                    .iter()
                    .chain(&circle[..circle.len() - 1])
                    .map(name)
            ),
        )
    };
    let mut diagnostic =
        Diagnostic::new(&ENDLESS_DEFAULT, field(last).origin.default, message).at(format!(
            "leaves out `{}`, which has a default too",
            field(first).name
        ));
    if first != last {
        diagnostic = diagnostic.label(field(first).origin.default, "which leads back");
    }
    diagnostic.help("remove the default: a field that need not be there can be left out")
}

/// Names that lead back to the first one.
fn ring(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.extend(names.first().cloned());
    names.join(" → ")
}
