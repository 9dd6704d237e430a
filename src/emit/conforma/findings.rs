//! What can be wrong with the settings of this target alone. Part of the emitter.

use std::collections::BTreeMap;

use super::names::{Names, is_taken_export, is_taken_file, setting};
use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::model::{Plugin, Setting};
use crate::render::typescript;
use crate::text::Span;

/// A setting of one action that stands where it would be that of several.
pub static MISPLACED_SETTING: RuleInfo = RuleInfo {
    id: "misplaced-setting",
    class: RuleClass::Emission,
    severity: Severity::Error,
    summary: "a setting of one action stands where it would be that of several",
    why: "Conforma knows one action per plugin, so each action of a spec has a code, a file and a function of its own. Above all actions there is room for them only where there is one. Raised by `specc emit --target conforma`.",
    bad: "targets:
  conforma:
    code: lookup
actions:
  find:
    title: Find
    description: Find a host
  forget:
    title: Forget
    description: Forget a host
",
    good: "targets:
  conforma:
    actions:
      find:
        code: lookup
actions:
  find:
    title: Find
    description: Find a host
  forget:
    title: Forget
    description: Forget a host
",
};

/// A name in the settings that something else has.
pub static TAKEN_NAME: RuleInfo = RuleInfo {
    id: "taken-name",
    class: RuleClass::Emission,
    severity: Severity::Error,
    summary: "a name in the settings of a target is that of something else, or cannot be used",
    why: "A host finds plugins, scripts and functions by their names: of two that share one it sees one, and of a name that it cannot read nothing. Raised by `specc emit --target conforma`, for codes that two actions share, and for files and functions that stand in the way of others.",
    bad: "targets:
  conforma:
    actions:
      find: { code: lookup }
      forget: { code: lookup }
actions:
  find:
    title: Find
    description: Find a host
  forget:
    title: Forget
    description: Forget a host
",
    good: "targets:
  conforma:
    actions:
      find: { code: lookup }
      forget: { code: lookup_forget }
actions:
  find:
    title: Find
    description: Find a host
  forget:
    title: Forget
    description: Forget a host
",
};

/// Checks the settings of this target.
pub(super) fn check(plugin: &Plugin, names: &Names) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if plugin.actions.len() != 1 {
        for key in ["code", "file", "function_name"] {
            let settings = plugin.targets.section("conforma");
            diagnostics.extend(settings.get(key).map(|it| misplaced(plugin, it)));
        }
    }
    let mut codes: BTreeMap<&str, Span> = BTreeMap::new();
    for (index, own) in names.actions.iter().enumerate() {
        if let Some(code) = setting(plugin, index, "code") {
            if let Some(first) = codes.get(own.code.as_str()) {
                let code = own.code.escape_debug();
                let message = format!("the code `{code}` is that of another action");
                diagnostics.push(
                    Diagnostic::new(&TAKEN_NAME, code_place(plugin, index), message)
                        .at("templates could not tell the two apart")
                        .label(*first, "first given here")
                        .help("give each action a code of its own"),
                );
            }
            codes.entry(&own.code).or_insert(code.origin);
        }
        if let Some(file) = setting(plugin, index, "file")
            && (is_taken_file(&own.entry) || !is_file_stem(&own.entry))
        {
            let found = own.entry.escape_debug();
            let reason = if is_taken_file(&own.entry) {
                "a file of this name is there already"
            } else {
                "not the name of a script in `src`"
            };
            diagnostics.push(taken(
                file,
                format!("`{found}.js` cannot be the script of the host of 2020"),
                reason,
                "leave it out, and the host loads `index.js`, or take another name",
            ));
        }
        if let Some(function) = setting(plugin, index, "function_name")
            && (is_taken_export(&own.function) || !typescript::is_identifier(&own.function))
        {
            let found = own.function.escape_debug();
            let reason = if is_taken_export(&own.function) {
                "the same script exports this name for the host of today"
            } else {
                "not a name of JavaScript"
            };
            diagnostics.push(taken(
                function,
                format!("`{found}` cannot be the function of the host of 2020"),
                reason,
                "leave it out, or take another name",
            ));
        }
    }
    diagnostics
}

fn code_place(plugin: &Plugin, index: usize) -> Span {
    setting(plugin, index, "code").map_or_else(Span::default, |setting| setting.origin)
}

fn is_file_stem(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !text.is_empty() && text.bytes().all(legal)
}

fn taken(setting: &Setting, message: String, reason: &str, help: &str) -> Diagnostic {
    Diagnostic::new(&TAKEN_NAME, setting.origin, message)
        .at(reason)
        .help(help)
}

fn misplaced(plugin: &Plugin, setting: &Setting) -> Diagnostic {
    let key = &setting.key;
    let diagnostic = Diagnostic::new(
        &MISPLACED_SETTING,
        setting.key_origin,
        format!(
            "`{key}` is that of one action, and the spec has {}",
            match plugin.actions.len() {
                0 => "none".to_owned(),
                count => count.to_string(),
            }
        ),
    )
    .at("each action becomes a plugin of its own");
    match plugin.actions.first() {
        Some(first) => diagnostic.help(format!(
            "move it to the action that it is meant for: `targets.conforma.actions.{}.{key}`",
            first.name.escape_debug()
        )),
        None => diagnostic.help("remove it"),
    }
}
