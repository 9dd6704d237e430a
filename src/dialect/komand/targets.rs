//! The keys below `targets`: facts that only one target needs, a table per target.

use super::patterns::{
    DATE, GO_MODULE, GO_VERSION, ICON_NAME, IDENTIFIER, KEBAB_NAME, SCRIPT_NAME, SHORT_SLUG,
    WEB_ADDRESS,
};
use crate::dialect::keys::{Key, KeyTable, Kind};

/// `targets`: one section per target that has settings of its own.
pub static TARGETS: KeyTable = KeyTable {
    title: "`targets`",
    what: "`targets`",
    keys: &[
        Key::new(
            "conforma",
            Kind::Table(&CONFORMA),
            "Settings of `--target conforma`.",
        ),
        Key::new(
            "gilbert",
            Kind::Table(&GILBERT),
            "Settings of `--target gilbert`.",
        ),
        Key::new("go", Kind::Table(&GO), "Settings of `--target go`."),
        Key::new("lms", Kind::Table(&LMS), "Settings of `--target lms`.")
            .habits(&["limitedmediaserver", "limited_media_server"]),
        Key::new(
            "metagov",
            Kind::Table(&METAGOV),
            "Settings of `--target metagov`.",
        ),
    ],
};

/// `targets.go`.
pub static GO: KeyTable = KeyTable {
    title: "`targets.go`",
    what: "`targets.go`",
    keys: &[Key::new(
        "module",
        Kind::Pattern(&GO_MODULE),
        "Path of the Go module, such as `example.com/acme/lookup`.",
    )],
};

/// `targets.gilbert`.
pub static GILBERT: KeyTable = KeyTable {
    title: "`targets.gilbert`",
    what: "`targets.gilbert`",
    keys: &[
        Key::new(
            "name",
            Kind::Pattern(&KEBAB_NAME),
            "Name by which a `gilbert.yaml` calls the plugin: the part of `name:action` before the colon. The plugin's own name in kebab-case where it is left out.",
        ),
        Key::new(
            "module",
            Kind::Pattern(&GO_MODULE),
            "Path of the Go module, such as `github.com/acme/gilbert-plugin-lookup`.",
        ),
        Key::new(
            "go",
            Kind::Pattern(&GO_VERSION),
            "Version of Go for `go.mod`, `1.24` where it is left out. Host and plugin must be built by the same one.",
        ),
        Key::new(
            "connection",
            Kind::Named(&GILBERT_FIELD),
            "Settings of single connection fields.",
        ),
        Key::new(
            "actions",
            Kind::Named(&GILBERT_OPERATION),
            "Settings of single actions.",
        ),
        Key::new(
            "triggers",
            Kind::Named(&GILBERT_OPERATION),
            "Settings of single triggers.",
        ),
        Key::new(
            "tasks",
            Kind::Named(&GILBERT_OPERATION),
            "Settings of single tasks.",
        ),
    ],
};

static GILBERT_OPERATION: KeyTable = KeyTable {
    title: "An operation in `targets.gilbert`",
    what: "an operation in `targets.gilbert`",
    keys: &[Key::new(
        "input",
        Kind::Named(&GILBERT_FIELD),
        "Settings of single input fields.",
    )],
};

static GILBERT_FIELD: KeyTable = KeyTable {
    title: "A field in `targets.gilbert`",
    what: "a field in `targets.gilbert`",
    keys: &[Key::new(
        "expand",
        Kind::Boolean,
        "Whether the host puts its variables in place of `{{ variable }}`, and the output of commands in place of `{% command %}`, in every text of the value.",
    )],
};

/// `targets.conforma`.
pub static CONFORMA: KeyTable = KeyTable {
    title: "`targets.conforma`",
    what: "`targets.conforma`",
    keys: &[
        CONFORMA_CODE,
        CONFORMA_FILE,
        CONFORMA_FUNCTION,
        Key::new(
            "author_url",
            Kind::Pattern(&WEB_ADDRESS),
            "Address of the author, for `info.author.url`.",
        ),
        Key::new(
            "keywords",
            Kind::Texts,
            "Words for `info.keywords`. Those of the spec where it is left out.",
        ),
        Key::new(
            "updated",
            Kind::Pattern(&DATE),
            "Date of the last change, for `info.updated`. Given here because no output depends on the clock.",
        ),
        Key::new(
            "actions",
            Kind::Named(&CONFORMA_ACTION),
            "Settings of single actions. Each action is a plugin of its own.",
        ),
    ],
};

static CONFORMA_ACTION: KeyTable = KeyTable {
    title: "An action in `targets.conforma`",
    what: "an action in `targets.conforma`",
    keys: &[
        CONFORMA_CODE,
        CONFORMA_FILE,
        CONFORMA_FUNCTION,
        Key::new(
            "required_patterns",
            Kind::Texts,
            "Names for required parameters that the spec cannot name one by one, such as `<tableName>`. With one of these or of `optional_patterns`, the action is given every parameter.",
        ),
        Key::new(
            "optional_patterns",
            Kind::Texts,
            "Names for further optional parameters, such as `...values`.",
        ),
        Key::new(
            "output_patterns",
            Kind::Texts,
            "Names for further values that the action gives.",
        ),
    ],
};

