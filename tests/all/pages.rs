//! Holds the pages for people to the code: commands are run and print what the page shows, links and paths lead
//! somewhere, every dependency has its line.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{files_below, root};
use crate::update::same_or_updated;

#[test]
fn commands_print_what_the_pages_show() {
    let mut commands = 0;
    for page in pages() {
        let text = read(&page);
        if !text.contains("\n```console\n") {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        if text
            .lines()
            .any(|line| line.starts_with("$ ") && line.contains("fixtures/"))
        {
            copy_fixtures(folder.path());
        }
        let text = with_files(&text, folder.path());
        let run = with_outputs(&text, |command| {
            commands += 1;
            run(command, folder.path())
        });
        same_or_updated(root().join(&page).as_std_path(), &run);
    }
    assert!(commands > 10, "only {commands} commands were found");
}

#[test]
fn links_lead_somewhere() {
    let mut dead = Vec::new();
    let mut links = 0;
    for page in pages() {
        let folder = page.parent().unwrap();
        for target in link_targets(&read(&page)) {
            links += 1;
            let (path, fragment) = target.split_once('#').unwrap_or((&target, ""));
            let path = if path.is_empty() {
                page.clone()
            } else {
                folder.join(path)
            };
            let file = root().join(&path);
            let alive = file.exists()
                && (fragment.is_empty()
                    || anchors(&std::fs::read_to_string(&file).unwrap()).contains(fragment));
            if !alive {
                dead.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(dead.is_empty(), "\n{}", dead.join("\n"));
    assert!(links > 50, "only {links} links were found");
}

/// Every path in backquotes that begins with a folder of the package leads to something, unless it has a placeholder.
#[test]
fn paths_that_pages_name_exist() {
    let folders = [
        "src/",
        "tests/",
        "templates/",
        "fixtures/",
        "book/",
        "grammar/",
        "benches/",
        ".ci/",
    ];
    let mut missing = Vec::new();
    let mut named = 0;
    for page in pages() {
        for part in read(&page).split('`').skip(1).step_by(2) {
            let path = part.split_whitespace().next().unwrap_or_default();
            // `book/book/` is made by the build.
            let holds = folders.iter().any(|folder| path.starts_with(folder)) && path == part;
            if !holds || path.contains(['<', '*', '…', '$']) || path == "book/book/" {
                continue;
            }
            named += 1;
            if !root().join(path).exists() {
                missing.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
    assert!(named > 20, "only {named} paths were found");
}

#[test]
fn the_summary_lists_every_page_of_the_book() {
    let summary = link_targets(&read(Utf8Path::new("book/src/SUMMARY.md")));
    let listed: BTreeSet<&str> = summary.iter().map(String::as_str).collect();
    let pages: Vec<Utf8PathBuf> = files_below(&root().join("book/src"))
        .into_iter()
        .filter(|path| path.extension() == Some("md") && path != "SUMMARY.md")
        .collect();
    for page in &pages {
        assert!(
            listed.contains(page.as_str()),
            "{page} is not in SUMMARY.md"
        );
    }
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let page = read(Utf8Path::new("book/src/dependencies.md"));
    let rows: Vec<(&str, Vec<&str>)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once("` |"))
        .map(|(name, rest)| {
            (
                name,
                rest.trim_end_matches('|')
                    .split('|')
                    .map(str::trim)
                    .collect(),
            )
        })
        .collect();
    let listed: BTreeSet<&str> = rows.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed.len(), rows.len(), "a dependency stands twice");
    for (name, cells) in &rows {
        let said = cells.len() == 2 && cells.iter().all(|cell| cell.len() > 8);
        assert!(said, "{name} does not say what it is for and why this one");
    }

    let manifest = read(Utf8Path::new("Cargo.toml"));
    let mut inside = false;
    let mut declared = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]");
        } else if inside && let Some((name, _)) = line.split_once('=') {
            declared.insert(name.trim());
        }
    }
    assert!(declared.len() > 10, "the dependencies were not found");
    assert_eq!(
        listed, declared,
        "book/src/dependencies.md (left) and Cargo.toml (right)"
    );
}

/// The pages: those in the package's root and those of the book.
fn pages() -> Vec<Utf8PathBuf> {
    let mut pages: Vec<Utf8PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(Utf8PathBuf::from)
        .into();
    let book = Utf8Path::new("book/src");
    let below = files_below(&root().join(book));
    pages.extend(
        below
            .iter()
            .filter(|path| path.extension() == Some("md"))
            .map(|path| book.join(path)),
    );
    pages
}

fn read(page: &Utf8Path) -> String {
    std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// The page with what each command of its `console` blocks prints put below it.
fn with_outputs(text: &str, mut run: impl FnMut(&str) -> String) -> String {
    let mut written = String::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line) {
            (false, _) => inside = line == "```console",
            (true, "```") => inside = false,
            (true, _) => {
                let Some(command) = line.strip_prefix("$ ") else {
                    continue;
                };
                writeln!(written, "{line}").unwrap();
                written += &run(command);
                continue;
            }
        }
        writeln!(written, "{line}").unwrap();
    }
    written
}

/// What a command prints in a folder, on either stream.
fn run(command: &str, folder: &std::path::Path) -> String {
    let specc = Utf8Path::new(env!("CARGO_BIN_EXE_specc")).parent().unwrap();
    let path = format!("{specc}:{}", std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let mut printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        !printed.contains(env!("CARGO_MANIFEST_DIR")),
        "{command} prints a path of this machine"
    );
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    printed
}

/// Makes the fixtures a part of the folder, as they are of a clone. They are hidden from commands that search.
fn copy_fixtures(folder: &std::path::Path) {
    for path in files_below(&root().join("fixtures")) {
        let to = folder.join("fixtures").join(&path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join("fixtures").join(&path), to).unwrap();
    }
    std::fs::write(folder.join(".ignore"), "/fixtures\n").unwrap();
}

/// Does what `<!-- file: NAME = FIXTURE -->` says: puts a copy of the fixture into the folder, and its text into the
/// block of its language that follows, if one does.
fn with_files(page: &str, folder: &std::path::Path) -> String {
    const MARK: &str = "<!-- file: ";
    let mut written = String::new();
    let mut rest = page;
    while let Some(start) = rest.find(MARK) {
        let end = start + rest[start..].find(" -->").expect("the mark ends");
        let (name, fixture) = rest[start + MARK.len()..end]
            .split_once(" = ")
            .expect("a name and a fixture");
        let text = read(Utf8Path::new(fixture));
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &text).unwrap();
        written += &rest[..end];
        rest = &rest[end..];
        let language = match Utf8Path::new(name).extension() {
            Some("py") => "python",
            other => other.unwrap_or_default(),
        };
        let open = format!(" -->\n\n```{language}\n");
        if let Some(block) = rest.strip_prefix(&open) {
            written += &open;
            written += &text;
            rest = &block[block.find("```\n").expect("the block ends")..];
        }
    }
    written + rest
}

/// The targets of a page's links and pictures that are not on the web. Code is left out.
fn link_targets(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.starts_with("    ") {
            continue;
        }
        let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join("_");
        for part in plain.split("](").skip(1) {
            let target = part.split(')').next().unwrap_or_default();
            if !target.contains("://") {
                targets.push(target.to_owned());
            }
        }
    }
    targets
}

/// The fragments that a page's headings can be linked by.
fn anchors(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
                .map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}

#[test]
fn pages_are_read_as_documented() {
    let page = "a\n```console\n$ one\nold\n$ two\n```\n$ three\n";
    let run = with_outputs(page, |command| format!("<{command}>\n"));
    assert_eq!(
        run,
        "a\n```console\n$ one\n<one>\n$ two\n<two>\n```\n$ three\n"
    );
    let links = link_targets("[a](b.md#c) ![d](e.svg) `[f](g)` [h](https://i)\n```\n[j](k)\n```\n");
    assert_eq!(links, ["b.md#c", "e.svg"]);
    assert!(anchors("## `JSON` of it\n").contains("json-of-it"));
}
