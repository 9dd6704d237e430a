//! What the probe is asked on its host, and what it is to answer. A test.

use std::path::Path;

use serde_json::{Value, json};

use super::{PROBE, PROBE_ON_HOST, host_python, probe, run};

/// Each step, what it is to answer. Where only a part is given, the answer may say more.
fn tell(python: &Path, api: &str, folder: &Path, story: &[(Value, Value)]) {
    let steps: Vec<Value> = story.iter().map(|(step, _)| step.clone()).collect();
    let answers = run(python, api, folder, &steps);
    for ((step, expected), answer) in story.iter().zip(&answers) {
        assert!(
            holds(answer, expected),
            "{api} {step}\nexpected: {expected}\nanswered: {answer}"
        );
    }
}

/// Whether an answer has everything that is expected of it.
fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => expected
            .iter()
            .all(|(key, part)| answer.get(key).is_some_and(|it| holds(it, part))),
        (Value::Array(answer), Value::Array(expected)) => {
            let mut pairs = answer.iter().zip(expected);
            answer.len() == expected.len() && pairs.all(|(it, part)| holds(it, part))
        }
        (answer, expected) => answer == expected,
    }
}

/// A step for the probe.
fn step(what: &str, further: Value) -> Value {
    let mut step = json!({"do": what, "plugin": PROBE_ON_HOST});
    for (key, value) in further.as_object().unwrap() {
        step[key] = value.clone();
    }
    step
}

fn refused(problems: &[&str]) -> Value {
    json!({"error": {"class": "Refused", "status": 400, "detail": problems}})
}

