//! Every setting that holds for a spec, with where it comes from.

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use super::{Loaded, Settings};
use crate::config::{self, Kind, ROOT, Said, Table};
use crate::emit::TARGETS;
use crate::lint::{Level, Levels, RULES, Rule};
use crate::text::Span;

/// A setting.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The names that lead to it: `lint`, `rules`, `stale-version`.
    pub key: Vec<String>,
    /// Its value; null where there is none.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything; of lints, the group that decides is given, and whether it runs unasked.
    Default(Option<(&'static str, bool)>),
    /// A file.
    File {
        /// Where in which file.
        place: Place,
        /// The name that it is said of, where that is a group of lints or all of them.
        word: Option<&'static str>,
        /// The override that says it, counted from 1 in its file, and its glob that holds.
        by: Option<(usize, String)>,
    },
    /// The command line, which says it of this name.
    Run(&'static str, Level),
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it is reported.
    pub path: Utf8PathBuf,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
}

/// An override, and whether it holds.
#[derive(Debug, Clone)]
pub struct Override {
    /// Where it stands.
    pub place: Place,
    /// Its globs.
    pub paths: Vec<String>,
    /// Whether one of them is about the spec.
    pub holds: bool,
}

/// What holds for a spec.
#[derive(Debug, Clone, Default)]
pub struct Effective {
    /// The files that count, the strongest last.
    pub files: Vec<Utf8PathBuf>,
    /// Every setting, in the order of the book.
    pub settings: Vec<Setting>,
    /// The overrides of all files.
    pub overrides: Vec<Override>,
}

impl Settings {
    /// What holds for a spec, `chosen` being what the command line says of lints. Paths of files count from the folder of
    /// the nearest file of settings, wherever they are said.
    pub fn effective(&self, spec: &Utf8Path, chosen: &Levels) -> Effective {
        let loaded = self.of(spec);
        let loaded = loaded.as_deref();
        let whole = self.whole(spec);
        let levels = self.levels(spec, chosen);
        let rule = |rule: &&Rule| level(rule, &levels, chosen, loaded, &whole);
        let mut settings: Vec<Setting> = RULES.iter().map(rule).collect();
        settings.sort_by(|one, other| one.key.cmp(&other.key));
        let said = loaded.map(said).unwrap_or_default();
        others(&ROOT, &[], &said, &mut settings);
        let layers = loaded.iter().flat_map(|it| &it.layers);
        let files = layers.clone().filter_map(|layer| {
            let source = loaded?.sources.get(layer.file.0 as usize)?;
            Some(source.path().to_owned())
        });
        let overrides = layers.flat_map(|layer| {
            let below = whole.strip_prefix(&layer.folder).ok();
            let shown = move |it: &config::lint::Override| {
                let first = it.paths().next()?;
                Some(Override {
                    place: place(loaded?, first.span),
                    paths: it.paths().map(|path| path.value.clone()).collect(),
                    holds: below.and_then(|below| it.holds_for(below)).is_some(),
                })
            };
            layer.config.lint.overrides.iter().filter_map(shown)
        });
        Effective {
            files: files.collect(),
            overrides: overrides.collect(),
            settings,
        }
    }
}

/// The level of a lint, and whose word it is.
fn level(
    rule: &Rule,
    levels: &Levels,
    chosen: &Levels,
    loaded: Option<&Loaded>,
    spec: &Utf8Path,
) -> Setting {
    let key = ["lint", "rules", rule.info.id].map(str::to_owned).to_vec();
    let value = match levels.of(rule) {
        None => "off",
        Some(level) => level.unwrap_or(rule.info.severity).as_str(),
    };
    let origin = levels.word(rule).and_then(|(name, level)| {
        if chosen.says(name) {
            return Some(Origin::Run(name, level));
        }
        let loaded = loaded?;
        // Of the lists that name it the last counts: had a later one silenced the name, it would decide nothing.
        let said = loaded.words(spec).flat_map(|list| {
            let named = list.words.iter().filter(|word| word.name.value == name);
            named.map(move |word| (word, list.by))
        });
        let (word, by) = said.last()?;
        Some(Origin::File {
            place: place(loaded, word.name.span),
            word: (name != rule.info.id).then_some(name),
            by: by.map(|(index, glob)| (index, glob.value.clone())),
        })
    });
    let group = Some((rule.group.id(), rule.group.is_on()));
    Setting {
        key,
        value: value.into(),
        origin: origin.unwrap_or(Origin::Default(group)),
    }
}

/// What the files say beside levels, the strongest last.
fn said(loaded: &Loaded) -> Vec<(Said, Place)> {
    let home = loaded.layers.last().map(|layer| layer.folder.clone());
    let home = home.unwrap_or_default();
    let layers = loaded.layers.iter().flat_map(|layer| {
        let source = &loaded.sources[layer.file.0 as usize];
        let said = config::said(source, &|file| seen_from(&home, &layer.folder, file));
        said.into_iter()
            .map(|said| (place(loaded, said.span), said))
    });
    layers.map(|(place, said)| (said, place)).collect()
}

/// Adds the settings of a table and of those in it, but for levels.
fn others(info: &Table, above: &[String], said: &[(Said, Place)], settings: &mut Vec<Setting>) {
    let mut add = |key: Vec<String>, default: Option<&str>| {
        let found = said.iter().rev().find(|(said, _)| said.key == key);
        let (value, origin) = match found {
            Some((said, place)) => {
                let origin = Origin::File {
                    place: place.clone(),
                    word: None,
                    by: None,
                };
                (said.value.clone(), origin)
            }
            None => (Value::from(default), Origin::Default(None)),
        };
        settings.push(Setting { key, value, origin });
    };
    let mut tables = Vec::new();
    for key in info.keys {
        let path = [above, &[key.name.to_owned()]].concat();
        match key.kind {
            // What an extended file says is shown as if it were said here.
            Kind::Text(_) if above.is_empty() => {}
            Kind::Table(table) if above.is_empty() || table.heading.starts_with("[site") => {
                tables.push((table, path));
            }
            Kind::Targets => {
                for target in TARGETS {
                    for (option, _) in target.options {
                        let names = [target.id.to_owned(), (*option).to_owned()];
                        add([path.as_slice(), &names].concat(), None);
                    }
                }
            }
            Kind::Tables(_) if above == ["lint"] => {}
            Kind::Levels(_) => {}
            _ => add(path, key.default),
        }
    }
    for (table, path) in tables {
        others(table, &path, said, settings);
    }
}

fn place(loaded: &Loaded, span: Span) -> Place {
    let source = &loaded.sources[span.file.0 as usize];
    let at = source.line_index().position(source.text(), span.start);
    Place {
        path: source.path().to_owned(),
        line: at.line,
        column: at.column,
    }
}

/// A path that counts from one folder, counted from another. What is written with steps upward keeps them: links have
/// parents other than their spelling says.
fn seen_from(home: &Utf8Path, folder: &Utf8Path, file: &str) -> String {
    if home == folder || Utf8Path::new(file).is_absolute() {
        return file.to_owned();
    }
    match file.split(['/', '\\']).any(|part| part == "..") {
        true => relative(home, folder).join(file).into_string(),
        false => relative(home, &folder.join(file)).into_string(),
    }
}

/// How to come from one folder to another, both given by whole paths.
fn relative(from: &Utf8Path, to: &Utf8Path) -> Utf8PathBuf {
    let common = from.components().zip(to.components());
    let common = common.take_while(|(one, other)| one == other).count();
    let up = from.components().skip(common).map(|_| "..");
    let down = to.components().skip(common).map(|part| part.as_str());
    up.chain(down).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_folders() {
        let way = |from: &str, to: &str| relative(from.into(), to.into()).into_string();
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/a"), "..");
        assert_eq!(way("/a", "/a/b/c"), "b/c");
        assert_eq!(way("/a/b", "/a/c"), "../c");
        let seen = |file: &str| seen_from("/a/b".into(), "/a".into(), file);
        assert_eq!(seen("b/logo.svg"), "logo.svg");
        assert_eq!(seen("logo.svg"), "../logo.svg");
        assert_eq!(seen("b/../logo.svg"), "../b/../logo.svg");
        assert_eq!(seen("/logo.svg"), "/logo.svg");
    }
}
