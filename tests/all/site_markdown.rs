//! Attacks on the pages of the site by way of Markdown: `fixtures/hostile/xss.txt`, arbitrary texts, and texts that
//! would take long. What comes out is read by the parser of HTML that browsers' rules made, not searched for words.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;
use specc::render::help_text::Help;
use specc::site::markdown::{Options, inline, plain, render};

use crate::support::{corpus, root};

const OPTIONS: Options = Options {
    id_prefix: "help",
    shift: 2,
    label: "Help",
    page: None,
};

/// Elements that a page may get from Markdown.
const ELEMENTS: &str = "a abbr b blockquote br caption cite code dd del details dfn div dl dt em h3 h4 h5 h6 hr i ins kbd li \
     mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var";

/// Elements that have no end.
const VOID: [&str; 2] = ["br", "hr"];

#[derive(Debug, Default)]
struct Found {
    complaints: Vec<String>,
    open: Vec<String>,
    ids: BTreeSet<String>,
    targets: Vec<String>,
    text: String,
}

struct Reader(RefCell<Found>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                match tag.kind {
                    TagKind::StartTag => {
                        if !ELEMENTS.split_whitespace().any(|known| known == name) {
                            found.complaints.push(format!("an element `{name}`"));
                        }
                        for attribute in &tag.attrs {
                            let (key, value) = (&*attribute.name.local, &*attribute.value);
                            found.attribute(&name, key, value);
                        }
                        if !VOID.contains(&name.as_str()) {
                            found.open.push(name);
                        }
                    }
                    TagKind::EndTag => {
                        let open = found.open.pop();
                        if open.as_deref() != Some(&name) {
                            found
                                .complaints
                                .push(format!("`</{name}>` closes {open:?}"));
                        }
                    }
                }
            }
            Token::CharacterTokens(text) => found.text.push_str(&text),
            Token::EOFToken => {}
            Token::ParseError(error) => found.complaints.push(error.into_owned()),
            other => found.complaints.push(format!("{other:?}")),
        }
        TokenSinkResult::Continue
    }
}

impl Found {
    fn attribute(&mut self, element: &str, key: &str, value: &str) {
        let is_good = match (element, key) {
            ("a", "href") => match value.strip_prefix('#') {
                Some(target) => {
                    self.targets.push(target.to_owned());
                    true
                }
                None => is_web(value),
            },
            ("a", "rel") => value == "nofollow noopener noreferrer",
            ("div", "class") => value == "table-wrap",
            ("div", "role") => value == "group",
            ("div", "aria-label") => {
                value.starts_with("Help, table ") || value.starts_with("Table ")
            }
            ("div" | "pre", "tabindex") => value == "0",
            ("code", "class") => {
                value.starts_with("language-") && !value.contains(char::is_whitespace)
            }
            ("th" | "td", "class") => ["align-right", "align-center"].contains(&value),
            ("th", "scope") => value == "col",
            ("th" | "td", "colspan" | "rowspan") | ("ol", "start") => value.parse::<u64>().is_ok(),
            ("details", "open") => value.is_empty(),
            ("h3" | "h4" | "h5" | "h6", "id") => {
                value.starts_with("help-") && self.ids.insert(value.to_owned())
            }
            _ => false,
        };
        if !is_good {
            self.complaints
                .push(format!("`{key}=\"{value}\"` on `{element}`"));
        }
    }
}

