//! The picture that shows a plugin where a link to its page is posted (OpenGraph): 1200 × 630 pixels, drawn from its
//! card. Pure: the fonts are built in.

use super::icon::{Colour, Raster, colour, initials, write_indexed};

mod canvas;
mod palette;
mod text;
mod tile;

use canvas::{Canvas, Rectangle};
use palette::Palette;
use text::{Face, Fonts, Line};

pub use tile::icon;

/// The size that every site which shows such pictures takes without cutting.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 630;

/// Space to the left and the right of everything.
const MARGIN: f32 = 80.0;
/// The width that is left between.
const ROOM: f32 = WIDTH as f32 - 2.0 * MARGIN;
/// The tile that the icon lies on.
const TILE: Rectangle = Rectangle {
    left: 80,
    top: 76,
    width: 152,
    height: 152,
};

/// What the picture says.
#[derive(Debug, Clone, Copy)]
pub struct SocialCard<'a> {
    /// The name of the site.
    pub site_title: &'a str,
    /// The title of the plugin.
    pub title: &'a str,
    /// Who makes it.
    pub vendor: &'a str,
    /// Its version.
    pub version: &'a str,
    /// What it is for, in one sentence.
    pub summary: &'a str,
    /// What is in it, such as `12 actions`.
    pub counts: &'a [String],
    /// Its icon, where that has pixels; [`super::icon::Icon::raster`] gives it.
    pub icon: Option<&'a Raster>,
    /// What gives the plugin its colour: the same as for its monogram.
    pub key: &'a str,
}

/// Draws the picture as a PNG file. Characters that the built-in fonts do not have are left out.
pub fn draw(card: &SocialCard<'_>) -> Vec<u8> {
    let colour = colour(card.key);
    let palette = Palette::new(colour, card.icon);
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    canvas.fill(
        Rectangle {
            left: 0,
            top: 0,
            width: WIDTH,
            height: 12,
        },
        palette::ACCENT.full(),
    );
    canvas.fill(
        Rectangle {
            left: MARGIN as u32,
            top: 534,
            width: ROOM as u32,
            height: 2,
        },
        palette::HAIRLINE,
    );
    if let Some(fonts) = Fonts::built_in() {
        write_texts(card, &fonts, &mut canvas);
    }
    match card.icon {
        Some(icon) if icon.is_light() => {
            canvas.rounded(TILE, 33.0, palette::ACCENT);
            let inner = Rectangle {
                left: TILE.left + 20,
                top: TILE.top + 20,
                width: TILE.width - 40,
                height: TILE.height - 40,
            };
            canvas.image(icon, palette.icon(), inner);
        }
        Some(icon) => canvas.image(icon, palette.icon(), TILE),
        None => draw_monogram(card, &mut canvas),
    }
    write_indexed(WIDTH, HEIGHT, canvas.indices(), palette.colours())
}

fn write_texts(card: &SocialCard<'_>, fonts: &Fonts, canvas: &mut Canvas) {
    let beside = MARGIN + TILE.width as f32 + 36.0;
    let room = WIDTH as f32 - MARGIN - beside;
    let mut write = |line: Line, left: f32, baseline: f32, ink| {
        line.draw(left, baseline, |x, y, share| canvas.ink(x, y, share, ink));
    };
    let vendor = fonts.line(Face::SemiBold, 38.0, card.vendor, room);
    write(vendor, beside, 146.0, palette::INK);
    if !card.version.is_empty() {
        let version = format!("Version {}", card.version);
        let version = fonts.line(Face::Regular, 30.0, &version, room);
        write(version, beside, 192.0, palette::GREY);
    }

    // Of the sizes, the first in which the title has no more lines than there is room for.
    let sizes = [(76.0, 2), (64.0, 2), (52.0, 3)];
    let title = sizes.iter().find_map(|&(size, most)| {
        let lines = fonts.wrap(Face::SemiBold, size, card.title, ROOM);
        let fits = lines.len() <= most && lines.iter().all(|line| line.width() <= ROOM);
        fits.then_some((size, lines))
    });
    let (size, lines) = title.unwrap_or_else(|| {
        let (size, most) = (52.0, 3);
        (
            size,
            fonts.wrap_within(Face::SemiBold, size, card.title, ROOM, most),
        )
    });
    let step = (size * 1.14_f32).round();
    let summary = fonts.line(Face::Regular, 34.0, card.summary, ROOM);
    // Title and summary together lie in the middle between the icon and the foot.
    let height = step * lines.len() as f32 + if summary.is_empty() { 0.0 } else { 58.0 };
    let mut baseline = (381.0 - height / 2.0 + size * 0.86).round();
    for line in lines {
        write(line, MARGIN - size * 0.04, baseline, palette::INK);
        baseline += step;
    }
    write(
        summary,
        MARGIN,
        baseline - size * 0.86 + 44.0,
        palette::GREY,
    );

    let counts = fonts.line(Face::Regular, 28.0, &card.counts.join("  ·  "), ROOM * 0.6);
    let room = ROOM - counts.width() - 40.0;
    let left = WIDTH as f32 - MARGIN - counts.width();
    write(counts, left, 584.0, palette::GREY);
    let site = fonts.line(Face::SemiBold, 28.0, card.site_title, room);
    write(site, MARGIN, 584.0, palette::INK);
}

/// The same as the monogram file: initials on a rounded square of the plugin's colour.
fn draw_monogram(card: &SocialCard<'_>, canvas: &mut Canvas) {
    canvas.rounded(TILE, 33.0, palette::ACCENT);
    let Some(fonts) = Fonts::built_in() else {
        return;
    };
    let letters = initials(card.title);
    let line = fonts.line(Face::SemiBold, 66.0, &letters, TILE.width as f32);
    let left = TILE.left as f32 + (TILE.width as f32 - line.width()) / 2.0;
    let baseline = TILE.top as f32 + TILE.height as f32 / 2.0 + 24.0;
    line.draw(left, baseline, |x, y, share| {
        canvas.ink(x, y, share, palette::WHITE);
    });
}

#[cfg(test)]
mod tests;
