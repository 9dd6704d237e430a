//! Pixels, and the decoders that make them of PNG, WebP and JPEG: the size that a file declares is judged before any of
//! it is decoded. Pure.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image_webp::WebPDecoder;
use png::{BitDepth, ColorType, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::problem::IconProblem;
use super::{Kind, MOST_PIXELS, MOST_SIDE};

/// What a decoder may use beside the pixels: as much as the largest image has, with 16 bits a channel.
const MOST_MEMORY: usize = MOST_PIXELS as usize * 8;

/// A progressive JPEG tells its pixels in several passes, each of which may be some bytes long and take as much work
/// as the whole image. Encoders write about ten.
const MOST_PASSES: usize = 64;

/// An image in memory: rows of pixels, each of red, green, blue and opacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Raster {
    /// An image of four bytes a pixel. Pixels that are missing cannot be seen; more than there is room for are left
    /// out.
    pub fn new(width: u32, height: u32, mut pixels: Vec<u8>) -> Self {
        pixels.resize(width as usize * height as usize * 4, 0);
        Self {
            width,
            height,
            pixels,
        }
    }

    /// The width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Rows of red, green, blue and opacity.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Whether the image is made for dark pages: light shapes that could not be seen on white.
    pub fn is_light(&self) -> bool {
        let (mut seen, mut light, mut clear) = (0_u64, 0_u64, 0_u64);
        for pixel in self.pixels.chunks_exact(4) {
            let [red, green, blue, opacity] = [0, 1, 2, 3].map(|channel| u64::from(pixel[channel]));
            seen += opacity;
            clear += 255 - opacity;
            light += (red * 2 + green * 7 + blue) / 10 * opacity;
        }
        seen > 0 && clear > seen / 20 && light / seen >= 185
    }

    pub(super) fn longer_side(&self) -> u32 {
        self.width.max(self.height)
    }

    /// Decodes a raster file.
    pub(super) fn decode(kind: Kind, bytes: &[u8]) -> Result<Self, IconProblem> {
        // The decoders are written not to panic; that one does all the same must not cost the site. Its message goes
        // to the standard error stream, where it helps to mend it.
        let decoded = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::Png => decode_png(bytes),
            Kind::WebP => decode_webp(bytes),
            Kind::Jpeg => decode_jpeg(bytes),
            Kind::Svg => Err(Fault::from("it has no pixels")),
        }));
        let fault = match decoded {
            Ok(Ok(image)) => return Ok(image),
            Ok(Err(fault)) => fault,
            Err(_) => Fault::from("its decoder gave up"),
        };
        Err(match fault {
            Fault::TooManyPixels(width, height) => IconProblem::TooManyPixels { width, height },
            Fault::Broken(reason) => IconProblem::Broken { kind, reason },
        })
    }
}

enum Fault {
    TooManyPixels(u32, u32),
    Broken(String),
}

impl<T: ToString> From<T> for Fault {
    fn from(reason: T) -> Self {
        Self::Broken(reason.to_string())
    }
}

fn judge(width: u32, height: u32) -> Result<(), Fault> {
    if width == 0 || height == 0 {
        return Err(Fault::from("it has no pixels"));
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MOST_SIDE || pixels > MOST_PIXELS {
        return Err(Fault::TooManyPixels(width, height));
    }
    Ok(())
}

fn decode_png(bytes: &[u8]) -> Result<Raster, Fault> {
    let limits = png::Limits { bytes: MOST_MEMORY };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let header = decoder.read_header_info()?;
    let (width, height) = (header.width, header.height);
    judge(width, height)?;

    let mut reader = decoder.read_info()?;
    let size = reader.output_buffer_size().ok_or("it has no size")?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples)?;
    // The image that stands for an animation may be smaller than the animation; the header tells neither.
    if (frame.width, frame.height) != (width, height) || frame.bit_depth != BitDepth::Eight {
        return Err(Fault::from("its size changes"));
    }
    let pixels = match frame.color_type {
        ColorType::Rgba => samples,
        ColorType::Rgb => with_opacity(&samples),
        ColorType::GrayscaleAlpha => samples
            .chunks_exact(2)
            .flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]])
            .collect(),
        ColorType::Grayscale => samples
            .iter()
            .flat_map(|&shade| [shade, shade, shade, 255])
            .collect(),
        ColorType::Indexed => return Err(Fault::from("its colours are not in its palette")),
    };
    Ok(Raster::new(width, height, pixels))
}

fn decode_webp(bytes: &[u8]) -> Result<Raster, Fault> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes))?;
    let (width, height) = decoder.dimensions();
    judge(width, height)?;
    judge_webp_parts(bytes.get(12..).unwrap_or_default(), 2)?;
    decoder.set_memory_limit(MOST_MEMORY);
    let size = decoder.output_buffer_size().ok_or("it has no size")?;
    let mut samples = vec![0; size];
    decoder.read_image(&mut samples)?;
    let pixels = if decoder.has_alpha() {
        samples
    } else {
        with_opacity(&samples)
    };
    Ok(Raster::new(width, height, pixels))
}

/// Judges the size that each part of a WebP file declares: the decoder compares it with that of the whole only after
/// it has decoded the part. Parts of the frames of an animation lie one level deeper.
fn judge_webp_parts(mut parts: &[u8], levels: u8) -> Result<(), Fault> {
    let u16_at = |part: &[u8], at: usize| {
        let bytes = part.get(at..at + 2)?;
        Some(u32::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    };
    while let Some((head, rest)) = parts.split_at_checked(8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let part = &rest[..length.min(rest.len())];
        match &head[..4] {
            // Three bytes of flags, three of a mark, then the sides with 14 bits each.
            b"VP8 " => {
                if let (Some(width), Some(height)) = (u16_at(part, 6), u16_at(part, 8)) {
                    judge(width & 0x3fff, height & 0x3fff)?;
                }
            }
            // A mark, then the sides less one with 14 bits each.
            b"VP8L" => {
                if let Some(&[a, b, c, d]) = part.get(1..5) {
                    let bits = u32::from_le_bytes([a, b, c, d]);
                    judge((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)?;
                }
            }
            b"ANMF" if levels > 1 => {
                judge_webp_parts(part.get(16..).unwrap_or_default(), levels - 1)?;
            }
            _ => {}
        }
        // Parts begin at even places.
        parts = rest
            .get(length.saturating_add(length % 2)..)
            .unwrap_or_default();
    }
    Ok(())
}

fn decode_jpeg(bytes: &[u8]) -> Result<Raster, Fault> {
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_PASSES)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let broken = |error: zune_jpeg::errors::DecodeErrors| Fault::Broken(format!("{error:?}"));
    decoder.decode_headers().map_err(broken)?;
    let info = decoder.info().ok_or("it has no header")?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    judge(width, height)?;
    let samples = decoder.decode().map_err(broken)?;
    if samples.len() != width as usize * height as usize * 3 {
        return Err(Fault::from("its size changes"));
    }
    Ok(Raster::new(width, height, with_opacity(&samples)))
}

fn with_opacity(samples: &[u8]) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(samples.len() / 3 * 4);
    for pixel in samples.chunks_exact(3) {
        pixels.extend([pixel[0], pixel[1], pixel[2], 255]);
    }
    pixels
}
