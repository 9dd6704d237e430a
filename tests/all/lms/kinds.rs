//! Settings of the target, and the kinds of plugins that they make.

use super::desk::SPEC;
use super::*;

#[test]
fn settings_that_cannot_be_meant_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    let out = folder.path().join("out");
    for (settings, told) in [
        (
            "answer: {input: {count: {argument: select}}}",
            "`select` cannot ask for `count`: it has no values to select one from",
        ),
        (
            "answer: {input: {names: {argument: select}}}",
            "use `long_string`: a select gives one value, and this is a list",
        ),
        (
            "answer: {input: {count: {argument: url}}}",
            "`url` cannot ask for `count`: it is no text",
        ),
        (
            "answer: {input: {paper: {argument: filename}}}",
            "`filename` cannot ask for `paper`: it is asked for part by part",
        ),
        (
            "answer: {weight: 101}",
            "a task of weight 101 is never run as it should be",
        ),
        ("answer: {weight: -1}", "give a weight from 0 to 100"),
        (
            "answer: {icon: 'Not an icon'}",
            "expected the name of a Material icon",
        ),
        ("answer: {kind: video}", "media_folder"),
        ("answr: {kind: media}", "did you mean `answer`?"),
    ] {
        std::fs::write(
            &spec,
            format!("{SPEC}targets: {{lms: {{actions: {{{settings}}}}}}}\n"),
        )
        .unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(["emit", "--target", "lms", "--out"])
            .arg(&out)
            .arg(&spec)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        let words = said.replace('│', " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        assert!(
            words.contains("error[") && words.contains(told),
            "{settings}: {said}"
        );
        assert!(!ran.status.success() && !out.exists(), "{settings}: {said}");
    }
}

/// The spec with settings of the target and one action for each kind.
fn of_all_kinds() -> String {
    let kinds = [
        "action",
        "series",
        "book_general",
        "book_specific",
        "media",
        "media_folder",
        "media_file",
        "media_files",
    ];
    let (head, _) = SPEC.split_once("actions:\n").unwrap();
    let mut spec = format!("{head}actions:\n");
    let mut settings =
        "targets:\n  lms:\n    icon: star\n    flags: [media, app]\n    sort: 3\n    actions:\n"
            .to_owned();
    for kind in kinds {
        spec += &format!(
            "  of_{kind}:\n    title: Of\n    description: Of\n    input:\n      folder_id: {{title: Folder, description: Folder, type: string, required: true}}\n"
        );
        settings += &format!("      of_{kind}:\n        kind: {kind}\n");
    }
    settings += "        icon: bolt\n        category: Odd\n        flags: [volume, processes]\n        group: last\n        sort: -1\n        priority: 9\n        weight: 50\n        input: {folder_id: {argument: media_folder}}\n";
    spec + &settings
}

#[test]
fn plugins_are_of_the_kinds_that_settings_name() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("plugin.spec.yaml");
    let wrong = of_all_kinds().replace(
        "description: Folder, type: string",
        "description: Folder, type: integer",
    );
    std::fs::write(&spec, wrong).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["emit", "--target", "lms", "--out"])
        .args([&folder.path().join("wrong"), &spec])
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout);
    let told = "`folder_id` is what `media_folder` asks for by itself: an id, which is a text";
    assert_eq!(said.matches("error[unfit-argument]").count(), 2, "{said}");
    assert!(said.contains(told), "{said}");
    std::fs::write(&spec, of_all_kinds()).unwrap();
    emit(&spec, &folder.path().join("desk"));
    let config = json!({"PLUGIN.DESK.URL": "https://example.com"});
    let run = |kind: &str, args| json!({"do": "run", "id": format!("action.desk.of_{kind}"), "args": args});
    let answers = ask(
        &[&folder.path().join("desk")],
        &[
            json!({"do": "configure", "config": config}),
            json!({"do": "list"}),
            run("media_folder", json!({"folder_id": "f1"})),
            run("media_files", json!({"file_id": "f2", "folder_id": "f1"})),
            run("media_folder", json!({"folder_id": ""})),
        ],
    );
    let listed: Vec<String> = answers[1]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let args = it["args"].as_array().unwrap().iter();
            let args: Vec<String> = args
                .map(|arg| {
                    format!(
                        "{}:{}",
                        arg["id"].as_str().unwrap(),
                        arg["type"].as_str().unwrap()
                    )
                })
                .collect();
            let text = |key: &str| it[key].as_str().unwrap().to_owned();
            format!(
                "{} {} {} {} {} {} {}",
                text("id").trim_start_matches("action.desk.of_"),
                text("category"),
                text("icon"),
                it["flags"],
                it["book"],
                it["sort"],
                args.join(",")
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            "action general star 17 false [\"desk\",3] folder_id:string",
            "series series star 17 false [\"desk\",4] series_id:string,folder_id:string",
            "book_general book star 17 true [\"desk\",5] folder_id:string",
            "book_specific book star 17 true [\"desk\",6] book_id:string,folder_id:string",
            "media media star 17 false [\"desk\",7] folder_id:string",
            "media_folder media_folder star 17 false [\"desk\",8] folder_id:mfd",
            "media_file media_file star 17 false [\"desk\",9] file_id:string,folder_id:string",
            "media_files Odd bolt 12 false [\"last\",-1] file_id:string,folder_id:mfc",
        ]
    );
    assert_eq!(answers[2]["description"], "folder_id=f1", "{}", answers[2]);
    assert_eq!(answers[3]["description"], "file_id=f2; folder_id=f1");
    assert_eq!(
        (&answers[3]["priority"], &answers[3]["weight"]),
        (&json!(9), &json!(50))
    );
    assert_eq!(
        answers[4]["errors"],
        json!(["input.folder_id: required, but missing"])
    );
}
