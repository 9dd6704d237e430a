//! The keys of `specc.toml`: what the reader accepts, the schema says and the book lists. Pure data.

use super::form::Form;

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text.
    Text(Form),
    /// A list of texts.
    Texts(Form),
    /// A table of its own.
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
    /// A table from names of lints, or of groups of them, to levels.
    Levels(Names),
    /// A table from targets to tables of their options.
    Targets,
}

/// Whose names the keys of a table of levels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Those of lints.
    Rules,
    /// Those of groups, and `all`.
    Groups,
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether its table makes no sense without it.
    pub required: bool,
    /// What counts where nothing is said.
    pub default: Option<&'static str>,
    /// What it is for, in Markdown, one line.
    pub about: &'static str,
}

/// A table of keys.
#[derive(Debug)]
pub struct Table {
    /// How it is written above its keys.
    pub heading: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// Every table, in the order of the book.
pub static TABLES: &[&Table] = &[&ROOT, &LINT, &OVERRIDES, &SITE, &COLOURS, &LINKS, &PAGES];

/// The whole file.
pub static ROOT: Table = Table {
    heading: "the file",
    keys: &[
        text(
            "extends",
            Form::File,
            "another such file, whose words count wherever this one has none of its own",
        ),
        Key {
            name: "lint",
            kind: Kind::Table(&LINT),
            required: false,
            default: None,
            about: "which lints run, and how grave their findings are",
        },
        Key {
            name: "targets",
            kind: Kind::Targets,
            required: false,
            default: None,
            about: "options of targets, as for `--opt`, which wins over them",
        },
        Key {
            name: "site",
            kind: Kind::Table(&SITE),
            required: false,
            default: None,
            about: "the website",
        },
    ],
};

const fn levels(name: &'static str, names: Names, about: &'static str) -> Key {
    Key {
        name,
        kind: Kind::Levels(names),
        required: false,
        default: None,
        about,
    }
}

const GROUPS: Key = levels(
    "groups",
    Names::Groups,
    "levels of groups of lints, or of `all` of them: `off`, `note`, `warning` or `error`",
);

const RULES: Key = levels(
    "rules",
    Names::Rules,
    "levels of lints, each of which beats that of its group",
);

/// `[lint]`.
pub static LINT: Table = Table {
    heading: "[lint]",
    keys: &[
        GROUPS,
        RULES,
        Key {
            name: "overrides",
            kind: Kind::Tables(&OVERRIDES),
            required: false,
            default: None,
            about: "other levels for some of the specs; a later one beats an earlier one",
        },
    ],
};

/// `[[lint.overrides]]`.
pub static OVERRIDES: Table = Table {
    heading: "[[lint.overrides]]",
    keys: &[
        Key {
            name: "paths",
            kind: Kind::Texts(Form::Glob),
            required: true,
            default: None,
            about: "globs, counted from the folder of the file; one that fits a folder holds for all that is below it",
        },
        GROUPS,
        RULES,
    ],
};

const fn text(name: &'static str, form: Form, about: &'static str) -> Key {
    Key {
        name,
        kind: Kind::Text(form),
        required: false,
        default: None,
        about,
    }
}

const fn required(name: &'static str, form: Form, about: &'static str) -> Key {
    Key {
        required: true,
        ..text(name, form, about)
    }
}

const fn with_default(key: Key, default: &'static str) -> Key {
    Key {
        default: Some(default),
        ..key
    }
}

/// `[site]`.
pub static SITE: Table = Table {
    heading: "[site]",
    keys: &[
        with_default(
            text(
                "title",
                Form::Words,
                "name of the site; `--title` wins over it",
            ),
            "Plugin marketplace",
        ),
        with_default(
            text("tagline", Form::Any, "one line below the name"),
            "Find a plugin, see what it does, and start using it.",
        ),
        with_default(
            text(
                "language",
                Form::Language,
                "language of the site's own words, such as `en` or `pt-BR`",
            ),
            "en",
        ),
        text(
            "base-url",
            Form::Address,
            "absolute address that the site will have: feeds, sitemap and previews need it; `--base-url` wins over it",
        ),
        text(
            "logo",
            Form::File,
            "image beside the name: PNG, JPEG, WebP or SVG",
        ),
        text(
            "favicon",
            Form::File,
            "image in the tabs of browsers: PNG, JPEG, WebP or SVG",
        ),
        text(
            "templates",
            Form::File,
            "folder of templates: each takes the place of the built-in one of its name",
        ),
        with_default(
            text(
                "twins",
                Form::Choice(&["auto", "always", "never"]),
                "whether each plugin gets a text and a JSON file beside its page: `always`, `never`, or `auto`, which leaves them out of \
                 very large sites",
            ),
            "auto",
        ),
        text(
            "releases",
            Form::File,
            "file that keeps the days of versions from build to build; `--releases` wins over it",
        ),
        Key {
            name: "colours",
            kind: Kind::Table(&COLOURS),
            required: false,
            default: None,
            about: "colours of its own",
        },
        Key {
            name: "links",
            kind: Kind::Tables(&LINKS),
            required: false,
            default: None,
            about: "links in the header and the footer",
        },
        Key {
            name: "pages",
            kind: Kind::Tables(&PAGES),
            required: false,
            default: None,
            about: "further pages, written in Markdown",
        },
    ],
};

/// `[site.colours]`.
pub static COLOURS: Table = Table {
    heading: "[site.colours]",
    keys: &[
        text(
            "accent",
            Form::Colour,
            "colour of links and buttons on a light background, as `#rrggbb` or `#rgb`",
        ),
        text("accent-dark", Form::Colour, "the same on a dark background"),
    ],
};

/// `[[site.links]]`.
pub static LINKS: Table = Table {
    heading: "[[site.links]]",
    keys: &[
        required("title", Form::Words, "what the link says"),
        required(
            "url",
            Form::Link,
            "where it leads: an address with `https:`, `http:` or `mailto:`, or a path of the site, such as `/plugins/`",
        ),
        with_default(
            text(
                "place",
                Form::Choice(&["header", "footer"]),
                "`header` (the default) or `footer`",
            ),
            "header",
        ),
    ],
};

/// `[[site.pages]]`.
pub static PAGES: Table = Table {
    heading: "[[site.pages]]",
    keys: &[
        required(
            "title",
            Form::Words,
            "its heading, and its name in the navigation",
        ),
        required(
            "path",
            Form::PagePath,
            "its folder below the root, such as `about` or `legal/terms`",
        ),
        required("file", Form::File, "its text, a Markdown file"),
    ],
};
