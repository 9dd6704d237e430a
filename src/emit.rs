//! `Plugin` → `OutputTree`: the registry of targets. An emitter sees the model and nothing before it, and touches no
//! disk, clock or environment.

mod by_kind;
mod go;
mod jsonschema;
mod numbers;
mod python;
mod rust;
mod samples;
mod spec_files;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::model::Plugin;
use crate::output::OutputTree;

/// Something that a plugin can be turned into.
#[derive(Debug)]
pub struct Target {
    /// Name on the command line.
    pub id: &'static str,
    /// One line, no final period.
    pub summary: &'static str,
    /// The options of `--opt <id>.<key>=<value>`, each with a line of documentation.
    pub options: &'static [(&'static str, &'static str)],
    /// Files of the author's, by their paths in the output, that decide about what is generated beside them.
    pub reads: &'static [&'static str],
    /// Writes the plugin into the tree. Reports what the target cannot express.
    pub emit: fn(&Plugin, &Options, &mut OutputTree) -> Diagnostics,
}

/// Settings of one target, from `--opt target.key=value`, and the files of the author's that it reads.
#[derive(Debug, Clone, Default)]
pub struct Options {
    values: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
}

impl Options {
    /// Settings from pairs; a later pair wins.
    pub fn new(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            values: values.into_iter().collect(),
            files: BTreeMap::new(),
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

    /// The text of a file that the target reads, where it is there.
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

/// Every target, in the order in which lists show them.
pub static TARGETS: &[&Target] = &[
    &go::TARGET,
    &jsonschema::TARGET,
    &python::TARGET,
    &rust::TARGET,
    &samples::TARGET,
];

/// The target of an id.
pub fn target(id: &str) -> Option<&'static Target> {
    TARGETS.iter().copied().find(|target| target.id == id)
}
