//! The YAML reader against other readers: every tree must be the one that they build.

mod properties;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support;
use specc::text::{FileId, Source};
use specc::yaml::{Limits, Node, NodeKind, Resolved, Scalar, ScalarStyle, parse};

/// The published specs, where they are at hand.
fn corpus() -> Option<Vec<PathBuf>> {
    let root = std::env::var_os("SPECC_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(&root) else {
        println!("skipped: corpus absent");
        return None;
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path().join("plugin.spec.yaml"))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    Some(paths)
}

fn source(text: &str) -> Source {
    Source::new(FileId(0), "test.yaml", text)
}

fn read(source: &Source) -> Option<Node<'_>> {
    parse(source, &Limits::default()).0.root
}

/// Writes a tree in a form that tells every difference of structure and text.
fn write(node: &Node, out: &mut String) {
    match &node.kind {
        NodeKind::Mapping(mapping) => {
            out.push('{');
            for entry in &mapping.entries {
                write(&entry.key, out);
                out.push(':');
                write(&entry.value, out);
                out.push(',');
            }
            out.push('}');
        }
        NodeKind::Sequence(items) => {
            out.push('[');
            for item in items.iter() {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        NodeKind::Scalar(scalar) => match scalar.resolved {
            Resolved::Null => out.push_str("null"),
            Resolved::Bool(value) => write!(out, "{value}").unwrap(),
            Resolved::Integer => write!(out, "int {}", digits(scalar)).unwrap(),
            Resolved::Float => write!(out, "float {:?}", real(digits(scalar))).unwrap(),
            Resolved::Timestamp | Resolved::String => write!(out, "{:?}", scalar.text()).unwrap(),
        },
    }
}

fn digits<'n>(scalar: &'n Scalar<'_>) -> &'n str {
    scalar.digits().expect("a number")
}

fn real(digits: &str) -> f64 {
    match digits {
        ".inf" => f64::INFINITY,
        "-.inf" => f64::NEG_INFINITY,
        ".nan" => f64::NAN,
        digits => digits.parse().expect("a float"),
    }
}

/// Compares with a YAML 1.2 reader. Plain scalars that the two versions read differently may differ.
fn same(node: &Node, other: &serde_yaml::Value, path: &str) -> Result<(), String> {
    use serde_yaml::Value;
    let differ = || Err(format!("{path}: {node:?} against {other:?}"));
    match (&node.kind, other) {
        (NodeKind::Mapping(mapping), Value::Mapping(others)) => {
            if mapping.entries.len() != others.len() {
                return differ();
            }
            for (entry, (key, value)) in mapping.entries.iter().zip(others) {
                same(&entry.key, key, path)?;
                let path = format!("{path}/{}", entry.key.as_text().unwrap_or("?"));
                same(&entry.value, value, &path)?;
            }
            Ok(())
        }
        (NodeKind::Sequence(items), Value::Sequence(others)) => {
            if items.len() != others.len() {
                return differ();
            }
            for (index, (item, other)) in items.iter().zip(others).enumerate() {
                same(item, other, &format!("{path}/{index}"))?;
            }
            Ok(())
        }
        (NodeKind::Scalar(scalar), other) => {
            let equal = match (scalar.resolved, other) {
                (Resolved::Null, Value::Null) => true,
                (Resolved::Bool(one), Value::Bool(two)) => one == *two,
                (Resolved::Integer, Value::Number(number)) => {
                    *digits(scalar) == *number.to_string()
                }
                (Resolved::Float, Value::Number(number)) => {
                    number.as_f64() == Some(real(digits(scalar)))
                }
                (_, Value::String(text)) => **text == *scalar.text(),
                // `0o17` and `1e3` are numbers in YAML 1.2 only.
                (Resolved::String, Value::Number(_)) => scalar.style == ScalarStyle::Plain,
                _ => false,
            };
            if equal { Ok(()) } else { differ() }
        }
        _ => differ(),
    }
}

#[test]
fn corpus_trees_equal_those_of_yaml_serde() {
    let Some(paths) = corpus() else { return };
    let mut compared = 0;
    for path in &paths {
        let text = std::fs::read_to_string(path).expect("readable");
        // It refuses duplicate keys and a few layouts that libyaml's grammar allows.
        let Ok(other) = serde_yaml::from_str::<serde_yaml::Value>(&text) else {
            continue;
        };
        let source = source(&text);
        let node = read(&source).unwrap_or_else(|| panic!("{}: no tree", path.display()));
        if let Err(difference) = same(&node, &other, "") {
            panic!("{}: {difference}", path.display());
        }
        compared += 1;
    }
    assert!(
        compared * 10 >= paths.len() * 9,
        "only {compared} of {} compared",
        paths.len()
    );
}

#[test]
fn corpus_trees_equal_those_of_pyyaml() {
    let Some(paths) = corpus() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/yaml/pyyaml_tree.py");
    let python = support::python_tool("python").unwrap_or_else(|| "python3".into());
    let output = Command::new(python).arg(&script).args(&paths).output();
    let output = match output {
        Ok(output) if output.status.success() => output,
        _ => {
            support::absent("python3 with PyYAML");
            return;
        }
    };
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let trees: Vec<&str> = stdout.lines().collect();
    assert_eq!(trees.len(), paths.len());
    for (path, tree) in paths.iter().zip(trees) {
        let text = std::fs::read_to_string(path).expect("readable");
        let mut ours = String::new();
        let source = source(&text);
        if let Some(root) = read(&source) {
            write(&root, &mut ours);
        }
        assert_eq!(ours.replace('\n', " "), tree, "{}", path.display());
    }
}
