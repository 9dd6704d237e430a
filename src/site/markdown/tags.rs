//! Part of `site`: the names of HTML elements, and which of them authors may write. Tables of data.

/// Whether a name, in any case, is one that HTML, SVG or MathML give a meaning to. `<your token>` is none: it is a
/// placeholder that readers should see.
pub fn is_known(name: &str) -> bool {
    name.len() <= LONGEST && {
        let name = name.to_ascii_lowercase();
        KNOWN.binary_search(&name.as_str()).is_ok()
    }
}

/// Whether a parser opens an element of this name again in every block that follows, until it is closed.
pub fn is_reopened(name: &str) -> bool {
    REOPENED
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// The name of the tag whose `<` stands before this text; empty where none follows.
pub fn name(after: &str) -> &str {
    let after = after.strip_prefix('/').unwrap_or(after);
    let end = after
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(after.len());
    if after.starts_with(|first: char| first.is_ascii_alphabetic()) {
        &after[..end]
    } else {
        ""
    }
}

/// Elements that raw HTML of authors may make.
pub const ALLOWED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
];

const LONGEST: usize = 16;

const REOPENED: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "a", "abbr", "acronym", "address", "animate", "applet", "area", "article", "aside", "audio",
    "b", "base", "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "command", "content",
    "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt",
    "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "foreignobject", "form", "frame", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "i", "iframe", "image", "img", "input", "ins", "isindex", "kbd", "keygen",
    "label", "legend", "li", "link", "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta",
    "meter", "multicol", "nav", "nextid", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "set", "shadow", "slot",
    "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt",
    "u", "ul", "var", "video", "wbr", "xml", "xmp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order() {
        assert!(KNOWN.is_sorted());
        assert!(KNOWN.iter().all(|name| name.len() <= LONGEST));
        assert!(ALLOWED.iter().all(|name| is_known(name)));
        assert!(REOPENED.iter().all(|name| is_known(name)));
    }

    #[test]
    fn names_are_read_as_a_parser_does() {
        assert_eq!(name("/Script>"), "Script");
        assert_eq!(name("svg/onload=x"), "svg");
        assert_eq!(name(" b>"), "");
        assert_eq!(name("3"), "");
        assert!(is_known("ScRiPt") && !is_known("user"));
    }
}
