//! Emits help.md: from nothing, and anew over the published ones, of which no author's word may be lost.

use std::fs;
use std::path::Path;
use std::process::Command;

use specc::render::help_text::{Help, letters};

use crate::skeleton::{self, fixture};
use crate::support::corpus;

fn emit(spec: &Path, folder: &Path) -> String {
    skeleton::emit("help", spec, folder);
    fs::read_to_string(folder.join("help.md")).unwrap()
}

/// Everything that an author wrote beyond the spec, a line each.
fn written(help: &Help) -> Vec<String> {
    let sections = [&help.description, &help.setup, &help.troubleshooting];
    let parts = help.parts.iter().flat_map(|part| [&part.about, &part.text]);
    let texts = sections.into_iter().chain(parts).flatten();
    let extra = help.extra.iter().map(|section| &section.text);
    let lines = texts.chain(extra).flat_map(|text| text.lines());
    lines.map(letters).filter(|line| !line.is_empty()).collect()
}

#[test]
fn published_help_is_made_anew_and_keeps_what_its_authors_wrote() {
    let Some(specs) = corpus() else {
        return;
    };
    let (mut kept, mut gone) = (0, Vec::new());
    for spec in specs {
        let published = spec.with_file_name("help.md");
        let Ok(text) = fs::read_to_string(&published) else {
            continue;
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("help.md"), &text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["emit", "--lenient", "--target", "help", "--out"])
            .args([folder.path(), spec.as_std_path()])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let first = fs::read_to_string(folder.path().join("help.md")).unwrap();
        let known = letters(&first);
        for line in written(&Help::parse(&text)) {
            // The sentence that tools put before an operation's description.
            let said = line.split_once("isusedto").map_or(&*line, |(_, said)| said);
            if known.contains(said) {
                kept += 1;
            } else {
                // Of an operation that the spec has no longer: what goes is told.
                assert!(
                    told.contains("warning[replaced-help]"),
                    "{spec}: {line}\n{told}"
                );
                gone.push(line);
            }
        }
        let second = emit(spec.as_std_path(), folder.path());
        assert_eq!(first, second, "{spec}: made anew, it changes");
    }
    eprintln!(
        "{kept} lines of authors kept in help.md, {} not",
        gone.len()
    );
    assert!(kept > 1000, "{kept}");
    assert!(gone.len() < 20, "{gone:#?}");
}

#[test]
fn a_description_changes_with_the_spec_and_what_was_added_to_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    let out = folder.path().join("out");
    let text = fs::read_to_string(fixture("minimal")).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("description:"))
        .unwrap();
    let put = |description: &str| {
        fs::write(
            &spec,
            text.replacen(line, &format!("description: {description}"), 1),
        )
        .unwrap();
    };
    put("Finds hosts");
    let first = emit(&spec, &out);
    assert!(
        first.starts_with("# Description\n\nFinds hosts\n\n# Key"),
        "{first}"
    );
    put("Finds networks");
    let second = emit(&spec, &out);
    assert!(
        second.starts_with("# Description\n\nFinds networks\n\n# Key"),
        "{second}"
    );

    let taken = folder.path().join("taken");
    fs::create_dir(&taken).unwrap();
    let old = "# Description\n\nFinds more than anybody knows.\n\n# Documentation\n\n## Setup\n\nAsk Ada.\n\n### Keys\n\nA \
               key opens.\n\n## Habits\n\nBe kind.\n";
    fs::write(taken.join("help.md"), old).unwrap();
    let first = emit(&spec, &taken);
    put("Finds everything");
    let second = emit(&spec, &taken);
    for text in [&first, &second] {
        for words in [
            "Finds more than anybody knows.",
            "Ask Ada.",
            "### Keys\n\nA key opens.",
            "## Habits\n\nBe kind.",
        ] {
            assert!(text.contains(words), "{words:?} is not in\n{text}");
        }
    }
    assert!(
        second.contains("Finds everything") && !second.contains("Finds networks"),
        "{second}"
    );
}

#[test]
fn lines_that_give_way_to_the_spec_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let old = "# Key Features\n\n* Knows the answer\n\n# Requirements\n\n* A key\n";
    fs::write(folder.path().join("help.md"), old).unwrap();
    let spec = fs::read_to_string(fixture("everything")).unwrap();
    fs::write(folder.path().join("plugin.spec.yaml"), spec).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["emit", "--target", "help", "--out", "."])
        .arg("plugin.spec.yaml")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("warning[replaced-help]"), "{said}");
    assert!(
        said.contains("“Knows the answer”") && said.contains("“A key”"),
        "{said}"
    );
}
