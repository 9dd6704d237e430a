//! `specc config schema`: the schema of `specc.toml` and its checker say the same of what is right and of what is wrong.

use camino::Utf8Path;
use jsonschema::Validator;
use serde_json::{Map, Value};
use specc::config::{self, Form, Kind, TABLES, schema::json_schema};
use specc::diagnostic::Severity;
use specc::text::{FileId, Source};
use toml::de::{DeTable, DeValue};

use crate::support::{files_below, root};
use crate::update::same_or_updated;

fn validator() -> Validator {
    let schema = json_schema();
    if let Err(error) = jsonschema::meta::validate(&schema) {
        panic!("{error}");
    }
    jsonschema::draft202012::new(&schema).unwrap()
}

fn json(table: &DeTable<'_>) -> Value {
    let entries = table.iter();
    let entries = entries.map(|(key, value)| (key.get_ref().to_string(), one(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn one(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().unwrap()),
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().unwrap()),
        DeValue::Boolean(value) => Value::from(*value),
        // JSON has no dates: schemas see texts.
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| one(item.get_ref())).collect(),
        DeValue::Table(table) => json(table),
    }
}

/// What the schema and the checker have against a text.
fn judged(validator: &Validator, text: &str) -> (Vec<String>, Vec<String>) {
    let table = DeTable::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let value = json(table.get_ref());
    let errors = validator.iter_errors(&value);
    let errors = errors.map(|error| format!("{} {error}", error.instance_path()));
    let source = Source::new(FileId(0), "specc.toml", text);
    let (_, found) = config::read(&source);
    let found = found.iter().filter(|it| it.severity == Severity::Error);
    let found = found.map(|it| it.message.clone());
    (errors.collect(), found.collect())
}

/// The pieces of TOML in a page that are settings.
fn examples(page: &str) -> Vec<String> {
    let parts = page.split("```toml\n").skip(1);
    let texts = parts.filter_map(|part| Some(part.split_once("```")?.0.to_owned()));
    // Pages of targets show Cargo.toml and the like.
    let ours = |text: &String| {
        let table = DeTable::parse(text).ok();
        let known = ["extends", "lint", "targets", "site"];
        table.is_some_and(|table| {
            table
                .get_ref()
                .keys()
                .all(|key| known.contains(&key.get_ref().as_ref()))
        })
    };
    texts.filter(ours).collect()
}

#[test]
fn examples_hold_for_both() {
    let validator = validator();
    let mut texts = Vec::new();
    let pages = files_below(&root().join("book/src")).into_iter();
    // Pages of rules show mistakes.
    let pages = pages.filter(|page| !page.starts_with("rules"));
    let pages = pages.map(|page| root().join("book/src").join(page));
    for page in pages.chain([root().join("README.md")]) {
        if page.extension() == Some("md") {
            let page = std::fs::read_to_string(page).unwrap();
            texts.extend(examples(&page));
        }
    }
    let in_book = texts.len();
    assert!(in_book >= 2, "{in_book}");
    for file in files_below(&root().join("fixtures")) {
        if file.file_name() == Some("specc.toml") {
            texts.push(std::fs::read_to_string(root().join("fixtures").join(file)).unwrap());
        }
    }
    for rule in config::RULES {
        texts.push(rule.good.to_owned());
    }
    for text in &texts {
        assert_eq!(judged(&validator, text), (Vec::new(), Vec::new()), "{text}");
    }
    println!(
        "{in_book} examples of the book, {} texts in all",
        texts.len()
    );
}

