//! Tests of rendering; the vectors of attacks are in `fixtures/hostile/xss.txt`.

use super::*;

fn html(markdown: &str) -> String {
    render(markdown, &Options::default()).html
}

#[test]
fn blocks_become_html() {
    assert_eq!(
        html("a *b* **c** ~~d~~ `e<`  \nf\n\n> g\n\n---"),
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code><br>\nf</p>\n\
         <blockquote>\n<p>g</p>\n</blockquote>\n<hr>\n"
    );
    assert_eq!(
        html("- [x] a\n- b\n  1. c\n\n3. d"),
        "<ul>\n<li>☑ a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n\
         <ol start=\"3\">\n<li>d</li>\n</ol>\n"
    );
    assert_eq!(
        html("```json title\"\n<a>\n```\n\n```\"onload=\nb\n```"),
        "<pre tabindex=\"0\"><code class=\"language-json\">&lt;a&gt;\n</code></pre>\n\
         <pre tabindex=\"0\"><code>b\n</code></pre>\n"
    );
}

#[test]
fn tables_can_be_scrolled() {
    let options = Options {
        label: "Set\"up",
        ..Options::default()
    };
    assert_eq!(
        render("|a||\n|-:|-|\n|b|https://a.example|\n", &options).html,
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Set&quot;up, table 1\"><table>\n\
         <thead>\n<tr><th scope=\"col\" class=\"align-right\">a</th><td></td></tr>\n</thead>\n\
         <tbody>\n<tr><td class=\"align-right\">b</td><td><a href=\"https://a.example\" \
         rel=\"nofollow noopener noreferrer\">https://a.example</a></td></tr>\n</tbody>\n</table></div>\n"
    );
    assert!(!html("|a|\n|-|\n").contains("tbody"));
}

#[test]
fn headings_stand_below_the_page() {
    let options = Options {
        id_prefix: "setup",
        shift: 2,
        ..Options::default()
    };
    let rendered = render(
        "# A *b*\n### A b\n#### `c`\n## d\n#\n###### A b-2\n# A b",
        &options,
    );
    let found: Vec<_> = rendered
        .headings
        .iter()
        .map(|heading| (heading.level, heading.id.as_str(), heading.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (3, "setup-a-b", "A b"),
            (4, "setup-a-b-2", "A b"),
            (5, "setup-c", "c"),
            (4, "setup-d", "d"),
            (4, "setup-a-b-2-2", "A b-2"),
            (3, "setup-a-b-3", "A b"),
        ]
    );
    assert!(
        rendered
            .html
            .starts_with("<h3 id=\"setup-a-b\">A <em>b</em></h3>\n")
    );
    assert_eq!(rendered.html.matches("<h").count(), 6);
    let deep = render(
        "# a\n## b\n### c\n",
        &Options {
            shift: 5,
            ..options
        },
    );
    assert!(deep.headings.iter().all(|heading| heading.level == 6));
}

#[test]
fn links_lead_outside_or_to_headings() {
    const REL: &str = "rel=\"nofollow noopener noreferrer\"";
    assert_eq!(
        html("[a](http://b?c&d) <e@f.g> [h](i.md) [j](javascript:k)"),
        format!(
            "<p><a href=\"http://b?c&amp;d\" {REL}>a</a> <a href=\"mailto:e@f.g\" {REL}>e@f.g</a> h j</p>\n"
        )
    );
    assert_eq!(
        html("[a](#B-c) [d](#e) [](#b-c)\n# B [x](#b-c) c"),
        "<p>a d </p>\n<h1 id=\"b-x-c\">B x c</h1>\n"
    );
    assert_eq!(
        html("# B c\n[a](#B-c) [d](#e)\n# [z](#b-c)"),
        "<h1 id=\"b-c\">B c</h1>\n<p><a href=\"#b-c\">a</a> d</p>\n\
         <h1 id=\"z\"><a href=\"#b-c\">z</a></h1>\n"
    );
    assert_eq!(
        html("[](https://a) ![b *c*](https://d) ![e](f.png) [![g](https://h)](https://i)"),
        format!(
            "<p><a href=\"https://a\" {REL}>https://a</a> <a href=\"https://d\" {REL}>b c</a> e \
             <a href=\"https://i\" {REL}>g</a></p>\n"
        )
    );
    assert_eq!(
        html("see https://a_b.c/d_e?f&g."),
        format!(
            "<p>see <a href=\"https://a_b.c/d_e?f&amp;g\" {REL}>https://a_b.c/d_e?f&amp;g</a>.</p>\n"
        )
    );
}

