//! What a spec says to single targets: the tree below `targets`. The dialect's key tables have checked its keys and the
//! kinds of its values, resolving the names of operations and fields in it, so that a reader asks by path and takes
//! what is there.

use serde::{Serialize, Serializer};

use crate::text::Span;

/// A mapping of settings, in spec order.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    entries: Vec<Setting>,
}

/// A setting and the key it stands under.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: SettingValue,
    /// Where the key stands.
    pub key_origin: Span,
    /// Where the value stands.
    pub origin: Span,
}

/// The value of a setting.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// A text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Further settings.
    Section(Settings),
}

static EMPTY: Settings = Settings {
    entries: Vec::new(),
};

impl Settings {
    /// Settings from entries with different keys.
    pub fn new(entries: Vec<Setting>) -> Self {
        Self { entries }
    }

    /// Whether there is no setting.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every setting, in spec order.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.entries.iter()
    }

    /// The setting of a key.
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The settings below a key; none where it is not there.
    pub fn section(&self, key: &str) -> &Self {
        match self.get(key).map(|entry| &entry.value) {
            Some(SettingValue::Section(section)) => section,
            _ => &EMPTY,
        }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            SettingValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Texts; none where the key is not there.
    pub fn texts(&self, key: &str) -> &[String] {
        match self.get(key).map(|entry| &entry.value) {
            Some(SettingValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// A boolean.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            SettingValue::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)?.value {
            SettingValue::Integer(number) => Some(number),
            _ => None,
        }
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries.iter().map(|entry| (&entry.key, &entry.value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_empty() {
        let entry = |key: &str, value| Setting {
            key: key.to_owned(),
            value,
            key_origin: Span::default(),
            origin: Span::default(),
        };
        let inner = Settings::new(vec![entry("icon", SettingValue::Text("search".into()))]);
        let settings = Settings::new(vec![
            entry("priority", SettingValue::Integer(3)),
            entry("actions", SettingValue::Section(inner)),
        ]);
        assert_eq!(settings.integer("priority"), Some(3));
        assert_eq!(settings.text("priority"), None);
        assert_eq!(settings.section("actions").text("icon"), Some("search"));
        let nothing = settings.section("triggers").section("x");
        assert!(nothing.is_empty() && nothing.texts("flags").is_empty());
        assert_eq!(
            serde_json::to_string(&settings).unwrap(),
            r#"{"priority":3,"actions":{"icon":"search"}}"#
        );
    }
}
