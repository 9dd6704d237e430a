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

proptest! {
    #[test]
    fn damaged_icons_never_panic(
        which in 0..3_usize,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = match which {
            0 => DRAWING.as_bytes().to_vec(),
            1 => WEBP.as_bytes().to_vec(),
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
