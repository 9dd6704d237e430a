//! `specc.toml`: each kind of mistake is told with its place, and what is right reaches the pages.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use specc::config::{Kind, TABLES};
use specc::report::{FORMATS, Report, Style};
use specc::workspace::configuration::{self, Configuration};
use tempfile::TempDir;

use crate::support::root;
use crate::update::same_or_updated;

/// Names and contents of files.
type FileList<'a> = &'a [(&'a str, &'a str)];

/// A folder with a `specc.toml` and other files.
fn folder(config: &str, files: &[(&str, &str)]) -> (TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
    for (name, text) in files.iter().chain(&[("specc.toml", config)]) {
        let place = path.join(name);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }
    (folder, path)
}

fn read(config: &str, files: &[(&str, &str)]) -> (TempDir, Utf8PathBuf, Configuration) {
    let (folder, path) = folder(config, files);
    let configuration = configuration::read(Some(&path.join("specc.toml"))).unwrap();
    (folder, path, configuration)
}

/// What a person reads about a configuration, without the name of the temporary folder.
fn rendered(config: &str, files: &[(&str, &str)]) -> String {
    let (_folder, path, configuration) = read(config, files);
    let mut out = Vec::new();
    let report = Report {
        sources: &configuration.sources,
        diagnostics: &configuration.diagnostics,
        hidden: None,
        complete: true,
    };
    let style = Style {
        color: false,
        width: 200,
        summary: false,
    };
    (FORMATS[0].render)(&report, &style, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.replace(&format!("{path}/"), "")
}

/// Every kind of mistake, as it is shown: the expectation is a page to look at.
#[test]
fn mistakes_are_shown_with_place_and_help() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"/></svg>";
    let cases: &[(&str, &str, FileList<'_>)] = &[
        ("no TOML", "[site]\ntitle = Plugins of Acme\n", &[]),
        ("an open text", "[site]\ntitle = \"Acme\n", &[]),
        ("a key twice", "[site]\ntitle = \"a\"\ntitle = \"b\"\n", &[]),
        ("an unknown table", "[sight]\ntitle = \"a\"\n", &[]),
        ("a slip", "[site]\ntag-lien = \"a\"\n", &[]),
        (
            "an American spelling",
            "[site.colors]\naccent = \"#000\"\n",
            &[],
        ),
        ("an unknown key", "[site]\nanalytics = \"a\"\n", &[]),
        ("a number", "[site]\ntitle = 2026\n", &[]),
        ("a text for a table", "[site]\ncolours = \"red\"\n", &[]),
        (
            "a table for a list",
            "[site.links]\ntitle = \"a\"\nurl = \"/\"\n",
            &[],
        ),
        (
            "a list of texts",
            "[site]\nlinks = [\"https://acme.example\"]\n",
            &[],
        ),
        (
            "a level that is no word",
            "[lint.rules]\nstale-version = 3\n",
            &[],
        ),
        (
            "a level of others",
            "[lint.rules]\nstale-version = \"warn\"\n",
            &[],
        ),
        (
            "a group among lints",
            "[lint.rules]\nstyle = \"off\"\n",
            &[],
        ),
        (
            "an open glob",
            "[[lint.overrides]]\npaths = [\"{a\"]\n",
            &[],
        ),
        ("an option", "[targets.go]\nmodule = \"a b\"\n", &[]),
        ("itself to extend", "extends = \"specc.toml\"\n", &[]),
        (
            "a folder to extend",
            "extends = \"shared\"\n",
            &[("shared/specc.toml", "")],
        ),
        (
            "a file to extend",
            "extends = \"shared/bsae.toml\"\n",
            &[("shared/base.toml", "")],
        ),
        ("a blank title", "[site]\ntitle = \"  \"\n", &[]),
        ("a language", "[site]\nlanguage = \"English\"\n", &[]),
        (
            "an address without scheme",
            "[site]\nbase-url = \"acme.example\"\n",
            &[],
        ),
        (
            "an address with a query",
            "[site]\nbase-url = \"https://acme.example/?a=b\"\n",
            &[],
        ),
        ("a choice", "[site]\ntwins = \"allways\"\n", &[]),
        (
            "a colour by name",
            "[site.colours]\naccent = \"rebeccapurple\"\n",
            &[],
        ),
        (
            "a colour with styles in it",
            "[site.colours]\naccent = \"#fff;}body{display:none\"\n",
            &[],
        ),
        (
            "pale colours",
            "[site.colours]\naccent = \"#ffcc00\"\naccent-dark = \"#333\"\n",
            &[],
        ),
        (
            "a link that runs a script",
            "[[site.links]]\ntitle = \"a\"\nurl = \"javascript:alert(1)\"\n",
            &[],
        ),
        (
            "a link without address",
            "[[site.links]]\ntitle = \"a\"\n",
            &[],
        ),
        (
            "a place",
            "[[site.links]]\ntitle = \"a\"\nurl = \"/\"\nplace = \"side\"\n",
            &[],
        ),
        (
            "a path upward",
            "[[site.pages]]\ntitle = \"a\"\npath = \"../a\"\nfile = \"a.md\"\n",
            &[("a.md", "")],
        ),
        (
            "a path of the site",
            "[[site.pages]]\ntitle = \"a\"\npath = \"plugins/a\"\nfile = \"a.md\"\n",
            &[("a.md", "")],
        ),
        (
            "a path twice",
            "[[site.pages]]\ntitle = \"a\"\npath = \"a\"\nfile = \"a.md\"\n[[site.pages]]\ntitle = \"b\"\npath = \"a\"\nfile = \"a.md\"\n",
            &[("a.md", "")],
        ),
        (
            "a missing file",
            "[[site.pages]]\ntitle = \"a\"\npath = \"a\"\nfile = \"pages/abuot.md\"\n",
            &[("pages/about.md", "")],
        ),
        (
            "a logo that is none",
            "[site]\nlogo = \"logo.png\"\n",
            &[("logo.png", "hello")],
        ),
        (
            "a folder for a file",
            "[site]\nlogo = \"brand\"\n",
            &[("brand/logo.svg", svg)],
        ),
        (
            "a missing folder",
            "[site]\ntemplates = \"template\"\n",
            &[("templates/base.html", "")],
        ),
        (
            "a template of no name",
            "[site]\ntemplates = \"templates\"\n",
            &[("templates/bsae.html", "hello")],
        ),
        (
            "a template that does not parse",
            "[site]\ntemplates = \"templates\"\n",
            &[(
                "templates/base.html",
                "<p>\n  {% if site.title %}\n{{ site.title\n</p>\n",
            )],
        ),
    ];
    let mut page = String::new();
    for (name, config, files) in cases {
        let report = rendered(config, files);
        assert!(!report.is_empty(), "{name}: nothing was found");
        writeln!(page, "=== {name}\n{report}").unwrap();
    }
    let golden = root().join("tests/all/site_config/mistakes.txt");
    same_or_updated(golden.as_std_path(), &page);
}

#[test]
fn what_is_right_is_read_and_raises_nothing() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"/></svg>";
    let guide = std::fs::read_to_string(root().join("book/src/guide/site.md")).unwrap();
    let example = guide.split("```toml\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let example = example.replace("favicon.png", "favicon.svg");
    let files = [
        ("brand/logo.svg", svg),
        ("brand/favicon.svg", svg),
        ("pages/imprint.md", "# Us"),
    ];
    let (_folder, path, configuration) = read(&example, &files);
    let found: Vec<_> = configuration.diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:#?}");
    let settings = &configuration.settings;
    assert_eq!(settings.title, "Plugins of Acme");
    assert_eq!(
        settings.base_url.as_deref(),
        Some("https://plugins.acme.example/")
    );
    assert_eq!(settings.links.header.len(), 1);
    assert_eq!(
        (
            settings.links.footer[0].url.as_str(),
            settings.links.footer[0].local
        ),
        ("imprint/", true)
    );
    assert_eq!(configuration.owner.pages, ["# Us"]);
    let colours = configuration.owner.colours.unwrap();
    assert_eq!(colours.accent, ["#7a2e8e", "#d9a6e6"]);
    assert_eq!(colours.on_accent, ["#ffffff", "#000000"]);
    assert!(configuration.files.contains(&path.join("brand/logo.svg")));
}

#[test]
fn what_is_not_said_is_said_by_the_extended_file() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"/></svg>";
    let base = "[site]\ntitle = \"Base\"\ntagline = \"Of the base\"\nlogo = \"logo.svg\"\ntemplates = \"own\"\nreleases = \"days.json\"\n\
         [site.colours]\naccent = \"#000080\"\n[[site.links]]\ntitle = \"Support\"\nurl = \"/\"\n\
         [[site.pages]]\ntitle = \"About\"\npath = \"about\"\nfile = \"pages/about.md\"\n";
    let files = [
        ("shared/base.toml", base),
        ("shared/logo.svg", svg),
        ("shared/own/base.html", "<p>{{ site.title }}</p>"),
        ("shared/pages/about.md", "# Us"),
        ("logo.svg", "not this one"),
    ];
    let near = "extends = \"shared/base.toml\"\n[site]\ntitle = \"Near\"\nlinks = []\n";
    let (_folder, path, configuration) = read(near, &files);
    let found: Vec<_> = configuration.diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:#?}");
    let settings = &configuration.settings;
    assert_eq!(settings.title, "Near");
    assert_eq!(settings.tagline, "Of the base");
    assert!(settings.links.header.is_empty());
    assert_eq!(settings.pages[0].path, "about");
    assert_eq!(configuration.owner.pages, ["# Us"]);
    assert!(configuration.owner.logo.is_some());
    assert_eq!(configuration.owner.templates.len(), 1);
    assert_eq!(configuration.owner.colours.unwrap().accent[0], "#000080");
    assert_eq!(configuration.releases, Some(path.join("shared/days.json")));
    // A change of one of these changes the site.
    for file in ["specc.toml", "shared/base.toml", "shared/logo.svg"] {
        assert!(configuration.files.contains(&path.join(file)), "{file}");
    }

    let missing = "extends = \"shared/bsae.toml\"\n";
    let (_folder, path, configuration) = read(missing, &files);
    assert!(configuration.diagnostics.has_errors());
    assert!(configuration.files.contains(&path.join("shared/bsae.toml")));
    let page = rendered(
        "extends = \"shared/base.toml\"\n",
        &[
            ("shared/base.toml", "[site]\nlogo = \"logo.svg\"\n"),
            ("logo.svg", svg),
        ],
    );
    assert!(page.contains("shared/base.toml:2:8"), "{page}");
    assert!(page.contains("shared/logo.svg does not exist"), "{page}");
}

