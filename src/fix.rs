//! Mends of findings: which of them go together, and the text with them. Pure.

use crate::diagnostic::{Applicability, Diagnostics, Fix};
use crate::text::{Span, TextEdit};

/// The mends of findings that may be applied at once, in the order of the findings: of each finding the first that is
/// allowed, unless it touches text that an earlier one changes.
pub fn choose(diagnostics: &Diagnostics, unsafe_too: bool) -> Vec<&Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    for finding in diagnostics {
        let allowed = |fix: &&Fix| unsafe_too || fix.applicability == Applicability::Safe;
        let Some(fix) = finding.fixes.iter().find(allowed) else {
            continue;
        };
        let touches = |edit: &TextEdit| taken.iter().any(|span| overlap(*span, edit.span));
        if fix.edits.is_empty() || fix.edits.iter().any(touches) {
            continue;
        }
        taken.extend(fix.edits.iter().map(|edit| edit.span));
        chosen.push(fix);
    }
    chosen
}

/// How many findings could be mended if unsafe mends were allowed too.
pub fn held_back(diagnostics: &Diagnostics) -> usize {
    let is_unsafe = |fix: &Fix| fix.applicability == Applicability::Unsafe;
    diagnostics
        .iter()
        .filter(|finding| !finding.fixes.is_empty() && finding.fixes.iter().all(is_unsafe))
        .count()
}

/// The text with the edits of some mends, none of which touch each other.
pub fn apply(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&TextEdit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let kept = text.get(at..range.start);
        // A place inside a character or out of order would be a bug of a rule: the edit is left out.
        let Some(kept) = kept.filter(|_| text.is_char_boundary(range.end)) else {
            continue;
        };
        out.push_str(kept);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether two changes touch each other; two insertions at one place do.
fn overlap(one: Span, other: Span) -> bool {
    if one.start == other.start {
        return true;
    }
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
    use crate::text::FileId;

    static RULE: RuleInfo = RuleInfo {
        id: "toy",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "",
        why: "",
        bad: "",
        good: "",
    };

    fn finding(start: usize, end: usize, text: &str, applicability: Applicability) -> Diagnostic {
        let span = Span::new(FileId(0), start, end);
        Diagnostic::new(&RULE, span, "").fix(applicability, "mend", span, text)
    }

    #[test]
    fn mends_that_touch_wait_for_the_next_round() {
        let findings: Diagnostics = [
            finding(0, 3, "ONE", Applicability::Safe),
            finding(2, 5, "no", Applicability::Safe),
            finding(3, 3, "!", Applicability::Safe),
            finding(8, 13, "", Applicability::Unsafe),
        ]
        .into_iter()
        .collect();
        let text = "one two three";
        let chosen = choose(&findings, false);
        assert_eq!(apply(text, &chosen), "ONE! two three");
        assert_eq!(held_back(&findings), 1);
        let chosen = choose(&findings, true);
        assert_eq!(apply(text, &chosen), "ONE! two ");
    }
}
