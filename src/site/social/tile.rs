//! The icon of a plugin that has none, as a picture of its own: initials on a square of the plugin's colour. Pure.

use super::canvas::{Canvas, Rectangle};
use super::palette::{self, Palette};
use super::text::{Face, Fonts};
use super::{colour, initials, write_indexed};

/// Width and height: enough for every place that shows icons.
const SIDE: u32 = 256;

/// Draws the icon as a PNG file; the same key always gives the same colour.
pub fn icon(title: &str, key: &str) -> Vec<u8> {
    let palette = Palette::new(colour(key), None);
    let mut canvas = Canvas::new(SIDE, SIDE);
    let whole = Rectangle {
        left: 0,
        top: 0,
        width: SIDE,
        height: SIDE,
    };
    canvas.fill(whole, palette::ACCENT.full());
    if let Some(fonts) = Fonts::built_in() {
        let side = SIDE as f32;
        let line = fonts.line(Face::SemiBold, 112.0, &initials(title), side);
        let left = (side - line.width()) / 2.0;
        line.draw(left, side / 2.0 + 40.0, |x, y, share| {
            canvas.ink(x, y, share, palette::WHITE);
        });
    }
    write_indexed(SIDE, SIDE, canvas.indices(), palette.colours())
}
