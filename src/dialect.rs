//! `Document` → `Spec`: the registry of input dialects.

use camino::Utf8Path;

use crate::diagnostic::Diagnostics;
use crate::spec::Spec;
use crate::text::Source;
use crate::yaml::Document;

/// A form in which specs are written.
pub struct Dialect {
    /// Stable id: `komand` or `conforma`.
    pub id: &'static str,
    /// One line, no final period.
    pub summary: &'static str,
    /// Whether a file of this name is read when a folder is walked.
    pub recognises_name: fn(file_name: &str) -> bool,
    /// Whether a document of any name looks like this dialect.
    pub recognises_content: fn(&Document) -> bool,
    /// Reads the document. Never fails: what cannot be read is reported and left out.
    pub lower: fn(&Source, &Document) -> (Spec, Diagnostics),
    /// A JSON Schema of the dialect's own files, where it has one.
    pub schema: Option<fn() -> serde_json::Value>,
}

/// Every dialect. The first is the one a file is taken for when nothing tells.
pub static DIALECTS: &[&Dialect] = &[];

/// The dialect of a file: by its name, else by what stands in it, else the first.
pub fn detect(path: &Utf8Path, document: &Document) -> &'static Dialect {
    let name = path.file_name().unwrap_or_default();
    DIALECTS
        .iter()
        .find(|dialect| (dialect.recognises_name)(name))
        .or_else(|| {
            DIALECTS
                .iter()
                .find(|dialect| (dialect.recognises_content)(document))
        })
        .unwrap_or(&DIALECTS[0])
}
