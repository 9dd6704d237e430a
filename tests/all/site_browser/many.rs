//! Ten thousand small plugins, none like another.

use std::fmt::Write as _;

use camino::Utf8Path;

/// Words of which names are made: one of each list.
const NAMES: [&[&str]; 3] = [
    &[
        "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo",
        "juniper", "kestrel", "lumen", "maple", "nectar", "onyx", "prairie", "quartz", "raven",
        "saffron", "tundra",
    ],
    &[
        "archive", "beacon", "broker", "cloud", "console", "gateway", "ledger", "mail", "monitor",
        "notifier", "planner", "registry", "router", "scanner", "sensor", "signal", "tracker",
        "vault", "wallet", "zone",
    ],
    &[
        "anchor", "bridge", "core", "desk", "edge", "flow", "grid", "hub", "iris", "jet", "kit",
        "loom", "mesh", "nest", "orbit", "path", "quill", "reef", "spark", "tide", "unit", "vista",
        "wave", "yard", "zenith",
    ],
];

/// Words of which actions are made, and what they are done to.
const VERBS: [&str; 12] = [
    "add", "block", "create", "delete", "find", "get", "list", "move", "rotate", "send", "tag",
    "update",
];
const THINGS: [&str; 15] = [
    "account", "alert", "case", "device", "domain", "file", "group", "host", "incident", "key",
    "message", "policy", "report", "ticket", "user",
];

/// Writes the plugins below a folder.
pub fn write(folder: &Utf8Path) {
    let mut number = 0;
    for first in NAMES[0] {
        for second in NAMES[1] {
            for third in NAMES[2] {
                let name = format!("{first}_{second}_{third}");
                let place = folder.join(&name);
                std::fs::create_dir_all(&place).unwrap();
                std::fs::write(place.join("plugin.spec.yaml"), spec(&name, number)).unwrap();
                number += 1;
            }
        }
    }
    assert_eq!(number, 10_000);
}

fn spec(name: &str, number: usize) -> String {
    let title = titled(name);
    let mut spec = format!(
        "plugin_spec_version: v2\nextension: plugin\nproducts: [insightconnect]\nname: {name}\ntitle: {title}\n\
         description: Looks after what {title} keeps\nversion: 1.0.{}\nvendor: acme\nsupport: community\n\
         status: []\nresources: {{}}\nhub_tags:\n  use_cases: []\n  keywords: [{}, {}]\n  features: []\nactions:\n",
        number % 7,
        THINGS[number % THINGS.len()],
        VERBS[number % VERBS.len()],
    );
    for step in 0..3 {
        // Numbers without a common divisor with the lists, so that all pairs come.
        let verb = VERBS[(number * 5 + step * 7) % VERBS.len()];
        let thing = THINGS[(number * 7 + step * 4) % THINGS.len()];
        let action = format!("{verb}_{thing}");
        let _ = write!(
            spec,
            "  {action}:\n    title: {}\n    description: Does what it says with a {thing}\n    input:\n      \
             {thing}_id:\n        title: {} ID\n        description: Which one\n        type: string\n        \
             required: true\n        example: a1\n",
            titled(&action),
            titled(thing),
        );
    }
    spec
}

fn titled(name: &str) -> String {
    let words = name
        .split('_')
        .map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect::<Vec<String>>().join(" ")
}
