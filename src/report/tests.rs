//! Reports of every format over texts that mean them harm.

use super::*;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::text::Span;

/// What a text's check finds, as a report takes it.
pub(super) fn report_of(text: &str) -> (Vec<Source>, Diagnostics) {
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    let diagnostics = crate::check(&source).diagnostics;
    (vec![source], diagnostics)
}

/// Everything that some format gives a meaning to.
const EVIL: &str = "a\r\n::error file=x::b\n##[error]c ]]> <script>&amp;</script> \" ' %0A | `d` [e](1) @f **g** \
                    \u{1b}[31m \u{0} \u{202E} https://h.example www.i.example \\ {0} 🦀";

/// A report in which every text and the path are evil.
fn evil() -> (Vec<Source>, Diagnostics) {
    let path = format!("./{}", EVIL.replace('\0', ""));
    let source = Source::new(FileId(0), path, format!("name: 'x'\n{EVIL}\n"));
    let clean = Source::new(FileId(1), "clean/plugin.spec.yaml", "");
    let span = |from, to| Span::new(FileId(0), from, to);
    let rules = crate::rules::all();
    let mut diagnostics = Diagnostics::new();
    for severity in [Severity::Warning, Severity::Error, Severity::Note] {
        diagnostics.push(
            Diagnostic::new(rules[0], span(6, 9), EVIL)
                .severity(severity)
                .at(EVIL)
                .label(span(0, 4), EVIL)
                .help(EVIL)
                .fix(Applicability::Unsafe, EVIL, span(6, 9), EVIL),
        );
    }
    // Over several lines, and of no length.
    diagnostics.push(Diagnostic::new(rules[1], span(0, 12), EVIL));
    diagnostics.push(Diagnostic::new(rules[1], span(3, 3), EVIL));
    (vec![source, clean], diagnostics)
}

fn rendered(id: &str, (sources, diagnostics): &(Vec<Source>, Diagnostics)) -> String {
    let report = Report {
        sources,
        diagnostics,
        hidden: None,
        complete: true,
    };
    let style = Style {
        color: false,
        width: 100,
        summary: true,
    };
    let mut out = Vec::new();
    let format = format(id).unwrap_or_else(|| panic!("no format {id}"));
    (format.render)(&report, &style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn a_report_shows_no_more_than_its_format_says() {
    let whole = evil();
    let with = |id: &str, sources: Vec<Source>, labels: bool| {
        let mut diagnostics = whole.1.clone();
        if !labels {
            diagnostics.forget_file(FileId(0));
        }
        rendered(id, &(sources, diagnostics))
    };
    let texts = || evil().0;
    let places = || {
        let begins = |source: &Source| {
            let spans = whole.1.iter().map(|found| found.primary.span);
            let own = spans.filter(|span| span.file == source.id);
            source.without_text(own.map(|span| span.start))
        };
        whole.0.iter().map(begins).collect()
    };
    for format in FORMATS {
        let shown = rendered(format.id, &whole);
        let less = match format.shows {
            Shows::Places => with(format.id, places(), false),
            Shows::Texts => with(format.id, texts(), false),
            Shows::Labels => with(format.id, texts(), true),
        };
        assert_eq!(less, shown, "{}", format.id);
        if format.shows == Shows::Labels {
            assert_ne!(with(format.id, texts(), false), shown, "{}", format.id);
        }
    }
}

#[test]
fn a_workflow_command_is_one_line_whatever_it_says() {
    let text = rendered("github", &evil());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(!text.contains('\r') && !text.contains('\u{1b}') && !text.contains('\0'));
    let kinds: Vec<&str> = lines
        .iter()
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(kinds[0], "::error");
    assert!(kinds.is_sorted_by_key(|kind| {
        ["::error", "::warning", "::notice"]
            .iter()
            .position(|one| one == kind)
    }));
    for line in lines {
        // As the runner reads it: the command ends at the next `::`, its values at commas.
        let (head, data) = line[2..].split_once("::").expect("a command has a text");
        let (_, properties) = head.split_once(' ').expect("a command has values");
        let names: Vec<&str> = properties
            .split(',')
            .map(|pair| pair.split_once('=').expect("a value has a name").0)
            .collect();
        assert_eq!(names[..5], ["title", "file", "line", "endLine", "col"]);
        assert!(!properties.contains(':'), "{properties}");
        assert!(data.contains("%0A::error file=x::b"), "{data}");
        assert!(data.contains("%250A"), "{data}");
    }
}

#[test]
fn github_is_told_what_it_does_not_show() {
    let span = Span::new(FileId(0), 0, 1);
    let (sources, _) = evil();
    let mut diagnostics = Diagnostics::new();
    for index in 0..12 {
        let rule = crate::rules::all()[0];
        let found = Diagnostic::new(rule, span, format!("finding {index}"));
        diagnostics.push(found.severity(Severity::Error));
    }
    let text = rendered("github", &(sources, diagnostics));
    assert_eq!(text.lines().count(), 13);
    assert!(text.ends_with("of a kind; 2 errors more stand only in this log\n"));
}

#[test]
fn gitlab_gets_relative_paths_and_a_fingerprint_each() {
    let text = rendered("gitlab", &evil());
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    assert_eq!(list.len(), 5);
    let mut fingerprints: Vec<&str> = list
        .iter()
        .map(|one| one["fingerprint"].as_str().expect("a text"))
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), 5);
    for one in &list {
        assert_eq!(one["description"], EVIL);
        let path = one["location"]["path"].as_str().expect("a text");
        assert!(!path.starts_with("./"), "{path}");
        assert!(one["location"]["lines"]["begin"].as_u64() >= Some(1));
    }
}

