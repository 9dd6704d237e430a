//! Part of `site`: short texts of specs, as HTML inside a line or without any markup. Pure.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::write::{Writer, syntax};
use crate::site::html::push_content;

/// Stands before a text so that no block of Markdown starts there: to the parser it is white space, but none that
/// stands before a block.
const GUARD: char = '\u{a0}';

/// A description as HTML that may stand inside a paragraph or a cell: code, emphasis and links are made, line ends are
/// spaces, tags are text.
pub fn inline(text: &str) -> String {
    let is_plain = !text
        .bytes()
        .any(|byte| matches!(byte, b'*' | b'_' | b'[' | b'<' | b'&' | b'`' | b'~' | b'\\'))
        && memchr::memmem::find(text.as_bytes(), b"://").is_none();
    let mut line = String::with_capacity(text.len() + 8);
    if !is_plain {
        line.push(GUARD);
    }
    for (index, word) in text.split_ascii_whitespace().enumerate() {
        if index > 0 {
            line.push(' ');
        }
        line.push_str(word);
    }
    if is_plain {
        let mut out = String::with_capacity(line.len() + 8);
        push_content(&mut out, &line);
        return out;
    }
    let html = Writer::inline(&line)
        .run(&line)
        .map(|writer| writer.finish().html)
        .unwrap_or_default();
    let html = html.trim_end_matches([' ', '\n']);
    html.strip_prefix(GUARD).unwrap_or(html).to_owned()
}

/// The words of a text without markup, on one line, at most `most` characters long and cut between words. It is not
/// escaped.
pub fn plain(text: &str, most: usize) -> String {
    // The parser reads all blocks before it gives the first word.
    let mut enough = most.saturating_mul(16).saturating_add(4096).min(text.len());
    while !text.is_char_boundary(enough) {
        enough -= 1;
    }
    let mut words = String::new();
    let mut shown = Plain::new(most);
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
