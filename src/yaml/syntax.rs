//! Part of the YAML reader: a fault of libyaml → a finding in our words, at the place that a person must edit.
//!
//! libyaml stops where it cannot go on, which is often far behind the slip: an unclosed quote is noticed at the end of
//! the file. So the text before the fault is looked through for the first line on which somebody slipped; only where
//! there is none does the finding stand where libyaml stopped.

mod brackets;
mod colons;
mod indentation;
mod outline;
mod quotes;
mod slip;
mod special;
#[cfg(test)]
mod tests;
mod value;

pub(super) use self::brackets::{TEXT_AFTER_BRACKET, UNCLOSED_BRACKET};
pub(super) use self::colons::{MISSING_COLON, MISSING_SPACE, UNQUOTED_COLON, UNQUOTED_HASH};
pub(super) use self::indentation::{BAD_INDENTATION, MISPLACED_ITEM, TAB_INDENTATION};
pub(super) use self::quotes::{INVALID_ESCAPE, TEXT_AFTER_QUOTE, UNCLOSED_QUOTE};
pub(super) use self::special::{INVALID_BLOCK_HEADER, INVALID_DIRECTIVE, UNQUOTED_CHARACTER};

use self::outline::{first_suspect, line_end, line_start};
use self::slip::{Slip, Suspect};
use super::events::{Fault, PANIC};
use super::quote::quoted;
use crate::diagnostic::{Applicability, Diagnostic, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// Text that is not YAML and fits no more exact rule.
pub static SYNTAX_ERROR: RuleInfo = RuleInfo {
    id: "syntax-error",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "the text is not YAML",
    why: "The reader cannot tell what is meant here. What follows, up to the next key at the start of a line, is left \
          out; the rest of the file is checked all the same.",
    bad: "tags: [first, , second]\n",
    good: "tags: [first, second]\n",
};

/// A fault explained.
pub(super) struct Explained {
    pub found: Diagnostic,
    /// What was read from here on is not sound. Reading may go on at the first top-level key past this line.
    pub cause: usize,
}

/// The text in which something went wrong.
#[derive(Clone, Copy)]
struct Scene<'a> {
    source: &'a Source,
    /// The source's text without forbidden characters.
    text: &'a str,
}

impl<'a> Scene<'a> {
    fn span(&self, start: usize, end: usize) -> Span {
        // At least one character, so that there is something to underline, but never a line end.
        let end = if end > start {
            end
        } else {
            start
                + self.text[start..line_end(self.text, start)]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
        };
        Span::new(self.source.id, start, end)
    }

    fn slice(&self, (start, end): (usize, usize)) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Adds the fix that puts a plain value in quotes, if it can be told where the value ends.
    fn quote(&self, found: Diagnostic, value: (usize, usize)) -> Diagnostic {
        let Some(end) = value::continued(self.text, value) else {
            return found;
        };
        let text = self.slice((value.0, end));
        // Quotes or an anchor further in were meant to be just that, and would become text.
        let applicability = if text.contains(['"', '\'']) || text.contains(" &") {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        let place = self.span(value.0, end);
        found.fix(applicability, "quote the value", place, quoted(text))
    }

    /// The word or character at a place, for a message.
    fn rest_of_line(&self, start: usize) -> &'a str {
        self.text[start..line_end(self.text, start)].trim_end()
    }
}

/// Explains a fault met in a piece of the text that begins at `base`.
pub(super) fn explain(source: &Source, text: &str, base: usize, fault: &Fault) -> Explained {
    let scene = Scene { source, text };
    let suspect = first_suspect(text, base, fault.at);
    let faulty_line = line_start(text, fault.at);
    let exact = exact(scene, fault);
    match (suspect, exact) {
        // libyaml knows which of several brackets it stands in.
        (Some(suspect), Some(exact))
            if suspect.slip == Slip::UnclosedBracket && fault.problem.contains("expected ','") =>
        {
            exact
        }
        (Some(suspect), Some(exact)) if suspect.start >= faulty_line && !suspect.is_precise() => {
            exact
        }
        (Some(suspect), _) => Explained {
            cause: suspect.cause,
            found: tell(scene, &suspect),
        },
        (None, Some(exact)) => exact,
        (None, None) => vague(scene, fault),
    }
}

