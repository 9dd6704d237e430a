//! Addresses that an owner gives: of the site itself, and of links.

/// What helps who got the site's address wrong.
pub const EXAMPLE: &str = "write an address such as https://plugins.example.com/";

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Neither `http://` nor `https://`.
    #[error("it does not begin with https:// or http://")]
    Scheme,
    /// A scheme that a link may not have.
    #[error("links with this scheme are not written to pages")]
    Forbidden,
    /// No host, or one that cannot be.
    #[error("it names no host")]
    Host,
    /// A port that is no number.
    #[error("its port is no number from 1 to 65535")]
    Port,
    /// A user's name or password.
    #[error("it holds the name of a user")]
    User,
    /// `?…`.
    #[error("it holds a query (`?`)")]
    Query,
    /// `#…`.
    #[error("it holds a fragment (`#`)")]
    Fragment,
    /// White space, control characters, quotes and the like.
    #[error("it holds a character that addresses do not have: write it percent-encoded")]
    Character,
    /// Nothing at all.
    #[error("it is empty")]
    Empty,
}

/// The address of a site's root, ending in `/`.
///
/// # Errors
///
/// Where it is no absolute address of a folder.
pub fn base(text: &str) -> Result<String, AddressFault> {
    let rest = absolute(text)?;
    if rest.contains('?') {
        return Err(AddressFault::Query);
    }
    if rest.contains('#') {
        return Err(AddressFault::Fragment);
    }
    let slash = if text.ends_with('/') { "" } else { "/" };
    Ok(format!("{text}{slash}"))
}

/// Judges the address of a link.
///
/// # Errors
///
/// Where a page must not lead there.
pub fn link(text: &str) -> Result<(), AddressFault> {
    if text.is_empty() {
        return Err(AddressFault::Empty);
    }
    if !text.chars().all(is_fit) {
        return Err(AddressFault::Character);
    }
    let scheme = text.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = text[scheme.len()..].starts_with(':');
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if has_scheme => absolute(text).map(|_| ()),
        "mailto" if has_scheme => Ok(()),
        _ if has_scheme => Err(AddressFault::Forbidden),
        // `//host/` would leave the site without saying so.
        _ if text.starts_with('/') && !text.starts_with("//") => Ok(()),
        _ => Err(AddressFault::Scheme),
    }
}

/// What comes after the scheme of an absolute address with a host.
fn absolute(text: &str) -> Result<&str, AddressFault> {
    if text.trim().is_empty() {
        return Err(AddressFault::Empty);
    }
    let after = |scheme: &str| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    };
    let rest = after("https://")
        .or_else(|| after("http://"))
        .ok_or(AddressFault::Scheme)?;
    if !text.chars().all(is_fit) {
        return Err(AddressFault::Character);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(AddressFault::User);
    }
    let (host, port) = match authority.rfind(':') {
        // The colons of an IPv6 address stand in brackets.
        Some(at) if !authority[at..].contains(']') => {
            (&authority[..at], Some(&authority[at + 1..]))
        }
        _ => (authority, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0)) {
        return Err(AddressFault::Port);
    }
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<core::net::Ipv6Addr>().is_ok());
    let named = host
        .trim_end_matches('.')
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(is_in_host));
    if address || named {
        Ok(rest)
    } else {
        Err(AddressFault::Host)
    }
}

fn is_in_host(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_') || !character.is_ascii()
}

fn is_fit(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(
            character,
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_are_absolute_addresses_of_folders() {
        let good = |text: &str| base(text).unwrap();
        assert_eq!(good("https://a.example"), "https://a.example/");
        assert_eq!(good("http://localhost:8080/x/"), "http://localhost:8080/x/");
        assert_eq!(good("https://[::1]:3000/x"), "https://[::1]:3000/x/");
        for (text, fault) in [
            ("", AddressFault::Empty),
            ("a.example", AddressFault::Scheme),
            ("ftp://a.example/", AddressFault::Scheme),
            ("javascript:alert(1)", AddressFault::Scheme),
            ("https://", AddressFault::Host),
            ("https:///x", AddressFault::Host),
            ("https://a..b/", AddressFault::Host),
            ("https://a.example:99999/", AddressFault::Port),
            ("https://me:secret@a.example/", AddressFault::User),
            ("https://a.example/?x", AddressFault::Query),
            ("https://a.example/#x", AddressFault::Fragment),
            ("https://a.example/a b", AddressFault::Character),
            ("https://a.example/\"><script>", AddressFault::Character),
        ] {
            assert_eq!(base(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn links_lead_to_pages_and_mail_only() {
        for text in [
            "https://a.example/?q=1#x",
            "mailto:a@b.example",
            "/plugins/",
            "HTTP://a.example",
        ] {
            assert_eq!(link(text), Ok(()), "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//a.example",
            "x",
            "",
            "https://",
        ] {
            assert!(link(text).is_err(), "{text}");
        }
    }
}
