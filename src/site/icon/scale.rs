//! Scaling images down: every pixel of the result is the mean of the area it covers. Whole numbers only, so that every
//! machine makes the same bytes, which the fast libraries for this do not promise. Pure.

use super::raster::Raster;

/// The image within a square of `side` pixels, its shape kept. An image that fits stays as it is.
pub fn to_fit(image: &Raster, side: u32) -> Raster {
    let longer = image.longer_side();
    if longer <= side {
        return image.clone();
    }
    let scaled = |length: u32| {
        let length = u64::from(length) * u64::from(side);
        let rounded = (length + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(side).max(1)
    };
    shrink(image, scaled(image.width()), scaled(image.height()))
}

/// The part of an old pixel that lies in the new pixel `first`, and the part in the one after it. A new pixel is no
/// smaller than an old one, so an old one lies in two at most. Lengths are in units that make all of them whole.
struct Overlap {
    first: usize,
    here: u32,
    beyond: u32,
}

fn overlaps(from: usize, to: usize) -> Vec<Overlap> {
    (0..from)
        .map(|index| {
            let first = index * to / from;
            let here = ((first + 1) * from - index * to).min(to);
            Overlap {
                first,
                here: here as u32,
                beyond: (to - here) as u32,
            }
        })
        .collect()
}

fn shrink(image: &Raster, width: u32, height: u32) -> Raster {
    let columns = overlaps(image.width() as usize, width as usize);
    let rows = overlaps(image.height() as usize, height as usize);
    let area = u64::from(image.width()) * u64::from(image.height());

    let mut pixels = Vec::with_capacity((width * height * 4) as usize);
    let mut line = vec![[0; 4]; width as usize];
    let mut sums = vec![[0; 4]; width as usize];
    let mut next = sums.clone();
    let mut finished = 0;
    for (row, overlap) in image.pixels().chunks_exact(columns.len() * 4).zip(&rows) {
        if overlap.first > finished {
            finish(&mut pixels, &sums, area);
            std::mem::swap(&mut sums, &mut next);
            next.fill([0; 4]);
            finished += 1;
        }
        sum_line(row, &columns, &mut line);
        add(&mut sums, &line, overlap.here);
        if overlap.beyond > 0 {
            add(&mut next, &line, overlap.beyond);
        }
    }
    finish(&mut pixels, &sums, area);
    Raster::new(width, height, pixels)
}

/// Sums the four channels of a row for each new column, the colours multiplied by their opacity. A sum stays below
/// 255² times the side that images may have.
fn sum_line(row: &[u8], columns: &[Overlap], line: &mut [[u32; 4]]) {
    line.fill([0; 4]);
    for (pixel, overlap) in row.chunks_exact(4).zip(columns) {
        let opacity = u32::from(pixel[3]);
        if opacity == 0 {
            continue;
        }
        let channels = [
            u32::from(pixel[0]) * opacity,
            u32::from(pixel[1]) * opacity,
            u32::from(pixel[2]) * opacity,
            opacity,
        ];
        for (sum, channel) in line[overlap.first].iter_mut().zip(channels) {
            *sum += channel * overlap.here;
        }
        if overlap.beyond > 0 {
            for (sum, channel) in line[overlap.first + 1].iter_mut().zip(channels) {
                *sum += channel * overlap.beyond;
            }
        }
    }
}

fn add(sums: &mut [[u64; 4]], line: &[[u32; 4]], weight: u32) {
    for (sums, line) in sums.iter_mut().zip(line) {
        for (sum, &part) in sums.iter_mut().zip(line) {
            *sum += u64::from(part) * u64::from(weight);
        }
    }
}

/// Writes one row of the result: colours divided by their opacity again, opacity by the area. Both round to the
/// nearest, and neither exceeds 255.
fn finish(pixels: &mut Vec<u8>, sums: &[[u64; 4]], area: u64) {
    for &[red, green, blue, opacity] in sums {
        let shade = (opacity + area / 2) / area;
        if shade == 0 {
            pixels.extend([0; 4]);
            continue;
        }
        pixels.extend([red, green, blue].map(|sum| ((sum + opacity / 2) / opacity) as u8));
        pixels.push(shade as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Raster {
        let pixels = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| pixel(x, y))
            .collect();
        Raster::new(width, height, pixels)
    }

    #[test]
    fn the_shape_is_kept_and_no_side_vanishes() {
        let size = |width, height| {
            let scaled = to_fit(&image(width, height, |_, _| [9, 9, 9, 255]), 128);
            assert!(
                scaled
                    .pixels()
                    .chunks(4)
                    .all(|pixel| pixel == [9, 9, 9, 255])
            );
            (scaled.width(), scaled.height())
        };
        assert_eq!(size(500, 500), (128, 128));
        assert_eq!(size(750, 87), (128, 15));
        assert_eq!(size(512, 564), (116, 128));
        assert_eq!(size(4096, 1), (128, 1));
        assert_eq!(size(1, 4096), (1, 128));
        assert_eq!(size(129, 128), (128, 127));
        assert_eq!(size(11, 41), (11, 41));
    }

    #[test]
    fn a_pixel_is_the_mean_of_its_area() {
        let checks = image(4, 4, |x, y| {
            if (x + y) % 2 == 0 {
                [255, 0, 10, 255]
            } else {
                [0, 0, 20, 255]
            }
        });
        assert!(
            to_fit(&checks, 2)
                .pixels()
                .chunks(4)
                .all(|pixel| pixel == [128, 0, 15, 255])
        );

        // Three old columns in two new ones: the middle one belongs to both.
        let columns = image(3, 3, |x, _| {
            [[0, 0, 0, 255], [90, 90, 90, 255], [240, 240, 240, 255]][x as usize]
        });
        assert_eq!(
            to_fit(&columns, 2).pixels()[..8],
            [30, 30, 30, 255, 190, 190, 190, 255]
        );
    }

    #[test]
    fn what_cannot_be_seen_has_no_colour() {
        let half = image(2, 2, |x, _| {
            if x == 0 {
                [200, 100, 50, 255]
            } else {
                [0, 255, 0, 0]
            }
        });
        assert_eq!(to_fit(&half, 1).pixels(), [200, 100, 50, 128]);
        let none = image(2, 2, |_, _| [1, 2, 3, 0]);
        assert_eq!(to_fit(&none, 1).pixels(), [0, 0, 0, 0]);
    }
}