/// The bracket before `until` that was never closed, if one is why the text nests too deeply.
pub(super) fn unclosed_bracket(
    source: &Source,
    text: &str,
    base: usize,
    until: usize,
) -> Option<Explained> {
    let scene = Scene { source, text };
    let suspect = first_suspect(text, base, until)?;
    (suspect.slip == Slip::UnclosedBracket && suspect.start < line_start(text, until)).then(|| {
        Explained {
            cause: suspect.cause,
            found: tell(scene, &suspect),
        }
    })
}

/// The finding for a slip.
fn tell(scene: Scene<'_>, suspect: &Suspect) -> Diagnostic {
    let place = scene.span(suspect.start, suspect.end);
    match &suspect.slip {
        Slip::Tab { expected } => indentation::tab(scene, place, *expected),
        Slip::Deeper { siblings } => indentation::deeper(scene, place, *siblings),
        Slip::Between { outer, inner } => indentation::between(scene, place, *outer, *inner),
        Slip::UnlikeSiblings { siblings } => indentation::unlike_siblings(scene, place, *siblings),
        Slip::OutOfBlock { block } => indentation::out_of_block(scene, place, *block),
        Slip::ItemOnKeyLine => indentation::item_on_key_line(place),
        Slip::ItemInMapping => indentation::item_in_mapping(place),
        Slip::KeyInList => indentation::key_in_list(scene, place),
        Slip::NoColon => colons::no_colon(scene, place),
        Slip::NoSpaceAfterColon { colon } => colons::no_space(scene, place, *colon),
        Slip::NoSpaceAfterDash => colons::no_space_after_dash(scene, place),
        Slip::ColonInValue { value } => colons::in_value(scene, place, *value),
        Slip::HashInValue { value } => colons::hash_in_value(scene, place, *value),
        Slip::UnclosedQuote => quotes::unclosed(scene, place),
        Slip::TextAfterQuote { value } => quotes::text_after(scene, place, *value),
        Slip::UnclosedBracket => brackets::unclosed(scene, place),
        Slip::TextAfterBracket { value } => brackets::text_after(scene, place, *value),
        Slip::BadStart { value } => special::bad_start(scene, place, *value),
        Slip::BlockHeader => special::block_header(scene, place),
    }
}

/// Faults whose place libyaml tells exactly.
fn exact(scene: Scene<'_>, fault: &Fault) -> Option<Explained> {
    let began = fault.began.unwrap_or(fault.at);
    let at = |cause, found| Some(Explained { found, cause });
    match fault.problem {
        "found unknown escape character"
        | "did not find expected hexdecimal number"
        | "found invalid Unicode character escape code" => {
            at(began, quotes::escape(scene, fault.at, began))
        }
        "found unexpected end of stream" | "found unexpected document indicator" => {
            at(began, quotes::unclosed(scene, scene.span(began, began + 1)))
        }
        "did not find expected alphabetic or numeric character" => at(
            began,
            special::bad_start(scene, scene.span(began, began + 1), value_at(scene, began)),
        ),
        "found undefined tag handle"
        | "did not find expected tag URI"
        | "did not find expected '!'"
        | "did not find the expected '>'"
        | "did not find URI escaped octet"
        | "found an incorrect leading UTF-8 octet"
        | "found an incorrect trailing UTF-8 octet"
        | "did not find expected whitespace"
        | "did not find expected whitespace or line break" => {
            let start = tag_start(scene, began, fault.at);
            if scene.text[start..].starts_with('%') {
                at(start, special::directive(scene, start))
            } else {
                at(start, special::tag(scene, start))
            }
        }
        "did not find expected comment or line break"
        | "found an indentation indicator equal to 0" => {
            if scene.text[began..].starts_with('%') {
                at(began, special::directive(scene, began))
            } else {
                let end = value_at(scene, began).1;
                at(began, special::block_header(scene, scene.span(began, end)))
            }
        }
        "found a tab character where an indentation space is expected"
        | "found a tab character that violates indentation" => Some(tab(scene, fault.at)),
        "found unknown directive name"
        | "could not find expected directive name"
        | "found unexpected non-alphabetical character"
        | "found extremely long version number"
        | "did not find expected version number"
        | "did not find expected digit or '.' character"
        | "found duplicate %YAML directive"
        | "found incompatible YAML document"
        | "found duplicate %TAG directive" => {
            let start = line_start(scene.text, began);
            at(start, special::directive(scene, start))
        }
        "did not find expected ',' or ']'" | "did not find expected ',' or '}'" => {
            let cause = brackets::opening(scene, began, fault.at);
            at(cause, brackets::no_comma(scene, cause, fault.at))
        }
        "found unexpected ':'" => at(
            began,
            brackets::colon_in_flow(scene, scene.span(fault.at, fault.at + 1)),
        ),
        "found character that cannot start any token" => {
            if scene.text[fault.at..].starts_with('\t') {
                return Some(tab(scene, fault.at));
            }
            let place = scene.span(fault.at, fault.at);
            at(
                fault.at,
                special::bad_start(scene, place, value_at(scene, fault.at)),
            )
        }
        "did not find expected node content" if brackets::is_in_flow(scene, fault.at) => {
            at(fault.at, brackets::no_content(scene, fault.at))
        }
        PANIC => special::tag_before_comma(scene, fault.at).map(|(start, found)| Explained {
            found,
            cause: start,
        }),
        _ => None,
    }
}

