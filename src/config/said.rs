//! What a `specc.toml` says, key by key, with the places: for those who show it. Pure.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::form::Form;
use super::keys::{Key, Kind, ROOT, Table};
use crate::text::{Source, Span};

/// A setting of a file.
#[derive(Debug, Clone)]
pub struct Said {
    /// The names that lead to it: `site`, `colours`, `accent`.
    pub key: Vec<String>,
    /// Its value; a list of tables is one value.
    pub value: Value,
    /// Where its key stands.
    pub span: Span,
}

/// Every setting of a file without mistakes, but for levels of lints, about which more than one word may be said. `file` gives
/// another path for each one that counts from the folder of the file.
pub fn said(source: &Source, file: &dyn Fn(&str) -> String) -> Vec<Said> {
    let (document, _) = DeTable::parse_recoverable(source.text());
    let mut walk = Walk {
        source,
        file,
        found: Vec::new(),
    };
    walk.table(&ROOT, document.get_ref(), &[]);
    walk.found
}

struct Walk<'a> {
    source: &'a Source,
    file: &'a dyn Fn(&str) -> String,
    found: Vec<Said>,
}

impl Walk<'_> {
    fn table(&mut self, info: &Table, table: &DeTable<'_>, above: &[String]) {
        for (name, value) in table {
            let Some(key) = info.keys.iter().find(|key| key.name == name.get_ref()) else {
                continue;
            };
            let path = [above, &[key.name.to_owned()]].concat();
            match (key.kind, value.get_ref()) {
                (Kind::Levels(_), _) => {}
                (Kind::Tables(_), _) if key.name == "overrides" => {}
                (Kind::Table(info), DeValue::Table(table)) => self.table(info, table, &path),
                (Kind::Targets, DeValue::Table(targets)) => {
                    for (target, options) in targets {
                        let options = options.get_ref().as_table();
                        for (option, value) in options.into_iter().flatten() {
                            let mut path = path.clone();
                            path.extend([target, option].map(|name| name.get_ref().to_string()));
                            let text = value.get_ref().as_str().unwrap_or_default();
                            self.add(path, Value::from(text), option.span());
                        }
                    }
                }
                (_, value) => {
                    let value = self.value(key, value);
                    self.add(path, value, name.span());
                }
            }
        }
    }

    fn add(&mut self, key: Vec<String>, value: Value, place: std::ops::Range<usize>) {
        let span = Span::new(self.source.id, place.start, place.end);
        self.found.push(Said { key, value, span });
    }

    /// A value of a key that is no table.
    fn value(&self, key: &Key, value: &DeValue<'_>) -> Value {
        match (key.kind, value) {
            (Kind::Text(Form::File), DeValue::String(text)) => Value::from((self.file)(text)),
            (Kind::Tables(info), DeValue::Array(list)) => {
                let items = list.iter().filter_map(|item| item.get_ref().as_table());
                items.map(|item| self.item(info, item)).collect()
            }
            (Kind::Texts(_), DeValue::Array(list)) => {
                let items = list.iter().filter_map(|item| item.get_ref().as_str());
                items.map(Value::from).collect()
            }
            (_, value) => value.as_str().map(Value::from).unwrap_or_default(),
        }
    }

    /// A table of a list, with its keys in the order of the book.
    fn item(&self, info: &Table, item: &DeTable<'_>) -> Value {
        let mut entries = Map::new();
        for key in info.keys {
            let value = item.iter().find(|(name, _)| name.get_ref() == key.name);
            if let Some((_, value)) = value {
                entries.insert(key.name.to_owned(), self.value(key, value.get_ref()));
            }
        }
        Value::Object(entries)
    }
}
