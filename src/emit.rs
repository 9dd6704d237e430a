//! `Plugin` → `OutputTree`: the registry of targets. An emitter sees the model and nothing before it, and touches no
//! disk, clock or environment.

mod by_kind;
mod conforma;
mod gilbert;
mod go;
mod help;
mod insightconnect;
mod jsonschema;
mod lms;
mod loss;
mod metagov;
mod numbers;
mod python;
mod rust;
mod samples;
mod spec_files;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, RuleInfo};
use crate::model::Plugin;
use crate::output::OutputTree;
use crate::render::support::Support;

pub use loss::{LOSSY, Loss};

/// The rules that emitting can raise.
pub static RULES: &[&RuleInfo] = &[
    &LOSSY,
    &help::REPLACED_HELP,
    &conforma::MISPLACED_SETTING,
    &conforma::TAKEN_NAME,
    &lms::UNFIT_ARGUMENT,
    &lms::UNFIT_WEIGHT,
    &metagov::RESERVED_INPUT,
];

/// Something that a plugin can be turned into.
#[derive(Debug)]
pub struct Target {
    /// Name on the command line.
    pub id: &'static str,
    /// Name for people: the host's own, or the language's.
    pub title: &'static str,
    /// One line, no final period.
    pub summary: &'static str,
    /// The options of `--opt <id>.<key>=<value>`, each with a line of documentation.
    pub options: &'static [(&'static str, &'static str)],
    /// Files of the author's, by their paths in the output, that decide about what is generated beside them. `{name}`
    /// in a path stands for the plugin's name.
    pub reads: &'static [&'static str],
    /// Pictures that the host asks for and no spec holds, by their paths in the output: a new plugin begins with its
    /// monogram in their place.
    pub pictures: &'static [&'static str],
    /// Commands that show the plugin at work as it was emitted, run in its folder one after the other; `{name}` stands
    /// for its name. None where there is nothing to run.
    pub try_out: &'static [&'static str],
    /// What of a plugin the host has no counterpart for, in spec order. Cheap: the website asks it of every plugin.
    pub losses: fn(&Plugin) -> Vec<Loss>,
    /// Writes the plugin into the tree. Reports what is wrong for this target alone; what [`Target::losses`] lists is
    /// reported by [`Target::run`].
    pub emit: fn(&Plugin, &Options, &mut OutputTree) -> Diagnostics,
}

impl Target {
    /// Writes the plugin into the tree; the findings begin with what the target cannot express.
    pub fn run(&self, plugin: &Plugin, options: &Options, tree: &mut OutputTree) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for loss in (self.losses)(plugin) {
            diagnostics.push(loss.diagnostic(self));
        }
        diagnostics.append((self.emit)(plugin, options, tree));
        diagnostics
    }
}

/// Settings of one target, from `--opt target.key=value`, and the files of the author's that it reads.
#[derive(Debug, Clone, Default)]
pub struct Options {
    values: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    ours: BTreeSet<String>,
}

impl Options {
    /// Settings from pairs; a later pair wins.
    pub fn new(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            values: values.into_iter().collect(),
            files: BTreeMap::new(),
            ours: BTreeSet::new(),
        }
    }

    /// The same settings with others where they say nothing; a later pair wins.
    #[must_use]
    pub fn with_defaults(self, values: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all: BTreeMap<String, String> = values.into_iter().collect();
        all.extend(self.values);
        Self {
            values: all,
            ..self
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// The same settings with the texts of files that the target reads, by their paths in the output.
    #[must_use]
    pub fn with_files(mut self, files: impl IntoIterator<Item = (String, String)>) -> Self {
        self.files.extend(files);
        self
    }

    /// The same settings with the paths of those files that an earlier run wrote.
    #[must_use]
    pub fn with_ours(mut self, paths: impl IntoIterator<Item = String>) -> Self {
        self.ours.extend(paths);
        self
    }

    /// Whether a file that the target reads was written by an earlier run, whoever has edited it since.
    pub fn is_ours(&self, path: &str) -> bool {
        self.ours.contains(path)
    }

    /// The text of a file that the target reads, where it is there.
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

/// Every target, in the order in which lists show them.
pub static TARGETS: &[&Target] = &[
    &conforma::TARGET,
    &gilbert::TARGET,
    &go::TARGET,
    &help::TARGET,
    &insightconnect::TARGET,
    &jsonschema::TARGET,
    &lms::TARGET,
    &metagov::TARGET,
    &python::TARGET,
    &rust::TARGET,
    &samples::TARGET,
];

/// Checks the value of a target's option, which a plugin would be made of as it is. The error says what is expected.
pub fn check_option(target: &Target, key: &str, value: &str) -> Result<(), &'static str> {
    let is_module =
        key == "module" && (target.id == go::TARGET.id || target.id == gilbert::TARGET.id);
    if is_module && !go::module::is_legal(value) {
        return Err("a Go module path such as `example.com/acme/lookup`");
    }
    Ok(())
}

/// The target of an id.
pub fn target(id: &str) -> Option<&'static Target> {
    TARGETS.iter().copied().find(|target| target.id == id)
}

/// What becomes of a plugin on each target, for pages that tell of it.
pub fn support(plugin: &Plugin) -> Vec<Support> {
    let of = |target: &&Target| {
        let mut support = Support {
            id: target.id,
            title: target.title,
            runs_processes: target.id == metagov::TARGET.id,
            losses: Vec::new(),
        };
        for loss in (target.losses)(plugin) {
            support.add(loss.lacks, loss.element, loss.consequence);
        }
        support
    };
    TARGETS.iter().map(of).collect()
}
