//! The files around the crate: manifest, lock file, image, Makefile, README. Part of the emitter.

use minijinja::context;

use super::{Emission, TEMPLATES};
use crate::emit::spec_files::spec_files;
use crate::render::docker;
use crate::render::info::one_line;
use crate::render::prose;
use crate::render::readme::readme;
use crate::render::template::{code, name, render};

const DEVELOPMENT: &str = include_str!("../../../templates/rust/development.md");

/// The lock file without the plugin itself: the versions that the skeleton is tested with.
const LOCK: &str = include_str!("../../../templates/rust/Cargo.lock");

impl Emission<'_> {
    /// Everything that is no part of the crate's code.
    pub(super) fn project(&mut self) {
        let plugin = self.plugin;
        let sdk = plugin.sdk.clone().unwrap_or_default();
        let is_bare = sdk.packages.is_empty() && sdk.custom_cmd.is_empty();
        let is_full = sdk.kind.as_deref() == Some("full");
        let commands: Vec<_> = sdk
            .custom_cmd
            .iter()
            .map(|command| code(command.trim()))
            .collect();
        let values = context! {
            package => name(&self.names.package),
            library => name(&self.names.library),
            program => name(&self.names.program),
            title => plugin.title.as_str(),
            // Cargo hands it on through the environment, which takes no NUL.
            summary => prose::visible(&one_line(&plugin.title)),
            name => name(&plugin.name),
            vendor => plugin.vendor.as_str(),
            vendor_name => name(&plugin.vendor),
            version => name(&plugin.version.to_string()),
            image => name(&docker::image(&plugin.vendor, &plugin.name, &plugin.version)),
            is_bare => is_bare,
            is_full => is_full,
            packages => sdk.packages,
            commands => commands,
        };
        let of = |template: &str| render(&TEMPLATES, template, values.clone());
        self.tree.scaffold("Cargo.toml", of("Cargo.toml"));
        let lock = lock_file(&self.names.package, &plugin.version.to_string());
        self.tree.scaffold("Cargo.lock", lock);
        self.tree.generated("Dockerfile", of("Dockerfile"));
        self.tree.generated("Makefile", of("Makefile"));
        let ignored = include_str!("../../../templates/rust/dockerignore");
        self.tree.scaffold(".dockerignore", ignored);
        let ignored = include_str!("../../../templates/rust/gitignore");
        self.tree.scaffold(".gitignore", ignored);
        let development = DEVELOPMENT.replace("PROGRAM", &self.names.program);
        self.tree
            .generated("README.md", readme(plugin, &development));
        spec_files(plugin, self.tree);
    }
}

/// The lock file with the plugin at its place among the packages, which stand in the order of their names.
fn lock_file(package: &str, version: &str) -> String {
    const SEPARATOR: &str = "\n[[package]]\n";
    const PLACEHOLDER: &str = "name = \"plugin\"\n";
    let mut parts = LOCK.split(SEPARATOR);
    let head = parts.next().unwrap_or_default();
    let (own, mut others): (Vec<&str>, Vec<&str>) =
        parts.partition(|part| part.starts_with(PLACEHOLDER));
    let own: Vec<String> = own
        .iter()
        .map(|part| {
            let renamed = part.replacen("\"plugin\"", &format!("\"{package}\""), 1);
            renamed.replacen("\"0.0.0\"", &format!("\"{version}\""), 1)
        })
        .collect();
    others.extend(own.iter().map(String::as_str));
    let name = |part: &&str| part.split('"').nth(1).unwrap_or_default().to_owned();
    // Stable: versions of one package keep their order.
    others.sort_by_key(name);
    let mut text = head.to_owned();
    for part in others {
        text.push_str(SEPARATOR);
        text.push_str(part);
    }
    text.trim_end().to_owned() + "\n"
}
