//! What the report looks like, and what it costs.

use super::*;
use crate::diagnostic::{Diagnostics, RuleClass, RuleInfo};
use crate::text::{FileId, Span};

static ERROR: RuleInfo = RuleInfo {
    id: "some-error",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "",
    why: "",
    bad: "",
    good: "",
};

/// The place of a text in the first file.
fn at(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(FileId(0), start, start + needle.len())
}

fn rendered(sources: &[Source], diagnostics: &Diagnostics, style: Style) -> String {
    let mut out = Vec::new();
    let report = Report {
        sources,
        diagnostics,
        hidden: None,
        complete: true,
    };
    render(&report, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const PLAIN: Style = Style {
    color: false,
    width: 60,
    summary: false,
};

fn one(text: &str, found: Diagnostic) -> String {
    let sources = [Source::new(FileId(0), "a.yaml", text)];
    rendered(&sources, &std::iter::once(found).collect(), PLAIN)
}

#[test]
fn a_finding_shows_its_place_its_relations_and_the_next_step() {
    let text = "name: a\r\nversion: 1\r\ntags: []\r\nname: b\r\n";
    let first = at(text, "name");
    let again = Span::new(FileId(0), 31, 35);
    let found = Diagnostic::new(&ERROR, again, "key `name` stands twice")
        .at("again here")
        .label(first, "first here")
        .help("remove one of the two")
        .fix(Applicability::Unsafe, "remove the second", again, "");
    let expected = "\
error[some-error] (specc explain some-error)

  × key `name` stands twice
   ╭─[a.yaml:4:1]
 1 │ name: a
   · ──┬─
   ·   ╰── first here
 2 │ version: 1
 3 │ tags: []
 4 │ name: b
   · ──┬─
   ·   ╰── again here
   ╰────
  help: remove one of the two
        possible fix: remove the second

";
    assert_eq!(one(text, found), expected);
}

#[test]
fn a_place_in_another_file_is_shown_from_that_file() {
    let sources = [
        Source::new(FileId(0), "a.yaml", "name: x\n"),
        Source::new(FileId(1), "b.yaml", "one: 1\nname: x\n"),
    ];
    let found = Diagnostic::new(&ERROR, at("name: x", "x"), "two plugins are called x")
        .label(Span::new(FileId(1), 13, 14), "the other one");
    let expected = "\
error[some-error] (specc explain some-error)

  × two plugins are called x
   ╭─[a.yaml:1:7]
 1 │ name: x
   ·       ─
   ╰────
  ╰─▶   ☞ the other one
         ╭─[b.yaml:2:7]
       1 │ one: 1
       2 │ name: x
         ·       ─
         ╰────

";
    let list = std::iter::once(found).collect();
    assert_eq!(rendered(&sources, &list, PLAIN), expected);
}

#[test]
fn nothing_that_steers_a_terminal_gets_through() {
    let text = "esc: \u{1b}[31m\u{7}\u{9b}\u{202e}x\u{2028}\u{200f}\n";
    let found = Diagnostic::new(&ERROR, at(text, "x"), "bad \u{1b}]0;title\u{7}")
        .at("\u{1b}c")
        .help("\u{202e}no\r");
    let shown = one(text, found);
    let steering = shown
        .chars()
        .filter(|character| character.is_control() && *character != '\n')
        .count();
    assert_eq!(steering, 0, "{shown}");
    assert!(
        !shown.contains(['\u{202e}', '\u{200f}', '\u{2028}']),
        "{shown}"
    );
    assert!(shown.contains("esc: ␛[31m␇��x��"), "{shown}");
}

#[test]
fn a_long_line_is_cut_to_the_page_around_the_place() {
    let text = format!("a: {}NEEDLE{}\n", "漢é".repeat(1500), "x\t".repeat(1500));
    let found = Diagnostic::new(&ERROR, at(&text, "NEEDLE"), "somewhere far out").at("here");
    let shown = one(&text, found);
    for line in shown.lines() {
        let width = unicode_width::UnicodeWidthStr::width(line);
        assert!(width <= 60, "{width}: {line}");
    }
    assert!(shown.contains("[a.yaml:1:3004]"), "{shown}");
    let drawn: Vec<&str> = shown.lines().collect();
    let source = drawn.iter().find(|line| line.contains("NEEDLE")).unwrap();
    let marks = drawn.iter().find(|line| line.contains('┬')).unwrap();
    let before = source.split("NEEDLE").next().unwrap();
    let under = marks.split('─').next().unwrap();
    let width = unicode_width::UnicodeWidthStr::width;
    assert_eq!(width(before), width(under), "{shown}");
}

#[test]
fn an_empty_file_and_the_end_of_a_file_can_be_marked() {
    let shown = one(
        "",
        Diagnostic::new(&ERROR, Span::default(), "empty").at("here"),
    );
    assert!(shown.contains("1 │\n   · ▲\n   · ╰── here"), "{shown}");
    let end = Span::new(FileId(0), 5, 5);
    let shown = one("a: 1\n", Diagnostic::new(&ERROR, end, "the end").at("here"));
    assert!(shown.contains("2 │\n   · ▲\n   · ╰── here"), "{shown}");
}

#[test]
fn places_that_make_no_sense_do_no_harm() {
    let text = "é: 漢\nb";
    for start in 0..12 {
        for end in start..14 {
            let span = Span::new(FileId(0), start, end);
            let found = Diagnostic::new(&ERROR, span, "odd").label(span, "same");
            assert!(one(text, found).contains("odd"));
        }
    }
}

#[test]
fn places_that_overlap_are_drawn_apart() {
    let text = "name: abc def\n";
    let found = Diagnostic::new(&ERROR, at(text, "abc"), "inside")
        .at("this")
        .label(at(text, "name: abc def"), "in all of this");
    let shown = one(text, found);
    assert!(shown.contains(" · ───┬───┬─\n"), "{shown}");
}

#[test]
fn the_summary_counts() {
    let sources = [Source::new(FileId(0), "a.yaml", "a")];
    let style = Style {
        summary: true,
        ..PLAIN
    };
    let clean = rendered(&sources, &Diagnostics::new(), style);
    assert_eq!(clean, "clean: nothing found in 1 file\n");
    let mut list = Diagnostics::new();
    for severity in [Severity::Error, Severity::Error, Severity::Note] {
        list.push(Diagnostic::new(&ERROR, Span::default(), "x").severity(severity));
    }
    let found = rendered(&sources, &list, style);
    assert!(found.ends_with("\n2 errors, 1 note in 1 file\n"), "{found}");
}

#[test]
fn colour_marks_the_place_by_its_level() {
    let text = "a: 1\nb: 2\n";
    let sources = [Source::new(FileId(0), "a.yaml", text)];
    let found = Diagnostic::new(&ERROR, at(text, "b"), "x")
        .at("primary")
        .label(at(text, "a"), "related");
    let style = Style {
        color: true,
        ..PLAIN
    };
    let shown = rendered(&sources, &std::iter::once(found).collect(), style);
    assert!(shown.contains("\u{1b}[31;1mprimary"), "{shown}");
    assert!(shown.contains("\u{1b}[34;1mrelated"), "{shown}");
}

#[test]
fn the_cost_of_a_finding_does_not_grow_with_the_file() {
    let many = 2_000;
    let text = "abcdefgh".repeat(1_000_000);
    let sources = [Source::new(FileId(0), "a.yaml", text)];
    let list: Diagnostics = (0..many)
        .map(|index| Span::new(FileId(0), index * 4_000, index * 4_000 + 1))
        .map(|span| Diagnostic::new(&ERROR, span, "x"))
        .collect();
    let start = std::time::Instant::now();
    let shown = rendered(&sources, &list, PLAIN);
    assert_eq!(shown.matches("error[some-error]").count(), many);
    // Were each finding to cost a scan of its line, these would take minutes.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
