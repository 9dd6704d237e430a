//! The package that tells the runtime what the plugin is and where its parts are. Part of the emitter.

use super::names::{Names, OperationNames};
use super::{HEADER, imports};
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::go::string;
use crate::render::info::one_line;

/// The text of `registry.go`.
pub(super) fn registry(plugin: &Plugin, names: &Names) -> String {
    let module = &names.module;
    let has_operations = plugin.operations().next().is_some();
    let standard: &[&'static str] = if has_operations {
        &["embed", "log/slog"]
    } else {
        &[]
    };
    let mut own: Vec<String> = OperationKind::ALL
        .iter()
        .filter(|kind| !plugin.operations_of(**kind).is_empty())
        .map(|kind| format!("{module}/{}", kind.plural()))
        .collect();
    own.push(format!("{module}/connection"));
    own.push(format!("{module}/internal/plugin"));
    if has_operations {
        own.push(format!("{module}/internal/schema"));
    }
    let mut text = format!(
        "{HEADER}\n// Package registry tells the runtime what the plugin is and where its parts are.\n\
         package registry\n\n{}\n",
        imports(standard, &own)
    );
    if has_operations {
        text.push_str("//go:embed samples\nvar samples embed.FS\n\n");
    }
    text.push_str(
        "// Plugin describes the plugin.\nfunc Plugin() *plugin.Plugin[*connection.Connection] {\n\
         \tdescribed := &plugin.Plugin[*connection.Connection]{}\n",
    );
    for (key, value) in [
        ("Name", plugin.name.clone()),
        ("Title", one_line(&plugin.title)),
        ("Vendor", plugin.vendor.clone()),
        ("Version", plugin.version.to_string()),
        ("Description", one_line(&plugin.description)),
    ] {
        text.push_str(&format!("\tdescribed.{key} = {}\n", string(&value)));
    }
    text.push_str("\tdescribed.Connect = plugin.ConnectWith(connection.Open)\n");
    for kind in OperationKind::ALL {
        let operations = plugin.operations_of(kind);
        if operations.is_empty() {
            continue;
        }
        let list = capitalised(kind.plural());
        text.push_str(&format!(
            "\tdescribed.{list} = []plugin.Entry[*connection.Connection]{{\n"
        ));
        for (operation, names) in operations.iter().zip(names.of(kind)) {
            text.push_str(&entry(operation, names));
        }
        text.push_str("\t}\n");
    }
    text.push_str("\treturn described\n}\n");
    if has_operations {
        text.push_str(
            "\nfunc sample(name string) []byte {\n\ttext, err := samples.ReadFile(\"samples/\" + name)\n\
             \tif err != nil {\n\t\tpanic(\"this is a bug in specc: \" + err.Error())\n\t}\n\treturn text\n}\n",
        );
    }
    text
}

fn entry(operation: &Operation, names: &OperationNames) -> String {
    let (kind, folder) = (operation.kind, operation.kind.plural());
    let (input, state, output) = (&names.input, &names.state, &names.output);
    let parts = match kind {
        OperationKind::Task => format!("schema.{input}, schema.{state}, schema.{output}"),
        OperationKind::Action | OperationKind::Trigger => {
            format!("schema.{input}, schema.{output}")
        }
    };
    let class = capitalised(kind.singular());
    format!(
        "\t\tplugin.New{class}(\n\t\t\t{},\n\t\t\t{},\n\t\t\tsample(\"{folder}/{}.json\"),\n\
         \t\t\tfunc(shared *connection.Connection, log *slog.Logger) plugin.{class}[{parts}] {{\n\
         \t\t\t\treturn &{folder}.{}{{Connection: shared, Log: log}}\n\t\t\t}},\n\t\t),\n",
        string(&operation.name),
        string(&one_line(&operation.description)),
        names.file,
        names.ty,
    )
}

fn capitalised(word: &str) -> String {
    format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..])
}
