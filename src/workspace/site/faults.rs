//! Specs that have errors, with what was found in them: a build need not look for it again while they are as they were.

use std::sync::Arc;

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Label, RuleInfo, Severity};
use crate::rules;
use crate::site::Key;
use crate::text::FileId;

/// A spec that has no page of its own because of its errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Path of the spec.
    pub path: Utf8PathBuf,
    /// It, and the files beside it.
    pub inputs: Inputs,
    /// Stands for what else the findings depend on.
    pub reading: Key,
    findings: Vec<Finding>,
}

/// A finding, with its rule by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Finding {
    rule: String,
    severity: Severity,
    message: String,
    primary: Label,
    labels: Vec<Label>,
    help: Option<String>,
    fixes: Vec<Fix>,
}

impl Fault {
    /// What was found in a spec.
    pub fn new(path: Utf8PathBuf, inputs: Inputs, reading: Key, found: &Diagnostics) -> Arc<Self> {
        let findings = found.iter().map(|found| Finding {
            rule: found.rule.id.to_owned(),
            severity: found.severity,
            message: found.message.clone(),
            primary: found.primary.clone(),
            labels: found.labels.clone(),
            help: found.help.clone(),
            fixes: found.fixes.clone(),
        });
        Arc::new(Self {
            path,
            inputs,
            reading,
            findings: findings.collect(),
        })
    }

    /// The findings, in a file that has this id now. `None` where a rule is not known.
    pub fn findings(&self, id: FileId, rules: &Rules) -> Option<Diagnostics> {
        let finding = |finding: &Finding| {
            let rule = rules.find(&finding.rule)?;
            let found = Diagnostic {
                severity: finding.severity,
                primary: finding.primary.clone(),
                labels: finding.labels.clone(),
                help: finding.help.clone(),
                fixes: finding.fixes.clone(),
                // Lints alone can be allowed, and do not run here.
                ..Diagnostic::new(rule, finding.primary.span, &finding.message)
            };
            Some(found.with_files(|_| id))
        };
        self.findings.iter().map(finding).collect()
    }
}

/// All rules, sorted by their ids.
#[derive(Debug)]
pub struct Rules(Vec<&'static RuleInfo>);

impl Default for Rules {
    fn default() -> Self {
        Self(rules::all())
    }
}

impl Rules {
    fn find(&self, id: &str) -> Option<&'static RuleInfo> {
        let place = self.0.binary_search_by(|rule| rule.id.cmp(id)).ok()?;
        Some(self.0[place])
    }
}
