//! The text of `help.md`. Part of the emitter; pure text.

use super::kept::same_title;
use super::table::{self, Columns};
use crate::emit;
use crate::model::{Field, HistoryEntry, Operation, OperationKind, Plugin};
use crate::render::help_text::{Group, Help, Part, letters};
use crate::render::info::one_line;
use crate::render::readme::block;
use crate::sample::{self, Mode};

/// Headings that are written from the spec: what an author wrote right below one stays there.
const STANDARD: [&str; 6] = [
    "Documentation",
    "Technical Details",
    "Actions",
    "Triggers",
    "Tasks",
    "Custom Types",
];

/// Headings whose sections are written anew whatever stood there.
const OWN: [&str; 2] = ["Processes", "Targets"];

/// Stands between what the spec says and what its author adds, where nothing else tells them apart.
const ADDED: &str = "<!-- What follows is kept when this file is made anew. -->";

/// The help text; `old` is what an earlier one says beyond the model, and `ours` whether specc wrote it.
pub(super) fn document(plugin: &Plugin, old: &Help, ours: bool, targets: bool) -> String {
    let mut out = String::new();
    let mut writer = Writer {
        plugin,
        old,
        out: &mut out,
    };
    writer.description(ours);
    writer.list(
        "# Key Features",
        &plugin.key_features,
        &old.key_features,
        "any key features",
    );
    writer.list(
        "# Requirements",
        &plugin.requirements,
        &old.requirements,
        "any requirements",
    );
    writer.list(
        "# Supported Product Versions",
        &plugin.supported_versions,
        &old.supported_versions,
        "any supported product versions",
    );
    writer.heading("# Documentation");
    writer.extra("Documentation");
    writer.setup();
    writer.heading("## Technical Details");
    writer.extra("Technical Details");
    for kind in OperationKind::ALL {
        writer.operations(kind);
    }
    writer.types();
    writer.processes();
    if targets {
        writer.targets();
    }
    writer.list(
        "## Troubleshooting",
        &plugin.troubleshooting,
        &old.troubleshooting,
        "any troubleshooting",
    );
    writer.own_sections();
    let history: Vec<String> = plugin.version_history.iter().map(history_line).collect();
    writer.list(
        "# Version History",
        &history,
        &old.version_history,
        "any version history",
    );
    writer.list("# Links", &plugin.links, &old.links, "any links");
    writer.list(
        "## References",
        &plugin.references,
        &old.references,
        "any references",
    );
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct Writer<'a> {
    plugin: &'a Plugin,
    old: &'a Help,
    out: &'a mut String,
}

