//! `plugin.spec.yaml`, v1 and v2: `Document` → `Spec`.

mod parameters;
mod patterns;
mod settings;
mod tables;
mod targets;

pub use tables::{HUB_TAGS, OPERATION, PARAMETER, PROCESS, RESOURCES, SDK, TASK, TOP_LEVEL};
pub use targets::TARGETS;

use super::findings::MALFORMED_HISTORY;
use super::keys::{Form, KeyTable, Kind};
use super::reader::{Keys, Misspelt, Quoted, Reader, printable, text_of};
use super::{Dialect, reference, schema};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::grammar::parse_history_line;
use crate::spec::{
    HistoryLine, Metadata, OperationDefinition, ProcessDefinition, Sdk, Spec, TypeDefinition,
};
use crate::text::{Source, Span, Spanned};
use crate::yaml::{Document, Entry, Node};

/// The dialect of Komand and InsightConnect plugins.
pub static KOMAND: Dialect = Dialect {
    id: "komand",
    summary: "plugin.spec.yaml of Komand (v1) and InsightConnect (v2)",
    file_names: &["plugin.spec.yaml", "plugin.spec.yml"],
    name_tells: true,
    recognises_content,
    lower,
    keys: &TOP_LEVEL,
    schema: Some(json_schema),
    reference: key_reference,
};

fn recognises_content(document: &Document) -> bool {
    document
        .root
        .as_ref()
        .and_then(Node::as_mapping)
        .is_some_and(|root| root.get("plugin_spec_version").is_some())
}

fn key_reference() -> String {
    reference::reference(
        &TOP_LEVEL,
        "Keys of `plugin.spec.yaml`",
        "Every key that specc reads. `since` is the first value of `plugin_spec_version` that knows the key. \
         `specc schema` prints the same as a JSON Schema for editors.",
    )
}

fn json_schema() -> serde_json::Value {
    schema::json_schema(
        &TOP_LEVEL,
        "plugin.spec.yaml",
        "A plugin spec: what the plugin is, what it needs and what it can do.",
    )
}

fn lower(source: &Source, document: &Document, misspelt: Misspelt) -> (Spec, Diagnostics) {
    let start = Span::new(source.id, 0, 0);
    let mut spec = Spec {
        start,
        file_name: "plugin.spec.yaml",
        incomplete: document.damaged,
        types_incomplete: document.is_damaged("types"),
        ..Spec::default()
    };
    let mut reader = Reader::new(source, document, form(document), misspelt);
    let Some(root) = &document.root else {
        reader.empty_file(start);
        return (spec, reader.diagnostics);
    };
    let at = first_key(root).unwrap_or(root.span);
    let Some(keys) = reader.keys(root, &TOP_LEVEL, at, &"the spec") else {
        spec.incomplete = true;
        return (spec, reader.diagnostics);
    };
    spec.metadata = metadata(&mut reader, &keys);
    spec.types = types(&mut reader, &keys);
    spec.connection = keys
        .entry("connection")
        .and_then(|entry| parameters::section(&mut reader, entry, &"`connection`"));
    spec.actions = operations(&mut reader, &keys, "actions", "action", &OPERATION);
    spec.triggers = operations(&mut reader, &keys, "triggers", "trigger", &OPERATION);
    spec.tasks = operations(&mut reader, &keys, "tasks", "task", &TASK);
    spec.processes = processes(&mut reader, &keys);
    if let Some(entry) = keys.entry("targets") {
        reader.closed = true;
        spec.targets = settings::settings(
            &mut reader,
            &entry.value,
            &TARGETS,
            entry.key.span,
            &"`targets`",
        );
        reader.closed = false;
    }
    spec.incomplete |= reader.lost_section;
    (spec, reader.diagnostics)
}

fn form(document: &Document) -> Form {
    let version = document
        .root
        .as_ref()
        .and_then(Node::as_mapping)
        .and_then(|root| root.get("plugin_spec_version"))
        .and_then(|entry| entry.value.as_text());
    if version == Some("v1") {
        Form::V1
    } else {
        Form::V2
    }
}

fn first_key(root: &Node) -> Option<Span> {
    Some(root.as_mapping()?.entries.first()?.key.span)
}

