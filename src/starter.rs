//! The first files of a new plugin: a spec with comments that teach, and an icon. Pure: texts in, texts out; what is
//! right and wrong in a spec is known to the phases that read it, and to no one here.

use std::sync::LazyLock;

use minijinja::{Environment, context};

use crate::render::template;
use crate::site::social;

/// The name of the spec's file.
pub const SPEC: &str = "plugin.spec.yaml";

/// Where a new plugin keeps its icon.
pub const ICON: &str = "icon.png";

/// The vendor of a plugin whose author names none.
pub const VENDOR: &str = "acme";

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    template::environment(&[(
        SPEC,
        include_str!("../templates/new/plugin.spec.yaml.jinja"),
    )])
});

/// What a new plugin is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// Its identifier.
    pub name: String,
    /// The identifier of its publisher.
    pub vendor: String,
    /// Its name for people.
    pub title: String,
}

impl Starter {
    /// A plugin of this name; what is not given is made from it.
    pub fn new(name: &str, vendor: Option<&str>, title: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            vendor: vendor.unwrap_or(VENDOR).to_owned(),
            title: title.map_or_else(|| title_of(name), str::to_owned),
        }
    }

    /// The text of the spec. It is a good one where the names are.
    pub fn spec(&self) -> String {
        let values = context! {
            name => self.name.as_str(),
            vendor => self.vendor.as_str(),
            title => self.title.as_str(),
        };
        template::render(&TEMPLATES, SPEC, values)
    }

    /// The icon, until its author has drawn one: the same as the website shows for a plugin without.
    pub fn icon(&self) -> Vec<u8> {
        social::icon(&self.title, &format!("{}/{}", self.vendor, self.name))
    }
}

/// A title made from a name: `look_up` → "Look Up".
pub fn title_of(name: &str) -> String {
    let words = name.split(['_', '-', ' ']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Source};

    fn findings(starter: &Starter) -> Vec<String> {
        let source = Source::new(FileId(0), SPEC, starter.spec());
        let analysis = crate::check(&source);
        let findings = analysis.diagnostics.iter();
        findings.map(|found| found.message.clone()).collect()
    }

    #[test]
    fn a_new_spec_has_no_findings_and_says_what_was_given() {
        for (name, vendor, title) in [
            ("lookup", None, None),
            ("on", Some("no"), Some("null")),
            ("7zip", Some("7"), Some("12.5")),
            ("x", None, Some("a: b # c - \"d\" 'e' {{ f }} \\ ${g} %")),
            ("x", None, Some("- @`!&*|>%?: Größe 🏳️‍🌈")),
        ] {
            let starter = Starter::new(name, vendor, title);
            assert_eq!(findings(&starter), [""; 0], "{starter:?}");
            let source = Source::new(FileId(0), SPEC, starter.spec());
            let plugin = crate::check(&source).plugin.expect("a model");
            assert_eq!(plugin.name, starter.name);
            assert_eq!(plugin.vendor, starter.vendor);
            assert_eq!(plugin.title, starter.title);
        }
    }

    #[test]
    fn a_name_that_is_none_is_found_by_the_checks_of_specs() {
        for name in ["", "a b", "../x", "größe", "a\nb: c"] {
            let starter = Starter::new(name, None, Some("Title"));
            assert_ne!(findings(&starter), [""; 0], "{name:?}");
        }
    }

    #[test]
    fn the_icon_is_a_picture_of_the_title() {
        let icon = Starter::new("lookup", None, None).icon();
        let read = crate::site::icon::read(&icon).expect("an icon");
        assert_eq!((read.width, read.height), (128, 128));
        assert_ne!(icon, Starter::new("zoom", None, None).icon());
    }
}
