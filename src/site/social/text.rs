//! Setting lines of text with the built-in fonts, and drawing them. Pure.

use std::cell::RefCell;
use std::collections::HashMap;

use ab_glyph::{Font as _, FontRef, Glyph, GlyphId, PxScale, ScaleFont as _, point};

const REGULAR: &[u8] = include_bytes!("../../../site/fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../../site/fonts/Inter-SemiBold.ttf");

/// More characters of a text than this are never looked at: no line has room for them.
const MOST_CHARACTERS: usize = 400;

/// A weight of the built-in font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    Regular,
    SemiBold,
}

/// The built-in fonts.
pub(super) struct Fonts {
    regular: FontRef<'static>,
    semi_bold: FontRef<'static>,
}

/// A letter as it was drawn: its face, itself, the bits of its size, and the quarter of a pixel that it stands at.
type DrawnKey = (Face, GlyphId, u32, u8);

/// What a letter covers: pixels and the share of each.
type Covered = Vec<(i32, i32, f32)>;

/// Most letters that a thread keeps.
const MOST_DRAWN: usize = 600;

thread_local! {
    /// Letters that were drawn before.
    static DRAWN: RefCell<HashMap<DrawnKey, Covered>> = RefCell::default();
}

/// One line of text, set from x = 0.
pub(super) struct Line<'a> {
    face: Face,
    font: &'a FontRef<'static>,
    scale: PxScale,
    glyphs: Vec<(GlyphId, f32)>,
    width: f32,
}

impl Fonts {
    /// Reads the built-in fonts.
    pub(super) fn built_in() -> Option<Self> {
        Some(Self {
            regular: FontRef::try_from_slice(REGULAR).ok()?,
            semi_bold: FontRef::try_from_slice(SEMI_BOLD).ok()?,
        })
    }

    fn of(&self, face: Face) -> &FontRef<'static> {
        match face {
            Face::Regular => &self.regular,
            Face::SemiBold => &self.semi_bold,
        }
    }

    /// The words of a text as far as the font can show them.
    fn words(&self, face: Face, text: &str) -> Vec<String> {
        let font = self.of(face);
        let start: String = text.chars().take(MOST_CHARACTERS).collect();
        let shown = start.split_whitespace().map(|word| {
            word.chars()
                .filter(|&character| font.glyph_id(character).0 != 0)
                .collect::<String>()
        });
        shown.filter(|word| !word.is_empty()).collect()
    }

    /// A text on one line, cut with an ellipsis where it is wider than the room.
    pub(super) fn line(&self, face: Face, size: f32, text: &str, room: f32) -> Line<'_> {
        let text = self.words(face, text).join(" ");
        let line = self.set(face, size, &text);
        if line.width <= room {
            return line;
        }
        self.cut(face, size, &text, room)
    }

    /// As much of a text as there is room for with an ellipsis after it.
    fn cut(&self, face: Face, size: f32, text: &str, room: f32) -> Line<'_> {
        let room = room - self.set(face, size, "…").width;
        let mut kept = String::new();
        let mut width = 0.0;
        for character in text.chars() {
            width += self
                .set(face, size, character.encode_utf8(&mut [0; 4]))
                .width;
            if width > room {
                break;
            }
            kept.push(character);
        }
        let kept = kept.trim_end_matches([' ', ',', '.', ';', ':']);
        self.set(face, size, &format!("{kept}…"))
    }

    /// A text on as many lines as it takes. A word that is wider than the room has a line of its own.
    pub(super) fn wrap(&self, face: Face, size: f32, text: &str, room: f32) -> Vec<Line<'_>> {
        let lines = self.broken(face, size, text, room);
        lines
            .iter()
            .map(|line| self.set(face, size, line))
            .collect()
    }

    /// The same on at most so many lines; the last, and each that is too wide, ends in an ellipsis where something is
    /// left out.
    pub(super) fn wrap_within(
        &self,
        face: Face,
        size: f32,
        text: &str,
        room: f32,
        most: usize,
    ) -> Vec<Line<'_>> {
        let mut lines = self.broken(face, size, text, room);
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines
            .iter()
            .map(|line| self.line(face, size, line, room))
            .collect()
    }

    fn broken(&self, face: Face, size: f32, text: &str, room: f32) -> Vec<String> {
        let space = self.set(face, size, " ").width;
        let mut lines: Vec<String> = Vec::new();
        let mut width = 0.0;
        for word in self.words(face, text) {
            let own = self.set(face, size, &word).width;
            match lines.last_mut() {
                Some(line) if width + space + own <= room => {
                    line.push(' ');
                    line.push_str(&word);
                    width += space + own;
                }
                _ => {
                    lines.push(word);
                    width = own;
                }
            }
        }
        lines
    }

    fn set(&self, face: Face, size: f32, text: &str) -> Line<'_> {
        let font = self.of(face);
        // Sizes are of the em, as in style sheets; the library's are of the line.
        let scale = font
            .pt_to_px_scale(size * 0.75)
            .unwrap_or(PxScale::from(size));
        let scaled = font.as_scaled(scale);
        // Large letters of this family are made to stand closer.
        let closer = if size >= 50.0 {
            size * -0.022
        } else {
            size * -0.006
        };
        let mut width = 0.0;
        let glyphs = text
            .chars()
            .map(|character| {
                let glyph = font.glyph_id(character);
                let left = width;
                // Accents take no room, so nothing can be taken from it.
                width += (scaled.h_advance(glyph) + closer).max(0.0);
                (glyph, left)
            })
            .collect();
        Line {
            face,
            font,
            scale,
            glyphs,
            width,
        }
    }
}

impl Line<'_> {
    pub(super) fn width(&self) -> f32 {
        self.width
    }

    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }

    #[cfg(test)]
    pub(super) fn ends_in_ellipsis(&self) -> bool {
        let last = self.glyphs.last();
        last.is_some_and(|(glyph, _)| *glyph == self.font.glyph_id('…'))
    }

    /// Gives the share of every pixel that the line covers. Letters stand at quarters of a pixel, so that one that was
    /// drawn before can be taken from memory: most of a picture's work is drawing letters.
    pub(super) fn draw(&self, left: f32, baseline: f32, mut ink: impl FnMut(i32, i32, f32)) {
        let baseline = baseline.round();
        DRAWN.with_borrow_mut(|drawn| {
            if drawn.len() > MOST_DRAWN {
                drawn.clear();
            }
            for &(id, x) in &self.glyphs {
                let place = ((left + x) * 4.0).round();
                let (whole, quarter) = ((place / 4.0).floor(), place.rem_euclid(4.0));
                let key = (self.face, id, self.scale.y.to_bits(), quarter as u8);
                let pixels = drawn
                    .entry(key)
                    .or_insert_with(|| self.outline(id, quarter / 4.0));
                for &(x, y, share) in pixels.iter() {
                    ink(whole as i32 + x, baseline as i32 + y, share);
                }
            }
        });
    }

    /// A letter that stands at `x` on the line.
    fn outline(&self, id: GlyphId, x: f32) -> Covered {
        let glyph = Glyph {
            id,
            scale: self.scale,
            position: point(x, 0.0),
        };
        let mut pixels = Vec::new();
        if let Some(outline) = self.font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
            outline.draw(|x, y, share| {
                if share > 0.0 {
                    pixels.push((left + x as i32, top + y as i32, share));
                }
            });
        }
        pixels
    }
}
