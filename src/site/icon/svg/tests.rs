//! Tests of the SVG copy: what stays, what goes, what is refused.

use super::*;

fn copy(inside: &str) -> Result<String, IconProblem> {
    let file = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 24 24'>{inside}</svg>"
    );
    sanitise(file.as_bytes()).map(|icon| {
        let text = String::from_utf8(icon.bytes).expect("UTF-8");
        Document::parse(&text).expect("well-formed");
        text
    })
}

/// What the copy holds inside its root element.
fn inside(source: &str) -> String {
    let text = copy(source).unwrap_or_else(|problem| panic!("{source}: {problem}"));
    let (_, inside) = text.split_once('>').expect("a root");
    inside.trim_end().trim_end_matches("</svg>").to_owned()
}

const SHAPE: &str = "<path d=\"M1 2h3\"/>";

#[test]
fn drawings_stay_as_they_are() {
    for drawing in [
        SHAPE,
        "<g fill=\"none\" stroke=\"#1a2b3c\" stroke-width=\"1.5\" transform=\"translate(1 2) rotate(-45,3,4)\"><circle cx=\"1\" cy=\"2\" r=\"3\"/></g>",
        "<defs><linearGradient id=\"a\" x1=\"0%\"><stop offset=\".5\" stop-color=\"rgb(1,2,3)\"/></linearGradient></defs><rect fill=\"url(#a)\"/>",
        "<symbol id=\"s\" viewBox=\"0 0 1 1\"><path d=\"M1e-3-.5z\"/></symbol><use x=\"1\" href=\"#s\"/>",
        "<title>A &amp; B &lt;i&gt;</title><text font-family=\"&quot;Segoe UI&quot;, sans-serif\">é</text>",
    ] {
        assert_eq!(inside(drawing), drawing);
    }
}

#[test]
fn what_could_act_is_left_out() {
    for hostile in [
        "<script>alert(1)</script>",
        "<script href='https://evil.example/x.js'/>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='alert(1)'/></body></foreignObject>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<use xlink:href='data:image/svg+xml,x#a'/>",
        "<image href='https://evil.example/pixel.png'/>",
        "<image xlink:href='data:image/png;base64,AAAA'/>",
        "<feImage href='https://evil.example/x'/>",
        "<style>@import url(https://evil.example/x.css); path { fill: url(https://evil.example) }</style>",
        "<animate href='#a' attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onclick' to='alert(1)'/>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<!-- <script>alert(1)</script> -->",
        "<use href='#absent'/>",
        "<unknown><path d='M9 9'/></unknown>",
    ] {
        assert_eq!(inside(&format!("{hostile}{SHAPE}")), SHAPE, "{hostile}");
    }
    for hostile in [
        "onload='alert(1)'",
        "onclick='alert(1)'",
        "style='background: url(https://evil.example)'",
        "style='fill: url(https://evil.example#a); behavior: url(x)'",
        "fill='url(https://evil.example/x.svg#a)'",
        "fill='URL(data:x)'",
        "fill='u\\72l(https://evil.example)'",
        "fill='image(https)'",
        "fill='var(--x)'",
        "mask='url(#absent)'",
        "filter='url(#a)'",
        "id='\"&gt;&lt;script&gt;'",
        "class='a'",
        "data-x='1'",
        "xml:base='https://evil.example/'",
        "href='#a'",
        "transform='url(#a)'",
    ] {
        let source = format!("<path {hostile} d='M1 2h3'/>");
        assert_eq!(inside(&source), SHAPE, "{hostile}");
    }
}

#[test]
fn links_become_groups() {
    let source =
        format!("<a href='javascript:alert(1)' xlink:href='javascript:alert(1)'>{SHAPE}</a>");
    assert_eq!(inside(&source), format!("<g>{SHAPE}</g>"));
}

#[test]
fn style_sheets_become_attributes() {
    let sheet = "<style>/* a */ .a, #c { fill: #fff; position: fixed } @media print { .a { fill: red } } path { fill: red; stroke: blue }\n.b{fill:#00f!important}</style>";
    let of = |attributes: &str| inside(&format!("{sheet}<path {attributes}/>"));
    assert_eq!(of(""), "<path fill=\"red\" stroke=\"blue\"/>");
    assert_eq!(
        of("class='a' fill='green'"),
        "<path fill=\"#fff\" stroke=\"blue\"/>"
    );
    assert_eq!(of("class='b a'"), "<path fill=\"#00f\" stroke=\"blue\"/>");
    assert_eq!(
        of("class='b' id='c'"),
        "<path id=\"c\" fill=\"#fff\" stroke=\"blue\"/>"
    );
    assert_eq!(
        of("class='b' style='fill:none'"),
        "<path fill=\"none\" stroke=\"blue\"/>"
    );
}

