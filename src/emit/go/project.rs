//! The files around the packages: module, program, build, image, README. Part of the emitter.

use minijinja::context;

use super::{Emission, HEADER, MANIFEST, TEMPLATES};
use crate::emit::spec_files::spec_files;
use crate::render::docker;
use crate::render::go::comment;
use crate::render::readme::readme;
use crate::render::template::{code, name, render};

const DEVELOPMENT: &str = include_str!("../../../templates/go/development.md");

impl Emission<'_> {
    /// Everything that belongs to no package, and the program.
    pub(super) fn project(&mut self) {
        let plugin = self.plugin;
        let program = &self.names.program;
        let sdk = plugin.sdk.clone().unwrap_or_default();
        let about = format!("Command {program} is the plugin {}.", plugin.title.trim());
        let values = context! {
            header => code(HEADER),
            module => name(&self.names.module),
            program => name(program),
            about => code(comment("Command", &about, 0)),
            title => plugin.title.as_str(),
            name => name(&plugin.name),
            vendor => plugin.vendor.as_str(),
            vendor_name => name(&plugin.vendor),
            spec => name(plugin.spec_file.name),
            version => name(&plugin.version.to_string()),
            image => name(&docker::image(&plugin.vendor, &plugin.name, &plugin.version)),
            packages => sdk.packages,
            commands => sdk.custom_cmd.iter().map(|command| code(command.trim())).collect::<Vec<_>>(),
        };
        let of = |template: &str| render(&TEMPLATES, template, values.clone());
        self.tree
            .generated(format!("cmd/{program}/main.go"), of("main.go"));
        self.tree.scaffold(MANIFEST, of("go.mod"));
        self.tree.generated("Dockerfile", of("Dockerfile"));
        self.tree.generated("Makefile", of("Makefile"));
        let staticcheck = include_str!("../../../templates/go/staticcheck.conf");
        self.tree.scaffold("staticcheck.conf", staticcheck);
        let dockerignore = include_str!("../../../templates/go/dockerignore");
        self.tree.scaffold(".dockerignore", dockerignore);
        let gitignore = include_str!("../../../templates/go/gitignore");
        self.tree.scaffold(".gitignore", gitignore);
        let packer = include_str!("../../../templates/go/tools/package/main.go");
        self.tree.generated("tools/package/main.go", packer);
        let development = DEVELOPMENT.replace("PROGRAM", program);
        self.tree
            .generated("README.md", readme(plugin, &development));
        spec_files(plugin, self.tree);
    }
}
