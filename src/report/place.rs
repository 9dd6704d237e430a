//! Paths as the readers of machine formats want them: relative to where the run began, with slashes, and as URIs.

use camino::{Utf8Component, Utf8Path};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a segment of a URI may hold as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path without `.` segments, with slashes. `./a/b` is `a/b`, as the files of a repository are called elsewhere.
pub(super) fn plain(path: &Utf8Path) -> String {
    let mut plain = String::with_capacity(path.as_str().len());
    for part in path.components() {
        match part {
            Utf8Component::CurDir => continue,
            Utf8Component::RootDir => {}
            _ if plain.is_empty() || plain.ends_with('/') => {}
            _ => plain.push('/'),
        }
        match part {
            Utf8Component::RootDir => plain.push('/'),
            Utf8Component::Prefix(prefix) => {
                plain.push_str(&prefix.as_str().replace('\\', "/"));
            }
            other => plain.push_str(other.as_str()),
        }
    }
    plain
}

/// The path as a URI: relative where it is relative, else of the scheme `file`.
pub(super) fn uri(path: &Utf8Path) -> String {
    let plain = plain(path);
    let segments: Vec<String> = plain
        .split('/')
        .map(|segment| utf8_percent_encode(segment, SEGMENT).to_string())
        .collect();
    let encoded = segments.join("/");
    if path.is_absolute() {
        let slashes = if encoded.starts_with('/') { "" } else { "/" };
        format!("file://{slashes}{encoded}")
    } else {
        encoded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_say_nothing_vanish() {
        for (path, expected) in [
            ("./a/b.yaml", "a/b.yaml"),
            ("a/./b.yaml", "a/b.yaml"),
            ("../a/b.yaml", "../a/b.yaml"),
            ("/a/b.yaml", "/a/b.yaml"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(plain(Utf8Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_uri_holds_no_character_that_means_something_else() {
        for (path, expected) in [
            ("./a b/c%41:d?e#f.yaml", "a%20b/c%2541%3Ad%3Fe%23f.yaml"),
            ("é/x\n.yaml", "%C3%A9/x%0A.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(Utf8Path::new(path)), expected, "{path}");
        }
        if cfg!(unix) {
            assert_eq!(uri(Utf8Path::new("/a/b c")), "file:///a/b%20c");
        }
    }
}
