//! Feeds, maps of the site and the description of its search, as readers of XML take them.

use super::*;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const OPEN_SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";

pub fn xml(text: &str) -> Document<'_> {
    // What XML 1.0 allows; the reader is more lenient.
    let allowed =
        |it: char| matches!(it, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let forbidden: Vec<char> = text.chars().filter(|it| !allowed(*it)).collect();
    assert!(forbidden.is_empty(), "{forbidden:?}");
    Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|it| it.has_tag_name(name) || it.tag_name().name() == name)
        .collect()
}

pub fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} in {node:?}");
    found[0].text().unwrap_or_default()
}

/// Holds a document to RFC 4287, as far as a feed of ours can go wrong.
pub fn hold_to_atom(document: &Document<'_>) -> usize {
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
pub fn hold_to_sitemap(document: &Document<'_>) -> Vec<(String, Option<String>)> {
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
pub fn xml_of_hostile_text_is_what_its_readers_take() {
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
