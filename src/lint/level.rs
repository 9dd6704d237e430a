//! Which lints run, and how grave their findings are.

use std::collections::BTreeMap;

use super::{RULES, Rule};
use crate::diagnostic::Severity;

/// What a lint is about. A group is switched on, off or to a level as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The spec says something that is not so.
    Correctness,
    /// Habits of naming and writing.
    Style,
    /// What readers miss.
    Docs,
    /// Names and types that some target cannot carry.
    Portability,
    /// Secrets, and what endangers users.
    Security,
    /// What the marketplace of InsightConnect asks for.
    InsightConnect,
    /// What changed since an earlier version, and whether the version tells of it.
    Change,
}

impl Group {
    /// Every group, in the order of lists.
    pub const ALL: [Self; 7] = [
        Self::Correctness,
        Self::Style,
        Self::Docs,
        Self::Portability,
        Self::Security,
        Self::InsightConnect,
        Self::Change,
    ];

    /// Its name on the command line and in `specc.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Style => "style",
            Self::Docs => "docs",
            Self::Portability => "portability",
            Self::Security => "security",
            Self::InsightConnect => "insightconnect",
            Self::Change => "change",
        }
    }

    /// What its rules are about, without a final period.
    pub fn about(self) -> &'static str {
        match self {
            Self::Correctness => "the spec says something that is not so",
            Self::Style => "habits of naming and writing",
            Self::Docs => "what readers miss",
            Self::Portability => "names and types that some target cannot carry",
            Self::Security => "secrets, and what endangers users",
            Self::InsightConnect => "what the marketplace of InsightConnect asks for",
            Self::Change => {
                "what changed since an earlier version, and whether the version tells of it"
            }
        }
    }

    /// Whether its rules run unasked. Those that a spec's own ecosystem does not ask for wait for their word.
    pub fn is_on(self) -> bool {
        !matches!(self, Self::Portability | Self::InsightConnect)
    }
}

/// What happens to a rule or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// Its findings have this level.
    On(Severity),
}

/// Stands for every lint.
pub const ALL: &str = "all";

/// The levels that somebody chose. A rule's own beats that of its group, which beats that of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    rules: BTreeMap<String, Level>,
    /// In the order of [`Group::ALL`].
    groups: [Option<Level>; Group::ALL.len()],
    all: Option<Level>,
}

impl Levels {
    /// Nothing chosen: the groups that run unasked, at each rule's own level.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the level of a rule, of a group, or of `all`. A later word for the same name wins.
    pub fn set(&mut self, name: &str, level: Level) {
        let group = Group::ALL.iter().find(|group| group.id() == name);
        if name == ALL {
            self.all = Some(level);
        } else if let Some(group) = group {
            self.groups[*group as usize] = Some(level);
        } else {
            self.rules.insert(name.to_owned(), level);
        }
    }

    /// Lets the words of `other` beat all that were said before: one on a group silences those on its rules, one on
    /// `all` silences everything.
    pub fn overlay(&mut self, other: &Self) {
        if other.all.is_some() {
            *self = Self::new();
        }
        for group in Group::ALL {
            if other.groups[group as usize].is_some() {
                self.rules
                    .retain(|name, _| super::group(name) != Some(group));
            }
        }
        for (name, level) in &other.rules {
            self.rules.insert(name.clone(), *level);
        }
        for (own, level) in self.groups.iter_mut().zip(other.groups) {
            *own = level.or(*own);
        }
        self.all = other.all.or(self.all);
    }

    /// The word that decides about a rule, if there is one, and the name that it is about.
    pub fn word(&self, rule: &Rule) -> Option<(&'static str, Level)> {
        let named = |name| move |level: &Level| (name, *level);
        let own = self.rules.get(rule.info.id).map(named(rule.info.id));
        let group = || self.groups[rule.group as usize].as_ref();
        own.or_else(|| group().map(named(rule.group.id())))
            .or_else(|| self.all.as_ref().map(named(ALL)))
    }

    /// Whether a level was chosen for this very name.
    pub fn says(&self, name: &str) -> bool {
        let group = Group::ALL.iter().find(|group| group.id() == name);
        match group {
            Some(group) => self.groups[*group as usize].is_some(),
            None if name == ALL => self.all.is_some(),
            None => self.rules.contains_key(name),
        }
    }

    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self::new()
    }

    /// Whether a name is a rule, a group or `all`.
    pub fn is_name(name: &str) -> bool {
        Self::names().any(|known| known == name)
    }

    /// Every name that [`Levels::set`] takes.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        let groups = Group::ALL.iter().map(|group| group.id());
        let rules = RULES.iter().map(|rule| rule.info.id);
        std::iter::once(ALL).chain(groups).chain(rules)
    }

    /// The level that a rule's findings have; `None` where it does not run. The level inside is `None` where each
    /// finding keeps its own.
    pub fn of(&self, rule: &Rule) -> Option<Option<Severity>> {
        match self.word(rule).map(|(_, level)| level) {
            Some(Level::Off) => None,
            Some(Level::On(severity)) => Some(Some(severity)),
            None => rule.group.is_on().then_some(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let rule = RULES
            .iter()
            .find(|rule| rule.info.id == "stale-version")
            .unwrap();
        let mut levels = Levels::new();
        assert_eq!(levels.of(rule), Some(None));
        levels.set(rule.group.id(), Level::Off);
        assert_eq!(levels.of(rule), None);
        levels.set(ALL, Level::On(Severity::Note));
        assert_eq!(levels.of(rule), None);
        levels.set("stale-version", Level::On(Severity::Error));
        assert_eq!(levels.of(rule), Some(Some(Severity::Error)));
        let mut upper = Levels::new();
        upper.set(rule.group.id(), Level::Off);
        levels.overlay(&upper);
        assert_eq!(levels.of(rule), None, "a later word on the group");
        upper = Levels::new();
        upper.set(ALL, Level::On(Severity::Error));
        levels.overlay(&upper);
        assert_eq!(levels.of(rule), Some(Some(Severity::Error)), "or on all");
        assert!(Levels::is_name("all") && Levels::is_name("docs"));
        assert!(!Levels::is_name("unknown-key"), "an error of the language");
    }
}
