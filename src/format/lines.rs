//! Part of the formatter: two blanks a level, one blank around colons and dashes, and one blank line at most.

mod plan;

use super::{Refusal, apply};
use crate::text::{Source, Span, TextEdit};
use crate::yaml::Layout;
pub(super) use plan::Plan;

/// The text with every line where it belongs.
pub(super) fn indented(source: &Source, layout: &Layout) -> Result<String, Refusal> {
    let plan = Plan::new(source, layout)?;
    let text = source.text();
    let mut edits = plan.edits;
    for (line, indent) in plan.indents.iter().enumerate() {
        let (start, end) = (plan.starts[line], plan.ends[line]);
        let content = end - text[start..end].trim_start_matches([' ', '\t']).len();
        if let Some(indent) = indent
            && content - start != *indent
        {
            edits.push(TextEdit {
                span: Span::new(source.id, start, content),
                text: " ".repeat(*indent),
            });
        }
        let kept = text[content..end].trim_end_matches([' ', '\t']).len();
        if !plan.keeps_end[line] && !plan.inside[line] && content + kept < end {
            edits.push(TextEdit {
                span: Span::new(source.id, content + kept, end),
                text: String::new(),
            });
        }
    }
    Ok(apply(text, edits))
}

/// The text with one blank line at most between others, none at its ends, and a line end at its end.
pub(super) fn spaced(source: &Source, layout: &Layout) -> Result<String, Refusal> {
    let plan = Plan::new(source, layout)?;
    let text = source.text();
    let count = plan.starts.len();
    let is_blank = |line: usize| {
        !plan.inside[line] && text[plan.starts[line]..plan.ends[line]].trim().is_empty()
    };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text[..plan.starts[0]].to_owned();
    let mut blank = None;
    let mut any = false;
    for line in 0..count {
        let next = plan.starts.get(line + 1).copied().unwrap_or(text.len());
        let whole = &text[plan.starts[line]..next];
        if is_blank(line) {
            // Only a blank may stand between the last line end and the end of the text.
            blank = Some(&text[plan.ends[line]..next]).filter(|_| any);
            continue;
        }
        if let Some(end) = blank.take() {
            out.push_str(end);
        }
        any = true;
        out.push_str(whole);
    }
    if !out.ends_with(['\n', '\r']) && !plan.ends_open {
        out.push_str(line_end);
    }
    Ok(out)
}
