//! Versions of one plugin beside each other, and the days since which they are there.

use super::feeds::{hold_to_atom, text, xml};
use super::*;

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
