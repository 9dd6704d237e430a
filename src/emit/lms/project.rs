//! The files around the plugin: what it is, how it gets into the server, what was lost. Part of the emitter.

use super::{Emission, TARGET};
use crate::emit::spec_files::spec_files;
use crate::render::literal::markdown;
use crate::render::readme::readme;

const DEVELOPMENT: &str = include_str!("../../../templates/lms/development.md");

impl Emission<'_> {
    /// Everything that the server does not look at.
    pub(super) fn project(&mut self) {
        let mut development = DEVELOPMENT
            .replace("PACKAGE", &self.names.package)
            .replace("MODULE", &self.names.module);
        let losses = (TARGET.losses)(self.plugin);
        if !losses.is_empty() {
            development.push_str("\n### What LimitedMediaServer has not\n\n");
        }
        for loss in losses {
            development.push_str(&format!(
                "- No {}: {} {}.\n",
                loss.lacks,
                shown(&loss.element),
                loss.consequence
            ));
        }
        let readme = readme(self.plugin, &development);
        self.tree.generated("README.md", readme);
        spec_files(self.plugin, self.tree);
    }
}

/// Markdown that stands between backticks stays so where the name is plain.
fn shown(element: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || " _.`".contains(it);
    match element.chars().all(is_plain) && element.matches('`').count().is_multiple_of(2) {
        true => element.to_owned(),
        false => markdown(element),
    }
}
