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

mod feeds;
mod versions;

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
