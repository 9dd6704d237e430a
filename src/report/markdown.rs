//! A page for people in Markdown, as GitHub and GitLab show it: what was found by rule and by file, then each finding.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Format, Report, Shows, Style, counted, place, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules;

/// The format.
pub static FORMAT: Format = Format {
    id: "markdown",
    summary: "Tables for the page of a job, in Markdown",
    shows: Shows::Texts,
    render,
};

/// GitHub refuses the summary of a step of more than 1 MiB, so a table ends here. What does not fit is counted.
const MOST_BYTES: usize = 300 * 1024;

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let files = counted(summary.files, "file");
    if report.diagnostics.is_empty() && !report.complete {
        return writeln!(
            out,
            "## specc: not everything could be looked at\n\nNothing found in {files}."
        );
    }
    if report.diagnostics.is_empty() {
        return writeln!(out, "## specc: clean\n\nNothing found in {files}.");
    }
    let figures: Vec<String> = [
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| counted(count, word))
    .collect();
    writeln!(out, "## specc: {} in {files}\n", figures.join(", "))?;

    let by_rule = count(report, |found| rule(found.rule.id));
    table("Rule", &by_rule, out)?;
    let by_file = count(report, |found| code(&name(report, found)));
    writeln!(out)?;
    table("File", &by_file, out)?;
    writeln!(out)?;
    findings(report, out)
}

/// How many errors, warnings and notes there are.
type Counts = [usize; 3];

fn count(report: &Report<'_>, of: impl Fn(&Diagnostic) -> String) -> Vec<(String, Counts)> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for found in report.diagnostics {
        let column = match found.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        };
        counts.entry(of(found)).or_default()[column] += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|(a, left), (b, right)| right.cmp(left).then_with(|| a.cmp(b)));
    rows
}

/// The file of a finding, as people know it.
fn name(report: &Report<'_>, found: &Diagnostic) -> String {
    let source = report.source(found.primary.span.file);
    match source.revision() {
        None => place::plain(source.path()),
        Some(_) => source.name().into_owned(),
    }
}

fn table(heading: &str, rows: &[(String, Counts)], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {heading} | Errors | Warnings | Notes |")?;
    writeln!(out, "|---|---:|---:|---:|")?;
    let rows: Vec<String> = rows
        .iter()
        .map(|(name, [errors, warnings, notes])| {
            format!("| {name} | {errors} | {warnings} | {notes} |\n")
        })
        .collect();
    bounded(rows.into_iter(), "row", out)
}

fn findings(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| | Place | Rule | Finding |")?;
    writeln!(out, "|---|---|---|---|")?;
    let mut all: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    all.sort_by_key(|found| std::cmp::Reverse(found.severity));
    let rows = all.into_iter().map(|found| {
        let source = report.source(found.primary.span.file);
        let at = source.position(found.primary.span.start);
        let path = name(report, found);
        format!(
            "| {} | {} | {} | {} |\n",
            found.severity.as_str(),
            code(&format!("{path}:{}:{}", at.line, at.column)),
            rule(found.rule.id),
            prose(&found.message)
        )
    });
    bounded(rows, "finding", out)
}

/// Writes rows until there is no more room, then says how many there would be.
fn bounded(
    rows: impl ExactSizeIterator<Item = String>,
    what: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = rows.len();
    let mut written = 0;
    for (index, row) in rows.enumerate() {
        if written + row.len() > MOST_BYTES {
            return writeln!(out, "\nAnd {} more.", counted(count - index, what));
        }
        written += row.len();
        out.write_all(row.as_bytes())?;
    }
    Ok(())
}

/// A rule's name, and the way to its page where one is published.
fn rule(id: &str) -> String {
    match rules::url(id) {
        Some(url) => format!("[`{id}`]({url})"),
        None => format!("`{id}`"),
    }
}

/// Text in a cell. What stands between backticks in a message is code; everything else is nothing but text.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let closed = parts.len() - (parts.len() + 1) % 2;
    let mut cell = String::with_capacity(text.len());
    for (index, part) in parts.iter().enumerate() {
        if index >= closed {
            cell.push_str("\\`");
            cell.push_str(&escape(part));
        } else if index % 2 == 1 {
            cell.push_str(&code(part));
        } else {
            cell.push_str(&escape(part));
        }
    }
    cell
}

/// Code in a cell. Backticks cannot hold every text there; tags can.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Text in which no character is markup, a link or the end of a cell.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text, &[]).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // An empty comment keeps hosts from calling a person by name.
            '@' => escaped.push_str("@<!-- -->"),
            '.' | ',' | '-' | '/' | '(' | ')' | ';' | '?' | '=' | ' ' => escaped.push(character),
            other if other.is_ascii_punctuation() => {
                let _ = write!(escaped, "\\{other}");
            }
            other => escaped.push(other),
        }
    }
    // What hosts make links of without being asked.
    escaped.replace("www.", "www\\.")
}
