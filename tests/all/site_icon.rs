//! Icons of plugins: every published one can be read, and no bytes at all make the reader panic or hand on what it
//! did not understand.

use std::io::Cursor;
use std::time::Instant;

use camino::Utf8PathBuf;
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
