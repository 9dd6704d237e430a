//! Part of the YAML reader: text for its messages and fixes.

/// The text as it may stand in a message: on one line and not too long.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default().trim_end();
    let printable = |character: char| !character.is_control();
    let mut short: String = line.chars().filter(|c| printable(*c)).take(MOST).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    short
}

/// The text as a quoted YAML scalar: double quotes where they need no escapes, else single quotes, in which nothing
/// but the quote itself is special.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}
