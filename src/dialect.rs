//! `Document` → `Spec`: the registry of input dialects.

mod conforma;
mod findings;
pub mod keys;
pub mod komand;
mod reader;
mod reference;
mod schema;
mod value;

pub use findings::RULES;
pub use reader::Misspelt;
pub use value::to_value;

use camino::Utf8Path;

use crate::diagnostic::Diagnostics;
use crate::spec::Spec;
use crate::text::Source;
use crate::yaml::Document;

/// A form in which specs are written.
#[derive(Debug)]
pub struct Dialect {
    /// Stable id: `komand` or `conforma`.
    pub id: &'static str,
    /// One line, no final period.
    pub summary: &'static str,
    /// Names of the files that are read when a folder is walked.
    pub file_names: &'static [&'static str],
    /// Whether such a name alone tells the dialect. Where it is also the name of other things, a file found by walking
    /// must pass `recognises_content` too.
    pub name_tells: bool,
    /// Whether a document of any name looks like this dialect.
    pub recognises_content: fn(&Document) -> bool,
    /// Reads the document. Never fails: what cannot be read is reported and left out.
    pub lower: fn(&Source, &Document, Misspelt) -> (Spec, Diagnostics),
    /// The keys of its top level.
    pub keys: &'static keys::KeyTable,
    /// A JSON Schema of the dialect's own files, where it has one.
    pub schema: Option<fn() -> serde_json::Value>,
    /// The reference of its keys, in markdown.
    pub reference: fn() -> String,
}

/// Every dialect. The first is the one a file is taken for when nothing tells.
pub static DIALECTS: &[&Dialect] = &[&komand::KOMAND, &conforma::CONFORMA];

impl Dialect {
    /// Whether a file of this name may be one of the dialect's.
    pub fn recognises_name(&self, file_name: &str) -> bool {
        self.file_names.contains(&file_name)
    }
}

/// The dialect of a file: by a name that tells, else by what stands in it, else the first.
pub fn detect(path: &Utf8Path, document: &Document) -> Option<&'static Dialect> {
    let name = path.file_name().unwrap_or_default();
    DIALECTS
        .iter()
        .find(|dialect| dialect.name_tells && dialect.recognises_name(name))
        .or_else(|| {
            DIALECTS
                .iter()
                .find(|dialect| (dialect.recognises_content)(document))
        })
        .or(DIALECTS.first())
        .copied()
}
