//! Parsers made by pest from `grammar/*.pest`. Each takes the text of a scalar and a function that says where its
//! bytes stand in the file, and gives a value with spans or a message in our own words.

mod suppression;
mod type_expression;
mod version_history;

pub use suppression::{Scope, Suppression, SuppressionError, parse_suppression};
pub use type_expression::{ForeignType, TypeShape, parse_type_expression};
pub use version_history::{HistoryParts, parse_history_line};
