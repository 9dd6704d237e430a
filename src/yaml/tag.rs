//! Part of the YAML reader: explicit tags (`!!str`) and what they make of a value.

use libyaml_safer::{BOOL_TAG, FLOAT_TAG, INT_TAG, NULL_TAG, STR_TAG, TIMESTAMP_TAG};

use super::build::written;
use super::scalar::Meaning;
use super::{Resolved, Scalar, ScalarStyle, quote, scalar};
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// A tag that gives its value no meaning.
pub static INVALID_TAG: RuleInfo = RuleInfo {
    id: "invalid-tag",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a tag that is not known, or that does not fit its value",
    why: "A word with `!` before a value is a tag: it tells the reader what the value is, as `!!str 5` says that 5 is \
          text. The readers of specs know the tags of YAML 1.1 (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, \
          `!!timestamp`, `!!binary`, `!!seq`, `!!map`, `!!set`, `!!omap`, `!!pairs`) and refuse a file that holds any \
          other. If the exclamation mark is meant as text, put the value in quotes.",
    bad: "description: !important Emits greetings\n",
    good: "description: \"!important Emits greetings\"\n",
};

const PREFIX: &str = "tag:yaml.org,2002:";

/// The scalar that a tag makes of a value, and a finding if it makes none.
pub(super) fn scalar<'s>(
    source: &'s Source,
    tag: &str,
    value: &str,
    style: ScalarStyle,
    properties: usize,
    span: Span,
) -> (Scalar<'s>, Option<Diagnostic>) {
    let make = |text: &str, meaning: Meaning| {
        let written = written(source, style, span);
        Scalar::new(text, written, style, meaning.resolved, meaning.digits)
    };
    let plain = || scalar::resolve(value);
    let meaning = match tag {
        "!" | STR_TAG | "tag:yaml.org,2002:binary" => Some(Resolved::String.into()),
        NULL_TAG => Some(Resolved::Null.into()),
        BOOL_TAG => Some(plain()).filter(|found| matches!(found.resolved, Resolved::Bool(_))),
        INT_TAG => {
            scalar::integer(value).map(|digits| Meaning::number(Resolved::Integer, value, digits))
        }
        FLOAT_TAG => scalar::float(value)
            .or_else(|| scalar::integer(value))
            .map(|digits| Meaning::number(Resolved::Float, value, digits)),
        TIMESTAMP_TAG => scalar::is_timestamp(value).then(|| Resolved::Timestamp.into()),
        _ => {
            let (place, found) = unknown(source, tag, properties, span);
            // Taken as the text that it looks like.
            let text = if style == ScalarStyle::Plain {
                source.slice(place.to(span))
            } else {
                value
            };
            return (make(text, Resolved::String.into()), Some(found));
        }
    };
    match meaning {
        Some(meaning) => (make(value, meaning), None),
        None => {
            let message = format!(
                "`{}` is not what its tag `!!{}` says",
                quote::short(value),
                tag.trim_start_matches(PREFIX)
            );
            let found = Diagnostic::new(&INVALID_TAG, span, message)
                .at("does not fit its tag")
                .help("delete the tag, or mend the value");
            (make(value, Resolved::String.into()), Some(found))
        }
    }
}

/// A finding if this tag cannot stand before such a collection, which begins at `start`.
pub(super) fn check_collection(
    source: &Source,
    tag: &str,
    is_mapping: bool,
    properties: usize,
    start: usize,
) -> Option<Diagnostic> {
    let fits = match tag.strip_prefix(PREFIX) {
        _ if tag == "!" => true,
        Some("set" | "map") => is_mapping,
        Some("seq" | "omap" | "pairs") => !is_mapping,
        _ => false,
    };
    (!fits).then(|| unknown(source, tag, properties, Span::new(source.id, start, start)).1)
}

/// The tag's place, and the finding. Tag and anchor stand, in either order, from `properties` up to the value.
fn unknown(source: &Source, tag: &str, properties: usize, value: Span) -> (Span, Diagnostic) {
    let before = &source.text()[properties..value.start as usize];
    let start = if before.starts_with('!') {
        0
    } else {
        before.find(" !").map_or(0, |blank| blank + 1)
    };
    let length = before[start..]
        .find(char::is_whitespace)
        .unwrap_or(before.len() - start);
    let place = Span::new(source.id, properties + start, properties + start + length);
    let written = source.slice(place);
    let shown = if written.starts_with('!') {
        written
    } else {
        tag
    };
    let message = format!(
        "`{}` is a YAML tag that has no meaning here",
        quote::short(shown)
    );
    let found = Diagnostic::new(&INVALID_TAG, place, message)
        .at("a tag, because it begins with `!`")
        .help("if it is meant as text, put the whole value in quotes; if not, delete it");
    let one_line = !source.slice(place.to(value)).contains('\n') && !value.range().is_empty();
    let found = if one_line {
        let whole = place.to(value);
        found.fix(
            Applicability::Unsafe,
            "quote the value",
            whole,
            quote::quoted(source.slice(whole)),
        )
    } else {
        found
    };
    (place, found)
}
