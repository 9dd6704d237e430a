//! Part of the YAML reader: characters that YAML does not allow, and bytes that are no characters.

use std::borrow::Cow;

use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::text::{FileId, Source, Span};

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

/// A file in another encoding.
pub static NOT_UTF8: RuleInfo = RuleInfo {
    id: "not-utf8",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the file is not UTF-8",
    why: "Specs are UTF-8. A file in another encoding, such as Windows-1252 or UTF-16, reads as other characters or not \
          at all, depending on the machine. Save it as UTF-8; most editors call this *Save with encoding*.",
    bad: "",
    good: "",
};

/// More than this many in one file are one thing that is wrong with it, not as many.
const MOST_FINDINGS: usize = 10;

/// Finds forbidden characters. The text comes back with stand-ins of the same number of bytes in their places, so that
/// the rest can be read and offsets stay.
pub(super) fn check(source: &Source) -> (Cow<'_, str>, Diagnostics) {
    let text = source.text();
    let mut diagnostics = Diagnostics::new();
    if !text.as_bytes().chunks(64).any(is_suspicious) {
        return (Cow::Borrowed(text), diagnostics);
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
        (Cow::Borrowed(text), diagnostics)
    } else {
        (Cow::Owned(clean), diagnostics)
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

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The text with U+FFFD for what could not be read; the same as the bytes up to `offset`.
    pub text: String,
    /// Offset of the first byte that is not UTF-8.
    pub offset: usize,
    /// That byte; `None` where the file ends within a character.
    pub byte: Option<u8>,
    utf16: bool,
}

/// The text of a file. A byte order mark is left where it is.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let whole = error.utf8_error().error_len().is_some();
        let bytes = error.as_bytes();
        NotUtf8 {
            text: String::from_utf8_lossy(bytes).into_owned(),
            offset,
            byte: bytes.get(offset).copied().filter(|_| whole),
            utf16: bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]),
        }
    })
}

impl NotUtf8 {
    /// The finding; its span lies in [`NotUtf8::text`].
    pub fn diagnostic(&self, file: FileId) -> Diagnostic {
        let place = Span::new(file, self.offset, self.offset + '\u{fffd}'.len_utf8());
        let message = match self.byte {
            _ if self.utf16 => "the file is UTF-16, where UTF-8 is expected".to_owned(),
            Some(byte) => format!(
                "the file is not UTF-8: byte 0x{byte:02X} at offset {} begins no character",
                self.offset
            ),
            None => format!(
                "the file is not UTF-8: it ends within a character, at offset {}",
                self.offset
            ),
        };
        Diagnostic::new(&NOT_UTF8, place, message)
            .at("not UTF-8 from here on")
            .help("save the file as UTF-8")
    }
}
