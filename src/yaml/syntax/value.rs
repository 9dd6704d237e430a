//! Part of the YAML reader: a forgiving look at one value of a broken text, and at where it ends.

use super::outline::{line_end, line_start};
use super::slip::{Slip, Suspect};

/// How a value ends.
pub(super) enum Ended {
    /// A plain scalar, which following lines may continue.
    Plain,
    /// An alias, here.
    Alias { end: usize },
    /// At this place, on this line or a later one.
    Closed { at: usize },
    /// A text block of this indentation; the line after it begins at `next`.
    Block { indent: usize, next: usize },
    /// Not as it should.
    Slip(Suspect),
}

/// The key that a line's content begins with: its length, and how far its colon is.
pub(super) fn key(content: &str) -> Option<(usize, usize)> {
    let bytes = content.as_bytes();
    let is_colon = |at: usize| {
        bytes.get(at) == Some(&b':') && bytes.get(at + 1).is_none_or(|next| b" \t".contains(next))
    };
    if let Some(quote @ (b'"' | b'\'')) = bytes.first() {
        let length = closing_quote(&content[1..], *quote)? + 2;
        let blanks = content[length..].len() - content[length..].trim_start().len();
        return is_colon(length + blanks).then_some((length, length + blanks));
    }
    if bytes.first().is_none_or(|first| b"[{|>".contains(first)) {
        return None;
    }
    let end = without_comment(content, 0, content.len());
    let colon = (0..end).find(|at| is_colon(*at))?;
    Some((content[..colon].trim_end().len(), colon))
}

/// Whether a line can only be a key: one word, bare or in quotes, and a colon.
fn looks_like_key(line: &str) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    let indent = line.len() - content.len();
    let content = content.trim_start_matches("- ");
    let (length, _) = key(content)?;
    let word = content[..length].trim_matches(['"', '\'']);
    let is_word = !word.is_empty()
        && word
            .chars()
            .all(|character| character.is_alphanumeric() || "_-.$".contains(character));
    is_word.then_some(indent)
}

/// End of the text from `start` to `end` without a trailing comment and blanks.
pub(super) fn without_comment(text: &str, start: usize, end: usize) -> usize {
    let part = &text[start..end];
    let comment = part
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|at| *at == 0 || part[..*at].ends_with([' ', '\t']))
        .unwrap_or(part.len());
    start + part[..comment].trim_end().len()
}

/// Where a plain value ends that begins on one line and may go on over the next ones; nowhere for certain if one of
/// those lines holds something else than text.
pub(super) fn continued(text: &str, (start, end): (usize, usize)) -> Option<usize> {
    let line = line_start(text, start);
    let before = &text[line..start];
    let content = before.trim_start_matches([' ', '-']);
    let column = before.len() - content.len();
    let mut end = end;
    let mut at = line_end(text, end);
    if text[end..at].trim_start().starts_with('#') {
        return Some(end);
    }
    loop {
        let Some(newline) = text[at..].find('\n') else {
            return Some(end);
        };
        at += newline + 1;
        let next = line_end(text, at);
        let line = text[at..next].trim_end();
        let words = line.trim_start_matches(' ');
        if words.is_empty() || line.len() - words.len() <= column {
            return Some(end);
        }
        if words.starts_with(['#', '\t']) || words.contains(" #") || key(words).is_some() {
            return None;
        }
        end = at + line.len();
        at = next;
    }
}

/// Length of the anchors and tags, with the blanks after them, that a value begins with.
pub(super) fn properties(text: &str) -> usize {
    let mut at = 0;
    while text[at..].starts_with(['&', '!']) {
        let word = text[at..].find([' ', '\t']).unwrap_or(text.len() - at);
        at += word;
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
    }
    at
}

/// The first character of a text, if no plain scalar can begin with it.
pub(super) fn bad_start(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    "@`%,]}".contains(first).then_some(first)
}

/// Where the colon of `name:value` is.
pub(super) fn colon_without_space(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let fits = colon > 0
        && text[..colon].bytes().all(is_word)
        && !text[colon + 1..].starts_with("//")
        && colon + 1 < text.len();
    fits.then_some(colon)
}

/// Where the value that begins at `start` ends. `end` is the end of its line, `column` that of the key or list that
/// holds it. What closes before `last_line` is known to be sound.
pub(super) fn end(text: &str, start: usize, end: usize, column: usize, last_line: usize) -> Ended {
    let rest = &text[start..end];
    let value = (start, without_comment(text, start, end));
    let slip = |slip, at, to| Ended::Slip(Suspect::new(slip, at, to, start));
    match rest.as_bytes()[0] {
        quote @ (b'"' | b'\'') => quoted(text, start, quote, column, last_line),
        b'[' | b'{' => bracketed(text, start, column, last_line),
        b'|' | b'>' => block(text, start, end, column),
        b'-' if rest == "-" || rest.starts_with("- ") => {
            slip(Slip::ItemOnKeyLine, start, start + 1)
        }
        b'?' if rest == "?" || rest.starts_with("? ") => {
            slip(Slip::BadStart { value }, start, start + 1)
        }
        b'*' if !is_alias(&text[start..value.1]) => {
            slip(Slip::BadStart { value }, start, start + 1)
        }
        b'*' => Ended::Alias { end: value.1 },
        _ if bad_start(rest).is_some() => slip(Slip::BadStart { value }, start, start + 1),
        _ => {
            let bytes = text.as_bytes();
            let colon = (start..value.1).find(|at| {
                bytes[*at] == b':' && (*at + 1 == value.1 || b" \t".contains(&bytes[*at + 1]))
            });
            match colon {
                Some(colon) => slip(Slip::ColonInValue { value }, colon, colon + 1),
                None => Ended::Plain,
            }
        }
    }
}

