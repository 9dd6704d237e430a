//! How often each rule found something, as a table for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::{Report, Style, human};
use crate::diagnostic::{Applicability, Severity};

/// What is counted of a rule.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    found: usize,
    severity: Option<Severity>,
    safe: usize,
    likely: usize,
}

/// Writes a line a rule, the most frequent first: how often, at what level, and how much can be mended.
pub fn statistics(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for found in report.diagnostics {
        let count = counts.entry(found.rule.id).or_default();
        count.found += 1;
        count.severity = count.severity.max(Some(found.severity));
        match found.fixes.first().map(|fix| fix.applicability) {
            Some(Applicability::Safe) => count.safe += 1,
            Some(Applicability::Unsafe) => count.likely += 1,
            None => {}
        }
    }
    let mut rows: Vec<(&str, Count)> = counts.into_iter().collect();
    rows.sort_by(|(a, left), (b, right)| right.found.cmp(&left.found).then_with(|| a.cmp(b)));
    let widest = rows.iter().map(|(id, _)| id.width()).max().unwrap_or(0);
    let digits = rows
        .first()
        .map_or(0, |(_, count)| count.found.to_string().len());
    for (id, count) in &rows {
        let level = count.severity.map_or("", Severity::as_str);
        let line = format!(
            "{:>digits$}  {id:widest$}  {level:7}  {}",
            count.found,
            mends(*count)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    if style.summary {
        if !rows.is_empty() {
            writeln!(out)?;
        }
        human::summarise(report, style, out)?;
    }
    Ok(())
}

/// What of it can be mended.
fn mends(count: Count) -> String {
    let parts = [(count.safe, "fixable"), (count.likely, "perhaps fixable")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    parts.join(", ")
}
