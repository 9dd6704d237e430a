//! Part of the YAML reader: from a whole file to a document, piece by piece. After a syntax error the next piece
//! begins at the next top-level key.

use std::sync::Arc;

use super::build::{Builder, Next};
use super::event::Event;
use super::events::{Events, Fault};
use super::{Damage, Document, Limits, characters, comments, scanner, syntax};
use crate::diagnostic::{Diagnostic, Diagnostics, RuleClass, RuleInfo, Severity};
use crate::text::{Source, Span};

/// More than one YAML document in a file.
pub static MULTIPLE_DOCUMENTS: RuleInfo = RuleInfo {
    id: "multiple-documents",
    class: RuleClass::Language,
    severity: Severity::Error,
    summary: "a second YAML document begins in the file",
    why: "A line `---` ends one YAML document and begins the next. A spec is one document: most readers take the first \
          and never look at the rest, others refuse the file. Delete the line, or move what follows to a file of its \
          own.",
    bad: "title: Example\n---\ndescription: Emits greetings\n",
    good: "title: Example\ndescription: Emits greetings\n",
};

/// Bytes that may be read again after syntax errors, in all. An error may be noticed far behind its cause (a quote
/// that is never closed, at the end of the file), and without a bound a hostile file could have itself read over and
/// over.
const REREAD: usize = 2 * 1024 * 1024;

/// Syntax errors after which the rest of a file is left alone.
const MOST_ERRORS: usize = 50;

/// Places of left-out values that are told one by one; finding the section of each costs time.
const MOST_LEFT_OUT: usize = 100;

/// How the reading of a piece ended.
enum End {
    /// The file is read.
    Stream,
    /// The next document begins here.
    Document(usize),
    /// Not YAML.
    Fault(Fault),
    /// A limit was met; the section is given up.
    Section(Diagnostic),
    /// A limit was met; the rest of the file is given up.
    File(Diagnostic),
}

pub(super) fn read<'s>(source: &'s Source, limits: &Limits) -> (Document<'s>, Diagnostics) {
    let (text, mut diagnostics) = characters::check(source);
    let mut damage = Vec::new();
    for found in &diagnostics {
        damage.push(Damage {
            section: section(&text, found.primary.span.start as usize),
            span: found.primary.span,
        });
    }
    let wants_comments = comments::are_wanted(&text);
    let mut builder = Builder::new(source, *limits, wants_comments);
    let base = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let usual = scanner::scan(&text, base, |event, start, end| {
        matches!(builder.take(event, start, end), Next::Event)
    });
    if !usual {
        // Whatever is wrong or unusual, libyaml knows: it reads the text from its start.
        builder = Builder::new(source, *limits, wants_comments);
        damage.extend(pieces(source, &text, base, &mut builder, &mut diagnostics));
    }
    let root = builder.finish();
    for span in builder.left_out.iter().take(MOST_LEFT_OUT) {
        damage.push(Damage {
            section: section(&text, span.start as usize),
            span: *span,
        });
    }
    damage.sort_by_key(|damage| damage.span);
    diagnostics.append(builder.diagnostics);
    diagnostics.sort();
    let document = Document {
        file: source.id,
        root,
        comments: builder
            .scalars
            .map_or_else(Vec::new, |scalars| comments::collect(source, &scalars)),
        damaged: !damage.is_empty(),
        damage,
    };
    (document, diagnostics)
}

