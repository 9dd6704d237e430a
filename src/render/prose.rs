//! Texts for people inside code: wrapped, on lines of their own, without anything that a terminal or an editor would
//! obey. Pure text.

/// The lines of a text, each at most `width` characters where its words allow. Runs of white space become one space,
/// line breaks stay, and several empty lines become one. Never begins or ends with an empty line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split_whitespace() {
            let word = visible(word);
            let word_length = word.chars().count();
            if length > 0 && length + 1 + word_length > width {
                lines.push(std::mem::take(&mut line));
                length = 0;
            }
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(&word);
            length += word_length;
        }
        if length > 0 || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A line, which is not empty, as code in Markdown: between as many backticks as it has nowhere side by side.
pub fn fenced(line: &str) -> String {
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Whether a character shows nothing of its own but changes how its neighbours are shown or read.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// The text with unseen characters written as `U+202E`.
pub fn visible(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unseen(character) {
            shown.push_str(&format!("U+{:04X}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_paragraphs_stay() {
        assert_eq!(
            wrap("\n one two  three\r\n\r\n\n four\t", 9),
            ["one two", "three", "", "four"]
        );
        assert_eq!(wrap(" \n ", 9), Vec::<String>::new());
        assert_eq!(wrap("immeasurable", 4), ["immeasurable"]);
    }

    #[test]
    fn what_cannot_be_seen_is_spelt_out() {
        assert_eq!(wrap("a\u{202e}b \0", 40), ["aU+202Eb U+0000"]);
    }
}
