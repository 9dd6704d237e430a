//! Models → outputs on the disk (or the plan of what would change there), for every spec and target of a run at once.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::Workspace;
use super::settings::Settings;
use crate::diagnostic::{Diagnostics, RuleInfo};
use crate::emit::{Options, Target};
use crate::model::Plugin;
use crate::output::diff::{self, Line};
use crate::output::folder::Found;
use crate::output::path::{case_key, name_problem};
use crate::output::{
    self, OutputError, OutputFile, OutputTree, PathFault, Place, Plan, Policy, Stamp, Step, Verdict,
};
use crate::text::FileId;

/// What to make, and where.
#[derive(Debug)]
pub struct Order<'a> {
    /// Each target once, with its settings.
    pub targets: Vec<(&'static Target, Options)>,
    /// The output folder; none means the current one with a level for the plugin.
    pub out: Option<&'a Utf8Path>,
    /// Whether each plugin gets a level of its own whatever their number.
    pub level_per_plugin: bool,
    /// Emit from a spec with errors too, where it has a model.
    pub lenient: bool,
    /// Rules whose findings are errors here.
    pub denied: Vec<&'static RuleInfo>,
    /// What the user allows.
    pub policy: Policy,
    /// Where options come from that are given to no target here.
    pub settings: &'a Settings,
    /// Whether anything is written.
    pub write: bool,
    /// Whether every change comes with its diff, not only those that are refused.
    pub diff: bool,
}

/// What became of an order.
#[derive(Debug, Default)]
pub struct Emissions {
    /// Per spec and target that could be emitted, in the order of the specs' paths and of the order's targets.
    pub done: Vec<Emission>,
    /// Specs that were not emitted, in the order of their paths.
    pub left_out: Vec<LeftOut>,
}

/// One plugin as one target.
#[derive(Debug)]
pub struct Emission {
    /// The spec.
    pub file: FileId,
    /// The plugin's name.
    pub plugin: String,
    /// As what.
    pub target: &'static Target,
    /// The output's folder.
    pub root: Utf8PathBuf,
    /// What the target could not express.
    pub diagnostics: Diagnostics,
    /// Whether the target found errors, so that nothing was written.
    pub refused: bool,
    /// What was done, or would be.
    pub plan: Result<Plan, OutputError>,
    /// Diffs of the plan's steps, by path; of the refused ones at least.
    pub diffs: BTreeMap<Utf8PathBuf, Vec<Line>>,
}

/// A spec that was not emitted.
#[derive(Debug)]
pub struct LeftOut {
    /// The spec.
    pub file: FileId,
    /// Why not.
    pub reason: Reason,
}

/// Why a spec was not emitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It has this many errors, and a model all the same.
    Errors(usize),
    /// It lacks a name, vendor or version that can be used, so there is nothing to emit.
    NoModel,
    /// Another spec has the plugin's name and so the same folder.
    SameName {
        /// The plugin's name.
        plugin: String,
        /// The other spec.
        other: FileId,
    },
    /// The plugin's name cannot be a folder.
    Name(PathFault),
}

/// Emits every spec of a workspace whose models were kept.
pub fn emit(workspace: &Workspace, order: &Order<'_>) -> Emissions {
    let mut emissions = Emissions::default();
    let mut plugins: Vec<(FileId, &Plugin)> = Vec::new();
    for (source, analysis) in workspace.sources.iter().zip(&workspace.analyses) {
        let errors = analysis.diagnostics.errors();
        let reason = match &analysis.plugin {
            // Could not be read at all: told as a failure of the run.
            None if errors == 0 => continue,
            None => Reason::NoModel,
            Some(_) if errors > 0 && !order.lenient => Reason::Errors(errors),
            Some(plugin) => {
                let problem = name_problem(&plugin.name);
                let fault = problem
                    .map(|problem| PathFault::new(Utf8Path::new(&plugin.name), problem))
                    .filter(PathFault::is_fatal);
                match fault {
                    Some(fault) if order.names_folders() => Reason::Name(fault),
                    _ => {
                        plugins.push((source.id, plugin));
                        continue;
                    }
                }
            }
        };
        emissions.left_out.push(LeftOut {
            file: source.id,
            reason,
        });
    }
    if order.level_per_plugin {
        refuse_namesakes(&mut plugins, &mut emissions.left_out);
    }
    let sources = Sources::of(workspace);
    let jobs: Vec<_> = plugins
        .iter()
        .flat_map(|(file, plugin)| order.targets.iter().map(move |it| (*file, *plugin, it)))
        .collect();
    emissions.done = jobs
        .into_par_iter()
        .map(|(file, plugin, (target, options))| {
            let path = workspace.sources[file.0 as usize].path();
            let mut defaults = order.settings.options(path);
            defaults.retain(|option| option.target == target.id);
            let defaults = defaults
                .into_iter()
                .map(|it| (it.key.value, it.value.value));
            let options = options.clone().with_defaults(defaults);
            emit_one(file, plugin, target, options, order, &sources)
        })
        .collect();
    emissions
}

/// Takes out plugins whose folders would be one. None of them is better than the others.
fn refuse_namesakes(plugins: &mut Vec<(FileId, &Plugin)>, left_out: &mut Vec<LeftOut>) {
    let mut by_name: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
    for (file, plugin) in &*plugins {
        let key = case_key(Utf8Path::new(&plugin.name));
        by_name.entry(key).or_default().push(*file);
    }
    plugins.retain(|(file, plugin)| {
        let namesakes = &by_name[&case_key(Utf8Path::new(&plugin.name))];
        let Some(other) = namesakes.iter().find(|other| *other != file) else {
            return true;
        };
        left_out.push(LeftOut {
            file: *file,
            reason: Reason::SameName {
                plugin: plugin.name.clone(),
                other: *other,
            },
        });
        false
    });
    left_out.sort_by_key(|it| it.file);
}

