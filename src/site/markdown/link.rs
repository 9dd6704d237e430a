//! Part of `site`: where links of authors may lead, and finding addresses in plain text. Pure.

use std::borrow::Cow;

use crate::site::html::push_text;

/// What becomes of a destination.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// An address outside the site, ready for the value of an attribute (but for its escaping).
    Outside(Cow<'a, str>),
    /// A place on the same page, without its `#`.
    Fragment(&'a str),
    /// Nothing that a visitor should be sent to: another scheme, or a path that does not exist on the site.
    Refused,
}

/// The attribute that every link to elsewhere carries.
pub const REL: &str = "nofollow noopener noreferrer";

/// Judges a destination after Markdown or HTML has decoded its entities.
pub fn judge(destination: &str) -> Destination<'_> {
    let destination = destination.trim();
    if let Some(fragment) = destination.strip_prefix('#') {
        return Destination::Fragment(fragment);
    }
    // Browsers drop tabs and line ends inside addresses and read `\` as `/`; no good address holds either.
    if destination
        .chars()
        .any(|character| character.is_control() || character == '\\')
    {
        return Destination::Refused;
    }
    let safe = match destination.split_once(':') {
        Some((scheme, rest)) if is_web(scheme) => rest.strip_prefix("//").is_some_and(has_host),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto") => {
            rest.contains('@') && !rest.starts_with('/')
        }
        _ => false,
    };
    if safe {
        Destination::Outside(encode(destination))
    } else {
        Destination::Refused
    }
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn has_host(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|first| first.is_alphanumeric() || first == '[')
}

/// Percent-encodes what may not stand in an address.
fn encode(destination: &str) -> Cow<'_, str> {
    const FORBIDDEN: &[char] = &[' ', '"', '<', '>', '`', '{', '}', '|', '^'];
    let is_forbidden =
        |character: char| FORBIDDEN.contains(&character) || character.is_whitespace();
    if !destination.contains(is_forbidden) {
        return Cow::Borrowed(destination);
    }
    let mut encoded = String::with_capacity(destination.len() + 16);
    let mut bytes = [0; 4];
    for character in destination.chars() {
        if !is_forbidden(character) {
            encoded.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut bytes).bytes() {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    Cow::Owned(encoded)
}

/// Appends the start of a link to elsewhere.
pub fn open(out: &mut String, address: &str) {
    out.push_str("<a href=\"");
    push_text(out, address);
    out.push_str("\" rel=\"");
    out.push_str(REL);
    out.push_str("\">");
}

/// Appends plain text in which the addresses of the web have become links.
pub fn with_addresses(out: &mut String, text: &str, open: impl Fn(&mut String, &str)) {
    let mut written = 0;
    for colon in memchr::memmem::find_iter(text.as_bytes(), "://") {
        if colon < written {
            continue;
        }
        let Some(start) = scheme_start(&text[written..colon]) else {
            continue;
        };
        let start = written + start;
        let end = start + address_length(&text[start..]);
        let Destination::Outside(address) = judge(&text[start..end]) else {
            continue;
        };
        push_text(out, &text[written..start]);
        open(out, &address);
        push_text(out, &text[start..end]);
        out.push_str("</a>");
        written = end;
    }
    push_text(out, &text[written..]);
}

/// Where a scheme of the web starts that ends where the text ends and is not the tail of a longer word.
fn scheme_start(before: &str) -> Option<usize> {
    let length = ["https", "http"].into_iter().map(str::len).find(|length| {
        before
            .len()
            .checked_sub(*length)
            .and_then(|start| before.get(start..))
            .is_some_and(is_web)
    })?;
    let start = before.len() - length;
    let is_whole = !before[..start]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    is_whole.then_some(start)
}

/// How long the address is that the text starts with. Marks that end a sentence, and brackets that the address does
/// not open, are not part of it.
fn address_length(text: &str) -> usize {
    let whole = text
        .find(|character: char| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, '<' | '>' | '"' | '`' | '|' | '\\')
        })
        .unwrap_or(text.len());
    let bytes = &text.as_bytes()[..whole];
    let mut surplus = [(b')', b'('), (b']', b'['), (b'}', b'{')].map(|(close, open)| {
        let opened = bytes.iter().filter(|byte| **byte == open).count();
        let closed = bytes.iter().filter(|byte| **byte == close).count();
        (close, closed.saturating_sub(opened))
    });
    let mut end = whole;
    while let Some(&last) = bytes[..end].last() {
        match last {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' => end -= 1,
            _ => match surplus.iter_mut().find(|(close, _)| *close == last) {
                Some((_, left)) if *left > 0 => {
                    *left -= 1;
                    end -= 1;
                }
                _ => break,
            },
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_schemes_are_let_through() {
        for good in [
            "https://example.com/a?b=c&d#e",
            "HTTP://example.com",
            "mailto:a@example.com",
            "http://[::1]/",
        ] {
            assert_eq!(judge(good), Destination::Outside(good.into()), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//example.com",
            "https:example.com",
            "https:///example.com",
            "http:\\\\example.com",
            "/etc",
            "a.md",
            "mailto:",
            "",
            "ftp://example.com",
            "http://a\tb",
        ] {
            assert_eq!(judge(bad), Destination::Refused, "{bad}");
        }
        assert_eq!(judge("#a"), Destination::Fragment("a"));
        assert_eq!(
            judge("https://a/ é\"b"),
            Destination::Outside("https://a/%20é%22b".into())
        );
        assert_eq!(
            judge("https://a/b\u{3000}\"c"),
            Destination::Outside("https://a/b%E3%80%80%22c".into())
        );
    }

    #[test]
    fn addresses_end_where_the_sentence_does() {
        let link = |text: &str| {
            let mut out = String::new();
            with_addresses(&mut out, text, |out, address| {
                out.push_str(&format!("<{address}>"));
            });
            out
        };
        assert_eq!(
            link("(see https://a.b/c_(d)?e=1&f.)"),
            "(see <https://a.b/c_(d)?e=1&f>https://a.b/c_(d)?e=1&amp;f</a>.)"
        );
        assert_eq!(link("xhttp://a"), "xhttp://a");
        assert_eq!(link("ftp://a http://"), "ftp://a http://");
        assert_eq!(
            link("é http://a, HTTPS://b"),
            "é <http://a>http://a</a>, <HTTPS://b>HTTPS://b</a>"
        );
    }
}
