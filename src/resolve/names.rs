//! Names: of the plugin, its vendor and its operations.

use super::findings::{COLLIDING_NAMES, INVALID_NAME};
use super::types::describe;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::Spanned;

/// Checks a plugin's or vendor's name: letters, digits and underscores.
pub fn check_identifier(what: &str, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> bool {
    let legal = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let problem = if name.is_empty() {
        "is empty".to_owned()
    } else if let Some(character) = name.chars().find(|character| !legal(*character)) {
        format!("holds {}", describe(character))
    } else {
        return true;
    };
    let mended: String = name
        .trim()
        .chars()
        .map(|character| {
            if legal(character) {
                character.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    let mut diagnostic = Diagnostic::new(
        &INVALID_NAME,
        name.span,
        format!("the {what} `{}` {problem}", name.escape_debug()),
    )
    .at("letters, digits and underscores only");
    diagnostic = if mended
        .chars()
        .any(|character| character.is_ascii_alphanumeric())
    {
        // A publisher has no title.
        let title = match what {
            "vendor" => "",
            _ => ", and keep the other form for `title`",
        };
        diagnostic.help(format!(
            "it names folders, packages and images: write `{mended}`{title}"
        ))
    } else {
        diagnostic
            .help("it names folders, packages and images: use letters, digits and underscores")
    };
    diagnostics.push(diagnostic);
    false
}

/// Checks the names of the operations of one kind, such as `action`: each becomes a file, so they must differ in more than case and
/// separators.
pub fn check_operations<'a>(
    kind: &str,
    names: impl Iterator<Item = &'a Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: Vec<(String, &Spanned<String>)> = Vec::new();
    for name in names {
        let illegal = name
            .chars()
            .find(|character| !(character.is_alphanumeric() || matches!(character, '_' | '-')));
        if let Some(character) = illegal {
            diagnostics.push(
                Diagnostic::new(
                    &INVALID_NAME,
                    name.span,
                    format!(
                        "the {kind} name `{}` holds {}",
                        name.escape_debug(),
                        describe(character)
                    ),
                )
                .at("letters, digits and underscores only")
                .help("it names files and modules: use lower case and underscores, and keep the other form for `title`"),
            );
            continue;
        }
        let folded = name.to_lowercase().replace('-', "_");
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == folded) {
            diagnostics.push(
                Diagnostic::new(
                    &COLLIDING_NAMES,
                    name.span,
                    format!(
                        "the {kind}{} `{}` and `{}` would share one file",
                        if kind.ends_with('s') { "es" } else { "s" },
                        first.value,
                        name.value
                    ),
                )
                .at("differs only in case or separators")
                .label(first.span, "from this one")
                .help("give one of them another name"),
            );
        }
        seen.push((folded, name));
    }
}

/// A title made from a name: `look_up` → "Look Up".
pub fn title_of(name: &str) -> String {
    name.split(['_', '-', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}
