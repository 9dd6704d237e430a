//! The files of a skeleton that the spec carries as they are, whatever its language. Shared by emitters.

use crate::model::Plugin;
use crate::output::OutputTree;

/// The spec itself and, where it holds them, its help and its icon.
pub(super) fn spec_files(plugin: &Plugin, tree: &mut OutputTree) {
    if let Some(help) = &plugin.help {
        tree.generated("help.md", help.as_bytes());
    }
    if let Some(icon) = &plugin.icon {
        let extension = match icon.media_type.as_str() {
            "image/svg+xml" => "svg",
            "image/jpeg" => "jpg",
            "image/gif" => "gif",
            _ => "png",
        };
        tree.generated(format!("icon.{extension}"), &*icon.bytes);
    }
    tree.generated(plugin.spec_file.name, plugin.spec_file.text.as_bytes());
}
