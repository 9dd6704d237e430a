//! Writing PNG files into memory, with nothing in them but pixels. Pure.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Compression, DeflateCompression, Encoder, Filter};

use super::raster::Raster;

/// A file that is no longer is not written a second time to see whether it could be shorter.
const SMALL: usize = 8 << 10;

/// The image in the smallest of the forms that lose nothing: with a palette, without opacity, or whole.
pub(super) fn write(image: &Raster) -> Vec<u8> {
    if let Some((palette, indices)) = with_palette(image) {
        return encode(image.width(), image.height(), &indices, |encoder| {
            set_palette(encoder, &palette);
            encoder.set_compression(Compression::Balanced);
            encoder.set_filter(Filter::NoFilter);
        });
    }
    let opaque = image.pixels().chunks_exact(4).all(|pixel| pixel[3] == 255);
    let (colours, samples) = if opaque {
        let samples = image.pixels().chunks_exact(4);
        (
            ColorType::Rgb,
            samples
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect(),
        )
    } else {
        (ColorType::Rgba, image.pixels().to_vec())
    };
    let with = |filter| {
        encode(image.width(), image.height(), &samples, |encoder| {
            encoder.set_color(colours);
            encoder.set_depth(BitDepth::Eight);
            encoder.set_compression(Compression::Balanced);
            encoder.set_filter(filter);
        })
    };
    // What is drawn gets smaller without a filter, and photographs with one.
    let file = with(Filter::NoFilter);
    if file.len() <= SMALL {
        return file;
    }
    let filtered = with(Filter::Adaptive);
    if filtered.len() < file.len() {
        filtered
    } else {
        file
    }
}

/// Longer files of [`write_indexed`] are worth the time that a smaller one takes.
const LARGE: usize = 38 << 10;

/// A file of one byte a pixel, each an index of the opaque palette; fast to write.
pub(in crate::site) fn write_indexed(
    width: u32,
    height: u32,
    indices: &[u8],
    palette: &[[u8; 3]],
) -> Vec<u8> {
    let with = |compression: DeflateCompression, filter: Filter| {
        encode(width, height, indices, |encoder| {
            encoder.set_color(ColorType::Indexed);
            encoder.set_depth(BitDepth::Eight);
            encoder.set_palette(palette.concat());
            encoder.set_deflate_compression(compression);
            encoder.set_filter(filter);
        })
    };
    // Most rows of a drawing are those above them.
    let fast = with(DeflateCompression::FdeflateUltraFast, Filter::Up);
    if fast.len() <= LARGE {
        return fast;
    }
    with(DeflateCompression::Level(6), Filter::NoFilter)
}

fn set_palette(encoder: &mut Encoder<'_, &mut Vec<u8>>, palette: &[[u8; 4]]) {
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(
        palette
            .iter()
            .flat_map(|colour| [colour[0], colour[1], colour[2]])
            .collect::<Vec<u8>>(),
    );
    if palette.iter().any(|colour| colour[3] < 255) {
        encoder.set_trns(palette.iter().map(|colour| colour[3]).collect::<Vec<u8>>());
    }
}

/// The colours of an image in the order in which they come, and each pixel's; `None` where a byte cannot count them.
fn with_palette(image: &Raster) -> Option<(Vec<[u8; 4]>, Vec<u8>)> {
    let mut palette = Vec::new();
    let mut places = HashMap::new();
    let mut indices = Vec::with_capacity(image.pixels().len() / 4);
    let mut last = None;
    for pixel in image.pixels().chunks_exact(4) {
        let colour = [pixel[0], pixel[1], pixel[2], pixel[3]];
        let index = match last {
            Some((same, index)) if same == colour => index,
            _ => match places.get(&colour) {
                Some(&index) => index,
                None => {
                    let index = u8::try_from(palette.len()).ok()?;
                    palette.push(colour);
                    places.insert(colour, index);
                    index
                }
            },
        };
        last = Some((colour, index));
        indices.push(index);
    }
    Some((palette, indices))
}

/// Nothing comes where the encoder refuses, which it does for sizes and lengths that do not belong together only.
fn encode(
    width: u32,
    height: u32,
    samples: &[u8],
    set: impl FnOnce(&mut Encoder<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    let mut file = Vec::with_capacity(16 << 10);
    let mut encoder = Encoder::new(&mut file, width, height);
    set(&mut encoder);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(samples)?;
        writer.finish()
    });
    debug_assert!(written.is_ok(), "{written:?}");
    if written.is_err() {
        file.clear();
    }
    file
}
