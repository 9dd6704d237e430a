//! The keys of operations, of their sections and of parameters.

use crate::dialect::keys::{Key, KeyTable, Kind};

/// An action or trigger.
pub static OPERATION: KeyTable = KeyTable {
    title: "Actions and triggers",
    what: "an operation",
    keys: &[TITLE, OLD_NAME, DESCRIPTION, INPUT, OUTPUT],
};

/// A task.
pub static TASK: KeyTable = KeyTable {
    title: "Tasks",
    what: "a task",
    keys: &[
        TITLE,
        OLD_NAME,
        DESCRIPTION,
        INPUT,
        Key::new(
            "state",
            Kind::Named(&PARAMETER),
            "What the task remembers from one run to the next.",
        )
        .since_v2(),
        Key::new(
            "schedule",
            Kind::Value,
            "When the task runs, in its host's own terms.",
        )
        .since_v2(),
        OUTPUT,
    ],
};

/// A governance process.
pub static PROCESS: KeyTable = KeyTable {
    title: "Processes",
    what: "a process",
    keys: &[
        TITLE,
        DESCRIPTION,
        Key::new(
            "input",
            Kind::Named(&PARAMETER),
            "What a process is started with. Left out where it needs nothing.",
        )
        .since_v2()
        .habits(&["params", "parameters", "arguments", "start"]),
        Key::new(
            "outcome",
            Kind::Named(&PARAMETER),
            "What a process ends with. Left out where that it ended says all.",
        )
        .since_v2()
        .habits(&["output", "result", "results"]),
        Key::new(
            "update",
            Kind::Boolean,
            "Whether the host asks the process for news from time to time; hosts before 2025 call it `poll`.",
        )
        .since_v2()
        .habits(&["poll"]),
        Key::new(
            "close",
            Kind::Boolean,
            "Whether a process can be closed before it ends by itself.",
        )
        .since_v2(),
        Key::new(
            "webhook",
            Kind::Boolean,
            "Whether the service tells the process of news by calling a webhook.",
        )
        .since_v2(),
    ],
};

const TITLE: Key = Key::new("title", Kind::Text, "Name for people.").habits(&["label"]);
const OLD_NAME: Key = Key::new(
    "name",
    Kind::Text,
    "Name for people, as the v1 form calls it.",
)
.deprecated_in_v2(Some("title"), "the v2 form calls it `title`");
const DESCRIPTION: Key = Key::new(
    "description",
    Kind::Markdown,
    "What it does or means, in a sentence.",
)
.habits(&["desc", "summary"]);
const INPUT: Key = Key::new(
    "input",
    Kind::Named(&PARAMETER),
    "What a start message gives it. Left out where it needs nothing.",
)
.habits(&["params", "parameters", "arguments"]);
const OUTPUT: Key = Key::new(
    "output",
    Kind::Named(&PARAMETER),
    "What it gives back. Left out where it gives nothing.",
)
.habits(&["result", "results", "returns"]);

/// A parameter: an input, output, state entry, connection setting or field of a type.
pub static PARAMETER: KeyTable = KeyTable {
    title: "Parameters",
    what: "a parameter",
    keys: &[
        TITLE,
        OLD_NAME,
        DESCRIPTION,
        Key::new(
            "type",
            Kind::Type,
            "Its type: a built-in one, a type of `types`, or `[]` and a type for a list.",
        )
        .required()
        .habits(&["kind", "datatype", "data_type"]),
        Key::new(
            "required",
            Kind::Boolean,
            "Whether a message without it is refused.",
        )
        .habits(&["mandatory"]),
        Key::new("enum", Kind::Values, "The only values allowed.")
            .habits(&["choices", "options", "allowed", "values", "enums"]),
        Key::new(
            "default",
            Kind::Value,
            "Filled in where a message leaves it out. Must fit the type and the enum.",
        ),
        Key::new(
            "example",
            Kind::Value,
            "An example value, for documentation and samples.",
        )
        .since_v2()
        .habits(&["sample"]),
        Key::new("order", Kind::Integer, "Place in a form, from 1."),
        Key::new(
            "placeholder",
            Kind::Text,
            "Text shown in an empty form field.",
        )
        .since_v2(),
        Key::new(
            "tooltip",
            Kind::Text,
            "Text shown when the pointer rests on the form field.",
        )
        .since_v2(),
    ],
};
