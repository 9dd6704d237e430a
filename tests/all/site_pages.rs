//! The pages of plugins: well-formed, every id given once and every link to a place in the page meeting one, nothing that
//! a strict policy forbids, and the rows of the tables telling forms exactly what the model knows.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

use camino::Utf8Path;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use specc::model::{Field, HistoryEntry, Plugin, Type};
use specc::site::plugin::{Subject, card, make};
use specc::site::sink::{Key, Parts, Sink};
use specc::site::{Settings, Site};

use crate::support::{fixtures, model, root};

/// An opening tag.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    /// What stands between it and the next tag.
    text: String,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// A page as a browser reads it.
#[derive(Debug, Default)]
struct Page {
    html: String,
    tags: RefCell<Vec<Tag>>,
    text: RefCell<String>,
    open: RefCell<Vec<String>>,
    wrong: RefCell<Vec<String>>,
    /// Whether the last tag was a closing one.
    closed: Cell<bool>,
}

const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

impl TokenSink for &Page {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.closed.set(false);
                let name = tag.name.to_string();
                if !VOID.contains(&&*name) {
                    self.open.borrow_mut().push(name.clone());
                }
                let attributes = tag.attrs.iter();
                let raw = name == "script";
                self.tags.borrow_mut().push(Tag {
                    name,
                    attributes: attributes
                        .map(|it| (it.name.local.to_string(), it.value.to_string()))
                        .collect(),
                    text: String::new(),
                });
                if raw {
                    return TokenSinkResult::RawData(RawKind::ScriptData);
                }
            }
            Token::TagToken(tag) => {
                self.closed.set(true);
                let open = self.open.borrow_mut().pop();
                if open.as_deref() != Some(&tag.name) {
                    let what = format!("line {line}: </{}> closes {open:?}", tag.name);
                    self.wrong.borrow_mut().push(what);
                }
            }
            Token::CharacterTokens(text) => {
                self.text.borrow_mut().push_str(&text);
                if let Some(tag) = self.tags.borrow_mut().last_mut()
                    && !self.closed.get()
                {
                    tag.text.push_str(&text);
                }
            }
            Token::ParseError(error) => self.wrong.borrow_mut().push(format!("{line}: {error}")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn read(html: String) -> Self {
        let page = Self {
            html,
            ..Self::default()
        };
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(page.html.as_str()));
        let tokenizer = Tokenizer::new(&page, TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        page
    }

    fn ids(&self) -> HashSet<String> {
        let tags = self.tags.borrow();
        let mut ids = HashSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id.to_owned()), "the id {id} is given twice");
        }
        ids
    }
}

/// Keeps the page of the one plugin that is made.
#[derive(Default)]
struct Keeper(std::sync::Mutex<String>);

impl Sink for Keeper {
    fn file(&self, _: &str, _: Key, _: &mut dyn FnMut() -> Vec<u8>) {}

    fn parts(&self, path: &str, _: Key, make: &mut dyn FnMut() -> Parts) {
        if !path.ends_with("index.html") {
            return;
        }
        let Parts { mut head, tail, .. } = make();
        head.extend(tail);
        *self.0.lock().unwrap() = String::from_utf8(head).unwrap();
    }

    fn middle(&self, _: &str, _: Key, _: &mut dyn FnMut() -> Vec<u8>) {}

    fn keep(&self, _: &str) -> bool {
        false
    }
}

fn page_of(plugin: &Plugin, help: Option<&str>) -> Page {
    let site = Site::new(Settings::default());
    let subject = Subject {
        plugin,
        help,
        icon: "icon.svg".to_owned(),
        image: None,
        support: specc::emit::support(plugin),
        newest: true,
        several: false,
        key: Key::default(),
    };
    let keeper = Keeper::default();
    make(&site, &subject, &card(&subject), &keeper);
    assert_eq!(site.complaints(), Vec::<String>::new());
    Page::read(keeper.0.into_inner().unwrap())
}

