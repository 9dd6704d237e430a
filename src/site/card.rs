//! What the rest of a site knows of one plugin: small, whole, and kept between builds.

use serde::{Deserialize, Serialize};

use super::anchor::Anchors;
use super::sink::Key;
use crate::model::{Field, OperationKind, Plugin, Process};

/// One plugin, as listings, search, feeds and its relatives see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Publisher; a folder name.
    pub vendor: String,
    /// Name; a folder name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// One line of plain text, at most some 160 characters; empty where the spec has no description.
    pub summary: String,
    /// Semantic version.
    pub version: String,
    /// Support tier, where the spec names one.
    pub support: Option<String>,
    /// May run in the host's cloud.
    pub cloud_ready: bool,
    /// Not to be listed.
    pub hidden: bool,
    /// Marked as on its way out.
    pub deprecated: bool,
    /// Hosts it is made for.
    pub products: Vec<String>,
    /// Domain of the vendor of the product that it connects to, such as `atlassian.com`.
    pub product_vendor: Option<String>,
    /// What it is for.
    pub use_cases: Vec<String>,
    /// Free words, from keywords and tags, each once.
    pub keywords: Vec<String>,
    /// Actions, then triggers, then tasks.
    pub operations: Vec<OperationCard>,
    /// Governance processes; the output of each is its outcome.
    #[serde(default)]
    pub processes: Vec<OperationCard>,
    /// Connection settings, in the form of [`OperationCard::input`].
    pub connection: String,
    /// File name of the icon below `icons/`.
    pub icon: String,
    /// The changes of the newest version, as plain text.
    pub changes: Vec<String>,
    /// File name of the copy of its spec.
    pub spec_file: String,
    /// Custom types by name, their fields in the form of [`OperationCard::input`]. Only where other versions of the
    /// plugin are there to be compared with: they are many.
    pub types: Option<Vec<(String, String)>>,
    /// Whether no newer version of it is on the site.
    pub newest: bool,
    /// Stands for everything that the plugin's own files are made from.
    pub key: Key,
}

/// One action, trigger, task or governance process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationCard {
    /// `action`, `trigger`, `task` or `process`.
    pub kind: String,
    /// Name on the wire.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Its id in the plugin's page.
    pub anchor: String,
    /// Input fields, a line each: name, type, and `!` where it is required, with tabs between them.
    pub input: String,
    /// Output fields, in the same form.
    pub output: String,
}

impl Card {
    /// The folder of the plugin's page, relative to the root of the site, ending in `/`.
    pub fn folder(&self) -> String {
        let (vendor, name) = (self.vendor.as_str(), self.name.as_str());
        if self.newest {
            ["plugins/", vendor, "/", name, "/"].concat()
        } else {
            ["plugins/", vendor, "/", name, "/", &self.version, "/"].concat()
        }
    }

    /// The relative way from the plugin's page to the root of the site.
    pub fn root(&self) -> &'static str {
        if self.newest {
            "../../../"
        } else {
            "../../../../"
        }
    }

    /// The operations of a kind.
    pub fn operations_of(&self, kind: OperationKind) -> &[OperationCard] {
        let name = kind.singular();
        let is_other = |card: &OperationCard| card.kind != name;
        let start = self.operations.iter().take_while(|it| is_other(it)).count();
        let rest = &self.operations[start..];
        let end = rest.iter().take_while(|it| !is_other(it)).count();
        &rest[..end]
    }

    /// How many operations of a kind there are.
    pub fn count(&self, kind: OperationKind) -> usize {
        let kind = kind.singular();
        self.operations.iter().filter(|it| it.kind == kind).count()
    }
}

/// The operations of a plugin with their anchors. Pages and cards take them from here, so that links meet.
pub fn operations(plugin: &Plugin) -> Vec<OperationCard> {
    let mut anchors = Anchors::default();
    plugin
        .operations()
        .map(|operation| {
            let kind = operation.kind.singular();
            OperationCard {
                anchor: anchors.add(kind, &operation.name),
                kind: kind.to_owned(),
                name: operation.name.clone(),
                title: operation.title.clone(),
                input: lines(plugin, &operation.input),
                output: lines(plugin, &operation.output),
            }
        })
        .collect()
}

/// The governance processes of a plugin with their anchors.
pub fn processes(plugin: &Plugin) -> Vec<OperationCard> {
    let mut anchors = Anchors::default();
    let card = |process: &Process| OperationCard {
        kind: "process".to_owned(),
        name: process.name.clone(),
        title: process.title.clone(),
        anchor: anchors.add("process", &process.name),
        input: lines(plugin, &process.input),
        output: lines(plugin, &process.outcome),
    };
    plugin.processes.iter().map(card).collect()
}

/// Fields in the form of [`OperationCard::input`].
pub fn lines(plugin: &Plugin, fields: &[Field]) -> String {
    // Most types have short names.
    let length = |field: &Field| field.name.len() + 11;
    let mut lines = String::with_capacity(fields.iter().map(length).sum());
    for field in fields {
        for (index, part) in field.name.split(['\t', '\n', '\r']).enumerate() {
            if index > 0 {
                lines.push(' ');
            }
            lines.push_str(part);
        }
        lines.push('\t');
        field.ty.push_spec_name(&plugin.types, &mut lines);
        lines.push('\t');
        if field.required {
            lines.push('!');
        }
        lines.push('\n');
    }
    lines
}
