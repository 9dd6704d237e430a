//! One defect, one finding: each kind of slip, its rule and place, and what is read all the same.

use crate::text::{FileId, Source};
use crate::yaml::{Document, Limits, parse};

/// A broken text; what is found, as `line:column rule message…`; a part of the help.
type Case = (&'static str, &'static str, &'static str);

fn read(text: &str) -> (Document<'static>, Vec<(String, String)>) {
    // A document needs its source: the few texts of these tests live as long as they do.
    let source = Box::leak(Box::new(Source::new(FileId(0), "test.yaml", text)));
    let (document, diagnostics) = parse(source, &Limits::default());
    let told = diagnostics
        .iter()
        .map(|found| {
            let place = source.position(found.primary.span.start);
            let (line, column) = (place.line, place.column);
            let told = format!("{line}:{column} {} {}", found.rule.id, found.message);
            (told, found.help.clone().unwrap_or_default())
        })
        .collect();
    (document, told)
}

/// Each text is followed by two sound keys, which must be read whatever stands before them.
fn check(cases: &[Case]) {
    for (text, expected, help) in cases {
        let (document, told) = read(&format!("{text}\nvendor: acme\nlast: [x]\n"));
        assert_eq!(told.len(), 1, "{text:?} gives {told:?}");
        let (found, found_help) = &told[0];
        assert!(found.starts_with(expected), "{text:?} gives {found}");
        assert!(
            found_help.contains(help),
            "{text:?} helps with {found_help}"
        );
        let root = document.root.as_ref().and_then(|root| root.as_mapping());
        for key in ["vendor", "last"] {
            assert!(
                root.is_some_and(|root| root.get(key).is_some()),
                "{text:?} loses {key}"
            );
        }
    }
}

#[test]
fn indentation() {
    check(&[
        (
            "a:\n\tb: c",
            "2:1 tab-indentation the line `b: c` is indented",
            "only spaces",
        ),
        (
            "a: |\n\tb",
            "2:1 tab-indentation the line `b`",
            "only spaces",
        ),
        (
            "a:\n  b: c\n \td: e",
            "3:2 tab-indentation the line `d: e`",
            "only spaces",
        ),
        (
            "a: b\n  c: d",
            "2:3 bad-indentation `c: d` stands further in",
            "the line above has no spaces",
        ),
        (
            "a:\n  b: c\n d: e",
            "3:2 bad-indentation `d: e` is indented unlike the lines above",
            "no spaces or 2 spaces",
        ),
        (
            "a:\n   b: c\n  d: e\n  f: g",
            "2:4 bad-indentation `b: c` is indented unlike the lines below",
            "2 spaces",
        ),
        (
            "a:\n - b: c\n   d: e\n  f: g",
            "4:3 bad-indentation `f: g` is",
            "1 space or 3 spaces",
        ),
        (
            " a: b",
            "1:2 bad-indentation `a: b` is indented unlike the lines below",
            "no spaces",
        ),
        (
            "a: |\n    one\n  two",
            "3:3 bad-indentation `two` falls out of the text block",
            "4 spaces",
        ),
    ]);
}

#[test]
fn items_and_keys() {
    check(&[
        (
            "a: - b",
            "1:4 misplaced-item a list item stands on the line of its key",
            "next line",
        ),
        (
            "a: b\n- c",
            "2:1 misplaced-item a list item stands among keys",
            "key: value",
        ),
        (
            "a:\n  - b\n  c: d",
            "3:3 misplaced-item the key `c` stands among list items",
            "`- `",
        ),
        (
            "a:\n  - b\n  -c\n  - d",
            "3:3 missing-space no space stands after the dash of `-c`",
            "a dash and a space",
        ),
    ]);
}

#[test]
fn colons() {
    check(&[
        (
            "a b",
            "1:1 missing-colon `a b` stands where a key is expected",
            "`a: …`",
        ),
        (
            "a: b\nand so it goes on",
            "2:1 missing-colon `and so it goes on`",
            "indent it further",
        ),
        ("a:\n  b c\n  d: e", "2:3 missing-colon `b c`", "`b: …`"),
        (
            "a:b",
            "1:2 missing-space no space stands after the colon of `a:b`",
            "`a: b`",
        ),
        (
            "a:\n  b:c\n  d: e",
            "2:4 missing-space no space stands after the colon of `b:c`",
            "`b: c`",
        ),
        (
            "a: b: c",
            "1:5 unquoted-colon the value `b: c` holds a colon",
            "quotes",
        ),
        (
            "a: b:",
            "1:5 unquoted-colon the value `b:` holds a colon",
            "quotes",
        ),
        (
            "a: b\n  and then: c",
            "2:11 unquoted-colon the value `and then: c`",
            "from its first line",
        ),
        (
            "a: b #5\n  and more",
            "1:6 unquoted-hash the value `b #5` is cut off",
            "quotes",
        ),
        (
            "a: [b:[c]]",
            "1:6 syntax-error a colon stands directly before a bracket",
            "space after the colon",
        ),
    ]);
}

#[test]
fn quotes() {
    check(&[
        (
            "a: \"b",
            "1:4 unclosed-quote the double quote of `\"b` is not closed",
            "add `\"`",
        ),
        (
            "a: 'b\nc: 'd'",
            "1:4 unclosed-quote the single quote of `'b`",
            "add `'`",
        ),
        (
            "a:\n  b: \"c\n  d: \"e\"\n  f: \"g\"",
            "2:6 unclosed-quote the double quote of `\"c`",
            "add",
        ),
        (
            "\"a: b",
            "1:1 unclosed-quote the double quote of `\"a: b`",
            "add",
        ),
        ("a: \"b\n--- c", "1:4 unclosed-quote", "add"),
        (
            "a: 'it's b'",
            "1:8 text-after-quote `s b'` stands after the closing single quote",
            "twice",
        ),
        (
            "a: \"b\" c",
            "1:8 text-after-quote `c` stands after the closing double quote",
            "include it",
        ),
        (
            "a: \"say \"hi\" b\"",
            "1:10 text-after-quote `hi\" b\"`",
            "backslash",
        ),
        (
            "a: \"\\d+\"",
            "1:5 invalid-escape `\\d` is not an escape",
            "single quotes",
        ),
        (
            "a: \"\\x4\"",
            "1:5 invalid-escape `\\x4` is followed by too few",
            "`\\\\`",
        ),
        (
            "a: \"\\ud83d\\ude00\"",
            "1:5 invalid-escape `\\ud83d` is not a character",
            "UTF-16",
        ),
        (
            "a: \"\\UFFFFFFFF\"",
            "1:5 invalid-escape `\\UFFFFFFFF` is not a character",
            "itself",
        ),
    ]);
}

#[test]
fn brackets() {
    check(&[
        (
            "a: [b, c",
            "1:4 unclosed-bracket the bracket of `[b, c` is not closed",
            "add `]`",
        ),
        (
            "a:\n  b: {c: d\n  e: f",
            "2:6 unclosed-bracket the bracket of `{c: d`",
            "add `}`",
        ),
        ("a: [b #c, d]", "1:4 unclosed-bracket", "` #`"),
        (
            "a: [b, c}",
            "1:9 unclosed-bracket `}` does not close what `[` opened",
            "add `]`",
        ),
        (
            "a: []string",
            "1:4 text-after-bracket `[]string` needs quotes",
            "`\"[]string\"`",
        ),
        (
            "a: {b: c} d",
            "1:4 text-after-bracket `{b: c} d` needs quotes",
            "quotes",
        ),
        (
            "a: {{ b }} c",
            "1:4 unquoted-template `{{ b }} c` stands without quotes",
            "quotes",
        ),
        (
            "a: {{ b }}",
            "1:4 unquoted-template `{{ b }}` stands without quotes",
            "quotes",
        ),
        (
            "a: [b, , c]",
            "1:8 syntax-error a value is missing before `,`",
            "separates nothing",
        ),
        (
            "a: [\"b\" \"c\"]",
            "1:5 syntax-error a comma is missing after `\"b\"`",
            "commas",
        ),
        (
            "a: {b: c d: e}",
            "1:11 syntax-error a second colon stands in one item",
            "quotes",
        ),
        (
            "a: {\n  b: 1\n  c: 2\n  }",
            "2:6 syntax-error a comma is missing after `1`",
            "commas",
        ),
        (
            "a: [|\n  b]",
            "1:5 unquoted-character `|` begins with `|`",
            "quotes",
        ),
    ]);
}

#[test]
fn characters_of_yaml() {
    check(&[
        (
            "a: @b",
            "1:4 unquoted-character `@b` begins with `@`",
            "quotes",
        ),
        ("a: `b`", "1:4 unquoted-character ", "quotes"),
        ("a: %b", "1:4 unquoted-character `%b`", "quotes"),
        ("a: **b** c", "1:4 unquoted-character `**b** c`", "quotes"),
        ("a: *b\n  and more", "1:4 unquoted-character `*b`", "quotes"),
        ("a: &b! c", "1:4 unquoted-character `&b! c`", "quotes"),
        ("a: ? b", "1:4 unquoted-character `? b`", "quotes"),
        (
            "a: }",
            "1:4 unquoted-character `}` stands where a value",
            "delete it",
        ),
        (
            "a: !b!c d",
            "1:4 invalid-tag `!b!c` begins with `!`",
            "quotes",
        ),
        (
            "a: !b c",
            "1:4 invalid-tag `!b` is a YAML tag that has no meaning",
            "quotes",
        ),
        (
            "a: [!!str, b]",
            "1:5 invalid-tag a comma follows the tag `!!str`",
            "space",
        ),
        (
            "a: !!int b",
            "1:10 invalid-tag `b` is not what its tag `!!int` says",
            "delete the tag",
        ),
        (
            "a: | b\n  c",
            "1:6 invalid-block-header `b` stands after `|`",
            "next line",
        ),
        (
            "a: >0\n  c",
            "1:5 invalid-block-header `0` stands after `>`",
            "`>-`",
        ),
        (
            "%b\n---",
            "1:1 invalid-directive `%b` is not a directive",
            "delete the line",
        ),
        (
            "%YAML 7.1\n---",
            "1:1 invalid-directive `%YAML 7.1`",
            "delete the line",
        ),
        ("a: b\n%c", "2:1 invalid-directive `%c`", "delete the line"),
        (
            "a: b\u{2028}>-",
            "1:5 syntax-error the invisible character U+2028",
            "space",
        ),
        (
            "a: b\u{8}c",
            "1:5 forbidden-character the character U+0008 (backspace)",
            "`\\x08`",
        ),
        (
            "a: b\u{ffff}c",
            "1:5 forbidden-character the character U+FFFF",
            "delete it",
        ),
    ]);
}

#[test]
fn meaning_of_nodes() {
    check(&[
        (
            "a: b\na: c",
            "2:1 duplicate-key the key `a` stands twice",
            "delete one",
        ),
        (
            "a: &defaults {b: c}\nd: *default",
            "2:4 undefined-anchor nothing above is marked `&default`",
            "`*defaults`",
        ),
        (
            "a: *b\nb: &b c",
            "1:4 undefined-anchor nothing above is marked `&b`",
            "further down",
        ),
        (
            "a: &b [*b]",
            "1:8 recursive-alias `*b` stands inside",
            "another name",
        ),
        (
            "a: {<<: 5}",
            "1:9 merge-key `<<` takes in the entries of a mapping, but this is a number",
            "*defaults",
        ),
        (
            "? [a]\n: b",
            "1:3 complex-key a list cannot be a key",
            "quotes",
        ),
    ]);
}

#[test]
fn an_alias_without_an_anchor_is_one_finding_however_often_it_stands() {
    check(&[("a: [*b, *b]\nc: *b", "1:5 undefined-anchor", "")]);
}

#[test]
fn a_second_document_is_not_read() {
    for text in [
        "a: b\n---\na: c\n",
        "a: b\n--- \nx\n",
        "a: b\n...\n---\na: @\n",
    ] {
        let (document, told) = read(text);
        assert_eq!(told.len(), 1, "{text:?} gives {told:?}");
        assert!(told[0].0.contains("multiple-documents"), "{told:?}");
        let root = document.root.expect("a root");
        assert_eq!(root.as_mapping().map(|root| root.entries.len()), Some(1));
    }
}

#[test]
fn each_broken_section_gives_its_own_finding() {
    let (document, told) = read("a: @b\nc: \"d\ne: f\ng: [h\ni: j\nk:\n  l: m\n n: o\np: q\n");
    let rules: Vec<&str> = told
        .iter()
        .filter_map(|(told, _)| told.split(' ').nth(1))
        .collect();
    assert_eq!(
        rules,
        [
            "unquoted-character",
            "unclosed-quote",
            "unclosed-bracket",
            "bad-indentation"
        ]
    );
    let damaged: Vec<&str> = ["a", "c", "e", "g", "i", "k", "p"]
        .into_iter()
        .filter(|key| document.is_damaged(key))
        .collect();
    assert_eq!(damaged, ["a", "c", "g", "k"]);
    let root = document.root.expect("a root");
    let keys: Vec<&str> = root
        .as_mapping()
        .expect("a mapping")
        .entries
        .iter()
        .filter_map(|entry| entry.key.as_text())
        .collect();
    assert_eq!(keys, ["e", "i", "k", "p"]);
}

#[test]
fn what_was_read_before_an_error_is_kept() {
    let (document, _) = read("a:\n  b:\n    c: 1\n    d: \"e\n    f: 2\n  g: 3\nh: 4\n");
    let root = document.root.as_ref().expect("a root");
    let a = root.as_mapping().and_then(|root| root.get("a")).expect("a");
    let b = a.value.as_mapping().and_then(|a| a.get("b")).expect("b");
    let keys = b.value.as_mapping().map(|b| b.entries.len());
    assert_eq!(keys, Some(1));
    assert!(document.is_damaged("a") && !document.is_damaged("h"));
}