fn is_web(address: &str) -> bool {
    let is_clean = address
        .chars()
        .all(|character| !character.is_control() && !character.is_whitespace());
    is_clean
        && ["http://", "https://", "mailto:"].iter().any(|scheme| {
            address
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
}

/// Everything that is wrong with a piece of HTML, and its text.
fn examine(html: &str) -> (Vec<String>, String) {
    let tokenizer = Tokenizer::new(
        Reader(RefCell::default()),
        TokenizerOpts {
            exact_errors: true,
            ..TokenizerOpts::default()
        },
    );
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut found = tokenizer.sink.0.into_inner();
    for open in &found.open {
        found.complaints.push(format!("`{open}` is not closed"));
    }
    for target in &found.targets {
        if !found.ids.contains(target) {
            found.complaints.push(format!("`#{target}` leads nowhere"));
        }
    }
    (found.complaints, found.text)
}

/// Whether a tree that is built from the HTML, as a browser does it, is the one that was written: no element moves
/// out of another or closes one early. Ammonia, which would drop nothing of ours here, builds and writes it.
fn rebuilt(html: &str) -> String {
    ammonia::Builder::empty()
        .tags(ELEMENTS.split_whitespace().collect())
        .generic_attributes(
            [
                "href",
                "rel",
                "class",
                "role",
                "aria-label",
                "tabindex",
                "scope",
                "colspan",
                "rowspan",
                "start",
                "open",
                "id",
            ]
            .into(),
        )
        .link_rel(None)
        .url_schemes(["http", "https", "mailto"].into())
        .clean(html)
        .to_string()
}

/// The blocks of the list, with what no editor keeps put in.
pub fn vectors() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("fixtures/hostile/xss.txt")).unwrap();
    text.split("\n%%%\n")
        .skip(1)
        .map(|block| {
            let block = block.strip_suffix('\n').unwrap_or(block);
            let mut parts = block.split("\\u");
            let mut vector = parts.next().unwrap().to_owned();
            for part in parts {
                let code = u32::from_str_radix(&part[..4], 16).unwrap();
                write!(vector, "{}{}", char::from_u32(code).unwrap(), &part[4..]).unwrap();
            }
            vector
        })
        .collect()
}

/// Says what is wrong with everything that is made from a text.
fn complaints(text: &str) -> Vec<String> {
    let rendered = render(text, &OPTIONS);
    let (mut complaints, _) = examine(&rendered.html);
    if complaints.is_empty() && plainly(&rebuilt(&rendered.html)) != plainly(&rendered.html) {
        complaints.push(format!("a browser builds {:?}", rebuilt(&rendered.html)));
    }
    let line = inline(text);
    let (in_line, _) = examine(&line);
    complaints.extend(in_line.into_iter().map(|each| format!("inline: {each}")));
    for complaint in &mut complaints {
        write!(
            complaint,
            "\n  from {text:?}\n  in {:?}\n  and {line:?}",
            rendered.html
        )
        .unwrap();
    }
    complaints
}

/// HTML without the differences in writing that mean the same.
fn plainly(html: &str) -> String {
    let html = html.replace("&quot;", "\"").replace("&#39;", "'");
    html.replace("&nbsp;", "\u{a0}")
        .replace(" open=\"\"", " open")
}

#[test]
fn no_known_attack_gets_through() {
    let vectors = vectors();
    assert!(vectors.len() >= 250, "only {}", vectors.len());
    let mut found = Vec::new();
    for vector in &vectors {
        found.extend(complaints(vector));
        // Beside other text, where another attack may have opened something.
        found.extend(complaints(&format!(
            "# A\n\n{vector}\n\n|b|\n|-|\n|c|\n\n[d](#a)"
        )));
        found.extend(complaints(&format!("- {}", vector.replace('\n', "\n  "))));
    }
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
    for pair in vectors.chunks(2) {
        found.extend(complaints(&pair.join("\n\n")));
        found.extend(complaints(&pair.concat()));
    }
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}

