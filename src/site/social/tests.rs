//! Tests of the picture: its form, its bounds, and texts of every kind.

use super::*;

fn decode(file: &[u8]) -> Raster {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("a whole PNG");
    Raster::new(frame.width, frame.height, pixels)
}

fn card<'a>(title: &'a str, icon: Option<&'a Raster>) -> SocialCard<'a> {
    SocialCard {
        site_title: "Plugin marketplace",
        title,
        vendor: "rapid7",
        version: "1.2.3",
        summary: "Does what it says.",
        counts: &[],
        icon,
        key: "rapid7/x",
    }
}

fn pixel(image: &Raster, x: u32, y: u32) -> &[u8] {
    let at = ((y * image.width() + x) * 4) as usize;
    &image.pixels()[at..at + 3]
}

#[test]
fn the_picture_has_the_size_and_the_colours_asked_for() {
    let icon = Raster::new(2, 2, [[10, 200, 30, 255]; 4].concat());
    let picture = decode(&draw(&card("Title", Some(&icon))));
    assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
    assert_eq!(pixel(&picture, 90, 90), [10, 200, 30]);
    let accent = colour("rapid7/x");
    assert_eq!(
        pixel(&picture, 600, 5),
        [accent.red, accent.green, accent.blue]
    );

    let drawn = decode(&draw(&card("Title", None)));
    assert_eq!(
        pixel(&drawn, 156, 84),
        [accent.red, accent.green, accent.blue]
    );
    assert_eq!(pixel(&drawn, 81, 77), [255; 3]);
}

#[test]
fn a_light_icon_lies_on_the_colour() {
    let half = [[255, 255, 255, 255], [0, 0, 0, 0]].concat();
    let icon = Raster::new(2, 1, half);
    assert!(icon.is_light());
    let picture = decode(&draw(&card("Title", Some(&icon))));
    let accent = colour("rapid7/x");
    assert_eq!(pixel(&picture, 120, 150), [255; 3]);
    assert_eq!(
        pixel(&picture, 180, 150),
        [accent.red, accent.green, accent.blue]
    );
}

#[test]
fn an_icon_of_too_many_colours_keeps_its_looks() {
    let pixels = (0..128 * 128_u32)
        .flat_map(|at| {
            [
                (at % 128 * 2) as u8,
                (at / 128 * 2) as u8,
                (at % 7) as u8,
                255,
            ]
        })
        .collect();
    let picture = decode(&draw(&card("T", Some(&Raster::new(128, 128, pixels)))));
    for (x, y) in [(85, 80), (150, 150), (225, 220), (90, 200)] {
        let shown = pixel(&picture, x, y);
        let expected = [(x - 80) * 128 / 152 * 2, (y - 76) * 128 / 152 * 2];
        for (channel, expected) in expected.into_iter().enumerate() {
            assert!(
                u32::from(shown[channel]).abs_diff(expected) < 40,
                "{x} {y}: {shown:?}"
            );
        }
    }
}

/// The lowest and the rightmost dark pixel.
fn reach(image: &Raster) -> (u32, u32) {
    let dark = (0..image.height())
        .flat_map(|y| (0..image.width()).map(move |x| (x, y)))
        .filter(|&(x, y)| y > 20 && pixel(image, x, y).iter().all(|&channel| channel < 120));
    dark.fold((0, 0), |(right, low), (x, y)| (right.max(x), low.max(y)))
}

#[test]
fn texts_of_every_length_and_script_stay_inside() {
    let long = "Extraordinarily comprehensive orchestration ".repeat(400);
    let word = "W".repeat(50_000);
    let tower = format!("a{}", "\u{301}".repeat(50_000));
    for title in [
        "",
        " ",
        "A",
        &long,
        &word,
        &tower,
        "微软 云 🚀",
        "\u{202e}\u{0}\u{ffff}",
        "Ünïcödé Ωμέγα Яндекс",
    ] {
        let mut card = card(title, None);
        (card.vendor, card.version, card.summary, card.site_title) = (title, title, title, title);
        let counts = vec![title.to_owned(); 5];
        card.counts = &counts;
        let file = draw(&card);
        assert_eq!(file, draw(&card));
        assert!(file.len() <= 40 << 10, "{} bytes", file.len());
        let (right, low) = reach(&decode(&file));
        assert!(right < 1128 && low < 600, "{title:.20}: {right} {low}");
    }
}

#[test]
fn a_title_too_long_ends_in_an_ellipsis() {
    let fonts = Fonts::built_in().expect("the fonts");
    let title = "Several words that go on and on ".repeat(20);
    let lines = fonts.wrap_within(Face::SemiBold, 52.0, &title, ROOM, 3);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.width() <= ROOM));
    let ends = |line: &Line<'_>| line.ends_in_ellipsis();
    assert_eq!(
        lines.iter().map(ends).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(fonts.wrap(Face::SemiBold, 52.0, "one two", ROOM).len(), 1);
}
