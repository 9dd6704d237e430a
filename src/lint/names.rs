//! Names and fields of a plugin, as lints on names walk them. No rule of its own.

use crate::model::{Field, Plugin};
use crate::text::Span;

/// The fields of each section: those of one list are siblings.
pub(super) fn field_lists(plugin: &Plugin) -> impl Iterator<Item = &[Field]> {
    let operations = plugin.operations().flat_map(|operation| {
        [
            operation.input.as_slice(),
            operation.output.as_slice(),
            operation.state.as_slice(),
        ]
    });
    let types = plugin.types.iter().map(|custom| custom.fields.as_slice());
    std::iter::once(plugin.connection.as_slice())
        .chain(operations)
        .chain(types)
}

/// The names of operations, types and fields, and where they stand.
pub(super) fn names(plugin: &Plugin) -> impl Iterator<Item = (&str, Span)> {
    let operations = plugin.operations().map(|it| (it.name.as_str(), it.origin));
    let types = plugin.types.iter().map(|it| (it.name.as_str(), it.origin));
    let fields = field_lists(plugin).flatten();
    operations
        .chain(types)
        .chain(fields.map(|it| (it.name.as_str(), it.origin.name)))
}
