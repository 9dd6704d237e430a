//! The files of a skeleton that the spec carries as they are, whatever its language. Shared by emitters.

use crate::model::{Icon, Plugin};
use crate::output::OutputTree;

/// The spec itself and, where it holds them, its help and its icon.
pub(super) fn spec_files(plugin: &Plugin, tree: &mut OutputTree) {
    if let Some(help) = &plugin.help {
        tree.generated("help.md", help.as_bytes());
    }
    if let Some(icon) = &plugin.icon {
        tree.generated(icon_file(icon), &*icon.bytes);
    }
    tree.generated(plugin.spec_file.name, plugin.spec_file.text.as_bytes());
}

/// The name of an icon's file.
pub(super) fn icon_file(icon: &Icon) -> &'static str {
    match icon.media_type.as_str() {
        "image/svg+xml" => "icon.svg",
        "image/jpeg" => "icon.jpg",
        "image/gif" => "icon.gif",
        _ => "icon.png",
    }
}
