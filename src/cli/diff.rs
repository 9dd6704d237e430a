//! Diffs on standard output, and their lines on a terminal.

use std::io::{self, IsTerminal as _, Write as _};

use camino::Utf8Path;

use super::CliError;
use super::console::Console;
use crate::output::diff::{Line, LineKind, unified};
use crate::report::visible;

/// Prints what a spec would become, so that `git apply` and `patch` take it.
pub(super) fn print(
    path: &Utf8Path,
    before: &str,
    after: &str,
    console: &mut Console,
) -> Result<(), CliError> {
    let below = path.as_str().trim_start_matches("./");
    let shown = Utf8Path::new(below.trim_start_matches('/'));
    let plain = !io::stdout().is_terminal();
    for line in unified(
        shown,
        Some(before.as_bytes()),
        Some(after.as_bytes()),
        false,
    ) {
        let line = painted(&line, console.color, plain);
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}

/// A line with the colours of diffs; `plain` leaves every character as it is, for programs that read it.
pub(super) fn painted(line: &Line, color: bool, plain: bool) -> String {
    let text = if plain {
        line.text.clone()
    } else {
        visible(&line.text, &['\t'])
    };
    let on = match line.kind {
        LineKind::Header => "\u{1b}[1m",
        LineKind::Hunk => "\u{1b}[36m",
        LineKind::Removed => "\u{1b}[31m",
        LineKind::Added => "\u{1b}[32m",
        LineKind::Context | LineKind::Remark => "",
    };
    if color && !on.is_empty() {
        format!("{on}{text}\u{1b}[0m")
    } else {
        text
    }
}
