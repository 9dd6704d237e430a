//! A rule's page in markdown: the one text behind `specc explain` and the book.

use crate::diagnostic::{RuleClass, RuleInfo};

/// The page of a rule.
pub fn page(rule: &RuleInfo) -> String {
    let mut page = format!("# {}\n\n", rule.id);
    page.push_str(&format!(
        "{}: {}.\n\n",
        capital(rule.severity.as_str()),
        rule.class.meaning()
    ));
    page.push_str(&format!(
        "{}.\n\n## Why\n\n{}\n",
        capital(rule.summary),
        rule.why.trim()
    ));
    for (heading, example) in [("Bad", rule.bad), ("Good", rule.good)] {
        if !example.is_empty() {
            page.push_str(&format!(
                "\n## {heading}\n\n```yaml\n{}\n```\n",
                shown(example)
            ));
        }
    }
    if rule.class == RuleClass::Lint {
        page.push_str(&format!(
            "\n## Allow\n\n```yaml\n# specc: allow({}) the reason, in your words\n```\n\n\
             On a line of its own the comment is for the entry below it and all that the entry holds; at the end of a \
             line it is for that line.\n",
            rule.id
        ));
    }
    page
}

/// An example without the lines that only its test reads.
fn shown(example: &str) -> String {
    let lines: Vec<&str> = example
        .lines()
        .filter(|line| !line.starts_with("# omit:"))
        .collect();
    lines.join("\n").trim_end().to_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
