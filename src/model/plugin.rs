//! The plugin as a whole.

use std::sync::Arc;

use serde::Serialize;

use super::{CustomType, Field, Operation, OperationKind, Process, Settings, Type, TypeId};
use crate::text::Span;

/// One plugin, resolved.
#[derive(Debug, Clone, Serialize)]
pub struct Plugin {
    /// Letters, digits, underscores; starts with a letter or underscore.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Publisher: letters, digits, underscores.
    pub vendor: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Semantic version.
    pub version: semver::Version,
    /// Bumped when the connection changes.
    pub connection_version: u64,
    /// `community`, `rapid7`, `partner` or a vendor.
    pub support: Option<String>,
    /// Marks such as `hidden`.
    pub status: Vec<String>,
    /// Products it is made for.
    pub products: Vec<String>,
    /// The kind of extension, `plugin` as a rule.
    pub extension: Option<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// `hub_tags.use_cases`.
    pub use_cases: Vec<String>,
    /// `hub_tags.keywords`.
    pub keywords: Vec<String>,
    /// `hub_tags.features`.
    pub features: Vec<String>,
    /// Addresses.
    pub resources: Resources,
    /// What it can do, a line each (markdown).
    pub key_features: Vec<String>,
    /// What it needs, a line each (markdown).
    pub requirements: Vec<String>,
    /// Troubleshooting notes (markdown).
    pub troubleshooting: Vec<String>,
    /// Newest first, as written.
    pub version_history: Vec<HistoryEntry>,
    /// Markdown links.
    pub links: Vec<String>,
    /// Markdown links.
    pub references: Vec<String>,
    /// Versions of the product it works with.
    pub supported_versions: Vec<String>,
    /// How its image is built.
    pub sdk: Option<Sdk>,
    /// Language the original is written in.
    pub language: Option<String>,
    /// Person or team.
    pub author: Option<String>,
    /// May run in the host's cloud.
    pub cloud_ready: bool,
    /// May run in the host's government cloud.
    pub fedramp_ready: bool,
    /// The host may keep its cache.
    pub enable_cache: bool,
    /// The v1 form's `help` (markdown).
    pub help: Option<String>,
    /// The icon, where the spec carries it.
    #[serde(skip)]
    pub icon: Option<Icon>,
    /// Custom types, in spec order.
    pub types: Vec<CustomType>,
    /// Connection settings, in spec order; empty where the plugin needs no connection.
    pub connection: Vec<Field>,
    /// In spec order.
    pub actions: Vec<Operation>,
    /// In spec order.
    pub triggers: Vec<Operation>,
    /// In spec order.
    pub tasks: Vec<Operation>,
    /// Governance processes, in spec order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<Process>,
    /// What the spec says to single targets: a section per target.
    #[serde(skip_serializing_if = "Settings::is_empty")]
    pub targets: Settings,
    /// The spec itself, for emitters that put a copy beside what they make.
    #[serde(skip)]
    pub spec_file: SpecFile,
    /// Where its parts were written.
    #[serde(skip)]
    pub origin: PluginOrigin,
}

/// Addresses that a spec names.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Resources {
    /// Where the source lies.
    pub source_url: Option<String>,
    /// Where the licence lies.
    pub license_url: Option<String>,
    /// The product's vendor.
    pub vendor_url: Option<String>,
    /// The product's documentation.
    pub docs_url: Option<String>,
}

/// One line of the version history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryEntry {
    /// The version, where the line begins with one.
    pub version: Option<semver::Version>,
    /// The changes, split at ` | `.
    pub changes: Vec<String>,
    /// The whole line.
    #[serde(skip)]
    pub origin: Span,
}

/// How the plugin's image is built on its host.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sdk {
    /// `slim` or `full`.
    pub kind: Option<String>,
    /// Version of the host's runtime.
    pub version: Option<String>,
    /// User that the container runs as.
    pub user: Option<String>,
    /// System packages to install.
    pub packages: Vec<String>,
    /// Lines for the Dockerfile.
    pub custom_cmd: Vec<String>,
}

/// An icon given as a data URI, decoded.
#[derive(Debug, Clone)]
pub struct Icon {
    /// Media type, such as `image/png`.
    pub media_type: String,
    /// The image.
    pub bytes: Arc<[u8]>,
}

/// The spec as it was read.
#[derive(Debug, Clone)]
pub struct SpecFile {
    /// File name for a copy, `plugin.spec.yaml` as a rule.
    pub name: &'static str,
    /// Its text.
    pub text: Arc<str>,
}

/// Where the plugin's parts were written. A part that was not written has the empty span at the start of the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct PluginOrigin {
    /// The value of `name`.
    pub name: Span,
    /// The value of `version`.
    pub version: Span,
    /// The value of `connection_version`.
    pub connection_version: Span,
    /// The value of `description`.
    pub description: Span,
    /// The key `connection`.
    pub connection: Span,
    /// The key `version_history`.
    pub version_history: Span,
    /// The first of `sdk.packages` and `sdk.custom_cmd`.
    pub sdk: Span,
}

impl Plugin {
    /// A plugin with nothing but a name, a vendor and a version.
    pub fn new(
        name: impl Into<String>,
        vendor: impl Into<String>,
        version: semver::Version,
    ) -> Self {
        let name = name.into();
        Self {
            title: name.clone(),
            name,
            vendor: vendor.into(),
            description: String::new(),
            version,
            connection_version: 1,
            support: None,
            status: Vec::new(),
            products: Vec::new(),
            extension: None,
            tags: Vec::new(),
            use_cases: Vec::new(),
            keywords: Vec::new(),
            features: Vec::new(),
            resources: Resources::default(),
            key_features: Vec::new(),
            requirements: Vec::new(),
            troubleshooting: Vec::new(),
            version_history: Vec::new(),
            links: Vec::new(),
            references: Vec::new(),
            supported_versions: Vec::new(),
            sdk: None,
            language: None,
            author: None,
            cloud_ready: false,
            fedramp_ready: false,
            enable_cache: false,
            help: None,
            icon: None,
            types: Vec::new(),
            connection: Vec::new(),
            actions: Vec::new(),
            triggers: Vec::new(),
            tasks: Vec::new(),
            processes: Vec::new(),
            targets: Settings::default(),
            spec_file: SpecFile {
                name: "plugin.spec.yaml",
                text: Arc::from(""),
            },
            origin: PluginOrigin::default(),
        }
    }

    /// Actions, then triggers, then tasks.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.actions.iter().chain(&self.triggers).chain(&self.tasks)
    }

    /// The operations of one kind.
    pub fn operations_of(&self, kind: OperationKind) -> &[Operation] {
        match kind {
            OperationKind::Action => &self.actions,
            OperationKind::Trigger => &self.triggers,
            OperationKind::Task => &self.tasks,
        }
    }

    /// The custom type of an id.
    pub fn custom(&self, id: TypeId) -> &CustomType {
        &self.types[id.0]
    }

    /// A type's name as a spec writes it.
    pub fn type_name(&self, ty: &Type) -> String {
        ty.spec_name(&self.types)
    }
}
