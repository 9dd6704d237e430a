//! Holds the source to the import table and the file rules of `book/src/architecture.md`: the table is read from
//! there, so that the page and the check cannot disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use camino::Utf8Path;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::support::{files_below, root};

/// A file may hold this many lines of code; see [`code_lines`] for what counts.
const MOST_LINES: usize = 500;

/// Modules of the standard library that reach the world outside, and must not be used where the table has no `yes`
/// under "disk".
const WORLD: [&[&str]; 7] = [
    &["std", "fs"],
    &["std", "env"],
    &["std", "process"],
    &["std", "net"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["std", "time", "UNIX_EPOCH"],
];

/// Macros that mark work as unfinished.
const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// One line of the table.
#[derive(Debug, Default)]
struct Layer {
    may_import: BTreeSet<String>,
    everything: bool,
    disk: bool,
}

#[test]
fn source_keeps_to_the_import_table() {
    let page = std::fs::read_to_string(root().join("book/src/architecture.md"))
        .expect("the architecture page can be read");
    let table = read_table(&page);
    assert!(
        table.len() > 10,
        "the import table was not found: {table:?}"
    );

    let mut complaints = Vec::new();
    let mut modules = BTreeSet::new();
    for (path, text) in rust_files("src") {
        if let Some(module) = module_path(&path).first() {
            modules.insert(module.clone());
        }
        complaints.extend(complain(&path, &text, &table));
    }
    for module in &modules {
        if !table.contains_key(module) {
            complaints.push(format!(
                "src: the module `{module}` has no line in the table"
            ));
        }
    }
    for module in table.keys() {
        if !modules.contains(module) {
            complaints.push(format!("the table names `{module}`, which does not exist"));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is() {
    let mut complaints = Vec::new();
    for folder in ["tests", "benches"] {
        for (path, text) in rust_files(folder) {
            if !text.starts_with("//!") {
                complaints.push(format!("{}: no `//!` header", path.display()));
            }
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_checker_finds_each_kind_of_fault() {
    let table = read_table(
        "| module | is | may import | disk |\n|---|---|---|---|\n\
         | `text` | places | nothing | |\n\
         | `emit` | targets | text model | |\n\
         | `cli` | commands | everything | yes |\n",
    );
    let found = |path: &str, code: &str| complain(Path::new(path), code, &table).join("\n");
    let clean = |path: &str, code: &str| assert_eq!(found(path, code), "", "{code}");
    let faulty = |path: &str, code: &str, words: &str| {
        let found = found(path, code);
        assert!(
            found.contains(words),
            "{code}\nsays {found:?}, not {words:?}"
        );
    };

    clean(
        "src/emit.rs",
        "//! A.\nuse crate::text::Span;\nuse crate::{model::{Plugin, Type}, text};\n",
    );
    clean(
        "src/emit/python.rs",
        "//! A.\nuse super::Options;\nuse super::super::model;\n",
    );
    clean(
        "src/emit.rs",
        "//! A.\n#[cfg(test)]\nmod tests { use crate::cli; }\n",
    );
    clean(
        "src/emit.rs",
        "//! A.\nfn f() { let s = \"crate::cli\"; } // crate::cli\n",
    );
    clean(
        "src/cli/check.rs",
        "//! A.\nuse crate::emit; use std::fs;\n",
    );
    clean(
        "src/emit.rs",
        "//! A.\nmod a { mod b { use super::super::c; } }\n",
    );

    clean("src/emit/tests.rs", "//! A.\nuse crate::cli;\n");

    faulty(
        "src/emit.rs",
        "//! A.\nuse crate::cli;\n",
        "src/emit.rs:2: `emit` may not import `cli`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nuse crate::{emit::x};\n",
        "`text` may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nuse crate::{text::y, emit as other};\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\npub use crate::emit::x;\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nfn f() { crate::emit::x(); }\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nfn f() { print!(\"{}\", crate::emit::x()); }\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nfn f() -> Vec<crate::emit::X> { vec![] }\n",
        "may not import `emit`",
    );
    faulty(
        "src/text/a.rs",
        "//! A.\nuse super::super::emit;\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nuse super::emit;\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nmod a { use super::super::emit; }\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\n#[cfg(not(test))]\nmod a { use crate::emit; }\n",
        "may not import `emit`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nuse std::{fmt, fs::File};\n",
        "`text` may not use `std::fs`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nfn f() { std::env::var(\"A\"); }\n",
        "may not use `std::env`",
    );
    faulty(
        "src/text.rs",
        "//! A.\nuse crate::*;\n",
        "imports everything",
    );
    faulty(
        "src/other.rs",
        "//! A.\nuse crate::text;\n",
        "`other` may not import `text`",
    );
    faulty("src/emit/mod.rs", "//! A.\n", "`mod.rs`");
    faulty("src/emit.rs", "fn f() {}\n", "no `//!` header");
    faulty("src/emit.rs", "//! A.\nfn f() { todo!() }\n", "`todo!`");
    faulty(
        "src/emit.rs",
        "//! A.\nconst A: &str = \"/home/me/x\";\n",
        "path of one machine",
    );

    let long = format!("//! A.\n{}", "fn f() {}\n".repeat(MOST_LINES));
    faulty("src/emit.rs", &long, "501 lines of code");
    let table_of_data = format!(
        "//! A.\nstatic A: &[u8] = &[\n{}];\n",
        "0,\n".repeat(MOST_LINES)
    );
    clean("src/emit.rs", &table_of_data);
    let tests = format!(
        "//! A.\n#[cfg(test)]\nmod tests {{\n{}}}\n",
        "fn f() {}\n".repeat(MOST_LINES)
    );
    clean("src/emit.rs", &tests);
    let function = format!(
        "//! A.\nconst fn f() {{\n{}}}\n",
        "f();\n".repeat(MOST_LINES)
    );
    faulty("src/emit.rs", &function, "lines of code");
}

/// Reads the table whose heading is `| module | … | may import | disk |`.
fn read_table(page: &str) -> BTreeMap<String, Layer> {
    let mut table = BTreeMap::new();
    let mut inside = false;
    for line in page.lines() {
        let cells: Vec<&str> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        inside = line.starts_with('|') && (inside || cells.first() == Some(&"module"));
        let [module, _, imports, disk] = cells[..] else {
            continue;
        };
        if !inside || module == "module" || module.starts_with('-') {
            continue;
        }
        let layer = Layer {
            everything: imports == "everything",
            may_import: imports
                .split_whitespace()
                .filter(|word| *word != "nothing")
                .map(|word| word.trim_matches('`').to_owned())
                .collect(),
            disk: disk == "yes",
        };
        table.insert(module.trim_matches('`').to_owned(), layer);
    }
    table
}

/// Everything that is wrong with one file of `src/`.
fn complain(path: &Path, text: &str, table: &BTreeMap<String, Layer>) -> Vec<String> {
    let mut complaints = Vec::new();
    let place = path.display();
    if path.file_name().is_some_and(|name| name == "mod.rs") {
        complaints.push(format!(
            "{place}: called `mod.rs`; name it after its folder"
        ));
    }
    if !text.starts_with("//!") {
        complaints.push(format!("{place}: no `//!` header"));
    }
    for (index, line) in text.lines().enumerate() {
        if ["/home/", "/root/", "/Users/", "C:\\\\Users"]
            .iter()
            .any(|root| line.contains(root))
        {
            complaints.push(format!("{place}:{}: a path of one machine", index + 1));
        }
    }
    let tokens: TokenStream = match text.parse() {
        Ok(tokens) => tokens,
        Err(error) => {
            complaints.push(format!("{place}: cannot be read: {error}"));
            return complaints;
        }
    };
    if path.file_name().is_some_and(|name| name == "tests.rs") {
        return complaints; // The tests of the module above, in a file of their own.
    }
    let code = without_tests(tokens);
    let lines = code_lines(text, &code);
    if lines > MOST_LINES {
        complaints.push(format!(
            "{place}: {lines} lines of code, more than {MOST_LINES}"
        ));
    }

    let here = module_path(path);
    let Some(module) = here.first() else {
        return complaints; // lib.rs and main.rs stand above the layers.
    };
    let unlisted = Layer::default();
    let layer = table.get(module).unwrap_or(&unlisted);
    let mut uses = Vec::new();
    collect_paths(&code, &here, &mut uses);
    for Use { path, line } in uses {
        match path.first().map(String::as_str) {
            Some("crate") => match path.get(1).map(String::as_str) {
                Some("*") => complaints.push(format!("{place}:{line}: imports everything")),
                Some(other)
                    if other != module
                        && !layer.everything
                        && !layer.may_import.contains(other) =>
                {
                    complaints.push(format!(
                        "{place}:{line}: `{module}` may not import `{other}`"
                    ));
                }
                _ => {}
            },
            Some("std") if !layer.disk => {
                for world in WORLD {
                    if path.len() >= world.len() && path.iter().zip(world).all(|(a, b)| a == b) {
                        let world = world.join("::");
                        complaints
                            .push(format!("{place}:{line}: `{module}` may not use `{world}`"));
                    }
                }
            }
            Some(name)
                if UNFINISHED.contains(&name) && path.last().is_some_and(|end| end == "!") =>
            {
                complaints.push(format!("{place}:{line}: `{name}!` is left in it"));
            }
            _ => {}
        }
    }
    complaints
}

/// The path of the module that a file holds: `src/a/b.rs` is `[a, b]`, the crate's roots are `[]`.
fn module_path(path: &Path) -> Vec<String> {
    let parts: Vec<String> = path
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .skip(1)
        .collect();
    match parts.last().map(String::as_str) {
        Some("lib" | "main") if parts.len() == 1 => Vec::new(),
        _ => parts,
    }
}

/// The tokens minus every item under `#[cfg(test)]`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let is_test = is_punct(&tokens[index], '#')
            && tokens
                .get(index + 1)
                .is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]");
        if !is_test {
            kept.push(tokens[index].clone());
            index += 1;
            continue;
        }
        index += 2;
        // The item ends at its body or its semicolon.
        while let Some(token) = tokens.get(index) {
            index += 1;
            let body =
                matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if body || is_punct(token, ';') {
                break;
            }
        }
    }
    kept
}

/// Lines of a file that count: all of them up to the last token kept, minus those inside `const` and `static`
/// items, which are tables of data.
fn code_lines(text: &str, code: &[TokenTree]) -> usize {
    let all = text.lines().count();
    let tests: usize = {
        // Lines that hold no token of the code and lie after its last one belong to the tests.
        let last = code.last().map_or(0, |token| token.span().end().line);
        all.saturating_sub(last.max(1))
    };
    all - tests - data_lines(code)
}

/// Lines within `const` and `static` items, their first and last line aside.
fn data_lines(tokens: &[TokenTree]) -> usize {
    let mut lines = 0;
    let mut index = 0;
    while index < tokens.len() {
        let starts =
            matches!(&tokens[index], TokenTree::Ident(word) if word == "const" || word == "static");
        let function = matches!(tokens.get(index + 1), Some(TokenTree::Ident(word)) if word == "fn" || word == "unsafe");
        if starts && !function {
            let first = tokens[index].span().start().line;
            let end = tokens[index..]
                .iter()
                .position(|token| is_punct(token, ';'));
            if let Some(end) = end {
                let last = tokens[index + end].span().end().line;
                lines += (last - first).saturating_sub(1);
                index += end;
            }
        } else if let TokenTree::Group(group) = &tokens[index] {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            lines += data_lines(&inner);
        }
        index += 1;
    }
    lines
}

/// A path that the code names, from the crate's root or from another crate's, and its line. A macro call ends in `!`.
struct Use {
    path: Vec<String>,
    line: usize,
}

/// Finds every path in the tokens of the module `here`, those inside macros and grouped `use` items included.
fn collect_paths(tokens: &[TokenTree], here: &[String], uses: &mut Vec<Use>) {
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Ident(word) => {
                let inline_module =
                    *word == "mod" && matches!(tokens.get(index + 2), Some(TokenTree::Group(_)));
                if inline_module {
                    let (name, body) = (&tokens[index + 1], &tokens[index + 2]);
                    if let TokenTree::Group(body) = body {
                        let inside: Vec<String> =
                            here.iter().cloned().chain([name.to_string()]).collect();
                        let body: Vec<TokenTree> = body.stream().into_iter().collect();
                        collect_paths(&body, &inside, uses);
                    }
                    index += 3;
                } else {
                    index = collect_path(tokens, index, &[], here, uses);
                }
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                collect_paths(&inner, here, uses);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Reads the path that starts at `index` below `prefix`; gives the index after it.
fn collect_path(
    tokens: &[TokenTree],
    mut index: usize,
    prefix: &[String],
    here: &[String],
    uses: &mut Vec<Use>,
) -> usize {
    let line = tokens[index].span().start().line;
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(index) {
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            Some(token) if is_punct(token, '*') && !path.is_empty() => path.push("*".to_owned()),
            Some(TokenTree::Group(group))
                if group.delimiter() == Delimiter::Brace && !path.is_empty() =>
            {
                // `a::{b, c::{d}}`: each part continues the path.
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut part = 0;
                while part < inner.len() {
                    if is_punct(&inner[part], ',') {
                        part += 1;
                        continue;
                    }
                    part = collect_path(&inner, part, &path, here, uses);
                    while part < inner.len() && !is_punct(&inner[part], ',') {
                        part += 1; // `as name`
                    }
                }
                return index + 1;
            }
            _ => {
                if path.len() > prefix.len() {
                    uses.push(Use {
                        path: absolute(path, here),
                        line,
                    });
                }
                return index;
            }
        }
        index += 1;
        let goes_on = tokens.get(index).is_some_and(|token| is_punct(token, ':'))
            && tokens
                .get(index + 1)
                .is_some_and(|token| is_punct(token, ':'));
        if !goes_on
            || tokens
                .get(index + 2)
                .is_some_and(|token| is_punct(token, '<'))
        {
            if tokens.get(index).is_some_and(|token| is_punct(token, '!')) {
                path.push("!".to_owned());
            }
            uses.push(Use {
                path: absolute(path, here),
                line,
            });
            return index;
        }
        index += 2;
    }
}

/// Replaces `self` and `super` by what they mean in the module `here`.
fn absolute(path: Vec<String>, here: &[String]) -> Vec<String> {
    let mut base = here.to_vec();
    let mut rest = path.iter().peekable();
    let mut relative = false;
    while let Some(word) = rest.peek() {
        match word.as_str() {
            "super" => {
                base.pop();
            }
            "self" if path.len() > 1 => {}
            _ => break,
        }
        relative = true;
        rest.next();
    }
    if !relative {
        return path;
    }
    std::iter::once("crate".to_owned())
        .chain(base)
        .chain(rest.cloned())
        .collect()
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Every Rust file below a folder of the package: its path from the package's root, and its text.
fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Utf8Path::new(folder);
    files_below(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension() == Some("rs"))
        .map(|path| {
            let path = folder.join(path);
            let text =
                std::fs::read_to_string(root().join(&path)).expect("a source file can be read");
            (path.into_std_path_buf(), text)
        })
        .collect()
}
