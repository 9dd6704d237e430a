//! Findings: what every phase reports instead of failing. May use `text` only.

use serde::{Deserialize, Serialize};

use crate::text::{FileId, Span, TextEdit};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Something worth knowing; never changes the exit status.
    Note,
    /// The spec works but is likely to surprise.
    Warning,
    /// The spec is wrong; nothing is emitted from it.
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether a rule belongs to the language or is a matter of habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleClass {
    /// Syntax, shape, names and types: always on, never suppressed.
    Language,
    /// A convention: can be allowed on a line with a reason.
    Lint,
    /// `specc.toml`: always on.
    Config,
    /// What a target makes of a spec: raised where that target is emitted.
    Emission,
    /// What changed between two versions of a spec: raised where they are compared. Has a level and can be allowed, as a
    /// lint.
    Change,
}

impl RuleClass {
    /// Whether its findings have levels and can be allowed.
    pub fn is_lint(self) -> bool {
        matches!(self, Self::Lint | Self::Change)
    }
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppression {
    /// A comment allows it.
    Comment {
        /// The comment.
        place: Span,
        /// What it gives as the reason; may be empty.
        reason: String,
    },
    /// It was known before, and stands in this file.
    Baseline(String),
}

/// What is known about a rule before it runs: the source of `specc explain`, of the book's rule pages and of the
/// rule's own tests. It stands in the file that holds the check.
#[derive(Debug)]
pub struct RuleInfo {
    /// Stable kebab-case name of the pattern found; reads well after "allow".
    pub id: &'static str,
    /// Language error or lint.
    pub class: RuleClass,
    /// Level unless a finding says otherwise.
    pub severity: Severity,
    /// One line, no final period: what the rule finds.
    pub summary: &'static str,
    /// Markdown: why it matters, what goes wrong when it is ignored, and when it may be allowed.
    pub why: &'static str,
    /// A YAML fragment that raises exactly this rule. Top-level keys that it leaves out are filled in by the test. Of a
    /// rule of the configuration, a TOML text.
    pub bad: &'static str,
    /// The same, mended: raises nothing.
    pub good: &'static str,
}

/// A place and, where it helps, what to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Shown at the place; may be empty.
    pub message: String,
}

/// Whether a fix may be applied unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Applicability {
    /// Certain: what the author meant, and nothing else changes.
    Safe,
    /// Likely, but a person should look.
    Unsafe,
}

impl Applicability {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A mend: a set of edits that are applied together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in the imperative: "rename to `description`".
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// Edits that do not overlap.
    pub edits: Vec<TextEdit>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static RuleInfo,
    /// Its level here.
    pub severity: Severity,
    /// One line that stands alone, no final period.
    pub message: String,
    /// The smallest place that is wrong.
    pub primary: Label,
    /// Other places that explain it ("first defined here").
    pub labels: Vec<Label>,
    /// The next step.
    pub help: Option<String>,
    /// Mends, best first.
    pub fixes: Vec<Fix>,
    /// Why it does not count, where it does not.
    pub suppression: Option<Suppression>,
}

impl Diagnostic {
    /// A finding of `rule`, at the rule's own level, on `span`.
    pub fn new(rule: &'static RuleInfo, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            primary: Label {
                span,
                message: String::new(),
            },
            labels: Vec::new(),
            help: None,
            fixes: Vec::new(),
            suppression: None,
        }
    }

    /// Says something at the primary place itself.
    #[must_use]
    pub fn at(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Sets the next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a mend that replaces the text of one span.
    #[must_use]
    pub fn fix(
        mut self,
        applicability: Applicability,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        self.fixes.push(Fix {
            title: title.into(),
            applicability,
            edits: vec![TextEdit {
                span,
                text: text.into(),
            }],
        });
        self
    }

    /// The same finding where every file has another id.
    #[must_use]
    pub fn with_files(mut self, mut id: impl FnMut(FileId) -> FileId) -> Self {
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        let labels = self.labels.iter_mut().map(|label| &mut label.span);
        let spans = std::iter::once(&mut self.primary.span)
            .chain(labels)
            .chain(edits.map(|edit| &mut edit.span));
        for span in spans {
            span.file = id(span.file);
        }
        self
    }

    /// Sets a level other than the rule's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Findings in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives every finding one level.
    pub fn set_severity(&mut self, severity: Severity) {
        for finding in &mut self.list {
            finding.severity = severity;
        }
    }

    /// Takes out every related place that lies in a file.
    pub fn forget_file(&mut self, file: FileId) {
        for finding in &mut self.list {
            finding.labels.retain(|label| label.span.file != file);
        }
    }

    /// Makes the findings of some rules errors.
    pub fn deny(&mut self, rules: &[&RuleInfo]) {
        for finding in &mut self.list {
            if rules.iter().any(|rule| rule.id == finding.rule.id) {
                finding.severity = Severity::Error;
            }
        }
    }

    /// Keeps each message on one line: breaks that an author's text brings into it become blanks.
    pub fn unbreak(&mut self) {
        for finding in &mut self.list {
            if memchr::memchr2(b'\n', b'\r', finding.message.as_bytes()).is_some() {
                let words: Vec<&str> = finding.message.split_whitespace().collect();
                finding.message = words.join(" ");
            }
        }
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// None yet, with room for as many.
    pub fn with_capacity(count: usize) -> Self {
        Self {
            list: Vec::with_capacity(count),
        }
    }

    /// Adds all of another phase's.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many are of this level.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter()
            .filter(|found| found.severity == severity)
            .count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|found| found.severity == Severity::Error)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Keeps those that the test holds for.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Sorts by file, place, gravity and rule. Drops those that say the same of the same place twice, and lints on
    /// exactly the place of an error: one defect gives one finding.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            let key = |found: &Diagnostic| (found.primary.span, std::cmp::Reverse(found.severity));
            key(a)
                .cmp(&key(b))
                .then_with(|| a.rule.id.cmp(b.rule.id))
                .then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup_by(|a, b| {
            // `a` comes after `b`, and errors come first.
            let same_place = a.primary.span == b.primary.span;
            let repeats = a.rule.id == b.rule.id && a.message == b.message;
            let overruled = b.severity == Severity::Error && a.rule.class == RuleClass::Lint;
            same_place && (repeats || overruled)
        });
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, list: I) {
        self.list.extend(list);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(list: I) -> Self {
        Self {
            list: list.into_iter().collect(),
        }
    }
}
