//! specc reads a plugin spec once, turns it into one resolved model, and makes everything else from that model.
//!
//! ```text
//! bytes ──read──▶ Source ──parse──▶ Document ──lower──▶ Spec ──resolve──▶ Plugin ──emit──▶ OutputTree ──write──▶ disk
//! ```
//!
//! Every step returns its value and its [`diagnostic::Diagnostics`]; no step stops at the first problem.

pub mod cli;
pub mod diagnostic;
pub mod dialect;
pub mod emit;
pub mod grammar;
pub mod lint;
pub mod model;
pub mod output;
pub mod render;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod sample;
pub mod spec;
pub mod text;
pub mod workspace;
pub mod yaml;
