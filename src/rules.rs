//! Every rule of every phase: what `specc explain`, the reports and the book list.

mod page;

pub use page::{not_shown, page, parts};

use crate::diagnostic::{RuleClass, RuleInfo};
use crate::{config, dialect, emit, lint, resolve, workspace, yaml};

/// Every rule but the lints, by the phase that finds them.
static LANGUAGE: &[&[&RuleInfo]] = &[
    config::RULES,
    dialect::RULES,
    emit::RULES,
    resolve::RULES,
    workspace::RULES,
    yaml::RULES,
    &[&lint::INVALID_SUPPRESSION],
];

/// All rules, sorted by id.
pub fn all() -> Vec<&'static RuleInfo> {
    let mut rules: Vec<&'static RuleInfo> = LANGUAGE.concat();
    rules.extend(lint::RULES.iter().map(|rule| rule.info));
    rules.sort_by_key(|rule| rule.id);
    rules
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static RuleInfo> {
    all().into_iter().find(|rule| rule.id == id)
}

/// The address of the published book, where the build says what it is (`SPECC_BOOK_URL`).
pub fn book() -> Option<&'static str> {
    Some(option_env!("SPECC_BOOK_URL")?.trim_end_matches('/'))
}

/// The address of a rule's page in the published book.
pub fn url(id: &str) -> Option<String> {
    Some(format!("{}/rules/{id}.html", book()?))
}

/// The words that code hosts file a rule under: its class, and the group of a lint.
pub fn tags(rule: &RuleInfo) -> Vec<&'static str> {
    let class = match rule.class {
        RuleClass::Language => "language",
        RuleClass::Lint => "lint",
        RuleClass::Config => "configuration",
        RuleClass::Emission => "emission",
        RuleClass::Change => "change",
    };
    let group = lint::group(rule.id).map(lint::Group::id);
    let group = group.filter(|group| *group != class);
    std::iter::once(class).chain(group).collect()
}

impl RuleClass {
    /// Every class, in the order of lists.
    pub const ALL: [Self; 5] = [
        Self::Language,
        Self::Lint,
        Self::Emission,
        Self::Change,
        Self::Config,
    ];

    /// The language that its examples are written in.
    pub fn written_in(self) -> &'static str {
        match self {
            Self::Language | Self::Lint | Self::Emission | Self::Change => "yaml",
            Self::Config => "toml",
        }
    }

    /// The heading that lists put over the rules of this class.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Language => "Errors of the language",
            Self::Lint => "Lints",
            Self::Emission => "Findings of targets",
            Self::Change => "Changes",
            Self::Config => "Errors of specc.toml",
        }
    }

    /// What the class means for who meets a finding.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Language | Self::Config => "always on",
            Self::Change => {
                "raised where two versions are compared; can be allowed on a line, with a reason"
            }
            Self::Emission => "raised by `specc emit` for the target that is emitted",
            Self::Lint => "can be allowed on a line, with a reason",
        }
    }
}
