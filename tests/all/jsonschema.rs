//! The target `jsonschema`: every schema holds against its metaschema, references resolve as files and bundled, and
//! what the model says is a value is a value for the schema.

use jsonschema::{Registry, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};
use specc::emit::{self, Options};
use specc::model::value::accepts_field;
use specc::model::{Credential, CustomType, Field, Operation, OperationKind, Plugin, Type, TypeId};
use specc::output::OutputTree;
use specc::sample::{self, Mode};
use specc::text::Span;

use crate::support;

const FILES: &str = "file:///files/";
const BUNDLE: &str = "file:///bundle/";

/// The emitted schemas, by path.
struct Schemas {
    files: Vec<(String, Value)>,
}

/// The same file of the two placements.
struct Pair {
    file: Validator,
    bundled: Validator,
}

impl Pair {
    /// What either placement has against a value. Both must say the same.
    fn violations(&self, value: &Value) -> Vec<String> {
        let list = |validator: &Validator| -> Vec<String> {
            let errors = validator.iter_errors(value);
            let texts = errors.map(|error| format!("{}: {error}", error.instance_path()));
            texts.collect()
        };
        let found = list(&self.file);
        assert_eq!(found, list(&self.bundled));
        found
    }
}

fn schemas(plugin: &Plugin) -> Schemas {
    let mut tree = OutputTree::new();
    let target = emit::target("jsonschema").expect("the target is registered");
    let found = target.run(plugin, &Options::default(), &mut tree);
    assert!(!found.has_errors());
    let files = tree.iter().map(|(path, file)| {
        let schema: Value = serde_json::from_slice(&file.bytes).unwrap();
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{path} is no schema: {error}");
        }
        (path.as_str().to_owned(), schema)
    });
    Schemas {
        files: files.collect(),
    }
}

/// Runs a check with a function that gives the validators of a path.
fn with_validators(schemas: &Schemas, check: impl FnOnce(&dyn Fn(&str) -> Pair)) {
    let files = schemas
        .files
        .iter()
        .filter(|(path, _)| path != "plugin.json");
    let files = files
        .fold(Registry::new(), |registry, (path, schema)| {
            registry.add(format!("{FILES}{path}"), schema).unwrap()
        })
        .prepare()
        .unwrap();
    let (_, bundle) = schemas
        .files
        .iter()
        .find(|(path, _)| path == "plugin.json")
        .unwrap();
    let bundle = Registry::new()
        .add(format!("{BUNDLE}plugin.json"), bundle)
        .unwrap()
        .prepare()
        .unwrap();
    let build = |registry, base, path: &str| {
        jsonschema::options()
            .with_registry(registry)
            .should_validate_formats(true)
            .build(&json!({"$ref": format!("{base}{path}")}))
            .unwrap_or_else(|error| panic!("{base}{path}: {error}"))
    };
    check(&|path| Pair {
        file: build(&files, FILES, path),
        bundled: build(&bundle, BUNDLE, path),
    });
}

/// The path of each schema with the fields it describes.
fn described<'a>(plugin: &'a Plugin, schemas: &Schemas) -> Vec<(String, &'a [Field])> {
    let mut found: Vec<(String, &[Field])> = vec![("connection.json".into(), &plugin.connection)];
    for operation in plugin.operations() {
        let stem = file_stem(operation.kind.plural(), &operation.name, plugin);
        found.push((format!("{stem}.input.json"), &operation.input));
        found.push((format!("{stem}.output.json"), &operation.output));
        if operation.kind == OperationKind::Task {
            found.push((format!("{stem}.state.json"), &operation.state));
        }
    }
    // The file of a type is told by its title, since its name may have been spelt out.
    for custom in &plugin.types {
        let mut files = schemas.files.iter().filter(|(path, schema)| {
            let is_built_in =
                path == "types/file.json" && schema["properties"]["filename"] != Value::Null;
            path.starts_with("types/") && schema["title"] == custom.name.as_str() && !is_built_in
        });
        let (path, _) = files
            .next()
            .unwrap_or_else(|| panic!("no schema of {}", custom.name));
        found.push((path.clone(), &custom.fields));
    }
    found
}

fn file_stem(folder: &str, name: &str, plugin: &Plugin) -> String {
    let mut names = specc::render::file_name::FileNames::new();
    let operations = plugin
        .operations()
        .filter(|operation| operation.kind.plural() == folder);
    let mut stem = String::new();
    for operation in operations {
        let this = names.add(&operation.name);
        if operation.name == name {
            stem = this;
        }
    }
    format!("{folder}/{stem}")
}

/// How many schemas, samples, defaults and enum values were validated.
#[derive(Default, Debug)]
struct Count {
    schemas: usize,
    samples: usize,
    defaults: usize,
    allowed: usize,
}

