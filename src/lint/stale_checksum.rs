//! `stale-checksum`: a `.CHECKSUM` that is not in step.

use md5::{Digest, Md5};
use serde_json::Value;

use super::{Group, Rule, Sink, Subject};
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    info: &RuleInfo {
        id: "stale-checksum",
        class: RuleClass::Lint,
        severity: Severity::Warning,
        summary: "`.CHECKSUM` is not in step with the files",
        why: "By `.CHECKSUM` the marketplace sees whether the generated files were made from this spec. One out of step means that \
somebody changed the spec, or a generated file, and did not generate again. `specc emit --target insightconnect` \
writes it.",
        bad: "# file: .CHECKSUM
{\"spec\": \"0\", \"manifest\": \"\", \"setup\": \"\", \"schemas\": []}
",
        good: "# file: setup.py
",
    },
    group: Group::InsightConnect,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink) {
    let (Some(written), Some(bytes)) = (subject.written(), subject.folder.read(".CHECKSUM")) else {
        return;
    };
    let mut stale = |what: String| {
        sink.push(
            Diagnostic::new(RULE.info, written.place(), format!(".CHECKSUM: {what}"))
                .at("of this plugin")
                .help("emit again with `specc emit --target insightconnect`"),
        );
    };
    let Ok(sums) = serde_json::from_slice::<Value>(&bytes) else {
        stale("the file is no JSON".to_owned());
        return;
    };
    let name = written.top("name").and_then(|node| node.as_text());
    let name = name.unwrap_or_default();
    let packages = [format!("icon_{name}"), format!("komand_{name}")];
    let differs = |sum: &Value, bytes: &[u8]| sum.as_str() != Some(hex(bytes).as_str());
    if differs(&sums["spec"], subject.source.text().as_bytes()) {
        stale("the spec has changed since".to_owned());
    }
    let manifests = packages.iter().map(|package| format!("bin/{package}"));
    for (key, path) in manifests
        .map(|path| ("manifest", path))
        .chain([("setup", "setup.py".to_owned())])
    {
        if subject
            .folder
            .read(&path)
            .is_some_and(|bytes| differs(&sums[key], &bytes))
        {
            stale(format!("`{path}` has changed since"));
        }
    }
    let mut parents = vec![(String::from("connection"), String::from("connection"))];
    parents.extend(written.operations.iter().map(|operation| {
        let name = operation.name().to_owned();
        (format!("{}/{name}", operation.kind.plural()), name)
    }));
    for (folder, parent) in parents {
        let identifier = format!("{parent}/schema.py");
        let known: Vec<&Value> = sums["schemas"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|schema| schema["identifier"] == identifier.as_str())
            .collect();
        for package in &packages {
            let path = format!("{package}/{folder}/schema.py");
            let Some(bytes) = subject.folder.read(&path) else {
                continue;
            };
            // An action and a trigger of one name share an identifier.
            if known.iter().all(|schema| differs(&schema["hash"], &bytes)) {
                stale(format!("`{path}` has changed since"));
            }
        }
    }
}

/// The MD5 of some bytes, as the file has it.
fn hex(bytes: &[u8]) -> String {
    let digest = Md5::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
