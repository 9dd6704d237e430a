//! The report for people: miette's graphical form with the source, the place and its neighbours, the next step and the
//! way to the rule's page.

mod excerpt;

use std::fmt::{self, Display};
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use owo_colors::Style as Paint;

use super::{Format, Report, Shows, Style, visible};
use crate::diagnostic::{Applicability, Diagnostic, Label, Severity};
use crate::rules;
use crate::text::Source;
use excerpt::Excerpt;

/// The format.
pub static FORMAT: Format = Format {
    id: "human",
    summary: "The source with the places marked, for people",
    shows: Shows::Labels,
    render,
};

/// Narrower than this, a report cannot be read.
const NARROWEST: usize = 40;

fn render(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.width.max(NARROWEST);
    let mut text = String::new();
    for found in report.diagnostics {
        text.clear();
        let finding = Finding::new(report, found, width);
        handler(&finding, style, width)
            .render_report(&mut text, &finding)
            .map_err(io::Error::other)?;
        // miette leaves blanks where a colour or a label might have stood.
        for line in text.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    if style.summary {
        summarise(report, style, out)?;
    }
    Ok(())
}

/// One finding in the terms of miette.
#[derive(Debug)]
struct Finding {
    code: String,
    message: String,
    severity: Severity,
    help: Option<String>,
    page: String,
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Elsewhere>,
}

/// A label in another file than the finding's own.
#[derive(Debug)]
struct Elsewhere {
    message: String,
    excerpt: Excerpt,
}

impl Finding {
    fn new(report: &Report<'_>, found: &Diagnostic, width: usize) -> Self {
        let file = found.primary.span.file;
        let (here, elsewhere): (Vec<&Label>, Vec<&Label>) = found
            .labels
            .iter()
            .partition(|label| label.span.file == file);
        let spans: Vec<_> = std::iter::once(&found.primary)
            .chain(here.iter().copied())
            .map(|label| label.span)
            .collect();
        let excerpt = Excerpt::new(report.source(file), &spans, width);
        let mut labels = vec![LabeledSpan::new_primary_with_span(
            text_of(&found.primary),
            excerpt.spans[0],
        )];
        labels.extend(
            here.iter()
                .zip(&excerpt.spans[1..])
                .map(|(label, span)| LabeledSpan::new_with_span(text_of(label), *span)),
        );
        Self {
            code: format!("{}[{}]", found.severity.as_str(), found.rule.id),
            message: visible(&found.message, &[]),
            severity: found.severity,
            help: help(found),
            page: rules::url(found.rule.id)
                .unwrap_or_else(|| format!("specc explain {}", found.rule.id)),
            excerpt,
            labels,
            elsewhere: elsewhere
                .iter()
                .map(|label| Elsewhere::new(report.source(label.span.file), label, width))
                .collect(),
        }
    }
}

impl Elsewhere {
    fn new(source: &Source, label: &Label, width: usize) -> Self {
        Self {
            message: visible(&label.message, &[]),
            excerpt: Excerpt::new(source, &[label.span], width.saturating_sub(4)),
        }
    }
}

fn text_of(label: &Label) -> Option<String> {
    (!label.message.is_empty()).then(|| visible(&label.message, &[]))
}

/// The next step, and the mends that specc knows.
fn help(found: &Diagnostic) -> Option<String> {
    let mut lines: Vec<String> = found
        .help
        .iter()
        .map(|text| visible(text, &['\n']))
        .collect();
    for fix in &found.fixes {
        let title = visible(&fix.title, &[]);
        let line = match fix.applicability {
            Applicability::Safe => format!("fix: {title}"),
            Applicability::Unsafe => format!("possible fix: {title}"),
        };
        lines.push(line);
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

impl Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl miette::Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.page))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        (!self.elsewhere.is_empty()).then(|| {
            let list = self
                .elsewhere
                .iter()
                .map(|label| label as &dyn miette::Diagnostic);
            Box::new(list) as Box<dyn Iterator<Item = &'a dyn miette::Diagnostic>>
        })
    }
}

impl Display for Elsewhere {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Elsewhere {}

impl miette::Diagnostic for Elsewhere {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.excerpt.spans[0];
        Some(Box::new(std::iter::once(
            LabeledSpan::new_primary_with_span(None, span),
        )))
    }
}

/// A handler that paints the finding's own place in the colour of its level, and the related ones in another.
fn handler(finding: &Finding, style: &Style, width: usize) -> GraphicalReportHandler {
    let styles = if style.color {
        let related = Paint::new().blue().bold();
        // miette deals the colours out in the order of the places.
        let mut places: Vec<&LabeledSpan> = finding.labels.iter().collect();
        places.sort_by_key(|label| label.offset());
        ThemeStyles {
            error: level(Severity::Error),
            warning: level(Severity::Warning),
            advice: level(Severity::Note),
            help: Paint::new().cyan(),
            link: Paint::new().cyan(),
            linum: Paint::new().dimmed(),
            highlights: places
                .iter()
                .map(|label| {
                    if label.primary() {
                        level(finding.severity)
                    } else {
                        related
                    }
                })
                .collect(),
        }
    } else {
        ThemeStyles::none()
    };
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles,
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(style.color && finding.page.starts_with("http"))
        .with_show_related_as_nested(true)
}

/// The colour of a level.
fn level(severity: Severity) -> Paint {
    match severity {
        Severity::Error => Paint::new().red().bold(),
        Severity::Warning => Paint::new().yellow().bold(),
        Severity::Note => Paint::new().cyan().bold(),
    }
}

/// The last lines: how much was found, and where to read on.
pub(super) fn summarise(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    let paint = |text: String, paint: Paint| {
        if style.color {
            paint.style(text).to_string()
        } else {
            text
        }
    };
    let files = counted(summary.files, "file");
    let found: Vec<String> = [
        (summary.errors, Severity::Error),
        (summary.warnings, Severity::Warning),
        (summary.notes, Severity::Note),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, severity)| paint(counted(count, severity.as_str()), level(severity)))
    .collect();
    if found.is_empty() && !report.complete {
        return writeln!(
            out,
            "nothing found in {files}, but not everything could be looked at"
        );
    }
    if found.is_empty() {
        let clean = paint("clean".to_owned(), Paint::new().green().bold());
        return writeln!(out, "{clean}: nothing found in {files}");
    }
    writeln!(out, "{} in {files}", found.join(", "))
}

/// A number of things, as it is said.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests;
