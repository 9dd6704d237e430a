//! The sample messages of a plugin: for the connection test, and for the start and the output of each operation.

use serde::Serialize;

use crate::model::{Operation, OperationKind, Plugin, Value};
use crate::sample::{self, Mode};

/// All sample messages of a plugin.
#[derive(Debug, Serialize)]
pub struct Samples<'a> {
    connection_test: Value,
    operations: Vec<Sample<'a>>,
}

/// The samples of one operation.
#[derive(Debug, Serialize)]
pub struct Sample<'a> {
    kind: OperationKind,
    name: &'a str,
    /// The message that starts it.
    pub start: Value,
    /// What it answers.
    pub output: Value,
}

impl<'a> Samples<'a> {
    /// The samples of a plugin, its operations in their order.
    pub fn new(plugin: &'a Plugin) -> Self {
        Self {
            connection_test: sample::connection_test(plugin, Mode::Default),
            operations: plugin
                .operations()
                .map(|operation| Sample::new(plugin, operation))
                .collect(),
        }
    }

    /// The samples of the operation with this index.
    pub fn of(&self, index: usize) -> Option<&Sample<'a>> {
        self.operations.get(index)
    }

    /// The samples as a file.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl<'a> Sample<'a> {
    fn new(plugin: &Plugin, operation: &'a Operation) -> Self {
        Self {
            kind: operation.kind,
            name: &operation.name,
            start: sample::start_message(plugin, operation, Mode::Default),
            output: sample::of_fields(plugin, &operation.output, Mode::Full),
        }
    }
}
