//! Text → XML. Control characters and the two code points that XML 1.0 forbids are left out.

use crate::site::html;

/// Appends text, escaped for an element's content and for an attribute in double quotes.
pub fn push_text(out: &mut String, text: &str) {
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        html::push_text(out, &text.replace(['\u{fffe}', '\u{ffff}'], ""));
    } else {
        html::push_text(out, text);
    }
}

/// Appends an element that holds a text.
pub fn push_element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    push_text(out, text);
    out.push_str("</");
    // The name of an element with attributes ends at the first of them.
    out.push_str(name.split(' ').next().unwrap_or(name));
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_forbids_is_left_out() {
        let mut out = String::new();
        super::push_element(&mut out, "a b=\"c\"", "x\0\u{b}\u{ffff}<&>\"'\u{1f}é");
        assert_eq!(out, "<a b=\"c\">x&lt;&amp;&gt;&quot;&#39;é</a>\n");
    }
}
