//! What authors say of a plugin in prose: the help text where there is one, else the spec's own fields. The tables of the
//! page come from the model, so nothing here repeats them.

use crate::model::{OperationKind, Plugin};
use crate::render::help_text::{Group, Help, Part, letters};
use crate::site::html::{push_attribute, push_text};
use crate::site::markdown::{self, Options};

/// The prose of a page, as markup; a part that nobody wrote is empty.
#[derive(Debug, Default)]
pub(super) struct Prose {
    /// What it is, its features, requirements and supported versions.
    pub(super) about: String,
    /// Whether `about` has requirements.
    pub(super) requirements: bool,
    /// How to set it up.
    pub(super) setup: String,
    /// What helps when it does not work.
    pub(super) troubleshooting: String,
    /// Its history, for plugins whose spec tells none.
    pub(super) history: String,
    /// Links and references.
    pub(super) links: String,
    /// Sections of the author's own.
    pub(super) extra: Vec<Extra>,
    parts: Vec<Part>,
}

/// A section of the author's own.
#[derive(Debug)]
pub(super) struct Extra {
    /// Its id in the page.
    pub(super) id: String,
    /// Its title, as plain text.
    pub(super) title: String,
    /// All of it.
    pub(super) markup: String,
}

impl Prose {
    /// Reads and renders what is said about a plugin.
    pub(super) fn new(plugin: &Plugin, help: Option<&str>) -> Self {
        let help = help
            .or(plugin.help.as_deref())
            .map(Help::parse)
            .unwrap_or_default();
        let mut prose = Self::default();
        let about = &mut prose.about;
        if let Some(text) = &help.description
            && !says_no_more(text, &plugin.description)
        {
            push_document(about, text, "about", 2, "About");
        }
        push_titled(
            about,
            "key-features",
            "Key features",
            help.key_features.as_deref(),
            &plugin.key_features,
        );
        let before = about.len();
        push_titled(
            about,
            "requirements",
            "Requirements",
            help.requirements.as_deref(),
            &plugin.requirements,
        );
        prose.requirements = about.len() > before;
        push_titled(
            about,
            "supported-versions",
            "Supported versions",
            help.supported_versions.as_deref(),
            &plugin.supported_versions,
        );
        if let Some(text) = &help.setup {
            push_document(&mut prose.setup, text, "setup", 2, "Setup");
        }
        let out = &mut prose.troubleshooting;
        push_either(
            out,
            "troubleshooting",
            2,
            help.troubleshooting.as_deref(),
            &plugin.troubleshooting,
        );
        if let Some(text) = &help.version_history
            && plugin.version_history.is_empty()
        {
            push_document(&mut prose.history, text, "history", 2, "Version history");
        }
        let out = &mut prose.links;
        push_either(out, "links", 2, help.links.as_deref(), &plugin.links);
        push_titled(
            out,
            "references",
            "References",
            help.references.as_deref(),
            &plugin.references,
        );
        for (index, section) in help.extra.iter().enumerate() {
            let mut out = String::new();
            let id = format!("more-{}", index + 1);
            let mut title = markdown::plain(&section.title, 120);
            if title.is_empty() {
                title.push_str("More");
            }
            out.push_str("<section class=\"part prose\"");
            push_attribute(&mut out, "id", &id);
            out.push_str("><h2>");
            push_text(&mut out, &title);
            out.push_str("</h2>");
            push_document(&mut out, &section.text, &id, 2, &title);
            out.push_str("</section>");
            prose.extra.push(Extra {
                id,
                title,
                markup: out,
            });
        }
        prose.parts = help.parts;
        prose
    }

    /// Appends what is said about an operation beyond its description.
    pub(super) fn push_operation(
        &self,
        out: &mut String,
        kind: OperationKind,
        title: &str,
        description: &str,
        id: &str,
    ) {
        let group = match kind {
            OperationKind::Action => Group::Actions,
            OperationKind::Trigger => Group::Triggers,
            OperationKind::Task => Group::Tasks,
        };
        self.push_part(out, group, title, description, id);
    }

    /// Appends what is said about a custom type.
    pub(super) fn push_type(&self, out: &mut String, name: &str, id: &str) {
        self.push_part(out, Group::Types, name, "", id);
    }

    fn push_part(&self, out: &mut String, group: Group, title: &str, known: &str, id: &str) {
        let is_meant = |part: &&Part| part.group == group && part.title.eq_ignore_ascii_case(title);
        let Some(part) = self.parts.iter().find(is_meant) else {
            return;
        };
        let about = part.about_beyond(known);
        if about.is_none() && part.text.is_none() {
            return;
        }
        out.push_str("<div class=\"prose notes\">");
        let prefix = format!("{id}--notes");
        for text in about.into_iter().chain(part.text.as_deref()) {
            push_document(out, text, &prefix, 3, title);
        }
        out.push_str("</div>");
    }
}

/// Whether a text holds nothing that another does not say, but for marks and spaces.
fn says_no_more(text: &str, known: &str) -> bool {
    letters(known).contains(&letters(text))
}

fn push_document(out: &mut String, text: &str, id_prefix: &str, shift: u8, label: &str) {
    let options = Options {
        id_prefix,
        shift,
        label,
        page: None,
    };
    out.push_str(&markdown::render(text, &options).html);
}

/// The help's words, else the spec's lines, below a heading of their own.
fn push_titled(out: &mut String, id: &str, title: &str, text: Option<&str>, lines: &[String]) {
    if text.is_none() && lines.is_empty() {
        return;
    }
    out.push_str("<h3");
    push_attribute(out, "id", id);
    out.push('>');
    out.push_str(title);
    out.push_str("</h3>");
    push_either(out, id, 3, text, lines);
}

fn push_either(out: &mut String, id: &str, shift: u8, text: Option<&str>, lines: &[String]) {
    if let Some(text) = text {
        push_document(out, text, id, shift, id);
    } else if !lines.is_empty() {
        out.push_str("<ul>");
        for line in lines {
            out.push_str("<li>");
            markdown::push_inline(out, line);
            out.push_str("</li>");
        }
        out.push_str("</ul>");
    }
}
