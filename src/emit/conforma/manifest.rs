//! `plugin.json`, by which the host knows a plugin: names alone, of what it takes and gives. One text serves both
//! hosts. Part of the emitter.

use super::{Action, Emission};
use crate::emit::spec_files::icon_file;
use crate::model::Field;
use crate::render::typescript::{Data, Style};

impl Emission<'_> {
    /// The action's `plugin.json`, where each of the hosts looks for it.
    pub(super) fn manifest(&mut self, action: Action<'_>) {
        let text = self.manifest_of(action).lay_out(Style::Json) + "\n";
        for path in ["plugin.json", "src/plugin.json"] {
            self.tree.generated(action.path(path), text.clone());
        }
    }

    fn manifest_of(&self, action: Action<'_>) -> Data {
        let (operation, names) = (action.operation, action.names);
        let about = if operation.description.trim().is_empty() {
            &operation.title
        } else {
            &operation.description
        };
        let list = |fields: &mut dyn Iterator<Item = &Field>, patterns: &str| {
            let names = fields.map(|field| &field.name);
            let names = names.chain(action.settings.texts(patterns));
            Data::List(names.map(Data::text).collect())
        };
        let is_required = |field: &&Field| field.required && field.default.is_none();
        let input = || operation.input.iter();
        Data::object([
            ("code", Data::text(&names.code)),
            ("name", Data::text(&operation.title)),
            ("description", Data::text(about.trim())),
            ("type", Data::text("action_plugin")),
            ("file", Data::text(format!("{}.js", names.entry))),
            ("function_name", Data::text(&names.function)),
            (
                "required_parameters",
                list(&mut input().filter(is_required), "required_patterns"),
            ),
            (
                "optional_parameters",
                list(
                    &mut input().filter(|field| !is_required(field)),
                    "optional_patterns",
                ),
            ),
            (
                "output_properties",
                list(&mut operation.output.iter(), "output_patterns"),
            ),
            ("info", self.info()),
        ])
    }

    fn info(&self) -> Data {
        let plugin = self.plugin;
        let settings = plugin.targets.section("conforma");
        let name = plugin.author.as_ref().unwrap_or(&plugin.vendor);
        let mut author = vec![("name", Data::text(name))];
        author.extend(
            settings
                .text("author_url")
                .map(|url| ("url", Data::text(url))),
        );
        let keywords = match settings.get("keywords") {
            Some(_) => settings.texts("keywords"),
            None => &plugin.keywords,
        };
        let keywords = Data::List(keywords.iter().map(Data::text).collect());
        let mut info = vec![("author", Data::object(author)), ("keywords", keywords)];
        if let Some(icon) = &plugin.icon {
            let logos = ["small", "large"].map(|size| (size, Data::text(icon_file(icon))));
            info.push(("logos", Data::object(logos)));
        }
        info.push(("version", Data::text(plugin.version.to_string())));
        info.extend(
            settings
                .text("updated")
                .map(|date| ("updated", Data::text(date))),
        );
        Data::object(info)
    }
}
