//! Text → HTML. Every text of an author's that reaches a page goes through here or through the templates' own
//! escaping, which follows the same rule.

use std::borrow::Cow;

/// Per byte, whether it may need another form. Controls are those of ASCII, and of Latin-1 after the byte 0xC2.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = byte != b'\n' as usize && byte != b'\t' as usize;
        byte += 1;
    }
    table[0x7f] = true;
    table[0xc2] = true;
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table
};

/// Appends text, escaped for an element's content and for an attribute in double quotes. Characters that HTML forbids
/// are left out.
pub fn push_text(out: &mut String, text: &str) {
    push::<false>(out, text);
}

/// Appends text, escaped for an element's content alone: most quotes stay as they are, which are a tenth of JSON. Those
/// after an equals sign do not, so that ` href="` in a page is always an attribute.
pub fn push_content(out: &mut String, text: &str) {
    push::<true>(out, text);
}

/// So many bytes are looked at together.
const CHUNK: usize = 16;

/// Half of them, for short texts.
const HALF: usize = CHUNK / 2;

/// `KEEPS` says whether quotes stay as they are unless they follow an equals sign.
fn push<const KEEPS: bool>(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut start = 0;
    while start < bytes.len() {
        let end = bytes.len().min(start + CHUNK);
        // The end of a text is looked at together with what stands before it.
        let looked_at = &bytes[..end];
        let is_usual = if let Some(chunk) = looked_at.last_chunk::<CHUNK>() {
            is_usual::<KEEPS, CHUNK>(chunk)
        } else {
            let halves = looked_at.first_chunk().zip(looked_at.last_chunk());
            halves.is_some_and(|(first, last)| {
                is_usual::<KEEPS, HALF>(first) && is_usual::<KEEPS, HALF>(last)
            })
        };
        if is_usual {
            start = end;
            continue;
        }
        for at in start..end {
            let byte = bytes[at];
            if !SPECIAL[usize::from(byte)] {
                continue;
            }
            let (replacement, length) = match byte {
                b'&' => ("&amp;", 1),
                b'<' => ("&lt;", 1),
                b'>' => ("&gt;", 1),
                b'"' | b'\'' => {
                    // What was written before it stands in two pieces.
                    let before = bytes[from..at].last().or(out.as_bytes().last());
                    if KEEPS && before != Some(&b'=') {
                        continue;
                    }
                    let replacement = if byte == b'"' { "&quot;" } else { "&#39;" };
                    (replacement, 1)
                }
                b'\r' => (" ", 1),
                0xc2 if bytes.get(at + 1).is_some_and(|next| *next < 0xa0) => ("", 2),
                0xc2 => continue,
                _ => ("", 1),
            };
            out.push_str(&text[from..at]);
            out.push_str(replacement);
            from = at + length;
        }
        start = end;
    }
    out.push_str(&text[from..]);
}

/// Whether all of these bytes stay as they are, whatever stands before them. A loop without branches, which compilers
/// vectorise.
fn is_usual<const KEEPS: bool, const COUNT: usize>(chunk: &[u8; COUNT]) -> bool {
    let is_quote = |byte: u8| (byte == b'"') | (byte == b'\'');
    let found = chunk.iter().fold(false, |found, &byte| {
        let control = (byte < b' ') & (byte != b'\n') & (byte != b'\t');
        let markup = (byte == b'&') | (byte == b'<') | (byte == b'>');
        let quotes = if KEEPS { byte == b'=' } else { is_quote(byte) };
        found | control | markup | quotes | (byte == 0x7f) | (byte == 0xc2)
    });
    !(found || KEEPS && is_quote(chunk[0]))
}

/// The same as a text of its own, which most texts are already.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_text(&mut out, text);
    Cow::Owned(out)
}

/// Appends ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_text(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_breaks_out() {
        assert_eq!(
            super::text("<a href=\"x\" b='y'>&\0\u{1b}\n</a>"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\n&lt;/a&gt;"
        );
        assert_eq!(super::text("é漢😀\u{85}\u{a0}"), "é漢😀\u{a0}");
    }

    #[test]
    fn long_texts_are_escaped_as_short_ones_are() {
        for special in [
            "&", "<", ">", "\"", "'", "=\"", "='", "\r", "\u{7f}", "\u{85}", "\u{a0}",
        ] {
            for (before, after) in
                (0..40).flat_map(|before| [0, 3, 20].map(|after| (before, after)))
            {
                let text = format!("{}{special}{}", "-".repeat(before), "-".repeat(after));
                let (mut whole, mut pieces) = Default::default();
                super::push_content(&mut whole, &text);
                for character in text.chars() {
                    super::push_content(&mut pieces, character.encode_utf8(&mut [0; 4]));
                }
                assert_eq!(whole, pieces, "{text:?}");
                (whole, pieces) = Default::default();
                super::push_text(&mut whole, &text);
                for character in text.chars() {
                    super::push_text(&mut pieces, character.encode_utf8(&mut [0; 4]));
                }
                assert_eq!(whole, pieces, "{text:?}");
            }
        }
    }

    #[test]
    fn content_keeps_its_quotes_but_forms_no_attribute() {
        let mut out = String::new();
        super::push_content(&mut out, "{\"a\": 'b'} <a href=\"x\" b=\0'y'>&\0\n=");
        super::push_content(&mut out, "\"z\"");
        assert_eq!(
            out,
            "{\"a\": 'b'} &lt;a href=&quot;x\" b=&#39;y'&gt;&amp;\n=&quot;z\""
        );
    }
}
