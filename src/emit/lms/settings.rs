//! What a spec says to this target, per operation, and what of it cannot be meant. Part of the emitter.

use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::model::{Field, Operation, Plugin, Setting, SettingValue, Settings, Type};

use super::names;

/// A form element that cannot ask for its field.
pub(in crate::emit) static UNFIT_ARGUMENT: RuleInfo = RuleInfo {
    id: "unfit-argument",
    class: RuleClass::Emission,
    severity: Severity::Error,
    summary: "a form element of LimitedMediaServer cannot ask for a field of this type",
    why: "A form element gives a certain text: a `select` one of a few values, a `url` an address, a `media_folder` the id of a folder. A field that holds anything else would refuse every text that the element gives. A file and a credential are asked for part by part, and a field that is called as an argument of the server's own is not asked for at all.",
    bad: "targets:
  lms:
    actions:
      look_up:
        input:
          person:
            argument: select
actions:
  look_up:
    title: Look Up
    description: Look somebody up
    input:
      person:
        title: Person
        description: Whom to look up
        type: string
",
    good: "targets:
  lms:
    actions:
      look_up:
        input:
          person:
            argument: select
actions:
  look_up:
    title: Look Up
    description: Look somebody up
    input:
      person:
        title: Person
        description: Whom to look up
        type: string
        enum: [Ada, Grace]
",
};

/// A weight that the server cannot count with.
pub(in crate::emit) static UNFIT_WEIGHT: RuleInfo = RuleInfo {
    id: "unfit-weight",
    class: RuleClass::Emission,
    severity: Severity::Error,
    summary: "a weight with which LimitedMediaServer never runs a task, or counts it wrongly",
    why: "The server runs tasks side by side as long as their weights add up to 100 at most. A task that weighs more waits for ever, and holds up every task of its priority behind it; a negative weight makes room that is not there.",
    bad: "targets:
  lms:
    weight: 101
actions:
  look_up:
    title: Look Up
    description: Look somebody up
",
    good: "targets:
  lms:
    weight: 100
actions:
  look_up:
    title: Look Up
    description: Look somebody up
",
};

/// A kind of plugin of the server.
pub(super) struct HostKind {
    /// What a spec calls it.
    name: &'static str,
    /// Its class.
    pub class: &'static str,
    /// The ids of the arguments that it asks for by itself.
    pub arguments: &'static [&'static str],
    /// Whether it works on books.
    pub is_book: bool,
}

static KINDS: &[HostKind] = &[
    kind("action", "ActionPlugin", &[]),
    kind("series", "ActionSeriesPlugin", &["series_id"]),
    HostKind {
        is_book: true,
        ..kind("book_general", "ActionBookGeneralPlugin", &[])
    },
    HostKind {
        is_book: true,
        ..kind("book_specific", "ActionBookSpecificPlugin", &["book_id"])
    },
    kind("media", "ActionMediaPlugin", &[]),
    kind("media_folder", "ActionMediaFolderPlugin", &["folder_id"]),
    kind("media_file", "ActionMediaFilePlugin", &["file_id"]),
    kind("media_files", "ActionMediaFilesPlugin", &["file_id"]),
];

const fn kind(
    name: &'static str,
    class: &'static str,
    arguments: &'static [&'static str],
) -> HostKind {
    HostKind {
        name,
        class,
        arguments,
        is_book: false,
    }
}

/// What a spec says of one operation.
pub(super) struct Setup<'a> {
    /// The kind of plugin that it becomes.
    pub kind: &'static HostKind,
    /// A Material icon.
    pub icon: Option<&'a str>,
    /// The heading in the menu.
    pub category: Option<&'a str>,
    /// The features that a user needs, by their constants in the runtime.
    pub flags: Vec<&'static str>,
    /// Its group among the server's plugins.
    pub group: Option<&'a str>,
    /// Its place in that group.
    pub sort: i64,
    /// The priority of its tasks.
    pub priority: Option<i64>,
    /// The weight of its tasks.
    pub weight: Option<i64>,
    fields: &'a Settings,
}

