//! The keys of `plugin.spec.yaml`, v1 and v2.

mod operations;

use super::targets::TARGETS;
use crate::dialect::keys::{Key, KeyTable, Kind};
pub use operations::{OPERATION, PARAMETER, PROCESS, TASK};

/// The top level of the file.
pub static TOP_LEVEL: KeyTable = KeyTable {
    title: "Top level",
    what: "a plugin spec",
    keys: &[
        Key::new(
            "plugin_spec_version",
            Kind::Choice(&["v1", "v2"]),
            "The form of the file: `v1` is the Komand form, `v2` the InsightConnect form of today.",
        )
        .required()
        .habits(&["spec_version", "plugin_version", "specversion"]),
        Key::new(
            "extension",
            Kind::Text,
            "The kind of extension. `plugin` for everything that this file can describe.",
        )
        .since_v2(),
        Key::new(
            "products",
            Kind::Texts,
            "The products that the plugin is made for, such as `insightconnect`.",
        )
        .since_v2(),
        Key::new(
            "name",
            Kind::Text,
            "Identifier of the plugin: letters, digits and underscores. It names folders, packages and images, and never changes.",
        )
        .required(),
        Key::new(
            "title",
            Kind::Text,
            "Name of the plugin for people.",
        )
        .required(),
        Key::new(
            "description",
            Kind::Markdown,
            "What the plugin is for, in a sentence or two.",
        )
        .required()
        .habits(&["desc", "summary"]),
        Key::new(
            "version",
            Kind::Text,
            "Version of the plugin, `MAJOR.MINOR.PATCH` as semantic versioning has it.",
        )
        .required(),
        Key::new(
            "connection_version",
            Kind::Integer,
            "Version of the connection: raised by one whenever `connection` changes in a way that saved connections must be redone.",
        )
        .since_v2(),
        Key::new(
            "supported_versions",
            Kind::Texts,
            "Versions of the product that the plugin has been tried with.",
        )
        .since_v2(),
        Key::new(
            "vendor",
            Kind::Text,
            "Publisher of the plugin: letters, digits and underscores.",
        )
        .required(),
        Key::new(
            "support",
            Kind::Text,
            "Who helps its users: `community`, `rapid7`, `partner`, or the name of a vendor.",
        )
        .since_v2(),
        Key::new(
            "status",
            Kind::Texts,
            "Marks for catalogues. A plugin with `hidden` is not listed.",
        ),
        Key::new(
            "author",
            Kind::Text,
            "The person or team that wrote the plugin.",
        ),
        Key::new(
            "language",
            Kind::Text,
            "The language that the plugin is written in.",
        ),
        Key::new(
            "cloud_ready",
            Kind::Boolean,
            "Whether the plugin may run in its host's cloud.",
        )
        .since_v2(),
        Key::new(
            "fedramp_ready",
            Kind::Boolean,
            "Whether the plugin may run in its host's government cloud.",
        )
        .since_v2(),
        Key::new(
            "enable_cache",
            Kind::Boolean,
            "Whether the host keeps files that the plugin stores between runs.",
        ),
        Key::new(
            "sdk",
            Kind::Table(&SDK),
            "How the image of the plugin is built.",
        )
        .since_v2(),
        Key::new(
            "resources",
            Kind::Table(&RESOURCES),
            "Addresses of source, licence, vendor and documentation.",
        )
        .since_v2(),
        Key::new(
            "tags",
            Kind::Texts,
            "Words under which the plugin is found.",
        ),
        Key::new(
            "hub_tags",
            Kind::Table(&HUB_TAGS),
            "Where the plugin stands in the marketplace.",
        )
        .since_v2(),
        Key::new(
            "icon",
            Kind::Text,
            "The icon as a data URI (`data:image/png;base64,…`).",
        )
        .deprecated_in_v2(None, "put the image beside the spec as `icon.png` or `icon.svg` and remove the key"),
        Key::new(
            "help",
            Kind::Markdown,
            "The help text, in markdown.",
        )
        .deprecated_in_v2(None, "move the text to `help.md` beside the spec and remove the key"),
        Key::new(
            "key_features",
            Kind::TextOrTexts,
            "What the plugin can do, a line each.",
        )
        .since_v2(),
        Key::new(
            "requirements",
            Kind::TextOrTexts,
            "What its users need before they start, a line each.",
        )
        .since_v2(),
        Key::new(
            "troubleshooting",
            Kind::TextOrTexts,
            "What to do when something goes wrong, in markdown.",
        )
        .since_v2(),
        Key::new(
            "version_history",
            Kind::Texts,
            "What changed, newest first, a line per version: `1.2.3 - one change | another change`.",
        )
        .since_v2()
        .habits(&["changelog", "history"]),
        Key::new(
            "links",
            Kind::TextOrTexts,
            "Links to related pages, in markdown.",
        )
        .since_v2(),
        Key::new(
            "references",
            Kind::TextOrTexts,
            "Links to the sources that the plugin was built from, in markdown.",
        )
        .since_v2(),
        Key::new(
            "types",
            Kind::NamedTwice(&PARAMETER),
            "Types of the plugin's own: each a mapping of fields. A type may use other types, and itself where a value can end.",
        )
        .habits(&["custom_types", "definitions"]),
        Key::new(
            "connection",
            Kind::Named(&PARAMETER),
            "What the plugin needs to reach its service. Given once and used by every operation.",
        )
        .habits(&["connections", "connection_schema"]),
        Key::new(
            "actions",
            Kind::Named(&OPERATION),
            "Operations that run once on request.",
        )
        .habits(&["action"]),
        Key::new(
            "triggers",
            Kind::Named(&OPERATION),
            "Operations that run until stopped and emit events.",
        )
        .habits(&["trigger"]),
        Key::new(
            "tasks",
            Kind::Named(&TASK),
            "Operations that run on a schedule and keep state between runs.",
        )
        .since_v2()
        .habits(&["task"]),
        Key::new(
            "processes",
            Kind::Named(&PROCESS),
            "Governance processes: decisions that are started, go on while others act, and end with an outcome.",
        )
        .since_v2()
        .habits(&["process", "governance_processes", "governance_process"]),
        Key::new(
            "targets",
            Kind::Table(&TARGETS),
            "Facts that only one target needs: a section per target. Other tools pass over it.",
        )
        .since_v2()
        .habits(&["target", "hosts"]),
    ],
};

