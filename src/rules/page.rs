//! A rule's page in markdown: the one text behind `specc explain` and the book.

use crate::diagnostic::RuleInfo;

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
        if example.is_empty() || not_shown(rule).is_some() {
            continue;
        }
        page.push_str(&format!("\n## {heading}\n"));
        let (spec, files) = parts(example);
        if !spec.is_empty() {
            let language = rule.class.written_in();
            page.push_str(&format!("\n```{language}\n{}\n```\n", shown(spec)));
        }
        for (name, text) in files {
            // Longer than any fence within.
            page.push_str(&format!(
                "\nBeside it, `{name}`:\n\n````text\n{}\n````\n",
                shown(text)
            ));
        }
    }
    if let Some(reason) = not_shown(rule) {
        page.push_str(&format!("\n## Bad\n\nNo example: {reason}.\n"));
    }
    if rule.class.is_lint() && rule.id != crate::change::REMOVED_PLUGIN.id {
        page.push_str(&format!(
            "\n## Allow\n\n```yaml\n# specc: allow({}) the reason, in your words\n```\n\n\
             On a line of its own the comment is for the entry below it and all that the entry holds; at the end of a \
             line it is for that line.\n",
            rule.id
        ));
    }
    page
}

/// Why a rule has no example, where that is so: its `bad` says it in a comment and nothing else.
pub fn not_shown(rule: &RuleInfo) -> Option<&'static str> {
    Some(rule.bad.strip_prefix("# not shown: ")?.trim_end())
}

/// What begins a file that lies beside an example.
const FILE: &str = "# file: ";

/// An example's spec, and the files beside it: each follows a line `# file: NAME`.
pub fn parts(example: &str) -> (&str, Vec<(&str, &str)>) {
    let mut rest = example.split(FILE);
    let spec = rest.next().unwrap_or_default();
    let files = rest.map(|part| part.split_once('\n').unwrap_or((part, "")));
    (spec, files.collect())
}

/// An example without the lines that only its test reads, and with every character visible.
fn shown(example: &str) -> String {
    let lines: Vec<&str> = example
        .lines()
        .filter(|line| !line.starts_with("# omit:"))
        .collect();
    lines
        .join("\n")
        .trim_end()
        .chars()
        .map(|character| match character {
            '\0'..='\x09' | '\x0B'..='\x1F' => {
                char::from_u32(0x2400 + u32::from(character)).unwrap_or(character)
            }
            _ => character,
        })
        .collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
