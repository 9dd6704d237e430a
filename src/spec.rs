//! The AST: what the author wrote, in the terms of no dialect, with a place on every leaf. May be incomplete. Uses
//! `text` only.

/// One spec as written.
#[derive(Debug, Clone, Default)]
pub struct Spec {}
