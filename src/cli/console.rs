//! Standard streams: buffered, coloured only where that is wanted, and never a panic when the reader has gone.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use camino::Utf8Path;
use clap::ValueEnum;

use super::CliError;
use crate::diagnostic::Diagnostics;
use crate::output::whole;
use crate::report::{FORMATS, Report, Style};
use crate::text::Source;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// Where a person reads and nothing forbids it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The width of reports that no terminal sets.
pub(super) const DEFAULT_WIDTH: usize = 100;

/// The streams of a run.
pub(super) struct Console {
    /// Standard output.
    pub(super) out: BufWriter<io::Stdout>,
    /// Whether standard output may be coloured.
    pub(super) color: bool,
    /// Whether standard error may be coloured.
    pub(super) error_color: bool,
}

impl Console {
    pub(super) fn new(color: Color) -> Self {
        let choice = |automatic: ColorChoice| match color {
            Color::Auto => automatic != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        Self {
            out: BufWriter::with_capacity(64 * 1024, io::stdout()),
            color: choice(AutoStream::choice(&io::stdout())),
            error_color: choice(AutoStream::choice(&io::stderr())),
        }
    }

    /// Columns of the terminal that standard output is, or a fixed number where it is none.
    pub(super) fn width(&self) -> usize {
        if !io::stdout().is_terminal() {
            return DEFAULT_WIDTH;
        }
        terminal_size::terminal_size_of(io::stdout())
            .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
    }

    /// Sends on what is buffered.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        Ok(self.out.flush()?)
    }

    /// Says on standard error why something could not be done. A reader that has gone away needs no telling.
    pub(super) fn error(&self, error: &CliError) {
        if let CliError::Output(cause) = error
            && cause.kind() == io::ErrorKind::BrokenPipe
        {
            return;
        }
        self.complain(error);
    }

    /// Says on standard error what went wrong, after what standard output holds so far.
    pub(super) fn complain(&self, what: &dyn Display) {
        self.remark("error", "\u{1b}[1;31m", what);
    }

    /// Says on standard error what is worth a look.
    pub(super) fn warn(&self, what: &dyn Display) {
        self.remark("warning", "\u{1b}[1;33m", what);
    }

    /// Writes a line to standard error as it is.
    pub(super) fn say(&self, line: &str) {
        // Nobody is left to tell when standard error is closed; the exit status still does.
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Shows findings on standard error, for people.
    pub(super) fn findings(
        &self,
        sources: &[Source],
        diagnostics: &Diagnostics,
        summary: bool,
    ) -> Result<(), CliError> {
        let report = Report {
            sources,
            diagnostics,
            hidden: None,
            complete: true,
        };
        let style = Style {
            color: self.error_color,
            width: self.width(),
            summary,
        };
        let mut text = Vec::new();
        (FORMATS[0].render)(&report, &style, &mut text)?;
        // Nobody is left to tell when standard error is closed; the exit status still does.
        let _ = io::stderr().write_all(&text);
        Ok(())
    }

    /// Writes a spec anew, and says so where that cannot be done. Whether it could.
    pub(super) fn replace(&self, path: &Utf8Path, text: &str) -> bool {
        let written = whole::replace(path, text.as_bytes());
        if let Err(error) = &written {
            self.complain(&format!("cannot write {path}: {error}; it is as it was"));
        }
        written.is_ok()
    }

    fn remark(&self, level: &str, color: &str, what: &dyn Display) {
        let (on, off) = if self.error_color {
            (color, "\u{1b}[0m")
        } else {
            ("", "")
        };
        let text = crate::report::visible(&what.to_string(), &['\n']);
        self.say(&format!("{on}{level}{off}: {text}"));
    }
}
