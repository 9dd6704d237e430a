//! The defects: each changes one place of a spec's text.

use std::ops::RangeInclusive;

use specc::text::{FileId, Source};
use specc::yaml::{self, Entry, Limits, Node, NodeKind};

/// A spec with one defect.
pub struct Defect {
    /// What was done.
    pub kind: &'static str,
    /// The whole text.
    pub text: String,
    /// The lines, from 1, on which a finding counts as right.
    pub lines: RangeInclusive<u32>,
}

/// A small generator of repeatable choices (xorshift).
struct Choices(u64);

impl Choices {
    fn next(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() {
            None
        } else {
            list.get(self.next(list.len()))
        }
    }
}

/// A key with a one-line plain or quoted scalar, or with a block below it.
#[derive(Clone)]
struct Place {
    /// Keys from the top to this one.
    path: Vec<String>,
    /// Line of the key, from 0.
    line: usize,
    /// Column of the key in bytes.
    column: usize,
    /// The scalar's source text, where it stands on the key's line.
    scalar: Option<String>,
    /// Line after the last of the entry.
    end: usize,
}

impl Place {
    fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Whether this is a parameter: the value of a name in a section of parameters.
    fn is_parameter(&self) -> bool {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        matches!(
            path.as_slice(),
            ["connection", _]
                | ["types", _, _]
                | [
                    "actions" | "triggers" | "tasks",
                    _,
                    "input" | "output" | "state",
                    _
                ]
        )
    }

    fn parent_is_parameter(&self) -> bool {
        let mut parent = self.clone();
        parent.path.pop();
        parent.is_parameter()
    }

    fn is_operation(&self) -> bool {
        self.path.len() == 2 && matches!(self.path[0].as_str(), "actions" | "triggers" | "tasks")
    }
}

struct Spec<'a> {
    lines: Vec<&'a str>,
    places: Vec<Place>,
}

impl<'a> Spec<'a> {
    fn read(text: &'a str) -> Self {
        let source = Source::new(FileId(0), "plugin.spec.yaml", text);
        let (document, _) = yaml::parse(&source, &Limits::default());
        let mut places = Vec::new();
        if let Some(root) = &document.root {
            collect(&source, root, &mut Vec::new(), &mut places);
        }
        Self {
            lines: text.split_inclusive('\n').collect(),
            places,
        }
    }

    fn find(&self, test: impl Fn(&Place) -> bool) -> Vec<Place> {
        self.places
            .iter()
            .filter(|place| test(place))
            .cloned()
            .collect()
    }

    /// The text with the lines `from..to` replaced.
    fn with(&self, from: usize, to: usize, replacement: &str) -> String {
        let mut text = self.lines[..from].concat();
        text.push_str(replacement);
        text.push_str(&self.lines[to..].concat());
        text
    }

    /// The text with the scalar of a place replaced.
    fn with_value(&self, place: &Place, value: &str) -> String {
        let line = self.lines[place.line];
        let head = &line[..place.column + place_key_length(line, place.column)];
        self.with(place.line, place.line + 1, &format!("{head}: {value}\n"))
    }

    /// The text with a line put below a place's key, indented like its sibling keys.
    fn with_line_after(&self, place: &Place, new: &str) -> String {
        let indent = " ".repeat(place.column);
        self.with(place.line + 1, place.line + 1, &format!("{indent}{new}\n"))
    }
}

fn place_key_length(line: &str, column: usize) -> usize {
    line[column..].find(':').unwrap_or(0)
}

fn collect(source: &Source, node: &Node, path: &mut Vec<String>, places: &mut Vec<Place>) {
    let Some(mapping) = node.as_mapping() else {
        return;
    };
    for entry in &mapping.entries {
        if let Some(place) = place(source, entry, path) {
            let name = place.key().to_owned();
            places.push(place);
            path.push(name);
            collect(source, &entry.value, path, places);
            path.pop();
        }
    }
}

