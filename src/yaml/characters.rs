//! Part of the YAML reader: characters that YAML does not allow.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// A control character or the like.
pub static FORBIDDEN_CHARACTER: RuleInfo = RuleInfo {
    id: "forbidden-character",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a character that YAML does not allow",
    why: "YAML text holds printable characters, tabs and line ends. Control characters (often pasted from a terminal or \
          left by a broken tool) are refused by every reader, although most editors do not show them. Delete the \
          character; if it is meant, write it as an escape within double quotes, as in `\"\\e[0m\"`.",
    bad: "description: Emits\u{8} greetings\n",
    good: "description: Emits greetings\n",
};

/// More than this many in one file are one thing that is wrong with it, not as many.
const MOST_FINDINGS: usize = 10;

/// Finds forbidden characters. The text comes back with stand-ins of the same number of bytes in their places, so that
/// the rest can be read and offsets stay.
pub(super) fn check(source: &Source) -> (Arc<str>, Diagnostics) {
    let text = source.text();
    let mut diagnostics = Diagnostics::new();
    if !text.as_bytes().chunks(64).any(is_suspicious) {
        return (source.shared_text(), diagnostics);
    }
    let mut clean = String::with_capacity(text.len());
    for (offset, character) in text.char_indices() {
        if is_allowed(character) {
            clean.push(character);
            continue;
        }
        clean.extend(std::iter::repeat_n('_', character.len_utf8()));
        if diagnostics.len() < MOST_FINDINGS {
            diagnostics.push(forbidden(source, offset, character));
        }
    }
    if diagnostics.is_empty() {
        (source.shared_text(), diagnostics)
    } else {
        (clean.into(), diagnostics)
    }
}

/// Whether a forbidden character may be among these bytes. A loop without branches, which compilers vectorise.
fn is_suspicious(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, byte| {
        let control = *byte < b' ' && *byte != b'\n' && *byte != b'\r' && *byte != b'\t';
        // The lead bytes of U+0080 to U+00BF and of U+F000 to U+FFFF.
        found | control | (*byte == 0x7f) | (*byte == 0xc2) | (*byte == 0xef)
    })
}

fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => !character.is_control(),
    }
}

fn forbidden(source: &Source, offset: usize, character: char) -> Diagnostic {
    let code = u32::from(character);
    let name = match character {
        '\0' => " (null)",
        '\u{7}' => " (bell)",
        '\u{8}' => " (backspace)",
        '\u{b}' => " (vertical tab)",
        '\u{c}' => " (form feed)",
        '\u{1b}' => " (escape)",
        '\u{7f}' => " (delete)",
        _ => "",
    };
    let place = Span::new(source.id, offset, offset + character.len_utf8());
    Diagnostic::new(
        &FORBIDDEN_CHARACTER,
        place,
        format!("the character U+{code:04X}{name} is not allowed in YAML"),
    )
    .at("this character, which most editors do not show")
    .help(if code < 0x100 {
        format!("delete it, or write it as `\\x{code:02x}` within double quotes")
    } else {
        "delete it".to_owned()
    })
    .fix(Applicability::Unsafe, "delete the character", place, "")
}
