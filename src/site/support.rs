//! What becomes of a plugin on each target, as a page shows it. The registry of targets is above this phase: who builds
//! a site asks it and hands the answers in.

use super::html::push_text;
use super::markdown;
use crate::render::support::Support;

/// The targets that take everything, as one list of names, and then those that do not.
pub fn markup(support: &[Support]) -> String {
    let (whole, partial): (Vec<_>, Vec<_>) = support.iter().partition(|it| it.losses.is_empty());
    let mut out = String::new();
    if !whole.is_empty() {
        out.push_str("<p>Everything: ");
        let titles: Vec<&str> = whole.iter().map(|it| it.title).collect();
        push_text(&mut out, &titles.join(", "));
        out.push_str(".</p>");
    }
    if partial.is_empty() {
        return out;
    }
    // Long, and of interest to few.
    out.push_str("<details class=\"more\"><summary>Most of it: ");
    let titles: Vec<&str> = partial.iter().map(|it| it.title).collect();
    push_text(&mut out, &titles.join(", "));
    out.push_str("</summary><dl class=\"targets\">");
    for target in partial {
        out.push_str("<dt>");
        push_text(&mut out, target.title);
        out.push_str("</dt>");
        for lost in &target.losses {
            out.push_str("<dd>");
            markdown::push_inline(&mut out, &lost.sentence());
            out.push_str("</dd>");
        }
    }
    out.push_str("</dl></details>");
    out
}

/// The same as Markdown.
pub fn text(support: &[Support]) -> String {
    let mut out = String::new();
    for target in support {
        out.push_str(&format!("- {}:", target.title));
        if target.losses.is_empty() {
            out.push_str(" everything");
        }
        for lost in &target.losses {
            out.push(' ');
            out.push_str(&lost.sentence());
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_one_fate_are_told_once() {
        let mut support = Support {
            id: "toy",
            title: "Toy <1>",
            runs_processes: false,
            losses: Vec::new(),
        };
        for name in ["a", "b", "c", "d", "e", "f"] {
            let becomes = "becomes an action".to_owned();
            support.add("triggers", format!("`{name}`"), becomes);
        }
        support.add(
            "connection",
            "it".to_owned(),
            "is asked each time".to_owned(),
        );
        let whole = Support {
            id: "whole",
            title: "Whole",
            runs_processes: true,
            losses: Vec::new(),
        };
        let list = [support, whole];
        assert_eq!(
            text(&list),
            "- Toy <1>: No triggers (`a`, `b`, `c`, `d` and 2 more): each becomes an action. No connection (it): is asked \
             each time.\n- Whole: everything\n"
        );
        assert_eq!(
            markup(&list),
            "<p>Everything: Whole.</p><details class=\"more\"><summary>Most of it: Toy &lt;1&gt;</summary>\
             <dl class=\"targets\"><dt>Toy &lt;1&gt;</dt><dd>No triggers \
             (<code>a</code>, <code>b</code>, <code>c</code>, <code>d</code> and 2 more): each becomes an action.</dd>\
             <dd>No connection (it): is asked each time.</dd></dl></details>"
        );
    }
}
