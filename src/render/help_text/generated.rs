//! What tools write into help texts, and how to leave it out.

use super::scan::Fence;

/// A text without the lines that only say that there is nothing; `None` where no text is left.
pub fn without_filler(text: &str) -> Option<String> {
    filter(text, false)
}

/// A text without tables of fields, their examples and the sentences around them too.
pub fn without_generated(text: &str) -> Option<String> {
    filter(text, true)
}

/// The first paragraph, and what follows it.
pub fn lead_and_rest(text: &str) -> (Option<String>, Option<String>) {
    let is_prose = text
        .chars()
        .next()
        .is_some_and(|first| first.is_alphanumeric() || matches!(first, '*' | '_' | '[' | '"'))
        && !text.starts_with("* ");
    if !is_prose {
        return (None, Some(text.to_owned()));
    }
    let end = text
        .match_indices('\n')
        .map(|(at, _)| at)
        .find(|at| {
            let next = text[at + 1..].trim_start_matches([' ', '\t']);
            next.is_empty() || next.starts_with(['\n', '|', '#', '>', '`', '~', '-', '*', '+'])
        })
        .unwrap_or(text.len());
    let rest = text[end..].trim_matches('\n');
    (
        Some(text[..end].trim().to_owned()),
        (!rest.trim().is_empty()).then(|| rest.to_owned()),
    )
}

/// What stands before generated examples.
const EXAMPLES: [&str; 3] = ["example input:", "example output:", "example state:"];

fn filter(text: &str, is_generated: bool) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut fence = Fence::default();
    // Blank lines around what was left out would add up.
    let mut is_gap = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        if !fence.is_open() && is_plain_prose(line) {
            is_gap = false;
            kept.push_str(line);
            rest = after;
            continue;
        }
        if !fence.is_open() && line == "\n" {
            if !(kept.is_empty() || is_gap && kept.ends_with("\n\n")) {
                kept.push('\n');
            }
            rest = after;
            continue;
        }
        let in_code = fence.holds(line);
        let skipped = if in_code {
            None
        } else if is_filler(line) {
            Some(after)
        } else if is_generated {
            after_generated(line, rest, after)
        } else {
            None
        };
        rest = skipped.unwrap_or(after);
        if skipped.is_some() {
            is_gap = true;
            continue;
        }
        let is_blank =
            !line.starts_with(|first: char| first.is_ascii_graphic()) && line.trim().is_empty();
        if is_blank && !in_code && (kept.is_empty() || is_gap && kept.ends_with("\n\n")) {
            continue;
        }
        is_gap &= is_blank;
        kept.push_str(line);
    }
    kept.truncate(kept.trim_end().len());
    (!kept.is_empty()).then_some(kept)
}

/// Whether a line, outside code, begins as nothing does that is left out: nearly every line of prose, told by its
/// first byte.
fn is_plain_prose(line: &str) -> bool {
    let first = line.bytes().next();
    first.is_some_and(|first| first.is_ascii_alphanumeric() && !b"TtEe".contains(&first))
}

/// What follows a generated piece that starts with this line.
fn after_generated<'a>(line: &str, from_here: &'a str, after: &'a str) -> Option<&'a str> {
    // Nearly every line is told apart by its first letter.
    let line = line.trim_start();
    if !line.starts_with(['|', 't', 'T', 'e', 'E', '*']) {
        return None;
    }
    let line = line.trim_end();
    if line.starts_with('|') {
        return after_table(from_here);
    }
    if line.eq_ignore_ascii_case("the connection configuration accepts the following parameters:") {
        return Some(after);
    }
    if EXAMPLES.iter().any(|it| line.eq_ignore_ascii_case(it)) {
        return after_code(skip_blank(after));
    }
    let name = line.strip_prefix("**")?.strip_suffix("**")?;
    if name.contains(' ') {
        return None;
    }
    after_table(skip_blank(after))
}

/// What follows a table of fields that the text starts with.
fn after_table(text: &str) -> Option<&str> {
    let (first, mut rest) = split_line(text);
    let mut cells = first.trim().strip_prefix('|')?.split('|').map(str::trim);
    let is_of_fields =
        cells.next()?.eq_ignore_ascii_case("name") && cells.next()?.eq_ignore_ascii_case("type");
    if !is_of_fields {
        return None;
    }
    while rest.trim_start_matches(' ').starts_with('|') {
        rest = split_line(rest).1;
    }
    Some(rest)
}

/// What follows a fenced code block that the text starts with.
fn after_code(text: &str) -> Option<&str> {
    let mut fence = Fence::default();
    let (first, mut rest) = split_line(text);
    if !fence.holds(first) {
        return None;
    }
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        rest = after;
        fence.holds(line);
        if !fence.is_open() {
            return Some(rest);
        }
    }
    // Without an end, it would take the rest of the section with it.
    None
}

fn skip_blank(mut text: &str) -> &str {
    loop {
        let (line, after) = split_line(text);
        if line.is_empty() || !line.trim().is_empty() {
            return text;
        }
        text = after;
    }
}

fn split_line(text: &str) -> (&str, &str) {
    let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
    text.split_at(end)
}

/// Whether a line only says that there is nothing to say.
fn is_filler(line: &str) -> bool {
    const LONGEST: usize = 80;
    // Nearly every line is told apart by its first letter.
    let mut letters = line.bytes();
    let first = letters.find(|byte| !matches!(byte, b' ' | b'\t' | b'*' | b'_'));
    if first.is_none_or(|byte| byte.is_ascii_graphic() && !matches!(byte, b'T' | b't')) {
        return false;
    }
    let line = line.trim().trim_matches(['*', '_']);
    if !line.starts_with(['T', 't']) {
        return false;
    }
    let line = line.trim_end_matches(['.', ' ']);
    if line.len() > LONGEST || line.contains(". ") {
        return false;
    }
    let line = line.to_ascii_lowercase();
    if matches!(
        line.as_str(),
        "there is no troubleshooting for this plugin"
            | "there are no supported product versions listed"
    ) {
        return true;
    }
    let Some((what, lack)) = line
        .strip_prefix("this ")
        .and_then(|rest| rest.split_once(' '))
    else {
        return false;
    };
    let is_nothing = |lack: &str| {
        NOTHING.iter().any(|nothing| {
            lack.strip_prefix(nothing)
                .is_some_and(|rest| rest.starts_with(' ') && NOUNS.contains(&rest.trim_start()))
        })
    };
    matches!(
        what,
        "plugin" | "action" | "trigger" | "task" | "connection"
    ) && is_nothing(lack)
}

const NOTHING: [&str; 4] = [
    "does not contain any",
    "does not contain a",
    "does not take any",
    "does not have any",
];

const NOUNS: [&str; 20] = [
    "action",
    "actions",
    "connection",
    "custom output types",
    "custom types",
    "inputs",
    "input",
    "key features",
    "links",
    "output",
    "outputs",
    "references",
    "requirements",
    "state",
    "supported product versions",
    "tasks",
    "triggers",
    "version history",
    "troubleshooting",
    "troubleshooting information",
];
