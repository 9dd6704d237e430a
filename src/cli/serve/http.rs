//! As much of HTTP/1.1 as showing files takes: the head of a request, and an answer after which the connection ends.
//! Nothing here touches files.

use std::io::{self, Read, Write};

use percent_encoding::percent_decode_str;

/// Longer heads of requests are refused.
const MOST_HEAD: usize = 16 * 1024;

/// What a browser asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// What follows the name of the host, as it was sent.
    pub target: String,
    headers: Vec<(String, String)>,
}

/// An answer.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// Reads the head of a request.
    ///
    /// # Errors
    ///
    /// An answer where it is none.
    pub fn read(from: &mut dyn Read) -> Result<Self, Answer> {
        let mut head = Vec::new();
        let mut chunk = [0; 1024];
        let end = loop {
            if let Some(end) = head.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end;
            }
            if head.len() > MOST_HEAD {
                return Err(Answer::plain(431, "the request is too long"));
            }
            match from.read(&mut chunk) {
                Ok(0) => return Err(Answer::plain(400, "the request has no end")),
                Ok(count) => head.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Answer::plain(408, "the request did not come")),
            }
        };
        let malformed = || Answer::plain(400, "this is no request");
        let text = std::str::from_utf8(&head[..end]).map_err(|_| malformed())?;
        let mut lines = text.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (first.next(), first.next(), first.next(), first.next())
        else {
            return Err(malformed());
        };
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return Err(malformed());
        }
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(malformed)?;
            if name.is_empty() || name.contains([' ', '\t']) {
                return Err(malformed());
            }
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
        })
    }

    /// The value of a header, by its name in lower case, where it was sent once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }

    /// The names of folders and of the file that the target leads through; the last is empty for a folder. None where
    /// it could lead out of the root, or to a hidden file.
    pub fn path(&self) -> Option<Vec<String>> {
        let path = self.target.split(['?', '#']).next()?.strip_prefix('/')?;
        let mut names = Vec::new();
        for name in path.split('/') {
            let name = percent_decode_str(name).decode_utf8().ok()?.into_owned();
            let unfit =
                |character: char| character.is_control() || matches!(character, '/' | '\\' | ':');
            if name.starts_with('.') || name.contains(unfit) {
                return None;
            }
            names.push(name);
        }
        // Only the last may be empty: `//` is no folder.
        let folders = names.len().checked_sub(1)?;
        let whole = names.iter().take(folders).all(|name| !name.is_empty());
        whole.then_some(names)
    }
}

/// Whether a `Host` header names this machine. A page of somebody else's, whose name leads here by a trick of its name
/// server, must not read what is served; a number cannot be redirected in that way.
pub fn is_own(host: &str, bound: &str) -> bool {
    let name = match host.rfind(':') {
        Some(at) if !host[at..].contains(']') => &host[..at],
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse::<std::net::IpAddr>().is_ok()
        || (!name.is_empty() && name == bound.to_ascii_lowercase())
}

impl Answer {
    /// A line of text.
    pub fn plain(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
            body: format!("{text}\n").into_bytes(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sends it; a HEAD request gets all but the body.
    pub fn send(&self, to: &mut dyn Write, head_only: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("X-Content-Type-Options: nosniff\r\nConnection: close\r\n");
        if self.status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        to.write_all(head.as_bytes())?;
        if !head_only && self.status != 304 {
            to.write_all(&self.body)?;
        }
        to.flush()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        431 => "Request Header Fields Too Large",
        _ => "Service Unavailable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(head: &str) -> Result<Request, u16> {
        Request::read(&mut head.as_bytes()).map_err(|answer| answer.status)
    }

    #[test]
    fn heads_are_read_and_nonsense_is_refused() {
        let request = asked("GET /a%20b/?q HTTP/1.1\r\nHost: localhost:1\r\n\r\n").unwrap();
        assert_eq!(request.header("host"), Some("localhost:1"));
        assert_eq!(request.path(), Some(vec!["a b".to_owned(), String::new()]));
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(20_000));
        for (head, status) in [
            ("", 400),
            ("\r\n\r\n", 400),
            ("GET /\r\n\r\n", 400),
            ("GET http://a/ HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n", 400),
            (&long, 431),
        ] {
            assert_eq!(asked(head), Err(status), "{head:?}");
        }
        let twice = asked("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap();
        assert_eq!(twice.header("host"), None);
    }

    #[test]
    fn no_path_leads_out() {
        for target in [
            "/../a",
            "/a/../../b",
            "/%2e%2e/a",
            "/..%2fa",
            "/a%5c..%5cb",
            "/.specc-site/state",
            "/a%00",
            "/c:/a",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/%ff",
            "/a//b",
        ] {
            let request = asked(&format!("GET {target} HTTP/1.1\r\n\r\n")).unwrap();
            assert_eq!(request.path(), None, "{target}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_own() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:80",
            "[::1]:80",
            "a.localhost",
            "devbox:8080",
        ] {
            assert!(is_own(host, "devbox"), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "evil",
        ] {
            assert!(!is_own(host, "127.0.0.1"), "{host}");
        }
    }
}
