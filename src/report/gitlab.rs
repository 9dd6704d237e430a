//! The Code Quality report of GitLab, a part of Code Climate's form: one JSON list.

use std::io::{self, Write};

use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::{Format, Report, Shows, Style, place};
use crate::diagnostic::{Diagnostic, Severity};

/// The format.
pub static FORMAT: Format = Format {
    id: "gitlab",
    summary: "GitLab's Code Quality report, as JSON",
    shows: Shows::Texts,
    render,
};

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::new(report);
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let mut list = serializer.serialize_seq(Some(report.diagnostics.len()))?;
    for found in report.diagnostics {
        list.serialize_element(&issue(report, found, fingerprints.next(found)))?;
    }
    list.end()?;
    writeln!(out)
}

fn issue(report: &Report<'_>, found: &Diagnostic, fingerprint: String) -> Value {
    let source = report.source(found.primary.span.file);
    json!({
        "type": "issue",
        "description": found.message,
        "check_name": found.rule.id,
        "categories": ["Bug Risk"],
        "fingerprint": fingerprint,
        "severity": match found.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        "location": {
            "path": place::plain(source.path()),
            "lines": {
                "begin": source.position(found.primary.span.start).line,
                "end": source.position(found.primary.span.end).line,
            },
        },
    })
}
