//! A plugin with a field of each kind that needs reading: what becomes of texts, errors and endless work.

use super::*;

/// A spec with a connection, a field of each kind that needs reading, and settings of the target.
pub const SPEC: &str = r#"plugin_spec_version: v2
extension: plugin
products: [insightconnect]
name: desk
title: Desk
description: Answers
version: 1.0.0
vendor: acme
support: community
status: []
cloud_ready: false
resources: {source_url: "https://example.com", license_url: "https://example.com"}
tags: [desk]
hub_tags: {use_cases: [], keywords: [], features: []}
types:
  person:
    name: {title: Name, description: Name, type: string, required: true}
    age: {title: Age, description: Age, type: integer, required: false}
connection:
  url: {title: URL, description: Address, type: string, required: true}
  port: {title: Port, description: Port, type: integer, required: false, default: 80}
  verify: {title: Verify, description: Verify, type: boolean, required: false, default: true}
  login: {title: Login, description: Login, type: credential_username_password, required: false}
actions:
  answer:
    title: Answer
    description: Answers a question
    input:
      flag: {title: Flag, description: Flag, type: boolean, required: true}
      maybe: {title: Maybe, description: Maybe, type: boolean, required: false}
      tone: {title: Tone, description: Tone, type: string, required: false, enum: [mild, "", harsh], default: mild}
      level: {title: Level, description: Level, type: integer, required: false, enum: [1, 2]}
      count: {title: Count, description: Count, type: integer, required: true}
      ratio: {title: Ratio, description: Ratio, type: number, required: false, default: 0.5}
      when: {title: When, description: When, type: date, required: false}
      blob: {title: Blob, description: Blob, type: bytes, required: false}
      names: {title: Names, description: Names, type: "[]string", required: false}
      numbers: {title: Numbers, description: Numbers, type: "[]integer", required: false, default: [1]}
      extra: {title: Extra, description: Extra, type: object, required: false}
      anything: {title: Anything, description: Anything, type: any, required: false}
      person: {title: Person, description: Person, type: person, required: false}
      people: {title: People, description: People, type: "[]person", required: false}
      secret: {title: Secret, description: Secret, type: password, required: false}
      account: {title: Account, description: Account, type: credential_token, required: false}
      paper: {title: Paper, description: Paper, type: file, required: false}
    output:
      text: {title: Text, description: Text, type: string, required: true}
      pin: {title: Pin, description: Pin, type: password, required: false}
triggers:
  ring:
    title: Ring
    description: Rings
    output:
      times: {title: Times, description: Times, type: integer, required: true}
tasks:
  count:
    title: Count
    description: Counts
    schedule: "0 * * * *"
    state:
      seen: {title: Seen, description: Seen, type: integer, required: false, default: 0}
    output:
      seen: {title: Seen, description: Seen, type: integer, required: true}
"#;

/// A folder with that spec emitted, and its configured server's first request.
struct Desk {
    folder: tempfile::TempDir,
}

const CONFIG: &str = r#"{"do": "configure", "config": {"PLUGIN.DESK.URL": "https://example.com"}}"#;

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("plugin.spec.yaml");
        std::fs::write(&spec, SPEC).unwrap();
        emit(&spec, &folder.path().join("desk"));
        Self { folder }
    }

    /// Puts an author's work into a file.
    fn work(&self, file: &str, text: &str) {
        let path = self.folder.path().join("desk/plugins/desk_work").join(file);
        assert!(path.exists(), "{path:?}");
        std::fs::write(path, text).unwrap();
    }

    /// Asks the configured server.
    fn ask(&self, requests: &[Value]) -> Vec<Value> {
        let configure = serde_json::from_str(CONFIG).unwrap();
        let requests: Vec<Value> = [configure].into_iter().chain(requests.to_vec()).collect();
        ask(&[&self.folder.path().join("desk")], &requests).split_off(1)
    }

    fn run(&self, id: &str, args: Value) -> Value {
        let id = format!("action.desk.{id}");
        self.ask(&[json!({"do": "run", "id": id, "args": args, "level": 0})])
            .remove(0)
    }
}