/// Has libyaml read from `base` on, again and again from the next top-level key after what it cannot read, and answers
/// with what it could not.
fn pieces(
    source: &Source,
    text: &Arc<str>,
    mut base: usize,
    builder: &mut Builder<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Damage> {
    let mut damage = Vec::new();
    let mut budget = text.len() + REREAD;
    let mut errors = 0;
    loop {
        let (end, reached) = piece(text, base, builder);
        budget = budget.saturating_sub(reached - base);
        let (found, cause, resume) = match end {
            End::Stream => return damage,
            End::Document(at) => {
                let (found, cause) = second_document(source, at);
                (found, cause, None)
            }
            End::File(found) => {
                let cause = found.primary.span.start as usize;
                (found, cause, None)
            }
            End::Section(found) => {
                let at = found.primary.span.start as usize;
                match syntax::unclosed_bracket(source, text, base, at) {
                    Some(explained) => (explained.found, explained.cause, Some(explained.cause)),
                    None => (found, at, Some(at)),
                }
            }
            End::Fault(fault) => {
                let explained = syntax::explain(source, text, base, &fault);
                (explained.found, explained.cause, Some(explained.cause))
            }
        };
        errors += 1;
        let lost = builder.abandon(cause);
        diagnostics.push(found);
        let next = resume
            .filter(|_| budget > 0 && errors < MOST_ERRORS)
            .and_then(|resume| next_top_level_key(text, resume.max(base)));
        let section = section(text, cause);
        if let Some(key) = lost
            && section.as_deref() != Some(source.slice(key))
        {
            damage.push(Damage {
                section: Some(source.slice(key).into()),
                span: key,
            });
        }
        damage.push(Damage {
            section,
            span: Span::new(source.id, cause, next.unwrap_or(text.len())),
        });
        match next {
            Some(next) => base = next,
            None => return damage,
        }
    }
}

/// Reads from `base` on; says how that ended, and how far it got.
fn piece(text: &Arc<str>, base: usize, builder: &mut Builder<'_>) -> (End, usize) {
    let mut events = Events::new(text, base);
    let mut documents = 0;
    let end = events.each(|event, start, end| match event {
        Event::StreamEnd => Some(End::Stream),
        Event::DocumentStart => {
            documents += 1;
            (documents > 1).then_some(End::Document(start))
        }
        event => match builder.take(event, start, end) {
            Next::Event => None,
            Next::Section(found) => Some(End::Section(*found)),
            Next::File(found) => Some(End::File(*found)),
        },
    });
    let end = end.unwrap_or_else(End::Fault);
    let reached = events.reached();
    events.finish();
    (end, reached)
}

fn second_document(source: &Source, at: usize) -> (Diagnostic, usize) {
    let is_marked = source.text()[at..].starts_with("---");
    let place = Span::new(source.id, at, at + if is_marked { 3 } else { 1 });
    let found = Diagnostic::new(
        &MULTIPLE_DOCUMENTS,
        place,
        "a second YAML document begins here",
    )
    .at("nothing from here on is read")
    .help(if is_marked {
        "delete this line, or move what follows to a file of its own"
    } else {
        "delete the line `...` above, or move what follows to a file of its own"
    });
    (found, at)
}

/// Start of the first line after the one that holds `from`, if any, which begins with a key at its very start.
fn next_top_level_key(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..].find('\n')? + 1;
        if top_level_key(&text[at..]).is_some() {
            return Some(at);
        }
    }
}

/// The top-level key whose value holds `at`: that of the last line, up to the one that holds `at`, which begins with
/// one.
fn section(text: &str, at: usize) -> Option<Box<str>> {
    section_start(text, at).and_then(|start| top_level_key(&text[start..]).map(Into::into))
}

/// Where the line of that key begins.
fn section_start(text: &str, at: usize) -> Option<usize> {
    let mut end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    loop {
        let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let start_of_key = if start == 0 && text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            start
        };
        if top_level_key(&text[start_of_key..]).is_some() {
            return Some(start_of_key);
        }
        end = start.checked_sub(1)?;
    }
}

/// The key that the text begins with: a word and a colon, with a blank or a line end after it.
fn top_level_key(text: &str) -> Option<&str> {
    let line = text.as_bytes();
    let (start, end, colon) = match line.first()? {
        quote @ (b'"' | b'\'') => {
            let length = line[1..]
                .iter()
                .position(|byte| byte == quote || *byte == b'\n')?;
            (1, 1 + length, 2 + length)
        }
        first if first.is_ascii_alphabetic() || *first == b'_' => {
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. ".contains(byte);
            let length = line.iter().take_while(|byte| is_word(byte)).count();
            (0, length, length)
        }
        _ => return None,
    };
    let follows = line.get(colon + 1).is_none_or(u8::is_ascii_whitespace);
    (line.get(colon) == Some(&b':') && follows).then(|| text[start..end].trim_end())
}
