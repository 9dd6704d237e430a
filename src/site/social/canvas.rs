//! A picture in memory, one byte a pixel, and what can be put on it. Whatever lies outside is left out. Pure.

use super::Raster;
use super::palette::Ramp;

/// A part of a picture, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rectangle {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Indices of a palette, row by row.
#[derive(Debug)]
pub(super) struct Canvas {
    width: usize,
    indices: Vec<u8>,
}

impl Canvas {
    /// A picture of the ground's colour.
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self {
            width: width as usize,
            indices: vec![0; width as usize * height as usize],
        }
    }

    pub(super) fn indices(&self) -> &[u8] {
        &self.indices
    }

    fn pixel(&mut self, x: i32, y: i32) -> Option<&mut u8> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.width {
            return None;
        }
        self.indices.get_mut(y * self.width + x)
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, area: Rectangle, index: u8) {
        let (left, right) = (area.left as usize, (area.left + area.width) as usize);
        let rows = self.indices.chunks_exact_mut(self.width);
        for row in rows.skip(area.top as usize).take(area.height as usize) {
            row[left.min(self.width)..right.min(self.width)].fill(index);
        }
    }

    /// Covers a share of a pixel; letters that touch keep the darker of both.
    pub(super) fn ink(&mut self, x: i32, y: i32, share: f32, ramp: Ramp) {
        if let (Some(index), Some(pixel)) = (ramp.at(share), self.pixel(x, y))
            && !(ramp.holds(*pixel) && *pixel > index)
        {
            *pixel = index;
        }
    }

    /// Fills a square with round corners.
    pub(super) fn rounded(&mut self, area: Rectangle, radius: f32, ramp: Ramp) {
        let (half_width, half_height) = (area.width as f32 / 2.0, area.height as f32 / 2.0);
        for y in 0..area.height {
            for x in 0..area.width {
                // How far the middle of the pixel is outside the square that the corners' centres span.
                let right = ((x as f32 + 0.5 - half_width).abs() - (half_width - radius)).max(0.0);
                let down = ((y as f32 + 0.5 - half_height).abs() - (half_height - radius)).max(0.0);
                let share = radius - (right * right + down * down).sqrt() + 0.5;
                self.ink((area.left + x) as i32, (area.top + y) as i32, share, ramp);
            }
        }
    }

    /// Puts an icon into a rectangle: its left edge at the rectangle's, and in the middle of its height.
    pub(super) fn image(&mut self, icon: &Raster, indices: &[u8], area: Rectangle) {
        let (width, height) = (icon.width().max(1), icon.height().max(1));
        let longer = width.max(height);
        // A small icon is drawn as large as the others; the steps this gives it are its own.
        let side = area.width.min(area.height);
        let (shown_width, shown_height) = (
            (width * side / longer).max(1),
            (height * side / longer).max(1),
        );
        let top = area.top + (area.height - shown_height) / 2;
        for y in 0..shown_height {
            for x in 0..shown_width {
                let (from_x, from_y) = (x * width / shown_width, y * height / shown_height);
                let index = indices.get((from_y * width + from_x) as usize);
                if let (Some(&index), Some(pixel)) =
                    (index, self.pixel((area.left + x) as i32, (top + y) as i32))
                {
                    *pixel = index;
                }
            }
        }
    }
}