#[test]
fn texts_become_typed_values() {
    let desk = Desk::new();
    let read = |args| json!({"do": "read", "id": "action.desk.answer", "args": args});
    let answers = desk.ask(&[
        read(json!({"flag": "y", "count": " 7 ", "_logging_level": "20", "maybe": "", "tone": "", "level": ""})),
        read(json!({
            "flag": "No", "maybe": "true", "tone": "harsh", "level": "2", "count": "-3", "ratio": "1e2",
            "when": "2024-01-31", "blob": "aGk=", "names": "Ada\r\n\n  Grace \n", "numbers": "[1, 2]",
            "extra": "{\"a\": [null]}", "anything": "no JSON", "person": "{\"name\": \"Ada\", \"age\": 36}",
            "people": "[{\"name\": \"Ada\"}]", "secret": " s ", "account_token": "t", "paper_filename": "a.txt",
            "paper_content": "aGk=",
        })),
        read(json!({"flag": true, "count": 7, "when": "2024-01-31 12:30", "numbers": "4\n5", "anything": "[1]"})),
    ]);
    let shown = |index: usize| answers[index].as_str().unwrap();
    assert_eq!(
        shown(0),
        "Input(flag=True, maybe=None, tone='', level=None, count=7, ratio=0.5, when=None, blob=None, names=None, \
         numbers=[1], extra=None, anything=None, person=None, people=None, account=None, paper=None)"
    );
    for part in [
        "flag=False, maybe=True, tone='harsh', level=2, count=-3, ratio=100.0,",
        "when=datetime.datetime(2024, 1, 31, 0, 0, tzinfo=datetime.timezone.utc), blob=b'hi',",
        "names=['Ada', 'Grace'], numbers=[1, 2], extra={'a': [None]}, anything='no JSON',",
        "person=Person(name='Ada', age=36), people=[Person(name='Ada', age=None)],",
        "account=Token(domain=None), paper=File(filename='a.txt', content=b'hi'))",
    ] {
        assert!(shown(1).contains(part), "{part}\n{}", shown(1));
    }
    for part in [
        "flag=True,",
        "count=7,",
        "datetime(2024, 1, 31, 12, 30, tzinfo",
        "numbers=[4, 5]",
        "anything=[1]",
    ] {
        assert!(shown(2).contains(part), "{part}\n{}", shown(2));
    }
}

#[test]
fn every_wrong_text_is_told_of() {
    let desk = Desk::new();
    let process = |args| json!({"do": "process", "id": "action.desk.answer", "args": args});
    let answers = desk.ask(&[
        process(json!({"flag": "n", "count": "1"})),
        process(json!({})),
        process(json!({
            "flag": "perhaps", "tone": "rude", "level": "3", "count": "1.5", "ratio": "1,5", "when": "soon",
            "blob": "%", "numbers": "1\ntwo", "extra": "[1", "person": "{\"name\": 1}", "people": "Ada",
            "account_domain": "example.com", "paper_content": "?", "names": "[1]",
        })),
    ]);
    assert_eq!(answers[0], Value::Null);
    assert_eq!(
        answers[1],
        json!([
            "input.flag: required, but missing",
            "input.count: required, but missing"
        ])
    );
    assert_eq!(
        answers[2],
        json!([
            "input.flag: expected a boolean (true or false), found the string \"perhaps\"",
            "input.tone: expected one of \"mild\", \"\", \"harsh\", found the string \"rude\"",
            "input.level: expected one of 1, 2, found the integer 3",
            "input.count: expected an integer, found the string \"1.5\"",
            "input.ratio: expected a number, found the string \"1,5\"",
            "input.when: expected an RFC 3339 instant such as \"2024-01-31T12:00:00Z\", found the string \"soon\"",
            "input.blob: expected a string of base64, found the string \"%\"",
            "input.names[0]: expected a string, found the integer 1",
            "input.numbers[1]: expected an integer, found the string \"two\"",
            "input.extra: expected an object, found the string \"[1\" (not JSON: line 1, column 3: Expecting ',' delimiter)",
            "input.person.name: expected a string, found the integer 1",
            "input.people: expected a list, found the string \"Ada\" (not JSON: line 1, column 1: Expecting value)",
            "input.account.token: required, but missing",
            "input.paper.content: expected a string of base64, found the string \"?\"",
        ])
    );
}

