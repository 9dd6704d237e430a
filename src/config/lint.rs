//! `[lint]` of a `specc.toml`: which lints run over which specs.

use camino::Utf8Path;
use globset::{ErrorKind, GlobBuilder, GlobMatcher};

use super::form::{Fault, Form};
use super::keys::{LINT, Names, OVERRIDES};
use super::reader::{Entry, Reader, Values};
use crate::diagnostic::Severity;
use crate::lint::{ALL, Group, Level, Levels, RULES};
use crate::text::Spanned;

/// `[lint]`.
#[derive(Debug, Clone, Default)]
pub struct Lint {
    /// `[lint.groups]` and `[lint.rules]`.
    pub words: Vec<Word>,
    /// `[[lint.overrides]]`, in their order.
    pub overrides: Vec<Override>,
}

/// A level of a lint, of a group or of all.
#[derive(Debug, Clone)]
pub struct Word {
    /// Of what.
    pub name: Spanned<String>,
    /// The level.
    pub level: Level,
}

/// `[[lint.overrides]]`.
#[derive(Debug, Clone)]
pub struct Override {
    globs: Vec<(Spanned<String>, GlobMatcher)>,
    /// Its levels.
    pub words: Vec<Word>,
}

impl Override {
    /// The glob by which it speaks of a spec, whose path counts from the folder of the file, if it does.
    pub fn holds_for(&self, spec: &Utf8Path) -> Option<&Spanned<String>> {
        let parts = spec.ancestors().filter(|part| !part.as_str().is_empty());
        let parts: Vec<String> = parts.map(|part| part.as_str().replace('\\', "/")).collect();
        let fits = |glob: &GlobMatcher| parts.iter().any(|part| glob.is_match(part));
        let found = self.globs.iter().find(|(_, glob)| fits(glob));
        found.map(|(text, _)| text)
    }

    /// Its globs, as they are written.
    pub fn paths(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.globs.iter().map(|(text, _)| text)
    }
}

/// The levels that some words choose.
pub fn levels(words: &[Word]) -> Levels {
    let mut levels = Levels::new();
    for word in words {
        levels.set(&word.name.value, word.level);
    }
    levels
}

/// The words for levels.
pub const LEVELS: [&str; 4] = ["off", "note", "warning", "error"];

pub(super) fn read<'a>(reader: &mut Reader<'a>, table: &Entry<'a>) -> Lint {
    let values = reader.table(&LINT, table);
    let words = words(reader, &values);
    let mut overrides = Vec::new();
    for table in values.tables("overrides") {
        let values = reader.table(&OVERRIDES, table);
        let words = self::words(reader, &values);
        let paths = values.list("paths");
        let globs = paths.iter().filter_map(|path| {
            let glob = glob(&path.value).ok()?;
            Some((path.clone(), glob))
        });
        overrides.push(Override {
            globs: globs.collect(),
            words,
        });
    }
    Lint { words, overrides }
}

fn words<'a>(reader: &mut Reader<'a>, values: &Values<'a>) -> Vec<Word> {
    let mut words = Vec::new();
    for (key, names) in [("groups", Names::Groups), ("rules", Names::Rules)] {
        let Some(table) = values.table(key) else {
            continue;
        };
        for (name, level) in reader.named_texts(table, Form::Choice(&LEVELS)) {
            if !is_known(reader, &name, names) || !is_level(reader, &level) {
                continue;
            }
            let level = match level.value.as_str() {
                "note" => Level::On(Severity::Note),
                "warning" => Level::On(Severity::Warning),
                "error" => Level::On(Severity::Error),
                _ => Level::Off,
            };
            words.push(Word { name, level });
        }
    }
    words
}

/// Whether a text is a level. The words of other linters are told apart from slips.
fn is_level(reader: &mut Reader<'_>, level: &Spanned<String>) -> bool {
    let form = Form::Choice(&LEVELS);
    let meant = match level.value.as_str() {
        "warn" => Some("warning"),
        "deny" | "forbid" => Some("error"),
        "allow" | "ignore" | "none" => Some("off"),
        "info" => Some("note"),
        _ => None,
    };
    let fault = match (form.judge(&level.value), meant) {
        (Ok(()), _) => return true,
        (Err(_), Some(meant)) => Fault {
            meant: Some(meant),
            ..Fault::new("no such level", format!("did you mean `{meant}`?"))
        },
        (Err(fault), None) => Fault {
            what: "no such level".to_owned(),
            ..fault
        },
    };
    reader.unfit(level, form, &fault);
    false
}

/// The names that the keys of a table of levels may be.
pub fn names(names: Names) -> Vec<&'static str> {
    match names {
        Names::Rules => RULES.iter().map(|rule| rule.info.id).collect(),
        Names::Groups => {
            let groups = Group::ALL.iter().map(|group| group.id());
            std::iter::once(ALL).chain(groups).collect()
        }
    }
}

fn is_known(reader: &mut Reader<'_>, name: &Spanned<String>, kind: Names) -> bool {
    let known = names(kind);
    let text = name.value.as_str();
    if known.contains(&text) {
        return true;
    }
    let (what, other, is, place) = match kind {
        Names::Rules => ("lint", Names::Groups, "a group of lints", "groups"),
        Names::Groups => ("group of lints", Names::Rules, "a lint", "rules"),
    };
    let message = format!("no {what} is called `{text}`");
    if names(other).contains(&text) {
        let help = format!("`{text}` is {is}: put it below `[lint.{place}]`");
        reader.unknown_name(name, message, [], &help);
        return false;
    }
    let help = match kind {
        Names::Rules => {
            "`specc explain` lists them; errors of the language are always on and have no level"
                .to_owned()
        }
        Names::Groups => format!("the groups are: {}", known.join(", ")),
    };
    reader.unknown_name(name, message, known, &help);
    false
}

/// Reads a glob, which counts from the folder of the file.
///
/// # Errors
///
/// Where it is none, or leads out of that folder.
pub(super) fn glob(path: &str) -> Result<GlobMatcher, Fault> {
    let text = path.trim_start_matches("./");
    if text.starts_with('/') || text.split('/').any(|part| part == "..") {
        return Err(Fault::new(
            "it leads out of the folder of the file",
            "write a path below that folder, such as `legacy/**`",
        ));
    }
    let text = text.trim_end_matches('/');
    if matches!(text, "" | ".") {
        return Err(Fault::new(
            "no path of a spec is like this",
            "write `**` for every spec in the folder of the file",
        ));
    }
    let built = GlobBuilder::new(text).literal_separator(true).build();
    built.map(|glob| glob.compile_matcher()).map_err(|error| {
        let what = match error.kind() {
            ErrorKind::UnclosedClass => "`[` is never closed".to_owned(),
            ErrorKind::UnclosedAlternates => "`{` is never closed".to_owned(),
            ErrorKind::UnopenedAlternates => "`}` closes nothing".to_owned(),
            ErrorKind::InvalidRange(from, to) => format!("`{from}-{to}` runs backwards"),
            ErrorKind::DanglingEscape => "nothing follows the last `\\`".to_owned(),
            other => other.to_string(),
        };
        Fault::new(
            what,
            "write a glob such as `legacy/**` or `*/plugin.spec.yaml`",
        )
    })
}
