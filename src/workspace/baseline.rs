//! Findings that are known: a file that names them by spec, path in the spec and rule, never by line, so that a check
//! fails on new ones only.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::Workspace;
use crate::diagnostic::{Diagnostic, Suppression};
use crate::output::whole;
use crate::yaml::{self, Limits, Node, NodeKind};

/// How often each rule found something, by path in the spec.
type Counts = BTreeMap<String, BTreeMap<String, usize>>;

/// The form of the file.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By the path of the spec, from the folder of the file.
    findings: BTreeMap<String, Counts>,
}

/// Why a baseline cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Nothing is there.
    #[error("the baseline {0} does not exist; --write-baseline makes it")]
    Missing(Utf8PathBuf),
    /// It cannot be read or written.
    #[error("the baseline {0} cannot be used: {1}")]
    Unusable(Utf8PathBuf, String),
}

/// What a baseline did to a run.
#[derive(Debug, Default)]
pub struct Compared {
    /// What each spec that was looked at has now.
    now: BTreeMap<String, Counts>,
    /// How many findings are known.
    pub known: usize,
    /// How many known findings are no longer there.
    pub gone: usize,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it is not there, or is no baseline.
    pub fn read(path: &Utf8Path) -> Result<Self, BaselineError> {
        let unusable = |why: String| BaselineError::Unusable(path.to_owned(), why);
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => BaselineError::Missing(path.to_owned()),
            _ => unusable(error.to_string()),
        })?;
        let read: Self =
            serde_json::from_str(&text).map_err(|error| unusable(error.to_string()))?;
        if read.version != VERSION {
            let why = format!("it has version {}, and {VERSION} is read", read.version);
            return Err(unusable(why));
        }
        Ok(read)
    }

    /// Takes the known findings out of a workspace. `file` is where they are known from; `name` gives the path of a spec as the baseline has it.
    pub fn apply(
        this: Option<&Self>,
        workspace: &mut Workspace,
        limits: &Limits,
        file: &Utf8Path,
        name: &dyn Fn(&Utf8Path) -> String,
    ) -> Compared {
        let mut compared = Compared::default();
        let none = Counts::new();
        for (source, analysis) in workspace.sources.iter().zip(&mut workspace.analyses) {
            if analysis.dialect.is_none() && analysis.diagnostics.is_empty() {
                // It could not be looked at, so what it has is not known.
                continue;
            }
            let name = name(source.path());
            let known = this.and_then(|it| it.findings.get(&name)).unwrap_or(&none);
            let mut now = Counts::new();
            if !analysis.diagnostics.is_empty() {
                let (document, _) = yaml::parse(source, limits);
                let taken_out = &mut analysis.known;
                analysis.diagnostics.retain(|found| {
                    let mut place = String::new();
                    if let Some(root) = &document.root {
                        locate(root, found.primary.span.start, &mut place);
                    }
                    let before = count(known, &place, found.rule.id);
                    let rules = now.entry(place).or_default();
                    let count = rules.entry(found.rule.id.to_owned()).or_default();
                    *count += 1;
                    let is_new = *count > before;
                    compared.known += usize::from(!is_new);
                    if !is_new {
                        taken_out.push(Diagnostic {
                            suppression: Some(Suppression::Baseline(file.to_string())),
                            ..found.clone()
                        });
                    }
                    is_new
                });
            }
            for (place, rules) in known {
                for (rule, before) in rules {
                    compared.gone += before.saturating_sub(count(&now, place, rule));
                }
            }
            compared.now.insert(name, now);
        }
        compared
    }

    /// What is known from now on: no more than before unless `grow`, where there was a baseline before. Specs that were
    /// not looked at keep what they had, as long as `is_there`.
    pub fn next(
        this: Option<&Self>,
        compared: Compared,
        grow: bool,
        is_there: &dyn Fn(&str) -> bool,
    ) -> Self {
        let mut findings = BTreeMap::new();
        for (name, mut now) in compared.now.clone() {
            if let Some(this) = this.filter(|_| !grow) {
                let known = this.findings.get(&name).cloned().unwrap_or_default();
                for (place, rules) in &mut now {
                    for (rule, number) in &mut *rules {
                        *number = (*number).min(count(&known, place, rule));
                    }
                    rules.retain(|_, number| *number > 0);
                }
                now.retain(|_, rules| !rules.is_empty());
            }
            if !now.is_empty() {
                findings.insert(name, now);
            }
        }
        for (name, known) in this.iter().flat_map(|it| &it.findings) {
            if !compared.now.contains_key(name) && is_there(name) {
                findings.insert(name.clone(), known.clone());
            }
        }
        Self {
            version: VERSION,
            findings,
        }
    }

    /// Writes the file, in the order of paths and rules.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn write(&self, path: &Utf8Path) -> Result<(), BaselineError> {
        let unusable = |why: String| BaselineError::Unusable(path.to_owned(), why);
        let text =
            serde_json::to_string_pretty(self).map_err(|error| unusable(error.to_string()))?;
        whole::replace(path, (text + "\n").as_bytes()).map_err(|error| unusable(error.to_string()))
    }
}

fn count(counts: &Counts, place: &str, rule: &str) -> usize {
    let rules = counts.get(place);
    rules
        .and_then(|rules| rules.get(rule))
        .copied()
        .unwrap_or(0)
}

/// A file as it is named from a folder; both are whole paths.
pub fn from_folder(folder: &Utf8Path, file: &Utf8Path) -> String {
    let (here, there): (Vec<_>, Vec<_>) =
        (folder.components().collect(), file.components().collect());
    let both = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = here.iter().skip(both).map(|_| "..");
    let down = there.iter().skip(both).map(|part| part.as_str());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The keys on the way to the innermost value that holds an offset: `actions.scan.input.host`. Items of a list are all
/// called `[]`: their numbers change when one is added above.
fn locate(node: &Node<'_>, offset: u32, path: &mut String) {
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => {
            let item = items.iter().find(|item| holds(item.span, offset));
            if let Some(item) = item {
                path.push_str("[]");
                locate(item, offset, path);
            }
        }
        NodeKind::Mapping(mapping) => {
            let mut own = mapping.entries.iter().filter(|entry| !entry.merged);
            if let Some(entry) = own.find(|entry| holds(entry.span(), offset)) {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(entry.key.as_text().unwrap_or("?"));
                locate(&entry.value, offset, path);
            }
        }
    }
}

fn holds(span: crate::text::Span, offset: u32) -> bool {
    span.start <= offset && (offset < span.end || span.start == span.end)
}
