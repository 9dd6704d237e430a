//! Part of `site`: a list cut into pages, and the links between them.

use serde::Serialize;

/// Cards on one page.
pub const PAGE: usize = 48;

/// A link to a page of the same list.
#[derive(Debug, Serialize)]
pub struct PageLink {
    pub number: usize,
    pub href: String,
    pub current: bool,
    /// Pages between the one before and this one are left out.
    pub gap: bool,
}

/// How many pages so many cards fill; a list without any has one page that says so.
pub fn page_count(cards: usize) -> usize {
    cards.div_ceil(PAGE).max(1)
}

/// What one page of a list holds.
pub fn page_of<T>(items: &[T], number: usize) -> &[T] {
    let from = ((number - 1) * PAGE).min(items.len());
    &items[from..(from + PAGE).min(items.len())]
}

/// Links to the first, the last and the nearest pages of a list, from one of its pages.
pub fn links(pages: usize, current: usize) -> Vec<PageLink> {
    // From the page `page/N/` the list is two folders up.
    let top = if current == 1 { "" } else { "../../" };
    let mut links: Vec<PageLink> = Vec::new();
    for number in 1..=pages {
        if number != 1 && number != pages && number.abs_diff(current) > 2 {
            continue;
        }
        let before = links.last().map_or(0, |link| link.number);
        links.push(PageLink {
            number,
            href: match number {
                1 if current == 1 => "./".to_owned(),
                1 => top.to_owned(),
                _ => format!("{top}page/{number}/"),
            },
            current: number == current,
            gap: number > before + 1,
        });
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_ends_and_the_neighbours() {
        let shown = |pages, current| -> Vec<(usize, bool)> {
            let links = links(pages, current);
            links.iter().map(|link| (link.number, link.gap)).collect()
        };
        assert_eq!(shown(1, 1), [(1, false)]);
        assert_eq!(shown(3, 2), [(1, false), (2, false), (3, false)]);
        let far: Vec<(usize, bool)> = vec![
            (1, false),
            (8, true),
            (9, false),
            (10, false),
            (11, false),
            (12, false),
            (20, true),
        ];
        assert_eq!(shown(20, 10), far);
        assert_eq!(links(3, 2)[0].href, "../../");
        assert_eq!(links(3, 1)[1].href, "page/2/");
        assert_eq!(links(3, 3)[1].href, "../../page/2/");
    }

    #[test]
    fn pages_hold_all_in_order() {
        let all: Vec<usize> = (0..100).collect();
        let joined: Vec<usize> = (1..=page_count(100))
            .flat_map(|number| page_of(&all, number).to_vec())
            .collect();
        assert_eq!(joined, all);
        assert_eq!(page_count(0), 1);
        assert!(page_of(&all[..0], 1).is_empty());
    }
}
