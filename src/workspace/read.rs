//! A file's bytes → [`Source`]. What is not text, or too much of it, becomes a finding.

use std::fs::File;
use std::io::Read;

use super::Failure;
use super::discover::Input;
use crate::diagnostic::{Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::{FileId, Source, Span};
use crate::yaml::Limits;

/// A file that is too large.
pub static FILE_LIMIT: RuleInfo = RuleInfo {
    id: "file-limit",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the file is larger than specc reads",
    why: "The largest published spec is under 0.2 MiB. A file of many megabytes is a mistake (an archive or a log under \
the wrong name, an image pasted in) or an attack on whoever reads it, so specc stops before it costs memory.\n\n\
If the file is meant to be that large, raise the bound with `--max-file-size`.",
    bad: "# not shown: it would not fit on the page\n",
    good: "",
};

/// Bytes that are not UTF-8.
pub static NOT_UTF8: RuleInfo = RuleInfo {
    id: "not-utf8",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the file is not UTF-8 text",
    why: "YAML is Unicode, and the programs that read plugin specs expect UTF-8. A file in Latin-1, Windows-1252 or \
UTF-16 is refused by some of them and read as different text by others, so specc does not guess: it names the first \
byte that is not UTF-8.\n\nSave the file as UTF-8. On a command line: \
`iconv -f WINDOWS-1252 -t UTF-8 old.yaml > new.yaml` (or `-f UTF-16`).",
    bad: "# not shown: the page itself is UTF-8\n",
    good: "",
};

/// Reads one input. A source comes back even where the text is refused, so that the finding has a path to stand at.
pub(super) fn read(
    id: FileId,
    input: Input,
    limits: &Limits,
) -> Result<(Source, Option<Diagnostic>), Failure> {
    let bytes = read_bytes(&input, limits.file_bytes).map_err(|cause| Failure::Unreadable {
        path: input.path().to_owned(),
        cause,
    })?;
    let path = match input {
        Input::File(path) | Input::Stdin(path) => path,
    };
    let Some(bytes) = bytes else {
        let message = format!(
            "the file is larger than {}, the most that specc reads",
            size(limits.file_bytes)
        );
        let finding = Diagnostic::new(&FILE_LIMIT, Span::new(id, 0, 0), message)
            .help("raise the bound with --max-file-size if it is meant to be that large");
        return Ok((Source::new(id, path, ""), Some(finding)));
    };
    if let Some(encoding) = utf16(&bytes) {
        let message = format!(
            "the file is {encoding}, not UTF-8: it begins with a {encoding} byte-order mark"
        );
        let finding =
            Diagnostic::new(&NOT_UTF8, Span::new(id, 0, 0), message).help("save the file as UTF-8");
        return Ok((Source::new(id, path, ""), Some(finding)));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => (Source::new(id, path, text), None),
        Err(error) => {
            let finding = not_utf8(id, error.as_bytes(), error.utf8_error());
            (
                Source::new(id, path, legible(error.as_bytes())),
                Some(finding),
            )
        }
    })
}

/// The bytes of an input, or `None` where there are more than `limit`. Never holds more than the limit.
fn read_bytes(input: &Input, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match input {
        Input::Stdin(_) => {
            std::io::stdin()
                .lock()
                .take(limit.saturating_add(1))
                .read_to_end(&mut bytes)?;
        }
        Input::File(path) => {
            let file = File::open(path)?;
            let length = file.metadata()?.len();
            if length > limit {
                return Ok(None);
            }
            bytes.reserve_exact(usize::try_from(length).unwrap_or(0).saturating_add(1));
            file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        }
    }
    let within = u64::try_from(bytes.len()).is_ok_and(|length| length <= limit);
    Ok(within.then_some(bytes))
}

/// UTF-16, where the byte-order mark says so.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] => Some("UTF-16BE"),
        _ => None,
    }
}

fn not_utf8(id: FileId, bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let at = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - at);
    let byte = bytes[at];
    let message =
        format!("the file is not UTF-8: byte 0x{byte:02X} at offset {at} begins no character");
    let finding = Diagnostic::new(&NOT_UTF8, Span::new(id, at, at + length), message);
    match windows_1252(byte) {
        Some(letter) => finding
            .at(format!("`{letter}`, if this is Windows-1252"))
            .help("save the file as UTF-8"),
        None => finding.help("save the file as UTF-8, or look whether it is a text file at all"),
    }
}

/// The letter that a byte stands for in the code page that such files are mostly written in.
fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80 => Some('€'),
        0x91 => Some('‘'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0xA1..=0xFF => Some(char::from(byte)),
        _ => None,
    }
}

/// The text with one `?` for each byte that is not UTF-8: offsets stay those of the file.
fn legible(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    text
}

/// A size for people.
fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE && bytes.is_multiple_of(MEBIBYTE) {
        format!("{} MiB", bytes / MEBIBYTE)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_survive_bytes_that_are_not_utf8() {
        let bytes = b"a: caf\xE9\nb: \xF0\x9F\n";
        let text = legible(bytes);
        assert_eq!(text.len(), bytes.len());
        assert_eq!(text, "a: caf?\nb: ??\n");
    }

    #[test]
    fn the_first_bad_byte_is_named() {
        let Err(error) = String::from_utf8(b"a: caf\xE9\n".to_vec()) else {
            panic!("the bytes are UTF-8 after all");
        };
        let finding = not_utf8(FileId(0), error.as_bytes(), error.utf8_error());
        assert_eq!(finding.primary.span, Span::new(FileId(0), 6, 7));
        assert!(finding.message.contains("0xE9 at offset 6"));
        assert!(finding.primary.message.contains('é'));
    }
}