/// Only block-style entries that begin their line count: they can be changed line by line.
fn place(source: &Source, entry: &Entry, path: &[String]) -> Option<Place> {
    let key = entry.key.as_text()?;
    let start = source.position(entry.key.span.start);
    let line_start = source.line_index().line_starts()[start.line as usize - 1] as usize;
    let column = entry.key.span.start as usize - line_start;
    let text = source.text();
    let own_line = text[line_start..line_start + column]
        .bytes()
        .all(|byte| byte == b' ');
    if entry.merged || !own_line || !text[entry.key.span.range()].starts_with(key) {
        return None;
    }
    let value_start = source.position(entry.value.span.start);
    let value_end = source.position(entry.value.span.end);
    let scalar = match &entry.value.kind {
        NodeKind::Scalar(_)
            if value_start.line == start.line
                && value_end.line == start.line
                && entry.value.span.end > entry.value.span.start =>
        {
            Some(source.slice(entry.value.span).to_owned())
        }
        _ => None,
    };
    let mut path = path.to_vec();
    path.push(key.to_owned());
    Some(Place {
        path,
        line: start.line as usize - 1,
        column,
        scalar,
        end: value_end.line.max(start.line) as usize,
    })
}

const KNOWN_PARAMETER_KEYS: [&str; 8] = [
    "type",
    "title",
    "description",
    "required",
    "default",
    "enum",
    "example",
    "order",
];

/// A slip of the fingers in a word of at least four letters.
fn slip(word: &str, choices: &mut Choices) -> String {
    let letters: Vec<char> = word.chars().collect();
    let at = 1 + choices.next(letters.len() - 2);
    let mut slipped = letters.clone();
    match choices.next(5) {
        0 if letters[at] != letters[at - 1] => slipped.swap(at, at - 1),
        1 => {
            slipped.remove(at);
        }
        2 => slipped.insert(at, letters[at]),
        3 => slipped[at] = if letters[at] == 'x' { 'z' } else { 'x' },
        _ => slipped[0] = letters[0].to_ascii_uppercase(),
    }
    if slipped == letters {
        slipped.push('s');
    }
    slipped.into_iter().collect()
}

