//! Icons of plugins: every published one can be read, and no bytes at all make the reader panic or hand on what it
//! did not understand.

use std::io::Cursor;
use std::time::Instant;

use camino::Utf8PathBuf;
use proptest::prelude::*;
use specc::site::icon::{self, Icon, MOST_FINISHED_BYTES, SIDE};

use crate::support;

/// The icons of the corpus, where it is on this machine.
fn published() -> Vec<(Utf8PathBuf, Vec<u8>)> {
    let specs = support::corpus().unwrap_or_default();
    specs
        .iter()
        .filter_map(|spec| {
            let path = spec.with_file_name("icon.png");
            let bytes = std::fs::read(&path).ok()?;
            Some((path, bytes))
        })
        .collect()
}

/// What is true of every icon that the reader makes.
fn hold_to_bounds(icon: &Icon) {
    assert!((1..=SIDE).contains(&icon.width) && (1..=SIDE).contains(&icon.height));
    match icon.extension {
        "png" => {
            assert!(
                icon.bytes.len() <= MOST_FINISHED_BYTES,
                "{}",
                icon.bytes.len()
            );
            let decoder = png::Decoder::new(Cursor::new(&icon.bytes));
            let mut reader = decoder.read_info().expect("a PNG");
            let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
            let frame = reader.next_frame(&mut pixels).expect("a whole PNG");
            assert_eq!((frame.width, frame.height), (icon.width, icon.height));
            let raster = icon.raster().expect("pixels");
            assert_eq!((raster.width(), raster.height()), (icon.width, icon.height));
        }
        "svg" => {
            let text = std::str::from_utf8(&icon.bytes).expect("UTF-8");
            let document = roxmltree::Document::parse(text).expect("XML");
            for node in document.descendants().filter(roxmltree::Node::is_element) {
                assert_eq!(
                    node.tag_name().namespace(),
                    Some("http://www.w3.org/2000/svg")
                );
                for attribute in node.attributes() {
                    assert!(!attribute.name().starts_with("on"), "{text}");
                    assert!(attribute.name() != "style", "{text}");
                    let value = attribute.value();
                    assert!(
                        attribute.name() != "href" || value.starts_with('#'),
                        "{text}"
                    );
                    assert!(
                        !value.contains("url(") || value.starts_with("url(#"),
                        "{text}"
                    );
                    assert!(!value.contains(':') || attribute.name() == "id", "{text}");
                }
            }
        }
        other => panic!("an icon of the kind {other}"),
    }
}

#[test]
fn every_published_icon_is_read() {
    let icons = published();
    let started = Instant::now();
    let mut finished = 0;
    for (path, bytes) in &icons {
        let icon = icon::read(bytes).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        hold_to_bounds(&icon);
        let again = icon::read(&icon.bytes).expect("an icon of ours");
        assert_eq!(
            again, icon,
            "{path}: an icon of ours changes when it is read again"
        );
        finished += icon.bytes.len();
    }
    let read: usize = icons.iter().map(|(_, bytes)| bytes.len()).sum();
    eprintln!(
        "{} icons, {read} bytes to {finished}, {:?}",
        icons.len(),
        started.elapsed()
    );
}

/// One pixel in WebP, and a drawing: what is damaged below. PNG is taken from what the reader itself writes.
const WEBP: &str =
    "data:image/webp;base64,UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>.a{fill:red}</style><defs><pattern id='p'><path d='M0 0h9' class='a'/></pattern></defs><use href='#g'/><g id='g' fill='url(#p)' onload='x'><text style='stroke:blue'>A</text></g></svg>";

#[test]
fn webp_is_read() {
    let icon = icon::read(WEBP.as_bytes()).expect("an icon");
    hold_to_bounds(&icon);
    assert_eq!((icon.width, icon.height), (1, 1));
}

/// A picture with soft colours, which no writer changes much: red grows to the right, green downward.
fn samples(width: u16, height: u16) -> Vec<u8> {
    let part = |place: u16, of: u16| (u32::from(place) * 255 / u32::from(of)) as u8;
    let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    rows.flat_map(|(x, y)| [part(x, width), part(y, height), 90])
        .collect()
}

