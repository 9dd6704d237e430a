//! `models.py`: what the host registers. Every method hands its call to the runtime. Part of the emitter.

use super::names::{Names, OperationNames, ProcessNames};
use super::schemas::{constant_name, made};
use super::{Api, HEADER, hears_webhooks};
use crate::model::{Operation, OperationKind, Plugin, Process};
use crate::render::info::one_line;
use crate::render::layout::Expression;
use crate::render::python::{WIDTH, docstring, string};

/// The text of `models.py`.
pub(super) fn models(plugin: &Plugin, names: &Names) -> String {
    let models = Models {
        plugin,
        names,
        api: Api::of(plugin),
    };
    let mut text = models.head();
    text.push_str(&models.sources());
    text.push_str(&models.plugin());
    for (process, names) in plugin.processes.iter().zip(&names.processes) {
        text.push_str(&models.process(process, names));
    }
    text
}

struct Models<'a> {
    plugin: &'a Plugin,
    names: &'a Names,
    api: Api,
}

/// A list of triggers and tasks in `models.py`.
struct SourceList<'a> {
    name: &'static str,
    sources: Vec<(&'a Operation, &'a OperationNames)>,
}

impl<'a> Models<'a> {
    /// The lists of what events come from.
    fn lists(&self) -> [SourceList<'a>; 3] {
        let of = |kind: OperationKind| {
            let operations = self.plugin.operations_of(kind).iter();
            operations.zip(self.names.of(kind))
        };
        let hears = |it: &(&Operation, &OperationNames)| hears_webhooks(self.plugin, &it.0.name);
        let triggers = of(OperationKind::Trigger);
        let (webhooks, polled) = triggers.partition(hears);
        [
            ("WEBHOOKS", webhooks),
            ("POLLED", polled),
            ("TASKS", of(OperationKind::Task).collect()),
        ]
        .map(|(name, sources)| SourceList { name, sources })
    }

    /// The first line, the docstring and the imports.
    fn head(&self) -> String {
        let about = format!(
            "{}, as Metagov registers it. The work is in the folders beside this file.",
            one_line(&self.plugin.title)
        );
        let mut text = format!("{HEADER}{}\n\n", docstring(&about, 0));
        let has_processes = !self.plugin.processes.is_empty();
        let [webhooks, ..] = self.lists();
        let has_webhooks = !webhooks.sources.is_empty();
        let is_2021 = self.api == Api::Of2021;
        if !self.plugin.actions.is_empty() || has_webhooks || is_2021 && has_processes {
            text.push_str("from typing import Any\n\n");
        }
        if is_2021 {
            text.push_str("import metagov.core.plugin_decorators as Registry\n");
        }
        if has_webhooks || self.plugin.processes.iter().any(|it| it.webhook) {
            text.push_str("from django.http import HttpRequest\n");
        }
        let mut imported = Vec::new();
        if self.auth_type().is_some() {
            imported.push("AuthType");
        }
        if has_processes {
            imported.push("GovernanceProcess");
        }
        imported.push("Plugin");
        let models = imported.join(", ");
        text.push_str(&format!("from metagov.core.models import {models}\n"));
        if !is_2021 {
            let parameters = if has_processes { "Parameters, " } else { "" };
            let manager = "from metagov.core.plugin_manager import";
            text.push_str(&format!("{manager} {parameters}Registry\n"));
        }
        text.push_str("\nfrom . import schemas\n");
        text.push_str(&self.imports());
        text
    }

    /// The imports of the author's files and of the dataclasses, in the order that import sorters want.
    fn imports(&self) -> String {
        let mut lines: Vec<(String, String, String)> = Vec::new();
        let mut add = |folder: &str, kind: &str, module: &str| {
            for (place, name) in [
                (format!(".{folder}"), alias(module, kind)),
                (format!(".values.{folder}"), values_alias(module, kind)),
            ] {
                let import = Expression::atom(format!("{module} as {name}"));
                let line = format!("from {place} import {module} as {name}");
                let line = if line.len() <= WIDTH {
                    line
                } else {
                    let open = format!("from {place} import (");
                    Expression::bracket(open, vec![import], ")").lay_out(0, 0, 0)
                };
                lines.push((place, module.to_owned(), line));
            }
        };
        for kind in OperationKind::ALL {
            for names in self.names.of(kind) {
                add(kind.plural(), kind.singular(), &names.module);
            }
        }
        for names in &self.names.processes {
            add("processes", "process", &names.module);
        }
        let settings = "from .values.connection import Settings";
        lines.push((".values.connection".into(), String::new(), settings.into()));
        lines.push((
            ".runtime".into(),
            String::new(),
            "from .runtime import dispatch".into(),
        ));
        lines.sort();
        lines
            .iter()
            .map(|(_, _, line)| format!("{line}\n"))
            .collect()
    }