fn page_at(path: &Utf8Path) -> (Plugin, Page) {
    let plugin = model(path);
    let page = page_of(&plugin, None);
    (plugin, page)
}

fn example() -> Plugin {
    model(&root().join("fixtures/example/plugin.spec.yaml"))
}

#[test]
fn pages_are_well_formed_and_their_links_meet() {
    for path in fixtures() {
        let (_, page) = page_at(&path);
        assert_eq!(page.wrong.take(), Vec::<String>::new(), "{path}");
        assert_eq!(page.open.take(), Vec::<String>::new(), "{path}");
        let ids = page.ids();
        for tag in page.tags.borrow().iter() {
            if let Some(place) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(place), "{path}: nothing has the id {place}");
            }
            for reference in ["aria-labelledby", "aria-describedby", "for"] {
                if let Some(id) = tag.get(reference) {
                    assert!(ids.contains(id), "{path}: nothing has the id {id}");
                }
            }
        }
    }
}

#[test]
fn pages_keep_a_strict_policy() {
    for path in fixtures() {
        let (_, page) = page_at(&path);
        let tags = page.tags.borrow();
        let policy = tags
            .iter()
            .find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"))
            .and_then(|tag| tag.get("content"))
            .unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
        for tag in tags.iter() {
            assert_ne!(tag.name, "style", "{path}");
            for (name, value) in &tag.attributes {
                let is_handler = name.starts_with("on") || name == "style" || name == "srcdoc";
                assert!(!is_handler, "{path}: {name}={value} on {}", tag.name);
            }
            let is_data = tag.get("type") == Some("application/ld+json");
            if tag.name == "script" && !is_data {
                let from = tag.get("src").unwrap_or_default();
                assert!(from.starts_with("../../../assets/"), "{path}: {from}");
            }
            for way in ["href", "src"] {
                let to = tag.get(way).unwrap_or_default().to_lowercase();
                let is_known = !to.contains(':')
                    || ["http://", "https://", "mailto:"]
                        .iter()
                        .any(|it| to.starts_with(it))
                    || to.starts_with('#')
                    || to.starts_with("../");
                assert!(is_known, "{path}: {way}={to}");
            }
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for path in fixtures() {
        let (_, page) = page_at(&path);
        let mut last = 0;
        let mut first = 0;
        for tag in page.tags.borrow().iter() {
            let Some(level) = tag
                .name
                .strip_prefix('h')
                .and_then(|it| it.parse::<u8>().ok())
            else {
                continue;
            };
            first += u8::from(level == 1);
            assert!(level <= last + 1, "{path}: h{level} after h{last}");
            last = level;
        }
        assert_eq!(first, 1, "{path}");
    }
}

/// A type as rows write it, made apart from the code that is tested.
fn row_type(plugin: &Plugin, ty: &Type) -> (String, String) {
    match ty {
        Type::Array(item) => {
            let (before, name) = row_type(plugin, item);
            (format!("[]{before}"), name)
        }
        Type::Custom(id) => ("#".to_owned(), plugin.types[id.0].name.clone()),
        plain => (String::new(), plugin.type_name(plain)),
    }
}

fn hold_rows(
    plugin: &Plugin,
    page: &Page,
    rows: &mut impl Iterator<Item = usize>,
    fields: &[Field],
    form: bool,
) {
    let tags = page.tags.borrow();
    for field in fields {
        let at = rows.next().unwrap();
        let row = &tags[at];
        let mut cells = tags[at..].iter().filter(|tag| tag.name == "code");
        let (shown, shown_type) = (&cells.next().unwrap().text, &cells.next().unwrap().text);
        // A browser reads a carriage return in an attribute as a line feed, and no page holds control characters.
        let plain = |text: &str| -> String { text.chars().filter(|it| !it.is_control()).collect() };
        let seen = plain(&field.name);
        if !form {
            assert_eq!(plain(shown), seen);
            let told = row.attributes.keys().find(|name| name.starts_with("data-"));
            assert_eq!(told, None, "{seen}");
            continue;
        }
        let said = row.get("data-name").unwrap_or(shown);
        assert_eq!(plain(said), seen);
        assert_eq!(row.get("data-required").is_some(), field.required, "{seen}");
        let json = |name: &str| {
            row.get(name)
                .map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap())
        };
        assert_eq!(json("data-default"), field.default, "{seen}");
        let secret = matches!(field.ty, Type::Password | Type::Credential(_));
        let filled_in = field.required && field.default.is_none() && !secret;
        let example = field.example.clone().filter(|_| filled_in);
        assert_eq!(json("data-example"), example, "{seen}");
        let allowed = json("data-enum").map(|it| it.as_array().unwrap().clone());
        assert_eq!(allowed.unwrap_or_default(), field.allowed, "{seen}");
        let (marks, name) = row_type(plugin, &field.ty);
        let said = row.get("data-type").unwrap_or(shown_type);
        if let Some(section) = marks.ends_with('#').then(|| &said[marks.len()..]) {
            assert!(said.starts_with(&marks), "{said}");
            let place = tags
                .iter()
                .find(|tag| tag.get("id") == Some(section))
                .unwrap();
            assert_eq!(place.get("data-type"), Some(&*name));
        } else {
            assert_eq!(said, format!("{marks}{name}"));
        }
    }
}

#[test]
fn rows_tell_forms_what_the_model_knows() {
    for name in ["example", "everything", "minimal"] {
        let (plugin, page) = page_at(&root().join(format!("fixtures/{name}/plugin.spec.yaml")));
        let is_row = |(_, tag): &(usize, &Tag)| tag.name == "tr" && tag.get("id").is_some();
        let rows: Vec<usize> = page
            .tags
            .borrow()
            .iter()
            .enumerate()
            .filter(is_row)
            .map(|it| it.0)
            .collect();
        let rows = &mut rows.into_iter();
        hold_rows(&plugin, &page, rows, &plugin.connection, true);
        for operation in plugin.operations() {
            hold_rows(&plugin, &page, rows, &operation.input, true);
            hold_rows(&plugin, &page, rows, &operation.output, false);
            hold_rows(&plugin, &page, rows, &operation.state, true);
        }
        for process in &plugin.processes {
            hold_rows(&plugin, &page, rows, &process.input, false);
            hold_rows(&plugin, &page, rows, &process.outcome, false);
        }
        for custom in &plugin.types {
            hold_rows(&plugin, &page, rows, &custom.fields, true);
        }
        assert_eq!(rows.next(), None, "{name}");
    }
}

#[test]
fn the_first_screen_answers() {
    let plugin = example();
    let page = page_of(&plugin, None);
    let text = page.text.borrow();
    for words in [
        "Example",
        "acme",
        "Version 1.0.0",
        "Community support",
        "Greets people and says goodbye to them",
        "What it can do",
        "Say Goodbye",
        "Get started",
        "Set up the connection",
        "specc sample plugin.spec.yaml say_goodbye > message.json",
        "docker run --rm -i acme/example:1.0.0 run < message.json",
    ] {
        assert!(text.contains(words), "{words:?} is not said");
    }
    let from = text.find("Get started").unwrap();
    assert!(text[..from].contains("Says goodbye to a person"));
}

#[test]
fn the_first_screen_of_a_plugin_of_processes_promises_no_message() {
    let mut plugin = model(&root().join("fixtures/everything/plugin.spec.yaml"));
    for operations in [&mut plugin.actions, &mut plugin.triggers, &mut plugin.tasks] {
        operations.clear();
    }
    let page = page_of(&plugin, None);
    assert_eq!(page.wrong.take(), Vec::<String>::new());
    let text = page.text.borrow();
    for words in [
        "See what its processes take",
        "make the plugin for Metagov, which runs them",
        "specc emit --target metagov plugin.spec.yaml",
    ] {
        assert!(text.contains(words), "{words:?} is not said");
    }
    for words in ["Build a message", "specc sample", "docker run"] {
        assert!(!text.contains(words), "{words:?} is said");
    }
    // The step leads to the processes.
    let tags = page.tags.borrow();
    assert!(tags.iter().any(|tag| tag.get("id") == Some("processes")));
}

#[test]
fn prose_of_a_help_text_goes_before_that_of_the_spec() {
    let mut plugin = example();
    plugin.help = None;
    plugin.requirements = vec!["A server".to_owned()];
    plugin.troubleshooting = vec!["Turn it off".to_owned()];
    let own = page_of(&plugin, None);
    assert!(own.text.borrow().contains("A server") && own.text.borrow().contains("Turn it off"));
    let help = "# Requirements\n\n* Two servers\n\n# Documentation\n\n## Setup\n\nAsk *Ada*.\n\n\
                ## Troubleshooting\n\nTurn it on\n\n# A Matter of Taste\n\nTea.\n";
    let page = page_of(&plugin, Some(help));
    assert_eq!(page.wrong.take(), Vec::<String>::new());
    let text = page.text.borrow();
    for words in ["Two servers", "Turn it on", "A Matter of Taste", "Tea."] {
        assert!(text.contains(words), "{words:?} is not said");
    }
    assert!(!text.contains("A server") && !text.contains("Turn it off"));
    assert!(page.html.contains("Ask <em>Ada</em>."));
}

#[test]
fn marks_are_shown() {
    let mut plugin = example();
    plugin.cloud_ready = true;
    plugin.support = Some("rapid7".to_owned());
    plugin.status = vec!["obsolete".to_owned()];
    let page = page_of(&plugin, None);
    let text = page.text.borrow();
    for words in ["Cloud ready", "Supported by rapid7", "Deprecated"] {
        assert!(text.contains(words), "{words:?} is not said");
    }
}

#[test]
fn long_histories_and_lists_fold() {
    let mut plugin = example();
    let first = plugin.actions[0].clone();
    plugin.version_history = (0..20)
        .rev()
        .map(|minor| HistoryEntry {
            version: Some(semver::Version::new(1, minor, 0)),
            changes: vec![format!("Change {minor}")],
            origin: specc::text::Span::default(),
        })
        .collect();
    plugin.actions = (0..30)
        .map(|index| {
            let mut action = first.clone();
            action.name = format!("act_{index}");
            action
        })
        .collect();
    let page = page_of(&plugin, None);
    let ids = page.ids();
    for minor in 0..20 {
        assert!(ids.contains(&format!("version-1-{minor}-0")));
    }
    let older = page.html.find("<details class=\"older\">").unwrap();
    assert!(page.html.find("id=\"version-1-12-0\"").unwrap() < older);
    assert!(page.html.find("id=\"version-1-11-0\"").unwrap() > older);
    assert!(page.text.borrow().contains("12 older versions"));
    assert!(page.text.borrow().contains("20 more"));
    for index in 0..30 {
        assert!(ids.contains(&format!("action-act-{index}")));
    }
}

#[test]
fn addresses_that_are_no_web_addresses_are_not_linked() {
    let mut plugin = example();
    for hostile in [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a b.example",
        "JavaScript://example.com/%0aalert(1)",
    ] {
        plugin.resources.docs_url = Some(hostile.to_owned());
        let page = page_of(&plugin, None);
        let tags = page.tags.borrow();
        assert!(
            !tags.iter().any(|tag| tag.get("href") == Some(hostile)),
            "{hostile}"
        );
    }
    plugin.resources.docs_url = Some("https://docs.example.com/x".to_owned());
    let page = page_of(&plugin, None);
    let tags = page.tags.borrow();
    assert!(
        tags.iter()
            .any(|tag| tag.get("href") == Some("https://docs.example.com/x"))
    );
}
