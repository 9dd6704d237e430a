//! Text → HTML. Every text of an author's that reaches a page goes through here or through the templates' own
//! escaping, which follows the same rule.

/// Appends text, escaped for an element's content and for an attribute in double quotes. Characters that HTML forbids
/// are left out.
pub fn push_text(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
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
        assert_eq!(super::text("é漢😀"), "é漢😀");
    }
}
