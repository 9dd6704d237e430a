//! The order in which samples are taken, and where recursion stops.

use super::*;
use crate::model::value::accepts;
use crate::model::{Credential, CustomType};
use crate::text::Span;

fn list(ty: Type) -> Type {
    Type::Array(Box::new(ty))
}

fn required(name: &str, ty: Type) -> Field {
    Field {
        required: true,
        ..Field::new(name, ty)
    }
}

fn plugin_with(types: Vec<(&str, Vec<Field>)>) -> Plugin {
    let mut plugin = Plugin::new("greeting", "acme", semver::Version::new(1, 0, 0));
    plugin.types = types
        .into_iter()
        .map(|(name, fields)| CustomType {
            name: name.to_owned(),
            fields,
            origin: Span::default(),
        })
        .collect();
    plugin
}

#[test]
fn every_type_has_a_sample_that_fits_in_every_mode() {
    let plugin = plugin_with(vec![("person", vec![required("name", Type::String)])]);
    let cases = [
        (Type::Boolean, json!(true), json!(true), json!(false)),
        (Type::Integer, json!(0), json!(0), json!(0)),
        (Type::Float, json!(0.0), json!(0.0), json!(0.0)),
        (Type::Date, json!(INSTANT), json!(INSTANT), json!(INSTANT)),
        (Type::Any, json!({}), json!({}), json!({})),
        (
            Type::File,
            json!({"filename": "", "content": ""}),
            json!({"filename": "", "content": ""}),
            json!({"filename": "", "content": ""}),
        ),
        (
            Type::Credential(Credential::Token),
            json!({"token": "", "domain": ""}),
            json!({"token": "", "domain": ""}),
            json!({"token": "", "domain": ""}),
        ),
        (list(Type::Bytes), json!([]), json!([""]), json!([])),
        (
            list(list(Type::Custom(TypeId(0)))),
            json!([]),
            json!([[{"name": ""}]]),
            json!([]),
        ),
    ];
    for (ty, default, full, zero) in cases {
        for (mode, wanted) in [
            (Mode::Default, default),
            (Mode::Full, full),
            (Mode::Zero, zero),
        ] {
            let sample = of_type(&plugin, &ty, mode);
            assert_eq!(sample, wanted, "{ty:?} {mode:?}");
            assert_eq!(accepts(&plugin.types, &ty, &sample), Ok(()));
        }
    }
}

#[test]
fn default_then_example_then_enum_then_type() {
    let plugin = plugin_with(vec![]);
    let mut field = Field::new("size", Type::String);
    let of = |field: &Field, mode| of_field(&plugin, field, mode);
    assert_eq!(of(&field, Mode::Default), json!(""));
    field.allowed = vec![json!("s"), json!("m"), json!("7")];
    assert_eq!(of(&field, Mode::Default), json!("s"));
    assert_eq!(of(&field, Mode::Zero), json!("s"));
    field.example = Some(json!("outside"));
    assert_eq!(of(&field, Mode::Default), json!("s"));
    field.example = Some(json!(7));
    assert_eq!(of(&field, Mode::Full), json!("7"));
    field.default = Some(json!("m"));
    assert_eq!(of(&field, Mode::Default), json!("m"));
    field.allowed.push(json!(""));
    assert_eq!(of(&field, Mode::Zero), json!(""));
    field.ty = list(Type::String);
    field.default = None;
    field.example = None;
    assert_eq!(of(&field, Mode::Default), json!(["s"]));
    assert_eq!(of(&field, Mode::Zero), json!([]));
}

#[test]
fn recursion_stops_at_the_second_occurrence() {
    let node = Type::Custom(TypeId(0));
    let plugin = plugin_with(vec![
        (
            "node",
            vec![
                required("name", Type::String),
                required("children", list(node.clone())),
                Field::new("parent", node.clone()),
                Field::new("via", Type::Custom(TypeId(1))),
            ],
        ),
        (
            "edge",
            vec![
                Field::new("to", node.clone()),
                required("weight", Type::Integer),
            ],
        ),
    ]);
    for mode in [Mode::Default, Mode::Full, Mode::Zero] {
        assert_eq!(
            of_type(&plugin, &node, mode),
            json!({"name": "", "children": [], "via": {"weight": 0}})
        );
    }
    assert_eq!(
        of_type(&plugin, &list(node), Mode::Full),
        json!([{"name": "", "children": [], "via": {"weight": 0}}])
    );
}

#[test]
fn types_that_fan_out_or_go_deep_end_quickly() {
    let fan = |required: bool| {
        let names: Vec<String> = (0..5_000).map(|index| format!("t{index}")).collect();
        let types = names.iter().enumerate().map(|(index, name)| {
            let next = Type::Custom(TypeId((index + 1) % names.len()));
            let field = |name| Field {
                required: required && index + 1 < names.len(),
                ..Field::new(name, next.clone())
            };
            (name.as_str(), vec![field("a"), field("b")])
        });
        plugin_with(types.collect())
    };
    let optional = fan(false);
    let top = Type::Custom(TypeId(0));
    let sample = of_type(&optional, &top, Mode::Full);
    assert_eq!(accepts(&optional.types, &top, &sample), Ok(()));
    assert!(sample.to_string().len() < 1_000_000);
    assert!(of_type(&fan(true), &top, Mode::Full).to_string().len() < 10_000_000);
}

#[test]
fn messages_have_the_shape_of_the_protocol() {
    let mut plugin = plugin_with(vec![]);
    let mut port = Field::new("port", Type::Integer);
    port.default = Some(json!(80));
    plugin.connection = vec![Field::new("hostname", Type::String), port];
    let operation = |kind| Operation {
        input: vec![Field::new("who", Type::String)],
        state: vec![Field::new("since", Type::Date)],
        ..Operation::new(kind, "greet")
    };
    let connection = json!({"hostname": "", "port": 80});
    assert_eq!(
        start_message(&plugin, &operation(OperationKind::Action), Mode::Default),
        json!({"version": "v1", "type": "action_start", "body": {
            "action": "greet", "meta": {}, "input": {"who": ""}, "connection": connection,
        }})
    );
    assert_eq!(
        start_message(&plugin, &operation(OperationKind::Trigger), Mode::Default),
        json!({"version": "v1", "type": "trigger_start", "body": {
            "trigger": "greet", "meta": {}, "input": {"who": ""}, "connection": connection,
            "dispatcher": {"url": "http://localhost:8000", "webhook_url": ""},
        }})
    );
    assert_eq!(
        start_message(&plugin, &operation(OperationKind::Task), Mode::Zero),
        json!({"version": "v1", "type": "task_start", "body": {
            "task": "greet", "meta": {}, "input": {"who": ""},
            "connection": {"hostname": "", "port": 0}, "state": {"since": INSTANT},
        }})
    );
    assert_eq!(
        connection_test(&plugin, Mode::Default),
        json!({"version": "v1", "type": "connection_test", "body": {
            "meta": {}, "connection": connection,
        }})
    );
}
