//! The reference of a dialect's keys as markdown, made from its key tables.

use std::fmt::Write as _;

use super::keys::{Form, Key, KeyTable, Kind};

/// The page of a dialect whose top level is `table`: a section per table, in the order in which they are first used.
pub fn reference(table: &'static KeyTable, title: &str, introduction: &str) -> String {
    let mut page = format!("# {title}\n\n{introduction}\n");
    let mut tables = vec![table];
    let mut next = 0;
    while let Some(table) = tables.get(next).copied() {
        section(&mut page, table);
        for key in table.keys {
            if let Kind::Table(inner) | Kind::Named(inner) | Kind::NamedTwice(inner) = key.kind
                && !tables.iter().any(|known| std::ptr::eq(*known, inner))
            {
                tables.push(inner);
            }
        }
        next += 1;
    }
    page
}

fn section(page: &mut String, table: &KeyTable) {
    let _ = write!(
        page,
        "\n## {}\n\n| key | holds | required | since | meaning |\n|---|---|---|---|---|\n",
        table.title
    );
    for key in table.keys {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            key.name,
            key.kind.expected().replace('|', "\\|"),
            if key.required { "yes" } else { "" },
            form(key.since),
            meaning(key).replace('|', "\\|"),
        );
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::V1 => "v1",
        Form::V2 => "v2",
    }
}

fn meaning(key: &Key) -> String {
    match key.deprecated {
        Some(deprecation) => format!(
            "{} Deprecated from {} on: {}.",
            key.doc,
            form(deprecation.since),
            deprecation.advice
        ),
        None => key.doc.to_owned(),
    }
}
