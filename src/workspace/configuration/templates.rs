//! Reads the folder of templates that take the place of built-in ones.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Files, line_span, names_in};
use crate::config::CONFIG_TEMPLATE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::site::owner::Template;
use crate::site::theme;
use crate::text::{Spanned, nearest};

/// Folders in the folder of templates are looked into this deep.
const MOST_DEPTH: usize = 8;

impl Files {
    pub(super) fn templates(&mut self, folder: &Spanned<String>) -> Vec<Template> {
        let root = self.place(folder);
        self.seen.push(root.clone());
        match fs::metadata(&root) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => {
                self.unusable(
                    folder,
                    &root,
                    "it is no folder",
                    "name the folder that holds the templates",
                );
                return Vec::new();
            }
            Err(_) => {
                self.missing(folder, &root);
                return Vec::new();
            }
        }
        let mut paths = Vec::new();
        below(&root, MOST_DEPTH, &mut paths);
        let mut templates = Vec::new();
        for path in paths {
            let Ok(name) = path.strip_prefix(&root) else {
                continue;
            };
            let name = name.as_str().replace('\\', "/");
            let Ok(text) = fs::read_to_string(&path) else {
                self.unusable(folder, &path, "it is not UTF-8 text", "save it as UTF-8");
                continue;
            };
            if let Some((line, what)) = theme::fault(&name, &text) {
                let id = self.source(&path, &text);
                let span = line_span(&self.sources[id.0 as usize], line);
                self.diagnostics.push(
                    Diagnostic::new(&CONFIG_TEMPLATE, span, format!("the template {name} cannot be read: {what}"))
                        .at("here")
                        .help("templates are written in Jinja, as minijinja understands it; compare it with the built-in one"),
                );
                continue;
            }
            templates.push(Template {
                name,
                path: path.to_string(),
                text,
            });
        }
        self.unused(folder, &templates);
        templates
    }

    /// Warns of templates that have the name of no built-in one and that no other template names.
    fn unused(&mut self, folder: &Spanned<String>, templates: &[Template]) {
        let built_in: Vec<&str> = theme::TEMPLATES.iter().map(|(name, _)| *name).collect();
        for template in templates {
            let name = template.name.as_str();
            let quoted = [format!("\"{name}\""), format!("'{name}'")];
            let named = |other: &Template| quoted.iter().any(|name| other.text.contains(name));
            if built_in.contains(&name) || templates.iter().any(named) {
                continue;
            }
            let help = match nearest(name, built_in.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the built-in templates are {}", built_in.join(", ")),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    &CONFIG_TEMPLATE,
                    folder.span,
                    format!("nothing uses the template {}", template.path),
                )
                .severity(Severity::Warning)
                .at(format!("holds {name}, which takes the place of none"))
                .help(help),
            );
        }
    }
}

/// The files below a folder in the order of their names. Hidden ones and links are passed over.
fn below(folder: &Utf8Path, depth: usize, paths: &mut Vec<Utf8PathBuf>) {
    for name in names_in(folder) {
        let path = folder.join(&name);
        let hidden = name.starts_with('.') || name.ends_with('~');
        let Ok(metadata) = fs::symlink_metadata(&path) else {
            continue;
        };
        if metadata.is_file() && !hidden {
            paths.push(path);
        } else if metadata.is_dir() && !hidden && depth > 0 {
            below(&path, depth - 1, paths);
        }
    }
}
