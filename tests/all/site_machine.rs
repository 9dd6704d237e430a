//! What a website tells machines: its JSON fits the published schemas and its samples those of the plugin, its XML is
//! what feed readers and search engines take, its days and versions tell one story however often it is built.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use roxmltree::{Document, Node};
use serde_json::Value;
use specc::site::machine::{self, SCHEMAS};
use specc::site::releases::Releases;
use specc::site::{Catalog, Key, Parts, Settings, Sink, Site, Twins};
use specc::workspace::Request;
use specc::workspace::site::{self, Claim, Ledger, Outcome, Policy, Progress};

use crate::support;

const BASE: &str = "https://plugins.example.com/shop/";

/// A site in a folder of its own.
struct Built {
    folder: tempfile::TempDir,
    outcome: Outcome,
}

impl Built {
    fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.folder.path()).unwrap()
    }

    fn read(&self, path: &str) -> String {
        let path = self.root().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file of the site, by path.
    fn files(&self) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        support::files_below(self.root())
            .into_iter()
            .filter(|path| !path.starts_with(".specc-site"))
            .map(|path| {
                let bytes = std::fs::read(self.root().join(&path)).unwrap();
                (path, bytes)
            })
            .collect()
    }

    fn again(&mut self, paths: &[&Utf8Path], settings: Settings) {
        self.outcome = build_in(self.folder.path(), paths, settings, false);
    }
}

fn settings(date: Option<&str>) -> Settings {
    Settings {
        base_url: Some(BASE.to_owned()),
        date: date.map(str::to_owned),
        ..Settings::default()
    }
}

fn build_in(
    out: &std::path::Path,
    paths: &[&Utf8Path],
    settings: Settings,
    keep_going: bool,
) -> Outcome {
    let request = Request {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        ..Request::default()
    };
    let policy = Policy {
        keep_going,
        lenient: true,
        keep_last: false,
    };
    let site = Site::new(settings);
    let out = Utf8Path::from_path(out).unwrap();
    let claim = Claim::take(out).unwrap();
    site::build(
        &request,
        &site,
        &claim,
        policy,
        &Ledger::default(),
        &Progress::default(),
    )
    .unwrap()
}

fn build(paths: &[&Utf8Path], settings: Settings) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let outcome = build_in(folder.path(), paths, settings, false);
    Built { folder, outcome }
}

/// The good fixtures, which hold every part of a spec and the most hostile text.
fn fixtures() -> Built {
    let paths = support::fixtures();
    let paths: Vec<&Utf8Path> = paths.iter().map(Utf8PathBuf::as_path).collect();
    let built = build(&paths, settings(Some("2026-11-21")));
    assert!(built.outcome.committed);
    assert_eq!(built.outcome.plugins, paths.len());
    built
}

/// Writes versions of the example side by side: a folder each, with replacements in its spec.
fn versions(specs: &[(&str, &[(&str, &str)])]) -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
    let example = support::root().join("fixtures/example/plugin.spec.yaml");
    let example = std::fs::read_to_string(example).unwrap();
    for (name, replacements) in specs {
        let mut text = example.clone();
        for (from, to) in *replacements {
            assert!(text.contains(from), "{from:?} is not in the example");
            text = text.replacen(from, to, 1);
        }
        std::fs::create_dir(root.join(name)).unwrap();
        std::fs::write(root.join(name).join("plugin.spec.yaml"), text).unwrap();
    }
    (folder, root)
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap_or_else(|error| panic!("no schema: {error}"))
}

#[track_caller]
fn hold_to(validator: &jsonschema::Validator, value: &Value, what: &str) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// The published schema of a name, as the site has it.
fn published(built: &Built, name: &str) -> jsonschema::Validator {
    validator(&built.json(&format!("api/v1/schemas/{name}.json")))
}

