//! Workflow commands of GitHub Actions: each finding becomes an annotation at its line.
//!
//! GitHub shows the first ten annotations of each kind that a step makes, so the gravest come first; the log has all.

use std::io::{self, Write};

use super::{Format, Report, Shows, Style, counted, place, visible};
use crate::diagnostic::{Diagnostic, Severity};

/// The format.
pub static FORMAT: Format = Format {
    id: "github",
    summary: "Annotations on GitHub: a workflow command a finding",
    shows: Shows::Texts,
    render,
};

/// How many annotations of a kind GitHub shows of a step.
const SHOWN: usize = 10;

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let kinds = [Severity::Error, Severity::Warning, Severity::Note];
    for severity in kinds {
        for found in report.diagnostics {
            if found.severity == severity {
                command(report, found, out)?;
            }
        }
    }
    let hidden: Vec<String> = kinds
        .iter()
        .filter_map(|severity| {
            let hidden = report.diagnostics.count(*severity).checked_sub(SHOWN)?;
            (hidden > 0).then(|| counted(hidden, severity.as_str()))
        })
        .collect();
    if !hidden.is_empty() {
        writeln!(
            out,
            "GitHub shows {SHOWN} annotations of a kind; {} more stand only in this log",
            hidden.join(", ")
        )?;
    }
    Ok(())
}

fn command(report: &Report<'_>, found: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let source = report.source(found.primary.span.file);
    let path = place::plain(source.path());
    let start = source.position(found.primary.span.start);
    let end = source.position(found.primary.span.end);
    let kind = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    // The log shows the message alone, so it says the place too.
    let mut message = format!("{path}:{}:{}: {}", start.line, start.column, found.message);
    if let Some(help) = &found.help {
        message.push('\n');
        message.push_str(help);
    }
    write!(
        out,
        "::{kind} title=specc ({}),file={},line={}",
        found.rule.id,
        property(&path),
        start.line
    )?;
    write!(out, ",endLine={},col={}", end.line, start.column)?;
    // GitHub has no columns over several lines, and none that mark nothing.
    if start.line == end.line && end.column > start.column {
        write!(out, ",endColumn={}", end.column)?;
    }
    writeln!(out, "::{}", data(&message))
}

/// The text of a command: its line ends must not end the command.
fn data(text: &str) -> String {
    visible(text, &['\n'])
        .replace('%', "%25")
        .replace('\n', "%0A")
}

/// A value of a command, which a comma or a colon would end.
fn property(text: &str) -> String {
    visible(text, &['\r', '\n'])
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(':', "%3A")
        .replace(',', "%2C")
}
