//! What emitters share: names, literals and texts of the languages and systems they write for. Sees the model; touches
//! no disk.

pub mod file_name;
pub mod info;