/// Writes the picture of a size as one kind of file.
type Write = fn(u16, u16) -> Vec<u8>;

fn jpeg(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.set_progressive(progressive);
    encoder
        .add_app_segment(1, b"Exif\0\0<script>alert(1)</script>".to_vec())
        .unwrap();
    let color = jpeg_encoder::ColorType::Rgb;
    encoder
        .encode(&samples(width, height), width, height, color)
        .unwrap();
    bytes
}

fn webp(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut bytes);
    encoder.set_xmp_metadata(b"<script>alert(1)</script>".to_vec());
    let color = image_webp::ColorType::Rgb8;
    encoder
        .encode(
            &samples(width, height),
            u32::from(width),
            u32::from(height),
            color,
        )
        .unwrap();
    bytes
}

/// Decoded, scaled down, written as PNG without what is no picture, and still the picture that it was.
#[test]
fn jpeg_and_webp_become_small_pictures() {
    let kinds: [(&str, Write); 3] = [
        ("JPEG", |width, height| jpeg(width, height, false)),
        ("progressive JPEG", |width, height| {
            jpeg(width, height, true)
        }),
        ("WebP", webp),
    ];
    for (kind, write) in kinds {
        for (size, fitted) in [
            ((40, 24), (40, 24)),
            ((300, 150), (128, 64)),
            ((64, 2000), (4, 128)),
        ] {
            let bytes = write(size.0, size.1);
            assert!(bytes.windows(6).any(|window| window == b"script"));
            let icon = icon::read(&bytes).unwrap_or_else(|problem| panic!("{kind}: {problem}"));
            hold_to_bounds(&icon);
            assert_eq!((icon.width, icon.height), fitted, "{kind} of {size:?}");
            assert!(!icon.bytes.windows(6).any(|window| window == b"script"));
            let raster = icon.raster().unwrap();
            let (width, height) = (raster.width(), raster.height());
            for (index, pixel) in (0..).zip(raster.pixels().chunks_exact(4)) {
                let wanted = [
                    ((index % width) * 2 + 1) * 255 / (2 * width),
                    ((index / width) * 2 + 1) * 255 / (2 * height),
                    90,
                    255,
                ];
                for (sample, wanted) in pixel.iter().zip(wanted) {
                    let apart = u32::from(*sample).abs_diff(wanted);
                    assert!(apart < 40, "{kind} of {size:?}, pixel {index}: {pixel:?}");
                }
            }
        }
    }
}

#[test]
fn sizes_that_jpeg_and_webp_declare_are_judged_before_decoding() {
    let mut large = jpeg(8, 8, false);
    let frame = large
        .windows(2)
        .position(|marker| marker == [0xff, 0xc0])
        .unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let problem = icon::read(&large).unwrap_err();
    assert!(problem.to_string().contains("65535"), "{problem}");

    let mut large = webp(8, 8);
    let stream = large.windows(4).position(|name| name == b"VP8L").unwrap();
    // After the length and the mark of the stream: fourteen bits of the width less one, fourteen of the height.
    large[stream + 9..stream + 12].copy_from_slice(&[0xff, 0xff, 0xff]);
    let problem = icon::read(&large).unwrap_err();
    assert!(problem.to_string().contains("16384"), "{problem}");
}

proptest! {
    #[test]
    fn damaged_icons_never_panic(
        which in 0..5_usize,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = match which {
            0 => DRAWING.as_bytes().to_vec(),
            1 => WEBP.as_bytes().to_vec(),
            2 => webp(40, 24),
            3 => jpeg(40, 24, true),
            _ => icon::read(WEBP.as_bytes()).expect("an icon").bytes,
        };
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cut.index(4) == 0 {
            bytes.truncate(cut.index(bytes.len()));
        }
        match icon::read(&bytes) {
            Ok(icon) => hold_to_bounds(&icon),
            Err(problem) => prop_assert!(!problem.to_string().is_empty() && !problem.help().is_empty()),
        }
    }
}
