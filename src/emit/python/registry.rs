//! The module that tells the runtime what the plugin is and where its parts are. Part of the emitter.

use super::HEADER;
use super::names::{Names, OperationNames};
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::info::one_line;
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, string};

/// The text of `plugin.py`.
pub(super) fn registry(plugin: &Plugin, names: &Names) -> String {
    let mut text = format!(
        "{HEADER}\"\"\"The plugin as its runtime sees it: each part is imported when it is first needed.\"\"\"\n\n\
         from pathlib import Path\nfrom typing import Any\n\n"
    );
    let parts: Vec<&str> = [
        (OperationKind::Action, "ActionParts"),
        (OperationKind::Task, "TaskParts"),
        (OperationKind::Trigger, "TriggerParts"),
    ]
    .into_iter()
    .filter(|(kind, _)| !plugin.operations_of(*kind).is_empty())
    .map(|(_, parts)| parts)
    .collect();
    let mut imported = vec!["ConnectionParts", "Plugin"];
    if !parts.is_empty() {
        imported.push("Entry");
    }
    imported.extend(&parts);
    // The order that import sorters want.
    imported.sort_unstable();
    text.push_str(&format!(
        "from .runtime.plugin import {}\n",
        imported.join(", ")
    ));
    text.push_str(
        "\n\ndef _connection() -> ConnectionParts[Any]:\n    from .connection import Connection\n    \
         from .schema.connection import Settings\n\n    return ConnectionParts(Connection, Settings)\n",
    );
    let mut lists = Vec::new();
    for kind in OperationKind::ALL {
        let operations = plugin.operations_of(kind);
        let mut entries = Vec::new();
        for (operation, names) in operations.iter().zip(names.of(kind)) {
            text.push_str(&loader(kind, names));
            entries.push(self::entry(operation, names));
        }
        if !entries.is_empty() {
            let list = Expression::bracket(format!("{}=[", kind.plural()), entries, "]");
            lists.push(list);
        }
    }
    let named = |key: &str, text: &str| Expression::atom(format!("{key}={}", string(text)));
    let mut arguments = vec![
        named("name", &plugin.name),
        named("title", &one_line(&plugin.title)),
        named("vendor", &plugin.vendor),
        named("version", &plugin.version.to_string()),
        named("description", &one_line(&plugin.description)),
        Expression::atom("samples=Path(__file__).parent / \"samples\""),
        Expression::atom("connection=_connection"),
    ];
    arguments.extend(lists);
    let plugin = Expression::bracket("PLUGIN = Plugin(", arguments, ")");
    text.push_str(&format!("\n\n{}\n", plugin.lay_out(0, WIDTH, 0)));
    text
}

/// The function that imports one operation.
fn loader(kind: OperationKind, names: &OperationNames) -> String {
    let (parts, arguments, imported, anys) = match kind {
        OperationKind::Action => ("ActionParts", "Input, Output", "Input, Output", "Any, Any"),
        OperationKind::Trigger => ("TriggerParts", "Input, Output", "Input, Output", "Any, Any"),
        OperationKind::Task => (
            "TaskParts",
            "Input, State, Output",
            "Input, Output, State",
            "Any, Any, Any",
        ),
    };
    let (module, class, folder) = (&names.module, &names.class, kind.plural());
    let class_import = format!("    from .{folder}.{module} import {class}\n");
    let schema_import = format!("    from .schema.{folder}.{module} import {imported}\n");
    // The order that import sorters want: `actions` comes before `schema`, the others behind it.
    let imports = match kind {
        OperationKind::Action => class_import + &schema_import,
        OperationKind::Trigger | OperationKind::Task => schema_import + &class_import,
    };
    format!(
        "\n\ndef _{}_{module}() -> {parts}[{anys}]:\n{imports}\n    return {parts}({class}, {arguments})\n",
        kind.singular(),
    )
}

fn entry(operation: &Operation, names: &OperationNames) -> Expression {
    let (kind, folder) = (operation.kind.singular(), operation.kind.plural());
    let arguments = vec![
        Expression::atom(string(&operation.name)),
        Expression::atom(string(&one_line(&operation.description))),
        Expression::atom(string(&format!("{folder}/{}.json", names.module))),
        Expression::atom(format!("_{kind}_{}", names.module)),
    ];
    Expression::bracket("Entry(", arguments, ")")
}
