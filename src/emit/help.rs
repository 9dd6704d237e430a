//! `--target help`: `help.md` in the sections and tables that the marketplace of InsightConnect asks for. An emitter:
//! sees the model, writes into the tree, touches nothing else.
//!
//! Sections for which the spec has no key are the author's: they are read from the `help.md` that is there and written
//! again where they belong, so that the file can be made anew after every change of the spec.

mod document;
mod kept;
mod table;

use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::emit::{Options, Target, loss};
use crate::model::Plugin;
use crate::output::OutputTree;
use crate::render::help_text::Help;

/// The target.
pub static TARGET: Target = Target {
    id: "help",
    title: "Help",
    summary: "help.md with the tables of the spec and the author's own sections",
    options: &[],
    reads: &[FILE],
    pictures: &[],
    try_out: &[],
    losses: loss::nothing,
    emit,
};

/// The file's name.
pub(super) const FILE: &str = "help.md";

/// A help text says what the spec says otherwise.
pub static REPLACED_HELP: RuleInfo = RuleInfo {
    id: "replaced-help",
    class: RuleClass::Emission,
    severity: Severity::Warning,
    summary: "a text in help.md gives way to what the spec says in its place",
    why: "The spec is where key features, requirements, links and the like are kept; what stands in help.md under the same heading is written from it. Lines that only help.md had are named once, when they go, so that they can be moved into the spec or under a heading of their own, which is always kept.",
    bad: "# not shown: it takes a help.md beside the spec",
    good: "",
};

fn emit(plugin: &Plugin, options: &Options, tree: &mut OutputTree) -> Diagnostics {
    write(plugin, options, tree, true)
}

/// Adds `help.md`; `targets` says whether it tells what becomes of the plugin on each target.
pub(super) fn write(
    plugin: &Plugin,
    options: &Options,
    tree: &mut OutputTree,
    targets: bool,
) -> Diagnostics {
    let known = options.file(FILE).or(plugin.help.as_deref());
    let old = Help::parse(known.unwrap_or_default());
    let text = document::document(plugin, &old, options.is_ours(FILE), targets);
    let mut diagnostics = Diagnostics::new();
    for (section, lines) in kept::replaced(plugin, &old, &text) {
        diagnostics.push(replaced(plugin, section, &lines));
    }
    tree.generated(FILE, text);
    tree.adopt(FILE, "");
    diagnostics
}

fn replaced(plugin: &Plugin, section: &str, lines: &[String]) -> Diagnostic {
    const SHOWN: usize = 3;
    const LONGEST: usize = 70;
    let shown = lines.iter().take(SHOWN).map(|line| {
        let cut: String = line.chars().take(LONGEST).collect();
        let more = if cut.len() < line.len() { "…" } else { "" };
        format!("“{cut}{more}”")
    });
    let shown: Vec<String> = shown.collect();
    let more = match lines.len().saturating_sub(SHOWN) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    Diagnostic::new(
        &REPLACED_HELP,
        plugin.origin.name,
        format!(
            "help.md has lines under `{section}` that the spec has not: {}{more}",
            shown.join(", ")
        ),
    )
    .at("the spec's own words take their place")
    .help("move them into the spec, or under a heading of their own in help.md, which is kept")
}