const GOOD: &[&str] = &[
    "",
    "extends = \"../base.toml\"",
    "[lint.groups]\nall = \"off\"\nstyle = \"note\"\n[lint.rules]\nstale-version = \"error\"",
    "[[lint.overrides]]\npaths = [\"./legacy/**\", \"a/..b/*\"]\nrules = { title-case = \"warning\" }",
    "[targets.go]\nmodule = \"github.com/acme/plugins\"\n[targets.python]",
    "[site]\ntitle = \"a\"\ntagline = \"\"\nlanguage = \"pt-BR\"\nbase-url = \"HTTPS://a.example:8080/b\"\ntwins = \"never\"",
    "[site]\nlinks = []\npages = []",
    "[site.colours]\naccent = \"#124\"\naccent-dark = \"#A0b1C2\"",
    "[[site.links]]\ntitle = \"a\"\nurl = \"mailto:a@b.example\"\n[[site.links]]\ntitle = \"b\"\nurl = \"/b\"\nplace = \"footer\"",
    "[[site.pages]]\ntitle = \"a\"\npath = \"legal/plugins\"\nfile = \"a.md\"",
];

const BAD: &[&str] = &[
    "extend = \"a\"",
    "extends = \" \"",
    "extends = [\"a\"]",
    "extends = 1",
    "lint = \"off\"",
    "[lint]\nrule = {}",
    "[lint.rules]\nstale-verison = \"error\"",
    "[lint.rules]\nstyle = \"error\"",
    "[lint.rules]\nunknown-key = \"off\"",
    "[lint.rules]\nstale-version = \"warn\"",
    "[lint.rules]\nstale-version = true",
    "[lint.groups]\nstale-version = \"off\"",
    "[lint.groups]\nstyles = \"off\"",
    "[lint.overrides]\npaths = [\"a\"]",
    "[[lint.overrides]]\nrules = {}",
    "[[lint.overrides]]\npaths = \"a\"",
    "[[lint.overrides]]\npaths = [1]",
    "[[lint.overrides]]\npaths = [\"\"]",
    "[[lint.overrides]]\npaths = [\"/a\"]",
    "[[lint.overrides]]\npaths = [\".//a\"]",
    "[[lint.overrides]]\npaths = [\"a/../b\"]",
    "[[lint.overrides]]\npaths = [\"..\"]",
    "[targets.golang]\nmodule = \"a\"",
    "[targets.go]\nmodul = \"a\"",
    "[targets.go]\nmodule = 1",
    "[targets.python]\nmodule = \"a\"",
    "targets = []",
    "[site]\ntitle = 2026",
    "[site]\ntitle = 20.26",
    "[site]\ntitle = \" \"",
    "[site]\nlanguage = \"English\"",
    "[site]\nlanguage = \"e\"",
    "[site]\nbase-url = \"a.example\"",
    "[site]\nbase-url = \"https:///a\"",
    "[site]\nbase-url = \"https://a.example/?b\"",
    "[site]\ntwins = \"allways\"",
    "[site]\nlogo = \"\"",
    "[site]\ncolours = \"#fff\"",
    "[site.colors]\naccent = \"#fff\"",
    "[site.colours]\naccent = \"navy\"",
    "[site.colours]\naccent = \"#12\"",
    "[site]\nlinks = [\"https://a.example\"]",
    "[[site.links]]\ntitle = \"a\"",
    "[[site.links]]\ntitle = \"a\"\nurl = \"javascript:alert(1)\"",
    "[[site.links]]\ntitle = \"a\"\nurl = \"//a.example\"",
    "[[site.links]]\ntitle = \"a\"\nurl = \"/\"\nplace = \"side\"",
    "[[site.links]]\ntitle = \"a\"\nurl = \"/\"\nnew = \"yes\"",
    "[site.pages]\ntitle = \"a\"",
    "[[site.pages]]\ntitle = \"a\"\npath = \"../a\"\nfile = \"a.md\"",
    "[[site.pages]]\ntitle = \"a\"\npath = \"plugins/a\"\nfile = \"a.md\"",
    "[[site.pages]]\ntitle = \"a\"\npath = \"A\"\nfile = \"a.md\"",
];

