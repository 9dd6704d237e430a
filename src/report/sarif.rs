//! SARIF 2.1.0, the form in which code hosts take findings: the rules with their pages, places, related places, mends,
//! and a fingerprint that outlives moved lines.

use std::io::{self, Write};

use camino::Utf8Path;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Map, Value, json};

use super::fingerprint::Fingerprints;
use super::{Format, Report, Shows, Style, place};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Label, RuleInfo, Severity, Suppression};
use crate::rules;
use crate::text::{FileId, Source, Span, TextEdit};

/// The format.
pub static FORMAT: Format = Format {
    id: "sarif",
    summary: "SARIF 2.1.0, for code hosts, as JSON",
    shows: Shows::Labels,
    render,
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name under which the fingerprint stands; its number changes when its making does.
const FINGERPRINT: &str = "speccContext/v1";

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let hidden = report.hidden.into_iter().flatten();
    let all = report.diagnostics.iter().chain(hidden);
    let mut rules: Vec<&'static RuleInfo> = all.map(|found| found.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: tool(&rules),
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: revisions(report),
            results: Results {
                report,
                rules: &rules,
            },
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'a str,
    #[serde(skip_serializing_if = "Value::is_null")]
    original_uri_base_ids: Value,
    results: Results<'a>,
}

fn tool(rules: &[&'static RuleInfo]) -> Value {
    let rules: Vec<Value> = rules.iter().map(|one| rule(one)).collect();
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    if let Some(book) = rules::book() {
        driver["informationUri"] = Value::from(book);
    }
    json!({ "driver": driver })
}

fn rule(rule: &RuleInfo) -> Value {
    let page = rules::page(rule);
    let mut value = json!({
        "id": rule.id,
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": plain(rule.why.trim()) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": rule.severity.as_str() },
        "properties": { "tags": rules::tags(rule) },
    });
    if let Some(url) = rules::url(rule.id) {
        value["helpUri"] = Value::from(url);
    }
    value
}

/// A summary as a sentence.
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let text: String = first.chain(letters).collect();
    format!("{}.", plain(&text))
}

/// Text in which brackets are no links: a reader would take `[text](1)` for one.
fn plain(text: &str) -> String {
    if text.contains("](") {
        text.replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]")
    } else {
        text.to_owned()
    }
}

/// Written one by one, so that a report of any length needs no memory of its own.
struct Results<'a> {
    report: &'a Report<'a>,
    rules: &'a [&'static RuleInfo],
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprints::new(self.report);
        let (shown, hidden) = (self.report.diagnostics, self.report.hidden);
        let hidden_count = hidden.map_or(0, Diagnostics::len);
        // The standard wants them at every result or at none.
        let suppresses = hidden_count > 0 || shown.iter().any(|found| found.suppression.is_some());
        let mut list = serializer.serialize_seq(Some(shown.len() + hidden_count))?;
        for found in shown.iter().chain(hidden.into_iter().flatten()) {
            let mut value = result(self.report, found);
            if suppresses {
                value["suppressions"] = suppressions(self.report, found);
            }
            let index = self
                .rules
                .binary_search_by_key(&found.rule.id, |rule| rule.id);
            value["ruleIndex"] = Value::from(index.unwrap_or_default());
            value["partialFingerprints"] = json!({ FINGERPRINT: fingerprints.next(found) });
            list.serialize_element(&value)?;
        }
        list.end()
    }
}

fn result(report: &Report<'_>, found: &Diagnostic) -> Value {
    let mut message = found.message.clone();
    if let Some(help) = &found.help {
        message.push('\n');
        message.push_str(help);
    }
    let mut value = json!({
        "ruleId": found.rule.id,
        "ruleIndex": 0,
        "level": match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": plain(&message) },
        "locations": [location(report, found.primary.span)],
    });
    // What is said at the primary place stands beside the related ones: a location of its own has no text in hosts.
    let said = (!found.primary.message.is_empty()).then_some(&found.primary);
    let related: Vec<Value> = said
        .into_iter()
        .chain(&found.labels)
        .enumerate()
        .map(|(index, label)| related(report, index, label))
        .collect();
    if !related.is_empty() {
        value["relatedLocations"] = Value::from(related);
    }
    if !found.fixes.is_empty() {
        let fixes: Vec<Value> = found.fixes.iter().map(|one| fix(report, one)).collect();
        value["fixes"] = Value::from(fixes);
    }
    value
}

/// Why a result does not count.
fn suppressions(report: &Report<'_>, found: &Diagnostic) -> Value {
    match &found.suppression {
        None => json!([]),
        Some(Suppression::Comment { place, reason }) => {
            let mut value = json!({ "kind": "inSource", "location": location(report, *place) });
            if !reason.is_empty() {
                value["justification"] = Value::from(reason.as_str());
            }
            json!([value])
        }
        Some(Suppression::Baseline(file)) => {
            json!([{ "kind": "external", "justification": format!("known in the baseline {file}") }])
        }
    }
}

/// The bases of places in earlier versions: no address leads to them, but their files are none of the checked-out ones.
fn revisions(report: &Report<'_>) -> Value {
    let mut bases = Map::new();
    for revision in report.sources.iter().filter_map(Source::revision) {
        let text = format!("The version {} of the repository.", revision.name);
        bases.insert(
            revision.name.clone(),
            json!({ "description": { "text": plain(&text) } }),
        );
    }
    if bases.is_empty() {
        Value::Null
    } else {
        Value::from(bases)
    }
}

fn location(report: &Report<'_>, span: Span) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(report, span.file),
            "region": region(report, span),
        },
    })
}

fn related(report: &Report<'_>, index: usize, label: &Label) -> Value {
    let mut value = location(report, label.span);
    value["id"] = Value::from(index + 1);
    if !label.message.is_empty() {
        value["message"] = json!({ "text": plain(&label.message) });
    }
    value
}

fn artifact(report: &Report<'_>, file: FileId) -> Value {
    let source = report.source(file);
    if let Some(revision) = source.revision() {
        let uri = place::uri(Utf8Path::new(&revision.path));
        return json!({ "uri": uri, "uriBaseId": revision.name });
    }
    let path = source.path();
    let uri = place::uri(path);
    if path.is_absolute() {
        json!({ "uri": uri })
    } else {
        // The root of the checked-out sources, by convention.
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    }
}

fn region(report: &Report<'_>, span: Span) -> Value {
    let source = report.source(span.file);
    let start = source.position(span.start);
    let end = source.position(span.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    // A mend may change several files; each is one change.
    let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    files.sort();
    files.dedup();
    let changes: Vec<Value> = files
        .into_iter()
        .map(|file| {
            let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
            let replacements: Vec<Value> = edits.map(|edit| replacement(report, edit)).collect();
            json!({
                "artifactLocation": artifact(report, file),
                "replacements": replacements,
            })
        })
        .collect();
    json!({
        "description": { "text": plain(&fix.title) },
        "artifactChanges": changes,
        "properties": { "applicability": fix.applicability.as_str() },
    })
}

fn replacement(report: &Report<'_>, edit: &TextEdit) -> Value {
    json!({
        "deletedRegion": region(report, edit.span),
        "insertedContent": { "text": edit.text },
    })
}