impl<'a> Setup<'a> {
    /// Reads what is said of an operation itself, then of all.
    pub(super) fn read(
        plugin: &'a Plugin,
        operation: &'a Operation,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let all = plugin.targets.section("lms");
        let own = all
            .section(operation.kind.plural())
            .section(&operation.name);
        let named = own.text("kind").or_else(|| all.text("kind"));
        let kind = KINDS.iter().find(|kind| Some(kind.name) == named);
        let kind = kind.unwrap_or(&KINDS[0]);
        for settings in [own, all] {
            if let Some(setting) = settings.get("weight") {
                check_weight(setting, diagnostics);
            }
        }
        let fields = own.section("input");
        for field in &operation.input {
            check_hosts_own(field, kind, diagnostics);
            check_argument(fields.section(&field.name), field, kind, diagnostics);
        }
        let flags = match own.get("flags") {
            Some(_) => own.texts("flags"),
            None => all.texts("flags"),
        };
        let bits = [
            ("app", "APP"),
            ("volume", "VOLUME"),
            ("processes", "PROCESSES"),
            ("media", "MEDIA"),
        ];
        Self {
            kind,
            icon: own.text("icon").or_else(|| all.text("icon")),
            category: own.text("category").or_else(|| all.text("category")),
            flags: bits
                .into_iter()
                .filter(|(flag, _)| flags.iter().any(|it| it == flag))
                .map(|(_, constant)| constant)
                .collect(),
            group: own.text("group").or_else(|| all.text("group")),
            sort: own.integer("sort").unwrap_or_else(|| {
                let first = all.integer("sort").unwrap_or(0);
                let place = plugin
                    .operations()
                    .position(|it| std::ptr::eq(it, operation));
                first.saturating_add(i64::try_from(place.unwrap_or(0)).unwrap_or(0))
            }),
            priority: own.integer("priority").or_else(|| all.integer("priority")),
            weight: own.integer("weight").or_else(|| all.integer("weight")),
            fields,
        }
    }

    /// The form element that is asked for, for a field.
    pub(super) fn argument(&self, field: &Field) -> Option<&'a str> {
        self.fields.section(&field.name).text("argument")
    }
}

fn check_weight(setting: &Setting, diagnostics: &mut Diagnostics) {
    let SettingValue::Integer(weight) = setting.value else {
        return;
    };
    if !(0..=100).contains(&weight) {
        let message = format!("a task of weight {weight} is never run as it should be");
        let diagnostic = Diagnostic::new(&UNFIT_WEIGHT, setting.origin, message);
        // Of the weight for all operations each of them would tell.
        let is_known = diagnostics
            .iter()
            .any(|known| known.primary.span == setting.origin);
        if !is_known {
            let help = "give a weight from 0 to 100: tasks run side by side up to 100 in all";
            diagnostics.push(diagnostic.at("not from 0 to 100").help(help));
        }
    }
}

/// A field that is called as an argument of the server's own gets its text, whatever type the field has.
fn check_hosts_own(field: &Field, kind: &HostKind, diagnostics: &mut Diagnostics) {
    let is_hosts = kind.arguments.contains(&field.name.as_str());
    if !is_hosts || matches!(field.ty, Type::String | Type::Any) {
        return;
    }
    let message = format!(
        "`{}` is what `{}` asks for by itself: an id, which is a text",
        field.name, kind.name
    );
    diagnostics.push(
        Diagnostic::new(&UNFIT_ARGUMENT, field.origin.ty, message)
            .at("no id fits this type")
            .help("make it a `string`, or call the field otherwise"),
    );
}

fn check_argument(
    settings: &Settings,
    field: &Field,
    kind: &HostKind,
    diagnostics: &mut Diagnostics,
) {
    let (Some(setting), Some(argument)) = (settings.get("argument"), settings.text("argument"))
    else {
        return;
    };
    let is_plain_text = matches!(field.ty, Type::String | Type::Password | Type::Python);
    let has_choices = !field.allowed.is_empty() && !matches!(field.ty, Type::Array(_));
    let (why, help) = if kind.arguments.contains(&field.name.as_str()) {
        (
            format!("`{}` asks for it by itself", kind.name),
            "remove the setting: the field gets what the server asks for".to_owned(),
        )
    } else if !names::parts(&field.ty).is_empty() {
        (
            "it is asked for part by part".to_owned(),
            "remove the setting: each part has a form element of its own".to_owned(),
        )
    } else {
        match argument {
            "select" if !has_choices && field.ty != Type::Boolean => (
                "it has no values to select one from".to_owned(),
                match field.ty {
                    Type::Array(_) => {
                        "use `long_string`: a select gives one value, and this is a list".to_owned()
                    }
                    _ => "give the field an `enum`, or use `string`".to_owned(),
                },
            ),
            "filename" | "url" | "media_folder" if !is_plain_text => (
                "it is no text".to_owned(),
                "use `string` or `long_string`, whose text is read as the field's type".to_owned(),
            ),
            _ => return,
        }
    };
    let message = format!(
        "`{argument}` cannot ask for `{}`: {why}",
        field.name.escape_debug()
    );
    diagnostics.push(
        Diagnostic::new(&UNFIT_ARGUMENT, setting.origin, message)
            .at("does not fit the field")
            .label(field.origin.ty, "the field's type")
            .help(help),
    );
}