#[test]
fn junit_says_of_every_file_how_it_is() {
    let text = rendered("junit", &evil());
    let document = roxmltree::Document::parse(&text).expect("well-formed XML");
    let suites: Vec<_> = document
        .root_element()
        .children()
        .filter(roxmltree::Node::is_element)
        .collect();
    assert_eq!(suites.len(), 2);
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name("testsuite") || node.has_tag_name("testsuites"))
    {
        let count = |name| {
            node.descendants()
                .filter(|one| one.has_tag_name(name))
                .count()
        };
        for (attribute, element) in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("skipped", "skipped"),
        ] {
            let said = node.attribute(attribute).and_then(|text| text.parse().ok());
            assert_eq!(said, Some(count(element)), "{attribute}");
        }
    }
    let clean = suites[1]
        .descendants()
        .find(|node| node.has_tag_name("testcase"));
    assert_eq!(clean.and_then(|node| node.attribute("name")), Some("clean"));
    let failure = document
        .descendants()
        .find(|node| node.has_tag_name("failure"));
    let said = failure.and_then(|node| node.text()).unwrap_or_default();
    assert!(
        said.contains("##[error]c ]]> <script>&amp;</script>"),
        "{said}"
    );
}

#[test]
fn markdown_shows_texts_and_nothing_of_what_they_would_be() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = rendered("markdown", &evil());
    let mut read = String::new();
    let mut cells = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::TableHead | Tag::TableRow)
            | Event::End(_) => {}
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Text(text) | Event::Code(text) => read.push_str(&text),
            Event::InlineHtml(tag) => {
                assert!(["<code>", "</code>", "<!-- -->"].contains(&&*tag), "{tag}");
            }
            other => panic!("{other:?} in\n{text}"),
        }
    }
    // Two tables of counts, one of findings; each with its heading.
    assert_eq!(cells, 4 * (1 + 2) + 4 * (1 + 1) + 4 * (1 + 5));
    let expected = visible(EVIL, &[]).replace("`d`", "d");
    assert_eq!(read.matches(&expected).count(), 5, "{read}\n{expected}");
}

#[test]
fn sarif_keeps_texts_and_numbers_its_rules() {
    let text = rendered("sarif", &evil());
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    assert_eq!(rules.len(), 2);
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 5);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number");
        assert_eq!(rules[index as usize]["id"], result["ruleId"]);
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(text.contains("\\[e\\](1)"), "{text}");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .expect("a text");
        assert!(uri.starts_with("a%0D%0A%3A%3Aerror%20file%3Dx"), "{uri}");
    }
    let fix = &results[0]["fixes"][0];
    assert_eq!(fix["properties"]["applicability"], "unsafe");
    let replacement = &fix["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], EVIL);
    assert_eq!(replacement["deletedRegion"]["startColumn"], 7);
    assert_eq!(replacement["deletedRegion"]["endColumn"], 10);
}

#[test]
fn every_format_writes_a_report_of_nothing() {
    let nothing = (Vec::new(), Diagnostics::new());
    for one in FORMATS {
        rendered(one.id, &nothing);
    }
    assert_eq!(rendered("gitlab", &nothing), "[]\n");
}
