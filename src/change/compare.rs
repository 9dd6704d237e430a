//! Compares two models part by part.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Gravity};
use crate::model::{Field, Operation, OperationKind, Plugin, Type, TypeId};
use crate::text::Span;

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The user gives them: asking for more breaks.
    Given,
    /// The user takes them: telling less breaks.
    Taken,
    /// Either, as types are used.
    Both,
}

/// A list of fields and what it is called.
struct Place<'a> {
    /// "the input of `look_up`".
    name: String,
    side: Side,
    /// Where what is gone is reported.
    span: Span,
    connection: bool,
    before: &'a [Field],
    now: &'a [Field],
}

struct Comparison<'a> {
    before: &'a Plugin,
    now: &'a Plugin,
    changes: Vec<Change>,
}

pub(super) fn compare(before: &Plugin, now: &Plugin) -> Vec<Change> {
    let mut comparison = Comparison {
        before,
        now,
        changes: Vec::new(),
    };
    comparison.words();
    comparison.types();
    comparison.fields(&Place {
        name: "the connection".to_owned(),
        side: Side::Given,
        span: now.origin.connection,
        connection: true,
        before: &before.connection,
        now: &now.connection,
    });
    for kind in OperationKind::ALL {
        comparison.operations(kind);
    }
    comparison.processes();
    comparison.changes
}