    /// The lists of triggers and tasks.
    fn sources(&self) -> String {
        let mut text = String::new();
        for list in self.lists() {
            if list.sources.is_empty() {
                continue;
            }
            let sources = list.sources.iter().map(|(operation, names)| {
                let kind = operation.kind.singular();
                let parts = [
                    string(&names.on_host),
                    string(&names.key),
                    alias(&names.module, kind),
                    values_alias(&names.module, kind),
                ];
                let parts = parts.into_iter().map(Expression::atom).collect();
                Expression::bracket("dispatch.Source(", parts, ")")
            });
            let list = Expression::bracket(format!("{} = [", list.name), sources.collect(), "]");
            text.push_str(&format!("\n{}\n", list.lay_out(0, WIDTH, 0)));
        }
        text
    }

    /// The plugin's own model.
    fn plugin(&self) -> String {
        let (plugin, names) = (self.plugin, self.names);
        let about = if plugin.description.trim().is_empty() {
            format!("The plugin `{}`.", names.plugin)
        } else {
            one_line(&plugin.description)
        };
        let mut text = format!(
            "\n\n@Registry.plugin\nclass {}(Plugin):\n    {}\n\n    name = {}\n    config_schema = schemas.CONFIG\n",
            names.class,
            docstring(&about, 4),
            string(&names.plugin),
        );
        if let Some(auth_type) = self.auth_type() {
            text.push_str(&format!("    auth_type = AuthType.{auth_type}\n"));
        }
        text.push_str("\n    class Meta:\n        \"\"\"A row of the host's own table.\"\"\"\n\n        proxy = True\n");
        let lists = self.lists();
        let configured: Vec<&str> = lists
            .iter()
            .filter(|list| !list.sources.is_empty())
            .map(|list| list.name)
            .collect();
        let configured = match configured.as_slice() {
            [] => "[]".to_owned(),
            [one] => (*one).to_owned(),
            several => format!("[*{}]", several.join(", *")),
        };
        text.push_str(&method(
            "initialize(self) -> None",
            "Refuse a configuration that the plugin cannot work with; the host calls this once for each community.",
            &call("dispatch.check_config(", &["self", "Settings", &configured]),
        ));
        let actions = plugin.actions.iter().zip(names.of(OperationKind::Action));
        for (action, names) in actions {
            text.push_str(&self.action(action, names));
        }
        let [webhooks, polled, tasks] = lists;
        if !webhooks.sources.is_empty() {
            let of_2025 = "Registry.webhook_receiver(";
            text.push_str(&self.events(of_2025, &[&webhooks]));
            text.push_str(&method(
                "receive_webhook(self, request: HttpRequest) -> Any",
                "Hand a request of the service to each trigger.",
                &call(
                    "return dispatch.receive_webhook(",
                    &["self", "Settings", webhooks.name, "request"],
                ),
            ));
        }
        if !polled.sources.is_empty() || !tasks.sources.is_empty() {
            text.push_str(&self.events("Registry.event_producer_task(", &[&polled, &tasks]));
            let name = |list: &SourceList<'_>| {
                if list.sources.is_empty() {
                    "[]"
                } else {
                    list.name
                }
            };
            text.push_str(&method(
                "run_tasks(self) -> None",
                "Ask triggers for news and run tasks; the host calls this from time to time.",
                &call(
                    "dispatch.run_tasks(",
                    &["self", "Settings", name(&polled), name(&tasks)],
                ),
            ));
        }
        text
    }

    fn action(&self, action: &Operation, names: &OperationNames) -> String {
        let kind = action.kind.singular();
        let schema = |side| format!("schemas.{}", constant_name(kind, &names.module, side));
        let about = one_line(&action.description);
        let mut parts = vec![
            format!("slug={}", string(&names.on_host)),
            format!("description={}", string(&about)),
            format!("input_schema={}", schema("INPUT")),
            format!("output_schema={}", schema("OUTPUT")),
        ];
        let settings = self.plugin.targets.section("metagov").section("actions");
        let is_public = settings.section(&action.name).boolean("is_public") == Some(true);
        if is_public && self.api == Api::Of2025 {
            parts.push("is_public=True".to_owned());
        }
        let parts = parts.into_iter().map(Expression::atom).collect();
        let decorator = Expression::bracket("@Registry.action(", parts, ")");
        let (signature, given): (_, &[&str]) = match self.api {
            Api::Of2021 => (
                "self, parameters: Any, initiator: Any",
                &["parameters", "initiator"],
            ),
            // A parameter may be called `self`.
            Api::Of2025 => ("self, /, **parameters: Any", &["parameters"]),
        };
        let (work, values) = (
            alias(&names.module, kind),
            values_alias(&names.module, kind),
        );
        let arguments = [&["self", "Settings", &work, &values], given].concat();
        let method = method(
            &format!("action_{}({signature}) -> Any", names.module),
            &format!("Run `{}/{}.py`.", action.kind.plural(), names.module),
            &call("return dispatch.run_action(", &arguments),
        );
        format!("\n    {}{}", decorator.lay_out(4, WIDTH, 0), &method)
    }

    /// The decorator of a method that sends events; the hosts of 2021 know none.
    fn events(&self, open: &str, lists: &[&SourceList<'_>]) -> String {
        if self.api == Api::Of2021 {
            return String::new();
        }
        let sources = lists.iter().flat_map(|list| &list.sources);
        let events = sources.map(|(operation, names)| {
            let kind = operation.kind;
            let schema = constant_name(kind.singular(), &names.module, made(kind));
            let parts = vec![
                Expression::atom(format!("\"type\": {}", string(&names.on_host))),
                Expression::atom(format!("\"schema\": schemas.{schema}")),
            ];
            Expression::bracket("{", parts, "}")
        });
        let events = Expression::bracket("event_schemas=[", events.collect(), "]");
        let decorator = Expression::bracket(format!("@{open}"), vec![events], ")");
        format!("\n    {}", decorator.lay_out(4, WIDTH, 0))
    }

    fn process(&self, process: &Process, names: &ProcessNames) -> String {
        let schema = |side| format!("schemas.{}", constant_name("process", &names.module, side));
        let about = match one_line(&process.description) {
            empty if empty.is_empty() => format!("The process `{}`.", names.on_host),
            about => about,
        };
        let mut text = format!(
            "\n\n@Registry.governance_process\nclass {}(GovernanceProcess):\n    {}\n\n",
            names.class,
            docstring(&about, 4),
        );
        for (key, value) in [
            ("name", string(&names.on_host)),
            ("plugin_name", string(&self.names.plugin)),
            ("description", string(&one_line(&process.description))),
            ("input_schema", schema("INPUT")),
            ("outcome_schema", schema("OUTCOME")),
        ] {
            text.push_str(&format!("    {key} = {value}\n"));
        }
        text.push_str("\n    class Meta:\n        \"\"\"A row of the host's own table.\"\"\"\n\n        proxy = True\n");
        let work = alias(&names.module, "process");
        let values = values_alias(&names.module, "process");
        let arguments = ["self", "Settings", &work, &values];
        let start = match self.api {
            Api::Of2021 => "start(self, parameters: Any) -> None",
            Api::Of2025 => "start(self, parameters: Parameters) -> None",
        };
        text.push_str(&method(
            start,
            "Begin; the process goes on until one of its functions gives an outcome.",
            &call(
                "dispatch.start_process(",
                &[&arguments[..], &["parameters"]].concat(),
            ),
        ));
        let update = match self.api {
            Api::Of2021 => "poll(self) -> None",
            Api::Of2025 => "update(self) -> None",
        };
        for (has, signature, about, given) in [
            (
                process.update,
                update,
                "Look for news; the host calls this from time to time.",
                &["\"update\""][..],
            ),
            (
                process.webhook,
                "receive_webhook(self, request: HttpRequest) -> None",
                "Hear of news from the service.",
                &["\"receive\"", "request"],
            ),
            (
                process.close,
                "close(self) -> None",
                "End the process now.",
                &["\"close\""],
            ),
        ] {
            if has {
                let arguments = [&arguments[..], given].concat();
                let call = call("dispatch.advance_process(", &arguments);
                text.push_str(&method(signature, about, &call));
            }
        }
        text
    }

    /// The member of the host's `AuthType`, which the hosts of 2021 have not.
    fn auth_type(&self) -> Option<&'static str> {
        let settings = self.plugin.targets.section("metagov");
        match settings.text("auth_type") {
            Some("api_key") if self.api == Api::Of2025 => Some("API_KEY"),
            Some("oauth") if self.api == Api::Of2025 => Some("OAUTH"),
            Some("none") if self.api == Api::Of2025 => Some("NONE"),
            _ => None,
        }
    }
}

/// The author's file in `models.py`. Ends as nothing else does there.
fn alias(module: &str, kind: &str) -> String {
    format!("{}_{kind}", module.trim_end_matches('_'))
}

/// The module of dataclasses in `models.py`.
fn values_alias(module: &str, kind: &str) -> String {
    format!("{}_{kind}_values", module.trim_end_matches('_'))
}

fn call(open: &str, arguments: &[&str]) -> String {
    let arguments = arguments.iter().copied().map(Expression::atom).collect();
    Expression::bracket(open, arguments, ")").lay_out(8, WIDTH, 0)
}

/// A method below a decorator, or an empty line.
fn method(signature: &str, about: &str, body: &str) -> String {
    format!(
        "\n    def {signature}:\n        {}\n        {body}\n",
        docstring(about, 8)
    )
}
