//! specc reads a plugin spec once, turns it into one resolved model, and makes everything else from that model.
//!
//! ```text
//! bytes ──read──▶ Source ──parse──▶ Document ──lower──▶ Spec ──resolve──▶ Plugin ──emit──▶ OutputTree ──write──▶ disk
//! ```
//!
//! Every step returns its value and its [`diagnostic::Diagnostics`]; no step stops at the first problem.
//!
//! [`check`] takes a text as far as the model, [`emit()`] makes files from the model; both are pure. [`workspace`] does
//! the same for files on disk, [`report`] shows what was found and [`output`] writes what was made.
//!
//! ```
//! use specc::text::{FileId, Source};
//!
//! let text = include_str!("../fixtures/minimal/plugin.spec.yaml");
//! let source = Source::new(FileId(0), "plugin.spec.yaml", text);
//! let analysis = specc::check(&source);
//! assert!(!analysis.diagnostics.has_errors());
//!
//! let plugin = analysis.plugin.ok_or("no model")?;
//! let target = specc::emit::target("jsonschema").ok_or("no such target")?;
//! let (tree, findings) = specc::emit(&plugin, target, &specc::emit::Options::default());
//! assert!(findings.is_empty());
//! assert!(tree.get("actions/echo.input.json").is_some());
//! # Ok::<(), &'static str>(())
//! ```

pub mod change;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod dialect;
pub mod emit;
pub mod fix;
pub mod format;
pub mod grammar;
pub mod lint;
pub mod model;
pub mod output;
pub mod render;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod sample;
pub mod site;
pub mod spec;
pub mod starter;
pub mod text;
pub mod workspace;
pub mod yaml;

use diagnostic::Diagnostics;
use emit::{Options, Target};
use model::Plugin;
use output::OutputTree;
use text::Source;
use workspace::Analysis;

/// Takes one text through every phase before emitting, with the default bounds: its findings, and its model where it
/// has one. The file name of the source may tell the dialect; nothing is read from disk.
pub fn check(source: &Source) -> Analysis {
    workspace::analyse(
        source,
        &yaml::Limits::default(),
        dialect::Misspelt::default(),
    )
}

/// Makes one target's files from a model, and says what the target cannot express. Nothing is written:
/// [`OutputTree`] holds the files.
pub fn emit(plugin: &Plugin, target: &Target, options: &Options) -> (OutputTree, Diagnostics) {
    let mut tree = OutputTree::new();
    let findings = target.run(plugin, options, &mut tree);
    (tree, findings)
}