#[test]
fn the_size_is_bounded_and_the_shape_kept() {
    let root = |attributes: &str| {
        let file = format!("<svg {attributes}>{SHAPE}</svg>");
        let icon = sanitise(file.as_bytes())?;
        let text = String::from_utf8(icon.bytes).expect("UTF-8");
        let (root, _) = text.split_once('>').expect("a root");
        let root = root
            .trim_start_matches("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
            .to_owned();
        Ok((icon.width, icon.height, root))
    };
    let is = |width: u32, height: u32, view: &str| {
        Ok((
            width,
            height,
            format!("width=\"{width}\" height=\"{height}\" viewBox=\"{view}\""),
        ))
    };
    assert_eq!(
        root("viewBox='0,0 48 24' width='100%' height='1e9'"),
        is(128, 64, "0 0 48 24")
    );
    assert_eq!(root("width='24pt' height='64px'"), is(64, 128, "0 0 32 64"));
    assert_eq!(
        root("viewBox='-1.5 0 1 1' onload='alert(1)' x='9'"),
        is(128, 128, "-1.5 0 1 1")
    );
    for unusable in [
        "",
        "width='100%' height='100%'",
        "viewBox='0 0 0 0'",
        "viewBox='0 0 NaN inf'",
        "viewBox='0 0 1e300 1'",
        "viewBox='0 0 -5 5'",
        "viewBox='0 0 5'",
        "viewBox='0 0 5 5 5'",
    ] {
        assert_eq!(root(unusable), Err(IconProblem::NoSize), "{unusable}");
    }
    // Lines without a filling are drawn so because the root says so.
    let (_, _, kept) =
        root("viewBox='0 0 1 1' fill='none' stroke='currentColor'").expect("an icon");
    assert!(
        kept.starts_with("fill=\"none\" stroke=\"currentColor\" "),
        "{kept}"
    );
}

#[test]
fn document_types_are_harmless_or_refused() {
    let plain = format!(
        "\u{feff}<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg viewBox='0 0 1 1'>{SHAPE}</svg>"
    );
    assert!(sanitise(plain.trim_start_matches('\u{feff}').as_bytes()).is_ok());
    let mut bomb = "<!DOCTYPE svg [<!ENTITY a0 'ha'>".to_owned();
    for level in 1..20 {
        bomb.push_str(&format!(
            "<!ENTITY a{level} '{}'>",
            format!("&a{};", level - 1).repeat(10)
        ));
    }
    bomb.push_str("]><svg viewBox='0 0 1 1'><text>&a19;</text></svg>");
    let file = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg viewBox='0 0 1 1'><text>&x;</text></svg>";
    for source in [bomb.as_str(), file] {
        let problem = sanitise(source.as_bytes()).expect_err("refused");
        assert!(
            problem.to_string().contains("declares entities"),
            "{problem}"
        );
    }
}

#[test]
fn what_takes_too_long_is_refused() {
    let mut doubling = "<g id='g0'><path d='M0 0'/></g>".to_owned();
    for level in 1..40 {
        let before = level - 1;
        doubling.push_str(&format!(
            "<g id='g{level}'><use href='#g{before}'/><use href='#g{before}'/></g>"
        ));
    }
    let mut patterns = "<pattern id='p0'><path d='M0 0'/></pattern>".to_owned();
    for level in 1..40 {
        let before = level - 1;
        patterns.push_str(&format!(
            "<pattern id='p{level}'><g fill='url(#p{before})'><path/><path/></g></pattern>"
        ));
    }
    patterns.push_str("<path fill='url(#p39)'/>");
    let circle = "<g id='a'><use href='#a'/></g>".to_owned();
    let indirect = "<pattern id='a'><path fill='url(#b)'/></pattern><pattern id='b'><path mask='url(#a)'/></pattern><path/>".to_owned();
    let deep = format!("{}{SHAPE}{}", "<g>".repeat(100), "</g>".repeat(100));
    let many = "<g/>".repeat(30_000);
    for source in [doubling, patterns, circle, indirect, deep, many] {
        let problem = copy(&source).expect_err("refused");
        assert!(
            matches!(problem, IconProblem::TooComplex { .. }),
            "{problem}"
        );
    }
}

#[test]
fn broken_files_are_refused() {
    for source in [
        "<path>",
        "</g>",
        "<path d='1' d='2'/>",
        "<path d=1/>",
        "&nbsp;",
        "<x:path/>",
        "\u{1}",
    ] {
        let problem = copy(source).expect_err("refused");
        assert!(
            matches!(
                problem,
                IconProblem::Broken {
                    kind: Kind::Svg,
                    ..
                }
            ),
            "{source}: {problem}"
        );
    }
    let latin = b"<svg viewBox='0 0 1 1'><text>\xe9</text></svg>";
    assert!(
        sanitise(latin)
            .expect_err("refused")
            .to_string()
            .contains("byte 29 is not UTF-8")
    );
    assert_eq!(copy("<image href='x'/>"), Err(IconProblem::NothingToShow));
}
