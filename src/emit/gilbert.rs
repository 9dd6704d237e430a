//! `--target gilbert`: a plugin of the task runner Gilbert, in Go: its host loads and runs it as it is emitted, and its
//! author fills in one function per action. An emitter: sees the model, writes into the tree, touches nothing else.
//!
//! The package of schemas and the runtime that checks values are those of the target `go`; between them and the host
//! stands `templates/gilbert/internal/`.

mod losses;
mod names;
mod params;
mod project;

use std::sync::LazyLock;

use minijinja::{Environment, context};

use crate::diagnostic::Diagnostics;
use crate::emit::go::names::{Names, OperationNames};
use crate::emit::go::scaffold::sentence;
use crate::emit::go::{self, MANIFEST, TEMPLATE_MODULE};
use crate::emit::numbers::Unlimited;
use crate::emit::{Options, Target};
use crate::model::{Operation, OperationKind, Plugin, Settings};
use crate::output::OutputTree;
use crate::render::go::comment;
use crate::render::template::{self, code, name, render};
use names::Ids;

/// The target's id, under which its settings stand too.
const ID: &str = "gilbert";

/// The target.
pub static TARGET: Target = Target {
    id: ID,
    title: "Gilbert",
    summary: "a plugin for the task runner Gilbert, in Go, that it loads as emitted, with a file to fill in for each action",
    options: &[(
        "module",
        "path of the Go module, plugins.internal/<vendor>/<name> unless given",
    )],
    reads: &[MANIFEST],
    pictures: &[],
    try_out: &[],
    losses: losses::losses,
    emit,
};

/// What stands between the schemas and the host, as it is but for the module's path.
const RUNTIME: &[(&str, &str)] = &[
    (
        "gilbert/doc.go",
        include_str!("../../templates/gilbert/internal/gilbert/doc.go"),
    ),
    (
        "gilbert/factory.go",
        include_str!("../../templates/gilbert/internal/gilbert/factory.go"),
    ),
    (
        "gilbert/handler.go",
        include_str!("../../templates/gilbert/internal/gilbert/handler.go"),
    ),
    (
        "gilbert/job.go",
        include_str!("../../templates/gilbert/internal/gilbert/job.go"),
    ),
    (
        "gilbert/native.go",
        include_str!("../../templates/gilbert/internal/gilbert/native.go"),
    ),
    (
        "gilbert/params.go",
        include_str!("../../templates/gilbert/internal/gilbert/params.go"),
    ),
    (
        "gilbert/state.go",
        include_str!("../../templates/gilbert/internal/gilbert/state.go"),
    ),
    (
        "wire/key.go",
        include_str!("../../templates/gilbert/internal/wire/key.go"),
    ),
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    template::environment(&[
        (
            "action.go",
            include_str!("../../templates/gilbert/action.go.jinja"),
        ),
        (
            "development.md",
            include_str!("../../templates/gilbert/development.md.jinja"),
        ),
        (
            "gilbert.yaml",
            include_str!("../../templates/gilbert/gilbert.yaml.jinja"),
        ),
        (
            "go.mod",
            include_str!("../../templates/gilbert/go.mod.jinja"),
        ),
        (
            "task.go",
            include_str!("../../templates/gilbert/task.go.jinja"),
        ),
        (
            "trigger.go",
            include_str!("../../templates/gilbert/trigger.go.jinja"),
        ),
    ])
});

/// One emission: what its parts share.
struct Emission<'a> {
    plugin: &'a Plugin,
    ids: Ids,
    names: Names,
    unlimited: Unlimited,
    tree: &'a mut OutputTree,
}

fn emit(plugin: &Plugin, options: &Options, tree: &mut OutputTree) -> Diagnostics {
    // As in the target `go`: what go.mod says stays the author's.
    let declared = options.file(MANIFEST).and_then(go::module::module_path);
    let wanted = plugin.targets.section(ID).text("module");
    let mut emission = Emission {
        plugin,
        ids: Ids::new(plugin),
        names: Names::new(plugin, options.get("module").or(declared).or(wanted)),
        unlimited: Unlimited::new(plugin),
        tree,
    };
    emission.runtime();
    let Emission {
        names,
        unlimited,
        tree,
        ..
    } = &mut emission;
    go::package::common(plugin, names, unlimited, tree);
    for kind in OperationKind::ALL {
        emission.operations(kind);
    }
    emission.project();
    Diagnostics::new()
}

impl Emission<'_> {
    /// What the spec says to this target alone.
    fn settings(&self) -> &Settings {
        self.plugin.targets.section(ID)
    }

    fn runtime(&mut self) {
        let shared = go::RUNTIME
            .iter()
            .filter(|(path, _)| path.starts_with("wire/"));
        for (path, text) in shared.chain(RUNTIME) {
            let text = text.replace(TEMPLATE_MODULE, &self.names.module);
            self.tree.generated(format!("internal/{path}"), text);
        }
    }

    /// The files of the actions, triggers or tasks.
    fn operations(&mut self, kind: OperationKind) {
        let operations = self.plugin.operations_of(kind);
        if operations.is_empty() {
            return;
        }
        let folder = kind.plural();
        go::package::operations(kind, self.tree);
        for (index, operation) in operations.iter().enumerate() {
            let own = self.names.of(kind)[index].clone();
            go::package::operation(operation, &own, &mut self.names, &self.unlimited, self.tree);
            let text = self.scaffold(operation, &own);
            self.tree
                .scaffold(format!("{folder}/{}.go", own.file), text);
        }
    }

    /// The author's file of an operation.
    fn scaffold(&self, operation: &Operation, own: &OperationNames) -> String {
        let kind = operation.kind.singular();
        let about = sentence(&operation.description, &operation.title);
        let about = format!("{} is the {kind} {}: {about}", own.ty, operation.name);
        let values = context! {
            module => name(&self.names.module),
            about => code(comment(&own.ty, &about, 0)),
            function => name(&own.ty),
            settings => name(&self.names.settings),
            input => name(&own.input),
            state => name(&own.state),
            output => name(&own.output),
        };
        render(&TEMPLATES, &format!("{kind}.go"), values)
    }
}
