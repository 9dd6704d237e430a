//! The rules of `specc.toml`: what can be wrong with a configuration.

use crate::diagnostic::{RuleClass, RuleInfo, Severity};

/// Every rule of this phase.
pub static RULES: &[&RuleInfo] = &[
    &CONFIG_SYNTAX,
    &CONFIG_KEY,
    &CONFIG_KIND,
    &CONFIG_MISSING_KEY,
    &CONFIG_VALUE,
    &CONFIG_COLOUR,
    &CONFIG_CONTRAST,
    &CONFIG_FILE,
    &CONFIG_TEMPLATE,
];

/// Text that is not TOML.
pub static CONFIG_SYNTAX: RuleInfo = RuleInfo {
    id: "config-syntax",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "the file is not TOML",
    why: "A file that cannot be parsed says nothing for certain, so nothing of it is used. Texts stand in quotes, tables are written `[site]`, \
lists of tables `[[site.links]]`, and no key stands twice in its table.",
    bad: "[site]
title = Plugins of Acme
",
    good: "[site]
title = \"Plugins of Acme\"
",
};

/// A key that nothing reads.
pub static CONFIG_KEY: RuleInfo = RuleInfo {
    id: "config-key",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a key is not one of `specc.toml`'s",
    why: "Nothing reads the key, so what it sets has no effect: `tag-line` leaves the site with the tagline of all others, a level for \
`stale-verison` leaves the lint as it was, and nobody is told. Names of lints, groups, targets and their options are keys like any \
other. The message names the key that it was probably meant to be.",
    bad: "[site]
titel = \"Plugins of Acme\"
",
    good: "[site]
title = \"Plugins of Acme\"
",
};

/// A number where a text belongs, and so on.
pub static CONFIG_KIND: RuleInfo = RuleInfo {
    id: "config-kind",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a value is of another kind than its key holds",
    why: "Each key holds one kind of value: a text, a list of texts, a table or a list of tables. Numbers and dates in texts need quotes, and a list \
of tables is written with two brackets.",
    bad: "[site]
title = 2026
",
    good: "[site]
title = \"2026\"
",
};

/// A table that is not whole.
pub static CONFIG_MISSING_KEY: RuleInfo = RuleInfo {
    id: "config-missing-key",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a link, page or override lacks a key without which it is nothing",
    why: "A link without an address leads nowhere, a page without a path has no place, and an override without paths speaks of no \
spec. It is left out until it is whole.",
    bad: "[[site.links]]
title = \"Source\"
",
    good: "[[site.links]]
title = \"Source\"
url = \"https://acme.example/source\"
",
};

/// A text of the wrong form.
pub static CONFIG_VALUE: RuleInfo = RuleInfo {
    id: "config-value",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a value is not one that its key can have",
    why: "Some texts have a form: addresses, languages, levels of lints, globs, paths of pages, choices among few words. A value of another form would make \
links that lead nowhere or files with names that servers do not serve.",
    bad: "[site]
base-url = \"plugins.acme.example\"
",
    good: "[site]
base-url = \"https://plugins.acme.example/\"
",
};

/// A colour that is none.
pub static CONFIG_COLOUR: RuleInfo = RuleInfo {
    id: "config-colour",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a colour is not written as `#rrggbb`",
    why: "Colours are written into a stylesheet, so only the one form is taken that can be nothing else there, and of which the \
contrast can be measured: `#` and three or six hexadecimal digits.",
    bad: "[site.colours]
accent = \"navy\"
",
    good: "[site.colours]
accent = \"#000080\"
",
};

/// A colour that cannot be read.
pub static CONFIG_CONTRAST: RuleInfo = RuleInfo {
    id: "config-contrast",
    class: RuleClass::Config,
    severity: Severity::Warning,
    summary: "text in a colour is hard to read on the background",
    why: "Links have the accent colour. Below a contrast of 4.5 to 1 (WCAG 2.2, level AA) many people cannot read them, on a \
phone in the sun nobody can. `accent` stands on the light background, `accent-dark` on the dark one. The help names the nearest \
colour that can be read.",
    bad: "[site.colours]
accent = \"#ffcc00\"
",
    good: "[site.colours]
accent = \"#7a5c00\"
accent-dark = \"#ffcc00\"
",
};

/// A file that is not there.
pub static CONFIG_FILE: RuleInfo = RuleInfo {
    id: "config-file",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a file or folder that the configuration names cannot be used",
    why: "Paths count from the folder of `specc.toml`. A file that it extends and that is not there, or that extends it in turn, says \
nothing of what the specs are held to. A file that is missing, cannot be read or is no image cannot be shown, and \
the site would be built without what its owner asked for.",
    bad: "[[site.pages]]
title = \"About\"
path = \"about\"
file = \"abuot.md\"
",
    good: "[[site.pages]]
title = \"About\"
path = \"about\"
file = \"about.md\"
",
};

/// A template that does not parse, or that nothing uses.
pub static CONFIG_TEMPLATE: RuleInfo = RuleInfo {
    id: "config-template",
    class: RuleClass::Config,
    severity: Severity::Error,
    summary: "a template of the site's own is no good",
    why: "A template takes the place of the built-in one of the same name. One with a syntax error cannot be rendered; one with the \
name of no built-in template is used only where another one includes or extends it, so the name is probably a slip, and that is \
a warning.",
    bad: "# not shown: the mistake stands in another file
",
    good: "",
};