/// Every defect seeded into one spec.
pub fn of(text: &str, seed: u64) -> Vec<Defect> {
    let spec = Spec::read(text);
    let mut choices = Choices(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..8 {
        choices.next(2);
    }
    let mut defects = Vec::new();
    keys(&spec, &mut choices, &mut defects);
    types(&spec, &mut choices, &mut defects);
    values(&spec, &mut choices, &mut defects);
    syntax(&spec, &mut choices, &mut defects);
    shapes(&spec, &mut choices, &mut defects);
    defects
}

fn push(defects: &mut Vec<Defect>, kind: &'static str, text: String, line: usize) {
    let line = line as u32 + 1;
    defects.push(Defect {
        kind,
        text,
        lines: line..=line,
    });
}

fn keys(spec: &Spec<'_>, choices: &mut Choices, defects: &mut Vec<Defect>) {
    let groups: [(&'static str, Vec<Place>); 5] = [
        (
            "misspelt key: top level",
            spec.find(|it| it.path.len() == 1 && it.key().len() > 3),
        ),
        (
            "misspelt key: operation",
            spec.find(|it| {
                it.path.len() == 3
                    && matches!(it.path[0].as_str(), "actions" | "triggers" | "tasks")
                    && matches!(it.key(), "title" | "description" | "input" | "output")
            }),
        ),
        (
            "misspelt key: parameter",
            spec.find(|it| {
                it.path[0] != "types"
                    && it.parent_is_parameter()
                    && KNOWN_PARAMETER_KEYS.contains(&it.key())
            }),
        ),
        (
            "misspelt key: type field",
            spec.find(|it| {
                it.path[0] == "types"
                    && it.parent_is_parameter()
                    && KNOWN_PARAMETER_KEYS.contains(&it.key())
            }),
        ),
        (
            "misspelt key: metadata",
            spec.find(|it| {
                it.path.len() == 2
                    && matches!(it.path[0].as_str(), "resources" | "hub_tags" | "sdk")
            }),
        ),
    ];
    for (kind, places) in groups {
        for _ in 0..2 {
            let Some(place) = choices.pick(&places) else {
                continue;
            };
            let line = spec.lines[place.line];
            let length = place_key_length(line, place.column);
            let slipped = slip(place.key(), choices);
            let changed = format!(
                "{}{slipped}{}",
                &line[..place.column],
                &line[place.column + length..]
            );
            push(
                defects,
                kind,
                spec.with(place.line, place.line + 1, &changed),
                place.line,
            );
        }
    }
    // A key that stands twice: the scalar lines of parameters and of the top level.
    let scalars = spec.find(|it| {
        it.scalar.is_some()
            && (it.path.len() == 1
                || (it.parent_is_parameter() && KNOWN_PARAMETER_KEYS.contains(&it.key())))
    });
    for _ in 0..2 {
        if let Some(place) = choices.pick(&scalars) {
            let line = spec.lines[place.line];
            let text = spec.with(place.line + 1, place.line + 1, line);
            push(defects, "duplicate key", text, place.line + 1);
        }
    }
    let parameters = spec.find(Place::is_parameter);
    if let Some(place) = choices.pick(&parameters) {
        let block = spec.lines[place.line..place.end].concat();
        let text = spec.with(place.end, place.end, &block);
        push(defects, "duplicate parameter", text, place.end);
    }
    // Missing keys: the place to name is where they would stand.
    let types =
        spec.find(|it| it.parent_is_parameter() && it.key() == "type" && it.scalar.is_some());
    if let Some(place) = choices.pick(&types) {
        let parameter = place.path[..place.path.len() - 1].to_vec();
        let owner = spec.places.iter().find(|it| it.path == parameter);
        if let Some(owner) = owner.filter(|owner| owner.end > owner.line + 2) {
            let text = spec.with(place.line, place.line + 1, "");
            push(defects, "missing key: type", text, owner.line);
        }
    }
    let required = ["plugin_spec_version", "name", "title", "vendor", "version"];
    let heads =
        spec.find(|it| it.path.len() == 1 && required.contains(&it.key()) && it.scalar.is_some());
    if let Some(place) = choices.pick(&heads) {
        let text = spec.with(place.line, place.line + 1, "");
        let first = if place.line == spec.places[0].line {
            spec.places[1].line - 1
        } else {
            spec.places[0].line
        };
        push(defects, "missing key: top level", text, first);
    }
}

fn types(spec: &Spec<'_>, choices: &mut Choices, defects: &mut Vec<Defect>) {
    let types =
        spec.find(|it| it.parent_is_parameter() && it.key() == "type" && it.scalar.is_some());
    let mut replace = |kind, values: &[&str], choices: &mut Choices| {
        for _ in 0..2 {
            let (Some(place), Some(value)) = (choices.pick(&types), choices.pick(values)) else {
                continue;
            };
            push(defects, kind, spec.with_value(place, value), place.line);
        }
    };
    replace(
        "unknown type",
        &[
            "strng",
            "integar",
            "String",
            "str",
            "Boolean",
            "no_such_type",
            "\"[]strin\"",
            "dict",
            "datetime",
        ],
        choices,
    );
    replace(
        "malformed type",
        &[
            "string[]",
            "array<string>",
            "[string]",
            "[]",
            "\"[string\"",
            "List[int]",
            "string|integer",
            "a list",
        ],
        choices,
    );
    replace("unquoted list type", &["[]string", "[]integer"], choices);
    // A type that requires itself.
    let definitions = spec.find(|it| it.path.len() == 2 && it.path[0] == "types");
    if let Some(place) = choices.pick(&definitions)
        && spec
            .lines
            .get(place.line + 1)
            .is_some_and(|line| !line.trim().is_empty())
    {
        let indent =
            spec.lines[place.line + 1].len() - spec.lines[place.line + 1].trim_start().len();
        let pad = " ".repeat(indent);
        let field = format!(
            "{pad}seeded_self:\n{pad}  type: {}\n{pad}  required: true\n",
            place.key()
        );
        let text = spec.with(place.line + 1, place.line + 1, &field);
        let first = place.line as u32 + 1;
        defects.push(Defect {
            kind: "type that requires itself",
            text,
            lines: first..=first + 3,
        });
    }
}

fn values(spec: &Spec<'_>, choices: &mut Choices, defects: &mut Vec<Defect>) {
    let has = |parameter: &[String], key: &str| {
        spec.places.iter().any(|it| {
            it.path.len() == parameter.len() + 1
                && it.path[..parameter.len()] == *parameter
                && it.key() == key
        })
    };
    let bare = |wanted: &[&str]| {
        spec.find(|it| {
            let parameter = &it.path[..it.path.len() - 1];
            it.parent_is_parameter()
                && it.key() == "type"
                && it.scalar.as_deref().is_some_and(|ty| wanted.contains(&ty))
                && !has(parameter, "default")
                && !has(parameter, "enum")
        })
    };
    let mut add = |kind, wanted: &[&str], lines: &[&str], choices: &mut Choices| {
        let places = bare(wanted);
        if let (Some(place), Some(new)) = (choices.pick(&places), choices.pick(lines)) {
            push(
                defects,
                kind,
                spec.with_line_after(place, new),
                place.line + 1,
            );
        }
    };
    add(
        "wrong default",
        &["integer"],
        &[
            "default: ten",
            "default: \"5\"",
            "default: true",
            "default: 1.5",
            "default: [1]",
        ],
        choices,
    );
    add(
        "wrong default",
        &["boolean"],
        &["default: \"true\"", "default: 1", "default: maybe"],
        choices,
    );
    add(
        "wrong default",
        &["string"],
        &["default: 5", "default: false", "default: {a: b}"],
        choices,
    );
    add(
        "wrong default",
        &["date"],
        &["default: tomorrow", "default: 5"],
        choices,
    );
    add(
        "wrong default",
        &["[]string", "\"[]string\""],
        &["default: text", "default: {a: b}"],
        choices,
    );
    add("empty enum", &["string", "integer"], &["enum: []"], choices);
    add(
        "enum that is not a list",
        &["string"],
        &["enum: low", "enum: {low: high}"],
        choices,
    );
    add(
        "duplicate enum value",
        &["string"],
        &["enum: [low, high, low]"],
        choices,
    );
    add(
        "wrong enum value",
        &["string"],
        &["enum: [low, 5]", "enum: [yes, low]"],
        choices,
    );
    add(
        "wrong enum value",
        &["integer"],
        &["enum: [1, two]", "enum: [\"1\", 2]"],
        choices,
    );
    let enums = spec.find(|it| it.parent_is_parameter() && it.key() == "enum");
    if let Some(place) = choices.pick(&enums)
        && !has(&place.path[..place.path.len() - 1], "default")
        && spec.places.iter().any(|it| {
            it.path[..it.path.len() - 1] == place.path[..place.path.len() - 1]
                && it.key() == "type"
                && it.scalar.as_deref() == Some("string")
        })
    {
        let indent = " ".repeat(place.column);
        let text = spec.with(
            place.line,
            place.line,
            &format!("{indent}default: no such value\n"),
        );
        push(defects, "default outside enum", text, place.line);
    }
    let required =
        spec.find(|it| it.parent_is_parameter() && it.key() == "required" && it.scalar.is_some());
    if let (Some(place), Some(value)) = (
        choices.pick(&required),
        choices.pick(&["\"true\"", "maybe", "1", "[true]", "ture"]),
    ) {
        push(
            defects,
            "required that is no boolean",
            spec.with_value(place, value),
            place.line,
        );
    }
    for (key, kind, values) in [
        (
            "version",
            "bad version",
            &["1.0", "v1.0.0", "one", "1.2.3.4", "1..2"][..],
        ),
        (
            "name",
            "bad name",
            &["my-plugin", "\"my plugin\"", "a/b", "\"\""][..],
        ),
        (
            "vendor",
            "bad vendor",
            &["my-company", "\"My Company\"", "a.b"][..],
        ),
        (
            "plugin_spec_version",
            "bad spec version",
            &["v3", "2", "V2"][..],
        ),
    ] {
        let heads = spec.find(|it| it.path.len() == 1 && it.key() == key && it.scalar.is_some());
        if let (Some(place), Some(value)) = (heads.first(), choices.pick(values)) {
            push(defects, kind, spec.with_value(place, value), place.line);
        }
    }
    let operations = spec.find(Place::is_operation);
    if let (Some(place), Some(name)) = (
        choices.pick(&operations),
        choices.pick(&["get user", "a/b", "$x"]),
    ) {
        let line = format!("{}{name}:\n", " ".repeat(place.column));
        push(
            defects,
            "bad operation name",
            spec.with(place.line, place.line + 1, &line),
            place.line,
        );
    }
}

fn syntax(spec: &Spec<'_>, choices: &mut Choices, defects: &mut Vec<Defect>) {
    let nested = spec.find(|it| it.column > 0 && it.scalar.is_some() && it.parent_is_parameter());
    let not_last = |place: &Place| {
        let next = spec.lines.get(place.line + 1);
        next.is_some_and(|line| {
            line.starts_with(&" ".repeat(place.column)) && !line.trim().is_empty()
        })
    };
    if let Some(place) = choices.pick(&nested) {
        let line = spec.lines[place.line];
        let text = format!("\t{}", line.trim_start());
        push(
            defects,
            "tab",
            spec.with(place.line, place.line + 1, &text),
            place.line,
        );
    }
    // One blank too many or too few, on a line that has a sibling above.
    let siblings: Vec<Place> = nested
        .iter()
        .filter(|place| {
            let above = spec.lines[place.line - 1];
            let indent = above.len() - above.trim_start().len();
            indent == place.column && not_last(place)
        })
        .cloned()
        .collect();
    if let Some(place) = choices.pick(&siblings) {
        let line = spec.lines[place.line];
        push(
            defects,
            "indentation: one more",
            spec.with(place.line, place.line + 1, &format!(" {line}")),
            place.line,
        );
    }
    if let Some(place) = choices.pick(&siblings) {
        let line = spec.lines[place.line];
        push(
            defects,
            "indentation: one less",
            spec.with(place.line, place.line + 1, &line[1..]),
            place.line,
        );
    }
    let texts = spec.find(|it| {
        it.scalar.as_deref().is_some_and(|text| {
            !text.starts_with(['"', '\'', '[', '{']) && !text.contains(['"', '\'', '#'])
        }) && matches!(it.key(), "description" | "title")
    });
    for quote in ["\"", "'"] {
        if let Some(place) = choices.pick(&texts)
            && let Some(value) = &place.scalar
        {
            push(
                defects,
                "unclosed quote",
                spec.with_value(place, &format!("{quote}{value}")),
                place.line,
            );
        }
    }
    if let Some(place) = choices.pick(&texts)
        && let Some(value) = &place.scalar
    {
        push(
            defects,
            "unquoted colon",
            spec.with_value(place, &format!("Note: {value}")),
            place.line,
        );
    }
    if let Some(place) = choices.pick(&texts) {
        push(
            defects,
            "undefined alias",
            spec.with_value(place, "*nowhere"),
            place.line,
        );
    }
    if let Some(place) = choices.pick(&texts) {
        push(
            defects,
            "unclosed bracket",
            spec.with_value(place, "[one, two"),
            place.line,
        );
    }
    let packed: Vec<Place> = nested
        .iter()
        .filter(|place| not_last(place))
        .cloned()
        .collect();
    if let Some(place) = choices.pick(&packed)
        && let Some(value) = &place.scalar
    {
        let indent = " ".repeat(place.column);
        let line = format!("{indent}{}:{value}\n", place.key());
        push(
            defects,
            "no blank after the colon",
            spec.with(place.line, place.line + 1, &line),
            place.line,
        );
    }
}

fn shapes(spec: &Spec<'_>, choices: &mut Choices, defects: &mut Vec<Defect>) {
    let parameters = spec.find(|it| it.is_parameter() && it.end > it.line + 1);
    if let Some(place) = choices.pick(&parameters) {
        let line = format!("{}{}: string\n", " ".repeat(place.column), place.key());
        push(
            defects,
            "scalar for parameter",
            spec.with(place.line, place.end, &line),
            place.line,
        );
    }
    if let Some(place) = choices.pick(&parameters) {
        let indent = " ".repeat(place.column);
        let block = format!("{indent}{}:\n{indent}  - type: string\n", place.key());
        let text = spec.with(place.line, place.end, &block);
        let first = place.line as u32 + 1;
        defects.push(Defect {
            kind: "list for parameter",
            text,
            lines: first..=first + 1,
        });
    }
    let sections = spec.find(|it| {
        it.path.len() == 3 && matches!(it.key(), "input" | "output") && it.end > it.line + 1
    });
    if let (Some(place), Some(value)) = (
        choices.pick(&sections),
        choices.pick(&["text", "[one, two]", "5"]),
    ) {
        let line = format!("{}{}: {value}\n", " ".repeat(place.column), place.key());
        push(
            defects,
            "wrong kind for section",
            spec.with(place.line, place.end, &line),
            place.line,
        );
    }
    let lists = spec.find(|it| {
        it.path.len() == 1
            && matches!(it.key(), "tags" | "products" | "version_history" | "status")
            && it.end > it.line
    });
    if let (Some(place), Some(value)) = (choices.pick(&lists), choices.pick(&["one", "{one: two}"]))
    {
        let text = spec.with(
            place.line,
            place.end,
            &format!("{}: {value}\n", place.key()),
        );
        push(defects, "wrong kind for list", text, place.line);
    }
}
