//! Files of the site's folder as answers, and what `specc serve` adds to pages.

use std::fs;

use camino::Utf8Path;
use memchr::memmem;
use sha2::{Digest as _, Sha256};

use super::http::{Answer, Request};
use crate::site::machine::content_type;

/// The script that reloads pages.
pub const SCRIPT: &str = include_str!("../../../site/live/live.js");

/// The look of what it shows.
pub const STYLE: &str = include_str!("../../../site/live/live.css");

/// What is shown where the site has nothing, not even a page that says so.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Not found</title>\n</head>\n\
                       <body>\n<h1>Not found</h1>\n<p>The site has no page at this address.</p>\n</body>\n</html>\n";

/// The file that is asked for, in the site of a version.
pub fn answer(root: &Utf8Path, request: &Request, version: &str) -> Answer {
    let found = request
        .path()
        .and_then(|names| file(root, &names, &request.target));
    let (status, kind, mut bytes) = match found {
        Some(Found::File(path, bytes)) => (200, content_type(&path), bytes),
        Some(Found::Folder(place)) => {
            return Answer::plain(301, "it is a folder").with("Location", place);
        }
        None => {
            let page = fs::read(root.join("404.html"));
            let bytes = page.unwrap_or_else(|_| NOTHING.as_bytes().to_vec());
            (404, "text/html; charset=utf-8", bytes)
        }
    };
    if kind.starts_with("text/html") {
        bytes = with_script(bytes, version);
    }
    let hash: String = Sha256::digest(&bytes)
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{hash}\"");
    let known = request.header("if-none-match").is_some_and(|tags| {
        tags.split(',')
            .map(|known| known.trim().trim_start_matches("W/"))
            .any(|known| known == tag || known == "*")
    });
    let (status, body) = if known && status == 200 {
        (304, Vec::new())
    } else {
        (status, bytes)
    };
    let headers = vec![("Content-Type", kind.to_owned())];
    Answer {
        status,
        headers,
        body,
    }
    .with("ETag", tag)
    .with("Cache-Control", "no-cache")
}

enum Found {
    /// Its name and its bytes.
    File(String, Vec<u8>),
    /// Where it is with a slash at the end.
    Folder(String),
}

fn file(root: &Utf8Path, names: &[String], target: &str) -> Option<Found> {
    let mut path = root.to_owned();
    path.extend(names);
    let (_, last) = (names, names.last()?);
    if last.is_empty() {
        path.push("index.html");
    } else if path.is_dir() {
        let (before, after) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
        return Some(Found::Folder(format!("{before}/{after}")));
    }
    // A link in the folder may lead anywhere.
    let real = path.canonicalize_utf8().ok()?;
    if !real.starts_with(root.canonicalize_utf8().ok()?) {
        return None;
    }
    let bytes = fs::read(&real).ok()?;
    Some(Found::File(real.into_string(), bytes))
}

/// A page with the script that reloads it. It is a file of its own, as the page's content security policy asks.
fn with_script(page: Vec<u8>, version: &str) -> Vec<u8> {
    let tags = format!(
        "<link rel=\"stylesheet\" href=\"/.specc/live.css\"><script src=\"/.specc/live.js?version={version}\" defer></script>"
    );
    let at = memmem::find(&page, b"</head>").unwrap_or(page.len());
    let mut out = Vec::with_capacity(page.len() + tags.len());
    out.extend_from_slice(&page[..at]);
    out.extend_from_slice(tags.as_bytes());
    out.extend_from_slice(&page[at..]);
    out
}