#[test]
fn one_colour_gives_the_other() {
    let (_folder, _, configuration) = read("[site.colours]\naccent = \"#000080\"\n", &[]);
    assert!(configuration.diagnostics.is_empty());
    let [light, dark] = configuration.owner.colours.unwrap().accent;
    assert_eq!(light, "#000080");
    let dark = specc::config::colour::Colour::parse(&dark).unwrap();
    let ratio = dark.contrast(specc::config::colour::DARK);
    assert!(ratio >= 4.5, "{dark}: {ratio}");
}

/// The contrast is measured on the backgrounds that the stylesheet has.
#[test]
fn backgrounds_are_those_of_the_stylesheet() {
    let tokens = std::fs::read_to_string(root().join("site/assets/tokens.css")).unwrap();
    let line = format!(
        "--color-ground: light-dark({}, {});",
        specc::config::colour::LIGHT,
        specc::config::colour::DARK
    );
    assert!(tokens.contains(&line), "tokens.css has no `{line}`");
    for name in [
        "accent",
        "accent-strong",
        "accent-soft",
        "on-accent",
        "action",
    ] {
        assert!(tokens.contains(&format!("--color-{name}:")), "{name}");
    }
}

#[test]
fn the_file_is_found_beside_the_paths_and_above() {
    let (_folder, path) = folder(
        "",
        &[
            ("a/one/plugin.spec.yaml", ""),
            ("a/two/plugin.spec.yaml", ""),
        ],
    );
    let path = path.canonicalize_utf8().unwrap();
    let found = configuration::find(&[path.join("a/one"), path.join("a/two/plugin.spec.yaml")]);
    assert_eq!(found, Some(path.join("specc.toml")));
    std::fs::write(path.join("a/specc.toml"), "").unwrap();
    let found = configuration::find(&[path.join("a/one"), path.join("a/two")]);
    assert_eq!(found, Some(path.join("a/specc.toml")));
    std::fs::write(path.join("a/one/specc.toml"), "").unwrap();
    let found = configuration::find(&[path.join("a/one"), path.join("a/two")]);
    assert_eq!(
        found,
        Some(path.join("a/specc.toml")),
        "one of two plugins does not speak for both"
    );
}

