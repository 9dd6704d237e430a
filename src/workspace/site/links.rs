//! Whether the links of a site lead anywhere. Pages are looked through as they are written, so that a build knows of a
//! dead link without reading its own output again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use memchr::memmem::Finder;
use percent_encoding::percent_decode_str;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::hashing::{FastMap, FastSet};

/// Stands for a path of the site; only compared within one build and with those that the same program stored.
pub type Target = u64;

/// The links that lead from the pages of a build to other files of the site.
#[derive(Debug)]
pub struct Links {
    /// A path and the first page, in the order of their names, that links to it.
    seen: Mutex<FastMap<Target, (String, String)>>,
    /// What stands before the address of a link. Our own writers put addresses in double quotes; in text a quote is
    /// escaped.
    attributes: [Finder<'static>; 2],
}

impl Default for Links {
    fn default() -> Self {
        Self {
            seen: Mutex::default(),
            attributes: [" href=\"", " src=\""].map(Finder::new),
        }
    }
}

/// Most dead links that are told.
const MOST_TOLD: usize = 20;

impl Links {
    /// Looks through part of a page. `root` is the path of the site's root on its host, `/` as a rule.
    pub fn scan(&self, page: &str, root: &str, markup: &[u8], targets: &mut Vec<Target>) {
        let mut path = String::new();
        let mut fresh = Vec::new();
        for link in self.links(markup) {
            if !resolve(page, root, link, &mut path) {
                continue;
            }
            let target = target(&path);
            if targets.contains(&target) {
                continue;
            }
            targets.push(target);
            fresh.push((target, path.clone()));
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (target, path) in fresh {
            match seen.get_mut(&target) {
                Some((_, first)) if first.as_str() <= page => {}
                Some((_, first)) => page.clone_into(first),
                None => {
                    seen.insert(target, (path, page.to_owned()));
                }
            }
        }
    }

    /// The values of `href` and `src` attributes.
    fn links<'a>(&'a self, markup: &'a [u8]) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().flat_map(move |attribute| {
            let length = attribute.needle().len();
            attribute.find_iter(markup).filter_map(move |at| {
                let rest = &markup[at + length..];
                // Most lead to a place in the page itself.
                if rest.first() == Some(&b'#') {
                    return None;
                }
                let length = memchr::memchr(b'"', rest)?;
                std::str::from_utf8(&rest[..length]).ok()
            })
        })
    }

    /// What leads nowhere, a line each. `kept` are the pages that were not looked through, with what they link to.
    pub fn dead<'a>(
        &self,
        files: impl Iterator<Item = &'a str>,
        kept: impl Iterator<Item = (&'a str, &'a [Target])>,
    ) -> Vec<String> {
        let mut there = FastSet::default();
        for file in files {
            there.insert(target(file));
            if let Some(folder) = file.strip_suffix("index.html") {
                there.insert(target(folder));
            }
        }
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut dead: BTreeMap<&str, String> = BTreeMap::new();
        for (target, (path, page)) in seen.iter() {
            if !there.contains(target) {
                let path = if path.is_empty() {
                    "the front page"
                } else {
                    path
                };
                dead.insert(
                    page,
                    format!("{page} links to {path}, which is not on the site"),
                );
            }
        }
        for (page, targets) in kept {
            if targets.iter().any(|target| !there.contains(target)) {
                let words = format!("{page} links to something that is no longer on the site");
                dead.entry(page).or_insert(words);
            }
        }
        dead.into_values().take(MOST_TOLD).collect()
    }
}

fn target(path: &str) -> Target {
    xxh3_64(path.as_bytes())
}

