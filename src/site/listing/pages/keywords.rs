//! Every keyword with its plugins, for readers without a script and for those who browse: on one page, or where that would
//! be a large one on a page for each letter.

use std::collections::{BTreeMap, HashSet};

use minijinja::value::Serde;
use minijinja::{Value, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Pages, query};
use crate::site::html::push_text;
use crate::site::listing::facets::{Facet, Group};
use crate::site::sink::Key;

/// A site of at most so many plugins shows all keywords on one page.
pub const MOST_KEYWORDS_ON_ONE_PAGE: usize = 500;

/// Plugins of one keyword that are named; the list has all.
const MOST_NAMED: usize = 60;

/// What may not stand in a fragment or a folder of an address.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Where a keyword stands, relative to the root. Known without any other plugin, so that plugins' pages can link to it.
pub fn address(slug: &str, by_letter: bool) -> String {
    let fragment = utf8_percent_encode(slug, ADDRESS);
    if by_letter {
        format!("keywords/letter/{}/#keyword-{fragment}", letter(slug))
    } else {
        format!("keywords/#keyword-{fragment}")
    }
}

/// The letter that a keyword is found under: a Latin one, `0` for all digits, `other` for all else.
fn letter(slug: &str) -> &str {
    match slug.as_bytes().first() {
        Some(first) if first.is_ascii_lowercase() => &slug[..1],
        Some(first) if first.is_ascii_digit() => "0",
        _ => "other",
    }
}

/// A letter as people read it.
fn shown(letter: &str) -> String {
    match letter {
        "0" => "0–9".to_owned(),
        "other" => "Other".to_owned(),
        letter => letter.to_uppercase(),
    }
}

/// Keywords by letter, each list by name.
fn by_letter(groups: &[Group]) -> BTreeMap<&str, Vec<&Group>> {
    let mut letters: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for group in groups {
        letters.entry(letter(&group.slug)).or_default().push(group);
    }
    for groups in letters.values_mut() {
        groups.sort_by(|one, other| one.slug.cmp(&other.slug));
    }
    letters
}

/// How many files these pages are.
pub fn files(groups: &[Group], is_by_letter: bool) -> usize {
    if groups.is_empty() {
        0
    } else if is_by_letter {
        by_letter(groups).len() + 1
    } else {
        1
    }
}

/// A link in the row of letters.
#[derive(Debug, Serialize)]
struct LetterLink {
    title: String,
    href: String,
    current: bool,
}

impl Pages<'_> {
    /// Makes the pages; `own` are the keywords that have pages of their own.
    pub(super) fn keywords(&self, own: &[&Group]) {
        let groups = self.listing.groups(Facet::Keyword);
        if groups.is_empty() {
            return;
        }
        let own: HashSet<&str> = own.iter().map(|group| group.slug.as_str()).collect();
        let letters = by_letter(groups);
        let top = "keywords/index.html";
        if !self.site.by_letter {
            let whole: Vec<(&str, &[&Group])> = letters
                .iter()
                .map(|(letter, groups)| (*letter, groups.as_slice()))
                .collect();
            self.keyword_page(top, "../", &[], &whole, &own);
            return;
        }
        let row = |root: &str, current: &str| -> Vec<LetterLink> {
            let links = letters.keys().map(|letter| LetterLink {
                title: shown(letter),
                href: format!("{root}keywords/letter/{letter}/"),
                current: *letter == current,
            });
            links.collect()
        };
        self.keyword_page(top, "../", &row("../", ""), &[], &own);
        for (letter, groups) in &letters {
            let path = format!("keywords/letter/{letter}/index.html");
            let links = row("../../../", letter);
            let part = [(*letter, groups.as_slice())];
            self.keyword_page(&path, "../../../", &links, &part, &own);
        }
    }

    fn keyword_page(
        &self,
        path: &str,
        root: &str,
        letters: &[LetterLink],
        parts: &[(&str, &[&Group])],
        own: &HashSet<&str>,
    ) {
        let mut markup = String::new();
        for (letter, groups) in parts {
            if parts.len() > 1 {
                push_letter(&mut markup, letter);
            }
            for group in *groups {
                self.push_keyword(&mut markup, group, root, own.contains(group.slug.as_str()));
            }
        }
        let groups = self.listing.groups(Facet::Keyword);
        let common: Vec<_> = groups
            .iter()
            .filter(|group| parts.is_empty() && !group.members.is_empty())
            .take(100)
            .map(|group| {
                let href = format!("{root}{}", address(&group.slug, self.site.by_letter));
                (href, group.title.as_str(), group.members.len())
            })
            .collect();
        let total = groups.len();
        let key = Key::of(markup.as_bytes());
        let key = key.and(format!("{letters:?} {common:?} {total}").as_bytes());
        let title = match parts {
            [(letter, _)] => format!("Keywords: {}", shown(letter)),
            _ => "Keywords".to_owned(),
        };
        self.page("keywords.html", path, root, key, &|| {
            context! {
                title => &title,
                total => total,
                letters => Value::from(Serde(letters)),
                common => Value::from(Serde(&common)),
                keywords => Value::from_safe_string(markup.clone()),
            }
        });
    }

    fn push_keyword(&self, out: &mut String, group: &Group, root: &str, has_page: bool) {
        out.push_str("<section class=\"keyword\" id=\"keyword-");
        push_text(out, &group.slug);
        out.push_str("\"><h3>");
        if has_page {
            out.push_str("<a href=\"");
            out.push_str(root);
            out.push_str("keywords/");
            push_text(out, &utf8_percent_encode(&group.slug, ADDRESS).to_string());
            out.push_str("/\">");
        }
        push_text(out, &group.title);
        out.push_str(if has_page { "</a></h3>" } else { "</h3>" });
        if group.members.is_empty() {
            out.push_str("<p class=\"quiet\">No plugin is listed here.</p></section>\n");
            return;
        }
        out.push_str("<ul>");
        for index in group.members.iter().take(MOST_NAMED) {
            let card = self.listing.cards[*index as usize];
            out.push_str("<li><a href=\"");
            out.push_str(root);
            push_text(out, &card.folder());
            out.push_str("\">");
            push_text(out, &card.title);
            out.push_str("</a></li>");
        }
        if group.members.len() > MOST_NAMED {
            out.push_str("<li><a class=\"keyword-all\" href=\"");
            out.push_str(root);
            out.push_str("plugins/?keyword=");
            out.push_str(&query(&group.slug));
            out.push_str(&format!("\">All {}</a></li>", group.members.len()));
        }
        out.push_str("</ul></section>\n");
    }
}

fn push_letter(out: &mut String, letter: &str) {
    out.push_str("<h2 id=\"letter-");
    out.push_str(letter);
    out.push_str("\">");
    push_text(out, &shown(letter));
    out.push_str("</h2>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_has_one_place() {
        assert_eq!(address("two-factor", false), "keywords/#keyword-two-factor");
        assert_eq!(
            address("two-factor", true),
            "keywords/letter/t/#keyword-two-factor"
        );
        assert_eq!(address("3d", true), "keywords/letter/0/#keyword-3d");
        assert_eq!(address("é", true), "keywords/letter/other/#keyword-%C3%A9");
    }
}
