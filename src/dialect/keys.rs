//! Key tables: for each key of a dialect where it may stand, what it holds, what it means, since when, and what
//! replaces it. The lowering, the unknown-key check and `specc schema` all read these tables and nothing else.

/// A form of a dialect, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `plugin_spec_version: v1`, or Conforma's form of 2020.
    V1,
    /// `plugin_spec_version: v2`, or Conforma's form of today.
    V2,
}

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One scalar, read as text.
    Text,
    /// Markdown text.
    Markdown,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of some of these words.
    Choices(&'static [&'static str]),
    /// One scalar, read as text, of a certain form.
    Pattern(&'static Pattern),
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A type expression.
    Type,
    /// Any value.
    Value,
    /// A list of values.
    Values,
    /// A list of texts.
    Texts,
    /// A list of texts, or one text.
    TextOrTexts,
    /// A mapping with the keys of a table.
    Table(&'static KeyTable),
    /// A mapping of the author's own names to mappings with the keys of a table.
    Named(&'static KeyTable),
    /// A mapping of type names to mappings of field names to the keys of a table.
    NamedTwice(&'static KeyTable),
}

/// The form of a text.
#[derive(Debug)]
pub struct Pattern {
    /// What is expected, for a sentence: "a date such as `2026-01-31`".
    pub expected: &'static str,
    /// Whether a text is of the form.
    pub fits: fn(&str) -> bool,
    /// The same as a regular expression of JSON Schema.
    pub regex: &'static str,
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the language demands it.
    pub required: bool,
    /// Markdown, one or two sentences: what it means.
    pub doc: &'static str,
    /// The first form that knows it.
    pub since: Form,
    /// From which form on it should not be used.
    pub deprecated: Option<Deprecation>,
    /// Words that people write instead.
    pub habits: &'static [&'static str],
}

/// Why a key should no longer be used.
#[derive(Debug, Clone, Copy)]
pub struct Deprecation {
    /// The first form in which it is deprecated.
    pub since: Form,
    /// The key to use instead, where renaming is enough.
    pub instead: Option<&'static str>,
    /// What to do, for the help line.
    pub advice: &'static str,
}

/// The keys that may stand in one kind of mapping.
#[derive(Debug)]
pub struct KeyTable {
    /// Title of the mapping in reference pages.
    pub title: &'static str,
    /// What the mapping is, for messages: "a parameter".
    pub what: &'static str,
    /// Its keys, in the order in which a tidy file has them.
    pub keys: &'static [Key],
}

impl Key {
    /// An optional key of every form.
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self {
            name,
            kind,
            required: false,
            doc,
            since: Form::V1,
            deprecated: None,
            habits: &[],
        }
    }

    /// Must be there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// New in the second form.
    #[must_use]
    pub const fn since_v2(mut self) -> Self {
        self.since = Form::V2;
        self
    }

    /// Not to be used from the second form on.
    #[must_use]
    pub const fn deprecated_in_v2(
        mut self,
        instead: Option<&'static str>,
        advice: &'static str,
    ) -> Self {
        self.deprecated = Some(Deprecation {
            since: Form::V2,
            instead,
            advice,
        });
        self
    }

    /// Words that people write instead.
    #[must_use]
    pub const fn habits(mut self, habits: &'static [&'static str]) -> Self {
        self.habits = habits;
        self
    }
}

impl KeyTable {
    /// The names of the keys that are not on their way out, as messages show them.
    pub fn shown_names(&self) -> Vec<String> {
        let current = self.keys.iter().filter(|key| key.deprecated.is_none());
        current.map(|key| format!("`{}`", key.name)).collect()
    }

    /// The place of a key in the table.
    pub fn position(&self, name: &str) -> Option<usize> {
        // Each key of each file is looked for: hardly any two of a table are alike in length and first letter.
        let is_alike = |other: &str| {
            other.len() == name.len() && other.as_bytes().first() == name.as_bytes().first()
        };
        self.keys
            .iter()
            .position(|key| is_alike(key.name) && key.name == name)
    }

    /// The key that `found` was probably meant to be.
    pub fn meant(&self, found: &str) -> Option<usize> {
        let lower = found.to_lowercase();
        self.keys
            .iter()
            .position(|key| key.habits.contains(&lower.as_str()))
            .or_else(|| {
                let names = self.keys.iter().map(|key| key.name);
                self.position(crate::text::nearest(found, names)?)
            })
    }
}

impl Kind {
    /// What is expected, for a sentence: "a mapping of names to parameters".
    pub fn expected(self) -> String {
        match self {
            Self::Text | Self::Markdown => "text".to_owned(),
            Self::Choice(words) => alternatives(words),
            Self::Choices(words) => format!("a list of {}", alternatives(words)),
            Self::Pattern(pattern) => pattern.expected.to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::Type => "a type such as `string` or `[]string`".to_owned(),
            Self::Value => "a value".to_owned(),
            Self::Values => "a list of values".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::TextOrTexts => "a list of texts, or one text".to_owned(),
            Self::Table(_) => "a mapping".to_owned(),
            Self::Named(table) => format!("a mapping of names, each with {}", table.what),
            Self::NamedTwice(_) => {
                "a mapping of type names, each with a mapping of fields".to_owned()
            }
        }
    }

    /// Whether it holds further keys.
    pub fn is_section(self) -> bool {
        matches!(self, Self::Table(_) | Self::Named(_) | Self::NamedTwice(_))
    }
}

/// "`a`, `b` or `c`".
fn alternatives(words: &[&str]) -> String {
    match words {
        [] => "text".to_owned(),
        [only] => format!("`{only}`"),
        [head @ .., last] => {
            let head: Vec<String> = head.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", head.join(", "))
        }
    }
}
