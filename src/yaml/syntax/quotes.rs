//! Part of the YAML reader: findings about quoted text.

use super::Scene;
use super::outline::line_end;
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::Span;
use crate::yaml::quote::short;

/// A quote that is never closed, or only by the next value's.
pub static UNCLOSED_QUOTE: RuleInfo = RuleInfo {
    id: "unclosed-quote",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a quoted text is not closed",
    why: "A quoted text goes on over line ends until its closing quote, so one that is forgotten swallows the lines that \
          follow, up to the next quote or the end of the file. The fault is noticed only there; this finding stands \
          where the text begins.",
    bad: "description: \"Emits greetings\n",
    good: "description: \"Emits greetings\"\n",
};

/// Text after a closing quote.
pub static TEXT_AFTER_QUOTE: RuleInfo = RuleInfo {
    id: "text-after-quote",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "text stands after a closing quote",
    why: "The second quote of its kind ends a quoted text, and nothing may follow it on the line. Mostly a quote or an \
          apostrophe within the text was not marked as such: in single quotes write it twice (`'it''s'`), in double \
          quotes put a backslash before it (`\"say \\\"hi\\\"\"`), or use the other kind around the whole text.",
    bad: "description: 'It's a greeting'\n",
    good: "description: 'It''s a greeting'\n",
};

/// A backslash that means nothing.
pub static INVALID_ESCAPE: RuleInfo = RuleInfo {
    id: "invalid-escape",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a backslash in double quotes begins no known escape",
    why: "In double quotes a backslash and the character after it stand for something else, and only certain characters \
          may follow: `\\n`, `\\t`, `\\\"`, `\\\\`, `\\x41`, `\\u0041` and a few more. Regular expressions and Windows \
          paths are best written in single quotes, where a backslash is just a backslash.",
    bad: "description: \"Digits: \\d+\"\n",
    good: "description: 'Digits: \\d+'\n",
};

fn kind(quote: &str) -> &'static str {
    if quote.starts_with('\'') {
        "single"
    } else {
        "double"
    }
}

pub(super) fn unclosed(scene: Scene<'_>, place: Span) -> Diagnostic {
    let start = place.start as usize;
    let quote = scene.slice((start, start + 1));
    let text = scene.rest_of_line(start);
    let message = format!(
        "the {} quote of `{}` is not closed",
        kind(quote),
        short(text)
    );
    let end = start + text.len();
    Diagnostic::new(&UNCLOSED_QUOTE, place, message)
        .at("opened here")
        .help(format!("add `{quote}` where the text ends"))
        .fix(
            Applicability::Unsafe,
            "close the quote at the end of the line",
            Span::new(place.file, end, end),
            quote,
        )
}

pub(super) fn text_after(scene: Scene<'_>, place: Span, value: (usize, usize)) -> Diagnostic {
    let whole = scene.slice(value);
    let after = scene.slice((place.start as usize, place.end as usize));
    let quote = &whole[..1];
    let found = Diagnostic::new(
        &TEXT_AFTER_QUOTE,
        place,
        format!(
            "`{}` stands after the closing {} quote",
            short(after),
            kind(quote)
        ),
    )
    .at("nothing may follow the quote")
    .label(
        scene.span(value.0, value.0 + 1),
        "the quoted text begins here",
    );
    let on_one_line = !whole.contains('\n');
    if whole.len() > 2 && whole.ends_with(quote) && on_one_line {
        let inner = &whole[1..whole.len() - 1];
        let mended = if quote == "'" {
            format!("'{}'", inner.replace("''", "'").replace('\'', "''"))
        } else if inner.contains(['\'', '\\']) {
            format!("\"{}\"", inner.replace("\\\"", "\"").replace('"', "\\\""))
        } else {
            format!("'{inner}'")
        };
        return found
            .help(if quote == "'" {
                "write a single quote within the text twice, or use double quotes around it"
            } else {
                "put a backslash before a double quote within the text, or use single quotes around it"
            })
            .fix(
                Applicability::Unsafe,
                format!("write {}", short(&mended)),
                scene.span(value.0, value.1),
                mended.clone(),
            );
    }
    found.help("include it in the quotes, or delete it")
}

pub(super) fn escape(scene: Scene<'_>, at: usize, began: usize) -> Diagnostic {
    // libyaml stands at the backslash, or past the letter of an escape whose digits are wrong.
    let bytes = scene.text.as_bytes();
    let start = if bytes.get(at) == Some(&b'\\') {
        at
    } else {
        at.saturating_sub(2)
    };
    let rest = &scene.text[start + 1..];
    let letter = rest.chars().next().unwrap_or_default();
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let length = letter.len_utf8()
        + rest[letter.len_utf8()..]
            .chars()
            .take(digits)
            .take_while(char::is_ascii_hexdigit)
            .count();
    let place = scene.span(start, start + 1 + length);
    let written = scene.slice((start, start + 1 + length)).to_owned();
    if digits > 0 && length == 1 + digits {
        return surrogate(scene, place, &written);
    }
    if digits > 0 {
        let message = format!("`{written}` is followed by too few hexadecimal digits");
        return Diagnostic::new(&INVALID_ESCAPE, place, message)
            .at(format!("`\\{letter}` takes {digits} digits"))
            .help("write a backslash that stands for itself as `\\\\`, or use single quotes");
    }
    let message = format!("`{written}` is not an escape of YAML");
    let found = Diagnostic::new(&INVALID_ESCAPE, place, message).at("not an escape");
    let end = line_end(scene.text, began);
    let value = &scene.text[began..end];
    let closed = value.len() > 1
        && value[1..]
            .find('"')
            .is_some_and(|close| value[2 + close..].trim().is_empty());
    // Single quotes mean the same only where no other escape is used.
    let inner = value.trim_end().trim_matches('"');
    if closed && !inner.contains(['\'']) && !inner.contains("\\\\") {
        return found
            .help("use single quotes, in which a backslash is just a backslash")
            .fix(
                Applicability::Unsafe,
                "use single quotes",
                scene.span(began, began + value.trim_end().len()),
                format!("'{inner}'"),
            );
    }
    found.help(
        "write a backslash that stands for itself as `\\\\`, or use single quotes around the text",
    )
}

/// Half of a UTF-16 pair, as JSON writes characters beyond U+FFFF, or a number that is no character.
fn surrogate(scene: Scene<'_>, place: Span, written: &str) -> Diagnostic {
    let message = format!("`{written}` is not a character");
    let found = Diagnostic::new(&INVALID_ESCAPE, place, message).at("no such character");
    let end = place.end as usize;
    let half = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let pair = [half(written), half(&scene.text[end..])];
    if let [Some(high), Some(low)] = pair
        && let Ok(text) = String::from_utf16(&[high, low])
    {
        return found
            .help("YAML knows no UTF-16 pairs: write the character itself")
            .fix(
                Applicability::Safe,
                format!("write `{text}`"),
                scene.span(place.start as usize, end + 6),
                text,
            );
    }
    found.help("write the character itself")
}
