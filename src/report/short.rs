//! `path:line:column: level[rule]: message`: one line a finding, for grep, editors and people in a hurry.

use std::io::{self, Write};

use super::{Format, Report, Shows, Style, visible};

/// The format.
pub static FORMAT: Format = Format {
    id: "short",
    summary: "One line a finding: path:line:column: level[rule]: message",
    shows: Shows::Places,
    render,
};

fn render(report: &Report<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for found in report.diagnostics {
        let source = report.source(found.primary.span.file);
        let at = source.position(found.primary.span.start);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            visible(&source.name(), &[]),
            at.line,
            at.column,
            found.severity.as_str(),
            found.rule.id,
            visible(&found.message, &[]),
        )?;
    }
    Ok(())
}