fn validate(plugin: &Plugin, count: &mut Count) {
    let schemas = schemas(plugin);
    count.schemas += schemas.files.len();
    let described = described(plugin, &schemas);
    with_validators(&schemas, |validator| {
        for (path, fields) in &described {
            let pair = validator(path);
            for mode in [Mode::Default, Mode::Full, Mode::Zero] {
                count.samples += 1;
                let sample = sample::of_fields(plugin, fields, mode);
                let violations = pair.violations(&sample);
                assert!(
                    violations.is_empty(),
                    "{path} {mode:?}: {violations:?}\n{sample}"
                );
            }
            for field in *fields {
                let hold = |value: Value| {
                    let mut object = sample::of_fields(plugin, fields, Mode::Default);
                    object[&field.name] = value;
                    let violations = pair.violations(&object);
                    assert!(
                        violations.is_empty(),
                        "{path} {}: {violations:?}",
                        field.name
                    );
                };
                if let Some(default) = &field.default {
                    count.defaults += 1;
                    hold(default.clone());
                }
                for allowed in &field.allowed {
                    count.allowed += 1;
                    let is_list = matches!(field.ty, Type::Array(_));
                    hold(if is_list {
                        json!([allowed])
                    } else {
                        allowed.clone()
                    });
                }
                let outside = json!("a value that no enum has");
                if !field.allowed.is_empty() && !field.allowed.contains(&outside) {
                    let mut object = sample::of_fields(plugin, fields, Mode::Default);
                    let is_list = matches!(field.ty, Type::Array(_));
                    object[&field.name] = if is_list { json!([outside]) } else { outside };
                    assert!(
                        !pair.violations(&object).is_empty(),
                        "{path} {}",
                        field.name
                    );
                }
            }
        }
    });
}

#[test]
fn fixtures_hold_against_their_schemas() {
    let mut count = Count::default();
    for path in support::fixtures() {
        let plugin = support::model(&path);
        validate(&plugin, &mut count);
    }
    assert!(
        count.samples > 0 && count.defaults > 0 && count.allowed > 0,
        "{count:?}"
    );
}

#[test]
fn the_corpus_holds_against_its_schemas() {
    let Some(paths) = support::corpus() else {
        return;
    };
    let mut count = Count::default();
    let number = paths.len();
    for path in paths {
        let plugin = support::model(&path);
        validate(&plugin, &mut count);
    }
    println!("{number} plugins: {count:?}");
}

fn required(name: &str, ty: Type) -> Field {
    Field {
        required: true,
        ..Field::new(name, ty)
    }
}

fn with_input(field: Field) -> Plugin {
    let mut plugin = Plugin::new("p", "v", semver::Version::new(1, 0, 0));
    let node = Type::Custom(TypeId(0));
    let mut colour = Field::new("colour", Type::String);
    colour.allowed = vec![json!("red"), json!("x")];
    plugin.types = vec![CustomType {
        name: "a/b".to_owned(),
        fields: vec![
            required("x", Type::Integer),
            Field::new("next", node.clone()),
            required("y", Type::Array(Box::new(node))),
            colour,
        ],
        origin: Span::default(),
    }];
    plugin.actions = vec![Operation {
        input: vec![field],
        ..Operation::new(OperationKind::Action, "act")
    }];
    plugin
}

fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop::sample::select(vec![
        Type::Boolean,
        Type::Integer,
        Type::Float,
        Type::String,
        Type::Password,
        Type::Date,
        Type::Object,
        Type::File,
        Type::Any,
        Type::Credential(Credential::UsernamePassword),
        Type::Credential(Credential::Token),
        Type::Custom(TypeId(0)),
    ]);
    leaf.prop_recursive(2, 3, 1, |item| {
        item.prop_map(|item| Type::Array(Box::new(item)))
    })
}

/// Values that come near to being of some type. No fractions of zero and no base64: there the model is, on purpose,
/// stricter than a schema can be.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1.5)),
        prop::sample::select(vec![
            "x",
            "",
            "2020-02-29T23:59:59Z",
            "2021-02-29T23:59:59Z",
            "2020-01-01 00:00:00Z",
            "2020-01-01T00:00:60Z",
            "1990-12-31T15:59:60-08:00",
            "2020-01-01",
        ])
        .prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "x", "y", "next", "colour", "username", "password", "token", "domain", "filename",
    ]);
    leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(keys.clone(), inner, 0..5).prop_map(|map| {
                map.into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_model_and_the_schema_judge_alike(ty in any_type(), values in prop::collection::vec(any_value(), 16)) {
        let field = required("value", ty);
        let plugin = with_input(field.clone());
        with_validators(&schemas(&plugin), |validator| {
            let pair = validator("actions/act.input.json");
            for value in values {
                let by_model = accepts_field(&plugin.types, &field, &value);
                let by_schema = pair.violations(&json!({"value": value}));
                assert_eq!(by_model.is_ok(), by_schema.is_empty(), "{value}: {by_model:?} {by_schema:?}");
            }
        });
    }
}

#[test]
fn the_metaschema_check_can_fail() {
    let broken =
        json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "strin"});
    assert!(jsonschema::meta::validate(&broken).is_err());
}
