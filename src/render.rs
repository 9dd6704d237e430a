//! What emitters share: names, literals and texts of the languages and systems they write for. Sees the model; touches
//! no disk.

pub mod docker;
pub mod file_name;
pub mod go;
pub mod help_text;
pub mod info;
pub mod json_schema;
pub mod layout;
pub mod literal;
pub mod naming;
pub mod prose;
pub mod python;
pub mod readme;
pub mod rust;
pub mod support;
pub mod template;
pub mod typescript;
pub mod yaml;
