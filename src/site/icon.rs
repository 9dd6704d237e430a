//! Icons of plugins for pages: hostile bytes become small files that are safe to serve. Raster images are decoded,
//! scaled down and written anew; SVG is copied by an allow-list. Pure: bytes in, bytes out, no disk, and the same
//! bytes on every machine.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};

mod monogram;
mod png_file;
mod problem;
mod raster;
mod scale;
mod svg;
mod tile;

pub use monogram::{Colour, colour, initials, monogram};
pub(super) use png_file::write_indexed;
pub use problem::IconProblem;
pub use raster::Raster;

/// Longer files are not read.
pub const MOST_BYTES: usize = 2 << 20;

/// Longer SVG files are not read: a text takes more work per byte than an image, and no drawn icon is so long.
pub const MOST_SVG_BYTES: usize = 256 << 10;

/// Images that are wider or higher are not decoded.
pub const MOST_SIDE: u32 = 4096;

/// Images with more pixels are not decoded: 32 MiB of them in memory.
pub const MOST_PIXELS: u64 = 8 << 20;

/// The longer side of a finished icon: twice what pages show it at, for dense screens.
pub const SIDE: u32 = 128;

/// A finished raster icon is no longer than this, and gets smaller in pixels until that is so.
pub const MOST_FINISHED_BYTES: usize = 24 << 10;

/// An icon that may be served as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// The file.
    pub bytes: Vec<u8>,
    /// `png` or `svg`.
    pub extension: &'static str,
    /// Its width in pixels, at most [`SIDE`].
    pub width: u32,
    /// Its height in pixels, at most [`SIDE`].
    pub height: u32,
}

impl Icon {
    /// The pixels of a raster icon, for drawing it into another image. An SVG has none.
    pub fn raster(&self) -> Option<Raster> {
        match self.extension {
            "png" => Raster::decode(Kind::Png, &self.bytes).ok(),
            _ => None,
        }
    }

    /// The name of its file, the same for equal icons.
    pub fn file_name(&self) -> String {
        format!("{}.{}", hash_name(&self.bytes), self.extension)
    }
}

/// The kinds of files that icons may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Portable Network Graphics; of an animation the still image.
    Png,
    /// Scalable Vector Graphics, not compressed.
    Svg,
    /// WebP; of an animation the first frame.
    WebP,
    /// JPEG.
    Jpeg,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::WebP => "WebP",
            Self::Jpeg => "JPEG",
        })
    }
}

/// Makes an icon of a file's bytes, or of a data URI's. The content tells its kind, never a name or a media type.
pub fn read(bytes: &[u8]) -> Result<Icon, IconProblem> {
    let start = bytes.trim_ascii_start();
    let is_uri = start
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"));
    let file = if is_uri {
        // Nothing in base64 or percent-encoding is longer than three times its content.
        within(bytes, 3 * MOST_BYTES)?;
        Cow::Owned(decode_uri(start)?)
    } else {
        Cow::Borrowed(bytes)
    };
    within(&file, MOST_BYTES)?;
    let kind = kind_of(&file)?;
    if kind == Kind::Svg {
        within(&file, MOST_SVG_BYTES)?;
        return svg::sanitise(&file);
    }
    let image = Raster::decode(kind, &file)?;
    let image = tile::under(scale::to_fit(&image, SIDE), &hash_name(&file));
    let (image, bytes) = [SIDE, SIDE * 3 / 4, SIDE / 2]
        .into_iter()
        .map(|side| {
            let image = scale::to_fit(&image, side);
            let bytes = png_file::write(&image);
            (image, bytes)
        })
        .find(|(image, bytes)| {
            bytes.len() <= MOST_FINISHED_BYTES || image.longer_side() <= SIDE / 2
        })
        .ok_or(IconProblem::Empty)?;
    Ok(Icon {
        bytes,
        extension: "png",
        width: image.width(),
        height: image.height(),
    })
}

/// The first 16 hexadecimal digits of the SHA-256 sum: a name for a file that equal files share.
pub fn hash_name(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    sum.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn within(bytes: &[u8], most: usize) -> Result<(), IconProblem> {
    if bytes.len() > most {
        return Err(IconProblem::TooManyBytes {
            bytes: bytes.len(),
            most,
        });
    }
    Ok(())
}

/// The content of a data URI, whatever its media type says. White space in it is passed over: long ones are folded
/// over lines.
fn decode_uri(uri: &[u8]) -> Result<Vec<u8>, IconProblem> {
    let broken = |reason| IconProblem::BrokenUri { reason };
    let comma = uri
        .iter()
        .position(|&byte| byte == b',')
        .ok_or(broken("there is no comma before the content"))?;
    let (head, content) = (&uri[..comma], &uri[comma + 1..]);
    let base64 = head
        .rsplit(|&byte| byte == b';')
        .next()
        .is_some_and(|last| last.trim_ascii().eq_ignore_ascii_case(b"base64"));
    let content =
        std::str::from_utf8(content).map_err(|_| broken("its content is not UTF-8 text"))?;
    if !base64 {
        return Ok(percent_decode_str(content).collect());
    }
    // The equals signs and others may be percent-encoded, because the whole is a URI.
    let digits: Vec<u8> = percent_decode_str(content)
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    // Writers of data URIs leave the padding out as often as not.
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, lenient)
        .decode(digits)
        .map_err(|_| broken("its content is not base64"))
}

/// The kind that the content tells.
fn kind_of(bytes: &[u8]) -> Result<Kind, IconProblem> {
    let found = match bytes {
        [] => return Err(IconProblem::Empty),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => return Ok(Kind::Png),
        [0xff, 0xd8, 0xff, ..] => return Ok(Kind::Jpeg),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => return Ok(Kind::WebP),
        [b'G', b'I', b'F', b'8', ..] => "a GIF",
        [b'B', b'M', ..] => "a BMP",
        [0, 0, 1, 0, ..] => "an ICO",
        [0, 0, 0, _, b'f', b't', b'y', b'p', ..] => "an AVIF or HEIF",
        [0x1f, 0x8b, ..] => "a gzip file (SVGZ)",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "a text in UTF-16",
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        _ => {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            if text.trim_ascii_start().first() != Some(&b'<') {
                "no image of a known kind"
            } else if svg::names_svg(text) {
                return Ok(Kind::Svg);
            } else {
                "a markup text without an `svg` element"
            }
        }
    };
    Err(IconProblem::UnknownKind { found })
}

#[cfg(test)]
mod tests;