#[test]
fn the_connection_is_made_of_properties() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("desk");
    let listed = |answer: &Value| {
        let ready = answer
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["ready"] == true);
        ready.collect::<Vec<bool>>()
    };
    let check = |property: &str, value: &str| {
        let property = format!("PLUGIN.DESK.{property}");
        json!({"do": "check", "property": property, "value": value})
    };
    let configure = |config| json!({"do": "configure", "config": config});
    let list = || json!({"do": "list"});
    let answer = |args| json!({"do": "process", "id": "action.desk.answer", "args": args});
    let answers = ask(
        &[&folder],
        &[
            json!({"do": "properties"}),
            check("PORT", "8080"),
            check("PORT", "eighty"),
            check("LOGIN_USERNAME", "ada"),
            list(),
            configure(json!({"PLUGIN.DESK.URL": "", "PLUGIN.DESK.PORT": "80"})),
            list(),
            answer(json!({"flag": "y", "count": "1"})),
            configure(
                json!({"PLUGIN.DESK.URL": "https://example.com", "PLUGIN.DESK.PORT": "eighty"}),
            ),
            list(),
            configure(
                json!({"PLUGIN.DESK.URL": "https://example.com", "PLUGIN.DESK.LOGIN_USERNAME": "ada"}),
            ),
            list(),
            configure(
                json!({"PLUGIN.DESK.URL": "https://example.com", "PLUGIN.DESK.VERIFY": "no"}),
            ),
            list(),
            answer(json!({"flag": "y", "count": "1"})),
        ],
    );
    let properties = answers[0].as_object().unwrap();
    let ids: Vec<&str> = properties.keys().map(String::as_str).collect();
    assert_eq!(
        ids,
        [
            "PLUGIN.DESK.URL",
            "PLUGIN.DESK.PORT",
            "PLUGIN.DESK.VERIFY",
            "PLUGIN.DESK.LOGIN_USERNAME",
            "PLUGIN.DESK.LOGIN_PASSWORD"
        ]
    );
    assert_eq!(properties["PLUGIN.DESK.PORT"][0], "80");
    assert_eq!(properties["PLUGIN.DESK.VERIFY"][0], "y");
    assert_eq!(answers[1], Value::Null);
    assert_eq!(
        answers[2],
        "port: expected an integer, found the string \"eighty\""
    );
    assert_eq!(answers[3], Value::Null);
    assert_eq!(
        listed(&answers[4]),
        [false; 3],
        "before anything is passed on"
    );
    assert_eq!(
        listed(&answers[6]),
        [false; 3],
        "without a required property"
    );
    assert_eq!(answers[7], json!(["connection.url: required, but missing"]));
    assert_eq!(
        listed(&answers[9]),
        [false; 3],
        "with a property that does not fit"
    );
    assert_eq!(listed(&answers[11]), [false; 3], "with half a login");
    assert_eq!(listed(&answers[13]), [true; 3]);
    assert_eq!(answers[14], Value::Null);
}

const ANSWER: &str = "from ..runtime import Context, PluginError\nfrom ..schema.actions.answer import Input, Output\n\
     from ..schema.connection import Settings\n\n\n\
     def run(params: Input, context: Context[Settings]) -> Output:\n";

#[test]
fn no_error_gets_out_of_a_task() {
    let desk = Desk::new();
    let args = || json!({"flag": "y", "count": "1"});
    for (body, told) in [
        (
            "    raise PluginError(\"no answer\", \"ask later\")\n",
            "no answer ask later",
        ),
        ("    raise ValueError(\"odd\")\n", "ValueError: odd"),
        ("    raise SystemExit(3)\n", "SystemExit: 3"),
        ("    raise KeyboardInterrupt\n", "KeyboardInterrupt"),
        ("    raise GeneratorExit\n", "GeneratorExit"),
        (
            "    class Odd(BaseException):\n        def __str__(self) -> str:\n            raise SystemExit\n\n    raise Odd\n",
            "Odd: an error that cannot be shown",
        ),
        (
            "    return Output(text=5)\n",
            "the plugin's author made a mistake: the output does not fit the spec:\n  output.text: expected a string, found the integer 5",
        ),
        (
            "    return None\n",
            "the plugin's author made a mistake: the output does not fit the spec:\n  output: expected Output (a dataclass), found null",
        ),
        (
            "    import nowhere\n",
            "ModuleNotFoundError: No module named 'nowhere'",
        ),
        (
            "    return run(params, context)\n",
            "RecursionError: maximum recursion depth exceeded",
        ),
    ] {
        desk.work("actions/answer.py", &format!("{ANSWER}{body}"));
        let outcome = desk.run("answer", args());
        assert_eq!(outcome["escaped"], json!([]), "{body}");
        assert_eq!(outcome["failure"], true, "{body}");
        assert_eq!(outcome["worked"], false, "{body}");
        let log = outcome["log"].as_array().unwrap();
        assert!(
            log.iter()
                .any(|line| line.as_str().unwrap().starts_with(told)),
            "{body}: {log:#?}"
        );
    }
    // A file that cannot be loaded stops neither the server nor the other plugins.
    desk.work("actions/answer.py", "def run(:\n");
    let outcome = desk.run("answer", args());
    assert_eq!(
        (&outcome["failure"], &outcome["escaped"]),
        (&json!(true), &json!([]))
    );
    assert!(
        outcome["log"][0]
            .as_str()
            .unwrap()
            .starts_with("SyntaxError: "),
        "{outcome}"
    );
    let outcome = desk.run("count", json!({}));
    assert_eq!(outcome["failure"], false, "{outcome}");
}

