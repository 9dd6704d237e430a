//! One versioned JSON document for programs. Fields are only ever added; `book/src/reference/check-json.schema.json`
//! describes it.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::{Format, Report, Shows, Style, Summary};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::rules;
use crate::text;

/// The format.
pub static FORMAT: Format = Format {
    id: "json",
    summary: "One JSON document for programs, versioned",
    shows: Shows::Labels,
    render,
};

/// The promise that the document's shape keeps.
const VERSION: u32 = 1;

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        diagnostics: Findings(report),
        summary: report.summary(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Findings<'a>,
    summary: Summary,
}

/// Written one by one, so that a report of any length needs no memory of its own.
struct Findings<'a>(&'a Report<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.diagnostics.len()))?;
        for found in self.0.diagnostics {
            list.serialize_element(&finding(self.0, found))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
    span: JsonSpan,
    labels: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
    fixes: Vec<JsonFix<'a>>,
    url: Option<String>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    message: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
    span: JsonSpan,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: &'a str,
    span: JsonSpan,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonSpan {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    offset: u32,
    line: u32,
    column: u32,
}

fn finding<'a>(report: &'a Report<'_>, found: &'a Diagnostic) -> JsonFinding<'a> {
    // What is said at the primary place is a label like any other to a program.
    let primary = (!found.primary.message.is_empty()).then_some(&found.primary);
    JsonFinding {
        rule: found.rule.id,
        severity: found.severity.as_str(),
        message: &found.message,
        path: path(report, found.primary.span),
        revision: revision(report, found.primary.span),
        span: span(report, found.primary.span),
        labels: primary
            .into_iter()
            .chain(&found.labels)
            .map(|one| label(report, one))
            .collect(),
        help: found.help.as_deref(),
        fixes: found.fixes.iter().map(|one| fix(report, one)).collect(),
        url: rules::url(found.rule.id),
    }
}

fn label<'a>(report: &'a Report<'_>, label: &'a Label) -> JsonLabel<'a> {
    JsonLabel {
        message: &label.message,
        path: path(report, label.span),
        revision: revision(report, label.span),
        span: span(report, label.span),
    }
}

fn fix<'a>(report: &'a Report<'_>, fix: &'a Fix) -> JsonFix<'a> {
    JsonFix {
        title: &fix.title,
        applicability: fix.applicability.as_str(),
        edits: fix
            .edits
            .iter()
            .map(|edit| JsonEdit {
                path: path(report, edit.span),
                span: span(report, edit.span),
                text: &edit.text,
            })
            .collect(),
    }
}

fn path<'a>(report: &'a Report<'_>, span: text::Span) -> &'a str {
    report.source(span.file).path().as_str()
}

fn revision<'a>(report: &'a Report<'_>, span: text::Span) -> Option<&'a str> {
    let revision = report.source(span.file).revision()?;
    Some(&revision.name)
}

fn span(report: &Report<'_>, span: text::Span) -> JsonSpan {
    let source = report.source(span.file);
    let position = |offset| {
        let at = source.position(offset);
        JsonPosition {
            offset,
            line: at.line,
            column: at.column,
        }
    };
    JsonSpan {
        start: position(span.start),
        end: position(span.end),
    }
}
