//! Tests of reading icons: kinds, bounds, data URIs.

use super::*;

/// A PNG of one pixel a side more than fits, with a colour for each place.
fn picture(width: u32, height: u32) -> Raster {
    let pixels = (0..width * height)
        .flat_map(|place| [(place % 251) as u8, (place % 13) as u8 * 9, 40, 255])
        .collect();
    Raster::new(width, height, pixels)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    png_file::write(&picture(width, height))
}

#[test]
fn small_images_keep_every_pixel() {
    for (width, height) in [(1, 1), (11, 41), (128, 128)] {
        let icon = read(&png(width, height)).expect("an icon");
        assert_eq!(
            (icon.width, icon.height, icon.extension),
            (width, height, "png")
        );
        assert_eq!(icon.raster(), Some(picture(width, height)));
    }
}

#[test]
fn large_images_are_scaled_down() {
    let icon = read(&png(300, 150)).expect("an icon");
    assert_eq!((icon.width, icon.height), (128, 64));
}

#[test]
fn noise_becomes_smaller_until_its_file_is_small() {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise = Raster::new(128, 128, (0..128 * 128 * 4).map(|_| next()).collect());
    let icon = read(&png_file::write(&noise)).expect("an icon");
    assert_eq!((icon.width, icon.height), (64, 64));
    assert!(icon.bytes.len() <= MOST_FINISHED_BYTES);
}

#[test]
fn what_is_not_pixels_vanishes() {
    let clean = read(&png(20, 20)).expect("an icon");
    let mut file = png(20, 20);
    file.extend(b"<script>alert(1)</script>PK\x03\x04");
    // A comment chunk right after the header's.
    let comment = b"Comment\0<script>alert(1)</script>";
    let mut chunk = (comment.len() as u32).to_be_bytes().to_vec();
    chunk.extend(b"tEXt");
    chunk.extend(comment);
    chunk.extend(crc32(&chunk[4..]).to_be_bytes());
    file.splice(33..33, chunk);
    assert_eq!(read(&file).as_ref(), Ok(&clean));
    assert!(!clean.bytes.windows(6).any(|window| window == b"script"));
}

/// The checksum of PNG chunks.
fn crc32(bytes: &[u8]) -> u32 {
    let folded = bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1))
        })
    });
    !folded
}

#[test]
fn huge_declared_sizes_are_refused_before_decoding() {
    let declare = |width: u32, height: u32| {
        let mut file = png(1, 1);
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc32(&file[12..29]);
        file[29..33].copy_from_slice(&sum.to_be_bytes());
        read(&file)
    };
    for (width, height) in [(0x7fff_ffff, 0x7fff_ffff), (4097, 1), (4096, 4096)] {
        assert_eq!(
            declare(width, height),
            Err(IconProblem::TooManyPixels { width, height })
        );
    }
    assert!(matches!(
        declare(2000, 2000),
        Err(IconProblem::Broken {
            kind: Kind::Png,
            ..
        })
    ));
}

#[test]
fn files_that_are_too_long_are_refused() {
    let mut file = png(1, 1);
    file.resize(MOST_BYTES + 1, 0);
    assert!(matches!(read(&file), Err(IconProblem::TooManyBytes { .. })));
    let svg = format!("<svg viewBox='0 0 1 1'>{}", " ".repeat(MOST_SVG_BYTES));
    assert!(matches!(
        read(svg.as_bytes()),
        Err(IconProblem::TooManyBytes { .. })
    ));
}

#[test]
fn the_content_tells_the_kind() {
    for (bytes, word) in [
        (&b"GIF89a\x01\0"[..], "a GIF"),
        (b"\x1f\x8b\x08", "SVGZ"),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><body>", "without an `svg` element"),
        (
            b"<html><svg viewBox='0 0 1 1'></svg></html>",
            "without an `svg` element",
        ),
        (b"hello", "no image"),
        (b"\xff\xfe<\0s\0", "UTF-16"),
    ] {
        let problem = read(bytes).expect_err("no icon");
        assert!(problem.to_string().contains(word), "{problem}");
        assert!(problem.help().contains("PNG, SVG, WebP or JPEG"));
    }
    assert_eq!(read(b""), Err(IconProblem::Empty));
}

#[test]
fn data_uris_are_read_whatever_they_call_themselves() {
    let file = png(3, 2);
    let icon = read(&file).expect("an icon");
    let base64 = base64::prelude::BASE64_STANDARD.encode(&file);
    let bare = base64.trim_end_matches('=');
    let (start, end) = base64.split_at(20);
    for uri in [
        format!("data:image/png;base64,{base64}"),
        format!(" DATA:text/html;charset=utf-8;BASE64,{bare}\n"),
        format!("data:;base64,{start}\n  {end}"),
        format!(
            "data:;base64,{}",
            base64.replace('=', "%3D").replace('+', "%2B")
        ),
    ] {
        assert_eq!(read(uri.as_bytes()).as_ref(), Ok(&icon), "{uri}");
    }
    let drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1'><path d='M0 0h1' fill='#fff'/></svg>";
    let icon = read(drawn.as_bytes()).expect("an icon");
    let encoded = drawn
        .replace('<', "%3C")
        .replace('>', "%3e")
        .replace('#', "%23");
    let uri = format!("data:image/svg+xml,{encoded}");
    assert_eq!(read(uri.as_bytes()), Ok(icon));

    for uri in [
        "data:",
        "data:image/png;base64",
        "data:image/png;base64,*",
        "data:;base64,A",
    ] {
        let problem = read(uri.as_bytes()).expect_err("no icon");
        assert!(
            matches!(problem, IconProblem::BrokenUri { .. }),
            "{problem}"
        );
    }
    assert_eq!(read(b"data:,"), Err(IconProblem::Empty));
}

#[test]
fn equal_icons_share_a_name() {
    assert_eq!(hash_name(b""), "e3b0c44298fc1c14");
    let icon = read(&png(5, 5)).expect("an icon");
    assert_eq!(icon.file_name(), format!("{}.png", hash_name(&icon.bytes)));
}
