//! What fits which type, and how a mismatch reads.

use serde_json::json;

use super::*;
use crate::model::Credential;
use crate::text::Span;

fn field(name: &str, ty: Type, required: bool) -> Field {
    Field {
        required,
        ..Field::new(name, ty)
    }
}

fn person() -> Vec<CustomType> {
    let mut mood = field("mood", Type::String, false);
    mood.allowed = vec![json!("glad"), json!("sad")];
    vec![CustomType {
        name: "person".to_owned(),
        fields: vec![
            field("name", Type::String, true),
            field("age", Type::Integer, false),
            mood,
            field(
                "friends",
                Type::Array(Box::new(Type::Custom(TypeId(0)))),
                false,
            ),
        ],
        origin: Span::default(),
    }]
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn each_type_takes_its_values_and_no_others() {
    let types = person();
    let custom = Type::Custom(TypeId(0));
    let list = |ty: Type| Type::Array(Box::new(ty));
    let cases: Vec<(Type, Vec<&str>, Vec<&str>)> = vec![
        (Type::Boolean, vec!["true"], vec!["\"true\"", "0", "null"]),
        (
            Type::Integer,
            vec!["0", "-7", "123456789012345678901234567890"],
            vec!["3.0", "1e3", "\"1\"", "true", "null"],
        ),
        (
            Type::Float,
            vec!["1", "1.5", "1e300", "1e-999"],
            vec!["\"1\"", "null", "1e400"],
        ),
        (Type::Password, vec!["\"\""], vec!["1"]),
        (
            Type::Date,
            vec!["\"2020-01-01T00:00:00Z\""],
            vec!["\"2020-01-01\"", "1577836800"],
        ),
        (
            Type::Bytes,
            vec!["\"\"", "\"aGk=\""],
            vec!["\"aGk\"", "\"a_-=\"", "\"hi there\""],
        ),
        (Type::Object, vec!["{}", "{\"a\": 1}"], vec!["[]", "\"{}\""]),
        (
            Type::File,
            vec!["{}", "{\"filename\": \"a\", \"content\": \"aGk=\"}"],
            vec!["{\"filename\": 1}", "{\"content\": \"?\"}", "\"a\""],
        ),
        (Type::Any, vec!["null", "1", "[]"], vec![]),
        (
            Type::Credential(Credential::Token),
            vec!["{\"token\": \"\"}", "{\"token\": \"\", \"domain\": \"\"}"],
            vec!["{}", "{\"token\": 1}", "{\"token\": \"\", \"domain\": 1}"],
        ),
        (
            list(list(Type::Integer)),
            vec!["[]", "[[]]", "[[1], []]"],
            vec!["[1]", "[[1.5]]", "{}"],
        ),
        (
            custom,
            vec![
                "{\"name\": \"\"}",
                "{\"name\": \"a\", \"further\": null, \"friends\": [{\"name\": \"b\"}]}",
            ],
            vec![
                "{}",
                "{\"name\": null}",
                "{\"name\": \"a\", \"age\": \"1\"}",
                "{\"name\": \"a\", \"mood\": \"odd\"}",
                "{\"name\": \"a\", \"friends\": [{}]}",
            ],
        ),
    ];
    for (ty, good, bad) in cases {
        for text in good {
            let judged = accepts(&types, &ty, &parsed(text));
            assert!(judged.is_ok(), "{ty:?} {text}: {judged:?}");
        }
        for text in bad {
            assert!(
                accepts(&types, &ty, &parsed(text)).is_err(),
                "{ty:?} {text}"
            );
        }
    }
}

#[test]
fn a_mismatch_says_where_and_what() {
    let types = person();
    let value = json!({"name": "a", "friends": [{"name": "b", "age": "1"}]});
    let mismatch = accepts(&types, &Type::Custom(TypeId(0)), &value).unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "expected an integer, found the string \"1\" at `.friends[0].age`"
    );
    let long = accepts(&types, &Type::Integer, &json!("x".repeat(100))).unwrap_err();
    assert_eq!(long.found.chars().count(), "the string ".len() + 42);
}

#[test]
fn an_enum_of_a_list_bounds_its_items() {
    let mut colours = field("colours", Type::Array(Box::new(Type::String)), false);
    colours.allowed = vec![json!("red"), json!("blue")];
    assert!(accepts_field(&[], &colours, &json!(["red", "red"])).is_ok());
    let mismatch = accepts_field(&[], &colours, &json!(["red", "green"])).unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "expected one of \"red\", \"blue\", found the string \"green\" at `[1]`"
    );
}

#[test]
fn numbers_are_compared_by_value_at_any_size() {
    let same = |left: &str, right: &str| same_value(&parsed(left), &parsed(right));
    for (left, right) in [
        ("1", "1.0"),
        ("100", "1e2"),
        ("0", "-0.0"),
        ("-1.50", "-15E-1"),
        ("1e400", "10e399"),
        ("1e99999999999999999999", "1e99999999999999999999"),
        ("{\"a\": 1, \"b\": [2]}", "{\"b\": [2.0], \"a\": 1}"),
    ] {
        assert!(same(left, right), "{left} {right}");
    }
    for (left, right) in [
        ("1", "true"),
        ("1", "\"1\""),
        ("1", "-1"),
        ("12345678901234567890123", "12345678901234567890124"),
        ("1e99999999999999999999", "2e99999999999999999999"),
        ("[1]", "[1, 1]"),
    ] {
        assert!(!same(left, right), "{left} {right}");
    }
}

#[test]
fn examples_are_read_as_they_were_meant() {
    let types = person();
    let custom = Type::Custom(TypeId(0));
    let list = |ty: Type| Type::Array(Box::new(ty));
    let cases: Vec<(Type, Value, Option<Value>)> = vec![
        (Type::String, json!(80), Some(json!("80"))),
        (Type::String, json!(["a"]), None),
        (Type::String, Value::Null, None),
        (Type::Any, Value::Null, None),
        (Type::Boolean, json!("True"), Some(json!(true))),
        (Type::Integer, json!("80"), Some(json!(80))),
        (Type::Integer, parsed("3.0"), Some(json!(3))),
        (Type::Integer, parsed("3.5"), None),
        (Type::Integer, json!("many"), None),
        (Type::Number, json!("1.5"), Some(json!(1.5))),
        (
            Type::Date,
            json!("2020-01-02"),
            Some(json!("2020-01-02T00:00:00Z")),
        ),
        (
            Type::Date,
            json!("2020-01-02 03:04:05 +01:00"),
            Some(json!("2020-01-02T03:04:05+01:00")),
        ),
        (
            Type::Date,
            json!("2020-01-02 03:04:05"),
            Some(json!("2020-01-02T03:04:05Z")),
        ),
        (Type::Date, json!("yesterday"), None),
        (Type::Object, json!("{\"a\": 1}"), Some(json!({"a": 1}))),
        (Type::Object, json!("[1]"), None),
        (list(Type::String), json!("a"), Some(json!(["a"]))),
        (
            list(Type::String),
            json!("[\"a\", 1]"),
            Some(json!(["a", "1"])),
        ),
        (list(Type::String), json!("['a']"), None),
        (
            custom.clone(),
            json!("{\"name\": 7, \"age\": null, \"more\": 1}"),
            Some(json!({"name": "7", "more": 1})),
        ),
        (custom.clone(), json!("{\"age\": 7}"), None),
        (custom, json!("someone"), None),
    ];
    for (ty, written, meant) in cases {
        assert_eq!(convert(&types, &ty, &written), meant, "{ty:?} {written}");
    }
}