/// Texts that were once written otherwise than they are read.
#[test]
fn markup_that_was_unbalanced_once_is_no_more() {
    let cases = ["[# ](#a)<script>\n## A\n"];
    let found: Vec<String> = cases.into_iter().flat_map(complaints).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_examination_finds_each_kind_of_fault() {
    for faulty in [
        "<script>a</script>",
        "<p onclick=\"a\">b</p>",
        "<a href=\"javascript:a\">b</a>",
        "<a href=\"#nowhere\">b</a>",
        "<p>a",
        "a</p>",
        "<p><b>a</p></b>",
        "<div class=\"other\">a</div>",
        "<!-- a -->",
        "<img src=\"https://a\">",
    ] {
        assert!(!examine(faulty).0.is_empty(), "{faulty}");
    }
    assert_ne!(rebuilt("<p>a<p>b</p></p>"), "<p>a<p>b</p></p>");
}

#[test]
fn no_text_takes_long() {
    // Without optimisation, the same second holds for a text an eighth as long.
    const LENGTH: usize = if cfg!(debug_assertions) {
        1 << 17
    } else {
        1 << 20
    };
    let pieces = [
        "[",
        "]",
        "*",
        "_",
        "*a_",
        "**a *b ",
        "<",
        "<a",
        "</",
        "`",
        "`a``",
        "> ",
        ">",
        "- ",
        "-\n",
        "1. ",
        "![",
        "[a](",
        "[a](b",
        "![a](<",
        "[a]: b\n",
        "[a][b] ",
        "~~",
        "~",
        "&",
        "&amp",
        "\\",
        "|",
        "|a",
        "|a\n|-\n",
        "#",
        "# a\n",
        "# a-2\n",
        "    a\n",
        "```\n",
        "<b>",
        "<b x=1>",
        "<div>",
        "<p>",
        "</p>",
        "<table>",
        "<td>",
        "<a href=x>\n\n",
        "<!--",
        "<!-- a",
        "<?",
        "<![CDATA[",
        "\n",
        "\r",
        "\0",
        " ",
        "a ",
        "é",
        "http://",
        "https://a)",
        "(http://a",
        "https://a/((((",
        "))))",
        "<a@b.c>",
        "[a](#a)",
        "[*a](#a)*",
        "> - ",
        "- a\n  - b\n",
        "*a **b",
        "\"",
        "'",
        "://",
    ];
    let mut slow = String::new();
    for piece in pieces {
        let text = piece.repeat(LENGTH / piece.len());
        let start = Instant::now();
        render(&text, &OPTIONS);
        let rendered = start.elapsed();
        inline(&text);
        let lined = start.elapsed() - rendered;
        plain(&text, 160);
        Help::parse(&text);
        let rest = start.elapsed() - rendered - lined;
        if rendered.max(lined).max(rest) > Duration::from_secs(1) {
            writeln!(slow, "{piece:?}: {rendered:?}, {lined:?}, {rest:?}").unwrap();
        }
    }
    assert!(slow.is_empty(), "\n{slow}");
}

#[test]
fn published_help_texts_make_good_html() {
    let Some(specs) = corpus() else { return };
    let mut found = Vec::new();
    for spec in specs {
        let Ok(text) = std::fs::read_to_string(spec.with_file_name("help.md")) else {
            continue;
        };
        let (complaints, _) = examine(&render(&text, &OPTIONS).html);
        found.extend(complaints.into_iter().map(|each| format!("{spec}: {each}")));
        let help = Help::parse(&text);
        if help.key_features.is_none() || help.version_history.is_none() {
            found.push(format!("{spec}: standard sections were not found"));
        }
        for extra in &help.extra {
            if ["Actions", "Triggers", "Tasks", "Setup"].contains(&extra.title.as_str()) {
                eprintln!("{spec}: {extra:?}");
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Pieces of Markdown and HTML, put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b c",
        " ",
        "\n",
        "\n\n",
        "# ",
        "## A\n",
        "> ",
        "- ",
        "1. ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](#a)",
        "](https://a.b)",
        "](javascript:a)",
        "![",
        "|a|b|\n|-|:-:|\n",
        "|c|",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<div>\n",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<a href=#a>",
        "</a>",
        "<details>\n",
        "<summary>",
        "<pre>",
        "<li>",
        "<ul>",
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<!--",
        "-->",
        "<x>",
        "\\",
        "&lt;",
        "&",
        "\"",
        "https://a.b/c",
        "<h3 id=a>",
        "</h3>",
        "    ",
        "\u{a0}",
        "é",
        "<code>",
        "</code>",
        "<select>",
        "<template>",
        "<br>",
        "<ol start=2>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn markup_of_any_kind_is_balanced(text in pieces()) {
        let found = examine(&render(&text, &OPTIONS).html).0;
        prop_assert!(found.is_empty(), "{:?}\n{}", found, render(&text, &OPTIONS).html);
        let found = examine(&inline(&text)).0;
        prop_assert!(found.is_empty(), "{:?}\n{}", found, inline(&text));
        Help::parse(&text);
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), most in 0..40_usize) {
        let found = examine(&render(&text, &OPTIONS).html).0;
        prop_assert!(found.is_empty(), "{:?}", found);
        prop_assert!(examine(&inline(&text)).0.is_empty());
        prop_assert!(plain(&text, most).chars().count() <= most);
        Help::parse(&text);
    }
}
