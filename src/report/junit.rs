//! JUnit's XML, which most build servers show as tests: a suite a file, a case a finding. An error is a failure; what
//! does not fail a run is a skipped case, which servers show without counting it against the build.

use std::io::{self, Write};

use super::{Format, Report, Shows, Style, place, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Source;

/// The format.
pub static FORMAT: Format = Format {
    id: "junit",
    summary: "JUnit's XML: a suite a file, a case a finding",
    shows: Shows::Texts,
    render,
};

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    // Findings are sorted by file.
    let all: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    let of = |source: &Source| {
        let from = all.partition_point(|found| found.primary.span.file < source.id);
        let to = all.partition_point(|found| found.primary.span.file <= source.id);
        &all[from..to]
    };
    // A text that only explains is a suite only where something is found of it.
    let suites: Vec<&Source> = report
        .sources
        .iter()
        .filter(|source| source.is_given() || !of(source).is_empty())
        .collect();
    let cases: usize = suites.iter().map(|one| of(one).len().max(1)).sum();
    let figures = figures(&all, cases);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"specc\" {figures}>")?;
    for source in suites {
        suite(report, source, of(source), out)?;
    }
    writeln!(out, "</testsuites>")
}

fn figures(found: &[&Diagnostic], cases: usize) -> String {
    let failures = found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .count();
    let skipped = found.len() - failures;
    format!(
        "tests=\"{cases}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\""
    )
}

fn suite(
    report: &Report<'_>,
    source: &Source,
    found: &[&Diagnostic],
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = attribute(&place::plain(source.path()));
    let figures = figures(found, found.len().max(1));
    writeln!(out, "  <testsuite name=\"{path}\" {figures}>")?;
    if found.is_empty() {
        writeln!(
            out,
            "    <testcase name=\"clean\" classname=\"{path}\" time=\"0\"/>"
        )?;
    }
    for one in found {
        case(report, one, &path, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(
    report: &Report<'_>,
    found: &Diagnostic,
    path: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let source = report.source(found.primary.span.file);
    let at = source.position(found.primary.span.start);
    let name = format!("{} at {}:{}", found.rule.id, at.line, at.column);
    writeln!(
        out,
        "    <testcase name=\"{}\" classname=\"{path}\" time=\"0\">",
        attribute(&name)
    )?;
    let message = attribute(&found.message);
    if found.severity == Severity::Error {
        let mut details = format!(
            "{}:{}:{}: {}[{}]: {}",
            place::plain(source.path()),
            at.line,
            at.column,
            found.severity.as_str(),
            found.rule.id,
            found.message
        );
        if let Some(help) = &found.help {
            details.push('\n');
            details.push_str(help);
        }
        writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{}\">{}</failure>",
            attribute(found.rule.id),
            escape(&visible(&details, &['\n']))
        )?;
    } else {
        writeln!(
            out,
            "      <skipped message=\"{}: {message}\"/>",
            found.severity.as_str()
        )?;
    }
    writeln!(out, "    </testcase>")
}

/// Text between quotes. XML has no way to write most control characters, and readers fold line ends.
fn attribute(text: &str) -> String {
    escape(&visible(text, &[]))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            // Not only for looks: "]]>" may not stand in text.
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    escaped
}