/// A tab that libyaml stopped at.
fn tab(scene: Scene<'_>, at: usize) -> Explained {
    let line = line_start(scene.text, at);
    let tabs = &scene.text[at..];
    let end = at + tabs.len() - tabs.trim_start_matches('\t').len();
    // A text block is further in than the line that begins it; other lines go on with what is above them.
    let above = scene.text[..line].trim_end();
    let start = line_start(scene.text, above.len());
    let indent = above[start..].len() - above[start..].trim_start_matches(' ').len();
    let opens = above.ends_with(['|', '>', ':', '-', '+']);
    let expected = if opens { indent + 2 } else { indent };
    Explained {
        found: indentation::tab(scene, scene.span(at, end), expected),
        cause: line,
    }
}

/// The value at a place up to the end of its line.
fn value_at(scene: Scene<'_>, start: usize) -> (usize, usize) {
    let end = value::without_comment(scene.text, start, line_end(scene.text, start));
    (start, end.max(start))
}

/// Where the tag or directive stands that a fault at `at` is about.
fn tag_start(scene: Scene<'_>, began: usize, at: usize) -> usize {
    if scene.text[began..].starts_with(['!', '%']) {
        return began;
    }
    let line = line_start(scene.text, at);
    scene.text[line..at.max(line)]
        .rfind('!')
        .map_or(began, |tag| line + tag)
}

/// Faults that nothing explains.
fn vague(scene: Scene<'_>, fault: &Fault) -> Explained {
    let line = line_start(scene.text, fault.at.min(scene.text.trim_end().len()));
    match fault.problem {
        "could not find expected ':'" => {
            let began = fault.began.unwrap_or(line);
            let (start, end) = value_at(scene, began);
            return Explained {
                found: colons::no_colon(scene, scene.span(start, end)),
                cause: line_start(scene.text, began),
            };
        }
        "mapping values are not allowed in this context" => {
            let value = (
                line + scene.text[line..].len() - scene.text[line..].trim_start().len(),
                line_end(scene.text, fault.at),
            );
            return Explained {
                found: colons::in_value(scene, scene.span(fault.at, fault.at + 1), value),
                cause: line,
            };
        }
        _ => {}
    }
    if let Some(explained) = special::line_separator(scene, line, fault.at) {
        return explained;
    }
    let start = fault.at.min(line_end(scene.text, line)).max(line);
    let place = scene.span(start, line_end(scene.text, start));
    let (message, help) = match fault.problem {
        "did not find expected '-' indicator" => (
            "this line stands among the items of a list, but does not begin with `- `",
            "begin it with `- `, or give it the indentation of the keys around the list",
        ),
        "did not find expected key" => (
            "this does not fit into the mapping around it",
            "a mapping holds lines of the form `key: value`, each with the same indentation",
        ),
        "did not find expected <document start>" if scene.text[..line].contains("\n...") => (
            "the document ended above, with the line `...`",
            "delete the line `...`",
        ),
        "did not find expected <document start>" => (
            "this does not belong to what stands above it",
            "give all top-level keys the same indentation: none",
        ),
        "mapping keys are not allowed in this context" => (
            "`? ` begins a key, but no key can stand here",
            "if it is meant as text, put the value in quotes",
        ),
        "block sequence entries are not allowed in this context" => (
            "`- ` begins a list item, but no item can stand here",
            "begin the list on a line of its own, or put the value in quotes if it is meant as text",
        ),
        _ => (
            "the text cannot be read from here on",
            "look for a quote or a bracket that is not closed, and compare the indentation with that of the lines above",
        ),
    };
    Explained {
        found: Diagnostic::new(&SYNTAX_ERROR, place, message).help(help),
        cause: line,
    }
}