fn hold_json_to_schemas(built: &Built) {
    let plugin = published(built, "plugin");
    let samples = published(built, "samples");
    let mut records = 0;
    let mut messages = 0;
    for (path, bytes) in built.files() {
        if path.extension() != Some("json") {
            continue;
        }
        let value: Value =
            serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        if path.starts_with("api/v1/plugins") {
            hold_to(&plugin, &value, path.as_str());
            messages += hold_samples_to_schemas(&value, path.as_str());
            records += 1;
        } else if path.starts_with("plugins") && path.file_name() == Some("samples.json") {
            hold_to(&samples, &value, path.as_str());
        }
    }
    assert!(
        records >= built.outcome.plugins && messages > records,
        "{messages}"
    );
    for (name, path) in [
        ("index", "api/v1/index.json"),
        ("releases", "api/v1/releases.json"),
        ("site-manifest", "site-manifest.json"),
    ] {
        hold_to(&published(built, name), &built.json(path), path);
    }
}

/// Holds each sample of a record to the schema of the same record. Tells how many there are.
fn hold_samples_to_schemas(record: &Value, what: &str) -> usize {
    let bundle = &record["schemas"];
    let names: BTreeMap<(String, String), String> = {
        // Schemas are named after operations in their order, so the names are told apart by position.
        let mut by_kind: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for key in bundle["$defs"].as_object().unwrap().keys() {
            if let Some((folder, file)) = key.split_once('/')
                && file.ends_with(".input.json")
            {
                by_kind.entry(folder).or_default().push(key);
            }
        }
        let mut next: BTreeMap<&str, usize> = BTreeMap::new();
        let operations = record["operations"].as_array().unwrap().iter();
        operations
            .map(|operation| {
                let kind = operation["kind"].as_str().unwrap();
                let name = operation["name"].as_str().unwrap();
                let folder = match kind {
                    "action" => "actions",
                    "trigger" => "triggers",
                    _ => "tasks",
                };
                let at = next.entry(folder).or_default();
                let key = by_kind[folder][*at].to_owned();
                *at += 1;
                ((kind.to_owned(), name.to_owned()), key)
            })
            .collect()
    };
    let side = |key: &str| {
        let mut schema = bundle.clone();
        schema["$id"] = "https://plugins.example.com/plugin.json".into();
        schema["$ref"] = key.into();
        validator(&schema)
    };
    let connection = side("connection.json");
    let test = &record["samples"]["connection_test"]["body"]["connection"];
    hold_to(&connection, test, what);
    let samples = record["samples"]["operations"].as_array().unwrap();
    for sample in samples {
        let (kind, name) = (
            sample["kind"].as_str().unwrap(),
            sample["name"].as_str().unwrap(),
        );
        let key = &names[&(kind.to_owned(), name.to_owned())];
        let what = format!("{what}: {kind} {name}");
        let start = &sample["start"]["body"];
        assert_eq!(start[kind], name);
        hold_to(&side(key), &start["input"], &what);
        hold_to(&connection, &start["connection"], &what);
        let output = key.replace(".input.json", ".output.json");
        hold_to(&side(&output), &sample["output"], &what);
    }
    samples.len()
}

#[test]
fn json_of_the_fixtures_fits_its_schemas() {
    hold_json_to_schemas(&fixtures());
    for (name, text) in SCHEMAS {
        let schema: Value = serde_json::from_str(text).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
    }
}

#[test]
fn json_of_published_plugins_fits_its_schemas() {
    let Some(specs) = support::corpus() else {
        return;
    };
    let specs: Vec<&Utf8Path> = specs.iter().map(Utf8PathBuf::as_path).collect();
    let quiet = Settings {
        base_url: None,
        ..settings(None)
    };
    let folder = tempfile::tempdir().unwrap();
    let outcome = build_in(folder.path(), &specs, quiet, true);
    assert!(outcome.plugins > 100);
    let built = Built { folder, outcome };
    hold_json_to_schemas(&built);
    let absolute = ["feed.xml", "sitemap.xml", "opensearch.xml", "robots.txt"];
    for path in absolute {
        assert!(!built.root().join(path).exists(), "{path} needs addresses");
    }
    let told = built.outcome.remarks.iter();
    assert_eq!(
        told.filter(|remark| remark.contains("--base-url")).count(),
        1
    );
}

