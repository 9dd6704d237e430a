//! Part of `site`: short texts of specs, as HTML inside a line or without any markup. Pure.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::write::{Writer, syntax};
use crate::site::html::{push_content, push_text};

/// Stands before a text so that no block of Markdown starts there: to the parser it is white space, but none that
/// stands before a block.
const GUARD: char = '\u{a0}';

/// What a byte of a text may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Nothing,
    Markup,
    Code,
    Blank,
    Colon,
}

static BEGINS: [Begins; 256] = {
    let mut table = [Begins::Nothing; 256];
    let mut index = 0;
    let markup = b"*_[<&~\\";
    while index < markup.len() {
        table[markup[index] as usize] = Begins::Markup;
        index += 1;
    }
    let mut index = 0;
    let blanks = b" \t\n\r\x0c";
    while index < blanks.len() {
        table[blanks[index] as usize] = Begins::Blank;
        index += 1;
    }
    table[b'`' as usize] = Begins::Code;
    table[b':' as usize] = Begins::Colon;
    table
};

/// A description as HTML that may stand inside a paragraph or a cell: code, emphasis and links are made, line ends are
/// spaces, tags are text.
pub fn inline(text: &str) -> String {
    let mut out = String::new();
    push_inline(&mut out, text);
    out
}

/// Appends the same.
pub fn push_inline(out: &mut String, text: &str) {
    // Whether words stand apart by single spaces, as most do.
    let mut is_even = true;
    let mut is_plain = true;
    let mut has_code = false;
    let mut is_after_blank = true;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let begins = BEGINS[usize::from(byte)];
        if begins == Begins::Nothing {
            is_after_blank = false;
            continue;
        }
        match begins {
            Begins::Blank => is_even &= byte == b' ' && !is_after_blank,
            Begins::Code => has_code = true,
            Begins::Colon => is_plain &= !text.as_bytes()[at + 1..].starts_with(b"//"),
            _ => is_plain = false,
        }
        is_after_blank = begins == Begins::Blank;
    }
    is_even &= !is_after_blank;
    if is_plain && !has_code && is_even {
        return push_content(out, text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    line.push(GUARD);
    for (index, word) in text.split_ascii_whitespace().enumerate() {
        if index > 0 {
            line.push(' ');
        }
        line.push_str(word);
    }
    if is_plain && !has_code {
        return push_content(out, &line[GUARD.len_utf8()..]);
    }
    if has_code && push_code(out, &line[GUARD.len_utf8()..]).is_some() {
        return;
    }
    let html = Writer::inline(&line)
        .run(&line)
        .map(|writer| writer.finish().html)
        .unwrap_or_default();
    let html = html.trim_end_matches([' ', '\n']);
    out.push_str(html.strip_prefix(GUARD).unwrap_or(html));
}

/// Appends a line in which nothing is markup but pieces of code, which needs no parser. `None` where there is more to
/// it; then nothing is appended.
fn push_code(out: &mut String, line: &str) -> Option<()> {
    // Each piece of code has its end.
    let last = line.bytes().filter(|byte| *byte == b'`').count();
    if last % 2 == 1 {
        return None;
    }
    for (index, piece) in line.split('`').enumerate() {
        let is_simple = if index % 2 == 1 {
            // Blanks at both ends would go.
            !piece.starts_with(' ') && !piece.ends_with(' ')
        } else {
            let is_text = |byte: u8| BEGINS[usize::from(byte)] != Begins::Markup;
            piece.bytes().all(is_text) && !piece.contains("://")
        };
        // Two signs in a row stand for themselves among single ones.
        let is_apart = !piece.is_empty() || index == 0 || index == last;
        if !is_simple || !is_apart {
            return None;
        }
    }
    for (index, piece) in line.split('`').enumerate() {
        if index % 2 == 0 {
            push_text(out, piece);
        } else {
            out.push_str("<code>");
            push_text(out, piece);
            out.push_str("</code>");
        }
    }
    Some(())
}

/// The words of a text without markup, on one line, at most `most` characters long and cut between words. It is not
/// escaped.
pub fn plain(text: &str, most: usize) -> String {
    // The parser reads all blocks before it gives the first word.
    let mut enough = most.saturating_mul(16).saturating_add(4096).min(text.len());
    while !text.is_char_boundary(enough) {
        enough -= 1;
    }
    let mut words = String::with_capacity(enough.min(most + 8));
    let mut shown = Plain::new(most);
    if is_one_paragraph(&text[..enough]) {
        shown.push(&text[..enough], &mut words);
        return words;
    }
    for event in Parser::new_ext(&text[..enough], syntax()) {
        let piece = match &event {
            Event::Text(text) | Event::Code(text) => text,
            Event::InlineHtml(html) if super::tags::is_known(super::tags::name(tail(html))) => {
                continue;
            }
            Event::InlineHtml(html) if !html.starts_with("<!") => html,
            Event::SoftBreak | Event::HardBreak => " ",
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            ) => continue,
            Event::End(_) => " ",
            _ => continue,
        };
        if !shown.push(piece, &mut words) {
            break;
        }
    }
    words
}

/// Whether a text is sure to be one line without any markup, as most descriptions are: that needs no parser.
fn is_one_paragraph(text: &str) -> bool {
    let is_plain = |byte: u8| {
        !matches!(byte, b'\n' | b'\r' | b'\t' | b'\0')
            && matches!(
                BEGINS[usize::from(byte)],
                Begins::Nothing | Begins::Blank | Begins::Colon
            )
    };
    let first = text.bytes().next();
    first.is_some_and(|first| first.is_ascii_alphabetic()) && text.bytes().all(is_plain)
}

fn tail(html: &str) -> &str {
    html.get(1..).unwrap_or_default()
}

/// Joins words with single spaces up to a bound.
struct Plain {
    most: usize,
    length: usize,
    /// Where the last word ended.
    whole: usize,
    space: bool,
}

impl Plain {
    fn new(most: usize) -> Self {
        Plain {
            most,
            length: 0,
            whole: 0,
            space: false,
        }
    }

    /// False where the text is full.
    fn push(&mut self, piece: &str, words: &mut String) -> bool {
        for character in piece.chars() {
            if character.is_whitespace() {
                self.space = true;
                continue;
            }
            if character.is_control() {
                continue;
            }
            let needed = 1 + usize::from(self.space && !words.is_empty());
            if self.length + needed > self.most {
                if !self.space {
                    let cut = if self.whole > 0 {
                        self.whole
                    } else {
                        words.len()
                    };
                    words.truncate(cut);
                }
                while words.chars().count() >= self.most.max(1)
                    || words.ends_with([',', ';', ':', '.', '-', ' '])
                {
                    words.pop();
                }
                if self.most > 0 {
                    words.push('…');
                }
                return false;
            }
            if std::mem::take(&mut self.space) && !words.is_empty() {
                self.whole = words.len();
                words.push(' ');
            }
            words.push(character);
            self.length += needed;
        }
        true
    }
}
