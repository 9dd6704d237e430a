//! `--target conforma`: action plugins for openmSupply's Conforma in strict TypeScript, one folder per action, each of
//! them for the host of today and for that of 2020. An emitter: sees the model, writes into the tree, touches nothing
//! else.
//!
//! The host loads scripts, so every file of TypeScript stands beside the JavaScript that the compiler makes of it:
//! what is emitted runs before anything is installed or built, and a build changes none of the generated scripts. The
//! code that is the same for every plugin stands in `templates/conforma/runtime/`; what differs is made here: names
//! ([`names`]), types and tables ([`schema`]), `plugin.json` ([`manifest`]), the author's files ([`scaffold`]) and what
//! stands around them ([`project`]).

mod findings;
mod losses;
mod manifest;
mod names;
mod project;
mod scaffold;
mod schema;
mod single;

use std::sync::LazyLock;

use minijinja::{Environment, context};

use crate::diagnostic::Diagnostics;
use crate::emit::{Options, Target};
use crate::model::{Operation, Plugin, Settings};
use crate::output::OutputTree;
use crate::render::template::{self, code, name, render};
use crate::render::typescript::WIDTH;
use names::{ActionNames, Names, of_action};

pub(super) use findings::{MISPLACED_SETTING, TAKEN_NAME};

/// The target.
pub static TARGET: Target = Target {
    id: "conforma",
    title: "Conforma",
    summary: "an action plugin for openmSupply's Conforma of each action, in TypeScript",
    options: &[],
    reads: &[],
    pictures: &[],
    try_out: &[],
    losses: losses::losses,
    emit,
};

/// The files of the runtime, as they are: each in TypeScript and in JavaScript.
macro_rules! runtime {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/conforma/runtime/", $path)))),*]
    };
}

const RUNTIME: &[(&str, &str)] = runtime![
    "perform.js",
    "perform.ts",
    "values.js",
    "values.ts",
    "words.js",
    "words.ts",
];

/// The templates of this target.
macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/conforma/", $name, ".jinja")))),*]
    };
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    template::environment(templates![
        "action.js",
        "action.test.js",
        "action.ts",
        "entry.js",
        "entry.ts",
        "index.js",
        "index.ts",
        "package.json",
    ])
});

/// One emission: what its parts share.
struct Emission<'a> {
    plugin: &'a Plugin,
    names: &'a Names,
    tree: &'a mut OutputTree,
}

/// One action of it.
#[derive(Clone, Copy)]
struct Action<'a> {
    /// The plugin with this action alone.
    plugin: &'a Plugin,
    operation: &'a Operation,
    /// What the spec says of it to this target.
    settings: &'a Settings,
    names: &'a ActionNames,
}

fn emit(plugin: &Plugin, _options: &Options, tree: &mut OutputTree) -> Diagnostics {
    let names = Names::new(plugin);
    let diagnostics = findings::check(plugin, &names);
    if diagnostics.has_errors() {
        return diagnostics;
    }
    let mut emission = Emission {
        plugin,
        names: &names,
        tree,
    };
    for (operation, own) in plugin.actions.iter().zip(&names.actions) {
        let single = single::single(plugin, operation);
        let action = Action {
            plugin: &single,
            operation: &single.actions[0],
            settings: of_action(plugin, operation),
            names: own,
        };
        emission.runtime(action);
        emission.entries(action);
        emission.schema(action);
        emission.manifest(action);
        emission.scaffold(action);
        emission.surroundings(action);
    }
    emission.project();
    diagnostics
}

impl Action<'_> {
    /// A path in the action's folder.
    fn path(self, path: &str) -> String {
        format!("{}/{path}", self.names.folder)
    }
}

impl Emission<'_> {
    fn runtime(&mut self, action: Action<'_>) {
        for (path, text) in RUNTIME {
            let path = action.path(&format!("src/runtime/{path}"));
            self.tree.generated(path, *text);
        }
    }

    /// The scripts that the hosts load.
    fn entries(&mut self, action: Action<'_>) {
        let names = action.names;
        let values = context! {
            function => code(&names.function),
            stem => name(&names.stem),
            // `  load: () => require("./") as typeof import("./"),` has 51 columns.
            is_long => 51 + 2 * names.stem.len() > WIDTH,
        };
        let mut files = vec![("index", "index")];
        if names.entry != "index" {
            files.push((&names.entry, "entry"));
        }
        for (file, template) in files {
            for language in ["ts", "js"] {
                let text = render(
                    &TEMPLATES,
                    &format!("{template}.{language}"),
                    values.clone(),
                );
                let path = action.path(&format!("src/{file}.{language}"));
                self.tree.generated(path, text);
            }
        }
    }
}
