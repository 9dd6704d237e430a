//! The AST: what the author wrote, in the terms of no dialect, with a place on every leaf. May be incomplete. Uses
//! `text` only.

use serde_json::Value;

use crate::text::{Span, Spanned};

/// One spec as written.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// The empty span at the start of the file: where what is missing is reported.
    pub start: Span,
    /// File name under which a copy of the spec is written.
    pub file_name: &'static str,
    /// Keys that say what the plugin is, not what it does.
    pub metadata: Metadata,
    /// Custom types, in file order.
    pub types: Vec<TypeDefinition>,
    /// The key `connection` and its parameters.
    pub connection: Option<Section>,
    /// Actions, in file order.
    pub actions: Vec<OperationDefinition>,
    /// Triggers, in file order.
    pub triggers: Vec<OperationDefinition>,
    /// Tasks, in file order.
    pub tasks: Vec<OperationDefinition>,
    /// Governance processes, in file order.
    pub processes: Vec<ProcessDefinition>,
    /// What stands under `targets`: an entry per target.
    pub targets: Vec<Setting>,
    /// Whether a part of the file could not be read. Later phases do not report as missing or unused what may stand
    /// or be used in that part.
    pub incomplete: bool,
    /// Whether that part may define types.
    pub types_incomplete: bool,
}

/// What the plugin is: every part may be missing.
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    /// Identifier of the plugin.
    pub name: Option<Spanned<String>>,
    /// Title for people.
    pub title: Option<Spanned<String>>,
    /// Publisher.
    pub vendor: Option<Spanned<String>>,
    /// Markdown.
    pub description: Option<Spanned<String>>,
    /// Version of the plugin.
    pub version: Option<Spanned<String>>,
    /// Version of the connection.
    pub connection_version: Option<Spanned<u64>>,
    /// Who supports it.
    pub support: Option<Spanned<String>>,
    /// Marks such as `hidden`.
    pub status: Vec<Spanned<String>>,
    /// Products it is made for.
    pub products: Vec<Spanned<String>>,
    /// Kind of extension.
    pub extension: Option<Spanned<String>>,
    /// Free tags.
    pub tags: Vec<Spanned<String>>,
    /// `hub_tags.use_cases`.
    pub use_cases: Vec<Spanned<String>>,
    /// `hub_tags.keywords`.
    pub keywords: Vec<Spanned<String>>,
    /// `hub_tags.features`.
    pub features: Vec<Spanned<String>>,
    /// `resources.source_url`.
    pub source_url: Option<Spanned<String>>,
    /// `resources.license_url`.
    pub license_url: Option<Spanned<String>>,
    /// `resources.vendor_url`.
    pub vendor_url: Option<Spanned<String>>,
    /// `resources.docs_url`.
    pub docs_url: Option<Spanned<String>>,
    /// Lines of markdown.
    pub key_features: Vec<Spanned<String>>,
    /// Lines of markdown.
    pub requirements: Vec<Spanned<String>>,
    /// Markdown.
    pub troubleshooting: Vec<Spanned<String>>,
    /// The key `version_history`.
    pub version_history_key: Option<Span>,
    /// Lines, newest first.
    pub version_history: Vec<HistoryLine>,
    /// Markdown links.
    pub links: Vec<Spanned<String>>,
    /// Markdown links.
    pub references: Vec<Spanned<String>>,
    /// Versions of the product.
    pub supported_versions: Vec<Spanned<String>>,
    /// How its image is built.
    pub sdk: Option<Sdk>,
    /// Language of the original.
    pub language: Option<Spanned<String>>,
    /// Person or team.
    pub author: Option<Spanned<String>>,
    /// May run in the host's cloud.
    pub cloud_ready: Option<Spanned<bool>>,
    /// May run in the host's government cloud.
    pub fedramp_ready: Option<Spanned<bool>>,
    /// The host may keep its cache.
    pub enable_cache: Option<Spanned<bool>>,
    /// Help text (markdown) of the v1 form.
    pub help: Option<Spanned<String>>,
    /// Icon as a data URI.
    pub icon: Option<Spanned<String>>,
}

