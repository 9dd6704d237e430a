//! Part of the YAML reader: exact places that libyaml's marks only surround. Looks at text, knows no nodes.

/// What ends a line for libyaml.
pub(super) const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Where the value begins whose anchor and tag (`&name !tag`) begin at `start`. Comments and line ends may stand
/// between them.
pub(super) fn after_properties(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let token = at + blanks_and_comments(&text[at..end.max(at)]);
        match bytes.get(token) {
            Some(b'&' | b'!') if token < end => {
                let length = text[token..]
                    .find(|character: char| character.is_whitespace())
                    .unwrap_or(text.len() - token);
                at = (token + length).min(end);
            }
            _ => return token.min(end),
        }
    }
}

fn blanks_and_comments(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if !text[at..].starts_with('#') {
            return at;
        }
        at += text[at..].find(BREAKS).unwrap_or(text.len() - at);
    }
}

/// End of a block scalar: the end of its last line that is not blank. libyaml's mark stands where the next token
/// begins.
pub(super) fn block_end(text: &str, start: usize, end: usize) -> usize {
    let trimmed = start + text[start..end].trim_end().len();
    trimmed + text[trimmed..end].find(BREAKS).unwrap_or(end - trimmed)
}

/// End of a block scalar's header line, where a comment may stand.
pub(super) fn after_header(text: &str, start: usize, end: usize) -> usize {
    start + text[start..end].find(BREAKS).unwrap_or(end - start)
}

/// Whether a block scalar that ends at `end` ends with the file, on a line that has no line end of its own.
pub(super) fn ends_without_newline(text: &str, end: usize) -> bool {
    end == text.len()
        && !text
            .rsplit(['\n', '\r'])
            .next()
            .is_none_or(|line| line.trim().is_empty())
}

/// Where a missing value would stand: just after the colon. libyaml's `mark` is there already, or further on.
pub(super) fn empty_value(text: &str, key_end: usize, mark: usize) -> usize {
    let bytes = text.as_bytes();
    if mark > key_end && bytes.get(mark - 1) == Some(&b':') {
        return mark;
    }
    let rest = &text[key_end.min(text.len())..];
    let colon = key_end + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if bytes.get(colon) == Some(&b':') {
        colon + 1
    } else {
        key_end
    }
}