const ATOM: &str = "http://www.w3.org/2005/Atom";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const OPEN_SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";

fn xml(text: &str) -> Document<'_> {
    // What XML 1.0 allows; the reader is more lenient.
    let allowed =
        |it: char| matches!(it, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let forbidden: Vec<char> = text.chars().filter(|it| !allowed(*it)).collect();
    assert!(forbidden.is_empty(), "{forbidden:?}");
    Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|it| it.has_tag_name(name) || it.tag_name().name() == name)
        .collect()
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} in {node:?}");
    found[0].text().unwrap_or_default()
}

/// Holds a document to RFC 4287, as far as a feed of ours can go wrong.
fn hold_to_atom(document: &Document<'_>) -> usize {
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let instant = |text: &str| {
        let (day, time) = text.split_at(10);
        assert!(specc::site::releases::is_day(day), "{text}");
        assert_eq!(time, "T00:00:00Z");
    };
    let mut ids = Vec::new();
    let entries = children(feed, "entry");
    for node in std::iter::once(&feed).chain(&entries) {
        ids.push(text(*node, "id"));
        text(*node, "title");
        instant(text(*node, "updated"));
        assert!(!text(children(*node, "author")[0], "name").is_empty());
        let links = children(*node, "link");
        let with = |rel: &str| {
            links
                .iter()
                .filter(|it| it.attribute("rel") == Some(rel))
                .count()
        };
        assert_eq!(with("alternate"), 1);
        assert_eq!(with("self"), usize::from(*node == feed));
        for link in links {
            assert!(link.attribute("href").unwrap().starts_with(BASE));
        }
        for content in children(*node, "content") {
            assert_eq!(content.attribute("type"), Some("html"));
        }
    }
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    let allowed = [
        "id",
        "title",
        "subtitle",
        "updated",
        "published",
        "author",
        "link",
        "summary",
        "content",
        "entry",
    ];
    for node in feed.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name();
        assert_eq!(name.namespace(), Some(ATOM));
        let known = ["feed", "name"].contains(&name.name()) || allowed.contains(&name.name());
        assert!(known, "{name:?}");
    }
    entries.len()
}

/// Holds a document to the schema of sitemaps.org and gives the addresses with their days.
fn hold_to_sitemap(document: &Document<'_>) -> Vec<(String, Option<String>)> {
    let set = document.root_element();
    assert!(set.has_tag_name((SITEMAP, "urlset")));
    let urls = set.children().filter(Node::is_element);
    urls.map(|url| {
        assert!(url.has_tag_name((SITEMAP, "url")));
        let parts: Vec<Node<'_, '_>> = url.children().filter(Node::is_element).collect();
        let names: Vec<&str> = parts.iter().map(|it| it.tag_name().name()).collect();
        assert!(
            matches!(names[..], ["loc"] | ["loc", "lastmod"]),
            "{names:?}"
        );
        let address = parts[0].text().unwrap();
        assert!(
            address.starts_with(BASE) && address.len() < 2048,
            "{address}"
        );
        assert!(address.is_ascii() && !address.contains(' '), "{address}");
        let day = parts.get(1).map(|it| it.text().unwrap().to_owned());
        assert!(day.as_deref().is_none_or(specc::site::releases::is_day));
        (address.to_owned(), day)
    })
    .collect()
}

