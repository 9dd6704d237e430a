//! Specs and their earlier versions, paired by plugin, and what changed between them.

use std::collections::BTreeMap;

use super::{Request, Workspace};
use crate::change;
use crate::diagnostic::{Diagnostics, RuleClass, Severity};
use crate::lint::Allowed;
use crate::model::Plugin;
use crate::text::FileId;

/// What comparing two sets of specs found.
#[derive(Debug)]
pub struct Comparison {
    /// The new specs, then the old ones, with what the comparison found of the new ones.
    pub workspace: Workspace,
    /// How many plugins were compared.
    pub compared: usize,
    /// New specs whose plugin was not there before.
    pub added: Vec<FileId>,
    /// Specs, old or new, that have errors and so cannot be compared.
    pub unreadable: Vec<FileId>,
}

/// Compares the specs of two requests. One spec on each side is a pair whatever the plugins are called.
pub fn compare(before: &Request, now: &Request) -> Comparison {
    let new = Workspace::open(now);
    let count = u32::try_from(new.sources.len()).unwrap_or(u32::MAX);
    let old = Workspace::open_from(before, count);
    pair(new, old)
}

/// Compares the specs of a request with what they were at a revision of their git repository.
pub fn against(request: &mut Request, reference: &str) -> Comparison {
    let mut workspace = Workspace::open(request);
    let compared = super::against::compare(&mut workspace, request, reference);
    for (source, analysis) in workspace.sources.iter().zip(&mut workspace.analyses) {
        let is_unreadable = compared.unreadable.contains(&source.id);
        analysis.diagnostics.retain(|finding| match is_unreadable {
            true => finding.severity == Severity::Error,
            false => finding.rule.class == RuleClass::Change,
        });
        let is_change = |found: &Allowed| found.finding.rule.class == RuleClass::Change;
        analysis.allowed.retain(is_change);
    }
    Comparison {
        compared: request.earlier.len(),
        added: compared.added,
        unreadable: compared.unreadable,
        workspace,
    }
}

/// Compares the specs of two workspaces; the ids of the old one follow those of the new one.
fn pair(mut workspace: Workspace, old: Workspace) -> Comparison {
    let new_count = workspace.sources.len();
    let single = new_count == 1 && old.sources.len() == 1;
    workspace.sources.extend(old.sources);
    workspace.analyses.extend(old.analyses);
    workspace.failures.extend(old.failures);
    let mut comparison = Comparison {
        workspace,
        compared: 0,
        added: Vec::new(),
        unreadable: Vec::new(),
    };
    let workspace = &mut comparison.workspace;
    let mut earlier: BTreeMap<String, usize> = BTreeMap::new();
    for index in new_count..workspace.analyses.len() {
        match model(workspace, index) {
            Some(plugin) => {
                earlier.insert(key(plugin, single), index);
            }
            None => comparison.unreadable.push(workspace.sources[index].id),
        }
    }
    for index in 0..new_count {
        let id = workspace.sources[index].id;
        let Some(now) = model(workspace, index) else {
            comparison.unreadable.push(id);
            continue;
        };
        let Some(before) = earlier.remove(&key(now, single)) else {
            comparison.added.push(id);
            continue;
        };
        let found = match model(workspace, before) {
            Some(before) => change::check(before, now, &workspace.sources[index]),
            None => Diagnostics::new(),
        };
        comparison.compared += 1;
        workspace.analyses[index].diagnostics = found;
    }
    for id in &comparison.added {
        // Their own findings are what a check tells.
        workspace.analyses[id.0 as usize].diagnostics = Diagnostics::new();
    }
    for id in &comparison.unreadable {
        earlier.clear();
        let analysis = &mut workspace.analyses[id.0 as usize];
        analysis
            .diagnostics
            .retain(|finding| finding.severity == Severity::Error);
    }
    for analysis in &mut workspace.analyses[new_count..] {
        let mut found = std::mem::take(&mut analysis.diagnostics);
        found.retain(|finding| finding.severity == Severity::Error);
        analysis.diagnostics = found;
    }
    // Whether a plugin is gone cannot be told while some cannot be read.
    for index in earlier.into_values() {
        let gone = model(workspace, index).map(change::removed);
        workspace.analyses[index].diagnostics.extend(gone);
    }
    for analysis in &mut workspace.analyses {
        // What lints found is no difference.
        analysis.allowed.clear();
    }
    comparison.unreadable.sort();
    comparison
}

/// The model of a spec without errors.
fn model(workspace: &Workspace, index: usize) -> Option<&Plugin> {
    let analysis = &workspace.analyses[index];
    let plugin = analysis.plugin.as_ref()?;
    (!analysis.diagnostics.has_errors()).then_some(plugin)
}

fn key(plugin: &Plugin, single: bool) -> String {
    if single {
        String::new()
    } else {
        super::against::key(plugin)
    }
}
