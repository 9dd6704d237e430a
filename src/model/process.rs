//! Governance processes: what is started, goes on for days, and ends with an outcome.

use serde::Serialize;

use super::Field;
use crate::text::Span;

/// A decision that is started with an input, goes on while others act, and ends with an outcome: a vote, a poll, a
/// deliberation. The term is Metagov's.
#[derive(Debug, Clone, Serialize)]
pub struct Process {
    /// Its key in the spec. Unique; of letters, digits, `_` and `-`.
    pub name: String,
    /// Title for people; made from the name where the spec gives none.
    pub title: String,
    /// Description; empty where the spec gives none.
    pub description: String,
    /// What it is started with, in spec order.
    pub input: Vec<Field>,
    /// What it ends with, in spec order.
    pub outcome: Vec<Field>,
    /// Whether the host asks it for news from time to time.
    pub update: bool,
    /// Whether it can be closed before it ends by itself.
    pub close: bool,
    /// Whether it is told of news by a webhook.
    pub webhook: bool,
    /// Where its name stands.
    #[serde(skip)]
    pub origin: Span,
}

impl Process {
    /// A process with nothing but a name, that is only started.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            title: name.clone(),
            name,
            description: String::new(),
            input: Vec::new(),
            outcome: Vec::new(),
            update: false,
            close: false,
            webhook: false,
            origin: Span::default(),
        }
    }
}
