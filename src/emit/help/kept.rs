//! What of an existing help text has no place in the new one. Part of the emitter; pure text.

use crate::model::Plugin;
use crate::render::help_text::{Group, Help, Part, letters};

/// The sections of which lines are gone, each with them.
pub(super) fn replaced<'a>(
    plugin: &Plugin,
    old: &'a Help,
    new: &str,
) -> Vec<(&'a str, Vec<String>)> {
    let known = letters(new);
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    let mut look = |section: &'a str, text: Option<&str>| {
        let gone: Vec<String> = text
            .unwrap_or_default()
            .lines()
            .map(|line| line.trim().trim_start_matches(['*', '-', '#', '>', ' ']))
            .filter(|line| {
                let said = letters(line);
                !said.is_empty() && !known.contains(&said)
            })
            .map(str::to_owned)
            .collect();
        if !gone.is_empty() {
            found.push((section, gone));
        }
    };
    look("Description", old.description.as_deref());
    look("Key Features", old.key_features.as_deref());
    look("Requirements", old.requirements.as_deref());
    look(
        "Supported Product Versions",
        old.supported_versions.as_deref(),
    );
    look("Setup", old.setup.as_deref());
    look("Troubleshooting", old.troubleshooting.as_deref());
    look("Version History", old.version_history.as_deref());
    look("Links", old.links.as_deref());
    look("References", old.references.as_deref());
    for part in &old.parts {
        if !has(plugin, part) {
            let both = [part.about.as_deref(), part.text.as_deref()];
            let both: Vec<&str> = both.into_iter().flatten().collect();
            look(&part.title, Some(&both.join("\n")));
        }
    }
    found
}

/// Whether the plugin still has what a part is about.
fn has(plugin: &Plugin, part: &Part) -> bool {
    let operations = match part.group {
        Group::Actions => &plugin.actions,
        Group::Triggers => &plugin.triggers,
        Group::Tasks => &plugin.tasks,
        Group::Types => return plugin.types.iter().any(|it| it.name == part.title),
    };
    operations
        .iter()
        .any(|it| same_title(&it.title, &part.title))
}

/// Whether two titles are one but for case and markup.
pub(super) fn same_title(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}
