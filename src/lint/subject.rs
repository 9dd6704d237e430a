//! What a lint looks at, and what many lints look at in common: that is made once, and only where somebody asks.

use std::cell::{Cell, OnceCell};

use super::Folder;
use super::help_page::HelpPage;
use super::written::Written;
use crate::change::Earlier;
use crate::diagnostic::Diagnostics;
use crate::model::Plugin;
use crate::text::{Source, Span};
use crate::yaml::{Document, Node};

/// What a lint looks at.
pub struct Subject<'a> {
    /// What lies beside the file.
    pub folder: &'a dyn Folder,
    /// The file.
    pub source: &'a Source,
    /// Its tree.
    pub document: &'a Document<'a>,
    /// Its model, where there is one.
    pub plugin: Option<&'a Plugin>,
    /// What it was before, where somebody wants to know what changed.
    pub before: Option<&'a Earlier>,
    changes: OnceCell<Diagnostics>,
    written: OnceCell<Option<Written<'a>>>,
    help: OnceCell<Option<HelpPage>>,
    plugin_folder: OnceCell<bool>,
    asked: Cell<bool>,
}

impl<'a> Subject<'a> {
    /// One spec and its surroundings.
    pub fn new(
        folder: &'a dyn Folder,
        source: &'a Source,
        document: &'a Document<'a>,
        plugin: Option<&'a Plugin>,
    ) -> Self {
        Self {
            folder,
            source,
            document,
            plugin,
            before: None,
            changes: OnceCell::new(),
            written: OnceCell::new(),
            help: OnceCell::new(),
            plugin_folder: OnceCell::new(),
            asked: Cell::new(false),
        }
    }

    /// The same spec beside what it was before.
    #[must_use]
    pub fn after(mut self, before: Option<&'a Earlier>) -> Self {
        self.before = before;
        self
    }

    /// What comparing it with what it was before found.
    pub(super) fn changes(&self) -> &Diagnostics {
        self.changes
            .get_or_init(|| match (self.before, self.plugin) {
                (Some(before), Some(now)) => before.check(now, self.source),
                _ => Diagnostics::new(),
            })
    }

    /// What its author wrote, part by part; `None` for a file that is no `plugin.spec.yaml`.
    pub(super) fn written(&self) -> Option<&Written<'a>> {
        let written = self.written.get_or_init(|| {
            let foreign = self
                .plugin
                .is_some_and(|plugin| plugin.spec_file.name != "plugin.spec.yaml");
            let root = self.document.root.as_ref()?.as_mapping()?;
            (!foreign).then(|| Written::of(root))
        });
        written.as_ref()
    }

    /// The same for rules about what is missing: what seems to be may stand in a part that could not be read.
    pub(super) fn whole(&self) -> Option<&Written<'a>> {
        self.written().filter(|_| !self.document.damaged)
    }

    /// The `help.md` beside the spec.
    pub(super) fn help(&self) -> Option<&HelpPage> {
        self.asked.set(true);
        let read = || HelpPage::of(self.folder.read("help.md")?);
        self.help.get_or_init(read).as_ref()
    }

    /// The text of the `help.md`, if somebody looked at it: places in it index this text.
    pub fn into_help(self) -> Option<String> {
        self.help.into_inner().flatten().map(HelpPage::into_written)
    }

    /// Whether the folder is that of an InsightConnect plugin and not that of a lone spec.
    pub(super) fn is_plugin_folder(&self) -> bool {
        self.asked.set(true);
        let look = || {
            let files = ["setup.py", ".CHECKSUM", "Dockerfile"];
            self.folder.is_known() && files.iter().any(|file| self.folder.has(file))
        };
        *self.plugin_folder.get_or_init(look)
    }

    /// Whether somebody wanted what lies beside the spec and is kept here since, after which nobody has.
    pub(super) fn was_asked(&self) -> bool {
        self.asked.take()
    }

    /// A file beside the spec as text.
    pub(super) fn text_of(&self, file: &str) -> Option<String> {
        let bytes = self.folder.read(file)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Where a scalar's text stands letter by letter, quotes left out: there, edits of a part are certain. `None` where
    /// it was folded or escaped, or stands at an anchor.
    pub(super) fn letters(&self, node: &Node<'_>) -> Option<Span> {
        let text = node.as_text()?;
        let slice = self.source.slice(node.span);
        if slice == text {
            return Some(node.span);
        }
        let inner = slice
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .or_else(|| {
                slice
                    .strip_prefix('\'')
                    .and_then(|rest| rest.strip_suffix('\''))
            })?;
        (inner == text).then(|| node.span.part(1, slice.len() - 1))
    }
}