fn metadata(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Metadata {
    let mut metadata = Metadata {
        name: keys.text("name"),
        title: keys.text("title"),
        vendor: keys.text("vendor"),
        description: keys.text("description"),
        version: keys.text("version"),
        connection_version: keys
            .integer("connection_version")
            .and_then(|number| Some(Spanned::new(u64::try_from(number.value).ok()?, number.span))),
        support: keys.text("support"),
        status: keys.texts("status"),
        products: keys.texts("products"),
        extension: keys.text("extension"),
        tags: keys.texts("tags"),
        key_features: keys.texts("key_features"),
        requirements: keys.texts("requirements"),
        troubleshooting: keys.texts("troubleshooting"),
        version_history_key: keys.entry("version_history").map(|entry| entry.key.span),
        links: keys.texts("links"),
        references: keys.texts("references"),
        supported_versions: keys.texts("supported_versions"),
        language: keys.text("language"),
        author: keys.text("author"),
        cloud_ready: keys.boolean("cloud_ready"),
        fedramp_ready: keys.boolean("fedramp_ready"),
        enable_cache: keys.boolean("enable_cache"),
        help: keys.text("help"),
        icon: keys.text("icon"),
        ..Metadata::default()
    };
    if let Some(entry) = keys.entry("hub_tags")
        && let Some(hub) = reader.keys(&entry.value, &HUB_TAGS, entry.key.span, &"`hub_tags`")
    {
        metadata.use_cases = hub.texts("use_cases");
        metadata.keywords = hub.texts("keywords");
        metadata.features = hub.texts("features");
    }
    if let Some(entry) = keys.entry("resources")
        && let Some(urls) = reader.keys(&entry.value, &RESOURCES, entry.key.span, &"`resources`")
    {
        metadata.source_url = urls.text("source_url");
        metadata.license_url = urls.text("license_url");
        metadata.vendor_url = urls.text("vendor_url");
        metadata.docs_url = urls.text("docs_url");
    }
    if let Some(entry) = keys.entry("sdk")
        && let Some(sdk) = reader.keys(&entry.value, &SDK, entry.key.span, &"`sdk`")
    {
        metadata.sdk = Some(Sdk {
            kind: sdk.text("type"),
            version: sdk.text("version"),
            user: sdk.text("user"),
            packages: sdk.texts("packages"),
            custom_cmd: sdk.texts("custom_cmd"),
        });
    }
    if let Some(lines) = keys.node("version_history").and_then(Node::as_sequence) {
        metadata.version_history = lines
            .iter()
            .filter_map(text_of)
            .map(|line| history_line(reader, line))
            .collect();
    }
    metadata
}

fn history_line(reader: &mut Reader<'_>, line: Spanned<String>) -> HistoryLine {
    let span = line.span;
    let Some(parts) = parse_history_line(&line.value) else {
        let diagnostic = Diagnostic::new(
            &MALFORMED_HISTORY,
            span,
            format!(
                "`{}` is not of the form `1.2.3 - change`",
                printable(&line.value)
            ),
        )
        .at("no version and dash at its start")
        .help("begin it with the version and ` - `, and put ` | ` between changes");
        reader.diagnostics.push(diagnostic);
        return HistoryLine {
            span,
            version: None,
            changes: vec![line.value],
        };
    };
    let raw = reader.source.slice(span);
    let (version, range) = parts.version;
    let place = raw
        .find(&version)
        .map_or(span, |offset| span.part(offset, offset + range.len()));
    HistoryLine {
        span,
        version: Some(Spanned::new(version, place)),
        changes: parts.changes,
    }
}

fn types(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Vec<TypeDefinition> {
    let mut list = Vec::new();
    for (name, entry) in named(
        reader,
        keys.entry("types"),
        Kind::NamedTwice(&PARAMETER),
        &"`types`",
    ) {
        // Whose parameters they are is only written out in a finding.
        let owner = format_args!("the type {}", Quoted(&name));
        let parameters = parameters::parameters(reader, &entry.value, entry.key.span, &owner);
        list.push(TypeDefinition { name, parameters });
    }
    list
}

fn operations(
    reader: &mut Reader<'_>,
    keys: &Keys<'_>,
    section: &str,
    singular: &str,
    table: &'static KeyTable,
) -> Vec<OperationDefinition> {
    let mut list = Vec::new();
    for (name, entry) in named(
        reader,
        keys.entry(section),
        Kind::Named(table),
        &format_args!("`{section}`"),
    ) {
        let mut operation = OperationDefinition {
            name,
            title: None,
            description: None,
            input: None,
            output: None,
            state: None,
            schedule: None,
        };
        let owner = format_args!("the {singular} {}", Quoted(&operation.name));
        if let Some(keys) = reader.keys(&entry.value, table, entry.key.span, &owner) {
            operation.title = keys.text("title").or_else(|| keys.text("name"));
            operation.description = keys.text("description");
            let mut read = |key: &str| {
                let entry = keys.entry(key)?;
                parameters::section(reader, entry, &format_args!("`{key}` of {owner}"))
            };
            operation.input = read("input");
            operation.output = read("output");
            if table.position("state").is_some() {
                operation.state = read("state");
                operation.schedule = keys.value("schedule");
            }
        }
        list.push(operation);
    }
    list
}

fn processes(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Vec<ProcessDefinition> {
    let mut list = Vec::new();
    let section = keys.entry("processes");
    for (name, entry) in named(reader, section, Kind::Named(&PROCESS), &"`processes`") {
        let owner = format_args!("the process {}", Quoted(&name));
        let keys = reader.keys(&entry.value, &PROCESS, entry.key.span, &owner);
        let Some(keys) = keys else { continue };
        let mut read = |key: &str| {
            let entry = keys.entry(key)?;
            parameters::section(reader, entry, &format_args!("`{key}` of {owner}"))
        };
        let (input, outcome) = (read("input"), read("outcome"));
        list.push(ProcessDefinition {
            name,
            title: keys.text("title"),
            description: keys.text("description"),
            input,
            outcome,
            update: keys.boolean("update"),
            close: keys.boolean("close"),
            webhook: keys.boolean("webhook"),
        });
    }
    list
}

/// The named entries of a section.
fn named<'n>(
    reader: &mut Reader<'_>,
    section: Option<&'n Entry<'n>>,
    kind: Kind,
    what: &dyn std::fmt::Display,
) -> Vec<(Spanned<String>, &'n Entry<'n>)> {
    let Some(section) = section else {
        return Vec::new();
    };
    let Some(mapping) = reader.mapping(&section.value, kind, section.key.span, what) else {
        return Vec::new();
    };
    mapping
        .entries
        .iter()
        .filter_map(|entry| Some((reader.name(entry)?, entry)))
        .collect()
}
