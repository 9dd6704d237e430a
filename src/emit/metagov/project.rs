//! The files around the work: the application, its migrations, the README. Part of the emitter.

use minijinja::context;
use serde_json::Map;

use super::losses::losses;
use super::{Api, Emission, HEADER, TARGET, TEMPLATES};
use crate::emit::spec_files::spec_files;
use crate::model::{OperationKind, Value};
use crate::render::info::one_line;
use crate::render::literal::markdown_code;
use crate::render::python::docstring;
use crate::render::readme::readme;
use crate::render::template::{name, render};
use crate::sample::{self, Mode};

const DEVELOPMENT: &str = include_str!("../../../templates/metagov/development.md");

impl Emission<'_> {
    /// Everything that no single action, trigger, task or process has.
    pub(super) fn project(&mut self) {
        let title = one_line(&self.plugin.title);
        let init = format!("{HEADER}{}\n", docstring(&title, 0));
        let path = self.path("__init__.py");
        self.tree.generated(path, init);
        let about = "No tables of its own: the models are proxies. Without this folder, `migrate` fails for the whole host.";
        self.package("migrations", about);
        let values = context! {
            class => name(&format!("{}Config", self.names.class)),
            package => name(&self.names.package),
            title => title,
        };
        let path = self.path("apps.py");
        self.tree
            .generated(path, render(&TEMPLATES, "apps.py", values));
        let text = readme(self.plugin, &self.development());
        self.tree.generated("README.md", text);
        spec_files(self.plugin, self.tree);
    }

    /// How to install the plugin, where its parts are found on the host, and what was lost.
    fn development(&self) -> String {
        let generation = match Api::of(self.plugin) {
            Api::Of2021 => "2021",
            Api::Of2025 => "2025",
        };
        let mut text = DEVELOPMENT
            .replace("PACKAGE", &self.names.package)
            .replace("GENERATION", generation)
            .replace("CONFIGURATION", &self.configuration());
        text.push_str(&self.addresses());
        let losses = losses(self.plugin);
        if !losses.is_empty() {
            text.push_str("\n### What Metagov cannot express\n\n");
        }
        for loss in losses {
            text.push_str(&format!("- {}\n", loss.diagnostic(&TARGET).message));
        }
        text
    }

    /// A sample of what a community configures.
    fn configuration(&self) -> String {
        let plugin = self.plugin;
        let of = |fields| sample::of_fields(plugin, fields, Mode::Default);
        let mut config = match of(&plugin.connection) {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        for kind in [OperationKind::Trigger, OperationKind::Task] {
            for (operation, names) in plugin.operations_of(kind).iter().zip(self.names.of(kind)) {
                if !operation.input.is_empty() {
                    config.insert(names.key.clone(), of(&operation.input));
                }
            }
        }
        let mut whole = Map::new();
        whole.insert("name".to_owned(), Value::from(self.names.plugin.as_str()));
        whole.insert("config".to_owned(), Value::Object(config));
        // Backticks would end the block of code around it.
        format!("{:#}", Value::Object(whole)).replace('`', "\\u0060")
    }

    /// The table of addresses.
    fn addresses(&self) -> String {
        let (plugin, host) = (self.plugin, &self.names.plugin);
        let settings = plugin.targets.section("metagov").section("actions");
        let mut rows: Vec<(&str, &str, String)> = Vec::new();
        let actions = self.names.of(OperationKind::Action);
        for (action, names) in plugin.actions.iter().zip(actions) {
            let is_public = settings.section(&action.name).boolean("is_public") == Some(true)
                && Api::of(plugin) == Api::Of2025;
            let internal = if is_public { "" } else { "internal/" };
            let address = format!("/api/{internal}action/{host}.{}", names.on_host);
            rows.push(("action", &action.name, address));
        }
        for (process, names) in plugin.processes.iter().zip(&self.names.processes) {
            let address = format!("/api/internal/process/{host}.{}", names.on_host);
            rows.push(("process", &process.name, address));
        }
        let triggers = plugin.triggers.iter();
        let mut triggers = triggers.filter(|it| super::hears_webhooks(plugin, &it.name));
        if triggers.next().is_some() || plugin.processes.iter().any(|it| it.webhook) {
            rows.push(("webhooks", "", format!("/api/hooks/<community>/{host}")));
        }
        if rows.is_empty() {
            return String::new();
        }
        let mut text =
            "\n### Addresses\n\n| what | name | address |\n| --- | --- | --- |\n".to_owned();
        for (what, name, address) in rows {
            let name = markdown_code(name);
            text.push_str(&format!(
                "| {what} | {name} | {} |\n",
                markdown_code(&address)
            ));
        }
        text
    }
}