#[test]
fn the_book_lists_every_key() {
    let mut page = String::from(
        "# specc.toml\n\nHow [specs are linted](../guide/configuration.md), options of targets, and what the owner of a \
         [website of plugins](../guide/site.md) decides. Every key may be left out, unless its table needs it. Paths count from the \
         folder of the file.\n",
    );
    for table in TABLES {
        writeln!(
            page,
            "\n## {}\n\n| key | holds | for |\n|---|---|---|",
            table.heading.replace("the file", "The file")
        )
        .unwrap();
        for key in table.keys {
            let holds = match key.kind {
                Kind::Text(_) if key.required => "text, needed".to_owned(),
                Kind::Text(_) => "text".to_owned(),
                Kind::Texts(_) if key.required => "list of texts, needed".to_owned(),
                Kind::Texts(_) => "list of texts".to_owned(),
                Kind::Levels(_) => "table of levels".to_owned(),
                Kind::Targets => "`[targets.go]` and so on".to_owned(),
                Kind::Table(table) | Kind::Tables(table) => format!("`{}`", table.heading),
            };
            writeln!(page, "| `{}` | {holds} | {} |", key.name, key.about).unwrap();
        }
    }
    page.push_str(
        "\nWhat can be wrong with it is listed under [Rules](../rules.md#errors-of-specctoml).\n",
    );
    same_or_updated(
        root()
            .join("book/src/reference/configuration.md")
            .as_std_path(),
        &page,
    );
}
