//! What a build leaves for the next one: the cards, what each file was made from, and which specs have errors.

use std::collections::HashMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::faults::Fault;
use super::inputs::Inputs;
use crate::site::{Card, Key};

/// A spec whose page is on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Path of the spec.
    pub path: Utf8PathBuf,
    /// The files that its page was made from.
    pub inputs: Inputs,
    /// The site's own part in it.
    pub site: Key,
    /// What is worth a word about it.
    pub remark: Option<String>,
    /// Its card.
    pub card: Card,
}

/// What was known when a build ended.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    site: Key,
    plugins: Vec<Arc<Known>>,
    faults: Vec<Arc<Fault>>,
    /// When this was written, in nanoseconds since 1970; not part of the file.
    #[serde(skip)]
    pub written: u64,
    #[serde(skip)]
    by_path: HashMap<Utf8PathBuf, usize>,
    #[serde(skip)]
    faults_by_path: HashMap<Utf8PathBuf, usize>,
}

impl State {
    /// A state to be kept.
    pub fn new(site: Key, plugins: Vec<Arc<Known>>, faults: Vec<Arc<Fault>>) -> Self {
        Self {
            site,
            plugins,
            faults,
            ..Self::default()
        }
    }

    /// Whether this is what is known now of the same site.
    pub fn is(&self, site: Key, plugins: &[Arc<Known>], faults: &[Arc<Fault>]) -> bool {
        self.site == site && self.plugins == plugins && self.faults == faults
    }

    /// Whether there is nothing in this that a state from before does not hold. A spec that was looked into again is
    /// something, also where it is as it was: only a state that is written later than its files can vouch for them.
    pub fn adds_nothing(&self, before: &Self) -> bool {
        before.is(self.site, &self.plugins, &self.faults)
    }

    /// Makes a state that was read ready for questions.
    pub fn index(&mut self) {
        let paths = self.plugins.iter().enumerate();
        self.by_path = paths
            .map(|(index, known)| (known.path.clone(), index))
            .collect();
        let paths = self.faults.iter().enumerate();
        self.faults_by_path = paths
            .map(|(index, fault)| (fault.path.clone(), index))
            .collect();
    }

    /// What was known of a spec, whether or not it is the same still.
    pub fn before(&self, path: &Utf8Path) -> Option<&Arc<Known>> {
        self.plugins.get(*self.by_path.get(path)?)
    }

    /// What is known of a spec, where neither it nor the site has changed since.
    pub fn unchanged(&self, path: &Utf8Path, inputs: &Inputs, site: Key) -> Option<&Arc<Known>> {
        let known = &self.plugins[*self.by_path.get(path)?];
        (known.site == site && inputs.same(&known.inputs, self.written)).then_some(known)
    }

    /// What is wrong with a spec, where it has not changed since it was read the same way.
    pub fn fault(&self, path: &Utf8Path, inputs: &Inputs, reading: Key) -> Option<&Arc<Fault>> {
        let fault = &self.faults[*self.faults_by_path.get(path)?];
        let same = fault.reading == reading && inputs.same(&fault.inputs, self.written);
        same.then_some(fault)
    }
}
