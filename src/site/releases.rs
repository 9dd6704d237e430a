//! When each version came to the site. Specs carry no dates and no clock reaches the output, so a site keeps a ledger,
//! `api/v1/releases.json`: what a build finds that the ledger does not know gets the day that the build was told, if it
//! was told one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::card::Card;

/// Where the ledger lies on the site.
pub const PATH: &str = "api/v1/releases.json";

/// Form of the ledger.
const FORM: u32 = 1;

/// Days by version, and versions by plugin (`vendor/name`).
type Days = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// The ledger of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases {
    plugins: Days,
}

/// The ledger as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    plugins: Days,
}

impl Releases {
    /// Reads a ledger.
    ///
    /// # Errors
    ///
    /// Says what is wrong with a text that is none.
    pub fn read(text: &[u8]) -> Result<Self, String> {
        let stored: Stored = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if stored.version != FORM {
            return Err(format!("it has the form {}", stored.version));
        }
        let days = stored.plugins.values().flat_map(BTreeMap::values).flatten();
        for day in days {
            if !is_day(day) {
                return Err(format!("`{}` is no day", day.escape_debug()));
            }
        }
        Ok(Self {
            plugins: stored.plugins,
        })
    }

    /// Enters a version that is on the site. One that is known keeps its day, also where it has none.
    pub fn add(&mut self, card: &Card, day: Option<&str>) {
        self.plugins
            .entry(plugin(card))
            .or_default()
            .entry(card.version.clone())
            .or_insert_with(|| day.map(str::to_owned));
    }

    /// The day of a version, where it has one.
    pub fn day_of(&self, card: &Card) -> Option<&str> {
        let versions = self.plugins.get(&plugin(card))?;
        versions.get(&card.version)?.as_deref()
    }

    /// The ledger as a file, a plugin a line.
    pub fn json(&self) -> String {
        let mut out = format!("{{\n\"version\": {FORM},\n\"plugins\": {{");
        for (index, (plugin, versions)) in self.plugins.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            out.push_str(&serde_json::to_string(plugin).unwrap_or_default());
            out.push_str(": ");
            out.push_str(&serde_json::to_string(versions).unwrap_or_default());
        }
        out.push_str("\n}\n}\n");
        out
    }
}

fn plugin(card: &Card) -> String {
    format!("{}/{}", card.vendor, card.name)
}

/// Whether a text is a day of the calendar, as `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        let plain = part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let hyphens = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let (true, Some(year), Some(month), Some(day)) =
        (hyphens, digits(0..4), digits(5..7), digits(8..10))
    else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_days_of_the_calendar() {
        for day in ["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert!(is_day(day), "{day}");
        }
        for text in [
            "",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026-11-00",
            "0000-01-01",
            "26-11-21",
            "2026/11/21",
            "2026-11-21T",
            "+026-11-21",
            "é026-11-2",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }

    #[test]
    fn a_ledger_reads_back_and_a_faulty_one_is_told() {
        let text = br#"{"version": 1, "plugins": {"acme/example": {"1.0.0": null, "1.1.0": "2026-11-21"}}}"#;
        let releases = Releases::read(text).expect("it reads");
        assert_eq!(Releases::read(releases.json().as_bytes()), Ok(releases));
        let empty = Releases::default();
        assert_eq!(Releases::read(empty.json().as_bytes()), Ok(empty));
        for faulty in [
            "",
            "[]",
            r#"{"version": 2, "plugins": {}}"#,
            r#"{"version": 1, "plugins": {"a/b": {"1.0.0": "2026-02-30"}}}"#,
        ] {
            Releases::read(faulty.as_bytes()).expect_err(faulty);
        }
    }
}
