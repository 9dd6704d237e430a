//! The file that the server loads: a plugin and a task for each operation. Part of the emitter.

use std::collections::BTreeSet;

use super::HEADER;
use super::arguments::{arguments, properties};
use super::names::{Names, OperationNames};
use super::settings::Setup;
use crate::emit::python::scaffold::sentence;
use crate::model::{Operation, OperationKind, Plugin};
use crate::render::info::one_line;
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, docstring, string};

/// The text of the file.
pub(super) fn module(plugin: &Plugin, names: &Names, setups: &[Setup<'_>]) -> String {
    let about = format!(
        "{}: what LimitedMediaServer loads. The work stands in `{}/`.\n\nThe server makes a plugin of every class of its \
         kinds that it finds here, so that no such class is imported by its name.",
        one_line(&plugin.title),
        names.package,
    );
    let mut text = format!("{HEADER}{}\n\n", docstring(&about, 0));
    text.push_str(&imports(plugin, names, setups));
    text.push_str(&connected(plugin));
    for ((operation, names_of), setup) in plugin.operations().zip(names.all()).zip(setups) {
        text.push_str(&task(operation, names_of, &names.package));
        text.push_str(&self::plugin(plugin, operation, names_of, setup));
    }
    text
}

fn imports(plugin: &Plugin, names: &Names, setups: &[Setup<'_>]) -> String {
    let mut text = String::new();
    let has_operations = plugin.operations().next().is_some();
    if has_operations {
        text.push_str("from collections.abc import Callable\nfrom typing import Any\n\n");
    }
    let uses_forms = plugin.operations().any(|it| !it.input.is_empty());
    if uses_forms {
        text.push_str("import plugin_methods\n");
    }
    if has_operations {
        text.push_str("import plugin_system\n\n");
    }
    let package = &names.package;
    let imported = match (uses_forms, plugin.connection.is_empty()) {
        (_, false) => "Argument, setting",
        (true, true) => "Argument",
        (false, true) => "",
    };
    if !imported.is_empty() {
        text.push_str(&format!(
            "from .{package}.runtime.arguments import {imported}\n"
        ));
    }
    let flags: BTreeSet<&str> = setups.iter().flat_map(|it| it.flags.clone()).collect();
    let imported: Vec<&str> = flags.into_iter().chain(["WorkPlugin"]).collect();
    let imported = imported.join(", ");
    text.push_str(&format!(
        "from .{package}.runtime.plugin import {imported}\n"
    ));
    let kinds: BTreeSet<&str> = plugin.operations().map(|it| task_class(it.kind)).collect();
    if !kinds.is_empty() {
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let kinds = kinds.join(", ");
        text.push_str(&format!("from .{package}.runtime.task import {kinds}\n"));
    }
    let mut schemas: Vec<(String, String)> = Vec::new();
    for kind in OperationKind::ALL {
        for OperationNames { module, .. } in names.of(kind) {
            let folder = format!(".{package}.schema.{}", kind.plural());
            schemas.push((folder, format!("{module} as {}_{module}", kind.singular())));
        }
    }
    let settings = format!(".{package}.schema.connection");
    schemas.push((settings, "Settings".to_owned()));
    // The order that import sorters want.
    schemas.sort_unstable();
    for (module, name) in schemas {
        text.push_str(&import(&module, name));
    }
    text
}

/// The class that all plugins of the file share. It is none of the server's kinds.
fn connected(plugin: &Plugin) -> String {
    let mut text = "\n\nclass Connected(WorkPlugin):\n    \
         \"\"\"What the plugins share: the settings of the connection, which are properties of the server.\"\"\"\n\n    \
         connection = Settings\n"
        .to_owned();
    let properties = properties(plugin);
    if !properties.is_empty() {
        text.push_str(&attribute("properties", list(properties)));
    }
    text
}

fn task_class(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Action => "ActionTask",
        OperationKind::Trigger => "TriggerTask",
        OperationKind::Task => "PagesTask",
    }
}

/// The task of an operation.
fn task(operation: &Operation, names: &OperationNames, package: &str) -> String {
    let (kind, folder) = (operation.kind.singular(), operation.kind.plural());
    let OperationNames { module, class, .. } = names;
    let about = format!("Does the work of the {kind} `{}`.", operation.name);
    let base = task_class(operation.kind);
    let mut text = format!(
        "\n\nclass {class}Task({base}):\n    {}\n\n    output = {kind}_{module}.Output\n",
        docstring(&about, 4)
    );
    if operation.kind == OperationKind::Task {
        text.push_str(&format!("    state = {kind}_{module}.State\n"));
    }
    text.push_str(&format!(
        "\n    def load(self) -> Callable[..., Any]:\n        \
         \"\"\"Import the author's function when it is needed.\"\"\"\n        \
         from .{package}.{folder}.{module} import run\n\n        return run\n"
    ));
    text
}

/// The plugin of an operation.
fn plugin(
    plugin: &Plugin,
    operation: &Operation,
    names: &OperationNames,
    setup: &Setup<'_>,
) -> String {
    let kind = operation.kind.singular();
    let OperationNames {
        module,
        class,
        action,
    } = names;
    let mut text = format!(
        "\n\nclass {class}Plugin(Connected, plugin_system.{}):\n    {}\n\n",
        setup.kind.class,
        docstring(&sentence(&operation.description, operation), 4),
    );
    let mut set = |name: &str, value: Expression| text.push_str(&attribute(name, value));
    let atom = |text: String| Expression::atom(text);
    set("action_id", atom(string(action)));
    let title = one_line(&operation.title);
    let title = if title.is_empty() {
        one_line(&operation.name)
    } else {
        title
    };
    set(
        "action_name",
        atom(string(if title.is_empty() { action } else { &title })),
    );
    if let Some(icon) = setup.icon {
        set("icon", atom(string(icon)));
    }
    let group = string(setup.group.unwrap_or(&plugin.name));
    let sort = [group, setup.sort.to_string()].map(Expression::atom);
    let sort = Expression::bracket("(", sort.to_vec(), ")");
    set("sort", sort);
    if let Some(category) = setup.category {
        set("category", atom(string(category)));
    }
    if setup.kind.is_book {
        set("book", atom("True".to_owned()));
    }
    if !setup.flags.is_empty() {
        set("flags", atom(setup.flags.join(" | ")));
    }
    if let Some(priority) = setup.priority {
        set("priority", atom(priority.to_string()));
    }
    if let Some(weight) = setup.weight {
        set("weight", atom(weight.to_string()));
    }
    let is_first = plugin.operations().next();
    let is_first = is_first.is_some_and(|first| std::ptr::eq(first, operation));
    if is_first && !plugin.connection.is_empty() {
        set("lists_properties", atom("True".to_owned()));
    }
    set("task", atom(format!("{class}Task")));
    set("input", atom(format!("{kind}_{module}.Input")));
    let arguments = arguments(plugin, operation, setup);
    if !arguments.is_empty() {
        text.push_str(&attribute("arguments", list(arguments)));
    }
    text
}

fn attribute(name: &str, value: Expression) -> String {
    let value = value.prefixed(&format!("{name} = "));
    format!("    {}\n", value.lay_out(4, WIDTH, 0))
}

fn list(parts: Vec<Expression>) -> Expression {
    Expression::bracket("[", parts, "]")
}

/// An import of one name, in brackets where the line is too long.
fn import(module: &str, name: String) -> String {
    let line = format!("from {module} import {name}");
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let open = format!("from {module} import (");
    Expression::bracket(open, vec![Expression::atom(name)], ")").lay_out(0, 0, 0) + "\n"
}