#[test]
fn xml_of_hostile_text_is_what_its_readers_take() {
    let built = fixtures();
    let feed = built.read("feed.xml");
    let entries = hold_to_atom(&xml(&feed));
    assert!(entries > 1, "{entries} entries");
    assert!(feed.contains("&lt;/script&gt;&lt;script&gt;"));

    let map = built.read("sitemap.xml");
    let addresses = hold_to_sitemap(&xml(&map));
    let example = (
        format!("{BASE}plugins/acme/example/"),
        Some("2026-11-21".to_owned()),
    );
    assert!(addresses.contains(&example), "{addresses:#?}");
    for (address, _) in &addresses {
        let path = address.strip_prefix(BASE).unwrap();
        assert!(
            built.root().join(path).join("index.html").is_file(),
            "{address}"
        );
        let hidden = "plugins/acme/everything/";
        assert_ne!(path, hidden, "hidden plugins are not listed");
    }

    let search = built.read("opensearch.xml");
    let search = xml(&search);
    let root = search.root_element();
    assert!(root.has_tag_name((OPEN_SEARCH, "OpenSearchDescription")));
    let short = text(root, "ShortName");
    assert!((1..=16).contains(&short.chars().count()), "{short}");
    assert!(text(root, "Description").len() <= 1024);
    let url = children(root, "Url")[0];
    let template = format!("{BASE}search/?q={{searchTerms}}");
    assert_eq!(url.attribute("template"), Some(&*template));
    assert_eq!(url.attribute("type"), Some("text/html"));
    assert!(
        built
            .read("robots.txt")
            .contains(&format!("\nSitemap: {BASE}sitemap.xml\n"))
    );
}

#[test]
fn names_of_the_owner_cannot_break_what_is_made_of_them() {
    let title = "A \"<b>\" & </title></script>\u{1}\u{ffff} ]]> and more than sixteen";
    let example = support::root().join("fixtures/example/plugin.spec.yaml");
    let owner = Settings {
        title: title.to_owned(),
        tagline: title.to_owned(),
        ..settings(Some("2026-11-21"))
    };
    let built = build(&[&example], owner);
    hold_to_atom(&xml(&built.read("feed.xml")));
    xml(&built.read("opensearch.xml"));
    assert_eq!(built.json("api/v1/index.json")["title"], title);
    linked_data(&built.read("plugins/acme/example/index.html"));
}

/// The JSON-LD of a page.
fn linked_data(page: &str) -> Vec<Value> {
    let open = "<script type=\"application/ld+json\">";
    page.match_indices(open)
        .map(|(at, _)| {
            let rest = &page[at + open.len()..];
            let data = &rest[..rest.find("</script").unwrap()];
            assert!(!data.contains('<'), "{data}");
            let value: Value =
                serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}"));
            assert_eq!(value["@context"], "https://schema.org");
            value
        })
        .collect()
}

#[test]
fn heads_tell_what_a_page_is_about() {
    let built = fixtures();
    let records = built.json("api/v1/index.json");
    for plugin in records["plugins"].as_array().unwrap() {
        let folder = plugin["page"].as_str().unwrap();
        let page = built.read(&format!("{folder}index.html"));
        let data = linked_data(&page);
        let kinds: Vec<&Value> = data.iter().map(|it| &it["@type"]).collect();
        assert_eq!(kinds, ["SoftwareApplication", "BreadcrumbList"]);
        assert_eq!(data[0]["softwareVersion"], plugin["version"]);
        assert_eq!(data[0]["name"], plugin["title"]);
        for part in [
            format!("<link rel=\"canonical\" href=\"{BASE}{folder}\">"),
            format!("<meta property=\"og:image\" content=\"{BASE}{folder}social.png\">"),
            "<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">".to_owned(),
            "href=\"../../../feed.xml\"".to_owned(),
            "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
        ] {
            assert_eq!(page.matches(&part).count(), 1, "{part}");
        }
        let picture = std::fs::read(built.root().join(folder).join("social.png")).unwrap();
        assert!(picture.starts_with(b"\x89PNG"));
    }
}

