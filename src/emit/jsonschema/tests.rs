//! The layout of the files, and each keyword once.

use super::*;
use serde_json::json;

use crate::render::json_schema::NOTICE;

use crate::model::{Credential, CustomType, Field, Operation, OperationKind, Type, TypeId};
use crate::text::Span;

fn custom(name: &str, fields: Vec<Field>) -> CustomType {
    CustomType {
        name: name.to_owned(),
        fields,
        origin: Span::default(),
    }
}

fn emitted(plugin: &Plugin) -> OutputTree {
    let mut tree = OutputTree::new();
    let found = emit(plugin, &Options::default(), &mut tree);
    assert!(found.is_empty());
    tree
}

fn read(tree: &OutputTree, path: &str) -> Value {
    let file = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    serde_json::from_slice(&file.bytes).unwrap()
}

#[test]
fn a_schema_per_side_connection_and_type_and_one_bundle() {
    let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
    plugin.actions = vec![Operation::new(OperationKind::Action, "a/b")];
    plugin.triggers = vec![Operation::new(OperationKind::Trigger, "a")];
    plugin.tasks = vec![Operation::new(OperationKind::Task, "a")];
    plugin.types = vec![
        custom("person", vec![]),
        custom("Person", vec![]),
        custom("..", vec![]),
        custom("file", vec![]),
    ];
    plugin.connection = vec![
        Field::new("attachment", Type::File),
        Field::new("them", Type::Array(Box::new(Type::Custom(TypeId(1))))),
    ];
    let tree = emitted(&plugin);
    let paths: Vec<&str> = tree.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "actions/a~2Fb.input.json",
            "actions/a~2Fb.output.json",
            "connection.json",
            "plugin.json",
            "tasks/a.input.json",
            "tasks/a.output.json",
            "tasks/a.state.json",
            "triggers/a.input.json",
            "triggers/a.output.json",
            "types/Person~~6007db63e18e.json",
            "types/file.json",
            "types/file~~3b9c358f36f0.json",
            "types/person.json",
            "types/~2E..json",
        ]
    );
    let connection = read(&tree, "connection.json");
    assert_eq!(connection["$id"], "connection.json");
    assert_eq!(
        connection["properties"]["attachment"]["$ref"],
        "types/file.json"
    );
    assert_eq!(
        connection["properties"]["them"]["items"]["$ref"],
        "types/Person~~6007db63e18e.json"
    );
    assert_eq!(read(&tree, "tasks/a.state.json")["$id"], "a.state.json");
    let bundle = read(&tree, "plugin.json");
    assert_eq!(bundle["$id"], "plugin.json");
    let members = bundle["$defs"].as_object().unwrap();
    assert_eq!(members.len(), paths.len() - 1);
    for (path, member) in members {
        assert_eq!(member["$id"], path.as_str());
    }
}

#[test]
fn every_part_of_a_field_has_its_keyword() {
    let list = |ty| Type::Array(Box::new(ty));
    let mut colours = Field::new("colours", list(list(Type::String)));
    colours.allowed = vec![json!(["red"])];
    let mut person = Field::new("who", Type::Custom(TypeId(0)));
    person.title = Some("Who".to_owned());
    person.description = Some("Whom to greet".to_owned());
    person.required = true;
    person.example = Some(json!("{\"name\": 7}"));
    person.tooltip = Some("A person".to_owned());
    person.order = Some(2);
    let mut size = Field::new("size", Type::Integer);
    size.allowed = vec![json!(1), json!(2)];
    size.default = Some(json!(2));
    size.example = Some(json!("big"));
    let plain = [
        ("date", Type::Date),
        ("secret", Type::Password),
        ("bytes", Type::Bytes),
        ("any", Type::Any),
        ("things", list(Type::Any)),
        ("ratio", Type::Float),
        ("key", Type::Credential(Credential::SecretKey)),
    ];
    let mut action = Operation::new(OperationKind::Action, "greet");
    action.title = "Greet".to_owned();
    action.description = "Greets people".to_owned();
    action.input = vec![colours, person, size];
    let plain = plain.map(|(name, ty)| Field::new(name, ty));
    action.input.extend(plain);
    let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
    plugin.types = vec![custom("person", vec![Field::new("name", Type::String)])];
    plugin.actions = vec![action];
    let tree = emitted(&plugin);
    assert_eq!(
        read(&tree, "actions/greet.input.json"),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "greet.input.json",
            "$comment": NOTICE,
            "title": "Greet: input",
            "description": "Greets people",
            "type": "object",
            "properties": {
                "colours": {
                    "type": "array",
                    "items": {"type": "array", "items": {"type": "string"}, "enum": [["red"]]},
                },
                "who": {
                    "title": "Who",
                    "description": "Whom to greet",
                    "$ref": "../types/person.json",
                    "examples": [{"name": "7"}],
                    "$comment": "order: 2\ntooltip: A person",
                },
                "size": {"type": "integer", "enum": [1, 2], "default": 2, "examples": ["big"]},
                "date": {"type": "string", "format": "date-time"},
                "secret": {"type": "string", "format": "password"},
                "bytes": {"type": "string", "contentEncoding": "base64"},
                "any": {},
                "things": {"type": "array", "items": {}},
                "ratio": {"type": "number"},
                "key": {"$ref": "../types/credential_secret_key.json"},
            },
            "required": ["who"],
        })
    );
    assert_eq!(
        read(&tree, "types/credential_secret_key.json")["required"],
        json!(["secretKey"])
    );
    let order = read(&tree, "actions/greet.input.json");
    let keys: Vec<&String> = order["properties"].as_object().unwrap().keys().collect();
    assert_eq!(keys[..3], ["colours", "who", "size"]);
}