#[test]
fn raw_html_is_sanitised_and_placeholders_stay() {
    assert_eq!(
        html("a <your token> <!-- b -->c"),
        "<p>a &lt;your token&gt; c</p>\n"
    );
    assert_eq!(html("<user>\n"), "<p>&lt;user&gt;</p>\n");
    assert_eq!(
        html("# A\n\na<sub onclick=\"x\" class=c>2</sub><script>b</script>\n\n[d](#a)"),
        "<h1 id=\"a\">A</h1>\n<p>a<sub>2</sub></p>\n\
         <p><a href=\"#a\">d</a></p>\n"
    );
    let table = "<table class=\"x\" style=\"y\"><tr><td colspan=\"2\" onclick=\"z\">a</td></tr></table>\n\n|b|\n|-|\n|c|\n";
    let rendered = html(table);
    assert!(
        rendered.starts_with("<table><tbody><tr><td colspan=\"2\">a</td>"),
        "{rendered}"
    );
    assert!(rendered.contains("class=\"table-wrap\" "), "{rendered}");
    // What an author writes like an attribute of ours is not one.
    assert_eq!(
        html("<b id=\"a\" role=\"main\" title=\"t\">x</b>"),
        "<p><b>x</b></p>\n"
    );
}

#[test]
fn raw_html_that_costs_too_much_is_text() {
    let many: String = (0..3000)
        .map(|index| format!("<b x={index}>a\n\n"))
        .collect();
    assert!(html(&many).starts_with("<p>&lt;b x=0&gt;a</p>"));
}

#[test]
fn descriptions_stay_on_their_line() {
    assert_eq!(inline("a\n  b & c"), "a b &amp; c");
    assert_eq!(
        inline("# a *b*\n- `c<d>`"),
        "# a <em>b</em> - <code>c&lt;d&gt;</code>"
    );
    assert_eq!(inline("*a* <b>"), "<em>a</em> &lt;b&gt;");
    assert_eq!(
        inline("[x]: https://a.b"),
        "[x]: <a href=\"https://a.b\" rel=\"nofollow noopener noreferrer\">https://a.b</a>"
    );
    for (text, html) in [
        (
            "No `a*b` (`<c>` and 2 more).",
            "No <code>a*b</code> (<code>&lt;c&gt;</code> and 2 more).",
        ),
        ("`a``b`", "<code>a``b</code>"),
        ("``a`b``", "<code>a`b</code>"),
        ("` a ` `b", "<code>a</code> `b"),
        ("say \"`a`\"", "say &quot;<code>a</code>&quot;"),
        ("`a` _b_", "<code>a</code> <em>b</em>"),
    ] {
        assert_eq!(inline(text), html);
    }
    assert_eq!(inline("1. a_b_c \\"), "1. a_b_c \\");
    assert_eq!(inline(" \n "), "");
    assert_eq!(
        inline("<script>a</script>"),
        "&lt;script&gt;a&lt;/script&gt;"
    );
}

#[test]
fn words_without_markup_are_cut_between_words() {
    let text =
        "# Title\n\nSome *words* with `code`, a [link](https://a) and <b>more</b> <token>.\n";
    assert_eq!(
        plain(text, 200),
        "Title Some words with code, a link and more <token>."
    );
    assert_eq!(plain(text, 22), "Title Some words with…");
    assert_eq!(plain(text, 24), "Title Some words with…");
    assert_eq!(plain(text, 28), "Title Some words with code…");
    assert_eq!(plain("abcdefgh", 4), "abc…");
    assert_eq!(plain("abcd", 4), "abcd");
    assert_eq!(plain("abcd", 0), "");
}

#[test]
fn what_a_sanitiser_takes_away_is_linked_to_by_nobody() {
    let rendered = render(
        "<a href=#gone>one</a> [two](#gone) [three](#here)\n\n# Here\n\n<style>\n\n# Gone\n\n</style>\n",
        &Options::default(),
    );
    assert!(!rendered.html.contains("#gone"), "{}", rendered.html);
    assert!(rendered.html.contains("#here"), "{}", rendered.html);
    let ids: Vec<&str> = rendered.headings.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["here"]);
}

proptest::proptest! {
    #[test]
    fn lines_without_markup_are_read_as_the_parser_reads_them(
        line in "[a-zA-Z][a-zA-Z0-9é .,:;()#>+=|!?/'\"%-]{0,40}",
        most in 0..50_usize,
    ) {
        // With line ends it is left to the parser.
        assert_eq!(plain(&line, most), plain(&format!("{line}\n\n"), most), "{line:?}");
    }
}