#[test]
fn both_accept_what_is_right_and_refuse_what_is_wrong() {
    let validator = validator();
    for text in GOOD {
        assert_eq!(judged(&validator, text), (Vec::new(), Vec::new()), "{text}");
    }
    for text in BAD {
        let (schema, checker) = judged(&validator, text);
        assert!(!schema.is_empty(), "the schema takes\n{text}\n{checker:?}");
        assert!(!checker.is_empty(), "the checker takes\n{text}\n{schema:?}");
    }
}

/// Every key of every good text, with a letter too many, and every value as one of another kind.
#[test]
fn both_refuse_mutations() {
    let validator = validator();
    let mut mutations = 0;
    for text in GOOD {
        for (index, line) in text.lines().enumerate() {
            let Some((key, _)) = line.split_once(" = ") else {
                continue;
            };
            for changed in [format!("{key}x = \"error\""), format!("{key} = 1979")] {
                let mut lines: Vec<&str> = text.lines().collect();
                lines[index] = &changed;
                let text = lines.join("\n");
                let (schema, checker) = judged(&validator, &text);
                assert!(!schema.is_empty(), "the schema takes\n{text}\n{checker:?}");
                assert!(!checker.is_empty(), "the checker takes\n{text}\n{schema:?}");
                mutations += 1;
            }
        }
    }
    assert!(mutations > 40, "{mutations}");
}

/// Each text below, judged by each form: where the checker takes it, so does the pattern.
#[test]
fn patterns_fit_what_the_forms_fit() {
    let texts = [
        "",
        " ",
        "a",
        "a b",
        "en",
        "pt-BR",
        "x-klingon",
        "#fff",
        "#FfFfFf",
        "#ffff",
        "about",
        "legal/terms",
        "plugins",
        "pluginsx",
        "api/x",
        "https://a.example/",
        "http://localhost:1/",
        "https://[::1]:3000/x",
        "mailto:a@b",
        "MAILTO:a",
        "/",
        "/x",
        "//x",
        "https://\u{e4}.example/\u{fc}?q#f",
        "./a",
        "a/**/b",
        "{a,b}/*.yaml",
        "..",
        "a..b",
        "...",
        "../a",
        "a/..",
        "\u{feff}",
        "auto",
        "header",
    ];
    let mut forms: Vec<Form> = Vec::new();
    for key in TABLES.iter().flat_map(|table| table.keys) {
        if let Kind::Text(form) | Kind::Texts(form) = key.kind {
            forms.push(form);
            let default = key.default.map_or(Ok(()), |default| form.judge(default));
            assert_eq!(default, Ok(()), "{}", key.name);
        }
    }
    for form in forms {
        let Some(pattern) = form.pattern() else {
            continue;
        };
        let schema = serde_json::json!({ "pattern": pattern });
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for text in texts {
            let fits = validator.is_valid(&Value::from(text));
            assert!(fits || form.judge(text).is_err(), "{form:?} {text:?}");
        }
    }
}

/// What counts where nothing is said stands in the tables of keys; it is what a site is made with.
#[test]
fn defaults_are_those_of_sites() {
    let settings = specc::site::Settings::default();
    let default = |name: &str| {
        let keys = TABLES
            .iter()
            .find(|table| table.heading == "[site]")
            .unwrap()
            .keys;
        keys.iter().find(|key| key.name == name).unwrap().default
    };
    assert_eq!(default("title"), Some(settings.title.as_str()));
    assert_eq!(default("tagline"), Some(settings.tagline.as_str()));
    assert_eq!(default("language"), Some(settings.language.as_str()));
    assert_eq!(default("base-url"), settings.base_url.as_deref());
    assert_eq!(settings.twins, specc::site::Twins::Auto);
    assert_eq!(default("twins"), Some("auto"));
}

#[test]
fn the_book_has_the_schema() {
    let schema = serde_json::to_string_pretty(&json_schema()).unwrap();
    let path: &Utf8Path = "book/src/reference/specc-toml.schema.json".into();
    same_or_updated(root().join(path).as_std_path(), &format!("{schema}\n"));
    let printed = std::process::Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["config", "schema"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(printed.stdout).unwrap(),
        format!("{schema}\n")
    );
}