fn is_alias(value: &str) -> bool {
    let name = &value[1..];
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Offset of the quote that closes the text, which stands behind an opening quote.
fn closing_quote(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The first line after the one that holds `from`, up to `to`, that can only be a key and is not further in than
/// `column`.
fn key_line(text: &str, from: usize, to: usize, column: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..to].find('\n')? + 1;
        let line = &text[at..line_end(text, at)];
        if looks_like_key(line).is_some_and(|indent| indent <= column) {
            return Some(at);
        }
    }
}

fn quoted(text: &str, start: usize, quote: u8, column: usize, last_line: usize) -> Ended {
    let unclosed = || {
        let place = Suspect::new(Slip::UnclosedQuote, start, start + 1, start);
        Ended::Slip(place)
    };
    let Some(length) = closing_quote(&text[start + 1..], quote) else {
        return unclosed();
    };
    let close = start + 1 + length;
    if close >= last_line && key_line(text, start, close, column).is_some() {
        return unclosed();
    }
    let end = line_end(text, close);
    let after = text[close + 1..end].trim_start_matches([' ', '\t']);
    if after.is_empty() || after.starts_with('#') {
        return Ended::Closed { at: close };
    }
    let first = end - after.len();
    let value = (start, without_comment(text, start, end));
    let slip = Slip::TextAfterQuote { value };
    Ended::Slip(Suspect::new(
        slip,
        first,
        without_comment(text, first, end),
        start,
    ))
}

fn bracketed(text: &str, start: usize, column: usize, last_line: usize) -> Ended {
    let unclosed = || Ended::Slip(Suspect::new(Slip::UnclosedBracket, start, start + 1, start));
    let Some(close) = closing_bracket(text, start, column, last_line) else {
        return unclosed();
    };
    let end = line_end(text, close);
    let after = text[close + 1..end].trim_start_matches([' ', '\t']);
    if after.is_empty() || after.starts_with('#') {
        return Ended::Closed { at: close };
    }
    let first = end - after.len();
    let value = (start, without_comment(text, start, end));
    let slip = Slip::TextAfterBracket { value };
    Ended::Slip(Suspect::new(
        slip,
        first,
        without_comment(text, first, end),
        start,
    ))
}

/// Offset of the bracket that closes the one at `start`, unless lines lie between that can only be keys of the mapping
/// around it, which stands at `column`; before `last_line` such lines are known to be sound. Quoted scalars and
/// comments are passed over.
pub(super) fn closing_bracket(
    text: &str,
    start: usize,
    column: usize,
    last_line: usize,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    let mut keys_between = false;
    while at < bytes.len() {
        if keys_between && at >= last_line {
            return None;
        }
        let begins = bytes[..at]
            .last()
            .is_none_or(|before| b" \t\n\r[{,:".contains(before));
        match bytes[at] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            quote @ (b'"' | b'\'') if begins => {
                at += closing_quote(&text[at + 1..], quote)? + 1;
            }
            b'#' if begins => {
                at = line_end(text, at);
                continue;
            }
            b'\n' => {
                let line = &text[at + 1..line_end(text, at + 1)];
                keys_between |= looks_like_key(line).is_some_and(|indent| indent <= column);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn block(text: &str, start: usize, end: usize, column: usize) -> Ended {
    let header = text[start + 1..without_comment(text, start + 1, end).max(start + 1)].trim();
    let digits = header.trim_matches(['+', '-']);
    let is_sound = header.len() <= 2
        && header.len() - digits.len() <= 1
        && digits.len() <= 1
        && digits.bytes().all(|digit| (b'1'..=b'9').contains(&digit));
    if !is_sound {
        let slip = Slip::BlockHeader;
        let to = without_comment(text, start, end);
        return Ended::Slip(Suspect::new(slip, start, to, start));
    }
    let mut indent = digits.parse::<usize>().ok().map(|digits| column + digits);
    let mut at = end;
    loop {
        let Some(newline) = text[at..].find('\n') else {
            return Ended::Block {
                indent: indent.unwrap_or(column + 1),
                next: text.len(),
            };
        };
        at += newline + 1;
        let line = &text[at..line_end(text, at)];
        let content = line.trim_start_matches(' ');
        if content.trim().is_empty() {
            continue;
        }
        let own = line.len() - content.len();
        let least = *indent.get_or_insert(own.max(column + 1));
        if own < least {
            return Ended::Block {
                indent: least,
                next: at,
            };
        }
    }
}
