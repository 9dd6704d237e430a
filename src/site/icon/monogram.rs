//! Icons for plugins that have none: one or two letters of the title on a colour of its own. Pure text.

use sha2::{Digest as _, Sha256};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// A colour that white letters can be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    const fn new(rgb: u32) -> Self {
        Self {
            red: (rgb >> 16) as u8,
            green: (rgb >> 8) as u8,
            blue: rgb as u8,
        }
    }
}

/// Twelve hues around the circle, each so dark that white on it has a contrast of at least 4.5 (WCAG 2, level AA).
const PALETTE: [Colour; 12] = [
    Colour::new(0x00b4_3a4a), // crimson
    Colour::new(0x00b0_4a1e), // rust
    Colour::new(0x0091_6209), // ochre
    Colour::new(0x0063_6f14), // olive
    Colour::new(0x003a_7a32), // leaf
    Colour::new(0x0012_7a5c), // pine
    Colour::new(0x000c_7480), // teal
    Colour::new(0x0016_6fa8), // azure
    Colour::new(0x003a_5fc0), // cobalt
    Colour::new(0x005e_50c0), // iris
    Colour::new(0x0086_44b0), // plum
    Colour::new(0x00a6_3c84), // mulberry
];

/// The colour of a plugin: always the same one for the same key.
pub fn colour(key: &str) -> Colour {
    let sum = Sha256::digest(key.as_bytes());
    PALETTE[usize::from(sum[0]) * PALETTE.len() / 256]
}

/// One or two letters for a title: the first ones of its first two words, or of the two parts of a word like `GitHub`.
/// A title without letters and digits gives a question mark.
pub fn initials(title: &str) -> String {
    let mut words = title
        .split(|character: char| {
            character.is_whitespace() || "-_/.,:;&+|()[]<>".contains(character)
        })
        .filter_map(|word| {
            let mut letters = word
                .graphemes(true)
                .skip_while(|letter| !begins_with_letter(letter));
            letters.next().map(|first| (first, letters))
        });
    let Some((first, mut others)) = words.next() else {
        return "?".to_owned();
    };
    let second = match words.next() {
        Some((letter, _)) => Some(letter),
        None => first
            .starts_with(char::is_uppercase)
            .then(|| inner_capital(&mut others))
            .flatten(),
    };
    // A sign that shows as one letter can be as long as its author likes.
    let plain = |letter: &str| {
        let letter: String = letter
            .chars()
            .filter(|&part| !is_mark_only(part))
            .take(8)
            .collect();
        let upper = letter.to_uppercase();
        // `ß` would become two letters.
        if upper.graphemes(true).count() == 1 {
            upper
        } else {
            letter
        }
    };
    let mut initials = plain(first);
    if let Some(second) = second {
        initials.push_str(&plain(second));
    }
    initials
}

fn begins_with_letter(letter: &str) -> bool {
    letter.starts_with(char::is_alphanumeric)
}

/// The capital in `GitHub` that begins its second part; `AWS` has none, as its capitals are all of it.
fn inner_capital<'a>(others: &mut impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut small = false;
    others.find(|letter| {
        let capital = letter.starts_with(char::is_uppercase);
        let found = small && capital;
        small = letter.starts_with(char::is_lowercase);
        found
    })
}

/// Characters inside a letter that steer how it is shown and draw nothing.
fn is_mark_only(character: char) -> bool {
    crate::render::prose::is_unseen(character)
}

/// The icon as an SVG file of 128 × 128: white initials on the key's colour.
pub fn monogram(title: &str, key: &str) -> String {
    let Colour { red, green, blue } = colour(key);
    let initials = initials(title);
    let size = match initials.width() {
        0 | 1 => 64,
        2 => 54,
        3 => 44,
        _ => 38,
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"128\" height=\"128\" viewBox=\"0 0 128 128\">\
         <rect width=\"128\" height=\"128\" rx=\"28\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/>\
         <text x=\"64\" y=\"64\" fill=\"#fff\" font-family=\"system-ui, -apple-system, Segoe UI, Roboto, sans-serif\" \
         font-size=\"{size}\" font-weight=\"600\" text-anchor=\"middle\" dominant-baseline=\"central\">{}</text></svg>\n",
        escaped(&initials)
    )
}

/// Text between the tags of XML: what it cannot hold is left out, what it obeys is escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\t' | '\n' => markup.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => {}
            _ => markup.push(character),
        }
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_every_kind_have_initials() {
        for (title, expected) in [
            ("Active Directory LDAP", "AD"),
            ("AWS EC2", "AE"),
            ("awk", "A"),
            ("GitHub", "GH"),
            ("PagerDuty", "PD"),
            ("VMRay", "V"),
            ("7-Zip", "7Z"),
            ("  (the) \"quoted\" ", "TQ"),
            ("<script>alert(1)</script>", "SA"),
            ("&lt;", "L"),
            ("🚀 Rocket science", "RS"),
            ("🚀", "?"),
            ("", "?"),
            ("\u{202e}\u{0}", "?"),
            ("e\u{301}tude", "E\u{301}"),
            ("ßen", "ß"),
            ("微软 云", "微云"),
            ("Яндекс Диск", "ЯД"),
            ("مرحبا عالم", "مع"),
            ("\u{202e}evil", "E"),
        ] {
            assert_eq!(initials(title), expected, "{title:?}");
        }
    }

    #[test]
    fn a_letter_cannot_be_endless() {
        let tower = format!("a{}", "\u{301}".repeat(100_000));
        assert!(monogram(&tower, "x").len() < 700);
    }

    #[test]
    fn every_colour_can_be_read_on() {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.03928 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        for colour in PALETTE {
            let luminance = 0.2126 * linear(colour.red)
                + 0.7152 * linear(colour.green)
                + 0.0722 * linear(colour.blue);
            let contrast = 1.05 / (luminance + 0.05);
            assert!(contrast >= 4.5, "{colour:?}: {contrast}");
        }
    }

    #[test]
    fn a_key_keeps_its_colour_and_every_colour_is_used() {
        assert_eq!(colour("rapid7/jira"), colour("rapid7/jira"));
        let used: std::collections::HashSet<Colour> =
            (0..300).map(|key| colour(&key.to_string())).collect();
        assert_eq!(used.len(), PALETTE.len());
    }

    #[test]
    fn the_file_is_well_formed() {
        for title in ["GitHub", "<&\"'>", "\u{ffff}x \u{1}y", "🏳️‍🌈"] {
            let file = monogram(title, "a<b&\"");
            let document = roxmltree::Document::parse(&file).expect("XML");
            assert_eq!(document.root_element().tag_name().name(), "svg");
        }
    }
}