#[test]
fn work_is_given_what_it_needs_and_its_output_is_logged() {
    let desk = Desk::new();
    let body = "    context.progress(250)\n    context.info(f\"{context.settings.url} {context.settings.port} {params.count}\")\n    \
                context.warning(\"careful\")\n    context.info(f\"{context.db_session} {sorted(context.arguments)}\")\n    \
                return Output(text=\"done\", pin=\"hidden\")\n";
    desk.work("actions/answer.py", &format!("{ANSWER}{body}"));
    let args = json!({"flag": "y", "count": "1", "secret": "s3cret", "account_token": "t0ken", "_logging_level": "0"});
    let outcome = desk.run("answer", args);
    assert_eq!(
        outcome,
        json!({
            "name": "Answer", "description": "flag=y, count=1, secret=***, account_token=***", "priority": 5, "weight": 1,
            "progress": 100, "finished": true, "failure": false, "warning": true, "worked": true, "follows": null,
            "escaped": [],
            "log": [
                "https://example.com 80 1", "careful", "the session []", "output: {\"text\": \"done\", \"pin\": \"***\"}",
            ],
        })
    );
}

#[test]
fn triggers_run_until_they_are_cancelled_and_tasks_keep_their_state() {
    let desk = Desk::new();
    desk.work(
        "triggers/ring.py",
        "from ..runtime import EventContext\nfrom ..schema.connection import Settings\n\
         from ..schema.triggers.ring import Input, Output\n\n\n\
         def run(params: Input, context: EventContext[Settings, Output]) -> None:\n    times = 0\n    \
         while context.wait(0.01):\n        times += 1\n        context.send(Output(times=times))\n    \
         raise OSError(\"woken\")\n",
    );
    desk.work(
        "tasks/count.py",
        "from ..runtime import Context, TaskResult\nfrom ..schema.connection import Settings\n\
         from ..schema.tasks.count import Input, Output, State\n\n\n\
         def run(params: Input, state: State, context: Context[Settings]) -> TaskResult[Output, State]:\n    \
         seen = (state.seen or 0) + 1\n    \
         return TaskResult(output=Output(seen=seen), state=State(seen=seen), has_more_pages=seen == 1)\n",
    );
    let run = |id: &str| json!({"do": "run", "id": format!("action.desk.{id}"), "args": {}, "cancel": 0.5});
    let outcomes = desk.ask(&[run("ring"), run("count"), run("count")]);
    assert_eq!(outcomes[0]["failure"], false, "{}", outcomes[0]);
    assert_eq!(outcomes[0]["escaped"], json!([]));
    let log = outcomes[0]["log"].as_array().unwrap();
    assert!(
        log.len() > 2 && log[1] == "output: {\"times\": 2}",
        "{log:?}"
    );
    assert_eq!(
        outcomes[1]["log"],
        json!(["output: {\"seen\": 1}", "output: {\"seen\": 2}"])
    );
    assert_eq!(outcomes[2]["log"], json!(["output: {\"seen\": 3}"]));
}

#[test]
fn deep_and_long_texts_are_refused_like_others() {
    let desk = Desk::new();
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let process = |field: &str, text: String| {
        let args = json!({"flag": "y", "count": "1", field: text});
        json!({"do": "process", "id": "action.desk.answer", "args": args})
    };
    let answers = desk.ask(&[
        process("extra", format!("{{\"a\": {}}}", deep(100))),
        process("extra", format!("{{\"a\": {}}}", deep(200))),
        process("people", deep(100_000)),
        process("count", "9".repeat(10_000)),
        process("count", "9223372036854775808".to_owned()),
        process("extra", "{\"a\": 1e999}".to_owned()),
        process("extra", "{\"a\": NaN}".to_owned()),
        process("names", "\n \n".to_owned()),
    ]);
    assert_eq!(answers[0], Value::Null);
    for (index, told) in [
        (1, "(nested more than 127 levels deep)"),
        (2, "(nested more than 127 levels deep)"),
        (3, "input.count: expected an integer, found the string \"99"),
        (
            4,
            "input.count: expected an integer of 64 bits, found the integer 9223372036854775808",
        ),
        (5, "(a number in it is too large)"),
        (6, "(NaN is no JSON value)"),
    ] {
        let errors = answers[index].as_array().unwrap();
        assert!(
            errors.len() == 1 && errors[0].as_str().unwrap().contains(told),
            "{errors:?}"
        );
    }
    assert_eq!(answers[7], Value::Null);
}

#[test]
fn work_can_be_tried_out_without_a_server() {
    let desk = Desk::new();
    let code = "from plugins.desk_work.actions.answer import run\n\
                from plugins.desk_work.schema.actions.answer import Input\n\
                print(run(Input(flag=True, count=1), None))";
    let folder = desk.folder.path().join("desk");
    let printed = must(Command::new(python()).args(["-B", "-c", code]), &folder);
    assert_eq!(printed, "Output(text='')\n");
}
