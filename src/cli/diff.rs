//! Lines of diffs on a terminal.

use crate::output::diff::{Line, LineKind};
use crate::report::visible;

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