impl Writer<'_> {
    fn heading(&mut self, heading: &str) {
        self.out.push_str(heading);
        self.out.push_str("\n\n");
    }

    /// The spec's description, and what the author added to it. A help text that specc did not write is all theirs.
    fn description(&mut self, ours: bool) {
        self.heading("# Description");
        let description = &self.plugin.description;
        let old = self.old.description.as_deref().unwrap_or_default();
        let added = match old.split_once(ADDED) {
            Some((_, added)) => added,
            None if ours && !description.trim().is_empty() => "",
            None => old,
        };
        let (said, known) = (letters(added), letters(description));
        if known.contains(&said) {
            block(self.out, description);
            return;
        }
        if !said.contains(&known) {
            block(self.out, description);
        }
        self.heading(ADDED);
        self.kept(Some(added));
    }

    /// A line that says that there is nothing.
    fn nothing(&mut self, who: &str, what: &str) {
        self.out
            .push_str(&format!("*This {who} does not contain {what}.*\n\n"));
    }

    /// A text of the author's.
    fn kept(&mut self, text: Option<&str>) {
        block(self.out, text.unwrap_or_default());
    }

    /// What the author wrote right below a standard heading.
    fn extra(&mut self, title: &str) {
        let old = self.old;
        let found = old
            .extra
            .iter()
            .filter(|it| it.title.eq_ignore_ascii_case(title));
        for section in found {
            self.kept(Some(&section.text));
        }
    }

    /// A section from the spec, else the author's, else a line that there is nothing.
    fn list(&mut self, heading: &str, items: &[String], old: &Option<String>, none: &str) {
        self.heading(heading);
        let items: Vec<&str> = items
            .iter()
            .map(|item| item.trim())
            .filter(|item| !item.is_empty())
            .collect();
        match (items.as_slice(), old) {
            ([], Some(old)) => self.kept(Some(old)),
            ([], None) => self.nothing("plugin", none),
            // A whole text under one key, which is no list.
            ([text], _) if text.contains('\n') => block(self.out, text),
            (items, _) => {
                let mut text = String::new();
                for item in items {
                    text.push_str("* ");
                    text.push_str(&item.replace('\n', "\n  "));
                    text.push('\n');
                }
                block(self.out, &text);
            }
        }
    }

    fn setup(&mut self) {
        let plugin = self.plugin;
        self.heading("## Setup");
        self.kept(self.old.setup.as_deref());
        if plugin.connection.is_empty() {
            self.nothing("plugin", "a connection");
            return;
        }
        self.out
            .push_str("The connection configuration accepts the following parameters:\n\n");
        table::push(self.out, plugin, &plugin.connection, Columns::Input);
        self.example("input", &plugin.connection);
    }

    fn operations(&mut self, kind: OperationKind) {
        let (title, group) = match kind {
            OperationKind::Action => ("Actions", Group::Actions),
            OperationKind::Trigger => ("Triggers", Group::Triggers),
            OperationKind::Task => ("Tasks", Group::Tasks),
        };
        self.heading(&format!("### {title}"));
        self.extra(title);
        let operations = self.plugin.operations_of(kind);
        if operations.is_empty() {
            self.nothing("plugin", &format!("any {}", kind.plural()));
        }
        let mut sorted: Vec<&Operation> = operations.iter().collect();
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        for operation in sorted {
            self.operation(operation, group);
        }
    }

    fn operation(&mut self, operation: &Operation, group: Group) {
        let kind = operation.kind.singular();
        self.heading(&format!("#### {}", one_line(&operation.title)));
        block(self.out, &operation.description);
        self.part(group, &operation.title, &operation.description);
        self.fields(kind, "Input", &operation.input, Columns::Input);
        if operation.kind == OperationKind::Task {
            self.fields(kind, "State", &operation.state, Columns::Input);
        }
        self.fields(kind, "Output", &operation.output, Columns::Output);
    }

    /// What the author wrote about an operation or type.
    fn part(&mut self, group: Group, title: &str, description: &str) {
        let old = self.old;
        let is_about = |part: &&Part| part.group == group && same_title(&part.title, title);
        for part in old.parts.iter().filter(is_about) {
            self.kept(part.about_beyond(description));
            self.kept(part.text_beyond(description).as_deref());
        }
    }

    fn fields(&mut self, who: &str, title: &str, fields: &[Field], columns: Columns) {
        self.heading(&format!("##### {title}"));
        if fields.is_empty() {
            let lower = title.to_lowercase();
            let plural = if lower == "state" { "" } else { "s" };
            self.nothing(who, &format!("any {lower}{plural}"));
            return;
        }
        table::push(self.out, self.plugin, fields, columns);
        self.example(&title.to_lowercase(), fields);
    }

    /// An example of values, by name.
    fn example(&mut self, what: &str, fields: &[Field]) {
        let mut example = sample::of_fields(self.plugin, fields, Mode::Full);
        if let Some(members) = example.as_object_mut() {
            members.sort_keys();
        }
        self.out
            .push_str(&format!("Example {what}:\n\n```\n{example:#}\n```\n\n"));
    }

    fn types(&mut self) {
        let plugin = self.plugin;
        self.heading("### Custom Types");
        self.extra("Custom Types");
        if plugin.types.is_empty() {
            self.nothing("plugin", "any custom output types");
        }
        for custom in &plugin.types {
            self.out
                .push_str(&format!("**{}**\n\n", one_line(&custom.name)));
            table::push(self.out, plugin, &custom.fields, Columns::Type);
            self.part(Group::Types, &custom.name, "");
        }
    }

    fn processes(&mut self) {
        let plugin = self.plugin;
        if plugin.processes.is_empty() {
            return;
        }
        self.heading("### Processes");
        for process in &plugin.processes {
            self.heading(&format!("#### {}", one_line(&process.title)));
            block(self.out, &process.description);
            self.fields("process", "Input", &process.input, Columns::Input);
            self.fields("process", "Output", &process.outcome, Columns::Output);
        }
    }

    fn targets(&mut self) {
        self.heading("### Targets");
        for target in emit::support(self.plugin) {
            let told: Vec<String> = target.losses.iter().map(|lost| lost.sentence()).collect();
            let told = if told.is_empty() {
                "everything.".to_owned()
            } else {
                told.join(" ")
            };
            self.out.push_str(&format!("* {}: {told}\n", target.title));
        }
        self.out.push('\n');
    }

    /// Sections with headings of the author's own.
    fn own_sections(&mut self) {
        let old = self.old;
        for section in &old.extra {
            let is = |titles: &[&str]| {
                titles
                    .iter()
                    .any(|it| section.title.eq_ignore_ascii_case(it))
            };
            if is(&STANDARD) || is(&OWN) {
                continue;
            }
            self.heading(&format!("## {}", section.title));
            self.kept(Some(&section.text));
        }
    }
}

fn history_line(entry: &HistoryEntry) -> String {
    let changes = entry.changes.join(" | ");
    match &entry.version {
        Some(version) => format!("{version} - {changes}"),
        None => changes,
    }
}
