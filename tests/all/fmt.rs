//! `specc fmt`: specs are laid out alike, and nothing that they say changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camino::Utf8Path;
use specc::dialect::Misspelt;
use specc::format::{self, Refusal};
use specc::text::{FileId, Source};
use specc::workspace::analyse;
use specc::yaml::Limits;

use crate::support::{corpus, fixtures, root};

fn tidied(path: &Utf8Path, text: &str) -> Result<String, Refusal> {
    format::format(&Source::new(FileId(0), path, text), &Limits::default())
}

fn tidy(text: &str) -> String {
    tidied("plugin.spec.yaml".into(), text).unwrap_or_else(|why| panic!("{why:?}\n{text}"))
}

/// The model of a text, and how often each rule finds something in it.
fn meaning(path: &Utf8Path, text: &str) -> (serde_json::Value, BTreeMap<&'static str, usize>) {
    let source = Source::new(FileId(0), path, text);
    let found = analyse(&source, &Limits::default(), Misspelt::ReadAsMeant);
    let mut counts = BTreeMap::new();
    for finding in &found.diagnostics {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    let model = found
        .plugin
        .map(|plugin| serde_json::to_value(plugin).unwrap());
    (model.unwrap_or_default(), counts)
}

/// Tidies a spec and holds the result to everything that is promised. Whether it could be tidied.
#[track_caller]
fn hold(path: &Utf8Path, text: &str) -> bool {
    let after = match tidied(path, text) {
        Ok(after) => after,
        Err(Refusal::Changed) => panic!("{path}: would say something else\n{text}"),
        Err(_) => return false,
    };
    assert_eq!(
        meaning(path, text),
        meaning(path, &after),
        "{path}\n{after}"
    );
    let again = tidied(path, &after).unwrap_or_else(|why| panic!("{path}: {why:?}\n{after}"));
    assert_eq!(again, after, "{path}: not the same the second time\n{text}");
    let marks = |text: &str| text.matches('#').count();
    assert_eq!(marks(text), marks(&after), "{path}: a comment is lost");
    true
}

#[test]
fn no_spec_says_anything_else_afterwards() {
    let mut tidied = 0;
    let mut specs = fixtures();
    specs.retain(|path| path.extension() == Some("yaml"));
    let own = specs.len();
    specs.extend(corpus().unwrap_or_default());
    for path in &specs {
        let text = fs::read_to_string(path).unwrap();
        tidied += usize::from(hold(path, &text));
        tidied += usize::from(hold(path, &text.replace('\n', "\r\n")));
    }
    // One published spec has a key twice.
    let least = if specs.len() > own {
        specs.len() - 1
    } else {
        own
    };
    assert_eq!(tidied, 2 * least);
}

#[test]
fn broken_specs_are_left_alone_or_laid_out() {
    let mut seen = 0;
    for entry in root().join("fixtures/broken").read_dir_utf8().unwrap() {
        let path = entry.unwrap().path().to_owned();
        if let Ok(text) = fs::read_to_string(&path) {
            seen += usize::from(hold(&path, &text));
        }
    }
    assert!(seen > 10, "{seen}");
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

#[test]
fn damaged_specs_are_never_made_worse() {
    let pieces = [
        "\n",
        "\n\n",
        "\n\n\n",
        " ",
        "  ",
        "    ",
        "# note\n",
        " # note",
        "\n# note\n",
        "\n      # deep\n",
        "- ",
        "-   ",
        ": ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "|+\n",
        "|2\n",
        "&a ",
        "*a",
        "!!str ",
        "<<: *a\n",
        "[a,\n b]",
        "{x: 1}",
        "\t",
        "\r\n",
        "\u{2028}",
        "\u{85}",
        "? ",
        "---\n",
        "...\n",
        "\u{feff}",
        "key:\n",
        "\nx: |+\n  a\n\n\n",
        "\n- a\n-  - b\n",
        "\"a\n\n   b\"",
        "%YAML 1.1\n---\n",
        "'it''s'",
        "\\",
    ];
    let mut dice = Dice(0x5eed_5eed_5eed_5eed);
    let mut tidied = 0;
    let mut complaints = Vec::new();
    let mut paths = fixtures();
    paths.retain(|path| path.extension() == Some("yaml"));
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        // A part of a spec is enough, and quick.
        for _ in 0..rounds() {
            let from = starts[dice.below(starts.len())];
            let from = text[..from].rfind('\n').map_or(0, |at| at + 1);
            let rest: Vec<&str> = text[from..].split_inclusive('\n').collect();
            let mut part: String = rest[..rest.len().min(3 + dice.below(25))].concat();
            for _ in 0..1 + dice.below(3) {
                let mut at = dice.below(part.len() + 1);
                while !part.is_char_boundary(at) {
                    at -= 1;
                }
                // Whole lines and values more often than the middle of words.
                if dice.below(2) == 0 {
                    at = part[..at].rfind(['\n', ' ']).map_or(0, |found| found + 1);
                }
                part.insert_str(at, pieces[dice.below(pieces.len())]);
            }
            let lead = part
                .lines()
                .next()
                .map_or(0, |line| line.len() - line.trim_start().len());
            if lead > 0 && dice.below(4) > 0 {
                part = part
                    .lines()
                    .map(|line| {
                        line.strip_prefix(&" ".repeat(lead))
                            .unwrap_or(line)
                            .to_owned()
                            + "\n"
                    })
                    .collect();
                if dice.below(4) == 0 {
                    part.pop();
                }
            }
            match hold_values(&path, &part) {
                Ok(is_tidy) => tidied += usize::from(is_tidy),
                Err(wrong) => complaints.push(wrong),
            }
        }
    }
    complaints.truncate(20);
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
    assert!(tidied > rounds() / 5, "{tidied}");
}

fn rounds() -> usize {
    std::env::var("SPECC_FMT_ROUNDS").map_or(2_000, |rounds| rounds.parse().unwrap())
}

/// The same without the model, which a part of a spec does not have: what is wrong, if anything.
fn hold_values(path: &Utf8Path, text: &str) -> Result<bool, String> {
    match tidied(path, text) {
        Ok(after) => match tidied(path, &after) {
            Ok(again) if again == after => Ok(true),
            Ok(again) => Err(format!(
                "not the same the second time\n{text:?}\n{after:?}\n{again:?}"
            )),
            Err(why) => Err(format!("{why:?} the second time\n{text:?}\n{after:?}")),
        },
        Err(Refusal::Changed) => Err(format!("would say something else\n{text:?}\n{text}")),
        Err(_) => Ok(false),
    }
}

const UNTIDY: &str = r#"# The team's own plugin
plugin_spec_version:   v2


title: 'Slips'          # kept in its line
# The name.
name: "slips"
description:
    A text that goes on
   below
supported_versions: ["1.0.0"   # of the product
    , '2.0.0']
version: "1.0"
vendor: 'acme'
actions:
    # Says hello.
    greet:
        description: |
           Greets

            somebody
        title: "Greet: all"
        input:
            zeal: {type: 'string', title: "Zeal"}
            name:
                required: yes
                # What it is.
                type : "[]string"
                title: Name
                # The end of name.
            # The end of input.
        x-own: 1
tags:
-   'one'
-   two   
- "y"

# The end.


"#;

const TIDY: &str = r#"# The team's own plugin
plugin_spec_version: v2
# The name.
name: slips

title: Slips          # kept in its line
description:
  A text that goes on
  below
version: "1.0"
supported_versions: ["1.0.0"   # of the product
    , '2.0.0']
vendor: acme
tags:
  - one
  - two
  - "y"
actions:
  # Says hello.
  greet:
    title: "Greet: all"
    description: |
      Greets

       somebody
    input:
      zeal: {type: 'string', title: "Zeal"}
      name:
        title: Name
        # What it is.
        type: "[]string"
        required: yes
        # The end of name.
      # The end of input.
    x-own: 1

# The end.
"#;

#[test]
fn lines_stand_where_they_belong() {
    assert_eq!(tidy(UNTIDY), TIDY);
    assert_eq!(tidy(TIDY), TIDY);
    assert_eq!(
        tidy(&UNTIDY.replace('\n', "\r\n")),
        TIDY.replace('\n', "\r\n")
    );
    assert_eq!(
        tidy(&format!("\u{feff}{UNTIDY}")),
        format!("\u{feff}{TIDY}")
    );
}

#[test]
fn quotes_stand_only_where_they_are_needed() {
    for plain in [
        "a b",
        "1.2.3",
        "10.0.0.1",
        "1.0.0 - Initial",
        "it's",
        "a:b",
        "é",
        "http://x.y/z#a",
    ] {
        for quoted in [
            format!("\"{plain}\""),
            format!("'{}'", plain.replace('\'', "''")),
        ] {
            assert_eq!(
                tidy(&format!("title: {quoted}\n")),
                format!("title: {plain}\n")
            );
        }
    }
    for text in [
        "",
        " a",
        "yes",
        "No",
        "y",
        "null",
        "~",
        "1",
        "1.0",
        "0o17",
        "0x1f",
        "1e3",
        "1:30",
        "2001-12-14",
        "a: b",
        "a #b",
        "- a",
        "[]string",
        "*a",
        "{{ a }}",
        "@a",
        "%a",
        "#a",
        "<<",
        "=",
        ".5",
        "+1",
        "---",
        "...",
        "a:",
        "1_000",
        ".inf",
        "NaN",
        "2001-12-14 10:00:00",
    ] {
        let wanted = format!("title: \"{text}\"\n");
        assert_eq!(tidy(&wanted), wanted);
        assert_eq!(tidy(&format!("title: '{text}'\n")), wanted);
    }
    // Double quotes would need escapes, or have them.
    for text in ["'[\"a\"]'", "'\\ :a: '", "\"a\\u00e9\"", "\"a\\tb\""] {
        let wanted = format!("title: {text}\n");
        assert_eq!(tidy(&wanted), wanted);
    }
}

#[test]
fn no_alias_comes_before_its_anchor() {
    let text = "actions:\n  a:\n    input: &b\n      x:\n        type: string\n        title: X\n\
        connection: *b\nname: a\n";
    let wanted = "name: a\nactions:\n  a:\n    input: &b\n      x:\n        title: X\n        type: string\n\
        connection: *b\n";
    assert_eq!(tidy(text), wanted);
    let merged = "types:\n  a:\n    b: &b\n      type: string\n      title: B\n    c:\n      required: true\n      \
        <<: *b\n      title: C\n";
    let wanted = "types:\n  a:\n    b: &b\n      title: B\n      type: string\n    c:\n      title: C\n      \
        required: true\n      <<: *b\n";
    assert_eq!(tidy(merged), wanted);
}

#[test]
fn what_cannot_be_laid_out_is_left_alone() {
    let why = |text: &str| tidied("plugin.spec.yaml".into(), text).unwrap_err();
    assert!(matches!(
        why("{\"name\": \"a\"}\n"),
        Refusal::Unsupported { at: 0, .. }
    ));
    assert!(matches!(why("- a\n"), Refusal::Unsupported { at: 2, .. }));
    assert!(matches!(
        why("? a\n: b\n"),
        Refusal::Unsupported { at: 2, .. }
    ));
    assert!(matches!(why("a: b: c\n"), Refusal::Broken(found) if found.len() == 1));
    let deep: String = (0..10_000)
        .map(|level| " ".repeat(level) + "a:\n")
        .collect();
    assert!(matches!(why(&deep), Refusal::Broken(_)));
    let deep = "a: ".to_owned() + &"[".repeat(100_000);
    assert!(matches!(why(&deep), Refusal::Broken(_)));
}

fn run(folder: &Path, arguments: &[&str], input: Option<&str>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(input.unwrap_or_default().as_bytes())
        .unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn said(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_command_writes_only_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    fs::write(&spec, UNTIDY).unwrap();
    for arguments in [["fmt", "--check"], ["fmt", "--diff"]] {
        let output = run(folder.path(), &arguments, None);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(fs::read_to_string(&spec).unwrap(), UNTIDY);
        assert!(said(&output.stdout).contains("plugin.spec.yaml"));
        assert_eq!(said(&output.stderr), "1 file would change\n");
    }
    let output = run(folder.path(), &["fmt"], None);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output.stderr), "tidied 1 file\n");
    assert_eq!(fs::read_to_string(&spec).unwrap(), TIDY);
    for arguments in [["fmt", "--check"], ["fmt", "--diff"], ["fmt", "."]] {
        let output = run(folder.path(), &arguments, None);
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.is_empty() && output.stderr.is_empty());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn standard_input_is_answered_with_the_tidy_text() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["fmt", "-"], Some(UNTIDY));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output.stdout), TIDY);
    let output = run(folder.path(), &["fmt", "-"], Some("a: b: c\n"));
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(said(&output.stderr).contains("unquoted-colon"));
}

#[test]
fn a_file_that_is_refused_stays_and_the_others_are_tidied() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    let broken = file("a/plugin.spec.yaml", "name:   a\ntitle: b: c\n");
    let good = file("b/plugin.spec.yaml", "name:   a\n");
    let json = file("c/plugin.spec.yaml", "{\"name\":   \"a\"}\n");
    let output = run(folder.path(), &["fmt"], None);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(&broken).unwrap(),
        "name:   a\ntitle: b: c\n"
    );
    assert_eq!(fs::read_to_string(&good).unwrap(), "name: a\n");
    assert_eq!(fs::read_to_string(&json).unwrap(), "{\"name\":   \"a\"}\n");
    let said = said(&output.stderr);
    for words in [
        "a/plugin.spec.yaml:2:9",
        "c/plugin.spec.yaml:1:1: JSON",
        "tidied 1 file",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
