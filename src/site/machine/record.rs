//! `api/v1/plugins/<vendor>/<name>.json`: the model of a plugin for other programs. It is written straight from the
//! model. What names other versions stands at its end, for it is known last.

use serde::Serialize;

use super::{samples_path, schemas_path, spec_path, text_path};
use crate::model::{Field, HistoryEntry, Operation, OperationKind, Plugin, Resources, Sdk, Value};
use crate::render::support::Support;
use crate::site::plugin::Subject;
use crate::site::versions::{self, Version};
use crate::site::{Card, Catalog};

/// Version of the form; fields are only ever added within one.
const FORM: u32 = 1;

#[derive(Serialize)]
struct Record<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    form: u32,
    vendor: &'a str,
    name: &'a str,
    title: &'a str,
    version: &'a semver::Version,
    description: &'a str,
    connection_version: u64,
    support: Option<&'a str>,
    status: &'a [String],
    products: &'a [String],
    extension: Option<&'a str>,
    tags: &'a [String],
    use_cases: &'a [String],
    keywords: &'a [String],
    features: &'a [String],
    resources: &'a Resources,
    key_features: &'a [String],
    requirements: &'a [String],
    troubleshooting: &'a [String],
    links: &'a [String],
    references: &'a [String],
    supported_versions: &'a [String],
    sdk: Option<&'a Sdk>,
    language: Option<&'a str>,
    author: Option<&'a str>,
    cloud_ready: bool,
    fedramp_ready: bool,
    enable_cache: bool,
    files: Files,
    connection: Vec<FieldRecord<'a>>,
    operations: Vec<OperationRecord<'a>>,
    processes: Vec<ProcessRecord<'a>>,
    targets: &'a [Support],
    types: Vec<TypeRecord<'a>>,
    history: Vec<Entry<'a>>,
}

/// Paths relative to the root of the site.
#[derive(Serialize)]
struct Files {
    page: String,
    icon: String,
    text: String,
    spec: String,
    schemas: String,
    samples: String,
}

#[derive(Serialize)]
struct FieldRecord<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "type")]
    ty: String,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a Value>,
    #[serde(rename = "enum", skip_serializing_if = "<[Value]>::is_empty")]
    allowed: &'a [Value],
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placeholder: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tooltip: Option<&'a str>,
}

#[derive(Serialize)]
struct ProcessRecord<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    input: Vec<FieldRecord<'a>>,
    outcome: Vec<FieldRecord<'a>>,
    update: bool,
    close: bool,
    webhook: bool,
}

#[derive(Serialize)]
struct OperationRecord<'a> {
    kind: OperationKind,
    name: &'a str,
    title: &'a str,
    description: &'a str,
    anchor: &'a str,
    input: Vec<FieldRecord<'a>>,
    output: Vec<FieldRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    state: Vec<FieldRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<&'a Value>,
}

#[derive(Serialize)]
struct TypeRecord<'a> {
    name: &'a str,
    fields: Vec<FieldRecord<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    version: Option<&'a semver::Version>,
    changes: &'a [String],
}

/// The record up to what the second turn adds.
pub fn head(subject: &Subject<'_>, card: &Card, schemas: &str, samples: &str) -> Vec<u8> {
    let plugin = subject.plugin;
    let record = Record {
        schema: if card.newest {
            "../../schemas/plugin.json"
        } else {
            "../../../schemas/plugin.json"
        },
        form: FORM,
        vendor: &plugin.vendor,
        name: &plugin.name,
        title: &plugin.title,
        version: &plugin.version,
        description: &plugin.description,
        connection_version: plugin.connection_version,
        support: plugin.support.as_deref(),
        status: &plugin.status,
        products: &plugin.products,
        extension: plugin.extension.as_deref(),
        tags: &plugin.tags,
        use_cases: &plugin.use_cases,
        keywords: &plugin.keywords,
        features: &plugin.features,
        resources: &plugin.resources,
        key_features: &plugin.key_features,
        requirements: &plugin.requirements,
        troubleshooting: &plugin.troubleshooting,
        links: &plugin.links,
        references: &plugin.references,
        supported_versions: &plugin.supported_versions,
        sdk: plugin.sdk.as_ref(),
        language: plugin.language.as_deref(),
        author: plugin.author.as_deref(),
        cloud_ready: plugin.cloud_ready,
        fedramp_ready: plugin.fedramp_ready,
        enable_cache: plugin.enable_cache,
        files: Files {
            page: card.folder(),
            icon: format!("icons/{}", card.icon),
            text: text_path(card),
            spec: spec_path(card),
            schemas: schemas_path(card),
            samples: samples_path(card),
        },
        connection: fields(plugin, &plugin.connection),
        operations: plugin
            .operations()
            .zip(&card.operations)
            .map(|(operation, of)| self::operation(plugin, operation, &of.anchor))
            .collect(),
        processes: plugin
            .processes
            .iter()
            .map(|process| ProcessRecord {
                name: &process.name,
                title: &process.title,
                description: &process.description,
                input: fields(plugin, &process.input),
                outcome: fields(plugin, &process.outcome),
                update: process.update,
                close: process.close,
                webhook: process.webhook,
            })
            .collect(),
        targets: &subject.support,
        types: plugin
            .types
            .iter()
            .map(|custom| TypeRecord {
                name: &custom.name,
                fields: fields(plugin, &custom.fields),
            })
            .collect(),
        history: plugin.version_history.iter().map(entry).collect(),
    };
    let mut out = Vec::with_capacity(schemas.len() + samples.len() + 16 * 1024);
    // Writing to memory does not fail, and every key is a text.
    let _ = serde_json::to_writer(&mut out, &record);
    out.pop();
    out.extend_from_slice(b",\"schemas\":");
    out.extend_from_slice(schemas.as_bytes());
    out.extend_from_slice(b",\"samples\":");
    out.extend_from_slice(samples.as_bytes());
    out.push(b',');
    out
}

fn operation<'a>(
    plugin: &Plugin,
    operation: &'a Operation,
    anchor: &'a str,
) -> OperationRecord<'a> {
    OperationRecord {
        kind: operation.kind,
        name: &operation.name,
        title: &operation.title,
        description: &operation.description,
        anchor,
        input: fields(plugin, &operation.input),
        output: fields(plugin, &operation.output),
        state: fields(plugin, &operation.state),
        schedule: operation.schedule.as_ref(),
    }
}

fn fields<'a>(plugin: &Plugin, fields: &'a [Field]) -> Vec<FieldRecord<'a>> {
    let record = |field: &'a Field| FieldRecord {
        name: &field.name,
        title: field.title.as_deref(),
        description: field.description.as_deref(),
        ty: plugin.type_name(&field.ty),
        required: field.required,
        default: field.default.as_ref(),
        allowed: &field.allowed,
        example: field.example.as_ref(),
        order: field.order,
        placeholder: field.placeholder.as_deref(),
        tooltip: field.tooltip.as_deref(),
    };
    fields.iter().map(record).collect()
}

fn entry(entry: &HistoryEntry) -> Entry<'_> {
    Entry {
        version: entry.version.as_ref(),
        changes: &entry.changes,
    }
}

/// What the second turn adds: the day of this version, and all versions of the plugin.
pub fn middle(catalog: &Catalog<'_>, card: &Card) -> String {
    #[derive(Serialize)]
    struct Last<'a> {
        updated: Option<&'a str>,
        versions: Vec<Version<'a>>,
    }
    let last = Last {
        updated: catalog.updated(card),
        versions: versions::of(catalog, card),
    };
    let mut text = serde_json::to_string(&last).unwrap_or_default();
    text.pop();
    text.split_off(1)
}