/// One line of the version history.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// The whole line.
    pub span: Span,
    /// The version it begins with.
    pub version: Option<Spanned<String>>,
    /// The changes.
    pub changes: Vec<String>,
}

/// The key `sdk`.
#[derive(Debug, Clone, Default)]
pub struct Sdk {
    /// `type`.
    pub kind: Option<Spanned<String>>,
    /// `version`.
    pub version: Option<Spanned<String>>,
    /// `user`.
    pub user: Option<Spanned<String>>,
    /// `packages`.
    pub packages: Vec<Spanned<String>>,
    /// `custom_cmd`.
    pub custom_cmd: Vec<Spanned<String>>,
}

/// A mapping of identifiers to parameters and the key it stands under.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The key.
    pub key: Span,
    /// Its parameters, in file order.
    pub parameters: Vec<Parameter>,
}

/// A custom type.
#[derive(Debug, Clone)]
pub struct TypeDefinition {
    /// Its name.
    pub name: Spanned<String>,
    /// Its fields, in file order.
    pub parameters: Vec<Parameter>,
}

/// An action, trigger or task.
#[derive(Debug, Clone)]
pub struct OperationDefinition {
    /// Its name.
    pub name: Spanned<String>,
    /// Title for people.
    pub title: Option<Spanned<String>>,
    /// Description.
    pub description: Option<Spanned<String>>,
    /// Input.
    pub input: Option<Section>,
    /// Output.
    pub output: Option<Section>,
    /// State (tasks).
    pub state: Option<Section>,
    /// Schedule (tasks).
    pub schedule: Option<Spanned<Value>>,
}

/// A governance process.
#[derive(Debug, Clone)]
pub struct ProcessDefinition {
    /// Its name.
    pub name: Spanned<String>,
    /// Title for people.
    pub title: Option<Spanned<String>>,
    /// Description.
    pub description: Option<Spanned<String>>,
    /// What it is started with.
    pub input: Option<Section>,
    /// What it ends with.
    pub outcome: Option<Section>,
    /// Whether the host asks it for news.
    pub update: Option<Spanned<bool>>,
    /// Whether it can be closed.
    pub close: Option<Spanned<bool>>,
    /// Whether it listens to a webhook.
    pub webhook: Option<Spanned<bool>>,
}

/// A setting of a target and the key it stands under.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The key.
    pub key: Spanned<String>,
    /// Its value.
    pub value: SettingValue,
    /// Where the value stands.
    pub span: Span,
}

/// The value of a setting.
#[derive(Debug, Clone)]
pub enum SettingValue {
    /// A text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Further settings.
    Section(Vec<Setting>),
}

/// A named, typed value.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type; `None` where it is missing or malformed, which has been reported.
    pub ty: Option<Spanned<TypeExpression>>,
    /// Title.
    pub title: Option<Spanned<String>>,
    /// Description.
    pub description: Option<Spanned<String>>,
    /// Whether it must be given.
    pub required: Option<Spanned<bool>>,
    /// Default.
    pub default: Option<Spanned<Value>>,
    /// Example.
    pub example: Option<Spanned<Value>>,
    /// Allowed values.
    pub allowed: Option<Spanned<Vec<Spanned<Value>>>>,
    /// Place in a form.
    pub order: Option<Spanned<i64>>,
    /// Text of an empty form field.
    pub placeholder: Option<Spanned<String>>,
    /// Text shown on hover.
    pub tooltip: Option<Spanned<String>>,
}

impl Parameter {
    /// A parameter of which no more is known than its name.
    pub fn named(name: Spanned<String>) -> Self {
        Self {
            name,
            ty: None,
            title: None,
            description: None,
            required: None,
            default: None,
            example: None,
            allowed: None,
            order: None,
            placeholder: None,
            tooltip: None,
        }
    }
}

/// A type expression: `string`, `[]string`, `[][]user`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeExpression {
    /// A built-in or custom type by name.
    Name(Spanned<String>),
    /// `[]T`.
    Array(Box<Self>),
}

impl TypeExpression {
    /// The name at its heart.
    pub fn name(&self) -> &Spanned<String> {
        match self {
            Self::Name(name) => name,
            Self::Array(item) => item.name(),
        }
    }
}
