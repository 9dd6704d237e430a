//! A ground for icons that were made for dark pages. Pure.

use super::SIDE;
use super::monogram::colour;
use super::raster::Raster;
use super::scale::to_fit;

/// How much of the tile's side the icon on it may take, in hundredths.
const SHARE: u32 = 76;

/// A light image on a coloured tile, where it can be seen on any page; other images as they are. `key` chooses the
/// colour.
pub fn under(image: Raster, key: &str) -> Raster {
    if !image.is_light() {
        return image;
    }
    let side = image.longer_side().clamp(SIDE / 2, SIDE);
    let image = to_fit(&image, side * SHARE / 100);
    let ground = colour(key);
    let ground = [ground.red, ground.green, ground.blue].map(u32::from);
    let (left, top) = ((side - image.width()) / 2, (side - image.height()) / 2);
    let mut pixels = Vec::with_capacity(side as usize * side as usize * 4);
    for y in 0..side {
        for x in 0..side {
            let inside =
                x >= left && y >= top && x < left + image.width() && y < top + image.height();
            let pixel = inside.then(|| {
                let at = ((y - top) * image.width() + (x - left)) as usize * 4;
                &image.pixels()[at..at + 4]
            });
            for (channel, ground) in ground.into_iter().enumerate() {
                let mixed = pixel.map_or(ground, |pixel| {
                    let opacity = u32::from(pixel[3]);
                    (u32::from(pixel[channel]) * opacity + ground * (255 - opacity) + 127) / 255
                });
                pixels.push(u8::try_from(mixed).unwrap_or(u8::MAX));
            }
            pixels.push(u8::MAX);
        }
    }
    Raster::new(side, side, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(side: u32, pixel: [u8; 4]) -> Raster {
        let mut pixels = vec![0; side as usize * side as usize * 4];
        let half = pixels.len() / 2;
        for chunk in pixels[..half].chunks_exact_mut(4) {
            chunk.copy_from_slice(&pixel);
        }
        Raster::new(side, side, pixels)
    }

    #[test]
    fn light_icons_get_a_ground_and_no_others() {
        let dark = square(40, [20, 30, 40, 255]);
        assert_eq!(under(dark.clone(), "k"), dark);
        for side in [4, 40, 100, 128, 300] {
            let tile = under(square(side, [255, 255, 255, 255]), "k");
            assert_eq!(tile.width(), tile.height());
            assert!((SIDE / 2..=SIDE).contains(&tile.width()));
            assert!(tile.pixels().chunks_exact(4).all(|pixel| pixel[3] == 255));
            assert!(!tile.is_light());
        }
    }
}
