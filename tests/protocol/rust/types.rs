//! What an author can do with the types of the runtime. Laid beside the probe's own tests.

use std::time::{Duration, SystemTime};

use probe_plugin::runtime::{BigInteger, Bytes, Date, Failure, PluginError, Secret};
use probe_plugin::schema::actions::echo::{Input, InputColour};
use serde_json::json;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn dates_are_instants_of_the_system() {
    for (text, before, seconds) in [
        ("1970-01-01T00:00:00Z", false, 0),
        ("1969-12-31T23:59:59Z", true, 1),
        ("2026-01-31T13:00:00+01:00", false, 1_769_860_800),
        ("2000-02-29T00:00:00Z", false, 951_782_400),
        ("0001-01-01T00:00:00Z", true, 62_135_596_800),
        ("9999-12-31T23:59:59Z", false, 253_402_300_799),
    ] {
        let distance = Duration::from_secs(seconds);
        let expected = if before {
            SystemTime::UNIX_EPOCH - distance
        } else {
            SystemTime::UNIX_EPOCH + distance
        };
        assert_eq!(SystemTime::from(date(text)), expected, "{text}");
        let back = Date::from(expected);
        assert_eq!(SystemTime::from(back.clone()), expected, "{text}");
        if text.ends_with('Z') {
            assert_eq!(back.as_str(), text);
        }
    }
    let part = SystemTime::UNIX_EPOCH - Duration::from_millis(250);
    assert_eq!(Date::from(part).as_str(), "1969-12-31T23:59:59.75Z");
    assert_eq!(SystemTime::from(Date::from(part)), part);
}

#[test]
fn every_day_of_a_cycle_comes_back() {
    let day = Duration::from_secs(24 * 60 * 60);
    for number in (0..146_097 * 2).step_by(13) {
        let time = SystemTime::UNIX_EPOCH + day * number;
        assert_eq!(SystemTime::from(Date::from(time)), time);
    }
}

#[test]
fn dates_are_written_in_one_form() {
    for (text, expected) in [
        ("2026-01-31t12:00:00.250z", "2026-01-31T12:00:00.25Z"),
        ("2026-01-31T12:00:00.000-00:00", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00+05:30", "2026-01-31T12:00:00+05:30"),
        ("1990-12-31T23:59:60Z", "1990-12-31T23:59:60Z"),
    ] {
        assert_eq!(date(text).as_str(), expected);
    }
    for wrong in [
        "2026-02-29T12:00:00Z",
        "2026-01-31",
        "2026-01-31T12:00:60Z",
        "é",
    ] {
        assert!(wrong.parse::<Date>().is_err(), "{wrong}");
    }
}

#[test]
fn what_is_secret_is_not_shown() {
    let secret = Secret::from("s3cret");
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert_eq!(secret.expose(), "s3cret");
}

#[test]
fn inputs_are_read_with_their_defaults() {
    let input: Input = serde_json::from_value(json!({"text": "t", "colour": "green"})).unwrap();
    assert_eq!(input.level, 3);
    assert_eq!(input.colour, Some(InputColour::Green));
    assert_eq!(input.date, None);
    assert!(serde_json::from_value::<Input>(json!({"text": "t", "colour": "blue"})).is_err());
    assert_eq!(Input::default().level, 3);
}

#[test]
fn bytes_and_large_integers_keep_their_values() {
    let bytes: Bytes = serde_json::from_value(json!("aGVsbG8=")).unwrap();
    assert_eq!(bytes.as_slice(), b"hello");
    assert_eq!(serde_json::to_value(bytes).unwrap(), "aGVsbG8=");
    let text = "340282366920938463463374607431768211456";
    let large: BigInteger = serde_json::from_str(text).unwrap();
    assert_eq!(large.to_string(), text);
    assert_eq!(
        (large.to_i128(), BigInteger::from(7).to_i128()),
        (None, Some(7))
    );
}

#[test]
fn any_error_is_a_failure() {
    fn fail() -> Result<(), Failure> {
        let _: i64 = "x".parse()?;
        Ok(())
    }
    assert_eq!(
        fail().unwrap_err().to_string(),
        "invalid digit found in string"
    );
    let failure = Failure::from(PluginError::new("Cause.", "Help."));
    assert_eq!(failure.to_string(), "Cause. Help.");
    assert!(failure.downcast_ref::<PluginError>().is_some());
}
