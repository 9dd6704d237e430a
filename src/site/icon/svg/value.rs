//! The values that attributes of a copied SVG may have. Pure.

use std::fmt;

use super::allowed;

/// Functions that compute from their own arguments only.
const FUNCTIONS: [&str; 9] = [
    "matrix",
    "translate",
    "scale",
    "rotate",
    "skewX",
    "skewY",
    "rgb",
    "rgba",
    "hsl",
];

/// Coordinates beyond this are no icon's.
const FURTHEST: f64 = 1e6;

/// A name that references can point at.
pub(super) fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text.len() <= 128
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte));
    fits.then_some(text)
}

/// The target of a link inside the file.
pub(super) fn local(link: &str) -> Option<String> {
    name(link.trim().strip_prefix('#')?).map(str::to_owned)
}

/// The target of a finished `url(#…)`.
pub(super) fn reference(value: &str) -> Option<&str> {
    value.strip_prefix("url(#")?.strip_suffix(')')
}

/// The value as it may be written, with each run of white space made one space; `None` if it could be more than a
/// plain value.
pub(super) fn plain(attribute: &str, value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.strip_suffix("!important").unwrap_or(value).trim_end();
    if value.to_ascii_lowercase().contains("url(") {
        return allowed::points(attribute).then(|| pointer(value)).flatten();
    }
    let mut plain = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            ' ' | '\t' | '\n' | '\r' => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            '(' => {
                let mut words = plain
                    .trim_end()
                    .rsplit(|part: char| !part.is_ascii_alphabetic());
                if !words.next().is_some_and(|word| FUNCTIONS.contains(&word)) {
                    return None;
                }
                plain.push('(');
            }
            '#' | '%' | '.' | ',' | ')' | '+' | '-' | '_' | '\'' | '"' => plain.push(character),
            _ if character.is_ascii_alphanumeric() => plain.push(character),
            // Names of fonts.
            _ if attribute == "font-family" && character.is_alphanumeric() => plain.push(character),
            _ => return None,
        }
    }
    Some(plain)
}

/// `url(#name)` without quotes and without what comes after it, which is for files where the name is absent.
fn pointer(value: &str) -> Option<String> {
    let inside = value
        .get(..4)?
        .eq_ignore_ascii_case("url(")
        .then(|| &value[4..])?;
    let (inside, _) = inside.split_once(')')?;
    let target = local(inside.trim().trim_matches(['\'', '"']))?;
    Some(format!("url(#{target})"))
}

/// The part of the plane that an image shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ViewBox {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl ViewBox {
    fn new(left: f64, top: f64, width: f64, height: f64) -> Option<Self> {
        let fits = [left, top, width, height]
            .iter()
            .all(|number| number.is_finite() && number.abs() <= FURTHEST)
            && width >= 1e-3
            && height >= 1e-3;
        fits.then_some(Self {
            left,
            top,
            width,
            height,
        })
    }

    /// Whole sides of this shape, the longer of which is `side`.
    pub(super) fn within(self, side: u32) -> (u32, u32) {
        let longer = self.width.max(self.height);
        let scaled = |length: f64| ((length / longer * f64::from(side)).round() as u32).max(1);
        (scaled(self.width), scaled(self.height))
    }
}

impl fmt::Display for ViewBox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            left,
            top,
            width,
            height,
        } = self;
        write!(formatter, "{left} {top} {width} {height}")
    }
}

/// A `viewBox` attribute.
pub(super) fn view_box(value: Option<&str>) -> Option<ViewBox> {
    let mut numbers = value?
        .split([',', ' ', '\t', '\n', '\r'])
        .filter(|number| !number.is_empty())
        .map(number);
    let mut next = || numbers.next().flatten();
    let view = ViewBox::new(next()?, next()?, next()?, next()?);
    if next().is_some() { None } else { view }
}

/// What an image shows that has a width and a height only.
pub(super) fn view_of_size(width: Option<&str>, height: Option<&str>) -> Option<ViewBox> {
    ViewBox::new(0.0, 0.0, length(width?)?, length(height?)?)
}

/// A length in pixels; shares of an unknown page have none.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text
        .find(|character: char| character.is_ascii_alphabetic() || character == '%')
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    Some(number(digits.trim())? * factor)
}

/// Rust reads `inf` and `NaN` as numbers too; SVG does not.
fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    text.bytes().all(plain).then(|| text.parse().ok()).flatten()
}
