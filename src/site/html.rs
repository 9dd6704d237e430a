//! Text → HTML. Every text of an author's that reaches a page goes through here or through the templates' own
//! escaping, which follows the same rule.

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
    push(out, text, |_, _| true);
}

/// Appends text, escaped for an element's content alone: most quotes stay as they are, which are a tenth of JSON. Those
/// after an equals sign do not, so that ` href="` in a page is always an attribute.
pub fn push_content(out: &mut String, text: &str) {
    push(out, text, |out, kept| {
        kept.as_bytes().last().or(out.as_bytes().last()) == Some(&b'=')
    });
}

/// `quotes` says of a quote, from what was written before it in two pieces, whether it gets another form.
#[inline(always)]
fn push(out: &mut String, text: &str, quotes: impl Fn(&str, &str) -> bool) {
    let mut from = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if !SPECIAL[usize::from(byte)] {
            continue;
        }
        let (replacement, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' | b'\'' => {
                if !quotes(out, &text[from..at]) {
                    continue;
                }
                let replacement = if byte == b'"' { "&quot;" } else { "&#39;" };
                (replacement, 1)
            }
            b'\r' => (" ", 1),
            0xc2 if text.as_bytes().get(at + 1).is_some_and(|next| *next < 0xa0) => ("", 2),
            0xc2 => continue,
            _ => ("", 1),
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + length;
    }
    out.push_str(&text[from..]);
}

/// The same as a text of its own.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_text(&mut out, text);
    out
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