#[test]
fn heads_of_listings_tell_their_addresses() {
    let built = fixtures();
    let home = built.read("index.html");
    let data = linked_data(&home);
    assert_eq!(data[0]["@type"], "WebSite");
    let action = &data[0]["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(*action, format!("{BASE}search/?q={{search_term_string}}"));
    let list = built.read("plugins/index.html");
    assert_eq!(linked_data(&list)[0]["@type"], "BreadcrumbList");
    for (page, path) in [(home, ""), (list, "plugins/")] {
        let canonical = format!("<link rel=\"canonical\" href=\"{BASE}{path}\">");
        assert_eq!(page.matches(&canonical).count(), 1);
    }
}

#[test]
fn twins_hold_the_plugin() {
    let built = fixtures();
    let spec = support::root().join("fixtures/example/plugin.spec.yaml");
    let spec = std::fs::read_to_string(spec).unwrap();
    assert_eq!(built.read("plugins/acme/example/plugin.spec.yaml"), spec);
    let record = built.json("api/v1/plugins/acme/example.json");
    for path in record["files"].as_object().unwrap().values() {
        let path = built.root().join(path.as_str().unwrap());
        assert!(path.exists(), "{path}");
    }
    assert_eq!(
        record["samples"],
        built.json("plugins/acme/example/samples.json")
    );
    assert_eq!(
        record["schemas"],
        built.json("plugins/acme/example/plugin.schema.json")
    );
    let text = built.read("plugins/acme/example/index.md");
    for part in [
        "# Example\n",
        "- Version: `1.0.0`\n",
        "### Say Goodbye (`say_goodbye`)",
        "| `hostname` | `string` | yes |",
        "\"type\": \"action_start\"",
        "## Help\n\n# Description\n",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn a_site_without_twins_has_one_page_a_plugin() {
    let example = support::root().join("fixtures/example/plugin.spec.yaml");
    let never = Settings {
        twins: Twins::Never,
        ..settings(None)
    };
    let built = build(&[&example], never);
    let own: Vec<Utf8PathBuf> = built
        .files()
        .into_keys()
        .filter(|path| path.as_str().contains("acme/example"))
        .collect();
    assert_eq!(own, ["plugins/acme/example/index.html"]);
    hold_to(
        &published(&built, "index"),
        &built.json("api/v1/index.json"),
        "index",
    );
    assert!(
        !built
            .read("plugins/acme/example/index.html")
            .contains("index.md")
    );
    assert!(machine::has_room(2_000) && !machine::has_room(10_000));
}

#[test]
fn two_builds_are_the_same() {
    let (one, other) = (fixtures(), fixtures());
    let (one, other) = (one.files(), other.files());
    let paths = |files: &BTreeMap<Utf8PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&one), paths(&other));
    for (path, bytes) in &one {
        assert!(bytes == &other[path], "{path} is another each time");
    }
}

#[test]
fn a_version_keeps_the_day_of_the_build_that_had_it_first() {
    let (_one, first) = versions(&[("example", &[])]);
    let bump: &[(&str, &str)] = &[("version: 1.0.0", "version: 1.1.0")];
    let (_two, second) = versions(&[("example", bump)]);
    let mut built = build(&[&first], settings(Some("2026-11-21")));
    let updated = |built: &Built| built.json("api/v1/index.json")["plugins"][0]["updated"].clone();
    assert_eq!(updated(&built), "2026-11-21");

    built.again(&[&first], settings(Some("2026-11-30")));
    assert_eq!(updated(&built), "2026-11-21");
    assert_eq!(built.outcome.written, 0, "nothing has changed but the day");

    built.again(&[&second], settings(Some("2026-12-01")));
    assert_eq!(updated(&built), "2026-12-01");
    let record = built.json("api/v1/plugins/acme/example.json");
    assert_eq!(record["updated"], "2026-12-01");
    let feed = built.read("feed.xml");
    let feed = xml(&feed);
    hold_to_atom(&feed);
    assert_eq!(text(feed.root_element(), "updated"), "2026-12-01T00:00:00Z");
    let ledger = built.json("api/v1/releases.json");
    assert_eq!(
        ledger["plugins"]["acme/example"],
        serde_json::json!({"1.0.0": "2026-11-21", "1.1.0": "2026-12-01"})
    );

    // What came without a day keeps none, and is in no feed.
    let mut built = build(&[&first], settings(None));
    assert_eq!(updated(&built), Value::Null);
    built.again(&[&first], settings(Some("2026-12-02")));
    assert_eq!(updated(&built), Value::Null);
    assert_eq!(hold_to_atom(&xml(&built.read("feed.xml"))), 0);
}

#[test]
fn versions_stand_side_by_side() {
    let renamed = ("  say_goodbye:", "  bid_farewell:");
    let retyped = ("type: integer", "type: string");
    // The last name of a person to whom goodbye is said.
    let asked = ("required: false", "required: true");
    let (_folder, root) = versions(&[
        (
            "a",
            &[
                ("version: 1.0.0", "version: 1.10.0"),
                renamed,
                retyped,
                asked,
            ],
        ),
        ("b", &[]),
        ("c", &[("version: 1.0.0", "version: 1.9.0"), renamed]),
    ]);
    let mut built = build(&[&root], settings(Some("2026-11-21")));
    assert_eq!(built.outcome.plugins, 1);
    hold_json_to_schemas(&built);
    let check = |built: &Built, newest: &str, older: &[&str]| {
        let record = built.json("api/v1/plugins/acme/example.json");
        assert_eq!(record["version"], newest);
        let listed: Vec<&str> = record["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["version"].as_str().unwrap())
            .collect();
        assert_eq!(listed, [&[newest], older].concat());
        for version in older {
            let folder = format!("plugins/acme/example/{version}");
            let own = built.json(&format!("api/v1/{folder}.json"));
            assert_eq!(own["version"], *version);
            let page = built.read(&format!("{folder}/index.html"));
            assert!(
                page.contains("<a href=\"#versions\">"),
                "not in the contents"
            );
            assert!(page.contains(&format!("api/v1/{folder}.json\">This page as JSON")));
            let canonical =
                format!("<link rel=\"canonical\" href=\"{BASE}plugins/acme/example/\">");
            assert!(page.contains(&canonical));
            assert!(page.contains("<a href=\"../\">See the newest version</a>"));
            assert!(page.contains(&format!(
                "<a href=\"../../../../plugins/acme/example/\">{newest}</a>"
            )));
        }
        record
    };
    let record = check(&built, "1.10.0", &["1.9.0", "1.0.0"]);
    let changes = |index: usize| record["versions"][index]["changes"].clone();
    assert_eq!(changes(0)["since"], "1.9.0");
    assert_eq!(changes(0)["breaking"], true);
    assert_eq!(
        changes(0)["connection"],
        serde_json::json!([{
            "name": "port", "change": "changed", "breaking": true,
            "before": {"type": "integer", "required": false},
            "now": {"type": "string", "required": false},
        }])
    );
    assert_eq!(
        changes(1)["operations"],
        serde_json::json!([{
            "kind": "action", "name": "bid_farewell", "change": "renamed", "was": "say_goodbye", "breaking": true,
        }])
    );
    assert_eq!(
        changes(0)["types"],
        serde_json::json!([{
            "name": "person", "breaking": true,
            "fields": [{
                "name": "last_name", "change": "changed", "breaking": true,
                "before": {"type": "string", "required": false},
                "now": {"type": "string", "required": true},
            }],
        }])
    );
    assert_eq!(changes(1)["types"], serde_json::json!([]));
    assert_eq!(changes(2), Value::Null);
    let page = built.read("plugins/acme/example/index.html");
    assert!(page.contains("renamed from <code>say_goodbye</code>"));
    let map = built.read("sitemap.xml");
    assert!(
        !map.contains("/1.9.0/"),
        "search engines are led to the newest"
    );
    built.again(&[&root], settings(Some("2026-11-21")));
    assert_eq!(built.outcome.written, 0);

    // A site of the same specs is the same, whatever was there before.
    std::fs::remove_dir_all(root.join("a")).unwrap();
    built.again(&[&root], settings(Some("2026-11-21")));
    check(&built, "1.9.0", &["1.0.0"]);
    let mut before = built.files();
    let mut afresh = build(&[&root], settings(Some("2026-11-21"))).files();
    for path in ["api/v1/releases.json", "site-manifest.json"] {
        before.remove(Utf8Path::new(path));
        afresh.remove(Utf8Path::new(path));
    }
    assert!(
        before == afresh,
        "a page of a former newest version is left"
    );
}

#[test]
fn two_specs_that_claim_one_page_are_an_error_at_both() {
    let cases: [(&[(&str, &str)], &str); 2] = [
        (
            &[],
            "version 1.0.0 of the plugin acme/example is defined twice",
        ),
        (
            &[
                ("name: example", "name: Example"),
                ("version: 1.0.0", "version: 2.0.0"),
            ],
            "acme/Example and acme/example differ only in upper and lower case",
        ),
    ];
    for (replacements, message) in cases {
        let (_folder, root) = versions(&[("a", &[]), ("b", replacements)]);
        let folder = tempfile::tempdir().unwrap();
        let outcome = build_in(folder.path(), &[&root], settings(None), false);
        assert!(!outcome.committed);
        let found: Vec<_> = outcome.diagnostics.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule.id, "duplicate-plugin");
        assert_eq!(found[0].message, message);
        let said = |span: specc::text::Span| {
            let source = &outcome.sources[span.file.0 as usize];
            (
                source.path().parent().unwrap().file_name().unwrap(),
                source.slice(span),
            )
        };
        let (second, name) = said(found[0].primary.span);
        assert_eq!((second, name.to_lowercase().as_str()), ("b", "example"));
        assert_eq!(said(found[0].labels[0].span), ("a", "example"));

        let outcome = build_in(folder.path(), &[&root], settings(None), true);
        assert!(outcome.committed);
        assert_eq!((outcome.plugins, outcome.left_out), (1, 1));
        let built = Built { folder, outcome };
        let record = built.json("api/v1/plugins/acme/example.json");
        assert_eq!(
            (&record["name"], &record["version"]),
            (&"example".into(), &"1.0.0".into())
        );
    }
}

/// Keeps files in memory.
#[derive(Default)]
struct Memory(std::sync::Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Memory {
    fn file(&self, path: &str, _key: Key, make: &mut dyn FnMut() -> Vec<u8>) {
        self.0.lock().unwrap().insert(path.to_owned(), make());
    }

    fn parts(&self, _path: &str, _key: Key, _make: &mut dyn FnMut() -> Parts) {}

    fn middle(&self, _path: &str, _key: Key, _make: &mut dyn FnMut() -> Vec<u8>) {}

    fn keep(&self, _path: &str) -> bool {
        false
    }
}

#[test]
fn a_large_sitemap_is_split() {
    let releases = Releases::default();
    let catalog = Catalog::new(std::iter::empty(), &releases);
    let paths: Vec<String> = (0..25)
        .map(|page| format!("words/ü {page}/index.html"))
        .collect();
    let site = Site::new(settings(None));
    let sink = Memory::default();
    let paths = paths.iter().map(String::as_str);
    machine::sitemap(&site, &catalog, paths, 10, &sink);
    let files = sink.0.into_inner().unwrap();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "sitemap-1.xml",
            "sitemap-2.xml",
            "sitemap-3.xml",
            "sitemap.xml"
        ]
    );
    let read = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let index = read("sitemap.xml");
    let index = xml(&index);
    assert!(index.root_element().has_tag_name((SITEMAP, "sitemapindex")));
    let mut addresses = Vec::new();
    for map in children(index.root_element(), "sitemap") {
        let name = text(map, "loc").strip_prefix(BASE).unwrap();
        let map = read(name);
        let of_map = hold_to_sitemap(&xml(&map));
        assert!(of_map.len() <= 10);
        addresses.extend(of_map);
    }
    assert_eq!(addresses.len(), 25);
    assert_eq!(addresses[0].0, format!("{BASE}words/%C3%BC%200/"));
}