impl Comparison<'_> {
    fn add(&mut self, gravity: Gravity, what: String, now: Span, before: Option<Span>) {
        self.changes.push(Change {
            gravity,
            what,
            now,
            before,
            connection: false,
        });
    }

    /// What the plugin says of itself.
    fn words(&mut self) {
        let (before, now) = (self.before, self.now);
        let names =
            [&before.vendor, &now.vendor, &before.name, &now.name].map(|it| it.escape_debug());
        let [old_vendor, vendor, old_name, name] = names.map(|it| it.to_string());
        if before.name != now.name {
            let what = format!("Rename the plugin `{old_name}` to `{name}`");
            let old = before.origin.name;
            self.add(Gravity::Breaking, what, now.origin.name, Some(old));
        }
        if before.vendor != now.vendor {
            let what = format!("Change the vendor from `{old_vendor}` to `{vendor}`");
            let old = before.origin.name;
            self.add(Gravity::Breaking, what, now.origin.name, Some(old));
        }
        let told = |plugin: &Plugin| {
            (
                plugin.title.clone(),
                plugin.description.clone(),
                plugin.key_features.clone(),
                plugin.requirements.clone(),
                plugin.troubleshooting.clone(),
                plugin.supported_versions.clone(),
                plugin.links.clone(),
                plugin.references.clone(),
            )
        };
        if told(before) != told(now) {
            let what = "Update the documentation of the plugin".to_owned();
            let (place, old) = (now.origin.description, before.origin.description);
            self.add(Gravity::Documentation, what, place, Some(old));
        }
    }

    fn operations(&mut self, kind: OperationKind) {
        let singular = kind.singular();
        let old: BTreeMap<&str, &Operation> = self
            .before
            .operations_of(kind)
            .iter()
            .map(|it| (it.name.as_str(), it))
            .collect();
        let new = self.now.operations_of(kind);
        let names: BTreeSet<&str> = new.iter().map(|it| it.name.as_str()).collect();
        for operation in new {
            let name = operation.name.escape_debug();
            let Some(before) = old.get(operation.name.as_str()) else {
                let what = format!("Add the {singular} `{name}`");
                self.add(Gravity::Compatible, what, operation.origin, None);
                continue;
            };
            let words = (&before.title, &before.description);
            if words != (&operation.title, &operation.description) {
                let what = format!("Update the documentation of the {singular} `{name}`");
                self.add(
                    Gravity::Documentation,
                    what,
                    operation.origin,
                    Some(before.origin),
                );
            }
            if before.schedule != operation.schedule {
                let what = format!("Change the schedule of the {singular} `{name}`");
                self.add(
                    Gravity::Compatible,
                    what,
                    operation.origin,
                    Some(before.origin),
                );
            }
            for (part, side, before, now) in [
                ("input", Side::Given, &before.input, &operation.input),
                ("output", Side::Taken, &before.output, &operation.output),
                ("state", Side::Both, &before.state, &operation.state),
            ] {
                self.fields(&Place {
                    name: format!("the {part} of the {singular} `{name}`"),
                    side,
                    span: operation.origin,
                    connection: false,
                    before,
                    now,
                });
            }
        }
        for (name, operation) in old {
            if !names.contains(name) {
                let what = format!("Remove the {singular} `{}`", name.escape_debug());
                let gone = self.now.origin.version;
                self.add(Gravity::Breaking, what, gone, Some(operation.origin));
            }
        }
    }

    fn processes(&mut self) {
        for process in &self.now.processes {
            let name = process.name.escape_debug();
            let found = self
                .before
                .processes
                .iter()
                .find(|it| it.name == process.name);
            let Some(before) = found else {
                let what = format!("Add the process `{name}`");
                self.add(Gravity::Compatible, what, process.origin, None);
                continue;
            };
            let words = (&before.title, &before.description);
            if words != (&process.title, &process.description) {
                let what = format!("Update the documentation of the process `{name}`");
                self.add(
                    Gravity::Documentation,
                    what,
                    process.origin,
                    Some(before.origin),
                );
            }
            let (was, is) = (
                [before.update, before.close, before.webhook],
                [process.update, process.close, process.webhook],
            );
            if was != is {
                let less = was.iter().zip(is).any(|(was, is)| *was && !is);
                let gravity = if less {
                    Gravity::Breaking
                } else {
                    Gravity::Compatible
                };
                let what = format!("Change how the process `{name}` goes on");
                self.add(gravity, what, process.origin, Some(before.origin));
            }
            for (part, side, before, now) in [
                ("input", Side::Given, &before.input, &process.input),
                ("outcome", Side::Taken, &before.outcome, &process.outcome),
            ] {
                self.fields(&Place {
                    name: format!("the {part} of the process `{name}`"),
                    side,
                    span: process.origin,
                    connection: false,
                    before,
                    now,
                });
            }
        }
        for process in &self.before.processes {
            if !self.now.processes.iter().any(|it| it.name == process.name) {
                let what = format!("Remove the process `{}`", process.name.escape_debug());
                let gone = self.now.origin.version;
                self.add(Gravity::Breaking, what, gone, Some(process.origin));
            }
        }
    }

    fn types(&mut self) {
        let given = given_types(self.now);
        for (index, custom) in self.now.types.iter().enumerate() {
            let name = custom.name.escape_debug();
            let found = self.before.types.iter().find(|it| it.name == custom.name);
            let Some(before) = found else {
                let what = format!("Add the type `{name}`");
                self.add(Gravity::Compatible, what, custom.origin, None);
                continue;
            };
            let side = if given.contains(&TypeId(index)) {
                Side::Both
            } else {
                Side::Taken
            };
            self.fields(&Place {
                name: format!("the type `{name}`"),
                side,
                span: custom.origin,
                connection: false,
                before: &before.fields,
                now: &custom.fields,
            });
        }
        for custom in &self.before.types {
            if !self.now.types.iter().any(|it| it.name == custom.name) {
                let what = format!("Remove the type `{}`", custom.name.escape_debug());
                let gone = self.now.origin.version;
                self.add(Gravity::Breaking, what, gone, Some(custom.origin));
            }
        }
    }

    fn fields(&mut self, place: &Place<'_>) {
        let old: BTreeMap<&str, &Field> = place
            .before
            .iter()
            .map(|field| (field.name.as_str(), field))
            .collect();
        let start = self.changes.len();
        for field in place.now {
            match old.get(field.name.as_str()) {
                None => self.added(place, field),
                Some(before) => self.changed(place, before, field),
            }
        }
        for field in place.before {
            if !place.now.iter().any(|it| it.name == field.name) {
                let what = format!("Remove `{}` from {}", field.name.escape_debug(), place.name);
                self.add(Gravity::Breaking, what, place.span, Some(field.origin.name));
            }
        }
        for change in &mut self.changes[start..] {
            change.connection = place.connection;
        }
    }

    fn added(&mut self, place: &Place<'_>, field: &Field) {
        let name = field.name.escape_debug();
        let must = field.required && field.default.is_none() && place.side != Side::Taken;
        let (gravity, what) = if must {
            let what = format!("Add `{name}`, which must be given, to {}", place.name);
            (Gravity::Breaking, what)
        } else {
            (
                Gravity::Compatible,
                format!("Add `{name}` to {}", place.name),
            )
        };
        self.add(gravity, what, field.origin.name, None);
    }

    fn changed(&mut self, place: &Place<'_>, before: &Field, field: &Field) {
        let name = format!("`{}` in {}", field.name.escape_debug(), place.name);
        let old = Some(before.origin.name);
        let (was, is) = (
            self.before.type_name(&before.ty),
            self.now.type_name(&field.ty),
        );
        if was != is {
            let what = format!("Change the type of {name} from `{was}` to `{is}`");
            self.add(
                Gravity::Breaking,
                what,
                field.origin.ty,
                Some(before.origin.ty),
            );
        }
        let must = |field: &Field| field.required && field.default.is_none();
        match (must(before), must(field)) {
            (false, true) if place.side != Side::Taken => {
                let what = format!("Demand {name}");
                self.add(Gravity::Breaking, what, field.origin.name, old);
            }
            (was, is) if was != is => {
                let verb = if is { "Promise" } else { "No longer demand" };
                let verb = if is || place.side != Side::Taken {
                    verb
                } else {
                    "No longer promise"
                };
                self.add(
                    Gravity::Compatible,
                    format!("{verb} {name}"),
                    field.origin.name,
                    old,
                );
            }
            _ => {}
        }
        if before.allowed != field.allowed {
            let fewer = !field.allowed.is_empty()
                && (before.allowed.is_empty()
                    || before
                        .allowed
                        .iter()
                        .any(|value| !field.allowed.contains(value)));
            let breaks = fewer && place.side != Side::Taken;
            let gravity = if breaks {
                Gravity::Breaking
            } else {
                Gravity::Compatible
            };
            let what = format!("Change the values that {name} may have");
            self.add(
                gravity,
                what,
                field.origin.allowed,
                Some(before.origin.allowed),
            );
        }
        if before.default != field.default && must(before) == must(field) {
            let what = format!("Change the default of {name}");
            self.add(
                Gravity::Compatible,
                what,
                field.origin.default,
                Some(before.origin.default),
            );
        }
        let words = |field: &Field| {
            (
                field.title.clone(),
                field.description.clone(),
                field.example.clone(),
                field.placeholder.clone(),
                field.tooltip.clone(),
                field.order,
            )
        };
        if words(before) != words(field) {
            let what = format!("Update the documentation of {name}");
            self.add(Gravity::Documentation, what, field.origin.name, old);
        }
    }
}

/// The types that values of users' own may have.
fn given_types(plugin: &Plugin) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<TypeId> = Vec::new();
    let custom = |field: &Field| Type::custom(&field.ty);
    waiting.extend(plugin.connection.iter().filter_map(custom));
    for operation in plugin.operations() {
        waiting.extend(operation.input.iter().filter_map(custom));
    }
    for process in &plugin.processes {
        waiting.extend(process.input.iter().filter_map(custom));
    }
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(plugin.custom(id).fields.iter().filter_map(custom));
        }
    }
    found
}