/// Writes down the path that a link of a page means, relative to the root of the site. False for what is not on the
/// site, and for places in the page itself.
fn resolve(page: &str, root: &str, link: &str, resolved: &mut String) -> bool {
    let end = memchr::memchr2(b'#', b'?', link.as_bytes());
    let path = &link[..end.unwrap_or(link.len())];
    // What ends before the first slash is no folder.
    let first = path.bytes().find(|byte| matches!(byte, b':' | b'/'));
    if path.is_empty() || first == Some(b':') || path.starts_with("//") {
        return false;
    }
    let path = if path.contains('%') {
        let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
            return false;
        };
        decoded
    } else {
        Cow::Borrowed(path)
    };
    resolved.clear();
    let rest = if path.starts_with('/') {
        let Some(rest) = path.strip_prefix(root) else {
            return false;
        };
        rest
    } else {
        let folder = page.rfind('/').map_or(0, |at| at + 1);
        resolved.push_str(&page[..folder]);
        &path
    };
    // Nearly every link leads up, and then straight down.
    let mut rest = rest;
    while let Some(after) = rest.strip_prefix("../") {
        leave_folder(resolved);
        rest = after;
    }
    let is_straight = |rest: &[u8]| {
        let is_turn = |pair: &[u8]| pair[0] == b'/' && matches!(pair[1], b'/' | b'.');
        !matches!(rest, [b'/' | b'.', ..]) && !rest.windows(2).any(is_turn)
    };
    if is_straight(rest.as_bytes()) {
        resolved.push_str(rest);
        return true;
    }
    let mut parts = rest.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            ".." => leave_folder(resolved),
            part => {
                resolved.push_str(part);
                if parts.peek().is_some() {
                    resolved.push('/');
                }
            }
        }
    }
    true
}

/// Goes up from a folder, which ends with a slash; from the root of the site no way leads up.
fn leave_folder(path: &mut String) {
    let above = path.len().saturating_sub(1);
    let above = memchr::memrchr(b'/', &path.as_bytes()[..above]);
    path.truncate(above.map_or(0, |at| at + 1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_followed() {
        let links = Links::default();
        let found: Vec<&str> = links
            .links(b"<a href=\"../x/#a\">href=\"no\"</a><img src=\"y.png\"> &quot; href=&quot;z <a href=\"#b\">")
            .collect();
        assert_eq!(found, ["../x/#a", "y.png"]);
        let resolved = |link| {
            let mut path = String::from("before");
            resolve("plugins/a/b/index.html", "/base/", link, &mut path).then_some(path)
        };
        assert_eq!(resolved("../../../").as_deref(), Some(""));
        assert_eq!(
            resolved("../../../icons/x.png").as_deref(),
            Some("icons/x.png")
        );
        assert_eq!(resolved("../c/?q=1#d").as_deref(), Some("plugins/a/c/"));
        assert_eq!(resolved("../..").as_deref(), Some("plugins/"));
        assert_eq!(resolved("./c/../d").as_deref(), Some("plugins/a/b/d"));
        assert_eq!(resolved("c//d/.").as_deref(), Some("plugins/a/b/c/d/"));
        assert_eq!(resolved("../../../../../e").as_deref(), Some("e"));
        assert_eq!(resolved("/base/../e/").as_deref(), Some("e/"));
        assert_eq!(resolved("/base/about/").as_deref(), Some("about/"));
        assert_eq!(resolved("%C3%A9/").as_deref(), Some("plugins/a/b/é/"));
        for outside in [
            "#a",
            "https://x.example/",
            "//x.example/",
            "mailto:a@b",
            "?q",
        ] {
            assert_eq!(resolved(outside), None, "{outside}");
        }
    }

    #[test]
    fn dead_links_are_told_once_a_page() {
        let links = Links::default();
        let mut targets = Vec::new();
        let markup = b"<a href=\"../b/\"><a href=\"gone/\"><a href=\"lost.png\">";
        links.scan("a/index.html", "/", markup, &mut targets);
        assert_eq!(targets.len(), 3);
        let dead = links.dead(
            ["a/index.html", "b/index.html"].into_iter(),
            std::iter::empty(),
        );
        assert_eq!(dead.len(), 1, "{dead:?}");
        let kept = [("a/index.html", targets.as_slice())];
        let later = Links::default().dead(["a/index.html"].into_iter(), kept.into_iter());
        assert_eq!(later.len(), 1);
    }

    #[test]
    fn the_front_page_is_named_where_it_is_not_there() {
        let links = Links::default();
        links.scan("a/index.html", "/", b"<a href=\"../\">", &mut Vec::new());
        let dead = links.dead(["a/index.html"].into_iter(), std::iter::empty());
        assert_eq!(
            dead,
            ["a/index.html links to the front page, which is not on the site"]
        );
    }
}
