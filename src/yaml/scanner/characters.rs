//! Part of the scanner: whether it may read a text at all, by its characters alone.

/// Whether the text has only such characters and line ends as the scanner knows: no control characters, no byte order
/// mark, and as line ends only `\n` and `\r\n`. Most texts are told by the first look, which goes over them at once.
pub(super) fn are_usual(text: &[u8]) -> bool {
    let mut start = 0;
    text.chunks(256).all(|chunk| {
        let from = start;
        start += chunk.len();
        !chunk
            .iter()
            .fold(false, |found, byte| found | is_suspicious(*byte))
            || (from..start).all(|at| is_usual_at(text, at))
    })
}

/// Whether a character that is not usual may begin with this byte.
fn is_suspicious(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n')
        | (byte == 0x7f)
        | (byte == 0xc2)
        | (byte == 0xe2)
        | (byte == 0xef)
}

fn is_usual_at(text: &[u8], at: usize) -> bool {
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    match byte(at) {
        b'\r' => byte(at + 1) == b'\n',
        b'\t' | b'\n' => true,
        // U+0080 to U+009F.
        0xc2 => byte(at + 1) >= 0xa0,
        // U+2028 and U+2029.
        0xe2 => !(byte(at + 1) == 0x80 && matches!(byte(at + 2), 0xa8 | 0xa9)),
        // U+FEFF, U+FFFE and U+FFFF.
        0xef => !matches!(
            (byte(at + 1), byte(at + 2)),
            (0xbb, 0xbf) | (0xbf, 0xbe | 0xbf)
        ),
        other => other >= b' ' && other != 0x7f,
    }
}