#[test]
fn the_probe_does_on_its_host_what_it_is_asked() {
    let Some(python) = host_python() else { return };
    for api in ["2021", "2025"] {
        let folder = tempfile::tempdir().unwrap();
        probe(folder.path(), api);
        let is_2025 = api == "2025";
        let initiator = json!({"user_id": "ada", "provider": "test"});
        let initiator = if is_2025 { Value::Null } else { initiator };
        let enable = |config: Value| step("enable", json!({"config": config, "validate": false}));
        let action = |slug: &str, parameters: Value| {
            step("action", json!({"slug": slug, "parameters": parameters}))
        };
        let unseen = |slug: &str, parameters: Value| {
            let given = json!({"slug": slug, "parameters": parameters, "validate": false});
            step("action", given)
        };
        let process = |what: &str, process: &str| step(what, json!({"process": process}));
        let begin = |process: &str, parameters: Value| {
            step(
                "start",
                json!({"process": process, "parameters": parameters}),
            )
        };
        let petition = "petition-with-more-than-thirty";
        let config = json!({"url": "https://example.com", "on_message": {"channel": "general"}});
        let said = |said: Value| json!({"ok": {"said": said}});
        let ended = |outcome: Value| json!({"ok": {"status": "completed", "outcome": outcome}});
        let asked = json!({"ok": {"status": "pending", "outcome": {"asked": "?"}}});
        let messages = json!({"messages": [
            {"channel": "general", "text": "hi", "user": "bo"},
            {"channel": "other", "text": "no", "user": "bo"},
        ]});
        let event = |kind: &str, data: Value, initiator: Value| json!({"source": PROBE_ON_HOST, "event_type": kind, "data": data, "initiator": initiator});
        let message = event(
            "on_message",
            json!({"text": "hi"}),
            json!({"user_id": "bo", "provider": "probe"}),
        );
        let news = |number: u64| event("on_news", json!({"number": number}), json!({}));
        let count = |count: u64| event("digest", json!({"count": count}), json!({}));
        let mut story = vec![
            (
                enable(
                    json!({"limit": "5", "secret": 7, "on_message": {"channel": ""}, "digest": {"step": 1.5}}),
                ),
                refused(&[
                    "config.url: required, but missing",
                    "config.limit: expected an integer, found the string \"5\"",
                    "config.secret: expected a string",
                    "config.on_message.channel: required, but empty",
                    "config.digest.step: expected an integer, found the number 1.5",
                ]),
            ),
            (enable(config.clone()), json!({"ok": config})),
            // Defaults are filled in, and a word of the language is a parameter like others.
            (
                action("echo-it", json!({"number": 1, "self": "me", "a-b": "x"})),
                said(
                    json!({"text": "hello", "tone": "soft", "number": 1, "year": null, "names": [],
                    "self": "me", "a-b": "x", "limit": 5, "initiator": initiator}),
                ),
            ),
            (
                action(
                    "echo-it",
                    json!({"number": 1, "when": "2026-01-31T12:00:00Z",
                    "tree": {"name": "oak", "trees": [{"name": "ash", "trees": []}]}}),
                ),
                said(json!({"year": 2026, "names": ["oak", "ash"]})),
            ),
            // The host does not look at empty parameters.
            (
                action("echo-it", json!({})),
                refused(&["input.number: required, but missing"]),
            ),
            // What its schemas cannot say: formats, and types inside of themselves.
            (
                action(
                    "echo-it",
                    json!({"number": 1, "when": "soon", "tree": {"name": "oak", "trees": [{"age": "old"}]}}),
                ),
                refused(&[
                    "input.when: expected an RFC 3339 instant such as \"2024-01-31T12:00:00Z\", found the string \"soon\"",
                    "input.tree.trees[0].name: required, but missing",
                    "input.tree.trees[0].age: expected an integer, found the string \"old\"",
                ]),
            ),
            // What they can say, the host says first; without it, all at once.
            (
                action("echo-it", json!({"number": "1"})),
                json!({"error": {"class": "ValidationError"}}),
            ),
            (
                unseen("echo-it", json!({"number": "1", "tone": "shrill"})),
                refused(&[
                    "input.tone: expected one of \"soft\", \"loud\", found the string \"shrill\"",
                    "input.number: expected an integer, found the string \"1\"",
                ]),
            ),
            (
                action("fail", json!({"how": "service"})),
                json!({"error": {"class": "PluginError", "status": 500, "detail": "The service is away. Try again later."}}),
            ),
            (
                action("fail", json!({"how": "author"})),
                json!({"error": {"class": "AuthorError", "status": 500, "detail": format!(
                    "the plugin's author made a mistake: metagov.plugins.{PROBE}.actions.fail made what its spec does not allow\n  \
                     output.count: expected an integer, found the string \"many\"")}}),
            ),
            (begin("vote", json!({})), json!({"error": {}})),
            (
                step(
                    "start",
                    json!({"process": "vote", "parameters": {"options": [1]}, "validate": false}),
                ),
                refused(&[
                    "input.question: required, but missing",
                    "input.options[0]: expected a string, found the integer 1",
                ]),
            ),
            (begin("vote", json!({"question": "?"})), asked.clone()),
            (process("update", "vote"), asked.clone()),
            (process("update", "vote"), asked.clone()),
            (process("update", "vote"), ended(json!({"winner": "nay"}))),
            (
                begin(
                    "vote",
                    json!({"question": "?", "options": ["tea", "coffee"]}),
                ),
                asked,
            ),
            (process("close", "vote"), ended(json!({"winner": "tea"}))),
            (begin("at-once", json!({})), ended(json!({}))),
            (
                begin(petition, json!({})),
                json!({"ok": {"status": "pending"}}),
            ),
            (
                step("webhook", json!({"body": {"signed": 1}})),
                json!({"ok": {"status": 202, "events": [], "failures": []}}),
            ),
            // A trigger that fails keeps no other from hearing of it; the host is told.
            (
                step(
                    "webhook",
                    json!({"body": {"trouble": "here", "messages": messages["messages"]}}),
                ),
                json!({"ok": {"events": [message], "failures": [{"class": "RuntimeError"}]}}),
            ),
            (
                step("webhook", json!({"body": {"trouble": "wrong"}})),
                json!({"ok": {"events": [], "failures": [{"class": "AuthorError"}]}}),
            ),
            (
                step("webhook", json!({"body": messages})),
                json!({"ok": {"status": 202, "events": [message], "failures": []}}),
            ),
        ];
        let mut tree = json!({"name": "leaf"});
        for _ in 0..400 {
            tree = json!({"name": "branch", "trees": [tree]});
        }
        story.push((
            unseen("echo-it", json!({"number": 1, "tree": tree})),
            refused(&["input: nested too deep"]),
        ));
        story.push((
            step("webhook", json!({"body": {"signed": 2}})),
            json!({"ok": {"events": []}}),
        ));
        // A task that fails keeps no other from running, and nothing escapes from it.
        let tasks = step("tasks", json!({}));
        story.push((tasks.clone(), json!({"ok": [news(0), news(100), count(2)]})));
        story.push((tasks.clone(), json!({"ok": []})));
        story.push((tasks, json!({"ok": [news(2), news(102), count(6)]})));
        let kept = json!({"seen": 3, "task digest": "{\"count\": 6}"});
        story.push((step("state", json!({})), json!({"ok": kept})));
        let plugin = json!({
            "folder": PROBE,
            "auth_type": if is_2025 { "oauth" } else { "none" },
            "actions": {"echo-it": {"is_public": is_2025}, "fail": {"is_public": false}},
            "senders": if is_2025 { json!(["task", "webhook"]) } else { json!([]) },
            "events": if is_2025 { json!(["on_trouble", "on_message", "on_news", "digest"]) } else { json!([]) },
            "processes": {
                "vote": {"has": [if is_2025 { "update" } else { "poll" }, "close"]},
                petition: {"has": ["receive_webhook"]},
                "at-once": {"has": [], "description": "Ends when it is started"},
            },
        });
        story.push((
            json!({"do": "load"}),
            json!({"ok": {PROBE_ON_HOST: plugin}}),
        ));
        tell(&python, api, &folder.path().join("plugins"), &story);
    }
}
