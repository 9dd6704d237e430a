//! Colours of the site, and whether what has them can be read.

use std::fmt;

/// A colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue.
    pub channels: [u8; 3],
}

/// The background of the light scheme.
pub const LIGHT: Colour = Colour {
    channels: [0xfa, 0xf9, 0xf6],
};

/// The background of the dark scheme.
pub const DARK: Colour = Colour {
    channels: [0x13, 0x15, 0x17],
};

/// The least ratio at which WCAG 2.2 calls text readable (1.4.3, level AA).
pub const LEAST_CONTRAST: f64 = 4.5;

impl Colour {
    /// The colour of a text such as `#0b5fff` or `#06f`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|digit| {
                digit
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
            })
            .collect::<Option<_>>()?;
        let channels = match digits.as_slice() {
            [red, green, blue] => [red * 17, green * 17, blue * 17],
            [a, b, c, d, e, f] => [a * 16 + b, c * 16 + d, e * 16 + f],
            _ => return None,
        };
        Some(Self { channels })
    }

    /// The ratio of WCAG 2.2 between this colour and another, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = self.channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// White or black: what can be read better on this colour.
    pub fn text_on(self) -> Self {
        let (white, black) = ([0xff; 3], [0; 3]);
        let [white, black] = [white, black].map(|channels| Self { channels });
        if self.contrast(white) >= self.contrast(black) {
            white
        } else {
            black
        }
    }

    /// This colour with a share of another in it.
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |at: usize| {
            let (from, to) = (f64::from(self.channels[at]), f64::from(other.channels[at]));
            let mixed = from + (to - from) * share;
            // The first whole number that is near enough: a float has no conversion that cannot fail.
            (0..=u8::MAX).find(|whole| f64::from(*whole) + 0.5 > mixed)
        };
        Self {
            channels: std::array::from_fn(|at| mix(at).unwrap_or(u8::MAX)),
        }
    }

    /// The nearest colour towards the far end from `background` that can be read on it.
    pub fn readable_on(self, background: Self) -> Self {
        let end = background.text_on();
        (0..=64)
            .map(|step| self.mixed(end, f64::from(step) / 64.0))
            .find(|colour| colour.contrast(background) >= LEAST_CONTRAST)
            .unwrap_or(end)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(Colour::parse("#0B5fff").unwrap().to_string(), "#0b5fff");
        assert_eq!(Colour::parse("#06f").unwrap().to_string(), "#0066ff");
        for text in ["", "#", "red", "#12", "#1234", "#12345g", "0b5fff", "#é23"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let colour = |text| Colour::parse(text).unwrap();
        let ratio = |one, two| (colour(one).contrast(colour(two)) * 100.0).round() / 100.0;
        assert!((ratio("#fff", "#000") - 21.0).abs() < 1e-9);
        assert!((ratio("#777777", "#ffffff") - 4.48).abs() < 1e-9);
        assert!((ratio("#767676", "#ffffff") - 4.54).abs() < 1e-9);
    }

    #[test]
    fn what_is_proposed_can_be_read() {
        for text in ["#ffee00", "#ffffff", "#000000", "#88aaff", "#0000ff"] {
            for background in [LIGHT, DARK] {
                let proposed = Colour::parse(text).unwrap().readable_on(background);
                assert!(proposed.contrast(background) >= LEAST_CONTRAST, "{text}");
            }
        }
    }
}