/// `sdk`.
pub static SDK: KeyTable = KeyTable {
    title: "`sdk`",
    what: "the settings of the plugin's image",
    keys: &[
        Key::new(
            "type",
            Kind::Choice(&["slim", "full"]),
            "The base image: `slim` is small, `full` has build tools.",
        ),
        Key::new("version", Kind::Text, "Version of the base image."),
        Key::new("user", Kind::Text, "User that the container runs as."),
        Key::new("packages", Kind::Texts, "System packages to install."),
        Key::new(
            "custom_cmd",
            Kind::TextOrTexts,
            "Lines that are put into the Dockerfile as they are.",
        ),
    ],
};

/// `resources`.
pub static RESOURCES: KeyTable = KeyTable {
    title: "`resources`",
    what: "a set of addresses",
    keys: &[
        Key::new(
            "source_url",
            Kind::Text,
            "Where the source of the plugin lies.",
        ),
        Key::new("license_url", Kind::Text, "Where the licence lies.").habits(&["licence_url"]),
        Key::new(
            "vendor_url",
            Kind::Text,
            "Home page of the product's vendor.",
        ),
        Key::new("docs_url", Kind::Text, "Documentation of the product."),
    ],
};

/// `hub_tags`.
pub static HUB_TAGS: KeyTable = KeyTable {
    title: "`hub_tags`",
    what: "the plugin's place in the marketplace",
    keys: &[
        Key::new(
            "use_cases",
            Kind::Texts,
            "Use cases, of the marketplace's fixed list.",
        ),
        Key::new("keywords", Kind::Texts, "Words under which it is found."),
        Key::new("features", Kind::Texts, "Features, as a filter."),
    ],
};
