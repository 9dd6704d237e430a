//! Whether the links of a site lead anywhere. Pages are looked through as they are written, so that a build knows of a
//! dead link without reading its own output again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use memchr::memmem;
use percent_encoding::percent_decode_str;

/// Stands for a path of the site; only compared within one build and with those that the same program stored.
pub type Target = u64;

/// The links that lead from the pages of a build to other files of the site.
#[derive(Debug, Default)]
pub struct Links {
    /// A path and the first page, in the order of their names, that links to it.
    seen: Mutex<HashMap<String, String>>,
}

/// Most dead links that are told.
const MOST_TOLD: usize = 20;

impl Links {
    /// Looks through part of a page. `root` is the path of the site's root on its host, `/` as a rule.
    pub fn scan(&self, page: &str, root: &str, markup: &[u8], targets: &mut Vec<Target>) {
        for link in links(markup) {
            // Most lead to a place in the page itself.
            if link.starts_with('#') {
                continue;
            }
            let Some(path) = resolve(page, root, link) else {
                continue;
            };
            let target = target(&path);
            if targets.contains(&target) {
                continue;
            }
            targets.push(target);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            match seen.get_mut(&path) {
                Some(first) if first.as_str() <= page => {}
                Some(first) => page.clone_into(first),
                None => {
                    seen.insert(path, page.to_owned());
                }
            }
        }
    }

    /// What leads nowhere, a line each. `kept` are the pages that were not looked through, with what they link to.
    pub fn dead<'a>(
        &self,
        files: impl Iterator<Item = &'a str>,
        kept: impl Iterator<Item = (&'a str, &'a [Target])>,
    ) -> Vec<String> {
        let mut there = HashSet::new();
        for file in files {
            there.insert(target(file));
            if let Some(folder) = file.strip_suffix("index.html") {
                there.insert(target(folder));
            }
        }
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut dead: BTreeMap<&str, String> = BTreeMap::new();
        for (path, page) in seen.iter() {
            if !there.contains(&target(path)) {
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
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// The values of `href` and `src` attributes. Our own writers put them in double quotes; in text a quote is escaped.
fn links(markup: &[u8]) -> impl Iterator<Item = &str> {
    [&b" href=\""[..], b" src=\""]
        .into_iter()
        .flat_map(move |attribute| {
            let found: Vec<usize> = memmem::find_iter(markup, attribute).collect();
            found.into_iter().map(move |at| at + attribute.len())
        })
        .filter_map(move |start| {
            let rest = &markup[start..];
            let length = memchr::memchr(b'"', rest)?;
            std::str::from_utf8(&rest[..length]).ok()
        })
}

/// The path that a link of a page means, relative to the root of the site. `None` for what is not on the site, and for
/// places in the page itself.
fn resolve(page: &str, root: &str, link: &str) -> Option<String> {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let scheme = path
        .find(':')
        .is_some_and(|colon| !path[..colon].contains('/'));
    if path.is_empty() || scheme || path.starts_with("//") {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let (mut folders, rest): (Vec<&str>, &str) = match path.strip_prefix('/') {
        Some(_) => (Vec::new(), path.strip_prefix(root)?),
        None => (page.split('/').collect(), &path),
    };
    if !path.starts_with('/') {
        folders.pop();
    }
    let mut parts = rest.split('/').peekable();
    let mut file = "";
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            part if parts.peek().is_none() => file = part,
            part => folders.push(part),
        }
    }
    let mut resolved = String::new();
    for folder in folders {
        resolved.push_str(folder);
        resolved.push('/');
    }
    resolved.push_str(file);
    Some(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_followed() {
        let found: Vec<&str> =
            links(b"<a href=\"../x/#a\">href=\"no\"</a><img src=\"y.png\"> &quot; href=&quot;z")
                .collect();
        assert_eq!(found, ["../x/#a", "y.png"]);
        let resolved = |link| resolve("plugins/a/b/index.html", "/base/", link);
        assert_eq!(resolved("../../../").as_deref(), Some(""));
        assert_eq!(
            resolved("../../../icons/x.png").as_deref(),
            Some("icons/x.png")
        );
        assert_eq!(resolved("../c/?q=1#d").as_deref(), Some("plugins/a/c/"));
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
