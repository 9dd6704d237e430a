//! The files around the package: build, image, tests' runner, README. Part of the emitter.

use minijinja::context;
use semver::Version;

use super::{Emission, HEADER, TEMPLATES};
use crate::emit::spec_files::spec_files;
use crate::output::Ownership;
use crate::render::docker;
use crate::render::python::docstring;
use crate::render::readme::readme;
use crate::render::template::{code, name, render};

const DEVELOPMENT: &str = include_str!("../../../templates/python/development.md");

impl Emission<'_> {
    /// Everything that is no part of the package, and the package's own first files.
    pub(super) fn project(&mut self) {
        let plugin = self.plugin;
        let package = name(&self.names.package);
        let sdk = plugin.sdk.clone().unwrap_or_default();
        let values = context! {
            package => package,
            distribution => name(self.names.package.trim_end_matches('_')),
            title => plugin.title.as_str(),
            name => name(&plugin.name),
            vendor => plugin.vendor.as_str(),
            vendor_name => name(&plugin.vendor),
            version => name(&plugin.version.to_string()),
            image => name(&docker::image(&plugin.vendor, &plugin.name, &plugin.version)),
            spec => name(plugin.spec_file.name),
            packages => sdk.packages,
            commands => sdk.custom_cmd.iter().map(|command| code(command.trim())).collect::<Vec<_>>(),
        };
        let of = |template: &str| render(&TEMPLATES, template, values.clone());
        let init = format!(
            "{HEADER}{}\n\n__version__ = \"{}\"\n",
            docstring(&plugin.title, 0),
            python_version(&plugin.version)
        );
        self.tree.generated(self.path("__init__.py"), init);
        self.tree
            .generated(self.path("__main__.py"), of("__main__.py"));
        let bin = format!("bin/{}", plugin.name);
        self.tree.executable(bin, of("bin"), Ownership::Generated);
        self.tree.scaffold("pyproject.toml", of("pyproject.toml"));
        self.tree.generated("Dockerfile", of("Dockerfile"));
        self.tree.generated("Makefile", of("Makefile"));
        self.tree.scaffold(".dockerignore", of(".dockerignore"));
        let gitignore = include_str!("../../../templates/python/gitignore");
        self.tree.scaffold(".gitignore", gitignore);
        let packer = include_str!("../../../templates/python/tools/package.py");
        self.tree.generated("tools/package.py", packer);
        let development = DEVELOPMENT
            .replace("PACKAGE", &self.names.package)
            .replace("PROGRAM", &plugin.name);
        self.tree
            .generated("README.md", readme(plugin, &development));
        spec_files(plugin, self.tree);
    }
}

/// The version in the form that Python's packaging tools accept (PEP 440). What a pre-release or build says beyond it
/// goes into the local part.
fn python_version(version: &Version) -> String {
    let mut text = format!("{}.{}.{}", version.major, version.minor, version.patch);
    let local = |text: &str| text.to_ascii_lowercase().replace('-', ".");
    let mut locals = Vec::new();
    if !version.pre.is_empty() {
        let pre = version.pre.as_str().to_ascii_lowercase();
        let letters = pre.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = if letters.len() < pre.len() {
            &pre[letters.len()..]
        } else {
            "0"
        };
        match letters.trim_end_matches(['.', '-']) {
            "alpha" | "a" => text.push_str(&format!("a{number}")),
            "beta" | "b" => text.push_str(&format!("b{number}")),
            "rc" => text.push_str(&format!("rc{number}")),
            _ => {
                text.push_str(".dev0");
                locals.push(local(&pre));
            }
        }
    }
    if !version.build.is_empty() {
        locals.push(local(version.build.as_str()));
    }
    let locals = locals.join(".");
    let parts: Vec<&str> = locals.split('.').filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        text.push_str(&format!("+{}", parts.join(".")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_take_the_form_of_the_language() {
        for (given, expected) in [
            ("1.2.3", "1.2.3"),
            ("1.2.3-rc.1", "1.2.3rc1"),
            ("1.2.3-beta", "1.2.3b0"),
            ("1.2.3-Alpha2+b.7", "1.2.3a2+b.7"),
            ("1.2.3-next.x--y", "1.2.3.dev0+next.x.y"),
            ("1.2.3+-", "1.2.3"),
        ] {
            let version = Version::parse(given).unwrap();
            assert_eq!(python_version(&version), expected);
        }
    }
}