const CONFORMA_CODE: Key = Key::new(
    "code",
    Kind::Pattern(&IDENTIFIER),
    "The `code` by which templates call the plugin. Unique on a host, and never changed. At the top only where the spec has one action.",
);
const CONFORMA_FILE: Key = Key::new(
    "file",
    Kind::Pattern(&SCRIPT_NAME),
    "Name of the script that the host of 2020 loads. At the top only where the spec has one action.",
);
const CONFORMA_FUNCTION: Key = Key::new(
    "function_name",
    Kind::Pattern(&IDENTIFIER),
    "Name of the function that the host of 2020 calls. At the top only where the spec has one action.",
);

/// `targets.metagov`.
pub static METAGOV: KeyTable = KeyTable {
    title: "`targets.metagov`",
    what: "`targets.metagov`",
    keys: &[
        Key::new(
            "name",
            Kind::Pattern(&SHORT_SLUG),
            "Name of the plugin on its host: kebab-case, at most 30 characters. Made from the plugin's own where it is left out.",
        ),
        Key::new(
            "api",
            Kind::Choice(&["2021", "2025"]),
            "Generation of the host's interface. `2025` where it is left out.",
        ),
        Key::new(
            "auth_type",
            Kind::Choice(&["none", "api_key", "oauth"]),
            "How the plugin authenticates itself to its service.",
        ),
        Key::new(
            "actions",
            Kind::Named(&METAGOV_ACTION),
            "Settings of single actions.",
        ),
        Key::new(
            "triggers",
            Kind::Named(&METAGOV_TRIGGER),
            "Settings of single triggers.",
        ),
    ],
};

static METAGOV_ACTION: KeyTable = KeyTable {
    title: "An action in `targets.metagov`",
    what: "an action in `targets.metagov`",
    keys: &[Key::new(
        "is_public",
        Kind::Boolean,
        "Whether the action may be called without the host's key.",
    )],
};

static METAGOV_TRIGGER: KeyTable = KeyTable {
    title: "A trigger in `targets.metagov`",
    what: "a trigger in `targets.metagov`",
    keys: &[Key::new(
        "kind",
        Kind::Choice(&["webhook", "task"]),
        "How the trigger hears of events: the host's webhook calls it, or a task of the host asks from time to time. `webhook` where it is left out.",
    )],
};

/// `targets.lms`.
pub static LMS: KeyTable = KeyTable {
    title: "`targets.lms`",
    what: "`targets.lms`",
    keys: &[
        LMS_KIND,
        LMS_ICON,
        LMS_CATEGORY,
        LMS_FLAGS,
        LMS_GROUP,
        Key::new(
            "sort",
            Kind::Integer,
            "Place of the first action in its group: lower comes first, and the other actions follow. 0 where it is left out.",
        ),
        LMS_PRIORITY,
        LMS_WEIGHT,
        Key::new(
            "actions",
            Kind::Named(&LMS_ACTION),
            "Settings of single actions, in place of those above.",
        ),
        Key::new(
            "triggers",
            Kind::Named(&LMS_ACTION),
            "Settings of single triggers, which become actions.",
        ),
        Key::new(
            "tasks",
            Kind::Named(&LMS_ACTION),
            "Settings of single tasks, which become actions.",
        ),
    ],
};

static LMS_ACTION: KeyTable = KeyTable {
    title: "An action in `targets.lms`",
    what: "an action in `targets.lms`",
    keys: &[
        LMS_KIND,
        LMS_ICON,
        LMS_CATEGORY,
        LMS_FLAGS,
        LMS_GROUP,
        LMS_SORT,
        LMS_PRIORITY,
        LMS_WEIGHT,
        Key::new(
            "input",
            Kind::Named(&LMS_FIELD),
            "Settings of single input fields.",
        ),
    ],
};

static LMS_FIELD: KeyTable = KeyTable {
    title: "A field in `targets.lms`",
    what: "a field in `targets.lms`",
    keys: &[Key::new(
        "argument",
        Kind::Choice(&[
            "string",
            "long_string",
            "filename",
            "url",
            "select",
            "media_folder",
        ]),
        "The form element that asks for the field. Chosen by its type where it is left out.",
    )],
};

const LMS_KIND: Key = Key::new(
    "kind",
    Kind::Choice(&[
        "action",
        "series",
        "book_general",
        "book_specific",
        "media",
        "media_folder",
        "media_file",
        "media_files",
    ]),
    "What the action works on, and so which class of the host it extends. `action` where it is left out.",
);
const LMS_ICON: Key = Key::new(
    "icon",
    Kind::Pattern(&ICON_NAME),
    "Name of a Material icon. `extension` where it is left out.",
);
const LMS_CATEGORY: Key = Key::new(
    "category",
    Kind::Text,
    "Heading under which the host lists the action.",
);
const LMS_FLAGS: Key = Key::new(
    "flags",
    Kind::Choices(&["app", "volume", "processes", "media"]),
    "Features of the host that a user must have to see the action.",
);
const LMS_GROUP: Key = Key::new(
    "group",
    Kind::Text,
    "Group that the host sorts the action into, before its place in it. The plugin's name where it is left out.",
);
const LMS_SORT: Key = Key::new(
    "sort",
    Kind::Integer,
    "Place in its group: lower comes first.",
);
const LMS_PRIORITY: Key = Key::new(
    "priority",
    Kind::Integer,
    "Priority of the tasks that the action makes: lower runs first. 5 where it is left out.",
);
const LMS_WEIGHT: Key = Key::new(
    "weight",
    Kind::Integer,
    "Weight of the tasks that the action makes, from 0 to 100: the host runs tasks side by side up to 100 in all. 1 where it is left out.",
);