fn emit_one(
    file: FileId,
    plugin: &Plugin,
    target: &'static Target,
    options: Options,
    order: &Order<'_>,
    sources: &Sources,
) -> Emission {
    let place = order.place(&plugin.name, target);
    let root = place.root();
    let mut tree = OutputTree::new();
    let files = files_read(target, plugin, &place);
    let ours = ours(&files, &place);
    let options = options.with_files(files).with_ours(ours);
    let mut diagnostics = target.run(plugin, &options, &mut tree);
    diagnostics.deny(&order.denied);
    sources.leave_to_author(&mut tree, &root);
    let stamp = Stamp {
        tool: concat!("specc ", env!("CARGO_PKG_VERSION")).to_owned(),
        target: target.id.to_owned(),
        plugin: plugin.name.clone(),
    };
    let plan = if order.write && !diagnostics.has_errors() {
        output::write(&place, &tree, &stamp, order.policy)
    } else {
        output::preview(&place, &tree, &stamp, order.policy)
    };
    let mut diffs = BTreeMap::new();
    for step in plan.iter().flat_map(|plan| &plan.steps) {
        let refused = matches!(step.verdict, Verdict::Refuse(_)) && step.before.is_some();
        if refused || (order.diff && step.verdict.is_drift()) {
            let lines = diff_of(step, &root, tree.get(&step.path));
            diffs.insert(step.path.clone(), lines);
        }
    }
    Emission {
        file,
        plugin: plugin.name.clone(),
        target,
        root,
        refused: diagnostics.has_errors(),
        diagnostics,
        plan,
        diffs,
    }
}

/// The texts of the author's files that a target reads. What cannot be read is told of when the output is compared.
fn files_read(target: &Target, plugin: &Plugin, place: &Place) -> Vec<(String, String)> {
    if target.reads.is_empty() || !matches!(place.exists(), Ok(true)) {
        return Vec::new();
    }
    let named = |path: &&str| Utf8PathBuf::from(path.replace("{name}", &plugin.name));
    let paths: Vec<Utf8PathBuf> = target.reads.iter().map(named).collect();
    let paths = paths.iter().map(Utf8PathBuf::as_path);
    let found = output::folder::observe(&place.root(), paths).unwrap_or_default();
    let texts = found.into_iter().filter_map(|(path, found)| match found {
        Found::File { bytes, .. } => Some((path.into_string(), String::from_utf8(bytes).ok()?)),
        _ => None,
    });
    texts.collect()
}

/// Which of these files an earlier run wrote.
fn ours(files: &[(String, String)], place: &Place) -> Vec<String> {
    if files.is_empty() {
        return Vec::new();
    }
    let manifest = output::folder::read_manifest(&place.root());
    let Ok(Some(manifest)) = manifest else {
        return Vec::new();
    };
    let paths = files.iter().map(|(path, _)| path.clone());
    paths
        .filter(|path| manifest.files.contains_key(Utf8Path::new(path)))
        .collect()
}

/// The diff of a file under its path from the current folder, as version control would show it.
fn diff_of(step: &Step, root: &Utf8Path, file: Option<&OutputFile>) -> Vec<Line> {
    let path = root.join(&step.path);
    let path = path.strip_prefix("./").unwrap_or(&path);
    let path = Utf8Path::new(path.as_str().trim_start_matches('/'));
    let before = step.before.as_deref();
    let after = file.map(|file| file.bytes.as_slice());
    let executable = file.is_some_and(|file| file.executable);
    if before.is_some() && before == after && executable {
        return diff::made_executable(path);
    }
    diff::unified(path, before, after, executable)
}

impl Order<'_> {
    /// Whether the plugins' names become folders.
    fn names_folders(&self) -> bool {
        self.level_per_plugin || self.out.is_none()
    }

    /// `DIR/[<target>/][<name>/]`; without a DIR, a single spec has `<name>/[<target>/]`.
    fn place(&self, name: &str, target: &Target) -> Place {
        let mut below = Utf8PathBuf::new();
        if self.out.is_none() && !self.level_per_plugin {
            below.push(name);
        }
        if self.targets.len() > 1 {
            below.push(target.id);
        }
        if self.level_per_plugin {
            below.push(name);
        }
        Place::new(self.out.unwrap_or(Utf8Path::new("")), below)
    }
}

/// The files that specs were read from. They are the author's, even where an output has a copy in the same place.
struct Sources {
    names: HashSet<String>,
    files: HashSet<PathBuf>,
}

impl Sources {
    fn of(workspace: &Workspace) -> Self {
        let paths = || workspace.sources.iter().map(|source| source.path());
        Self {
            names: paths()
                .filter_map(Utf8Path::file_name)
                .map(str::to_owned)
                .collect(),
            files: paths()
                .filter_map(|path| std::fs::canonicalize(path).ok())
                .collect(),
        }
    }

    fn leave_to_author(&self, tree: &mut OutputTree, root: &Utf8Path) {
        let copies: Vec<Utf8PathBuf> = tree
            .iter()
            .map(|(path, _)| path)
            .filter(|path| {
                path.file_name()
                    .is_some_and(|name| self.names.contains(name))
            })
            .filter(|path| {
                let there = std::fs::canonicalize(root.join(path));
                there.is_ok_and(|there| self.files.contains(&there))
            })
            .map(Utf8Path::to_owned)
            .collect();
        for copy in copies {
            tree.leave_to_author(copy);
        }
    }
}
