//! Part of `site`: where links of authors may lead, and finding addresses in plain text. Pure.

use std::borrow::Cow;

use crate::site::html::push_text;

/// What becomes of a destination.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// An address outside the site, ready for the value of an attribute (but for its escaping).
    Outside(Cow<'a, str>),
    /// A page or file of the site, relative to the page and likewise ready.
    Site(String),
    /// A place on the same page, without its `#`.
    Fragment(&'a str),
    /// Nothing that a visitor should be sent to.
    Refused(Refusal),
}

/// Why a link is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// A character that browsers drop or read as another.
    Character,
    /// Another scheme than those of the web and of mail, or none.
    Scheme,
    /// A path in a text whose author knows nothing of the site.
    Path,
    /// A path above the root of the site.
    Above,
    /// No heading of the text has this name.
    Heading,
}

impl Refusal {
    /// What is wrong, and what would be right.
    pub fn why(self) -> &'static str {
        match self {
            Self::Character => "it holds a backslash or a control character",
            Self::Scheme => {
                "a link starts with `https://`, `http://` or `mailto:`, or is a path of the site such as `/plugins/`"
            }
            Self::Path => "paths of the site can be linked to by the site's owner only",
            Self::Above => "it leads out of the site",
            Self::Heading => "no heading of the page has this name",
        }
    }
}

/// The attribute that every link to elsewhere carries.
pub const REL: &str = "nofollow noopener noreferrer";

/// Judges a destination after Markdown or HTML has decoded its entities. `page` is the folder of the page where the
/// site's owner wrote it.
pub fn judge<'a>(destination: &'a str, page: Option<&str>) -> Destination<'a> {
    let destination = destination.trim();
    if let Some(fragment) = destination.strip_prefix('#') {
        return Destination::Fragment(fragment);
    }
    // Browsers drop tabs and line ends inside addresses and read `\` as `/`; no good address holds either.
    if destination
        .chars()
        .any(|character| character.is_control() || character == '\\')
    {
        return Destination::Refused(Refusal::Character);
    }
    let has_scheme = destination.starts_with("//")
        || destination.is_empty()
        || destination
            .find(':')
            .is_some_and(|colon| !destination[..colon].contains(['/', '?', '#']));
    if !has_scheme {
        return page.map_or(Destination::Refused(Refusal::Path), |page| {
            path(destination, page)
        });
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
        Destination::Refused(Refusal::Scheme)
    }
}

/// A path of the site as it is seen from a page. It counts from the root, with `/` before it or without, or from the
/// page where it starts with `./` or `../`; so what comes out means the same when it is judged again.
fn path(destination: &str, page: &str) -> Destination<'static> {
    let end = destination.find(['?', '#']).unwrap_or(destination.len());
    let (path, rest) = destination.split_at(end);
    let mut folders: Vec<&str> = Vec::new();
    if path.is_empty() || matches!(path.split('/').next(), Some("." | "..")) {
        folders.extend(page.split('/'));
    }
    let mut file = "";
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            ".." => {
                if folders.pop().is_none() {
                    return Destination::Refused(Refusal::Above);
                }
            }
            part if parts.peek().is_none() => file = part,
            part => folders.push(part),
        }
    }
    let mut address = "../".repeat(page.split('/').count());
    for folder in folders {
        address.push_str(folder);
        address.push('/');
    }
    address.push_str(file);
    address.push_str(rest);
    Destination::Site(encode(&address).into_owned())
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

/// Appends the start of a link to a page or file of the site.
pub fn open_site(out: &mut String, address: &str) {
    out.push_str("<a href=\"");
    push_text(out, address);
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
        let Destination::Outside(address) = judge(&text[start..end], None) else {
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
            assert_eq!(
                judge(good, None),
                Destination::Outside(good.into()),
                "{good}"
            );
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
            let judged = judge(bad, None);
            assert!(matches!(judged, Destination::Refused(_)), "{bad}");
        }
        assert_eq!(judge("#a", None), Destination::Fragment("a"));
        assert_eq!(
            judge("https://a/ é\"b", None),
            Destination::Outside("https://a/%20é%22b".into())
        );
        assert_eq!(
            judge("https://a/b\u{3000}\"c", None),
            Destination::Outside("https://a/b%E3%80%80%22c".into())
        );
    }

    #[test]
    fn paths_of_owners_count_from_the_root_or_from_the_page() {
        for (written, address) in [
            ("/", "../../"),
            ("/plugins/a/b/#c", "../../plugins/a/b/#c"),
            ("plugins/a/b/?d=e:f", "../../plugins/a/b/?d=e:f"),
            ("../privacy/", "../../legal/privacy/"),
            ("./a b", "../../legal/terms/a%20b"),
            ("../../", "../../"),
            ("?q=1", "../../legal/terms/?q=1"),
            ("/a/../b//c", "../../b/c"),
        ] {
            let judged = judge(written, Some("legal/terms"));
            assert_eq!(judged, Destination::Site(address.to_owned()), "{written}");
            assert_eq!(
                judge(address, Some("legal/terms")),
                judged,
                "{written} again"
            );
        }
        for (written, refusal) in [
            ("../../../x", Refusal::Above),
            ("/../x", Refusal::Above),
            ("//example.com", Refusal::Scheme),
            ("javascript:alert(1)", Refusal::Scheme),
            ("ftp://example.com", Refusal::Scheme),
            ("", Refusal::Scheme),
            ("/a\\b", Refusal::Character),
            ("\\\\example.com", Refusal::Character),
        ] {
            let judged = judge(written, Some("legal/terms"));
            assert_eq!(judged, Destination::Refused(refusal), "{written}");
        }
        assert_eq!(judge("/a", None), Destination::Refused(Refusal::Path));
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
